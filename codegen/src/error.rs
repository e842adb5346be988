//! The one error type of the generator: what is wrong, and where in which document.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why the generator stopped.
#[derive(Debug)]
pub enum Error {
    /// A document says something that the generator cannot accept.
    Document {
        /// The document.
        file: PathBuf,
        /// A JSON pointer, or a line.
        place: Option<String>,
        /// What is wrong there.
        message: String,
    },
    /// A file or folder could not be read or written.
    Io {
        /// The file or folder.
        file: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The generated folder is not what the generator would write now.
    Stale {
        /// The folder.
        dir: PathBuf,
        /// A readable difference.
        diff: String,
        /// The command that brings the folder up to date.
        command: &'static str,
    },
    /// Anything that has no place in one document.
    Other(String),
}

impl Error {
    /// An error at a JSON pointer or a line of `file`.
    pub fn at(file: impl Into<PathBuf>, place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Document { file: file.into(), place: Some(place.into()), message: message.into() }
    }

    /// An error about `file` as a whole.
    pub fn in_file(file: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self::Document { file: file.into(), place: None, message: message.into() }
    }

    /// An error that belongs to no single document.
    pub fn other(message: impl Into<String>) -> Self {
        Self::Other(message.into())
    }

    /// For `map_err`: a failed access to `file`.
    pub(crate) fn io(file: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { file: file.to_owned(), source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document { file, place, message } => {
                write!(f, "{}: ", file.display())?;
                if let Some(place) = place.as_deref().filter(|place| !place.is_empty()) {
                    write!(f, "{place}: ")?;
                }
                f.write_str(message)
            }
            Self::Io { file, source } => write!(f, "{}: {source}", file.display()),
            Self::Stale { dir, diff, command } => {
                write!(f, "{}: not what the generator writes now; run `{command}`\n{diff}", dir.display())
            }
            Self::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
