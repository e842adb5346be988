//! A server that takes any request, in a thread of its own, and forgets it at once.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;

use bytes::{BufMut, Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body_util::{BodyExt, StreamBody, combinators::BoxBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use prost::Message;
use qdrant_remote::{Client, ClientBuilder, Protocol, pb};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// What a server answers to a request with this body, already read: JSON over REST, a message over gRPC.
pub type Reply = Arc<dyn Fn(&Bytes) -> Bytes + Send + Sync>;

/// A running server. Stops when dropped.
pub struct Sink {
    pub address: SocketAddr,
    protocol: Protocol,
    requests: Arc<AtomicUsize>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sink {
    /// A server that takes every upsert. It keeps no body.
    pub fn start(protocol: Protocol) -> Self {
        let reply = match protocol {
            Protocol::Rest => Bytes::from_static(br#"{"result":{"operation_id":1,"status":"acknowledged"},"status":"ok","time":0.0}"#),
            Protocol::Grpc => {
                let result = pb::UpdateResult { operation_id: Some(1), status: pb::UpdateStatus::Acknowledged as i32 };
                pb::PointsOperationResponse { result: Some(result), ..Default::default() }.encode_to_vec().into()
            }
        };
        Self::serving(protocol, None, Arc::new(move |_| reply.clone()))
    }

    /// A server that answers so; it reads bodies into memory up to `keep` bytes.
    pub fn serving(protocol: Protocol, keep: Option<usize>, reply: Reply) -> Self {
        let requests = Arc::new(AtomicUsize::new(0));
        let (stop, stopped) = oneshot::channel();
        let (bound, address) = std::sync::mpsc::channel();
        let counting = Arc::clone(&requests);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                bound.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! {
                    () = accept(listener, protocol, keep, reply, counting) => {}
                    _ = stopped => {}
                }
            });
        });
        Self { address: address.recv().unwrap(), protocol, requests, stop: Some(stop), thread: Some(thread) }
    }

    pub fn builder(&self) -> ClientBuilder {
        let builder = Client::builder().check_version(false).protocol(self.protocol);
        let url = format!("http://{}", self.address);
        match self.protocol {
            Protocol::Rest => builder.url(url),
            Protocol::Grpc => builder.grpc_url(url),
        }
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

async fn accept(listener: TcpListener, protocol: Protocol, keep: Option<usize>, reply: Reply, requests: Arc<AtomicUsize>) {
    loop {
        let (tcp, _) = listener.accept().await.unwrap();
        tcp.set_nodelay(true).unwrap();
        let (reply, requests) = (Arc::clone(&reply), Arc::clone(&requests));
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, protocol, keep, Arc::clone(&reply), Arc::clone(&requests)));
            let io = TokioIo::new(tcp);
            match protocol {
                Protocol::Rest => hyper::server::conn::http1::Builder::new().serve_connection(io, service).await,
                Protocol::Grpc => hyper::server::conn::http2::Builder::new(TokioExecutor::new()).serve_connection(io, service).await,
            }
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    protocol: Protocol,
    keep: Option<usize>,
    reply: Reply,
    requests: Arc<AtomicUsize>,
) -> Result<Response<BoxBody<Bytes, std::convert::Infallible>>, hyper::Error> {
    let mut body = request.into_body();
    let mut kept = BytesMut::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            let room = keep.unwrap_or_default().saturating_sub(kept.len()).min(data.len());
            kept.extend_from_slice(&data[..room]);
        }
    }
    requests.fetch_add(1, Ordering::SeqCst);
    let message = match protocol {
        Protocol::Rest => kept.freeze(),
        Protocol::Grpc => kept.freeze().slice(if keep.is_some() { 5.. } else { 0.. }),
    };
    let reply = reply(&message);
    let mut response = match protocol {
        Protocol::Rest => Response::new(BodyExt::boxed(http_body_util::Full::new(reply))),
        Protocol::Grpc => {
            let mut framed = BytesMut::with_capacity(reply.len() + 5);
            framed.put_u8(0);
            framed.put_u32(u32::try_from(reply.len()).unwrap());
            framed.put_slice(&reply);
            let trailers = HeaderMap::from_iter([(HeaderName::from_static("grpc-status"), HeaderValue::from_static("0"))]);
            let frames = [Ok(Frame::data(framed.freeze())), Ok(Frame::trailers(trailers))];
            Response::new(BodyExt::boxed(StreamBody::new(futures_util::stream::iter(frames))))
        }
    };
    let kind = if protocol == Protocol::Rest { "application/json" } else { "application/grpc" };
    response.headers_mut().insert("content-type", HeaderValue::from_static(kind));
    Ok(response)
}
