//! What is kept beside the shards, so that a restart finds everything: names, settings, aliases.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use qdrant_remote::models;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::fault::{Fault, Outcome};

/// What a collection's folder says of it. Written last when one is made and removed first when it goes, so that a
/// folder without it is rubbish.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) name: String,
    pub(crate) config: models::CollectionConfig,
    /// How many operations are on disk.
    pub(crate) operations: u64,
    /// The payload indexes as they were asked for, of which the engine keeps less.
    #[serde(default)]
    pub(crate) indexes: Indexes,
}

/// Fields with the schema of their index.
pub(crate) type Indexes = BTreeMap<String, models::PayloadFieldSchema>;

/// The folder of one server.
pub(crate) struct Storage {
    root: PathBuf,
    /// Held as long as the server lives: two servers on one folder would destroy it.
    _lock: File,
}

const LOCK: &str = "lock";
const ALIASES: &str = "aliases.json";
const COLLECTIONS: &str = "collections";
const RECORD: &str = "collection.json";
const SHARD: &str = "shard";
const SNAPSHOTS: &str = "snapshots";

impl Storage {
    /// Takes possession of a folder, which is made if need be.
    pub(crate) fn open(root: &Path) -> Outcome<Self> {
        fs::create_dir_all(root.join(COLLECTIONS))?;
        let lock = File::create(root.join(LOCK))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => Fault::internal(format_args!("the storage folder {} is in use by another server", root.display())),
            TryLockError::Error(error) => Fault::from(error),
        })?;
        Ok(Storage { root: root.to_owned(), _lock: lock })
    }

    /// The folders of all collections; what an interrupted creation or removal left is cleared away.
    pub(crate) fn collections(&self) -> Outcome<Vec<Folder>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.root.join(COLLECTIONS))? {
            let folder = Folder(entry?.path());
            if folder.0.join(RECORD).is_file() {
                found.push(folder);
            } else {
                tracing::warn!(folder = %folder.0.display(), "clearing away an incomplete collection");
                fs::remove_dir_all(&folder.0)?;
            }
        }
        Ok(found)
    }

    /// A new folder with an empty one for the shard in it.
    pub(crate) fn make(&self) -> Outcome<Folder> {
        let folder = Folder(self.root.join(COLLECTIONS).join(uuid::Uuid::new_v4().to_string()));
        fs::create_dir_all(folder.shard())?;
        Ok(folder)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where snapshots are kept.
    pub(crate) fn snapshots(&self) -> PathBuf {
        self.root.join(SNAPSHOTS)
    }

    pub(crate) fn aliases(&self) -> Outcome<BTreeMap<String, String>> {
        let path = self.root.join(ALIASES);
        if path.exists() { read(&path) } else { Ok(BTreeMap::new()) }
    }

    pub(crate) fn save_aliases(&self, aliases: &BTreeMap<String, String>) -> Outcome<()> {
        write(&self.root.join(ALIASES), aliases)
    }
}

/// The folder of one collection.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn at(path: &Path) -> Self {
        Folder(path.to_owned())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Where the engine keeps its files.
    pub(crate) fn shard(&self) -> PathBuf {
        self.0.join(SHARD)
    }

    pub(crate) fn load(&self) -> Outcome<Record> {
        read(&self.0.join(RECORD))
    }

    pub(crate) fn save(&self, record: &Record) -> Outcome<()> {
        write(&self.0.join(RECORD), record)
    }

    /// Removes everything. The shard must be closed: the engine panics when its files go first.
    pub(crate) fn remove(&self) -> Outcome<()> {
        match fs::remove_file(self.0.join(RECORD)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        Ok(fs::remove_dir_all(&self.0)?)
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Outcome<T> {
    let text = fs::read(path)?;
    serde_json::from_slice(&text).map_err(|error| Fault::internal(format_args!("{}: {error}", path.display())))
}

/// Writes beside and renames, so that no reader and no crash ever meets half a file.
fn write<T: Serialize>(path: &Path, value: &T) -> Outcome<()> {
    let beside = path.with_extension("new");
    let text = serde_json::to_vec_pretty(value).map_err(Fault::internal)?;
    fs::write(&beside, text)?;
    Ok(fs::rename(&beside, path)?)
}
