//! Fix-ups of operations: parameters, bodies and answers.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use super::{METHODS, for_each_operation, free, only_content};
use crate::error::Error;

const JSON: &str = "application/json";

/// What a path says of all its operations, each operation says itself.
pub fn own_parameters(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for item in document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        let shared = item.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
        let before = item.len();
        item.retain(|method, _| METHODS.contains(&method.as_str()));
        changed += before - item.len();
        for operation in item.values_mut().filter(|_| !shared.is_empty()) {
            let own = operation["parameters"].as_array().cloned().unwrap_or_default();
            let is_own = |shared: &&Value| !own.iter().any(|own| own["name"] == shared["name"] && own["in"] == shared["in"]);
            operation["parameters"] = shared.iter().filter(is_own).chain(&own).cloned().collect();
        }
    }
    Ok(changed)
}

/// Progenitor decodes an error body as JSON, but the server also answers errors as plain text or with no body at all.
/// Without documented errors every failure reaches the transport untouched, which reads all three forms.
pub fn errors_to_transport(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_operation(document, |_, operation| {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            let before = responses.len();
            responses.retain(|status, _| status.starts_with('2'));
            changed += before - responses.len();
        }
        Ok(())
    })?;
    Ok(changed)
}

/// Progenitor takes one success type an operation. Where 202 stands beside 200, both become one answer whose `result`
/// may be absent; any other success is read as 200 is, or as the first one where there is no 200.
pub fn one_success_answer(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_operation(document, |_, operation| {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return Ok(()) };
        let first = if responses.contains_key("200") { Some("200".to_owned()) } else { responses.keys().min().cloned() };
        if let Some(first) = first {
            let before = responses.len();
            responses.retain(|status, _| *status == first || first == "200" && status == "202");
            changed += before - responses.len();
        }
        if responses.len() == 2
            && responses.contains_key("202")
            && let Some(mut answer) = responses.remove("200")
        {
            responses.clear();
            answer["x-accepted"] = Value::Bool(true);
            responses.insert("2XX".to_owned(), answer);
            changed += 1;
        }
        Ok(())
    })?;
    Ok(changed)
}

/// The key under which the document names the operations that were left out, each with the reason.
pub const LEFT_OUT: &str = "x-left-out";

/// What a form calls its file where the document does not say it.
const FILE: &str = "snapshot";

/// Parameters stand in the path or the query, and a body is JSON or a form with a file.
///
/// Headers and cookies are no parameters: every call takes headers. What comes in several forms is sent and read as JSON;
/// what comes without any is read as text. Progenitor knows no multipart bodies: the uploads become byte bodies here; the
/// reshaping of the client turns them into forms again, guided by the mark left on the body. An operation whose body has
/// none of these forms is left out.
pub fn plain_operations(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    let mut left_out = Map::new();
    for_each_operation(document, |id, operation| {
        if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
            let before = parameters.len();
            parameters.retain(|parameter| !matches!(parameter["in"].as_str(), Some("header" | "cookie")));
            changed += before - parameters.len();
        }
        for answer in operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
            changed += usize::from(plain_answer(answer));
        }
        let answers_json = operation
            .get("responses")
            .and_then(Value::as_object)
            .is_none_or(|answers| answers.values().all(|answer| answer["content"].get(JSON).is_some()));
        let body = operation.get_mut("requestBody").filter(|body| body.get("x-multipart").is_none());
        let Some(content) = body.and_then(|body| body.get_mut("content")).and_then(Value::as_object_mut) else { return Ok(()) };
        let json = content.keys().find(|media| is_json(media)).cloned();
        if let Some(schema) = json.and_then(|media| content.remove(&media)) {
            let plain = Map::from_iter([(JSON.to_owned(), schema)]);
            changed += usize::from(!content.is_empty());
            *content = plain;
        } else if let (Some(form), true) = (content.get("multipart/form-data"), answers_json) {
            let properties = form["schema"]["properties"].as_object();
            let file = properties.into_iter().flatten().find(|(_, property)| property["format"] == "binary").map(|(name, _)| name.as_str());
            let file = json!(file.unwrap_or(FILE));
            let bytes = json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } });
            operation["requestBody"]["content"] = bytes;
            operation["requestBody"]["x-multipart"] = file;
            changed += 1;
        } else if let Some(media) = content.keys().next() {
            left_out.insert(id.to_owned(), json!(format!("a body of `{media}` has no form here, so the operation is left out")));
        }
        Ok(())
    })?;
    if !left_out.is_empty() {
        changed += left_out.len();
        for item in document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
            item.retain(|_, operation| operation["operationId"].as_str().is_none_or(|id| !left_out.contains_key(id)));
        }
        document[LEFT_OUT] = Value::Object(left_out);
    }
    Ok(changed)
}

/// Whether a media type is JSON, whatever is said of its encoding.
fn is_json(media: &str) -> bool {
    media.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case(JSON))
}

/// An answer has one form, with a schema.
fn plain_answer(answer: &mut Value) -> bool {
    let before = answer.clone();
    let empty = || json!({ "text/plain": { "schema": { "type": "string" } } });
    match answer.get_mut("content").and_then(Value::as_object_mut) {
        None => answer["content"] = empty(),
        Some(content) if content.is_empty() => answer["content"] = empty(),
        Some(content) => {
            let json = content.keys().find(|media| is_json(media)).cloned();
            let chosen = json.clone().or_else(|| content.keys().next().cloned()).unwrap_or_default();
            let mut media = content.remove(&chosen).unwrap_or_default();
            if media.get("schema").is_none() {
                media["schema"] = if json.is_some() { json!({}) } else { json!({ "type": "string" }) };
            }
            let name = if json.is_some() { JSON.to_owned() } else { chosen };
            *content = Map::from_iter([(name, media)]);
        }
    }
    *answer != before
}

/// No body is marked as required, though none of these operations works without one.
pub fn bodies_required(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_operation(document, |_, operation| {
        if let Some(body) = operation.get_mut("requestBody")
            && body.get("required") != Some(&Value::Bool(true))
        {
            body["required"] = Value::Bool(true);
            changed += 1;
        }
        Ok(())
    })?;
    Ok(changed)
}

/// The envelopes of the answers are written out in place; each gets a name, `<Operation>Reply`.
pub fn name_replies(document: &mut Value) -> Result<usize, Error> {
    let mut named = Vec::new();
    let taken: BTreeSet<String> = document["components"]["schemas"].as_object().into_iter().flat_map(Map::keys).cloned().collect();
    for_each_operation(document, |id, operation| {
        let Some(answer) = operation.get_mut("responses").and_then(|r| r.as_object_mut()).and_then(|r| r.values_mut().next()) else {
            return Ok(());
        };
        let accepted = answer.get("x-accepted").is_some();
        let Some(("application/json", schema)) = only_content(answer) else { return Ok(()) };
        if schema.get("properties").and_then(|p| p.get("result")).is_none() {
            return Ok(());
        }
        let mut schema = schema.clone();
        schema["required"] = if accepted { json!([]) } else { json!(["result"]) };
        let id = id.to_upper_camel_case();
        let name = free(|number| format!("{id}{number}Reply"), |name| taken.contains(name));
        answer["content"] = json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
        named.push((name, schema));
        Ok(())
    })?;
    let changed = named.len();
    for (name, schema) in named {
        document["components"]["schemas"][name] = schema;
    }
    Ok(changed)
}
