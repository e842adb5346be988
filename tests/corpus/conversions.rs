//! What a peer's hand-written conversions do, against ours.

use std::collections::BTreeMap;

use qdrant_remote::convert::registry::{MessageType, Pair, PairError, PairKind, messages, pairs};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::forms::base64::base64;
use crate::forms::compare::difference;
use crate::report::{Report, corpus};

#[derive(Deserialize)]
struct Row {
    id: String,
    direction: String,
    convert: String,
    grpc_type: String,
    grpc_b64: String,
    rest_type: String,
    rest_json: Value,
}

#[test]
fn conversions_of_a_peer() {
    let pairs = pairs();
    let messages: BTreeMap<&str, MessageType> = messages().into_iter().map(|message| (message.name, message)).collect();
    let mut report = Report::new("conversions.jsonl");
    for line in std::fs::read_to_string(corpus().join("conversions.jsonl")).unwrap().lines() {
        let row: Row = serde_json::from_str(line).unwrap();
        let bytes = base64(&row.grpc_b64);
        let (row, bytes) = enclosed(row, bytes);
        // The row's own type first, then whatever else goes with the message: a bare value, a union around the type.
        let mut candidates: Vec<&Pair> = pairs.iter().filter(|pair| pair.grpc == row.grpc_type).collect();
        candidates.sort_by_key(|pair| pair.rest != row.rest_type);
        let mut problem = Some(format!("no pair has {}", row.grpc_type));
        for pair in candidates {
            match judge(&row, pair, &bytes, messages.get(row.grpc_type.as_str())) {
                None => {
                    problem = None;
                    break;
                }
                Some(found) if pair.rest == row.rest_type || problem.as_deref().is_some_and(|text| text.starts_with("no pair")) => {
                    problem = Some(found)
                }
                Some(_) => {}
            }
        }
        report.note(&row.id, &format!("{} {}", row.direction, row.convert), "conversion", problem);
    }
    report.finish(1_952);
}

/// Messages that no pair has by itself, inside one that has: the field's number, and the key around the REST value.
const INSIDE: &[(&str, &str, u8, Option<&str>)] = &[
    ("google.protobuf.Timestamp", "qdrant.DatetimeRange", 1, Some("lt")),
    ("qdrant.NamedVectors", "qdrant.Vectors", 2, None),
    ("qdrant.NamedVectorsOutput", "qdrant.VectorsOutput", 2, None),
    ("qdrant.PointsSelector", "qdrant.PointsUpdateOperation.DeletePoints", 1, None),
];

/// The row with its value inside another, where that is how the value is paired.
fn enclosed(mut row: Row, bytes: Vec<u8>) -> (Row, Vec<u8>) {
    let Some((_, message, number, key)) = INSIDE.iter().find(|(name, ..)| *name == row.grpc_type) else { return (row, bytes) };
    let mut outer = vec![number << 3 | 2];
    prost::encoding::encode_varint(bytes.len() as u64, &mut outer);
    outer.extend(bytes);
    row.grpc_type = (*message).to_owned();
    if let Some(key) = key {
        row.rest_json = serde_json::json!({ *key: row.rest_json });
    }
    (row, outer)
}

/// The REST side of a row as the pair has it, given what else the recorded message says.
fn as_paired(pair: &Pair, row: &Row, bytes: &[u8]) -> Result<Value, PairError> {
    Ok(match pair.kind {
        PairKind::Reply => serde_json::json!({ "result": row.rest_json }),
        // The row is about the body; path and query are taken from the message.
        PairKind::Request => {
            let mut request: Value = serde_json::from_slice(&pair.to_rest(bytes)?).map_err(PairError::Json)?;
            request["body"] = row.rest_json.clone();
            request
        }
        _ => row.rest_json.clone(),
    })
}

fn judge(row: &Row, pair: &Pair, bytes: &[u8], message: Option<&MessageType>) -> Option<String> {
    let part = match pair.kind {
        PairKind::Reply => Some("result"),
        PairKind::Request => Some("body"),
        _ => None,
    };
    if row.direction == "grpc_to_rest" {
        let mut json: Value = match pair.to_rest(bytes) {
            Ok(json) => serde_json::from_slice(&json).unwrap(),
            Err(error) => return Some(error.to_string()),
        };
        if let Some(part) = part {
            json = json[part].take();
        }
        return difference("", &present(&row.rest_json), &present(&json));
    }
    let ours = match as_paired(pair, row, bytes).and_then(|json| pair.to_grpc(json.to_string().as_bytes())) {
        Ok(ours) => ours,
        Err(error) => return Some(error.to_string()),
    };
    match message.map(|message| message.equal(&ours, bytes)) {
        Some(Ok(true)) => None,
        // gRPC may say one thing in two ways (a date as text or timestamp, sets in any order, the collection once more
        // inside a batch); what REST cannot hold is refused, so messages that REST reads alike mean the same.
        Some(Ok(false)) => match (pair.to_rest(&ours), pair.to_rest(bytes)) {
            (Ok(ours), Ok(theirs)) => {
                let (ours, theirs): (Value, Value) = (serde_json::from_slice(&ours).unwrap(), serde_json::from_slice(&theirs).unwrap());
                difference("", &theirs, &ours)
            }
            (_, Err(error)) => Some(format!("the recorded message: {error}")),
            (Err(error), _) => Some(format!("our message: {error}")),
        },
        Some(Err(error)) => Some(error.to_string()),
        None => Some("no such message".to_owned()),
    }
}

/// The normalisations of the way from gRPC: it has no presence for lists and maps, so empty ones are absent; a nearest
/// query without more is its vector.
fn present(value: &Value) -> Value {
    match value {
        Value::Object(fields) if fields.len() == 1 && fields.contains_key("nearest") => present(&fields["nearest"]),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(key, value)| (key.clone(), present(value)))
                .filter(|(_, value)| *value != Value::Array(Vec::new()) && *value != Value::Object(Map::new()))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(present).collect()),
        other => other.clone(),
    }
}
