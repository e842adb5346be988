//! What the REST emitters make of small documents, one feature each: `cases/<case>/openapi.json`, in the normal form
//! that repair makes, gives `cases/<case>/expected.rs`, which `rest_compiled` compiles.
//!
//! `UPDATE=1 cargo test -p codegen --test rest_golden` rewrites what differs, and fails.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::emit::rest;
use codegen::model::Rest;
use indexmap::IndexMap;

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn every_case_gives_what_is_expected() -> Outcome {
    let mut differ = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"))? {
        let case = entry?.path();
        let document = serde_json::from_str(&fs::read_to_string(case.join("openapi.json"))?)?;
        let text = one_file(&document).map_err(|error| format!("{}: {error}", case.display()))?;
        let expected = case.join("expected.rs");
        if fs::read_to_string(&expected).unwrap_or_default() != text {
            differ.push(expected.display().to_string());
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&expected, text)?;
            }
        }
    }
    let command = "`UPDATE=1 cargo test -p codegen --test rest_golden` rewrites";
    assert!(differ.is_empty(), "{command}\n{}", differ.join("\n"));
    Ok(())
}

/// All emitted files of a document as one: the modules of `models`, and the client where there are operations.
fn one_file(document: &serde_json::Value) -> Result<String, Box<dyn Error>> {
    let model = Rest::read(document, &IndexMap::new())?;
    let files = rest::emit(&model, document)?
        .into_iter()
        .map(|(path, tokens)| Ok((path, syn::parse2(tokens)?)))
        .collect::<Result<BTreeMap<PathBuf, syn::File>, syn::Error>>()?;
    let mut models = files[Path::new("models/mod.rs")].clone();
    for item in &mut models.items {
        if let syn::Item::Mod(module) = item
            && let Some(file) = files.get(&Path::new("models").join(format!("{}.rs", module.ident)))
        {
            module.content = Some((syn::token::Brace::default(), file.items.clone()));
            module.semi = None;
        }
    }
    let models = &models.items;
    let mut all: syn::File = syn::parse_quote!(pub mod models { #(#models)* });
    if !model.operations.is_empty() {
        let client = &files[Path::new("rest.rs")].items;
        all.items.push(syn::parse_quote!(pub mod rest { #(#client)* }));
    }
    Ok(prettyplease::unparse(&all))
}
