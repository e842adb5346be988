//! gRPC by tonic-prost-build on the descriptor set: messages, clients, and servers behind the `serve` feature.

use std::path::PathBuf;

use proc_macro2::TokenStream;
use prost_types::{DescriptorProto, FileDescriptorSet};

use crate::Error;

/// The package of every file.
const PACKAGE: &str = "qdrant";

/// The message of any JSON value.
const VALUE: &str = ".qdrant.Value";

/// The one file of the package `qdrant`.
///
/// # Errors
/// When tonic refuses the descriptor set, or writes something else than one file.
pub fn emit(set: &FileDescriptorSet) -> Result<TokenStream, Error> {
    let strange = set.file.iter().find(|file| file.package() != PACKAGE && !file.package().starts_with("google."));
    if let Some(file) = strange {
        return Err(Error::other(format!("emit: {} is of the package `{}`; all files are of `{PACKAGE}`", file.name(), file.package())));
    }
    let dir = TemporaryFolder::new()?;
    let mut builder = tonic_prost_build::configure()
        .build_client(true)
        .build_server(true)
        .build_transport(false)
        .emit_rerun_if_changed(false)
        .server_mod_attribute(".", "#[cfg(feature = \"serve\")]")
        .disable_comments(["."])
        .out_dir(&dir.path);
    for path in free_json(set) {
        builder = builder.btree_map(path);
    }
    builder.compile_fds(set.clone()).map_err(|error| Error::other(format!("emit: tonic: {error}")))?;
    let file = dir.path.join("qdrant.rs");
    let text = std::fs::read_to_string(&file).map_err(Error::io(&file))?;
    // Only some messages could be hashed, nobody does, and it is code for each of them.
    let text = text.replace(", Eq, Hash, ::prost::", ", ::prost::");
    text.parse().map_err(|error| Error::other(format!("emit: grpc.rs: {error}")))
}

/// The fields that hold free JSON by key. As an ordered map they are decoded without hashing, and are the order of a
/// payload already.
fn free_json(set: &FileDescriptorSet) -> Vec<String> {
    let mut found = Vec::new();
    for file in &set.file {
        for message in &file.message_type {
            walk(&format!(".{}", file.package()), message, &mut found);
        }
    }
    found
}

fn walk(scope: &str, message: &DescriptorProto, found: &mut Vec<String>) {
    let path = format!("{scope}.{}", message.name());
    let entry_of_json = |entry: &&DescriptorProto| {
        entry.options.as_ref().is_some_and(|options| options.map_entry()) && entry.field.iter().any(|field| field.type_name() == VALUE)
    };
    let entries: Vec<String> = message.nested_type.iter().filter(entry_of_json).map(|entry| format!("{path}.{}", entry.name())).collect();
    let fields = message.field.iter().filter(|field| entries.iter().any(|entry| entry == field.type_name()));
    found.extend(fields.map(|field| format!("{path}.{}", field.name())));
    for nested in &message.nested_type {
        walk(&path, nested, found);
    }
}

/// A folder that goes away with its owner; tonic writes to folders only.
struct TemporaryFolder {
    path: PathBuf,
}

impl TemporaryFolder {
    fn new() -> Result<Self, Error> {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let unique = format!("codegen-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(unique);
        std::fs::create_dir_all(&path).map_err(Error::io(&path))?;
        Ok(Self { path })
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}
