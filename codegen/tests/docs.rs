//! The documentation that generated code carries: complete, and in the form that the generator expects.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::model::{Helpers, Rest, helpers};
use codegen::plan::overrides::Overrides;
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
        assert!(text.contains("\n# Example\n"), "{name}.md: no example");
        assert_eq!(fences, ["```no_run", "```"], "{name}.md");
    }
    Ok(())
}

#[test]
fn models_are_told_in_one_sentence_each() -> Outcome {
    let (repaired, _) = repair::repair(document()?)?;
    let schemas = repaired["components"]["schemas"].as_object().ok_or("no schemas")?;
    let models: BTreeMap<String, String> = toml::from_str(&fs::read_to_string(folder().join("models.toml"))?)?;
    for (name, text) in &models {
        assert!(schemas.contains_key(name), "models.toml: there is no model `{name}`");
        assert_eq!(fault(text), None, "models.toml: {name}: `{text}`");
    }
    Ok(())
}

#[test]
fn fields_are_told_in_one_sentence_each() -> Outcome {
    let (repaired, _) = repair::repair(document()?)?;
    let schemas = repaired["components"]["schemas"].as_object().ok_or("no schemas")?;
    let has = |schema: &Value, field: &str| schema["properties"].get(field).is_some();
    let parameters: BTreeSet<&str> = repaired["paths"]
        .as_object()
        .into_iter()
        .flat_map(|paths| paths.values().filter_map(Value::as_object).flat_map(|item| item.values()))
        .flat_map(|operation| operation["parameters"].as_array().into_iter().flatten())
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(&fs::read_to_string(folder().join("fields.toml"))?)?;
    for (table, texts) in &tables {
        for (field, text) in texts {
            assert_eq!(fault(text), None, "fields.toml: {table}.{field}: `{text}`");
            let known = match table.as_str() {
                "any" => parameters.contains(field.as_str()) || schemas.values().any(|schema| has(schema, field)),
                schema => has(&schemas[schema], field),
            };
            assert!(known, "fields.toml: nothing has a field `{field}` of {table}");
        }
    }
    Ok(())
}

/// Names of variants are those of the generated code.
#[test]
fn variants_are_told_in_one_sentence_each() -> Outcome {
    let mut enums: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in ["enums.rs", "unions.rs"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/models").join(file))?;
        for item in syn::parse_file(&text)?.items {
            let syn::Item::Enum(item) = item else { continue };
            enums.insert(item.ident.to_string(), item.variants.iter().map(|variant| variant.ident.to_string()).collect());
        }
    }
    let tables: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(&fs::read_to_string(folder().join("variants.toml"))?)?;
    for (table, texts) in &tables {
        for (variant, text) in texts {
            assert_eq!(fault(text), None, "variants.toml: {table}.{variant}: `{text}`");
            let known = match table.as_str() {
                "any" => enums.values().any(|variants| variants.contains(variant)),
                name => enums.get(name).is_some_and(|variants| variants.contains(variant)),
            };
            assert!(known, "variants.toml: nothing has a variant `{variant}` of {table}");
        }
    }
    Ok(())
}

#[test]
fn helpers_are_about_what_there_is() -> Outcome {
    let (repaired, _) = repair::repair(document()?)?;
    let schemas = repaired["components"]["schemas"].as_object().ok_or("no schemas")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let written = Helpers::read(&root.join("helpers.toml"))?;
    for field in written.constructors.keys() {
        let (schema, field) = field.split_once('.').ok_or("no field")?;
        assert!(schemas[schema]["properties"].get(field).is_some(), "helpers.toml: {schema} has no field `{field}`");
    }
    let mut modules = BTreeSet::new();
    for entry in fs::read_dir(root.join("../src/ext/since"))? {
        modules.insert(entry?.path().file_stem().unwrap_or_default().to_string_lossy().into_owned());
    }
    assert_eq!(written.modules.keys().cloned().collect::<BTreeSet<_>>(), modules);
    let rest = Rest::read(
        &repaired,
        &Overrides::read(&root.join("overrides.toml"), &load::release(&root.join("../specs"))?.version)?.variant_names(),
    )?;
    for (module, types) in &written.modules {
        for text in types {
            helpers::fits(&rest, text).map_err(|why| format!("helpers.toml: {module}: {why}"))?;
        }
    }
    Ok(())
}

/// The text that a method of the client carries.
fn doc_of(builders: &str, operation: &str) -> Option<String> {
    let client = builders.split("#[cfg(feature = \"blocking\")]\nimpl crate::blocking::Client").next()?;
    let head = client.split(&format!("    pub fn {operation}(")).next().filter(|head| head.len() < client.len())?;
    let lines: Vec<&str> = head.lines().rev().take_while(|line| line.trim_start().starts_with("///")).collect();
    Some(lines.into_iter().rev().map(|line| line.trim_start().trim_start_matches("///").trim_start()).collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_method_says_all_that_a_caller_asks() -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/builders");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        files.push(fs::read_to_string(entry?.path())?);
    }
    let operations = operations()?;
    let (mut setters, mut told) = (0, 0);
    for operation in &operations {
        let doc = files.iter().find_map(|file| doc_of(file, operation)).ok_or_else(|| format!("{operation} has no method"))?;
        assert_eq!(fault(doc.lines().next().unwrap_or_default()), None, "{operation}");
        for part in ["# Returns\n\n", "# Errors\n\nAn [`Error`]", "Available over REST", "# Example\n\n```no_run\n"] {
            assert!(doc.contains(part), "{operation} has no {part:?}:\n{doc}");
        }
        let parameters: Vec<&str> = doc.lines().filter(|line| line.starts_with("- `")).collect();
        setters += parameters.len();
        // A name in words says nothing that the name does not.
        let word = |line: &&&str| {
            line.split_once(": ").is_some_and(|(name, text)| !text.to_lowercase().starts_with(&name[3..name.len() - 1].replace('_', " ")))
        };
        told += parameters.iter().filter(word).count();
    }
    assert_eq!(operations.len(), 69);
    assert!(told * 100 >= setters * 95, "{told} of {setters} parameters are told in words of their own");
    Ok(())
}

/// The others are inner values of the server's own reports.
#[test]
fn nine_fields_of_ten_are_told() -> Outcome {
    let structs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/models/structs.rs"))?;
    let (mut fields, mut told, mut comment) = (0, 0, false);
    for line in structs.lines().map(str::trim_start).filter(|line| !line.starts_with("#[")) {
        if line.starts_with("pub ") && !line.starts_with("pub struct") {
            fields += 1;
            told += usize::from(comment);
        }
        comment = line.starts_with("///");
    }
    assert!(fields > 1000 && told * 10 >= fields * 9, "{told} of {fields} fields are told");
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
