//! The REST requests that were recorded of a real server, sent to the embedded one: how many get the recorded status, how
//! many the recorded result, and why the rest differ.
//!
//! The recording is a selection without order. So requests go by collection, first those that make and fill it.

#![allow(
    clippy::excessive_precision,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and shows what it did"
)]

#[path = "support/wire.rs"]
mod wire;

use std::collections::{BTreeMap, BTreeSet};

use qdrant_remote_embedded::Embedded;
use serde_json::{Value, json};
use wire::{corpus, http};

/// At least so many of the requests get the recorded status, and the recorded result.
const STATUSES: usize = 500;
const RESULTS: usize = 260;

struct Row {
    method: String,
    target: String,
    collection: String,
    request: Value,
    status: u16,
    response: Value,
}

impl Row {
    /// The path without the names in it.
    fn kind(&self) -> String {
        let path = self.target.split('?').next().unwrap_or_default();
        let shown = path.replacen(&format!("/collections/{}", self.collection), "/collections/{}", 1);
        format!("{} {shown}", self.method)
    }

    /// When the request makes sense among those to its collection.
    fn turn(&self) -> usize {
        let kind = self.kind();
        let good = self.status < 300;
        match kind.as_str() {
            "PUT /collections/{}" if good => 0,
            "PATCH /collections/{}" if good => 7,
            _ if !good => 8,
            "PUT /collections/{}/shards" => 2,
            _ if kind.starts_with("PUT /collections/{}/vectors/") => 3,
            "PUT /collections/{}/points" if good => 4,
            "PUT /collections/{}/index" if good => 5,
            "POST /collections/aliases" => 5,
            "GET /collections/{}" => 10,
            "DELETE /collections/{}" => 20,
            _ if kind.contains("/points/delete") => 12,
            _ if kind.contains("/payload") || kind.contains("/points/batch") || kind.contains("/points/vectors") => 6,
            _ if self.method == "DELETE" => 13,
            _ => 9,
        }
    }
}

fn rows() -> Vec<Row> {
    let rows = corpus().into_iter().filter(|row| row["protocol"] == "rest").map(|row| {
        let target = row["target"].as_str().unwrap().to_owned();
        let path = target.split('?').next().unwrap().to_owned();
        let collection = path.strip_prefix("/collections/").and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
        Row {
            method: row["method"].as_str().unwrap().to_owned(),
            target,
            collection,
            request: row["request"].clone(),
            status: row["status"].as_u64().unwrap() as u16,
            response: row["response"].clone(),
        }
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by_key(|row| (row.collection.clone(), row.turn()));
    rows
}

/// The creation of a collection that the recording does not have: with the settings that it told, or else with the
/// vectors that the requests which went well speak of.
fn creation(rows: &[&Row]) -> Value {
    if let Some(info) = rows.iter().find(|row| row.turn() == 10 && row.status == 200) {
        let config = &info.response["result"]["config"];
        let mut body = json!({
            "vectors": config["params"]["vectors"], "sparse_vectors": config["params"]["sparse_vectors"],
            "quantization_config": config["quantization_config"], "metadata": config["metadata"],
        });
        body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        return body;
    }
    let (mut dense, mut sparse) = (BTreeMap::new(), BTreeMap::new());
    let mut note = |name: &str, vector: &Value| {
        let rows = vector[0].as_array();
        if vector["indices"].is_array() {
            sparse.insert(name.to_owned(), json!({}));
        } else if let Some(row) = rows.or(vector.as_array()).filter(|row| !row.is_empty() && row.iter().all(Value::is_number)) {
            let mut params = json!({"size": row.len(), "distance": "Cosine"});
            if rows.is_some() {
                params["multivector_config"] = json!({"comparator": "max_sim"});
            }
            dense.entry(name.to_owned()).or_insert(params);
        }
    };
    let good = rows.iter().filter(|row| row.status < 300);
    for request in good.map(|row| &row.request) {
        let named = |vector: &Value, note: &mut dyn FnMut(&str, &Value)| match vector.as_object() {
            Some(vectors) => vectors.iter().for_each(|(name, vector)| note(name, vector)),
            None => note("", vector),
        };
        for point in request["points"].as_array().into_iter().flatten() {
            named(&point["vector"], &mut note);
        }
        match &request["batch"]["vectors"] {
            Value::Object(columns) => columns.iter().for_each(|(name, column)| note(name, &column[0])),
            column => note("", &column[0]),
        }
        let mut asked = vec![request];
        while let Some(query) = asked.pop() {
            let using = query["using"].as_str().unwrap_or_default();
            for vector in [&query["query"], &query["query"]["nearest"]] {
                if !vector["key"].is_string() {
                    note(using, vector);
                }
            }
            for inner in [&query["prefetch"], &query["searches"]] {
                asked.extend(inner.as_array().into_iter().flatten());
                asked.extend(Some(inner).filter(|inner| inner.is_object()));
            }
        }
    }
    let mut body = json!({});
    match dense.remove("") {
        Some(params) if dense.is_empty() => body["vectors"] = params,
        unnamed => {
            dense.extend(unnamed.map(|params| (String::new(), params)));
            body["vectors"] = json!(dense);
        }
    }
    body["sparse_vectors"] = json!(sparse);
    body
}

#[tokio::test]
async fn recorded_requests_are_answered_as_they_were() {
    let rows = rows();
    let server = Embedded::start().await.unwrap();
    let port = server.http_port();
    let made: BTreeSet<&str> = rows.iter().filter(|row| row.turn() == 0).map(|row| row.collection.as_str()).collect();
    let worked = |row: &&Row| row.status < 300 && row.method != "DELETE";
    let used: BTreeSet<&str> = rows.iter().filter(worked).map(|row| row.collection.as_str()).filter(|name| !name.is_empty()).collect();
    let mut guessed = 0;
    for name in used.difference(&made).filter(|name| **name != "aliases") {
        let own: Vec<&Row> = rows.iter().filter(|row| row.collection == **name).collect();
        let body = serde_json::to_vec(&creation(&own)).unwrap();
        http(port, "PUT", &format!("/collections/{name}"), &[("content-type", "application/json")], &body).await;
        guessed += 1;
    }
    println!("collections: {} made as recorded, {guessed} as their requests suggest", made.len());
    let (mut statuses, mut results, mut asked) = (0, 0, 0);
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for row in &rows {
        let body = if row.request.is_null() { Vec::new() } else { serde_json::to_vec(&row.request).unwrap() };
        if row.turn() == 0 {
            // The recording may hold more than one run's creation of the same name.
            http(port, "DELETE", &format!("/collections/{}", row.collection), &[], b"").await;
        }
        let (status, answer) = http(port, &row.method, &row.target, &[("content-type", "application/json")], &body).await;
        let answer = serde_json::from_slice(&answer).unwrap_or_else(|_| json!(String::from_utf8_lossy(&answer)));
        asked += 1;
        if status == row.status {
            statuses += 1;
        }
        match why(row, status, &answer) {
            None => results += 1,
            Some(reason) => {
                if std::env::var_os("REPLAY_SHOW").is_some() {
                    println!(
                        "{reason}\n  {} {} {}\n  {} {}\n  {status} {answer}",
                        row.method, row.target, row.request, row.status, row.response
                    );
                }
                *reasons.entry(reason).or_default() += 1;
            }
        }
    }
    println!("requests: {asked}, recorded status: {statuses}, recorded result: {results}");
    reasons.iter().for_each(|(reason, count)| println!("{count:>5}  {reason}"));
    assert!(statuses >= STATUSES, "{statuses} of {asked} have the recorded status");
    assert!(results >= RESULTS, "{results} of {asked} have the recorded result");
    server.stop().await;
}

/// Why an answer is not the recorded one, if it is not.
fn why(row: &Row, status: u16, answer: &Value) -> Option<String> {
    let message = answer["status"]["error"].as_str().or(answer.as_str()).unwrap_or_default();
    let reason = |text: &str| Some(text.to_owned());
    if status != row.status {
        return match (row.status, status) {
            (_, 404) if message.contains("doesn't exist") => {
                reason("status: neither the collection's creation nor its use is in the selection")
            }
            (_, 404) if message.contains("No point with id") || message.contains("Point with id") => {
                reason("status: the points that it names are not in the selection")
            }
            (_, 404) if message.contains("Snapshot") || message.contains("not found") => {
                reason("status: names a snapshot or shard of the recording")
            }
            (_, 501) => Some(format!("status: {message}")),
            (429, _) => reason("status: the embedded server limits no rates"),
            (recorded, 400) if message.contains("vector name") || message.contains("dimension") || message.contains("No range index") => {
                Some(format!(
                    "status: the collection, as far as it is in the selection, has not these vectors or indexes ({recorded} recorded)"
                ))
            }
            (recorded, got) => {
                Some(format!("status: {recorded} recorded, {got}: {}: {}", row.kind(), &message.chars().take(90).collect::<String>()))
            }
        };
    }
    if status >= 300 {
        let recorded = row.response["status"]["error"].as_str().or(row.response.as_str()).unwrap_or_default();
        return (recorded != message).then(|| format!("words: {}", words(recorded)));
    }
    let (recorded, got) = (&row.response["result"], &answer["result"]);
    if row.response.is_string() || same(recorded, got) {
        return None;
    }
    let kind = row.kind();
    let text = match kind.as_str() {
        _ if kind.contains("telemetry") || kind.contains("/cluster") || kind.contains("/quotas") || kind.contains("snapshots") => {
            "result: tells of the machine, its cluster or its files"
        }
        "GET /collections/{}" => "result: counts, segments and settings after writes that are not in the selection",
        "GET /collections" | "GET /aliases" => "result: lists what other tests left",
        _ if row.method == "GET" || kind.contains("/query") || kind.contains("/scroll") || kind.contains("/count") => {
            "result: the points of the collection are not, or not all, in the selection"
        }
        _ if kind.contains("/facet") || kind.contains("/matrix") || kind == "POST /collections/{}/points" => {
            "result: the points of the collection are not, or not all, in the selection"
        }
        _ => return Some(format!("result: {kind}")),
    };
    reason(text)
}

/// The beginning of an error's text.
fn words(text: &str) -> String {
    text.chars().take(70).collect()
}

/// Whether two results are the same, but for rounding, for what is absent or null, and for the numbers of operations,
/// which count everything that was ever sent.
fn same(recorded: &Value, got: &Value) -> bool {
    match (recorded, got) {
        (Value::Object(recorded), Value::Object(got)) => {
            let keys = recorded.keys().chain(got.keys()).filter(|key| !["operation_id", "version"].contains(&key.as_str()));
            keys.into_iter().all(|key| same(recorded.get(key).unwrap_or(&Value::Null), got.get(key).unwrap_or(&Value::Null)))
        }
        (Value::Array(recorded), Value::Array(got)) => recorded.len() == got.len() && recorded.iter().zip(got).all(|(a, b)| same(a, b)),
        (Value::Number(recorded), Value::Number(got)) => match (recorded.as_f64(), got.as_f64()) {
            (Some(recorded), Some(got)) => (recorded - got).abs() <= 1e-4 * recorded.abs().max(1.0),
            _ => false,
        },
        (recorded, got) => recorded == got,
    }
}
