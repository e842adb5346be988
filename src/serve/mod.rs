//! Fronts: what a Qdrant server speaks, over any [`Stub`](crate::stub::Stub).
//!
//! What comes in is decoded into the REST models and handed to the stub; the answer is encoded, errors keep their
//! status, message and `retry-after`. The caller's credentials and deadline are in the options of the call. An embedded
//! server is the two fronts over an engine; a gateway is the fronts over a [`Client`](crate::Client).
//!
//! Requests may be nested a hundred levels deep and are walked through by recursion, for which two megabytes of stack
//! are too little in a build without optimization: give the threads of the runtime more.

use std::time::Duration;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::CallOptions;
use crate::headers::API_KEY;

pub mod grpc;
pub mod rest;

#[rustfmt::skip]
#[path = "../../generated/serve_grpc.rs"]
mod services;

#[rustfmt::skip]
#[path = "../../generated/serve_rest.rs"]
mod routes;

/// What a caller says of a call besides the request: who asks, and how long for.
fn options(headers: &HeaderMap) -> CallOptions {
    let mut options = CallOptions::default();
    for name in [API_KEY, AUTHORIZATION] {
        if let Some(value) = headers.get(&name) {
            let mut value = value.clone();
            value.set_sensitive(true);
            options.headers.insert(name, value);
        }
    }
    options.deadline = headers.get("grpc-timeout").and_then(|value| grpc_timeout(value.to_str().ok()?));
    options
}

/// A time as gRPC writes it: at most eight digits and a unit.
fn grpc_timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if !(1..=8).contains(&digits.len()) || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(number * 3600)),
        "M" => Some(Duration::from_secs(number * 60)),
        "S" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_millis(number)),
        "u" => Some(Duration::from_micros(number)),
        "n" => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_and_deadline_are_handed_on_and_nothing_else() {
        let mut headers = HeaderMap::new();
        for (name, value) in [("api-key", "hunter2"), ("authorization", "Bearer t"), ("grpc-timeout", "1500m"), ("x-other", "1")] {
            headers.insert(name, value.parse().unwrap());
        }
        let options = options(&headers);
        assert_eq!(options.headers.len(), 2);
        assert_eq!((&options.headers["api-key"], &options.headers["authorization"]), (&headers["api-key"], &headers["authorization"]));
        assert!(options.headers["api-key"].is_sensitive());
        assert_eq!(options.deadline, Some(Duration::from_millis(1500)));
    }

    #[test]
    fn a_timeout_that_is_none_is_no_timeout() {
        for text in ["", "S", "1", "1s", "123456789S", "-1S", "1.5S", "é"] {
            assert_eq!(grpc_timeout(text), None, "{text:?}");
        }
        assert_eq!(grpc_timeout("99999999H"), Some(Duration::from_secs(99_999_999 * 3600)));
        assert_eq!(grpc_timeout("7n"), Some(Duration::from_nanos(7)));
    }
}
