//! What is written by hand beside the models: constructors in the place of setters, and modules by the types they need.

use std::collections::BTreeSet;
use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;

use super::Rest;
use crate::Error;

/// The rows of `helpers.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helpers {
    /// Fields without a setter, `Type.field`, and what is there instead.
    #[serde(default)]
    pub constructors: IndexMap<String, String>,
    /// Modules of `src/ext/since` and the types that they are about.
    #[serde(default)]
    pub modules: IndexMap<String, BTreeSet<String>>,
}

impl Helpers {
    /// Reads the rows.
    ///
    /// # Errors
    /// When the file is missing or malformed.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
        toml::from_str(&text).map_err(|error| Error::in_file(path, error.message()))
    }

    /// Whether a field has a setter.
    pub fn sets(&self, schema: &str, field: &str) -> bool {
        !self.constructors.contains_key(&format!("{schema}.{field}"))
    }

    /// The modules for which a release has every type.
    pub fn mounted<'a>(&'a self, rest: &'a Rest) -> impl Iterator<Item = &'a str> {
        let complete = |types: &BTreeSet<String>| types.iter().all(|name| rest.schemas.contains_key(name));
        self.modules.iter().filter(move |(_, types)| complete(types)).map(|(module, _)| module.as_str())
    }
}
