//! Fake servers on loopback: they record what they receive and answer as they are told, over either protocol.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::stream;
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri};
use http_body_util::{BodyExt, StreamBody, combinators::BoxBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use qdrant_remote::{Client, ClientBuilder, Protocol, Status};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// One request as a server received it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The number of its connection.
    pub connection: usize,
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    /// Over gRPC: the message, without its frame header.
    pub body: Bytes,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// What a server does with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Success: this JSON over REST, this message over gRPC.
    Reply { json: String, message: Bytes },
    /// Success over REST with a body and headers of any kind.
    Body { status: u16, headers: Vec<(&'static str, String)>, chunks: Vec<Bytes> },
    /// An error of the server.
    Fail { status: Status, message: String, retry_after: Option<String> },
    /// Nothing, for ever.
    Hang,
    /// The connection breaks.
    Break,
}

impl Answer {
    pub fn fail(status: Status) -> Self {
        Answer::Fail { status, message: "scripted failure".to_owned(), retry_after: None }
    }

    pub fn rate_limited(retry_after: impl Into<String>) -> Self {
        Answer::Fail { status: Status::RateLimited, message: "slow down".to_owned(), retry_after: Some(retry_after.into()) }
    }

    /// What `GET /` and `HealthCheck` answer.
    pub fn version(version: &str) -> Self {
        let mut message = BytesMut::new();
        for (tag, text) in [(0x0a, "qdrant"), (0x12, version)] {
            message.put_u8(tag);
            message.put_u8(u8::try_from(text.len()).unwrap());
            message.put_slice(text.as_bytes());
        }
        Answer::Reply { json: format!(r#"{{"title":"qdrant","version":"{version}"}}"#), message: message.freeze() }
    }
}

/// A server of one protocol. Stops when dropped.
pub struct FakeServer {
    pub address: SocketAddr,
    protocol: Protocol,
    state: Arc<State>,
    task: JoinHandle<()>,
}

type Script = Box<dyn Fn(usize, &Seen) -> Answer + Send + Sync>;

struct State {
    protocol: Protocol,
    script: Script,
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
    arrived: Notify,
}

type Body = BoxBody<Bytes, Infallible>;

impl FakeServer {
    /// Answers the n-th request (from 0) with what `script` returns.
    pub async fn start(protocol: Protocol, script: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), protocol, script)
    }

    /// Answers with these in turn, and with the last one from then on.
    pub async fn playing(protocol: Protocol, answers: impl Into<Vec<Answer>>) -> Self {
        let answers: Vec<Answer> = answers.into();
        Self::start(protocol, move |n, _| answers[n.min(answers.len() - 1)].clone()).await
    }

    pub fn on(listener: TcpListener, protocol: Protocol, script: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> Self {
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            protocol,
            script: Box::new(script),
            seen: Mutex::default(),
            connections: AtomicUsize::new(0),
            arrived: Notify::new(),
        });
        let accepting = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            while let Ok((tcp, _)) = listener.accept().await {
                tcp.set_nodelay(true).unwrap();
                let connection = accepting.connections.fetch_add(1, Ordering::SeqCst);
                open.spawn(Arc::clone(&accepting).serve(tcp, connection));
            }
        });
        Self { address, protocol, state, task }
    }

    /// Settings of a client that talks to this server over its protocol, without a version check.
    pub fn builder(&self) -> ClientBuilder {
        builder(self.protocol, self.address)
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// What was received so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.state.seen.lock().unwrap().len()
    }

    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// Waits until this many requests have arrived.
    pub async fn arrived(&self, count: usize) {
        loop {
            let next = self.state.arrived.notified();
            if self.count() >= count {
                return;
            }
            next.await;
        }
    }

    /// Stops, and frees the address.
    pub async fn stop(self) -> SocketAddr {
        self.task.abort();
        while !self.task.is_finished() {
            tokio::task::yield_now().await;
        }
        self.address
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Settings of a client that talks to `address` over `protocol`, without a version check.
pub fn builder(protocol: Protocol, address: SocketAddr) -> ClientBuilder {
    let builder = Client::builder().check_version(false).protocol(protocol);
    match protocol {
        Protocol::Rest => builder.url(format!("http://{address}")),
        Protocol::Grpc => builder.grpc_url(format!("http://{address}")),
    }
}

/// An address at which nothing listens.
pub async fn nowhere() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

impl State {
    async fn serve(self: Arc<Self>, tcp: TcpStream, connection: usize) {
        let broken = Arc::new(Notify::new());
        let breaking = Arc::clone(&broken);
        let state = Arc::clone(&self);
        let service = service_fn(move |request| Arc::clone(&state).answer(request, connection, Arc::clone(&breaking)));
        let io = TokioIo::new(tcp);
        let served = async {
            match self.protocol {
                Protocol::Rest => hyper::server::conn::http1::Builder::new().serve_connection(io, service).await,
                Protocol::Grpc => hyper::server::conn::http2::Builder::new(TokioExecutor::new()).serve_connection(io, service).await,
            }
        };
        tokio::select! {
            _ = served => {}
            () = broken.notified() => {}
        }
    }

    async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
        connection: usize,
        breaking: Arc<Notify>,
    ) -> Result<Response<Body>, hyper::Error> {
        let (head, body) = request.into_parts();
        let mut body = body.collect().await?.to_bytes();
        if self.protocol == Protocol::Grpc && body.len() >= 5 {
            body = body.slice(5..);
        }
        let seen = Seen { connection, method: head.method, uri: head.uri, headers: head.headers, body };
        let n = {
            let mut all = self.seen.lock().unwrap();
            all.push(seen.clone());
            all.len() - 1
        };
        self.arrived.notify_waiters();
        match (self.script)(n, &seen) {
            Answer::Hang => std::future::pending().await,
            Answer::Break => {
                breaking.notify_one();
                std::future::pending().await
            }
            answer => Ok(match self.protocol {
                Protocol::Rest => rest(answer),
                Protocol::Grpc => grpc(answer),
            }),
        }
    }
}

fn rest(answer: Answer) -> Response<Body> {
    let json = |status: u16, text: String| {
        let mut response = Response::new(full([Bytes::from(text)]));
        *response.status_mut() = status.try_into().unwrap();
        response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        response
    };
    match answer {
        Answer::Reply { json: text, .. } => json(200, text),
        Answer::Body { status, headers, chunks } => {
            let mut response = Response::new(full(chunks));
            *response.status_mut() = status.try_into().unwrap();
            for (name, value) in headers {
                response.headers_mut().insert(name, value.try_into().unwrap());
            }
            response
        }
        Answer::Fail { status, message, retry_after } => {
            let text = serde_json::json!({ "status": { "error": message }, "time": 0.0 });
            let mut response = json(status.http(), text.to_string());
            if let Some(value) = retry_after {
                response.headers_mut().insert("retry-after", value.try_into().unwrap());
            }
            response
        }
        Answer::Hang | Answer::Break => unreachable!("handled before"),
    }
}

fn grpc(answer: Answer) -> Response<Body> {
    let mut trailers = HeaderMap::new();
    let mut frames = Vec::new();
    match answer {
        Answer::Reply { message, .. } => {
            let mut framed = BytesMut::with_capacity(message.len() + 5);
            framed.put_u8(0);
            framed.put_u32(u32::try_from(message.len()).unwrap());
            framed.put_slice(&message);
            frames.push(Ok(Frame::data(framed.freeze())));
            trailers.insert("grpc-status", HeaderValue::from_static("0"));
        }
        Answer::Fail { status, message, retry_after } => {
            trailers.insert("grpc-status", status.grpc().into());
            trailers.insert("grpc-message", message.replace(' ', "%20").try_into().unwrap());
            if let Some(value) = retry_after {
                trailers.insert("retry-after", value.try_into().unwrap());
            }
        }
        Answer::Body { .. } => panic!("bodies of any kind exist over REST alone"),
        Answer::Hang | Answer::Break => unreachable!("handled before"),
    }
    frames.push(Ok(Frame::trailers(trailers)));
    let mut response = Response::new(BodyExt::boxed(StreamBody::new(stream::iter(frames))));
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/grpc"));
    response
}

fn full(chunks: impl IntoIterator<Item = Bytes>) -> Body {
    let frames: Vec<Result<_, Infallible>> = chunks.into_iter().map(|chunk| Ok(Frame::data(chunk))).collect();
    BodyExt::boxed(StreamBody::new(stream::iter(frames)))
}
