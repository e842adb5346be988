//! What models and fields are, in our own words, where their names do not say it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::Error;

/// The table of `fields.toml` that holds for a field of any type.
const ANY: &str = "any";

/// The texts of `models.toml` and `fields.toml`.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    models: BTreeMap<String, String>,
    /// By type, then by field; what is under `any` holds for every type that does not say otherwise.
    fields: BTreeMap<String, BTreeMap<String, String>>,
}

impl Texts {
    /// Reads both files of a folder.
    ///
    /// # Errors
    /// When one is missing or malformed.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        Ok(Self { models: table(&dir.join("models.toml"))?, fields: table(&dir.join("fields.toml"))? })
    }

    /// What a component is.
    pub fn model(&self, name: &str) -> Option<&str> {
        self.models.get(name).map(String::as_str)
    }

    /// What a field of a component is, or a parameter of an operation.
    pub fn field(&self, owner: &str, field: &str) -> Option<&str> {
        let of = |table: &str| self.fields.get(table).and_then(|fields| fields.get(field));
        of(owner).or_else(|| of(ANY)).map(String::as_str)
    }
}

fn table<T: DeserializeOwned>(file: &Path) -> Result<T, Error> {
    let text = std::fs::read_to_string(file).map_err(Error::io(file))?;
    toml::from_str(&text).map_err(|error| Error::in_file(file, error.message()))
}
