//! Hand-written code says which types of a release it was written for: none is used that no row names. A release without
//! such a type is refused with the row's name, or compiled without the module, and not found out by the compiler.

mod common;

use std::collections::BTreeSet;
use std::fs;

use codegen::model::Helpers;
use common::{Outcome, contents, workspace};

/// Free JSON over gRPC, which every release has.
const JSON: [&str; 3] = ["ListValue", "NullValue", "Struct"];

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

/// The types of the models and messages that a file names, but for those of its tests.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.take_while(|line| !line.starts_with("#[cfg(test)]") && !line.starts_with("#[cfg(all(test"));
    let code = code.collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for after in code.split("models::").skip(1).chain(code.split("pb::").skip(1)) {
        let named = match after.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => after.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default(),
        };
        found.extend(words(named).filter(|word| word.starts_with(|first: char| first.is_ascii_uppercase())).map(str::to_owned));
    }
    found
}

#[test]
fn every_type_that_is_used_is_in_a_row() -> Outcome {
    let overrides: toml::Table = fs::read_to_string(workspace().join("codegen/overrides.toml"))?.parse()?;
    let rows = overrides["modules"].as_array().ok_or("no modules")?;
    // A type that a member has is there if the member is.
    let said = |row: &toml::Value| -> BTreeSet<String> {
        let lists = ["types", "optional"].into_iter().filter_map(|list| row.get(list)?.as_array());
        lists.flatten().filter_map(toml::Value::as_str).flat_map(words).map(str::to_owned).collect()
    };
    let facade: BTreeSet<String> = rows.iter().filter(|row| row.get("facade").is_some()).flat_map(said).collect();
    let helpers = Helpers::read(&workspace().join("codegen/helpers.toml"))?;
    let mut problems = Vec::new();
    for (path, text) in contents(&workspace().join("src"))? {
        let module = path.file_stem().unwrap_or_default().to_string_lossy();
        let mut known = facade.clone();
        if path.starts_with("ext/since") {
            // What is constructed has to have the members that the constructor takes, so it has a row of its own.
            let types = helpers.modules.get(&*module).into_iter().flatten();
            known.extend(types.filter_map(|text| Some(text.split(" {").next()?.strip_prefix("rest:")?.to_owned())));
        } else if path.starts_with("convert/manual") {
            known.extend(rows.iter().filter(|row| row["name"].as_str() == Some(&module)).flat_map(said));
        }
        for name in used(&text) {
            if !known.contains(&name) && !JSON.contains(&name.as_str()) {
                problems.push(format!("src/{} uses `{name}`", path.display()));
            }
        }
    }
    assert!(problems.is_empty(), "no row says so:\n{}", problems.join("\n"));
    Ok(())
}

#[test]
fn what_a_file_uses_is_seen() {
    let text = "use crate::models::{A, Bc};\n// models::No\nfn f(x: pb::D) -> crate::models::E { crate::models::helper() }\n#[cfg(test)]\nmod tests { use crate::models::Other; }";
    assert_eq!(used(text), ["A", "Bc", "D", "E"].map(str::to_owned).into());
}
