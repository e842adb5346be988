//! Reads `release.toml`: which release the documents beside it are from.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Name of the file, beside `openapi.json`.
pub const RELEASE_FILE: &str = "release.toml";

/// A release of the server and the published documents that were read for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Version of the server, for example `1.19.0`.
    pub version: String,
    /// SHA-256 of each document as published, by its name.
    pub sha256: BTreeMap<String, String>,
}

/// Reads the release file of the folder `specs`.
///
/// # Errors
///
/// The file is missing or malformed.
pub fn release(specs: &Path) -> Result<Release, Error> {
    let file = specs.join(RELEASE_FILE);
    let text = super::text(&file)?;
    toml::from_str(&text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
        Error::at(file, format!("line {line}"), error.message())
    })
}
