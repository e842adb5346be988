//! Strips an OpenAPI document of its prose and writes it in one order.
//!
//! Keys are sorted, but for `properties`: their order is the order of the fields.

use serde_json::{Map, Value};

use crate::Error;
use crate::load::position::Position;

const PROSE: [&str; 6] = ["description", "title", "summary", "example", "examples", "externalDocs"];

/// The facts of `document`, printed.
pub(super) fn openapi(document: &Value) -> Result<String, Error> {
    let mut facts = stripped(document, Position::Keywords, "");
    let version = document.pointer("/info/version").cloned();
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("info".to_owned(), info(version));
    }
    let mut text = serde_json::to_string_pretty(&facts).map_err(|error| Error::other(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

/// OpenAPI requires a title and a version; the rest is about people.
fn info(version: Option<Value>) -> Value {
    let mut info = Map::new();
    info.insert("title".to_owned(), empty());
    info.insert("version".to_owned(), version.unwrap_or_else(empty));
    Value::Object(info)
}

fn stripped(value: &Value, position: Position, within: &str) -> Value {
    match value {
        Value::Object(object) => Value::Object(stripped_object(object, position, within)),
        Value::Array(array) => array.iter().map(|value| stripped(value, position.in_array(), "")).collect(),
        other => other.clone(),
    }
}

fn stripped_object(object: &Map<String, Value>, position: Position, within: &str) -> Map<String, Value> {
    let mut facts: Map<String, Value> = object
        .iter()
        .filter(|(key, _)| position != Position::Keywords || !PROSE.contains(&key.as_str()))
        .map(|(key, value)| {
            let within = if position == Position::Keywords { key } else { within };
            (key.clone(), fact(key, value, position, within))
        })
        .collect();
    if position != Position::Names || within != "properties" {
        facts.sort_keys();
    }
    facts
}

fn fact(key: &str, value: &Value, position: Position, within: &str) -> Value {
    let mut fact = stripped(value, position.under(key), within);
    let is_response = position == Position::Names && within == "responses";
    if let Some(response) = fact.as_object_mut().filter(|_| is_response)
        && !response.contains_key("$ref")
    {
        response.insert("description".to_owned(), empty());
        response.sort_keys();
    }
    fact
}

fn empty() -> Value {
    Value::String(String::new())
}
