//! The command line: which command with which options.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How the program is used.
pub(crate) const USAGE: &str = "\
usage:
  codegen import --openapi FILE --proto DIR --version X --out DIR
      reads the published documents of a release and writes their facts to DIR
  codegen generate [--specs DIR] [--out DIR] [--overrides FILE] [--check] [--accept-unreviewed]
      writes the generated code; with --check only compares
  codegen api-diff --old DIR --new DIR [--format text|markdown] [--overrides FILE]
      prints what changed between two imported releases, and what of it breaks users of the crate
  codegen explain ID [--out DIR] [--overrides FILE]
      prints the ledger's lines for ID and what is below it
";

/// What the user asked for.
#[derive(Debug)]
pub(crate) enum Command {
    Help,
    Import { options: codegen::import::Options, out: PathBuf },
    Generate { options: codegen::Options, out: PathBuf, check: bool },
    ApiDiff { old: PathBuf, new: PathBuf, overrides: PathBuf, markdown: bool },
    Explain { ledger: PathBuf, overrides: PathBuf, id: String },
}

impl Command {
    /// Reads the arguments; paths that are not given are below the folder `root`.
    pub(crate) fn parse(root: &Path, mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let command = arguments.next().ok_or("a command is missing")?;
        match command.as_str() {
            "import" => {
                let values = ["openapi", "proto", "version", "out"];
                let mut given = Given::parse(arguments, &values, &[], 0)?;
                Ok(Self::Import {
                    options: codegen::import::Options {
                        openapi: given.required("openapi")?.into(),
                        proto: given.required("proto")?.into(),
                        version: given.required("version")?,
                    },
                    out: given.required("out")?.into(),
                })
            }
            "generate" => {
                let values = ["specs", "out", "overrides"];
                let switches = ["check", "accept-unreviewed"];
                let mut given = Given::parse(arguments, &values, &switches, 0)?;
                Ok(Self::Generate {
                    options: codegen::Options {
                        specs: given.path("specs", root, "specs"),
                        overrides: given.path("overrides", root, "codegen/overrides.toml"),
                        accept_unreviewed: given.switched("accept-unreviewed"),
                        ..codegen::Options::of(root)
                    },
                    out: given.path("out", root, "generated"),
                    check: given.switched("check"),
                })
            }
            "api-diff" => {
                let mut given = Given::parse(arguments, &["old", "new", "format", "overrides"], &[], 0)?;
                let markdown = match given.values.remove("format").as_deref() {
                    None | Some("text" | "") => false,
                    Some("markdown") => true,
                    Some(other) => return Err(format!("`{other}` is neither text nor markdown")),
                };
                Ok(Self::ApiDiff {
                    old: given.required("old")?.into(),
                    new: given.required("new")?.into(),
                    overrides: given.path("overrides", root, "codegen/overrides.toml"),
                    markdown,
                })
            }
            "explain" => {
                let mut given = Given::parse(arguments, &["out", "overrides"], &[], 1)?;
                Ok(Self::Explain {
                    ledger: given.path("out", root, "generated").join("ledger.txt"),
                    overrides: given.path("overrides", root, "codegen/overrides.toml"),
                    id: given.positional.pop().ok_or("ID is missing")?,
                })
            }
            "help" | "--help" | "-h" => Ok(Self::Help),
            unknown => Err(format!("unknown command `{unknown}`")),
        }
    }
}

/// The options of one command.
struct Given {
    values: BTreeMap<String, String>,
    switches: Vec<String>,
    positional: Vec<String>,
}

impl Given {
    fn parse(mut arguments: impl Iterator<Item = String>, values: &[&str], switches: &[&str], positional: usize) -> Result<Self, String> {
        let mut given = Self { values: BTreeMap::new(), switches: Vec::new(), positional: Vec::new() };
        while let Some(argument) = arguments.next() {
            match argument.strip_prefix("--") {
                Some(name) if values.contains(&name) => {
                    let value = arguments.next().ok_or(format!("{argument} needs a value"))?;
                    if given.values.insert(name.to_owned(), value).is_some() {
                        return Err(format!("{argument} is given twice"));
                    }
                }
                Some(name) if switches.contains(&name) => given.switches.push(name.to_owned()),
                None if given.positional.len() < positional => given.positional.push(argument),
                _ => return Err(format!("unknown argument `{argument}`")),
            }
        }
        Ok(given)
    }

    fn required(&mut self, name: &str) -> Result<String, String> {
        self.values.remove(name).filter(|value| !value.is_empty()).ok_or(format!("--{name} is missing"))
    }

    fn path(&mut self, name: &str, root: &Path, default: &str) -> PathBuf {
        match self.values.remove(name) {
            Some(path) => path.into(),
            None => root.join(default),
        }
    }

    fn switched(&self, name: &str) -> bool {
        self.switches.iter().any(|switch| switch == name)
    }
}
