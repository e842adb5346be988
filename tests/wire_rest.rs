//! Recorded REST traffic of a real server: what was sent and answered decodes into the models and encodes to equal JSON.
#![cfg(feature = "testing")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use qdrant_remote::models::{DateTime, registry};
use qdrant_remote::operations::OPERATIONS;
use serde::Deserialize;
use serde_json::Value;

type Outcome = Result<(), Box<dyn Error>>;

/// One request and its answer.
#[derive(Deserialize)]
struct Row {
    id: String,
    protocol: String,
    method: String,
    #[serde(default)]
    target: String,
    #[serde(default)]
    request: Value,
    #[serde(default)]
    response: Value,
    status: Value,
}

/// A row that is known to differ.
#[derive(Deserialize)]
struct Exception {
    id: String,
    /// `operation`, `request` or `response`.
    side: String,
    why: String,
}

#[derive(Deserialize)]
struct Exceptions {
    #[serde(default)]
    row: Vec<Exception>,
}

#[test]
fn recorded_traffic_round_trips() -> Outcome {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let exceptions: Exceptions = toml::from_str(&std::fs::read_to_string(corpus.join("wire_exceptions.toml"))?)?;
    assert!(exceptions.row.iter().all(|row| !row.why.is_empty()), "every exception says why");
    let mut differ: BTreeMap<(String, String), String> = BTreeMap::new();
    let (mut requests, mut answers) = (0, 0);
    for line in std::fs::read_to_string(corpus.join("wire.jsonl"))?.lines() {
        let row: Row = serde_json::from_str(line)?;
        if row.protocol != "rest" {
            continue;
        }
        let path = row.target.split('?').next().unwrap_or_default();
        let label = |side: &str| (row.id.clone(), side.to_owned());
        let Some(operation) = operation(&row.method, path) else {
            differ.insert(label("operation"), format!("no operation has {} {path}", row.method));
            continue;
        };
        let success = row.status.as_u64().is_some_and(|status| (200..300).contains(&status));
        if success && !row.request.is_null() {
            requests += 1;
            if let Some(problem) = check(&row.request, |json| registry::request(operation, json)) {
                differ.insert(label("request"), format!("{operation}: {problem}"));
            }
        }
        // A text answer is recorded as a string.
        if row.response.is_object() {
            answers += 1;
            let recode = |json: &str| if success { registry::reply(operation, json) } else { Some(registry::failure(json)) };
            if let Some(problem) = check(&row.response, recode) {
                differ.insert(label("response"), format!("{operation}: {problem}"));
            }
        }
    }
    for exception in exceptions.row {
        let key = (exception.id, exception.side);
        assert!(differ.remove(&key).is_some(), "the exception for {} of {} is not needed any more", key.1, key.0);
    }
    assert!(requests > 400 && answers > 700, "{requests} requests, {answers} answers: the corpus is not whole");
    let report: Vec<_> = differ.iter().map(|((id, side), problem)| format!("{id} {side}: {problem}")).collect();
    assert!(report.is_empty(), "{} sides of {requests} requests and {answers} answers differ:\n{}", report.len(), report.join("\n"));
    Ok(())
}

/// The operation of a method and path; literal segments win over parameters.
fn operation(method: &str, path: &str) -> Option<&'static str> {
    let parameters = |template: &str| template.matches('{').count();
    OPERATIONS
        .iter()
        .filter(|operation| operation.method == method && matches(operation.path, path))
        .min_by_key(|operation| parameters(operation.path))
        .map(|operation| operation.name)
}

fn matches(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count() && template.zip(path).all(|(part, segment)| part.starts_with('{') || part == segment)
}

/// What is wrong with the way of `json` through the models, if anything is.
fn check(json: &Value, recode: impl Fn(&str) -> Option<serde_json::Result<String>>) -> Option<String> {
    let again = match recode(&json.to_string()) {
        None => return Some("the operation has no JSON here".to_owned()),
        Some(Err(error)) => return Some(error.to_string()),
        Some(Ok(again)) => again,
    };
    match serde_json::from_str(&again) {
        Ok(again) => difference("", json, &again),
        Err(error) => Some(error.to_string()),
    }
}

/// Where two documents differ: absent is null, numbers count by value (also as 32-bit floats), date-times by instant.
fn difference(place: &str, one: &Value, other: &Value) -> Option<String> {
    let differ = || Some(format!("{place}: {one} became {other}"));
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let mut keys: Vec<_> = one.keys().chain(other.keys()).collect();
            keys.sort();
            keys.dedup();
            let null = Value::Null;
            keys.into_iter()
                .find_map(|key| difference(&format!("{place}/{key}"), one.get(key).unwrap_or(&null), other.get(key).unwrap_or(&null)))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).enumerate().find_map(|(index, (one, other))| difference(&format!("{place}/{index}"), one, other))
        }
        (Value::Number(a), Value::Number(b)) => {
            let equal = match (a.as_f64(), b.as_f64()) {
                _ if a == b => true,
                (Some(a), Some(b)) => a == b || a as f32 == b as f32 && !integer(one, other),
                _ => false,
            };
            if equal { None } else { differ() }
        }
        (Value::String(a), Value::String(b)) => {
            let instants = (a.parse::<DateTime>(), b.parse::<DateTime>());
            if a == b || matches!(instants, (Ok(a), Ok(b)) if a == b) { None } else { differ() }
        }
        _ if one == other => None,
        _ => differ(),
    }
}

/// Whether both are integers: those must not pass through a float.
fn integer(one: &Value, other: &Value) -> bool {
    !one.is_f64() && !other.is_f64()
}
