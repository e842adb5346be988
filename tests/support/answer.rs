//! What a fake server answers, and how it goes onto the wire of each protocol.

use std::convert::Infallible;
use std::io::{Read, Write};
use std::sync::{Arc, Mutex};

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderValue, Response};
use http_body_util::{BodyExt, StreamBody, combinators::BoxBody};
use hyper::body::Frame;
use prost::Message;
use qdrant_remote::{Protocol, Status};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

pub(super) type Body = BoxBody<Bytes, Infallible>;

/// What a server does with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Success: this JSON over REST, this message over gRPC.
    Reply { status: u16, json: String, message: Bytes, gzip: bool },
    /// A status, headers and bytes of any kind.
    Body { status: u16, headers: Vec<(&'static str, String)>, chunks: Vec<Bytes> },
    /// The bytes that a test feeds in; over gRPC they end well.
    Stream { headers: Vec<(&'static str, String)>, chunks: Chunks },
    /// An error of the server.
    Fail { http: u16, grpc: i32, message: String, retry_after: Option<String>, place: Place },
    /// Nothing, for ever.
    Hang,
    /// The connection breaks.
    Break,
}

/// Where a gRPC server puts the status of a failure.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// In the only frame there is.
    Head,
    /// After the head.
    Trailers,
}

/// Bytes that a test sends while the answer is on its way.
#[derive(Clone, Debug)]
pub struct Chunks(Arc<Mutex<Option<UnboundedReceiver<Bytes>>>>);

impl Chunks {
    pub fn new() -> (UnboundedSender<Bytes>, Self) {
        let (sender, receiver) = unbounded_channel();
        (sender, Self(Arc::new(Mutex::new(Some(receiver)))))
    }
}

impl Answer {
    /// A success of both protocols.
    pub fn reply(json: Value, message: &impl Message) -> Self {
        Answer::Reply { status: 200, json: json.to_string(), message: message.encode_to_vec().into(), gzip: false }
    }

    /// A success over REST.
    pub fn json(json: Value) -> Self {
        Self::json_with(200, json)
    }

    pub fn json_with(status: u16, json: Value) -> Self {
        Answer::Reply { status, json: json.to_string(), message: Bytes::new(), gzip: false }
    }

    /// A success over gRPC.
    pub fn message(message: &impl Message) -> Self {
        Answer::Reply { status: 200, json: String::new(), message: message.encode_to_vec().into(), gzip: false }
    }

    /// What `root` is answered.
    pub fn version(version: &str) -> Self {
        let message = qdrant_remote::pb::HealthCheckReply { title: "qdrant".into(), version: version.into(), commit: None };
        Self::reply(json!({ "title": "qdrant", "version": version }), &message)
    }

    /// What `collection_exists` is answered.
    pub fn exists() -> Self {
        use qdrant_remote::pb::{CollectionExists, CollectionExistsResponse};
        let message = CollectionExistsResponse { result: Some(CollectionExists { exists: true }), time: 0.5 };
        Self::reply(json!({ "result": { "exists": true }, "status": "ok", "time": 0.5 }), &message)
    }

    pub fn text(status: u16, text: &str) -> Self {
        let headers = vec![("content-type", "text/plain; charset=utf-8".to_owned())];
        Answer::Body { status, headers, chunks: vec![Bytes::copy_from_slice(text.as_bytes())] }
    }

    /// The same, compressed.
    #[must_use]
    pub fn gzipped(self) -> Self {
        match self {
            Answer::Reply { status, json, message, .. } => Answer::Reply { status, json, message, gzip: true },
            other => other,
        }
    }

    pub fn fail(status: Status) -> Self {
        Self::failure(status.http(), status.grpc(), "scripted failure")
    }

    pub fn failure(http: u16, grpc: i32, message: &str) -> Self {
        Answer::Fail { http, grpc, message: message.to_owned(), retry_after: None, place: Place::Head }
    }

    pub fn rate_limited(after: &str) -> Self {
        Answer::Fail { http: 429, grpc: 8, message: "slow down".to_owned(), retry_after: Some(after.to_owned()), place: Place::Head }
    }

    /// The same, with the status of gRPC after the head.
    #[must_use]
    pub fn in_trailers(self) -> Self {
        match self {
            Answer::Fail { http, grpc, message, retry_after, .. } => {
                Answer::Fail { http, grpc, message, retry_after, place: Place::Trailers }
            }
            other => other,
        }
    }
}

pub(super) fn respond(answer: Answer, protocol: Protocol) -> Response<Body> {
    match (answer, protocol) {
        (Answer::Reply { status, json, gzip, .. }, Protocol::Rest) => rest_reply(status, json.into(), gzip),
        (Answer::Reply { message, gzip, .. }, Protocol::Grpc) => grpc_reply(&message, gzip),
        (Answer::Fail { http, message, retry_after, .. }, Protocol::Rest) => {
            let body = json!({ "status": { "error": message }, "time": 0.0 });
            let mut response = rest_reply(http, body.to_string().into(), false);
            if let Some(value) = retry_after {
                response.headers_mut().insert("retry-after", value.try_into().unwrap());
            }
            response
        }
        (Answer::Fail { grpc, message, retry_after, place, .. }, Protocol::Grpc) => grpc_failure(grpc, &message, retry_after, place),
        (Answer::Body { status, headers, chunks }, _) => with_headers(status, headers, full(chunks)),
        (Answer::Stream { headers, chunks }, _) => {
            let mut receiver = chunks.0.lock().unwrap().take().unwrap();
            let frames = stream::poll_fn(move |cx| receiver.poll_recv(cx).map(|chunk| chunk.map(|chunk| Ok(Frame::data(chunk)))));
            let end = (protocol == Protocol::Grpc).then(|| Ok(Frame::trailers(succeeded())));
            with_headers(200, headers, BodyExt::boxed(StreamBody::new(frames.chain(stream::iter(end)))))
        }
        (Answer::Hang | Answer::Break, _) => unreachable!("handled before"),
    }
}

fn with_headers(status: u16, headers: Vec<(&'static str, String)>, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status.try_into().unwrap();
    for (name, value) in headers {
        response.headers_mut().insert(name, value.try_into().unwrap());
    }
    response
}

fn rest_reply(status: u16, json: Bytes, gzip: bool) -> Response<Body> {
    let mut headers = vec![("content-type", "application/json".to_owned())];
    if gzip {
        headers.push(("content-encoding", "gzip".to_owned()));
    }
    with_headers(status, headers, full([if gzip { self::gzip(&json) } else { json }]))
}

fn grpc_reply(message: &[u8], gzip: bool) -> Response<Body> {
    let packed = if gzip { self::gzip(message) } else { Bytes::copy_from_slice(message) };
    let mut framed = BytesMut::with_capacity(packed.len() + 5);
    framed.put_u8(u8::from(gzip));
    framed.put_u32(u32::try_from(packed.len()).unwrap());
    framed.put_slice(&packed);
    let mut response = grpc_response([Frame::data(framed.freeze()), Frame::trailers(succeeded())]);
    if gzip {
        response.headers_mut().insert("grpc-encoding", HeaderValue::from_static("gzip"));
    }
    response
}

fn succeeded() -> HeaderMap {
    HeaderMap::from_iter([(http::HeaderName::from_static("grpc-status"), HeaderValue::from_static("0"))])
}

fn grpc_failure(code: i32, message: &str, retry_after: Option<String>, place: Place) -> Response<Body> {
    let mut status = HeaderMap::new();
    status.insert("grpc-status", code.into());
    status.insert("grpc-message", percent_encoded(message).try_into().unwrap());
    if let Some(value) = retry_after {
        status.insert("retry-after", value.try_into().unwrap());
    }
    match place {
        Place::Trailers => grpc_response([Frame::trailers(status)]),
        Place::Head => {
            let mut response = grpc_response([]);
            response.headers_mut().extend(status);
            response
        }
    }
}

fn grpc_response<const N: usize>(frames: [Frame<Bytes>; N]) -> Response<Body> {
    let body = match N {
        0 => BodyExt::boxed(http_body_util::Empty::new()),
        _ => BodyExt::boxed(StreamBody::new(stream::iter(frames.map(Ok)))),
    };
    let mut response = Response::new(body);
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/grpc"));
    response
}

fn full(chunks: impl IntoIterator<Item = Bytes>) -> Body {
    let frames: Vec<Result<_, Infallible>> = chunks.into_iter().map(|chunk| Ok(Frame::data(chunk))).collect();
    BodyExt::boxed(StreamBody::new(stream::iter(frames)))
}

/// A text as `grpc-message` carries it.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'%' => "%25".to_owned(),
            b' '..=b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn gzip(bytes: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().into()
}

pub fn gunzip(bytes: &[u8]) -> Bytes {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    plain.into()
}
