//! From the client's models to the engine's types and back.
//!
//! Vectors and payloads are moved. What both sides write as the same JSON and is small goes through that.

pub(crate) mod config;
pub(crate) mod filter;
pub(crate) mod inference;
pub(crate) mod info;
pub(crate) mod keys;
pub(crate) mod point;
pub(crate) mod vector;
pub(crate) mod write;

use qdrant_edge::JsonPath;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::{Fault, Outcome};

/// The other side's form of a value that both sides write as the same JSON.
pub(crate) fn same<T: DeserializeOwned>(value: impl Serialize) -> Outcome<T> {
    serde_json::to_value(value).and_then(serde_json::from_value).map_err(Fault::format)
}

/// The other side's form of an optional value.
pub(crate) fn same_or<T: DeserializeOwned>(value: Option<impl Serialize>, default: T) -> Outcome<T> {
    value.map_or(Ok(default), same)
}

/// The path of a payload field.
pub(crate) fn path(text: &str) -> Outcome<JsonPath> {
    text.parse().map_err(|()| Fault::format(format_args!("Invalid json path: '{text}'")))
}

/// A number of things as the engine counts them.
pub(crate) fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A limit: at least one, and `default` where none is asked for. `at` is where in the request it stands.
pub(crate) fn limit(asked: Option<u64>, default: u64, at: &str) -> Outcome<usize> {
    match asked.unwrap_or(default) {
        0 => Err(Fault::too_small(at, 0, 1)),
        number => Ok(count(number)),
    }
}
