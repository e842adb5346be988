//! JSON of REST: what is decoded and encoded again decodes to the same, and an error has a place.

use std::sync::LazyLock;

use qdrant_remote::models::registry;
use qdrant_remote::operations::OPERATIONS;
use qdrant_remote::testing::inside;
use serde_json::{Result, Value};

use crate::choice::{choose, input};
use crate::forms::compare::difference;
use crate::seeds;

type Recode = Box<dyn Fn(&[u8]) -> Option<Result<Vec<u8>>> + Send + Sync>;

/// A decoder, and what it is of.
struct Decoder {
    name: String,
    recode: Recode,
}

/// Replies and requests of all operations that have them, and the answer of a failure.
static DECODERS: LazyLock<Vec<Decoder>> = LazyLock::new(|| {
    let mut decoders = Vec::new();
    let mut add = |name: String, recode: Recode| {
        if recode(b"").is_some() {
            decoders.push(Decoder { name, recode });
        }
    };
    for operation in OPERATIONS {
        let name = operation.name;
        add(format!("reply {name}"), Box::new(move |json| registry::reply(name, json).map(|text| text.map(String::into_bytes))));
        add(format!("request {name}"), Box::new(move |json| registry::request(name, json).map(|text| text.map(String::into_bytes))));
    }
    add("failure".to_owned(), Box::new(|json| Some(registry::failure(json).map(String::into_bytes))));
    decoders
});

pub(crate) fn run(bytes: &[u8]) {
    let (decoder, json) = choose(&DECODERS, |decoder| &decoder.name, bytes);
    let recode = |json: &[u8]| (decoder.recode)(json).expect("it was asked before");
    match recode(json) {
        Err(error) => drop(inside::place(json, &error)),
        Ok(once) => {
            let twice = match recode(&once) {
                Ok(twice) => twice,
                Err(_) if infinite(json) => return,
                Err(error) => panic!("{}: {error} in what it wrote: {}", decoder.name, String::from_utf8_lossy(&once)),
            };
            let read = |json: &[u8]| serde_json::from_slice::<Value>(json).unwrap();
            if let Some(problem) = difference("", &read(&once), &read(&twice)).filter(|_| !infinite(json)) {
                panic!("{}: {problem}", decoder.name);
            }
        }
    }
}

/// Whether a number is too large for a 32-bit float: it is read as infinity, as on the server, for which JSON has no form.
fn infinite(json: &[u8]) -> bool {
    fn any(value: &Value) -> bool {
        match value {
            Value::Number(number) => number.as_f64().is_some_and(|number| number.abs() > f64::from(f32::MAX)),
            Value::Array(items) => items.iter().any(any),
            Value::Object(fields) => fields.values().any(any),
            _ => false,
        }
    }
    serde_json::from_slice(json).is_ok_and(|value: Value| any(&value))
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for row in seeds::traffic().filter(|row| row["protocol"] == "rest") {
        let path = row["target"].as_str().unwrap_or_default().split('?').next().unwrap_or_default();
        let method = row["method"].as_str().unwrap_or_default();
        for operation in OPERATIONS.iter().filter(|operation| operation.method == method && fits(operation.path, path)) {
            for (side, json) in [("request", &row["request"]), ("reply", &row["response"])] {
                if json.is_object() {
                    found.push(input(&format!("{side} {}", operation.name), json.to_string().as_bytes()));
                }
            }
        }
        if row["response"]["status"].is_object() {
            found.push(input("failure", row["response"].to_string().as_bytes()));
        }
    }
    for decoder in DECODERS.iter() {
        found.extend(seeds::deep_json().into_iter().map(|json| input(&decoder.name, &json)));
    }
    found
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count() && template.zip(path).all(|(part, segment)| part.starts_with('{') || part == segment)
}
