//! What is written by hand beside the models: constructors in the place of setters, and modules by the types that they were written for.

use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;

use super::written::Written;
use super::{Rest, words};
use crate::Error;

/// The rows of `helpers.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helpers {
    /// Fields without a setter, `Type.field`, and what is there instead.
    #[serde(default)]
    pub constructors: IndexMap<String, String>,
    /// Modules of `src/ext/since`, and the types that they were written for.
    #[serde(default)]
    pub modules: IndexMap<String, Vec<String>>,
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

    /// The modules that were written for what a release has.
    pub fn mounted<'a>(&'a self, rest: &'a Rest) -> impl Iterator<Item = &'a str> {
        self.modules.iter().filter(|(_, types)| types.iter().all(|text| fits(rest, text).is_ok())).map(|(module, _)| module.as_str())
    }
}

/// Whether a release has a type as a row writes it.
///
/// # Errors
/// What it has otherwise.
pub fn fits(rest: &Rest, text: &str) -> Result<(), String> {
    let written = Written::read(text)?;
    let members = words::members_of_rest(rest, written.id).ok_or_else(|| format!("there is no `{}`", written.id))?;
    let newer = written.fit(members)?;
    // An enum with one value is a tag, which constructors fill in.
    match newer.into_iter().flatten().find(|member| member.text.is_empty()) {
        Some(value) => Err(format!("`{}.{}` is new", written.id, value.name)),
        None => Ok(()),
    }
}
