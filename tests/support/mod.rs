//! Fake servers on loopback: they record what they receive and answer as they are told, over either protocol.

#![allow(dead_code, unused_imports, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, Request, Response, Uri};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use qdrant_remote::{Client, ClientBuilder, Protocol};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

mod answer;
pub mod certificates;
pub mod link;
pub mod traces;

pub use answer::{Answer, Chunks, gunzip};
use answer::{Body, respond};

/// Is in every credential of the tests. `.ci/run` looks for it in all that they print.
pub const WORD: &str = "hunter2";

/// One request as a server received it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The number of its connection.
    pub connection: usize,
    pub method: Method,
    pub uri: Uri,
    pub headers: HeaderMap,
    /// Over gRPC: the message, without its frame header, and unpacked.
    pub body: Bytes,
    /// Over gRPC: whether the message was compressed.
    pub compressed: bool,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The JSON that came over REST.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The message that came over gRPC.
    pub fn message<M: prost::Message + Default>(&self) -> M {
        M::decode(self.body.clone()).unwrap()
    }
}

/// A server of one protocol. Stops when dropped.
pub struct FakeServer {
    pub address: SocketAddr,
    pub protocol: Protocol,
    secure: bool,
    state: Arc<State>,
    task: JoinHandle<()>,
}

type Script = Box<dyn Fn(usize, &Seen) -> Answer + Send + Sync>;

struct State {
    protocol: Protocol,
    tls: Option<TlsAcceptor>,
    script: Script,
    seen: Mutex<Vec<Seen>>,
    /// Bytes of bodies, complete or not.
    received: AtomicUsize,
    connections: AtomicUsize,
    open: AtomicUsize,
    changed: Notify,
}

impl FakeServer {
    /// Answers the n-th request (from 0) with what `script` returns.
    pub async fn start(protocol: Protocol, script: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::on(listen().await, protocol, script)
    }

    /// Answers with these in turn, and with the last one from then on.
    pub async fn playing(protocol: Protocol, answers: impl Into<Vec<Answer>>) -> Self {
        Self::start(protocol, in_turn(answers)).await
    }

    /// Like `playing`, behind TLS.
    pub async fn secure(protocol: Protocol, config: rustls::ServerConfig, answers: impl Into<Vec<Answer>>) -> Self {
        Self::run(listen().await, protocol, Some(config), in_turn(answers))
    }

    pub fn on(listener: TcpListener, protocol: Protocol, script: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::run(listener, protocol, None, script)
    }

    /// With everything said: where, over which protocol, behind which TLS, and what is answered.
    pub fn run(
        listener: TcpListener,
        protocol: Protocol,
        tls: Option<rustls::ServerConfig>,
        script: impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let address = listener.local_addr().unwrap();
        let secure = tls.is_some();
        let state = Arc::new(State {
            protocol,
            tls: tls.map(|config| TlsAcceptor::from(Arc::new(config))),
            script: Box::new(script),
            seen: Mutex::default(),
            received: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            changed: Notify::new(),
        });
        let accepting = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            while let Ok((tcp, _)) = listener.accept().await {
                tcp.set_nodelay(true).unwrap();
                let connection = accepting.connections.fetch_add(1, Ordering::SeqCst);
                open.spawn(Arc::clone(&accepting).accept(tcp, connection));
            }
        });
        Self { address, protocol, secure, state, task }
    }

    /// Settings of a client that talks to this server over its protocol, without a version check.
    pub fn builder(&self) -> ClientBuilder {
        match self.secure {
            true => secure_builder(self.protocol, "localhost", self.address.port()),
            false => builder(self.protocol, self.address),
        }
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// What was received so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().unwrap().clone()
    }

    pub fn last(&self) -> Seen {
        self.state.seen.lock().unwrap().last().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.state.seen.lock().unwrap().len()
    }

    /// How many connections were accepted so far.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// How many connections are open.
    pub fn open(&self) -> usize {
        self.state.open.load(Ordering::SeqCst)
    }

    /// Waits until this many requests have arrived.
    pub async fn arrived(&self, count: usize) {
        self.until(|| self.count() >= count).await;
    }

    /// Waits until this many bytes of bodies have arrived.
    pub async fn received(&self, bytes: usize) {
        self.until(|| self.state.received.load(Ordering::SeqCst) >= bytes).await;
    }

    /// Waits until no connection is open.
    pub async fn idle(&self) {
        self.until(|| self.open() == 0).await;
    }

    async fn until(&self, done: impl Fn() -> bool) {
        loop {
            let next = self.state.changed.notified();
            tokio::pin!(next);
            next.as_mut().enable();
            if done() {
                return;
            }
            next.await;
        }
    }

    /// Stops, and frees the address.
    pub async fn stop(mut self) -> SocketAddr {
        self.task.abort();
        let _ = (&mut self.task).await;
        self.address
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn in_turn(answers: impl Into<Vec<Answer>>) -> impl Fn(usize, &Seen) -> Answer + Send + Sync + 'static {
    let answers: Vec<Answer> = answers.into();
    move |n, _| answers[n.min(answers.len() - 1)].clone()
}

/// Settings of a client that talks to `address` over `protocol`, with a key and without a version check.
pub fn builder(protocol: Protocol, address: SocketAddr) -> ClientBuilder {
    with_url(protocol, format!("http://{address}"))
}

/// Settings of a client that talks over TLS.
pub fn secure_builder(protocol: Protocol, host: &str, port: u16) -> ClientBuilder {
    with_url(protocol, format!("https://{host}:{port}"))
}

fn with_url(protocol: Protocol, url: String) -> ClientBuilder {
    let builder = Client::builder().check_version(false).api_key(WORD).warn_insecure_key(false).protocol(protocol);
    match protocol {
        Protocol::Rest => builder.url(url),
        Protocol::Grpc => builder.grpc_url(url),
    }
}

/// The causes of an error, one after the other.
pub fn causes(error: &qdrant_remote::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(std::error::Error::source(error), |error| error.source())
}

pub async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// An address at which nothing listens.
pub async fn nowhere() -> SocketAddr {
    listen().await.local_addr().unwrap()
}

/// Listens again where a server was; the system may need a moment to free the address.
pub async fn listen_again(address: SocketAddr) -> TcpListener {
    for _ in 0..100 {
        match TcpListener::bind(address).await {
            Ok(listener) => return listener,
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
        }
    }
    panic!("{address} is not free");
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// Counts a connection for as long as it is open.
struct Open(Arc<State>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
        self.0.changed.notify_waiters();
    }
}

impl State {
    async fn accept(self: Arc<Self>, tcp: TcpStream, connection: usize) {
        self.open.fetch_add(1, Ordering::SeqCst);
        let _open = Open(Arc::clone(&self));
        let stream: Pin<Box<dyn Stream>> = match &self.tls {
            None => Box::pin(tcp),
            Some(acceptor) => match acceptor.accept(tcp).await {
                Ok(stream) => Box::pin(stream),
                Err(_) => return,
            },
        };
        self.serve(stream, connection).await;
    }

    async fn serve(self: &Arc<Self>, stream: Pin<Box<dyn Stream>>, connection: usize) {
        let broken = Arc::new(Notify::new());
        let breaking = Arc::clone(&broken);
        let state = Arc::clone(self);
        let service = service_fn(move |request| Arc::clone(&state).answer(request, connection, Arc::clone(&breaking)));
        let io = TokioIo::new(stream);
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
        let (head, mut body) = request.into_parts();
        let mut bytes = BytesMut::new();
        while let Some(frame) = body.frame().await {
            if let Ok(data) = frame?.into_data() {
                self.received.fetch_add(data.len(), Ordering::SeqCst);
                self.changed.notify_waiters();
                bytes.extend_from_slice(&data);
            }
        }
        let mut body = bytes.freeze();
        let mut compressed = false;
        if self.protocol == Protocol::Grpc && body.len() >= 5 {
            compressed = body[0] == 1;
            body = body.slice(5..);
            if compressed {
                body = gunzip(&body);
            }
        }
        let seen = Seen { connection, method: head.method, uri: head.uri, headers: head.headers, body, compressed };
        let n = {
            let mut all = self.seen.lock().unwrap();
            all.push(seen.clone());
            all.len() - 1
        };
        self.changed.notify_waiters();
        match (self.script)(n, &seen) {
            Answer::Hang => std::future::pending().await,
            Answer::Break => {
                breaking.notify_one();
                std::future::pending().await
            }
            answer => Ok(respond(answer, self.protocol)),
        }
    }
}
