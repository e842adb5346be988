//! What models, fields and variants are, in our own words, where their names do not say it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::Error;

/// The table that holds for a field or a variant of any type.
const ANY: &str = "any";

/// By type, then by member; what is under `any` holds for every type that does not say otherwise.
type Members = BTreeMap<String, BTreeMap<String, String>>;

/// The texts of `models.toml`, `fields.toml` and `variants.toml`.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    models: BTreeMap<String, String>,
    fields: Members,
    variants: Members,
}

impl Texts {
    /// Reads the three files of a folder.
    ///
    /// # Errors
    /// When one is missing or malformed.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        Ok(Self {
            models: table(&dir.join("models.toml"))?,
            fields: table(&dir.join("fields.toml"))?,
            variants: table(&dir.join("variants.toml"))?,
        })
    }

    /// What a component is.
    pub fn model(&self, name: &str) -> Option<&str> {
        self.models.get(name).map(String::as_str)
    }

    /// What a field of a component is, or a parameter of an operation.
    pub fn field(&self, owner: &str, field: &str) -> Option<&str> {
        member(&self.fields, owner, field)
    }

    /// What a value of an enum or a variant of a union is, by its name in Rust.
    pub fn variant(&self, owner: &str, variant: &str) -> Option<&str> {
        member(&self.variants, owner, variant)
    }
}

fn member<'a>(members: &'a Members, owner: &str, name: &str) -> Option<&'a str> {
    let of = |table: &str| members.get(table).and_then(|texts| texts.get(name));
    of(owner).or_else(|| of(ANY)).map(String::as_str)
}

fn table<T: DeserializeOwned>(file: &Path) -> Result<T, Error> {
    let text = std::fs::read_to_string(file).map_err(Error::io(file))?;
    toml::from_str(&text).map_err(|error| Error::in_file(file, error.message()))
}
