//! What the generated REST client calls an error, as an error of this crate.

use http::header::{HeaderValue, LOCATION, RETRY_AFTER};
use http_body_util::LengthLimitError;

use super::fault::{self, Failed};
use crate::address::Address;
use crate::decode::place::place;
use crate::error::Error;
use crate::models;
use crate::protocol::Protocol;
use crate::status::Status;

/// How much of an unreadable answer an error keeps.
const EXCERPT: usize = 2048;

/// Why there is no result, seen before the generated code sees it.
pub(super) enum Refusal {
    /// The request was not sent.
    Own(Error),
    /// The server answered with an error.
    Server { status: u16, retry_after: Option<HeaderValue>, location: Option<HeaderValue> },
}

impl Refusal {
    pub(super) fn of_server(response: &reqwest::Response) -> Self {
        let header = |name| response.headers().get(name).cloned();
        Refusal::Server { status: response.status().as_u16(), retry_after: header(RETRY_AFTER), location: header(LOCATION) }
    }
}

/// The error of one attempt.
pub(super) async fn explain(error: progenitor_client::Error<models::ErrorResponse>, refusal: Option<Refusal>, address: &Address) -> Error {
    use progenitor_client::Error as Sent;
    let head = match refusal {
        Some(Refusal::Own(own)) => return own,
        Some(Refusal::Server { status, retry_after, location }) => Some((status, retry_after, location)),
        None => None,
    };
    match (error, head) {
        (Sent::InvalidRequest(text) | Sent::Custom(text), _) => Error::invalid_request(text),
        (Sent::CommunicationError(source) | Sent::InvalidUpgrade(source), _) => unanswered(source, address),
        (Sent::ErrorResponse(answer), Some(head)) => {
            let body = serde_json::to_vec(&answer.into_inner()).unwrap_or_default();
            answered(head, &body, address)
        }
        (Sent::InvalidResponsePayload(body, _), Some(head)) => answered(head, &body, address),
        (Sent::UnexpectedResponse(response), Some(head)) => answered(head, &beginning(response).await, address),
        (Sent::ResponseBodyError(_), Some(head)) => answered(head, &[], address),
        (Sent::ResponseBodyError(source), None) => broken(source, address),
        (Sent::InvalidResponsePayload(body, first), None) => undecodable(&body, first),
        (Sent::UnexpectedResponse(response), None) => {
            let text = format!("the answer has the unexpected status {}", response.status());
            Error::decode(text).with_body(excerpt(&beginning(response).await))
        }
        (Sent::ErrorResponse(answer), None) => Error::from_status(answer.status().as_u16(), String::new()),
    }
}

/// The connection broke while the answer was on its way.
pub(super) fn broken(source: reqwest::Error, address: &Address) -> Error {
    let source = source.without_url();
    if fault::chain(&source).any(|cause| cause.is::<LengthLimitError>()) {
        return fault::too_long().with_source(source);
    }
    failed(false, address).into_error(source)
}

fn unanswered(source: reqwest::Error, address: &Address) -> Error {
    let source = source.without_url();
    if source.is_builder() {
        return Error::invalid_request("the request could not be built").with_source(source);
    }
    let connecting = source.is_connect();
    failed(connecting, address).into_error(source)
}

fn failed(connecting: bool, address: &Address) -> Failed<'_> {
    Failed { protocol: Protocol::Rest, address, connecting, stranger: None }
}

pub(crate) type Head = (u16, Option<HeaderValue>, Option<HeaderValue>);

pub(crate) fn answered((code, retry_after, location): Head, body: &[u8], address: &Address) -> Error {
    let message = message(body);
    // A router says this, not a collection that is missing: the operation is unknown to the server.
    let unknown = code == 404 && message.is_empty();
    let too_large = code == 400 && message.contains("larger than allowed");
    let status = match (unknown, too_large) {
        (true, _) => Status::Unimplemented,
        (_, true) => Status::TooLarge,
        _ => Status::from_http(code),
    };
    fault::answered_by_http(Error::answer(status, message), code, retry_after.as_ref(), location.as_ref(), address)
}

/// The server's words: `status.error` of a JSON answer, or the answer itself if it is text.
fn message(body: &[u8]) -> String {
    #[derive(serde::Deserialize)]
    struct Envelope {
        status: Inner,
    }
    #[derive(serde::Deserialize)]
    struct Inner {
        error: String,
    }
    match serde_json::from_slice::<Envelope>(body) {
        Ok(envelope) => envelope.status.error,
        Err(_) => excerpt(body).trim().to_owned(),
    }
}

fn undecodable(body: &[u8], source: serde_json::Error) -> Error {
    let path = place(body, &source);
    Error::decode(format!("the answer cannot be read: {source}")).with_body(excerpt(body)).with_path(path).with_source(source)
}

/// The first part of a body, as text.
fn excerpt(body: &[u8]) -> String {
    let end = body.len().min(EXCERPT);
    String::from_utf8_lossy(&body[..end]).into_owned()
}

async fn beginning(mut response: reqwest::Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() >= EXCERPT {
            break;
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(code: u16) -> Head {
        (code, None, None)
    }

    fn address() -> Address {
        Address { https: false, host: "h".to_owned(), port: 6333, prefix: String::new() }
    }

    #[test]
    fn what_servers_send() {
        let json = br#"{"status":{"error":"Not found: Collection `x` doesn't exist!"},"time":0.1}"#;
        let error = answered(head(404), json, &address());
        assert!(error.is_not_found());
        assert_eq!(error.server_message(), "Not found: Collection `x` doesn't exist!");

        let error = answered(head(401), b"Must provide an API key or an Authorization bearer token", &address());
        assert!(error.is_unauthenticated());
        assert_eq!(error.server_message(), "Must provide an API key or an Authorization bearer token");

        let error = answered(head(404), b"", &address());
        assert!(error.is_unsupported() && !error.is_not_found());
        assert_eq!(error.http_status(), 404);

        let large = br#"{"status":{"error":"JSON payload (33554433 bytes) is larger than allowed (limit: 33554432 bytes)."}}"#;
        assert!(answered(head(400), large, &address()).is_too_large());

        let error = answered((429, Some(HeaderValue::from_static("60")), None), b"{}", &address());
        assert!(error.is_rate_limited());
        assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(60)));

        let error = answered((301, None, Some(HeaderValue::from_static("https://elsewhere"))), b"", &address());
        assert!(error.to_string().contains("https://elsewhere"), "{error}");
    }

    #[test]
    fn a_malformed_answer_names_the_place() {
        let body = br#"{"result":[{"id":1},{"id":"x"}]}"#;
        type Answer = std::collections::HashMap<String, Vec<std::collections::HashMap<String, u32>>>;
        let first = serde_json::from_slice::<Answer>(body).unwrap_err();
        let error = undecodable(body, first);
        assert_eq!(error.path(), Some("result[1].id"));
        assert_eq!(error.body_excerpt(), Some(r#"{"result":[{"id":1},{"id":"x"}]}"#));
        assert!(std::error::Error::source(&error).is_some());
    }
}
