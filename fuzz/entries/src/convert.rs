//! Conversions, both ways: what crosses comes back as it went, up to the normalisations.

use std::sync::LazyLock;

use qdrant_remote::convert::registry::{MessageType, Pair, PairError, PairKind, messages, pairs};
use qdrant_remote::operations::OPERATIONS;

use crate::choice::{choose, input};
use crate::forms::cross::{Crossing, back_and_there, there_and_back};
use crate::seeds;

/// A pair and a direction.
struct Way {
    name: String,
    to_grpc: bool,
    pair: Pair,
    message: MessageType,
}

static WAYS: LazyLock<Vec<Way>> = LazyLock::new(|| {
    let mut ways = Vec::new();
    for to_grpc in [true, false] {
        for pair in pairs() {
            let message = messages().into_iter().find(|message| message.name == pair.grpc).expect("a pair has a message");
            ways.push(Way { name: name(to_grpc, &pair), to_grpc, pair, message });
        }
    }
    ways
});

fn name(to_grpc: bool, pair: &Pair) -> String {
    let arrow = if to_grpc { "=>" } else { "<=" };
    format!("{:?} {} {arrow} {}", pair.kind, pair.rest, pair.grpc)
}

pub(crate) fn run(bytes: &[u8]) {
    let (way, bytes) = choose(&WAYS, |way| &way.name, bytes);
    let crossing = if way.to_grpc { there_and_back(&way.pair, bytes) } else { back_and_there(&way.pair, &way.message, bytes) };
    match crossing {
        Crossing::Same(_) | Crossing::Malformed(_) | Crossing::Refused(_) => {}
        Crossing::Returned(error) => assert!(expected(&error), "{}: the way back: {error}", way.name),
        Crossing::Differs(problem) => panic!("{}: {problem}", way.name),
    }
}

/// What the way back may say: a message nests deeper than the JSON that it stands for, and JSON has no form for a float
/// that is no finite number.
fn expected(error: &PairError) -> bool {
    let text = error.to_string();
    match error {
        PairError::Message(_) => text.contains("recursion limit"),
        PairError::Json(_) => text.contains("null"),
        _ => false,
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for (message, bytes) in seeds::messages() {
        for way in WAYS.iter().filter(|way| way.pair.grpc == message) {
            if !way.to_grpc {
                found.push(input(&way.name, &bytes));
            } else if let Ok(json) = way.pair.to_rest(&bytes) {
                found.push(input(&way.name, &json));
            }
        }
    }
    for row in seeds::conversions() {
        for way in WAYS.iter().filter(|way| way.to_grpc && row["rest_type"] == way.pair.rest) {
            found.push(input(&way.name, row["rest_json"].to_string().as_bytes()));
        }
    }
    for row in seeds::traffic().filter(|row| row["protocol"] == "grpc") {
        let rpc = row["method"].as_str().unwrap_or_default().trim_start_matches('/');
        let operation = OPERATIONS.iter().find(|operation| operation.rpc == Some(rpc)).map(|operation| operation.name);
        for (kind, side) in [(PairKind::Request, "request_b64"), (PairKind::Reply, "response_b64")] {
            let bytes = seeds::base64(row[side].as_str().unwrap_or_default());
            for way in WAYS.iter().filter(|way| !way.to_grpc && way.pair.kind == kind && Some(way.pair.rest) == operation) {
                found.push(input(&way.name, &bytes));
            }
        }
    }
    for way in WAYS.iter() {
        if way.to_grpc {
            found.extend(seeds::deep_json().into_iter().map(|json| input(&way.name, &json)));
        } else {
            found.push(input(&way.name, &[]));
        }
    }
    found
}
