//! Runs progenitor on the repaired document and takes its output apart.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use progenitor_impl::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;
use serde_json::{Map, Value, json};
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
    let document = plain(rest, repaired);
    let file = attempt(&settings, &document).map_err(|why| match culprit(&settings, &document) {
        Some(place) => Error::other(format!("emit: openapi.json: {place}: {why}")),
        None => Error::other(format!("emit: openapi.json: {why}")),
    })?;
    Ok(take_apart(file))
}

/// What progenitor makes of a document, or why it makes nothing.
fn attempt(settings: &GenerationSettings, document: &Value) -> Result<syn::File, String> {
    let document: openapiv3::OpenAPI =
        serde_json::from_value(document.clone()).map_err(|error| format!("the repaired document is no OpenAPI 3.0: {error}"))?;
    // It panics on what it does not know yet.
    let tokens = catch_unwind(AssertUnwindSafe(|| Generator::new(settings).generate_tokens(&document)))
        .map_err(|panic| format!("progenitor gives up: {}", said(&*panic)))?
        .map_err(|error| format!("progenitor refuses it: {error}"))?;
    syn::parse2(tokens).map_err(|error| format!("what progenitor makes of it does not parse: {error}"))
}

/// The component or the operation that fails alone, by its id: progenitor does not say what it was at.
fn culprit(settings: &GenerationSettings, document: &Value) -> Option<String> {
    let fails = |document: &Value| attempt(settings, document).is_err();
    let mut alone = document.clone();
    alone["paths"] = json!({});
    if fails(&alone) {
        let schemas = document["components"]["schemas"].as_object()?;
        return schemas.iter().find_map(|(name, schema)| {
            for (other, place) in alone["components"]["schemas"].as_object_mut()?.iter_mut() {
                *place = if other == name { schema.clone() } else { json!({ "type": "string" }) };
            }
            fails(&alone).then(|| format!("rest:{name}"))
        });
    }
    let paths = document["paths"].as_object()?;
    let operations = paths.iter().flat_map(|(path, item)| item.as_object().into_iter().flatten().map(move |held| (path, held)));
    operations.into_iter().find_map(|(path, (method, operation))| {
        alone["paths"] = json!({ path: { method: operation } });
        fails(&alone).then(|| format!("op:{}", operation["operationId"].as_str().unwrap_or_default()))
    })
}

/// What progenitor calls the parameter of this number, path parameters first. It has its own mind about names, and none
/// of these is in its way.
pub fn parameter(index: usize) -> String {
    format!("parameter_{index}")
}

/// The document with nothing in it but what is asked of progenitor.
fn plain(rest: &Rest, repaired: &Value) -> Value {
    let mut paths = Map::new();
    for (path, item) in repaired["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let Some(known) = operation["operationId"].as_str().and_then(|id| rest.operations.get(id)) else { continue };
            let names =
                known.path_params.iter().map(|field| ("path", field)).chain(known.query_params.iter().map(|field| ("query", field)));
            let (mut path, mut parameters) = (path.clone(), Vec::new());
            for (index, (place, field)) in names.enumerate() {
                let all = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
                let schema = all.iter().find(|parameter| parameter["in"] == place && parameter["name"] == field.wire.as_str());
                if place == "path" {
                    path = path.replace(&format!("{{{}}}", field.wire), &format!("{{{}}}", parameter(index)));
                }
                parameters.push(json!({ "name": parameter(index), "in": place, "required": field.required, "schema": schema.map(|schema| &schema["schema"]) }));
            }
            let mut plain =
                json!({ "operationId": known.id, "tags": [known.tag], "parameters": parameters, "responses": operation["responses"] });
            if let Some(body) = operation.get("requestBody") {
                plain["requestBody"] = body.clone();
            }
            paths.entry(path).or_insert_with(|| json!({}))[method] = plain;
        }
    }
    let mut document = repaired.clone();
    document["paths"] = Value::Object(paths);
    document
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
