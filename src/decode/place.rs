//! Where in a JSON text an error lies: its path, found from the line and the column of the error.
//!
//! Decoders that track their path would have to be compiled a second time, for every model; this reads the text again,
//! and only after a failure.

#[cfg(feature = "serve")]
use serde::de::{Deserialize, Error};

/// Decodes a whole JSON text. An error begins with the path of the value at fault.
#[cfg(feature = "serve")]
pub(crate) fn from_slice<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(text).map_err(|error| match place(text, &error) {
        path if path.is_empty() => error,
        path => serde_json::Error::custom(format_args!("{path}: {error}")),
    })
}

/// The path of the value at fault, as in `result.points[3].id`; empty if it is the whole.
pub(crate) fn place(text: &[u8], error: &serde_json::Error) -> String {
    let line_start = match error.line() {
        0 => return String::new(),
        1 => 0,
        line => text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(line - 2).map_or(0, |(at, _)| at + 1),
    };
    let end = text.len().min(line_start + error.column());
    path(&text[..end])
}

/// A list or an object that is not closed yet.
enum Open<'a> {
    /// The place in the list.
    List(usize),
    /// The key, quoted, once its value may begin.
    Object(Option<&'a [u8]>),
}

/// The path of the value that the text ends in or with.
fn path(text: &[u8]) -> String {
    let mut open = Vec::new();
    let mut string = None;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match (byte, open.last_mut()) {
            (b'"', _) => {
                let end = string_end(text, at);
                string = Some(&text[at..end]);
                at = end;
                continue;
            }
            (b'[', _) => open.push(Open::List(0)),
            (b'{', _) => open.push(Open::Object(None)),
            (b']' | b'}', _) => drop(open.pop()),
            (b':', Some(Open::Object(key))) => *key = string.take(),
            (b',', Some(Open::Object(key))) => *key = None,
            (b',', Some(Open::List(index))) => *index += 1,
            _ => {}
        }
        at += 1;
    }
    let mut path = String::new();
    for step in open {
        match step {
            Open::List(index) => path.push_str(&format!("[{index}]")),
            Open::Object(None) => {}
            Open::Object(Some(quoted)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                let key = serde_json::from_slice::<String>(quoted);
                path.push_str(&key.unwrap_or_else(|_| String::from_utf8_lossy(quoted).into_owned()));
            }
        }
    }
    path
}

/// The place after the string that begins at `start`.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only its decoder is used")]
    struct Point {
        id: u32,
        #[serde(default)]
        tags: Vec<HashMap<String, bool>>,
        #[serde(default)]
        next: Option<Box<Point>>,
        #[serde(default)]
        pair: Option<(u8, String)>,
    }

    #[test]
    fn the_value_at_fault_is_named() {
        for (text, expected) in [
            (r#"{"id":1}"#, None),
            (r#"[]"#, Some("")),
            (r#"5"#, Some("")),
            (r#"{}"#, Some("")),
            (r#"{"id":"x"}"#, Some("id")),
            (r#"{"id":"x","tags":[]}"#, Some("id")),
            (r#"{"id":-1}"#, Some("id")),
            (r#"{"id":[1]}"#, Some("id")),
            (r#"{"id":{"a":1}}"#, Some("id")),
            (r#"{"id":1,"tags":{}}"#, Some("tags")),
            (r#"{"id":1,"tags":[{"a":true},{"b":true,"c":0}]}"#, Some("tags[1].c")),
            (r#"{"id":1,"tags":[{"a":true},[]]}"#, Some("tags[1]")),
            ("{\n  \"id\": 1,\n  \"next\": {\n    \"id\": 2,\n    \"next\": {\"id\": null}}}", Some("next.next.id")),
            (r#"{"id":1,"next":{"next":null}}"#, Some("next")),
            (r#"{"id":1,"next":{"next":null},"tags":[]}"#, Some("next")),
            (r#"{"id":1,"pair":[1]}"#, Some("pair")),
            (r#"{"id":1,"pair":[1,2]}"#, Some("pair[1]")),
            (r#"{"id":1,"tags":[{"\u0061\"],":1}]}"#, Some("tags[0].a\"],")),
            (r#"{"id":1,"tags":[{"a":tru"#, Some("tags[0].a")),
            (r#"{"id":1,"tags":[{"a"#, Some("tags[0]")),
            (r#"{"id":1}}"#, Some("")),
        ] {
            let found = serde_json::from_str::<Point>(text).err().map(|error| place(text.as_bytes(), &error));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_damaged_text_is_no_harm() {
        let text = "{\"a\\\\\":[1,{\"b\":\"\\\"]}\",\"c\":[[],{}]}],\n\"d\":null}";
        for end in 0..=text.len() {
            path(&text.as_bytes()[..end]);
            path(&text.as_bytes()[end..]);
        }
        assert_eq!(path(br#"]]}}"\"#), "");
    }
}
