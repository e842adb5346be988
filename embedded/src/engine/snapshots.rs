//! Snapshots: copies of collections, each in one file, and how they come back.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use qdrant_remote::models::{DateTime, SnapshotDescription};

use super::archive;
use super::fault::{Fault, Outcome};
use super::guard::{Lock, SharedLock};
use super::storage::Folder;
use super::{Collection, Engine};

/// What a snapshot is of, which is where it lies.
#[derive(Clone, Copy)]
pub(crate) enum Of<'a> {
    Server,
    Collection(&'a str),
    Shard(&'a str),
}

impl Engine {
    /// Takes a snapshot of a collection, or of all.
    pub(crate) fn take_snapshot(&self, of: Of<'_>) -> Outcome<SnapshotDescription> {
        let (collections, start) = match of {
            Of::Server => (self.all(), "full-snapshot".to_owned()),
            Of::Collection(name) => {
                let collection = self.collection(name)?;
                let start = format!("{}-{}", collection.name, self.peer());
                (vec![collection], start)
            }
            Of::Shard(name) => {
                let collection = self.collection(name)?;
                let start = format!("{}-shard-0", collection.name);
                (vec![collection], start)
            }
        };
        let folder = self.snapshots(of)?;
        fs::create_dir_all(&folder)?;
        let _changes = self.changes.locked();
        let path = vacant(&folder, &start)?;
        let beside = path.with_extension("partial");
        let mut file = tar::Builder::new(File::create(&beside)?);
        for collection in collections {
            let under = match of {
                Of::Server => PathBuf::from(uuid::Uuid::new_v4().to_string()),
                Of::Collection(_) | Of::Shard(_) => PathBuf::new(),
            };
            collection.frozen(|folder| archive::pack(&mut file, folder, &under))?;
        }
        file.into_inner()?.sync_all()?;
        fs::write(sum_of(&path), archive::checksum(&beside)?)?;
        fs::rename(&beside, &path)?;
        describe(&path)
    }

    /// All snapshots, oldest first.
    pub(crate) fn list_snapshots(&self, of: Of<'_>) -> Outcome<Vec<SnapshotDescription>> {
        let folder = self.snapshots(of)?;
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "snapshot") {
                found.push(describe(&path)?);
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// The file of a snapshot.
    pub(crate) fn snapshot(&self, of: Of<'_>, name: &str) -> Outcome<PathBuf> {
        let plain = Path::new(name).file_name().is_some_and(|file| file == name) && name.ends_with(".snapshot");
        let path = self.snapshots(of)?.join(if plain { name } else { "" });
        match plain && path.is_file() {
            true => Ok(path),
            false => Err(Fault::not_found(format_args!("Snapshot {name} not found"))),
        }
    }

    pub(crate) fn delete_snapshot(&self, of: Of<'_>, name: &str) -> Outcome<bool> {
        let path = self.snapshot(of, name)?;
        fs::remove_file(sum_of(&path))?;
        fs::remove_file(path)?;
        Ok(true)
    }

    /// Replaces a collection by what a snapshot of one holds, or makes it.
    pub(crate) fn recover(&self, name: &str, snapshot: &Path, checksum: Option<&str>) -> Outcome<()> {
        if let Some(expected) = checksum {
            let got = archive::checksum(snapshot)?;
            if !expected.eq_ignore_ascii_case(&got) {
                return Err(Fault::wrong_input(format_args!("Snapshot checksum mismatch: expected {expected}, got {got}")));
            }
        }
        let folder = self.storage.make()?;
        let outcome = self.install(name, snapshot, &folder);
        if outcome.is_err() {
            folder.remove()?;
        }
        outcome
    }

    fn install(&self, name: &str, snapshot: &Path, folder: &Folder) -> Outcome<()> {
        archive::unpack(snapshot, folder.path())?;
        let record = folder.load().map_err(|_| Fault::wrong_input("the file is no snapshot of a collection"))?;
        folder.save(&super::storage::Record { name: name.to_owned(), ..record })?;
        let collection = Arc::new(Collection::open(Folder::at(folder.path()))?);
        let _changes = self.changes.locked();
        let before = self.collections.writing().insert(name.to_owned(), collection);
        before.map_or(Ok(()), |before| before.remove())
    }

    /// A snapshot that lies among this server's own, by its absolute path.
    pub(crate) fn own_file(&self, path: &str) -> Outcome<PathBuf> {
        if !path.starts_with('/') {
            return Err(Fault::bad_request("Invalid snapshot URI, file path must be absolute or on localhost"));
        }
        let folder = self.storage.snapshots();
        let real = |path: &Path| path.canonicalize().ok();
        match (real(Path::new(path)), real(&folder)) {
            (Some(file), Some(folder)) if file.starts_with(&folder) => Ok(file),
            _ => {
                let text = format_args!("Snapshot file path must be inside the snapshots directory {folder:?}");
                Err(Fault::forbidden(text))
            }
        }
    }

    /// Where snapshots lie. Names of collections may be too long or too odd for folders.
    fn snapshots(&self, of: Of<'_>) -> Outcome<PathBuf> {
        let root = self.storage.snapshots();
        let parts = |kind: &str, name: &str| {
            let digits: Vec<String> = name.bytes().map(|byte| format!("{byte:02x}")).collect();
            digits.chunks(100).fold(root.join(kind), |path, chunk| path.join(chunk.concat())).join("_")
        };
        Ok(match of {
            Of::Server => root.join("full"),
            Of::Collection(name) => parts("collections", &self.collection(name)?.name),
            Of::Shard(name) => parts("shards", &self.collection(name)?.name),
        })
    }

    /// The number of this node.
    pub(crate) fn peer(&self) -> u64 {
        // The numbers of real nodes fit in 53 bits too.
        (self.id.as_u128() as u64) >> 11
    }
}

/// A file in a folder that is not there yet.
fn vacant(folder: &Path, start: &str) -> Outcome<PathBuf> {
    let stamp = now()?.to_string();
    let stamp: String = stamp.trim_end_matches('Z').chars().map(|c| if c.is_ascii_digit() { c } else { '-' }).collect();
    // A name as long as that of a collection may be would be too long with more behind it.
    let start: String = start
        .chars()
        .scan(0, |length, c| {
            *length += c.len_utf8();
            (*length <= 200).then_some(c)
        })
        .collect();
    let mut path = folder.join(format!("{start}-{stamp}.snapshot"));
    let mut number = 1;
    while path.exists() {
        path = folder.join(format!("{start}-{stamp}-{number}.snapshot"));
        number += 1;
    }
    Ok(path)
}

/// This second.
pub(super) fn now() -> Outcome<DateTime> {
    DateTime::from_parts(seconds(SystemTime::now()), 0).map_err(Fault::internal)
}

fn describe(path: &Path) -> Outcome<SnapshotDescription> {
    let data = fs::metadata(path)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut described = SnapshotDescription::new(name, data.len());
    described.creation_time = DateTime::from_parts(seconds(data.modified()?), 0).ok();
    described.checksum = fs::read_to_string(sum_of(path)).ok();
    Ok(described)
}

fn sum_of(path: &Path) -> PathBuf {
    path.with_extension("checksum")
}

fn seconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
