//! A file that is written beside its place, and is there only when it is complete.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file under another name. Unless it is [committed](Self::commit) it goes away.
pub(super) struct PartialFile {
    file: File,
    path: PathBuf,
    target: PathBuf,
    committed: bool,
}

impl PartialFile {
    pub(super) fn create(target: &Path) -> io::Result<Self> {
        let Some(name) = target.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is no path of a file"));
        };
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{:016x}.part", fastrand::u64(..)));
        let path = target.with_file_name(hidden);
        let file = File::options().write(true).create_new(true).open(&path)?;
        Ok(Self { file, path, target: target.to_owned(), committed: false })
    }

    /// Puts the file into its place, where it replaces what was there.
    pub(super) fn commit(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, &self.target)?;
        self.committed = true;
        Ok(())
    }
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.committed
            && let Err(error) = fs::remove_file(&self.path)
        {
            tracing::warn!(path = %self.path.display(), error = %error, "a partial download could not be removed");
        }
    }
}
