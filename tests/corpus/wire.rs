//! What a real server and real clients said: every message and body round-trips, and survives the way to the other
//! protocol and back.

use std::collections::BTreeMap;

use qdrant_remote::convert::registry::{MessageType, Pair, PairError, PairKind, messages, pairs};
use qdrant_remote::operation::Operation;
use qdrant_remote::operations::OPERATIONS;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::forms::base64::base64;
use crate::forms::compare::difference;
use crate::forms::normal::normal;
use crate::report::{Report, corpus};

#[derive(Deserialize)]
pub struct Row {
    pub id: String,
    pub protocol: String,
    pub method: String,
    #[serde(default)]
    pub target: String,
    #[serde(default)]
    pub request: Value,
    #[serde(default)]
    pub response: Value,
    pub status: Value,
    #[serde(default)]
    request_type: String,
    #[serde(default)]
    request_b64: String,
    #[serde(default)]
    response_type: String,
    response_b64: Option<String>,
}

/// Every row of the file.
pub fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(corpus().join("wire.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn traffic_of_a_server() {
    let pairs = pairs();
    let messages: BTreeMap<&str, MessageType> = messages().into_iter().map(|message| (message.name, message)).collect();
    let mut report = Report::new("wire.jsonl, across");
    for row in rows() {
        if row.protocol == "grpc" { grpc(&row, &pairs, &messages, &mut report) } else { rest(&row, &pairs, &mut report) }
    }
    report.finish(1_096);
}

fn grpc(row: &Row, pairs: &[Pair], messages: &BTreeMap<&str, MessageType>, report: &mut Report) {
    let rpc = row.method.trim_start_matches('/');
    let operation = OPERATIONS.iter().find(|operation| operation.rpc == Some(rpc));
    let sides = [
        ("request", PairKind::Request, &row.request_type, Some(&row.request_b64)),
        ("response", PairKind::Reply, &row.response_type, row.response_b64.as_ref()),
    ];
    for (side, kind, name, text) in sides {
        let Some(text) = text.filter(|_| !name.is_empty()) else { continue };
        let bytes = base64(text);
        let message = &messages[name.as_str()];
        let again = match message.again(&bytes).and_then(|again| message.equal(&again, &bytes)) {
            Ok(true) => None,
            Ok(false) => Some("the message changed".to_owned()),
            Err(error) => Some(error.to_string()),
        };
        report.note(&row.id, &format!("grpc {side}"), side, again);
        let Some(operation) = operation else { continue };
        let pair = find(pairs, kind, operation);
        // A message that the server refused may be refused here as well.
        let refused = row.status != "OK";
        let crossed = match pair.to_rest(&bytes).and_then(|json| Ok((pair.to_grpc(&json)?, json))) {
            Ok((back, json)) => match message.equal(&back, &bytes) {
                Ok(true) => None,
                // Equal once more in REST: only what REST says in one way and gRPC in two was normalised.
                Ok(false) => match pair.to_rest(&back) {
                    Ok(twice) => difference("", &parse(&json), &parse(&twice)),
                    Err(error) => Some(format!("back again: {error}")),
                },
                Err(error) => Some(error.to_string()),
            },
            Err(PairError::Convert(_)) if refused && side == "request" => None,
            Err(error) => Some(error.to_string()),
        };
        report.note(&row.id, &format!("{} {side} across", operation.name), &format!("{side}/cross"), crossed);
    }
}

fn rest(row: &Row, pairs: &[Pair], report: &mut Report) {
    let (path, query) = row.target.split_once('?').unwrap_or((&row.target, ""));
    let Some((operation, mut request)) = parse_path(&row.method, path) else {
        report.note(&row.id, "rest operation", "operation", Some(format!("no operation has {} {path}", row.method)));
        return;
    };
    report.note(&row.id, "rest operation", "operation", None);
    if operation.rpc.is_none() {
        return;
    }
    let success = row.status.as_u64().is_some_and(|status| (200..300).contains(&status));
    for (key, value) in query.split('&').filter_map(|part| part.split_once('=')) {
        let text = decode(value);
        request.insert(decode(key), serde_json::from_str(&text).unwrap_or(Value::String(text)));
    }
    if !row.request.is_null() {
        request.insert("body".to_owned(), row.request.clone());
    }
    let pair = find(pairs, PairKind::Request, operation);
    let request = Value::Object(request).to_string();
    match pair.rest_again(request.as_bytes()) {
        Ok(canonical) => {
            let crossed = cross(pair, &canonical);
            let problem = match crossed {
                Err(PairError::Convert(_)) if !success => None,
                Err(error) => Some(error.to_string()),
                Ok(back) => difference("", &waiting(operation, normal(&parse(&canonical))), &normal(&parse(&back))),
            };
            report.note(&row.id, &format!("{} request across", operation.name), "request/cross", problem);
        }
        Err(error) if success => {
            report.note(&row.id, &format!("{} request across", operation.name), "request/cross", Some(error.to_string()))
        }
        Err(_) => {}
    }
    if success && row.response.is_object() {
        let pair = find(pairs, PairKind::Reply, operation);
        // A reply without envelope, as `root` gives.
        let bare = row.response.get("status").is_none();
        let response = if bare { serde_json::json!({ "result": row.response }) } else { row.response.clone() };
        let problem = match pair.rest_again(response.to_string().as_bytes()).and_then(|canonical| Ok((cross(pair, &canonical)?, canonical)))
        {
            Ok((back, canonical)) => difference("", &normal(&parse(&canonical)), &normal(&parse(&back))),
            Err(error) => Some(error.to_string()),
        };
        report.note(&row.id, &format!("{} response across", operation.name), "response/cross", problem);
    }
}

/// gRPC always waits for snapshots, as REST does unless told not to: `wait=true` is the same as nothing.
fn waiting(operation: &Operation, mut request: Value) -> Value {
    if operation.name.ends_with("_snapshot")
        && let Some(fields) = request.as_object_mut()
        && fields.get("wait") == Some(&Value::Bool(true))
    {
        fields.remove("wait");
    }
    request
}

fn cross(pair: &Pair, json: &[u8]) -> Result<Vec<u8>, PairError> {
    pair.to_rest(&pair.to_grpc(json)?)
}

fn find<'a>(pairs: &'a [Pair], kind: PairKind, operation: &Operation) -> &'a Pair {
    pairs.iter().find(|pair| pair.kind == kind && pair.rest == operation.name).unwrap()
}

fn parse(json: &[u8]) -> Value {
    serde_json::from_slice(json).unwrap()
}

/// The operation of a method and path with its path parameters; literal segments win over parameters.
pub fn parse_path(method: &str, path: &str) -> Option<(&'static Operation, Map<String, Value>)> {
    let fits = |template: &str| {
        let (template, path) = (template.split('/'), path.split('/'));
        template.clone().count() == path.clone().count()
            && template.zip(path).all(|(part, segment)| part.starts_with('{') || part == segment)
    };
    let operation = OPERATIONS
        .iter()
        .filter(|operation| operation.method == method && fits(operation.path))
        .min_by_key(|operation| operation.path.matches('{').count())?;
    let parameters = operation.path.split('/').zip(path.split('/')).filter_map(|(part, segment)| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?;
        let text = decode(segment);
        let value = match (name, text.parse::<u64>()) {
            ("shard_id" | "peer_id" | "id", Ok(number)) => Value::Number(number.into()),
            _ => Value::String(text),
        };
        Some((name.to_owned(), value))
    });
    Some((operation, parameters.collect()))
}

/// Percent-decoding.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let hex: Vec<u8> = rest.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
            }
            b'+' => bytes.push(b' '),
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).unwrap()
}
