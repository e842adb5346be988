//! A gRPC channel that tells the answers of a proxy, or of another kind of server, from those of a gRPC server.

use std::error::Error as StdError;
use std::fmt;
use std::task::{Context, Poll};

use futures_util::FutureExt;
use futures_util::future::Map;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, StatusCode};
use tonic::body::Body;
use tonic::metadata::MetadataMap;
use tonic::transport::{Channel, Error as TransportError};
use tonic::{Code, Status as GrpcStatus};
use tower_service::Service;

use crate::status::Status;

type BoxError = Box<dyn StdError + Send + Sync>;
type Answer = http::Response<Body>;
type Check = fn(Result<Answer, TransportError>) -> Result<Answer, BoxError>;

/// The channel of one connection.
#[derive(Clone)]
pub(crate) struct CheckedChannel(pub(super) Channel);

impl Service<http::Request<Body>> for CheckedChannel {
    type Response = Answer;
    type Error = BoxError;
    type Future = Map<<Channel as Service<http::Request<Body>>>::Future, Check>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        self.0.call(request).map(check as Check)
    }
}

fn check(answer: Result<Answer, TransportError>) -> Result<Answer, BoxError> {
    const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");
    let answer = answer?;
    let headers = answer.headers();
    if headers.contains_key(GRPC_STATUS) {
        return Ok(answer);
    }
    if answer.status() != StatusCode::OK {
        return Err(Box::new(of_proxy(answer.status(), headers)));
    }
    match headers.get(CONTENT_TYPE) {
        Some(kind) if !kind.as_bytes().starts_with(b"application/grpc") => Err(Box::new(NotGrpc)),
        _ => Ok(answer),
    }
}

/// What an answer without a gRPC status means.
fn of_proxy(http: StatusCode, headers: &HeaderMap) -> GrpcStatus {
    // Over REST a missing collection is answered so; here it is the path, which means an operation.
    let status = if http == StatusCode::NOT_FOUND { Status::Unimplemented } else { Status::from_http(http.as_u16()) };
    let kept = headers.get(RETRY_AFTER).map(|value| (RETRY_AFTER, value.clone()));
    let text = format!("HTTP status {http}, and no gRPC status");
    GrpcStatus::with_metadata(Code::from_i32(status.grpc()), text, MetadataMap::from_headers(kept.into_iter().collect()))
}

/// A peer that answered in HTTP/2, and not in gRPC.
#[derive(Debug)]
pub(super) struct NotGrpc;

impl fmt::Display for NotGrpc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the peer does not speak gRPC")
    }
}

impl StdError for NotGrpc {}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(status: u16, headers: &[(&'static str, &'static str)]) -> Result<Answer, BoxError> {
        let mut answer = http::Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        check(Ok(answer.body(Body::empty()).unwrap()))
    }

    #[test]
    fn what_servers_and_proxies_answer() {
        assert!(checked(200, &[("content-type", "application/grpc+proto")]).is_ok());
        assert!(checked(200, &[]).is_ok());
        assert!(checked(503, &[("grpc-status", "8")]).is_ok());
        for (http, code) in [(401, 16), (403, 7), (404, 12), (429, 8), (500, 13), (502, 14), (503, 14), (504, 14), (302, 2)] {
            let error = checked(http, &[("retry-after", "7")]).unwrap_err().downcast::<GrpcStatus>().unwrap();
            assert_eq!(error.code() as i32, code, "{http}");
            assert_eq!(error.metadata().get("retry-after").unwrap(), "7");
        }
        let error = checked(200, &[("content-type", "text/html")]).unwrap_err();
        assert!(error.is::<NotGrpc>());
    }
}
