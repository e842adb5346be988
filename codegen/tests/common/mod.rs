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

/// Compares texts with the files that hold them; with `UPDATE` in the environment, rewrites the files that differ. `test`
/// is the binary to run for that.
pub fn expect(test: &str, texts: &BTreeMap<PathBuf, String>) -> Outcome {
    let mut differ = Vec::new();
    for (file, text) in texts {
        if fs::read_to_string(file).unwrap_or_default() != *text {
            differ.push(file.display().to_string());
            if std::env::var_os("UPDATE").is_some() {
                fs::write(file, text)?;
            }
        }
    }
    assert!(differ.is_empty(), "`UPDATE=1 cargo test -p codegen --test {test}` rewrites\n{}", differ.join("\n"));
    Ok(())
}

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A copy of the release in `specs/` and of the overrides, to change and to generate from.
pub struct Release {
    dir: TempDir,
}

impl Release {
    pub fn new() -> Result<Self, Box<dyn Error>> {
        let release = Self { dir: tempfile::tempdir()? };
        for (name, text) in contents(&workspace().join("specs"))? {
            let path = release.path("specs").join(name);
            fs::create_dir_all(path.parent().ok_or("no folder")?)?;
            fs::write(path, text)?;
        }
        fs::copy(workspace().join("codegen/overrides.toml"), release.path("overrides.toml"))?;
        Ok(release)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Where the generated files go.
    pub fn out(&self) -> PathBuf {
        self.path("generated")
    }

    /// Replaces the one place in a file that says `from`.
    pub fn edit(&self, name: &str, from: &str, to: &str) -> Outcome {
        let text = fs::read_to_string(self.path(name))?;
        assert_eq!(text.matches(from).count(), 1, "{name}: {from}");
        Ok(fs::write(self.path(name), text.replace(from, to))?)
    }

    pub fn append(&self, name: &str, text: &str) -> Outcome {
        Ok(fs::write(self.path(name), fs::read_to_string(self.path(name))? + text)?)
    }

    /// Adds a property to a component of `openapi.json`.
    pub fn add_property(&self, component: &str, name: &str, schema: &str) -> Outcome {
        let file = self.path("specs/openapi.json");
        let mut document: serde_json::Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        document["components"]["schemas"][component]["properties"][name] = serde_json::from_str(schema)?;
        Ok(fs::write(file, document.to_string())?)
    }

    /// Adds a field to a message of `points.proto`.
    pub fn add_field(&self, message: &str, field: &str) -> Outcome {
        let start = format!("message {message} {{\n");
        self.edit("specs/proto/points.proto", &start, &format!("{start}  {field}\n"))
    }

    pub fn generate(&self, arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
        let (specs, overrides, out) = (self.path("specs"), self.path("overrides.toml"), self.out());
        let paths = [("--specs", &specs), ("--overrides", &overrides), ("--out", &out)];
        let mut all = vec!["generate"];
        for (name, path) in paths {
            all.extend([name, path.to_str().ok_or("no text")?]);
        }
        all.extend(arguments);
        run(&workspace(), &all)
    }

    /// Generates, which must go well.
    pub fn generated(&self, arguments: &[&str]) -> Outcome {
        let output = self.generate(arguments)?;
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(stderr(&output), "");
        Ok(())
    }

    /// Generates, which must fail; what was said, with the folder's path as `DIR`.
    pub fn refused(&self, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
        let output = self.generate(arguments)?;
        assert_eq!(output.status.code(), Some(1), "generated");
        Ok(stderr(&output).replace(&self.dir.path().display().to_string(), "DIR"))
    }

    /// The line of the generated ledger for an id.
    pub fn line(&self, id: &str) -> Result<String, Box<dyn Error>> {
        let ledger = fs::read_to_string(self.out().join("ledger.txt"))?;
        let found = ledger.lines().find(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with(' ')));
        Ok(found.ok_or_else(|| format!("no line for {id}"))?.to_owned())
    }
}
