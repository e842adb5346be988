//! The types of other crates that users can name or must have: read from rustdoc, compared with ARCHITECTURE.md.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails so")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

/// What rustdoc knows of the crate. Its form is not stable: the few keys here have been the same for long.
#[derive(Deserialize)]
struct Docs {
    root: u64,
    index: BTreeMap<u64, Item>,
    paths: BTreeMap<u64, Place>,
    external_crates: BTreeMap<u64, Crate>,
}

#[derive(Deserialize)]
struct Item {
    crate_id: u64,
    name: Option<String>,
    inner: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
struct Place {
    crate_id: u64,
    path: Vec<String>,
}

#[derive(Deserialize)]
struct Crate {
    name: String,
}

/// What each public module names of other crates: type and module.
struct Walk<'a> {
    docs: &'a Docs,
    seen: HashSet<(u64, &'a str)>,
    found: BTreeSet<(String, String)>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, id: u64, module: &'a str) {
        let Some(item) = self.docs.index.get(&id).filter(|item| item.crate_id == 0) else {
            return self.record(id, module);
        };
        if !self.seen.insert((id, module)) {
            return;
        }
        for (kind, inner) in &item.inner {
            let named = item.name.as_deref().filter(|_| kind == "module" && module == "crate" && id != self.docs.root);
            let module = named.unwrap_or(module);
            match kind.as_str() {
                "impl" if inner["is_synthetic"] == true || !inner["blanket_impl"].is_null() => {}
                "use" => inner["id"].as_u64().into_iter().for_each(|id| self.visit(id, module)),
                _ => self.inside(inner, module),
            }
        }
    }

    /// Numbers in lists are members; an object with an id and a path is a type or a trait that is named.
    fn inside(&mut self, value: &Value, module: &'a str) {
        match value {
            Value::Array(values) => {
                for value in values {
                    value.as_u64().into_iter().for_each(|id| self.visit(id, module));
                    self.inside(value, module);
                }
            }
            Value::Object(fields) => {
                if let (Some(id), true) = (fields.get("id").and_then(Value::as_u64), fields.contains_key("path")) {
                    self.record(id, module);
                }
                fields.values().for_each(|value| self.inside(value, module));
            }
            _ => {}
        }
    }

    fn record(&mut self, id: u64, module: &str) {
        let Some(place) = self.docs.paths.get(&id).filter(|place| place.crate_id != 0) else { return };
        let of = &self.docs.external_crates[&place.crate_id].name;
        if !["std", "core", "alloc"].contains(&of.as_str()) {
            self.found.insert((format!("{of}::{}", place.path.last().unwrap()), module.to_owned()));
        }
    }
}

/// Runs rustdoc, whose JSON is for nightly toolchains alone unless rustdoc, and nothing else, is told otherwise.
fn documented() -> Docs {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["rustdoc", "--offline", "--locked", "--lib", "--all-features", "--package", env!("CARGO_PKG_NAME"), "--target-dir"])
        .arg(target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .env("RUSTDOC", folder.join("tests/support/rustdoc.sh"))
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&std::fs::read(target.join("doc/qdrant_remote.json")).unwrap()).unwrap()
}

/// The names in backticks.
fn ticked(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// What the table of ARCHITECTURE.md allows.
fn listed() -> BTreeSet<(String, String)> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let section = text.split("## Types of other crates\n").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `")).map(|line| line.split('|').collect::<Vec<_>>());
    rows.flat_map(|cells| {
        let pairs = ticked(cells[1]).flat_map(|name| ticked(cells[2]).map(|module| (name.to_owned(), module.to_owned())));
        pairs.collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn types_of_other_crates_are_those_of_the_list() {
    let docs = documented();
    let mut walk = Walk { docs: &docs, seen: HashSet::new(), found: BTreeSet::new() };
    walk.visit(docs.root, "crate");
    let (found, listed) = (walk.found, listed());
    let leaks: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(leaks.is_empty() && gone.is_empty(), "not in ARCHITECTURE.md: {leaks:#?}\nonly there: {gone:#?}");
}
