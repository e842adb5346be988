//! A folder of small documents and the generator's program to run on them.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub type Outcome = Result<(), Box<dyn Error>>;

/// The smallest document that the importer accepts.
pub const OPENAPI: &str = r#"{"openapi": "3.0.1", "info": {"title": "t", "version": "v1"}, "paths": {}}"#;

/// The smallest service.
pub const PROTO: &str =
    "syntax = \"proto3\";\n\npackage p;\n\nmessage Nothing {}\n\nservice S {\n  rpc Do(Nothing) returns (Nothing);\n}\n";

/// A release to import: `openapi.json` and `proto/`, in a temporary folder.
pub struct Documents {
    dir: TempDir,
}

impl Documents {
    pub fn new() -> Result<Self, Box<dyn Error>> {
        let documents = Self { dir: tempfile::tempdir()? };
        documents.add("openapi.json", OPENAPI)?;
        Ok(documents)
    }

    pub fn with_openapi(openapi: &str) -> Result<Self, Box<dyn Error>> {
        let documents = Self::with_proto(PROTO)?;
        documents.add("openapi.json", openapi)?;
        Ok(documents)
    }

    pub fn with_proto(proto: &str) -> Result<Self, Box<dyn Error>> {
        let documents = Self::new()?;
        documents.add("proto/a.proto", proto)?;
        Ok(documents)
    }

    pub fn add(&self, name: &str, text: &str) -> Outcome {
        let path = self.path(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        Ok(fs::write(path, text)?)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Imports into `out/`.
    pub fn import(&self) -> Result<Output, Box<dyn Error>> {
        self.import_version("1.0.0")
    }

    pub fn import_version(&self, version: &str) -> Result<Output, Box<dyn Error>> {
        run(self.dir.path(), &["import", "--openapi", "openapi.json", "--proto", "proto", "--version", version, "--out", "out"])
    }

    /// Imports and reads one file of the outcome.
    pub fn imported(&self, name: &str) -> Result<String, Box<dyn Error>> {
        let output = self.import()?;
        assert!(output.status.success(), "{}", stderr(&output));
        Ok(fs::read_to_string(self.path("out").join(name))?)
    }

    /// Imports, which must fail with `message` and leave nothing behind.
    pub fn rejected(&self, message: &str) -> Outcome {
        let output = self.import()?;
        assert_eq!(stderr(&output), format!("error: {message}\n"));
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        assert!(!self.path("out").exists(), "something was written");
        Ok(())
    }
}

/// Runs the program in the folder `dir`.
pub fn run(dir: &Path, arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_codegen"));
    Ok(command.current_dir(dir).env_remove("CARGO_MANIFEST_DIR").args(arguments).output()?)
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Content of every file below `dir`.
pub fn contents(dir: &Path) -> Result<BTreeMap<PathBuf, String>, Box<dyn Error>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(contents(&path)?.into_iter().map(|(name, text)| (path.join(name), text)));
        } else {
            files.insert(path.clone(), fs::read_to_string(&path)?);
        }
    }
    Ok(files.into_iter().map(|(path, text)| (path.strip_prefix(dir).unwrap_or(&path).to_owned(), text)).collect())
}
