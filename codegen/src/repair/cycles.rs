//! Structs that hold themselves.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use super::free;
use super::schemas::target;
use crate::error::Error;

/// A struct that may hold itself, or one that does, does so through a union of one variant: those are boxed where they have
/// to be.
pub fn boxes(document: &mut Value) -> Result<usize, Error> {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return Ok(0) };
    let mut changed = 0;
    while let Some((owner, key)) = back_edge(schemas) {
        let name = free(|number| format!("{owner}{}{number}", key.to_upper_camel_case()), |name| schemas.contains_key(name));
        let field = &mut schemas[&owner]["properties"][&key];
        let held = held_by(field).unwrap_or_default().to_owned();
        *field = json!({ "allOf": [{ "$ref": format!("#/components/schemas/{name}") }], "nullable": true });
        schemas.insert(name, json!({ "oneOf": [{ "$ref": format!("#/components/schemas/{held}") }] }));
        changed += 1;
    }
    Ok(changed)
}

/// What a field holds itself, without a list or map between.
fn held_by(field: &Value) -> Option<&str> {
    target(field).or_else(|| match field["allOf"].as_array()?.as_slice() {
        [only] => target(only),
        _ => None,
    })
}

/// The structs that a struct holds, with their keys.
fn held<'a>(schemas: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let properties = schemas.get(name).and_then(|schema| schema["properties"].as_object()).into_iter().flatten();
    properties.filter_map(|(key, field)| Some((key.as_str(), held_by(field)?)))
}

/// A field that may be absent and leads back to its struct.
fn back_edge(schemas: &Map<String, Value>) -> Option<(String, String)> {
    schemas.keys().find_map(|owner| {
        let is_required = |key: &str| schemas[owner]["required"].as_array().is_some_and(|all| all.iter().any(|other| other == key));
        let mut back = held(schemas, owner).filter(|(key, inner)| !is_required(key) && leads_to(schemas, inner, owner));
        back.next().map(|(key, _)| (owner.clone(), key.to_owned()))
    })
}

fn leads_to(schemas: &Map<String, Value>, from: &str, to: &str) -> bool {
    let (mut open, mut seen) = (vec![from], BTreeSet::new());
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            open.extend(held(schemas, name).map(|(_, inner)| inner));
        }
    }
    false
}
