//! What a peer's hand-written conversions do, against ours.

use std::collections::BTreeMap;

use qdrant_remote::convert::registry::{MessageType, Pair, PairKind, messages, pairs};
use serde::Deserialize;
use serde_json::Value;

use crate::compare::difference;
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
                Some(found) if pair.rest == row.rest_type || problem.as_deref().is_some_and(|text| text.starts_with("no pair")) => problem = Some(found),
                Some(_) => {}
            }
        }
        report.note(&row.id, &format!("{} {}", row.direction, row.convert), "conversion", problem);
    }
    report.finish(1_952);
}

fn judge(row: &Row, pair: &Pair, bytes: &[u8], message: Option<&MessageType>) -> Option<String> {
    let reply = pair.kind == PairKind::Reply;
    if row.direction == "grpc_to_rest" {
        let json = match pair.to_rest(bytes) {
            Ok(json) => json,
            Err(error) => return Some(error.to_string()),
        };
        let mut json: Value = serde_json::from_slice(&json).unwrap();
        if reply {
            json = json["result"].take();
        }
        return difference("", &row.rest_json, &json);
    }
    let json = if reply { serde_json::json!({ "result": row.rest_json }) } else { row.rest_json.clone() };
    let ours = match pair.to_grpc(json.to_string().as_bytes()) {
        Ok(ours) => ours,
        Err(error) => return Some(error.to_string()),
    };
    match message.map(|message| message.equal(&ours, bytes)) {
        Some(Ok(true)) => None,
        Some(Ok(false)) => {
            // Sets and numbers may be written in other ways: what both mean in REST decides.
            let (ours, theirs) = (pair.to_rest(&ours), pair.to_rest(bytes));
            match (ours, theirs) {
                (Ok(ours), Ok(theirs)) => {
                    let (ours, theirs): (Value, Value) = (serde_json::from_slice(&ours).unwrap(), serde_json::from_slice(&theirs).unwrap());
                    difference("", &theirs, &ours).or(Some("the messages differ although REST reads them alike".to_owned())).filter(|_| !only_sets_differ(&ours, &theirs))
                }
                (_, Err(error)) => Some(format!("the recorded message: {error}")),
                (Err(error), _) => Some(format!("our message: {error}")),
            }
        }
        Some(Err(error)) => Some(error.to_string()),
        None => Some("no such message".to_owned()),
    }
}

/// Whether two documents are equal but for the order of sets, and not equal as they stand.
fn only_sets_differ(one: &Value, other: &Value) -> bool {
    one != other && difference("", one, other).is_none()
}

/// Standard base64.
pub fn base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| -> u32 {
        match byte {
            b'A'..=b'Z' => u32::from(byte - b'A'),
            b'a'..=b'z' => u32::from(byte - b'a') + 26,
            b'0'..=b'9' => u32::from(byte - b'0') + 52,
            b'+' => 62,
            b'/' => 63,
            other => panic!("`{other}` is no base64"),
        }
    };
    let digits: Vec<u32> = text.bytes().filter(|byte| *byte != b'=').map(digit).collect();
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for group in digits.chunks(4) {
        let bits = group.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - group.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    bytes
}
