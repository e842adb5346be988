//! Fix-ups of operations: parameters, bodies and answers.

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use super::{for_each_operation, only_content};
use crate::error::Error;

const JSON: &str = "application/json";

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
/// may be absent; any other success beside 200 is read as 200 is.
pub fn one_success_answer(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_operation(document, |_, operation| {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return Ok(()) };
        if responses.contains_key("200") {
            let before = responses.len();
            responses.retain(|status, _| !status.starts_with('2') || matches!(status.as_str(), "200" | "202"));
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

/// Parameters stand in the path or the query, and a body is JSON or a form with a file.
///
/// Headers and cookies are no parameters: every call takes headers. A body that comes in several forms is sent as JSON.
/// Progenitor knows no multipart bodies: the uploads become byte bodies here; the reshaping of the client turns them into
/// forms again, guided by the mark left on the body. An operation whose body has none of these forms is left out.
pub fn plain_operations(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    let mut left_out = Map::new();
    for_each_operation(document, |id, operation| {
        if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
            let before = parameters.len();
            parameters.retain(|parameter| !matches!(parameter["in"].as_str(), Some("header" | "cookie")));
            changed += before - parameters.len();
        }
        let body = operation.get_mut("requestBody").filter(|body| body.get("x-multipart").is_none());
        let Some(content) = body.and_then(|body| body.get_mut("content")).and_then(Value::as_object_mut) else { return Ok(()) };
        if content.contains_key(JSON) {
            changed += content.len() - 1;
            content.retain(|media, _| media == JSON);
        } else if content.contains_key("multipart/form-data") {
            let bytes = json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } });
            operation["requestBody"]["content"] = bytes;
            operation["requestBody"]["x-multipart"] = json!("snapshot");
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
        let name = format!("{}Reply", id.to_upper_camel_case());
        answer["content"] = json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
        named.push((name, schema));
        Ok(())
    })?;
    let changed = named.len();
    for (name, schema) in named {
        if document["components"]["schemas"].get(&name).is_some() {
            return Err(Error::other(format!("repair: the reply `{name}` has the name of a schema")));
        }
        document["components"]["schemas"][name] = schema;
    }
    Ok(changed)
}
