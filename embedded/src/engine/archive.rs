//! Folders as one file and back, without the empty parts of the engine's files, most of which is.

use std::fs::{self, File};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use super::fault::{Fault, Outcome};

const BLOCK: usize = 64 * 1024;

/// Writes everything below `folder` into `archive`, under the name `under`.
pub(super) fn pack(archive: &mut tar::Builder<impl Write>, folder: &Path, under: &Path) -> Outcome<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = under.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            archive.append_dir(&name, entry.path())?;
            pack(archive, &entry.path(), &name)?;
        } else {
            archive.append_path_with_name(entry.path(), &name)?;
        }
    }
    Ok(())
}

/// Brings what is in an archive into `folder`.
pub(super) fn unpack(archive: &Path, folder: &Path) -> Outcome<()> {
    let broken = |error: std::io::Error| Fault::wrong_input(format_args!("the snapshot cannot be read: {error}"));
    let mut archive = tar::Archive::new(BufReader::new(File::open(archive)?));
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let path = folder.join(inside(&entry.path().map_err(broken)?)?);
        match entry.header().entry_type() {
            tar::EntryType::Directory => fs::create_dir_all(path)?,
            tar::EntryType::Regular | tar::EntryType::GNUSparse => {
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent)?;
                }
                copy_without_holes(&mut entry, &mut File::create(path)?).map_err(broken)?;
            }
            other => return Err(Fault::wrong_input(format_args!("the snapshot holds an entry of kind {other:?}"))),
        }
    }
    Ok(())
}

/// A path that leads nowhere but down.
fn inside(path: &Path) -> Outcome<PathBuf> {
    match path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        true => Ok(path.to_owned()),
        false => Err(Fault::wrong_input("the snapshot holds a path that leads out of it")),
    }
}

fn copy_without_holes(from: &mut impl Read, to: &mut File) -> std::io::Result<()> {
    let mut block = vec![0; BLOCK];
    let mut length = 0;
    loop {
        let read = from.read(&mut block)?;
        if read == 0 {
            return to.set_len(length);
        }
        length += read as u64;
        if block[..read].iter().all(|byte| *byte == 0) {
            to.seek(SeekFrom::Current(read as i64))?;
        } else {
            to.write_all(&block[..read])?;
        }
    }
}

/// The SHA-256 of a file in hexadecimal digits.
pub(super) fn checksum(file: &Path) -> Outcome<String> {
    let mut sum = Sha256::new();
    let (mut file, mut block) = (File::open(file)?, vec![0; BLOCK]);
    loop {
        match file.read(&mut block)? {
            0 => return Ok(sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            read => sum.update(&block[..read]),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir_all(from.path().join("deep/er")).unwrap();
        let mut holes = vec![0; 3 * BLOCK];
        holes[BLOCK + 7] = 1;
        fs::write(from.path().join("deep/er/holes"), &holes).unwrap();
        fs::write(from.path().join("empty"), []).unwrap();
        fs::write(from.path().join("zeros"), vec![0; BLOCK + 1]).unwrap();
        let file = to.path().join("archive");
        let mut archive = tar::Builder::new(File::create(&file).unwrap());
        pack(&mut archive, from.path(), Path::new("in")).unwrap();
        archive.into_inner().unwrap();
        let out = to.path().join("out");
        unpack(&file, &out).unwrap();
        assert_eq!(fs::read(out.join("in/deep/er/holes")).unwrap(), holes);
        assert!(fs::read(out.join("in/empty")).unwrap().is_empty());
        assert_eq!(fs::read(out.join("in/zeros")).unwrap(), vec![0; BLOCK + 1]);
        assert_eq!(checksum(&out.join("in/empty")).unwrap(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn no_archive_leads_out() {
        assert!(inside(Path::new("../x")).is_err());
        assert!(inside(Path::new("/etc/passwd")).is_err());
        assert!(inside(Path::new("shard/x")).is_ok());
        let folder = tempfile::tempdir().unwrap();
        let rubbish = folder.path().join("rubbish");
        fs::write(&rubbish, "no archive at all").unwrap();
        assert!(unpack(&rubbish, &folder.path().join("out")).is_err());
    }
}
