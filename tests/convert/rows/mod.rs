//! The structural differences between the two model sets, one by one: what each side says for the same thing.

mod calls;
mod cluster;
mod config;
mod filters;
mod points;
mod queries;
mod values;

use qdrant_remote::convert::registry::{Pair, PairKind, pairs};
use serde_json::Value;

fn pair(kind: PairKind, rest: &str) -> Pair {
    pairs().into_iter().find(|pair| pair.kind == kind && pair.rest == rest).unwrap_or_else(|| panic!("no pair {rest}"))
}

/// REST to gRPC and back.
fn back(kind: PairKind, rest: &str, value: &Value) -> Value {
    let pair = pair(kind, rest);
    let message = pair.to_grpc(value.to_string().as_bytes()).unwrap_or_else(|error| panic!("{rest}: {error} in {value}"));
    serde_json::from_slice(&pair.to_rest(&message).unwrap()).unwrap()
}

/// What must come back as it went.
fn same(rest: &str, values: &[Value]) {
    for value in values {
        assert_eq!(back(PairKind::Type, rest, value), *value, "{rest}");
    }
}

/// What comes back in its long or short form.
fn becomes(rest: &str, value: &Value, other: &Value) {
    assert_eq!(back(PairKind::Type, rest, value), *other, "{rest}");
}

fn refused(kind: PairKind, rest: &str, value: &Value) -> String {
    pair(kind, rest).to_grpc(value.to_string().as_bytes()).unwrap_err().to_string()
}

fn request(operation: &str, value: &Value) -> Value {
    back(PairKind::Request, operation, value)
}
