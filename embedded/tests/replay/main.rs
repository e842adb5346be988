//! The REST requests that were recorded of a real server, sent to the embedded one: how many get the recorded status, how
//! many the recorded result, and why the rest differ.
//!
//! The recording is a selection without order, of tests that reused the names of their collections. So requests go scene
//! by scene, each on a collection made anew, first those that make and fill it.

#![allow(
    clippy::excessive_precision,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and shows what it did"
)]

#[path = "../../../examples/gateway/gateway.rs"]
mod gateway;
mod rows;
mod scenes;
mod vectors;
#[path = "../support/wire.rs"]
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use qdrant_remote::{Client, Protocol};
use qdrant_remote_embedded::Embedded;
use rows::{Row, rows};
use scenes::{Scene, indexes, looked_into, points, scenes};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use wire::http;

/// At least so many of the requests get the recorded status, and the recorded result.
const STATUSES: usize = 715;
const RESULTS: usize = 390;
/// How often a request is sent that was refused for coming too often.
const OFTEN: usize = 25;
/// Why most results differ: what the answers were made of is nowhere in the selection.
const OTHER_POINTS: [&str; 3] = [
    "result: counts points of which the selection shows some at most",
    "result: compares vectors that the selection does not show",
    "result: shows points as they were between writes that are not in the selection",
];

/// The server, and what was found.
struct Replay {
    port: u16,
    asked: usize,
    statuses: usize,
    results: usize,
    reasons: BTreeMap<String, usize>,
    stand_ins: usize,
    guessed: usize,
    /// Requests with the recorded result in a collection of nothing but the points that their answers show.
    alone: usize,
}

impl Replay {
    async fn send(&self, method: &str, target: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { Vec::new() } else { serde_json::to_vec(body).unwrap() };
        let (status, answer) = http(self.port, method, target, &[("content-type", "application/json")], &body).await;
        (status, serde_json::from_slice(&answer).unwrap_or_else(|_| json!(String::from_utf8_lossy(&answer))))
    }

    async fn make(&self, name: &str, settings: &Value, keys: &[Value], points: &[Value]) {
        self.send("PUT", &format!("/collections/{name}"), settings).await;
        for key in keys {
            self.send("PUT", &format!("/collections/{name}/shards"), &json!({"shard_key": key})).await;
        }
        if points.is_empty() {
            return;
        }
        let key = keys.first();
        let (status, answer) = self.send("PUT", &format!("/collections/{name}/points"), &json!({"points": points, "shard_key": key})).await;
        if status != 200 {
            // One of them is none that this collection can hold.
            for point in points {
                self.send("PUT", &format!("/collections/{name}/points"), &json!({"points": [point], "shard_key": key})).await;
            }
            if std::env::var_os("REPLAY_SHOW").is_some() {
                println!("not all points of {name} fit: {answer}");
            }
        }
    }

    async fn play(&mut self, scene: &Scene<'_>) {
        let name = scene.collection;
        if !name.is_empty() && name != "aliases" {
            self.send("DELETE", &format!("/collections/{name}"), &Value::Null).await;
            if let Some(settings) = &scene.settings {
                for (name, settings, points) in looked_into(scene) {
                    self.make(&name, &settings, &[], &points).await;
                }
                self.guessed += usize::from(!scene.recorded);
                self.stand_ins += scene.points.len();
                // A collection that the recording makes is made by that request; what is there already stays.
                let created = scene.rows.first().filter(|row| row.creates());
                if let Some(row) = created {
                    self.ask(row).await;
                }
                self.make(name, settings, scene.keys.as_deref().unwrap_or_default(), &scene.points).await;
                for index in indexes(&scene.rows) {
                    self.send("PUT", &format!("/collections/{name}/index?wait=true"), &index).await;
                }
            }
        }
        if !scene.before.is_empty() {
            // A limit was felt, so strict mode was on.
            let on = json!({"strict_mode_config": {"enabled": true}});
            self.send("PATCH", &format!("/collections/{name}"), &on).await;
        }
        for row in &scene.before {
            self.send(&row.method, &row.target, &row.request).await;
        }
        let mut again = Vec::new();
        for row in scene.rows.iter().filter(|row| !row.creates()) {
            if self.ask(row).await {
                again.push(*row);
            }
        }
        for row in again.into_iter().filter(|row| !row.keyed() && !row.shown().is_empty()) {
            self.ask_alone(scene, row).await;
        }
    }

    /// Asks once more, with the points of the answer and no others.
    async fn ask_alone(&mut self, scene: &Scene<'_>, row: &Row) {
        let (Some(settings), name) = (&scene.settings, scene.collection) else { return };
        self.send("DELETE", &format!("/collections/{name}"), &Value::Null).await;
        self.make(name, settings, &[], &points(&scene.vectors, &[row], true)).await;
        for index in indexes(&scene.rows) {
            self.send("PUT", &format!("/collections/{name}/index?wait=true"), &index).await;
        }
        let (status, answer) = self.send(&row.method, &row.target, &row.request).await;
        self.alone += usize::from(why(row, status, &answer).is_none());
    }

    /// Sends a request and notes what comes; whether that was of other points than the recorded ones.
    async fn ask(&mut self, row: &Row) -> bool {
        let mut target = row.target.clone();
        if row.good()
            && let Some((folder, name)) = row.target.split_once("/snapshots/").filter(|(_, name)| name.contains("snapshot"))
        {
            // The name tells when the snapshot was taken: here it is one of now.
            let (_, made) = self.send("POST", &format!("{folder}/snapshots"), &Value::Null).await;
            let rest = name.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
            target = format!("{folder}/snapshots/{}{rest}", made["result"]["name"].as_str().unwrap_or(name));
        }
        let (mut status, mut answer) = self.send(&row.method, &target, &row.request).await;
        // The recorded client had used up what it may ask for.
        let mut sent = 1;
        while row.status == 429 && status != 429 && sent < OFTEN {
            (status, answer) = self.send(&row.method, &target, &row.request).await;
            sent += 1;
        }
        self.asked += 1;
        self.statuses += usize::from(status == row.status);
        match why(row, status, &answer) {
            None => {
                self.results += 1;
                false
            }
            Some(reason) => {
                if std::env::var_os("REPLAY_SHOW").is_some() {
                    println!(
                        "{reason}\n  {} {} {}\n  {} {}\n  {status} {answer}",
                        row.method, row.target, row.request, row.status, row.response
                    );
                }
                let other = OTHER_POINTS.contains(&reason.as_str());
                *self.reasons.entry(reason).or_default() += 1;
                other
            }
        }
    }
}

/// Where requests go: to the server, or with `REPLAY_OVER=grpc` or `rest` to a gateway that speaks that to the server.
async fn door(server: &Embedded) -> u16 {
    let over = match std::env::var("REPLAY_OVER").as_deref() {
        Ok("grpc") => Protocol::Grpc,
        Ok("rest") => Protocol::Rest,
        _ => return server.http_port(),
    };
    let upstream = Client::builder().url(server.url()).grpc_url(server.grpc_url());
    let [http, grpc] = [TcpListener::bind("127.0.0.1:0").await.unwrap(), TcpListener::bind("127.0.0.1:0").await.unwrap()];
    let port = http.local_addr().unwrap().port();
    tokio::spawn(gateway::run(gateway::client(upstream, over).unwrap(), http, grpc));
    port
}

#[tokio::test]
async fn recorded_requests_are_answered_as_they_were() {
    let rows = rows();
    // In memory where there is a folder for that: collections come and go by the hundred.
    let place = Some(Path::new("/dev/shm")).filter(|place| place.is_dir()).map_or_else(std::env::temp_dir, Path::to_owned);
    let folder = tempfile::tempdir_in(place).unwrap();
    let server = Embedded::builder().storage(folder.path()).start().await.unwrap();
    let (port, reasons) = (door(&server).await, BTreeMap::new());
    let mut replay = Replay { port, asked: 0, statuses: 0, results: 0, reasons, stand_ins: 0, guessed: 0, alone: 0 };
    let names: BTreeSet<&str> = rows.iter().map(|row| row.collection.as_str()).collect();
    let mut played = 0;
    for name in names {
        for scene in scenes(name, rows.iter().filter(|row| row.collection == name).collect()) {
            replay.play(&scene).await;
            played += 1;
        }
    }
    let Replay { asked, statuses, results, reasons, stand_ins, guessed, alone, .. } = replay;
    println!("{played} scenes, {guessed} of them with collections made as their requests suggest");
    println!("{stand_ins} points that requests name or answers show were there before, with any vectors where none are told");
    println!("requests: {asked}, recorded status: {statuses}, recorded result: {results}");
    println!("of the others, {alone} have it where there are no points but those that their own answers show");
    reasons.iter().for_each(|(reason, count)| println!("{count:>5}  {reason}"));
    assert_eq!(asked, rows.len());
    assert!(statuses >= STATUSES, "{statuses} of {asked} have the recorded status");
    // gRPC has other words for what is malformed.
    let results = results + reasons.iter().filter(|(reason, _)| reason.starts_with("words: ")).map(|(_, count)| count).sum::<usize>();
    assert!(results >= RESULTS, "{results} of {asked} have the recorded result, but for words");
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
            (429, _) => reason("status: the change of settings that limits the rate is not in the selection"),
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
        "GET /collections/{}" if same(&settings(recorded), &settings(got)) => {
            "result: settings and indexes as recorded; how many points and segments, of a server that takes two segments, not"
        }
        "GET /collections/{}" => "result: settings after changes that are not in the selection",
        "GET /collections" | "GET /aliases" => "result: lists what other tests left",
        _ if kind.contains("/count") || kind.contains("/facet") => OTHER_POINTS[0],
        _ if kind.contains("/query") || kind.contains("/matrix") => OTHER_POINTS[1],
        _ if row.method == "GET" || kind.contains("/scroll") || kind == "POST /collections/{}/points" => OTHER_POINTS[2],
        _ => return Some(format!("result: {kind}")),
    };
    reason(text)
}

/// What a collection is set to, without what depends on the machine.
fn settings(info: &Value) -> Value {
    let mut config = info["config"].clone();
    if let Some(optimizers) = config["optimizer_config"].as_object_mut() {
        optimizers.remove("default_segment_number");
    }
    let mut schema = info["payload_schema"].clone();
    schema.as_object_mut().into_iter().flatten().for_each(|(_, index)| index["points"] = Value::Null);
    json!({"config": config, "schema": schema})
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
