//! Headers out and in: a value is never echoed by an error, and no answer of a server upsets its reader.

use std::str;

use http::{HeaderMap, HeaderName, HeaderValue};
use qdrant_remote::Client;
use qdrant_remote::testing::inside;

use crate::choice::{choose, input};
use crate::seeds;

type Kind = (&'static str, fn(&[u8]));

const KINDS: &[Kind] = &[("sent", sent), ("received", received)];

pub(crate) fn run(bytes: &[u8]) {
    let ((_, run), bytes) = choose(KINDS, |kind| kind.0, bytes);
    run(bytes);
}

/// Lines: the name of a header, an API key, a suffix of the user agent; the rest is the header's value.
fn sent(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let mut lines = text.splitn(4, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (name, key, agent, value) = (next(), next(), next(), next());
    let built = Client::builder().url("http://h").header(name, value).api_key(key).user_agent(agent).warn_insecure_key(false).build();
    let shown = match &built {
        Ok(client) => format!("{client:?}"),
        Err(error) => format!("{error} {error:?}"),
    };
    // What is long enough not to be there by chance.
    for secret in [key, value].into_iter().filter(|secret| secret.len() > 8 && !name.contains(secret) && !agent.contains(secret)) {
        assert!(!shown.contains(secret), "{secret:?} is shown: {shown}");
    }
}

/// Lines: status, `retry-after`, `location`; the rest is the body.
fn received(bytes: &[u8]) {
    let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
    let mut next = || lines.next().unwrap_or_default();
    let status = str::from_utf8(next()).ok().and_then(|text| text.parse().ok()).unwrap_or(500);
    let mut headers = HeaderMap::new();
    for name in [HeaderName::from_static("retry-after"), HeaderName::from_static("location")] {
        let value = next();
        if let Ok(text) = str::from_utf8(value) {
            let _wait = inside::retry_after(text);
        }
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(name, value);
        }
    }
    let body = next();
    let error = inside::rest_answer("http://h", status, &headers, body).expect("the address is fine");
    let shown = format!("{error} {error:?}");
    assert!(shown.len() < 4096 + 16 * bytes.len(), "{} bytes became {}", bytes.len(), shown.len());
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let sent = [
        "x-tenant\nhunter2hunter2\nprogram/1.0\nvalue of the header",
        "authorization\n\n\nBearer abcdefghijkl",
        "grpc-timeout\n\n\n1S",
        "x\0y\nsecret\u{7f}key\n\r\n\nä long enough value",
        "api-key\nabc def ghi\n\nduplicate value",
        "x-bin-bin\n\n\nAAEC",
    ];
    let received = [
        "429\n7\n\n{\"status\":{\"error\":\"Too many\"},\"time\":0.1}",
        "503\nSun, 06 Nov 1994 08:49:37 GMT\n\n<html>",
        "302\n\nhttps://elsewhere/\n",
        "429\n99999999999999999999\n\n",
        "429\nFri, 31 Dec 9999 23:59:59 -2359\n\n",
        "404\n\n\n",
    ];
    let mut found: Vec<Vec<u8>> = sent.iter().map(|text| input("sent", text.as_bytes())).collect();
    found.extend(received.iter().map(|text| input("received", text.as_bytes())));
    for row in seeds::traffic().filter(|row| row["response"]["status"].is_object()) {
        found.push(input("received", format!("{}\n\n\n{}", row["status"], row["response"]).as_bytes()));
    }
    found
}
