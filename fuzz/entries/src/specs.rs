//! Loading of a release's documents: a model, or an error that says where in which document.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use codegen::load::{self, Sources};
use codegen::model::{Grpc, Rest};
use codegen::repair;
use serde_json::{Map, Value, json};

use crate::choice::{input, split};
use crate::seeds;

pub(crate) fn openapi(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let loaded = load::openapi_text(Path::new("openapi.json"), text.to_owned())
        .and_then(|openapi| repair::repair(openapi.document))
        .and_then(|(document, _)| Rest::read(&document, &Default::default()));
    if let Err(error) = loaded {
        assert!(!error.to_string().is_empty());
    }
}

/// The first line is the file's name, the rest its text; what it imports is the release's.
pub(crate) fn proto(bytes: &[u8]) {
    let (name, text) = split(bytes);
    let (Ok(name), Ok(text)) = (str::from_utf8(name), str::from_utf8(text)) else { return };
    let mut sources = Sources::from([(name.to_owned(), text.to_owned())]);
    let mut open = vec![text];
    while let Some(text) = open.pop() {
        for (name, imported) in PROTOS.iter() {
            if text.contains(name) && !sources.contains_key(name) {
                open.push(imported);
                sources.insert(name.clone(), imported.clone());
            }
        }
    }
    let loaded = load::compile(Path::new("proto"), &sources).and_then(|set| Grpc::read(&set));
    if let Err(error) = loaded {
        assert!(!error.to_string().is_empty());
    }
}

static PROTOS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| seeds::files("specs/proto", "proto"));

/// The cases of the generator's tests, and each operation of the release with what it refers to.
pub(crate) fn openapi_seeds() -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = seeds::files("codegen/tests", "json").into_values().map(String::into_bytes).collect();
    let document: Value = serde_json::from_str(&seeds::file("specs/openapi.json")).unwrap();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let mut schemas = Map::new();
            refer(&document, operation, &mut schemas);
            let text = json!({
                "openapi": document["openapi"],
                "info": document["info"],
                "paths": { path: { method: operation } },
                "components": { "schemas": schemas },
            });
            found.push(text.to_string().into_bytes());
        }
    }
    found
        .extend(seeds::deep_json().into_iter().map(|json| [b"{\"openapi\":\"3.0.1\",\"paths\":{},\"components\":", &*json, b"}"].concat()));
    // What is long is for the tests that mutate whole documents.
    found.retain(|text| text.len() < 100_000);
    found
}

fn refer(document: &Value, value: &Value, schemas: &mut Map<String, Value>) {
    match value {
        Value::Object(fields) => {
            if let Some(name) = fields.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next())
                && !schemas.contains_key(name)
            {
                let schema = &document["components"]["schemas"][name];
                schemas.insert(name.to_owned(), schema.clone());
                refer(document, schema, schemas);
            }
            fields.values().for_each(|value| refer(document, value, schemas));
        }
        Value::Array(items) => items.iter().for_each(|value| refer(document, value, schemas)),
        _ => {}
    }
}

pub(crate) fn proto_seeds() -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = PROTOS.iter().map(|(name, text)| input(name, text.as_bytes())).collect();
    found.extend(seeds::files("codegen/tests", "proto").values().map(|text| input("case.proto", text.as_bytes())));
    for (open, close) in [("message A {", "}"), ("message A { oneof a {", "}}"), ("option (a) = {", "};")] {
        let text = format!("syntax = \"proto3\";\n{}{}", open.repeat(5_000), close.repeat(5_000));
        found.push(input("deep.proto", text.as_bytes()));
    }
    found
}
