//! Tells the answers of a proxy, or of another kind of server, from those of a gRPC server.

use std::error::Error as StdError;
use std::fmt;

use http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use http_body_util::BodyExt;
use tonic::body::Body;
use tonic::metadata::MetadataMap;
use tonic::{Code, Status as GrpcStatus};

use crate::status::Status;

type BoxError = Box<dyn StdError + Send + Sync>;

/// The head of an answer that no gRPC server gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// Success, and something else than gRPC.
    NotGrpc,
    /// A status of HTTP, how long to wait, and where to go instead.
    Http(StatusCode, Option<HeaderValue>, Option<HeaderValue>),
}

impl Foreign {
    /// What such a status means. Over REST a missing collection is answered with 404; here it is the path that is missing,
    /// which means an operation.
    pub(super) fn status(http: StatusCode) -> Status {
        if http == StatusCode::NOT_FOUND { Status::Unimplemented } else { Status::from_http(http.as_u16()) }
    }

    /// What is said of it.
    pub(super) fn text(http: StatusCode) -> String {
        format!("HTTP status {http}, and no gRPC status")
    }
}

/// Looks at the head of an answer.
pub(super) fn head(http: StatusCode, headers: &HeaderMap) -> Result<(), Foreign> {
    const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");
    if headers.contains_key(GRPC_STATUS) {
        return Ok(());
    }
    if http != StatusCode::OK {
        return Err(Foreign::Http(http, headers.get(RETRY_AFTER).cloned(), headers.get(LOCATION).cloned()));
    }
    match headers.get(CONTENT_TYPE) {
        Some(kind) if !kind.as_bytes().starts_with(b"application/grpc") => Err(Foreign::NotGrpc),
        _ => Ok(()),
    }
}

/// The answer as the raw clients may read it, or the error that they know. Details of a status are taken out: the clients
/// panic where they are malformed, and Qdrant sends none.
pub(super) fn for_raw_clients(mut answer: http::Response<Body>) -> Result<http::Response<Body>, BoxError> {
    match head(answer.status(), answer.headers()) {
        Err(Foreign::NotGrpc) => return Err(Box::new(NotGrpc)),
        Err(Foreign::Http(http, wait, _)) => return Err(Box::new(of_proxy(http, wait))),
        Ok(()) => {}
    }
    without_details(answer.headers_mut());
    Ok(answer.map(|body| {
        Body::new(body.map_frame(|frame| match frame.into_trailers() {
            Ok(mut trailers) => {
                without_details(&mut trailers);
                hyper::body::Frame::trailers(trailers)
            }
            Err(frame) => frame,
        }))
    }))
}

fn without_details(headers: &mut HeaderMap) {
    headers.remove("grpc-status-details-bin");
}

fn of_proxy(http: StatusCode, wait: Option<HeaderValue>) -> GrpcStatus {
    let kept = wait.map(|wait| (RETRY_AFTER, wait)).into_iter().collect();
    GrpcStatus::with_metadata(Code::from_i32(Foreign::status(http).grpc()), Foreign::text(http), MetadataMap::from_headers(kept))
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

    fn answer(status: u16, headers: &[(&'static str, &'static str)]) -> http::Response<Body> {
        let mut answer = http::Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        answer.body(Body::empty()).unwrap()
    }

    fn checked(status: u16, headers: &[(&'static str, &'static str)]) -> Result<http::Response<Body>, BoxError> {
        for_raw_clients(answer(status, headers))
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

    #[tokio::test]
    async fn raw_clients_get_no_details_of_a_status() {
        const DETAILS: &str = "grpc-status-details-bin";
        let mut given = answer(200, &[("grpc-status", "13"), (DETAILS, "***")]);
        let trailers = HeaderMap::from_iter([(HeaderName::from_static(DETAILS), HeaderValue::from_static("***"))]);
        let frames = futures_util::stream::iter([Ok::<_, GrpcStatus>(hyper::body::Frame::<bytes::Bytes>::trailers(trailers))]);
        *given.body_mut() = Body::new(http_body_util::StreamBody::new(frames));
        let left = for_raw_clients(given).unwrap();
        assert!(!left.headers().contains_key(DETAILS));
        let mut body = left.into_body();
        let frame = body.frame().await.unwrap().unwrap();
        assert!(frame.into_trailers().unwrap().is_empty());
    }
}
