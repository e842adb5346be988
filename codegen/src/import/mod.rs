//! Turns the published documents of a release into the facts-only form that `specs/` holds.
//!
//! The form has one spelling, so the import of its own output changes nothing. Documents that are in this form already
//! carry no prose whose hash would be worth keeping: for them the `release.toml` beside the OpenAPI document, if it is
//! of the same version, stays as it is, hashes of the published documents included.

mod facts;
mod print;
mod prune;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use prost_types::FileDescriptorSet;

use crate::load::{self, OpenApi, RELEASE_FILE, Release, Sources};
use crate::write::{self, Files};
use crate::{Error, hash};

const OPENAPI_FILE: &str = "openapi.json";
const PROTO_DIR: &str = "proto";

/// What to import.
#[derive(Clone, Debug)]
pub struct Options {
    /// The OpenAPI document.
    pub openapi: PathBuf,
    /// The folder of the `.proto` files.
    pub proto: PathBuf,
    /// Version of the server that the documents describe.
    pub version: String,
}

/// The facts of a release.
#[derive(Clone, Debug)]
pub struct Import {
    /// Every file of the `specs/` folder.
    pub files: Files,
    /// Messages, enums and services that no public service needs, by full name.
    pub dropped: Vec<String>,
}

/// Computes the facts-only form of a release; writes nothing.
///
/// # Errors
///
/// A document is missing, malformed or inconsistent.
pub fn import(options: &Options) -> Result<Import, Error> {
    let openapi = load::openapi(&options.openapi)?;
    let sources = load::proto_sources(&options.proto)?;
    let set = load::compile(&options.proto, &sources)?;

    let facts = facts::openapi(&openapi.document)?;
    let public = prune::public(&options.proto, &set)?;
    let protos = print::files(&public.set);
    same_descriptors(&options.proto, &protos, &public.set)?;

    let unchanged = openapi.text == facts && sources == protos;
    let release = release(options, &openapi, &sources, unchanged)?;

    let mut files = Files::new();
    files.insert(OPENAPI_FILE.into(), facts);
    files.insert(RELEASE_FILE.into(), release_text(&release)?);
    for (name, text) in protos {
        files.insert(Path::new(PROTO_DIR).join(name), text);
    }
    Ok(Import { files, dropped: public.dropped })
}

/// Writes an import to `dir` and removes the `.proto` files of an earlier one.
///
/// # Errors
///
/// The folder cannot be written.
pub fn to_dir(import: &Import, dir: &Path) -> Result<(), Error> {
    write::replace(&import.files, dir, |path| path.extension() == Some(OsStr::new("proto")) && path.starts_with(PROTO_DIR))
}

/// What was printed must mean what was read.
fn same_descriptors(dir: &Path, printed: &Sources, expected: &FileDescriptorSet) -> Result<(), Error> {
    let read = prune::public(dir, &load::compile(dir, printed)?)?.set;
    for file in &expected.file {
        if !read.file.contains(file) {
            return Err(Error::in_file(dir.join(file.name()), "has a construct that the importer cannot print"));
        }
    }
    Ok(())
}

fn release(options: &Options, openapi: &OpenApi, sources: &Sources, unchanged: bool) -> Result<Release, Error> {
    let folder = options.openapi.parent().unwrap_or(Path::new(""));
    if unchanged && folder.join(RELEASE_FILE).exists() {
        let earlier = load::release(folder)?;
        if earlier.version == options.version {
            return Ok(earlier);
        }
    }
    let openapi_name = options.openapi.file_name().unwrap_or(OsStr::new(OPENAPI_FILE));
    let mut sha256 = BTreeMap::new();
    sha256.insert(openapi_name.to_string_lossy().into_owned(), hash::sha256(&openapi.text));
    for (name, text) in sources {
        sha256.insert(format!("{PROTO_DIR}/{name}"), hash::sha256(text));
    }
    Ok(Release { version: options.version.clone(), sha256 })
}

fn release_text(release: &Release) -> Result<String, Error> {
    toml::to_string(release).map_err(|error| Error::other(error.to_string()))
}
