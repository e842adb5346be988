//! Where seeds come from: recorded traffic, another client's conversions, the release's documents, and deep nesting.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use prost::encoding::encode_varint;
use serde_json::Value;

pub(crate) use crate::forms::base64::base64;

/// The folder of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text of a file of the repository.
pub(crate) fn file(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The texts of all files below a folder whose name ends so: by their path in it.
pub(crate) fn files(folder: &str, extension: &str) -> BTreeMap<String, String> {
    let top = root().join(folder);
    let mut found = BTreeMap::new();
    let mut open = vec![top.clone()];
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let name = path.strip_prefix(&top).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// Rows of the recorded traffic.
pub(crate) fn traffic() -> impl Iterator<Item = Value> {
    rows("wire.jsonl")
}

/// Rows of another client's conversions.
pub(crate) fn conversions() -> impl Iterator<Item = Value> {
    rows("conversions.jsonl")
}

fn rows(name: &str) -> impl Iterator<Item = Value> + use<> {
    let rows: Vec<Value> = file(&format!("tests/corpus/{name}")).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    rows.into_iter()
}

/// Every recorded message with its type.
pub(crate) fn messages() -> Vec<(String, Vec<u8>)> {
    let sides = [("grpc_type", "grpc_b64"), ("request_type", "request_b64"), ("response_type", "response_b64")];
    let of = |row: Value| {
        let text = |key: &str| row[key].as_str().map(str::to_owned);
        sides.into_iter().filter_map(|(name, bytes)| Some((text(name)?, base64(&text(bytes)?)))).collect::<Vec<_>>()
    };
    conversions().chain(traffic()).flat_map(of).collect()
}

/// Lists and objects inside of each other, ten thousand deep, closed and not.
pub(crate) fn deep_json() -> Vec<Vec<u8>> {
    const DEPTH: usize = 10_000;
    ["[[],", "{\"must\":", "{\"result\":", "[{\"filter\":"].iter().map(|open| open.repeat(DEPTH).into_bytes()).collect()
}

/// Messages inside of each other in the field of this number, as deep as their lengths can say.
pub(crate) fn deep_message(field: u8) -> Vec<u8> {
    let mut message = Vec::new();
    while message.len() < 40_000 {
        let mut outer = vec![field << 3 | 2];
        encode_varint(message.len() as u64, &mut outer);
        outer.append(&mut message);
        message = outer;
    }
    message
}

/// Words of the documents, which a fuzzer would not come upon by itself.
#[must_use]
pub fn words() -> BTreeSet<String> {
    fn collect(value: &Value, words: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    words.insert(key.clone());
                    collect(value, words);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
            Value::String(text) => drop(words.insert(text.clone())),
            _ => {}
        }
    }
    let mut words = BTreeSet::new();
    collect(&serde_json::from_str(&file("specs/openapi.json")).unwrap(), &mut words);
    words.retain(|word| (2..=40).contains(&word.len()));
    words
}

/// Inputs that broke a promise once.
#[must_use]
pub fn cases(entry: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(entry);
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}
