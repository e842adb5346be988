//! What the REST emitters make of small documents, one feature each: `cases/<case>/openapi.json`, in the normal form
//! that repair makes, gives `cases/<case>/expected.rs`, which `rest_compiled` compiles.
//!
//! `UPDATE=1 cargo test -p codegen --test rest_golden` rewrites what differs, and fails.

mod common;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::emit::rest;
use codegen::model::Rest;
use common::{Outcome, expect};
use indexmap::IndexMap;

#[test]
fn every_case_gives_what_is_expected() -> Outcome {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"))? {
        let case = entry?.path();
        let document = serde_json::from_str(&fs::read_to_string(case.join("openapi.json"))?)?;
        let text = one_file(&document).map_err(|error| format!("{}: {error}", case.display()))?;
        texts.insert(case.join("expected.rs"), text);
    }
    expect("rest_golden", &texts)
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
