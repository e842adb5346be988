//! Reads the documents of a release and rejects those that no later stage could work with.

mod openapi;
pub mod position;
mod proto;
mod release;

use std::fs;
use std::path::Path;

pub use openapi::{OpenApi, openapi, openapi_text};
pub use proto::{Sources, compile, proto, proto_sources};
pub use release::{RELEASE_FILE, Release, release};

use crate::Error;

pub(crate) fn text(file: &Path) -> Result<String, Error> {
    fs::read_to_string(file).map_err(Error::io(file))
}
