//! REST alone: what was sent and answered decodes into the models and encodes to equal JSON.

use qdrant_remote::models::registry;
use serde_json::Value;

use crate::forms::compare::difference;
use crate::report::Report;
use crate::wire::{parse_path, rows};

#[test]
fn bodies_of_rest() {
    let mut report = Report::new("wire.jsonl, REST");
    for row in rows().into_iter().filter(|row| row.protocol == "rest") {
        let path = row.target.split('?').next().unwrap_or_default();
        // An unknown operation is reported by the other test of this file.
        let Some((operation, _)) = parse_path(&row.method, path) else { continue };
        let success = row.status.as_u64().is_some_and(|status| (200..300).contains(&status));
        // A request that the server refused may be refused here as well.
        if success && !row.request.is_null() {
            let problem = check(&row.request, |json| registry::request(operation.name, json));
            report.note(&row.id, &format!("{} request", operation.name), "request", problem);
        }
        // A text answer is recorded as a string.
        if row.response.is_object() {
            let recode = |json: &[u8]| if success { registry::reply(operation.name, json) } else { Some(registry::failure(json)) };
            report.note(&row.id, &format!("{} response", operation.name), "response", check(&row.response, recode));
        }
    }
    report.finish(700);
}

/// What is wrong with the way of `json` through the models, if anything is.
fn check(json: &Value, recode: impl Fn(&[u8]) -> Option<serde_json::Result<String>>) -> Option<String> {
    match recode(json.to_string().as_bytes()) {
        None => Some("the operation has no JSON here".to_owned()),
        Some(Err(error)) => Some(error.to_string()),
        Some(Ok(again)) => difference("", json, &serde_json::from_str(&again).unwrap()),
    }
}
