//! Runs progenitor on the repaired document and takes its output apart.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use progenitor_impl::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;
use serde_json::{Value, json};
use syn::{ImplItem, ImplItemFn, Item, ItemStruct};

use crate::error::Error;
use crate::model::Rest;
use crate::model::rest::Kind;

/// What is used of progenitor's output.
pub struct Output {
    /// The structs of its `types` module by name.
    pub structs: BTreeMap<String, ItemStruct>,
    /// The operations of its client in the order of the document.
    pub methods: Vec<ImplItemFn>,
}

/// Generates the client and the structs.
///
/// Unions, enums and aliases are replaced by name: their forms are ours.
///
/// # Errors
/// When the document is not OpenAPI 3.0, or when progenitor cannot express it.
pub fn run(rest: &Rest, repaired: &Value) -> Result<Output, Error> {
    let document: openapiv3::OpenAPI = serde_json::from_value(repaired.clone())
        .map_err(|error| Error::other(format!("the repaired document is no OpenAPI 3.0: {error}")))?;
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote!(crate::transport::rest::CallContext));
    for schema in rest.schemas.values() {
        if !matches!(schema.kind, Kind::Struct(_)) {
            settings.with_replacement(&schema.name, format!("crate::models::{}", schema.name), [TypeImpl::Display].into_iter());
        }
    }
    let date_time =
        serde_json::from_value(json!({ "type": "string", "format": "date-time" })).map_err(|error| Error::other(error.to_string()))?;
    settings.with_conversion(date_time, "crate::models::DateTime", [TypeImpl::Display].into_iter());
    // It panics on what it does not know yet.
    let tokens = catch_unwind(AssertUnwindSafe(|| Generator::new(&settings).generate_tokens(&document)))
        .map_err(|panic| Error::other(format!("emit: openapi.json: progenitor gives up: {}", said(&*panic))))?
        .map_err(|error| Error::other(format!("progenitor refuses the repaired document: {error}")))?;
    let file: syn::File = syn::parse2(tokens).map_err(|error| Error::other(format!("progenitor's output does not parse: {error}")))?;
    Ok(take_apart(file))
}

/// The words of a panic.
fn said(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied()).unwrap_or_default()
}

fn take_apart(file: syn::File) -> Output {
    let mut output = Output { structs: BTreeMap::new(), methods: Vec::new() };
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                for item in module.content.into_iter().flat_map(|(_, items)| items) {
                    if let Item::Struct(item) = item {
                        output.structs.insert(item.ident.to_string(), item);
                    }
                }
            }
            Item::Impl(block) if block.trait_.is_none() => {
                output.methods.extend(block.items.into_iter().filter_map(|item| match item {
                    ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    output
}
