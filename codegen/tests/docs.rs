//! The documentation that generated code carries: complete, and in the form that the generator expects.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::{load, repair};
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

const LONGEST_SENTENCE: usize = 120;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn document() -> Result<Value, Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/openapi.json");
    Ok(load::openapi(&file)?.document)
}

fn operations() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let document = document()?;
    let paths = document["paths"].as_object().ok_or("no paths")?;
    let operations = paths.values().filter_map(Value::as_object).flat_map(|item| item.values());
    Ok(operations.filter_map(|operation| operation["operationId"].as_str()).map(str::to_owned).collect())
}

/// The texts of the folder by the name of the file.
fn texts() -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            texts.insert(name, fs::read_to_string(&path)?);
        }
    }
    Ok(texts)
}

/// What keeps `text` from being one short sentence.
fn fault(text: &str) -> Option<&'static str> {
    let inside = text.strip_suffix('.').map(|inside| inside.contains(". ") || inside.ends_with('.'));
    match inside {
        _ if text.trim() != text || text.is_empty() => Some("has space around it, or nothing in it"),
        _ if text.chars().count() > LONGEST_SENTENCE => Some("is too long"),
        None => Some("does not end in a full stop"),
        Some(true) => Some("is more than one sentence"),
        Some(false) => None,
    }
}

#[test]
fn every_operation_has_its_file_and_no_file_is_left_over() -> Outcome {
    let texts: BTreeSet<String> = texts()?.into_keys().collect();
    assert_eq!(texts, operations()?);
    Ok(())
}

#[test]
fn files_begin_with_one_sentence() -> Outcome {
    for (name, text) in texts()? {
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        assert_eq!(fault(first), None, "{name}.md: `{first}`");
        assert_eq!(lines.next().unwrap_or_default(), "", "{name}.md: the second line is not empty");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{name}.md: does not end in one line break");
    }
    Ok(())
}

/// Rustdoc would run any other block, and a test that talks to a server fails without one.
#[test]
fn examples_are_compiled_and_not_run() -> Outcome {
    for (name, text) in texts()? {
        let fences: Vec<&str> = text.lines().filter(|line| line.starts_with("```")).collect();
        match fences.as_slice() {
            [] => assert!(!text.contains("# Example\n"), "{name}.md: an example without code"),
            fences => assert_eq!(fences, ["```no_run", "```"], "{name}.md"),
        }
    }
    Ok(())
}

#[test]
fn models_are_told_in_one_sentence_each() -> Outcome {
    let repaired = repair::repair(document()?)?.0;
    let schemas = repaired["components"]["schemas"].as_object().ok_or("no schemas")?;
    let models: BTreeMap<String, String> = toml::from_str(&fs::read_to_string(folder().join("models.toml"))?)?;
    for (name, text) in &models {
        assert!(schemas.contains_key(name), "models.toml: there is no model `{name}`");
        assert_eq!(fault(text), None, "models.toml: {name}: `{text}`");
    }
    Ok(())
}

#[test]
fn faults_are_found() {
    for (text, expected) in [
        ("Counts points.", None),
        ("Counts points", Some("does not end in a full stop")),
        ("Counts points. All of them.", Some("is more than one sentence")),
        ("Counts points...", Some("is more than one sentence")),
        (" Counts points.", Some("has space around it, or nothing in it")),
        ("", Some("has space around it, or nothing in it")),
    ] {
        assert_eq!(fault(text), expected, "{text}");
    }
    assert_eq!(fault(&format!("{}.", "x".repeat(LONGEST_SENTENCE))), Some("is too long"));
}

#[test]
fn the_readme_has_the_totals_of_the_ledger() -> Outcome {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("README.md"))?;
    let ledger = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("generated/ledger.txt"))?;
    let totals: Vec<&str> =
        ledger.lines().filter_map(|line| line.strip_prefix("# ")).filter(|line| !line.starts_with("Generated")).collect();
    assert!(totals.len() > 5, "{totals:?}");
    assert!(readme.contains(&totals.join("\n")), "README.md wants these totals:\n{}", totals.join("\n"));
    Ok(())
}
