//! Lets calls through that carry the key, over either protocol.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What anybody may ask: who is there, and is it well.
const OPEN: [&str; 5] = ["/", "/healthz", "/livez", "/readyz", "/qdrant.Qdrant/HealthCheck"];

/// Passes a call on, or answers it as a server answers strangers.
pub(crate) async fn check(State(key): State<Arc<str>>, request: Request, next: Next) -> Response {
    let refusal = match presented(request.headers()) {
        _ if OPEN.contains(&request.uri().path()) => None,
        Some(presented) if equal(presented, key.as_bytes()) => None,
        Some(_) => Some("Invalid API key or JWT"),
        None => Some("Must provide an API key or an Authorization bearer token"),
    };
    match refusal {
        None => next.run(request).await,
        Some(text) if speaks_grpc(request.headers()) => tonic::Status::unauthenticated(text).into_http(),
        Some(text) => (StatusCode::UNAUTHORIZED, text).into_response(),
    }
}

fn presented(headers: &HeaderMap) -> Option<&[u8]> {
    match headers.get("api-key") {
        Some(key) => Some(key.as_bytes()),
        None => headers.get(AUTHORIZATION)?.as_bytes().strip_prefix(b"Bearer "),
    }
}

/// Compares in a time that does not tell how much of the key was right.
fn equal(presented: &[u8], key: &[u8]) -> bool {
    presented.len() == key.len() && presented.iter().zip(key).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

fn speaks_grpc(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc"))
}
