//! Ten thousand random, malformed and hostile requests over both fronts: every one is answered, none with an internal
//! error, and the server is as well afterwards as before. `HOSTILE_SEED` and `HOSTILE_REQUESTS` choose other ones.

#![allow(
    clippy::excessive_precision,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and shows what it did"
)]

mod proto;
mod random;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/wire.rs"]
mod wire;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use qdrant_remote::Protocol;
use qdrant_remote::models::Distance;
use qdrant_remote::operations::OPERATIONS;
use qdrant_remote_embedded::Embedded;
use random::Random;
use serde_json::Value;
use wire::{base64, connect, corpus, exchange, framed, http, rpc};

const SEED: u64 = 20_241_124;
const REQUESTS: u64 = 10_000;
/// No answer may take longer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What there is to send: bodies of REST and messages of gRPC that were sent once.
struct Samples {
    rest: Vec<(String, String, Value)>,
    grpc: Vec<(String, Vec<u8>)>,
}

impl Samples {
    fn read() -> Self {
        let (mut rest, mut grpc) = (Vec::new(), Vec::new());
        for row in corpus() {
            let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            match row["protocol"] == "rest" {
                true => rest.push((text("method"), text("target"), row["request"].clone())),
                false => grpc.push((text("method"), base64(&text("request_b64")))),
            }
        }
        Samples { rest, grpc }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_answered() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (seed, requests) = (number("HOSTILE_SEED", SEED), number("HOSTILE_REQUESTS", REQUESTS));
    let server = Embedded::start().await.unwrap();
    let client = support::client(&server, Protocol::Rest);
    for name in ["victim", "c"] {
        support::plane(&client, name, Distance::Dot).await;
        support::upsert(&client, name, support::line(0..20)).await;
    }
    let samples = Samples::read();
    let mut random = Random(seed);
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    let mut sender = connect(server.grpc_port()).await;
    for number in 0..requests {
        let answer = if number % 2 == 0 {
            rest(&server, &samples, &mut random).await
        } else {
            let (path, body) = message(&samples, &mut random);
            let started = Instant::now();
            let called = rpc(&sender, &path, body.clone()).await;
            assert!(started.elapsed() < PATIENCE, "seed {seed}, request {number}, {path}: {:?}", started.elapsed());
            match called {
                Some((code, text)) => {
                    // How tonic answers bytes that are no message, here as on a real server.
                    let undecodable = code == 13 && ["decod", "ompress", "message"].iter().any(|part| text.contains(part));
                    assert!(![2, 13].contains(&code) || undecodable, "seed {seed}, request {number}, {path}: {code} {text}");
                    format!("gRPC {code}")
                }
                None => {
                    sender = connect(server.grpc_port()).await;
                    "gRPC stream reset".to_owned()
                }
            }
        };
        assert!(!answer.contains("REST 500"), "seed {seed}, request {number}: {answer}");
        *answers.entry(answer).or_default() += 1;
    }
    println!("seed {seed}, {requests} requests: {answers:?}");
    assert_eq!(support::count(&client, "victim").await, 20, "what nobody touched is as it was");
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        support::client(&server, protocol).root().send().await.unwrap();
    }
    server.stop().await;
}

/// One request over REST: a recorded one that was damaged, one of an operation with anything in it, or rubbish.
async fn rest(server: &Embedded, samples: &Samples, random: &mut Random) -> String {
    let port = server.http_port();
    if random.chance(5) {
        let rubbish = random.bytes(300);
        let start = *random.pick::<&[u8]>(&[
            b"".as_slice(),
            b"GET / HTTP/1.1\r\n",
            b"POST /collections HTTP/1.1\r\ncontent-length: 5\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ]);
        let request = [start, rubbish.as_slice(), b"\r\n\r\n"].concat();
        exchange(port, &request, true).await;
        return "REST rubbish".to_owned();
    }
    let (method, target, mut body) = match random.chance(70) {
        true => random.pick(&samples.rest).clone(),
        false => {
            let operation = random.pick(OPERATIONS);
            let fill = |path: &str| path.replace("{collection_name}", "c").replace("{id}", "1").replace("{vector_name}", "v");
            (operation.method.to_owned(), fill(operation.path), random.value())
        }
    };
    let target = moved(&target, random);
    for _ in 0..random.below(4) {
        random.mutate(&mut body);
    }
    let mut bytes = if body.is_null() { Vec::new() } else { serde_json::to_vec(&body).unwrap() };
    match random.below(20) {
        0 => bytes.truncate(random.below(bytes.len())),
        1 => bytes.extend(random.bytes(50)),
        2 => bytes = random.bytes(400),
        3 => bytes = "[".repeat(random.below(5000)).into_bytes(),
        4 => bytes = "{\"filter\":{\"must\":[".repeat(random.below(500)).into_bytes(),
        _ => {}
    }
    let kind = *random.pick(&[
        "application/json",
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
    ]);
    let (status, answer) = http(port, &method, &target, &[("content-type", kind)], &bytes).await;
    assert!(
        (200..=299).contains(&status) || (400..=499).contains(&status) || status == 501,
        "{method} {target} {}: {status} {}",
        String::from_utf8_lossy(&bytes),
        String::from_utf8_lossy(&answer)
    );
    format!("REST {status}")
}

/// The target of a request, led to collections that are there, or astray. Nothing leads to the victim.
fn moved(target: &str, random: &mut Random) -> String {
    let mut parts: Vec<String> = target.split('/').map(str::to_owned).collect();
    if parts.len() > 2 && parts[1] == "collections" && random.chance(60) {
        parts[2] = match parts[2].split_once('?') {
            Some((_, query)) => format!("c?{query}"),
            None => "c".to_owned(),
        };
    }
    if random.chance(15) {
        let place = random.below(parts.len() - 1) + 1;
        parts[place] =
            (*random.pick(&["", "..", "%2e%2e%2f", "%00", "%ff%fe", "18446744073709551616", "-1", "a%20b", "'", "%F0%9F%99%82"]))
                .to_owned();
    }
    let query = *random.pick(&["", "", "", "wait=true", "timeout=0", "timeout=x", "wait=maybe", "ordering=never", "consistency=0", "%zz"]);
    let joined = parts.join("/");
    match (query, joined.contains('?')) {
        ("", _) => joined,
        (query, false) => format!("{joined}?{query}"),
        (query, true) => format!("{joined}&{query}"),
    }
}

/// One request over gRPC: a recorded message with other values in it, one that was damaged, or rubbish.
fn message(samples: &Samples, random: &mut Random) -> (String, Bytes) {
    let (path, mut bytes) = random.pick(&samples.grpc).clone();
    if random.chance(80) {
        return (path, framed(&proto::changed(&bytes, random)));
    }
    for _ in 0..random.below(4) {
        if bytes.is_empty() {
            break;
        }
        let place = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[place] = random.next() as u8,
            1 => bytes.truncate(place),
            2 => bytes.extend(random.bytes(40)),
            3 => drop(bytes.remove(place)),
            _ => bytes[place] ^= 1 << random.below(8),
        }
    }
    let path = match random.below(20) {
        0 => random.pick(&samples.grpc).0.clone(),
        1 => "/qdrant.Points/Nothing".to_owned(),
        2 => "/nobody".to_owned(),
        _ => path,
    };
    let body = match random.below(20) {
        0 => Bytes::from(random.bytes(200)),
        1 => Bytes::new(),
        2 => Bytes::from([&[1, 0, 0, 0, 4][..], &random.bytes(8)].concat()),
        3 => [&[0, 255, 255, 255, 255][..], &bytes].concat().into(),
        _ => framed(&bytes),
    };
    (path, body)
}
