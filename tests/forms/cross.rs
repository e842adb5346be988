//! A value's way to the other protocol and back, and what came of it.

use qdrant_remote::convert::registry::{MessageType, Pair, PairError, PairKind};
use serde_json::Value;

use super::compare::difference;
use super::normal::normal_of;

/// What came of the way there and back.
pub enum Crossing {
    /// It came back as it went, up to the normalisations; as these bytes.
    Same(Vec<u8>),
    /// It is no value of the type.
    Malformed(PairError),
    /// The first step refused it.
    Refused(PairError),
    /// The step back refused what the first step gave.
    Returned(PairError),
    /// It came back as something else.
    Differs(String),
}

/// JSON to a message and back.
pub fn there_and_back(pair: &Pair, json: &[u8]) -> Crossing {
    let canonical = match pair.rest_again(json) {
        Ok(canonical) => canonical,
        Err(error) => return Crossing::Malformed(error),
    };
    let message = match pair.to_grpc(&canonical) {
        Ok(message) => message,
        Err(error) => return Crossing::Refused(error),
    };
    let back = match pair.to_rest(&message) {
        Ok(back) => back,
        Err(error) => return Crossing::Returned(error),
    };
    let (mut before, after) = (normal_of(pair.rest, &read(&canonical)), normal_of(pair.rest, &read(&back)));
    if pair.kind == PairKind::Request
        && pair.rest.ends_with("_snapshot")
        && before.get("wait") == Some(&Value::Bool(true))
        && let Some(fields) = before.as_object_mut()
    {
        fields.remove("wait");
    }
    compared(&before, &after, back)
}

/// A message to JSON and back.
pub fn back_and_there(pair: &Pair, message: &MessageType, bytes: &[u8]) -> Crossing {
    let json = match pair.to_rest(bytes) {
        Ok(json) => json,
        Err(error @ PairError::Message(_)) => return Crossing::Malformed(error),
        Err(error) => return Crossing::Refused(error),
    };
    let back = match pair.to_grpc(&json) {
        Ok(back) => back,
        Err(error) => return Crossing::Returned(error),
    };
    match message.equal(&back, bytes) {
        Ok(true) => Crossing::Same(back),
        // gRPC says some things in two ways; what REST cannot hold is refused, so equal REST means equal meaning.
        Ok(false) => match pair.to_rest(&back) {
            Ok(twice) => {
                let [once, twice] = [json, twice].map(|json| normal_of(pair.rest, &read(&json)));
                compared(&once, &twice, back)
            }
            Err(error) => Crossing::Returned(error),
        },
        Err(error) => Crossing::Returned(error),
    }
}

fn compared(before: &Value, after: &Value, back: Vec<u8>) -> Crossing {
    difference("", before, after).map_or(Crossing::Same(back), Crossing::Differs)
}

fn read(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}
