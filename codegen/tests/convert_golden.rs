//! What the conversion emitters make of small documents, one strategy each: `convert_cases/<case>/openapi.json`, in the
//! normal form that repair makes, and `case.proto` give `types.rs`, the types of both sides cut down to what a
//! conversion needs, and `expected.rs`, the conversions, which `convert_compiled` compiles.
//!
//! `UPDATE=1 cargo test -p codegen --test convert_golden` rewrites what differs, and fails.

mod common;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::emit::convert::Emitter;
use codegen::emit::{grpc, operations, rest};
use codegen::model::{Grpc, Rest};
use codegen::plan::overrides::Overrides;
use codegen::{load, pair};
use common::{Outcome, expect};
use syn::{Attribute, Fields, ImplItem, Item, parse_quote};

/// What the operation is made of that carries the types of every case but one.
const FRAME: [&str; 3] = ["MakeThing", "MakeThingReply", "Made"];

#[test]
fn every_case_gives_what_is_expected() -> Outcome {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/convert_cases"))? {
        let case = entry?.path();
        let [types, expected] = emitted(&case).map_err(|error| format!("{}: {error}", case.display()))?;
        texts.extend([(case.join("types.rs"), types), (case.join("expected.rs"), expected)]);
    }
    expect("convert_golden", &texts)
}

/// The types and the conversions of a case.
fn emitted(case: &Path) -> Result<[String; 2], Box<dyn Error>> {
    let overrides = case.join("overrides.toml");
    let rows = if overrides.exists() { fs::read_to_string(&overrides)? } else { String::new() };
    let overrides = Overrides::parse(&overrides, &rows, "1.0.0")?;
    let document = serde_json::from_str(&fs::read_to_string(case.join("openapi.json"))?)?;
    let model = Rest::read(&document, &overrides.variant_names())?;
    let sources = [("case.proto".to_owned(), fs::read_to_string(case.join("case.proto"))?)].into();
    let set = load::compile(case, &sources)?;
    let grpc = Grpc::read(&set)?;
    let plan = pair::pair(&model, &grpc, &overrides)?;
    let conversions = Emitter { rest: &model, grpc: &grpc, plan: &plan };

    let mut models = Vec::new();
    let files = rest::emit(&model, &document)?;
    for name in ["structs", "unions", "enums"] {
        let tokens = files[&PathBuf::from(format!("models/{name}.rs"))].clone();
        models.extend(syn::parse2::<syn::File>(tokens)?.items.into_iter().filter_map(cut_model));
    }
    let mut messages: Vec<Item> = syn::parse2::<syn::File>(grpc::emit(&set)?)?.items.into_iter().filter(is_message).collect();
    let in_frame = |item: &Item| matches!(item, Item::Struct(item) if FRAME.iter().any(|name| item.ident == name));
    models.retain(|item| !in_frame(item));
    messages.retain(|item| !in_frame(item));
    let mut types: syn::File = parse_quote! { pub mod models { #(#models)* } pub mod pb { #(#messages)* } };
    let mut tokens = vec![conversions.enums(), conversions.pairs()?];
    if case.ends_with("operation") {
        let requests = syn::parse2::<syn::File>(operations::requests(&plan))?.items.into_iter().filter_map(cut_model);
        types.items.push(parse_quote! { pub mod requests { use super::models; #(#requests)* } });
        tokens.extend([conversions.requests()?, conversions.replies()?]);
    }
    let mut expected: syn::File = parse_quote! {};
    for tokens in tokens {
        // The includer imports.
        expected.items.extend(syn::parse2::<syn::File>(tokens)?.items.into_iter().filter(|item| !matches!(item, Item::Use(_))));
    }
    Ok([prettyplease::unparse(&types), prettyplease::unparse(&expected)])
}

/// A model without serde and documentation; of impls, what conversions call.
fn cut_model(mut item: Item) -> Option<Item> {
    let derive: Attribute = parse_quote!(#[derive(Clone, Debug, PartialEq)]);
    match &mut item {
        Item::Struct(item) => {
            item.attrs = vec![derive];
            cut_fields(&mut item.fields);
        }
        Item::Enum(item) => {
            item.attrs = vec![derive];
            item.variants.iter_mut().for_each(|variant| variant.attrs.clear());
        }
        Item::Impl(item) if item.trait_.is_none() => {
            item.items.retain(|item| matches!(item, ImplItem::Fn(function) if function.sig.ident == "as_str"));
            item.items.iter_mut().for_each(|item| {
                if let ImplItem::Fn(function) = item {
                    function.attrs.clear();
                }
            });
            if item.items.is_empty() {
                return None;
            }
        }
        _ => return None,
    }
    Some(item)
}

fn cut_fields(fields: &mut Fields) {
    for field in fields {
        field.attrs.clear();
    }
}

/// Messages, their oneofs and enums; not clients, servers and the texts of enums.
fn is_message(item: &Item) -> bool {
    match item {
        Item::Struct(_) | Item::Enum(_) => true,
        Item::Mod(module) => !["_client", "_server"].iter().any(|end| module.ident.to_string().ends_with(end)),
        _ => false,
    }
}
