//! Compiles the `.proto` files of a folder into descriptors, without protoc.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use miette::Diagnostic;
use prost_types::FileDescriptorSet;
use protox::Compiler;
use protox::file::{ChainFileResolver, File, FileResolver, GoogleFileResolver};

use crate::Error;

/// The text of each `.proto` file, by the name that imports use.
pub type Sources = BTreeMap<String, String>;

/// Descriptors of every `.proto` file in `dir` and of what they import, imported files first.
///
/// # Errors
///
/// A file cannot be read, does not parse, imports what is not there, or no file declares a service.
pub fn proto(dir: &Path) -> Result<FileDescriptorSet, Error> {
    compile(dir, &proto_sources(dir)?)
}

/// The `.proto` files in `dir`.
///
/// # Errors
///
/// The folder or one of the files cannot be read.
pub fn proto_sources(dir: &Path) -> Result<Sources, Error> {
    let mut sources = Sources::new();
    for entry in fs::read_dir(dir).map_err(Error::io(dir))? {
        let path = entry.map_err(Error::io(dir))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if let Some(name) = name.filter(|name| name.ends_with(".proto")) {
            sources.insert(name.to_owned(), super::text(&path)?);
        }
    }
    Ok(sources)
}

/// Descriptors of `sources`; errors name the files as if they were in `dir`.
///
/// # Errors
///
/// As [`proto`], but for reading.
pub fn compile(dir: &Path, sources: &Sources) -> Result<FileDescriptorSet, Error> {
    let mut resolver = ChainFileResolver::new();
    resolver.add(Memory(sources.clone()));
    resolver.add(GoogleFileResolver::new());
    let mut compiler = Compiler::with_file_resolver(resolver);
    compiler.include_imports(true);
    compiler.open_files(sources.keys()).map_err(|error| located(dir, &error))?;
    let set = compiler.file_descriptor_set();
    if set.file.iter().all(|file| file.service.is_empty()) {
        return Err(Error::in_file(dir, "no .proto file declares a service"));
    }
    Ok(set)
}

struct Memory(Sources);

impl FileResolver for Memory {
    fn open_file(&self, name: &str) -> Result<File, protox::Error> {
        match self.0.get(name) {
            Some(source) => File::from_source(name, source),
            None => Err(protox::Error::file_not_found(name)),
        }
    }
}

fn located(dir: &Path, error: &protox::Error) -> Error {
    let message = error.to_string().replace('\n', "; ");
    let file = error.file().map_or_else(|| dir.to_owned(), |name| dir.join(name));
    match line(error) {
        Some(line) => Error::at(file, format!("line {line}"), message),
        None => Error::in_file(file, message),
    }
}

fn line(error: &protox::Error) -> Option<usize> {
    let label = error.labels()?.next()?;
    let contents = error.source_code()?.read_span(label.inner(), 0, 0).ok()?;
    Some(contents.line() + 1)
}
