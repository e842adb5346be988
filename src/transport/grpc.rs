//! Calls over gRPC: one generic unary call that every operation goes through.

use std::error::Error as StdError;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::uri::PathAndQuery;
use http::{Method, Uri, Version};
use http_body_util::Full;
use prost::Message;
use tonic::body::Body;
use tower_service::Service;

use super::channel::ChannelPool;
use super::checked::{self, Foreign, NotGrpc};
use super::fault::{self, Failed};
use super::reply::{self, Failure};
use super::{Call, Core, Names, encoded};
use crate::address::Address;
use crate::error::Error;
use crate::future::BoxFuture;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::protocol::Protocol;

/// The operations over gRPC.
#[derive(Clone)]
pub struct GrpcStub {
    inner: Arc<Inner>,
}

struct Inner {
    core: Arc<Core>,
    address: Address,
    pool: ChannelPool,
    limits: Limits,
}

/// How messages are compressed and how large they may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) gzip: bool,
    pub(crate) max_request: usize,
    pub(crate) max_response: usize,
}

impl GrpcStub {
    pub(crate) fn new(core: Arc<Core>, address: Address, pool: ChannelPool, limits: Limits) -> Self {
        Self { inner: Arc::new(Inner { core, address, pool, limits }) }
    }

    /// Begins a call, before its request is converted.
    pub(crate) fn begin<'a>(
        &'a self,
        operation: &'static Operation,
        options: &'a CallOptions,
        names: Names<'_>,
    ) -> Result<Call<'a>, Error> {
        self.inner.core.begin(operation, Protocol::Grpc, &self.inner.address, options, names)
    }

    /// One unary RPC with deadline, retries and authentication; `message` is encoded once, so that sending it again
    /// costs nothing.
    pub(crate) async fn unary<M, R>(&self, call: &Call<'_>, message: M) -> Result<R, Error>
    where
        M: Message,
        R: Message + Default,
    {
        let body = self.inner.body(call.options, &message);
        drop(message);
        let answer = self.exchange(call, body).await?;
        R::decode(&*answer).map_err(|source| call.failed(malformed(source).at(call.operation, Protocol::Grpc)))
    }

    /// Sends the body of a request and gives the message of the answer.
    async fn exchange(&self, call: &Call<'_>, body: Result<Bytes, Error>) -> Result<Bytes, Error> {
        let operation = call.operation;
        let Some(rpc) = operation.rpc else {
            return Err(Error::unsupported(operation, Protocol::Grpc));
        };
        let path = PathAndQuery::try_from(format!("/{rpc}"))
            .map_err(|source| Error::unsupported(operation, Protocol::Grpc).with_source(source))?;
        let inner = &*self.inner;
        inner.core.run(call, || inner.attempt(call.options, path.clone(), body.clone())).await
    }

    /// The body of an RPC with this message, to be sent with `CallOptions::encoded`.
    pub(crate) fn encode(&self, message: impl Message) -> Result<Bytes, Error> {
        encoded::frame(&message, self.inner.limits.gzip)
    }

    /// How many channels share the calls.
    pub(crate) fn pool_size(&self) -> usize {
        self.inner.pool.size()
    }

    /// A channel for the generated clients, authenticated like every call.
    pub(crate) fn channel(&self) -> GrpcChannel {
        GrpcChannel { inner: Arc::clone(&self.inner) }
    }

    pub(crate) fn limits(&self) -> Limits {
        self.inner.limits
    }

    /// Lets go of the channels.
    pub(crate) fn disconnect(&self) {
        self.inner.pool.clear();
    }
}

impl Inner {
    /// What is sent: encoded before the call, or now.
    fn body(&self, options: &CallOptions, message: &impl Message) -> Result<Bytes, Error> {
        let Limits { gzip, max_request, .. } = self.limits;
        let size = options.encoded.as_ref().map_or_else(|| message.encoded_len(), Bytes::len);
        if size > max_request {
            let text = format!("the request is {size} bytes long, and `max_request_bytes` is {max_request}");
            return Err(Error::too_large(text).with_unsent(true));
        }
        match &options.encoded {
            Some(body) => Ok(body.clone()),
            None => encoded::frame(message, gzip),
        }
    }

    /// One attempt. What was handed to a channel whose connection turned out to be closed was not begun, and is handed to
    /// the next: the same request, not another.
    async fn attempt(&self, options: &CallOptions, path: PathAndQuery, body: Result<Bytes, Error>) -> Result<Bytes, Error> {
        let body = body?;
        let mut others = self.pool.size();
        loop {
            let request = self.request(options, &path, body.clone()).await?;
            match self.pool.ready().await?.call(request).await {
                Ok(answer) => return reply::read(answer, self.limits).await.map_err(|failure| self.failure(failure)),
                Err(source) if others > 0 && fault::never_begun(&source) => others -= 1,
                Err(source) => return Err(self.broken(source)),
            }
        }
    }

    async fn request(&self, options: &CallOptions, path: &PathAndQuery, body: Bytes) -> Result<http::Request<Body>, Error> {
        const ACCEPTED: HeaderName = HeaderName::from_static("grpc-accept-encoding");
        let mut request = http::Request::new(Body::new(Full::new(body)));
        *request.method_mut() = Method::POST;
        *request.version_mut() = Version::HTTP_2;
        *request.uri_mut() = Uri::from(path.clone());
        let headers = request.headers_mut();
        headers.insert(header::TE, HeaderValue::from_static("trailers"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
        if self.limits.gzip {
            headers.insert(encoded::ENCODING, HeaderValue::from_static(encoded::GZIP));
            headers.insert(ACCEPTED, HeaderValue::from_static(encoded::GZIP));
        }
        self.core.apply_headers(headers, &options.headers).await?;
        Ok(request)
    }

    /// Why there is no message, as an error.
    fn failure(&self, failure: Failure) -> Error {
        match failure {
            Failure::Answer(error) => error,
            Failure::Broken(status) => self.broken(Cause(status)),
            Failure::Foreign(Foreign::NotGrpc) => self.broken(NotGrpc),
            Failure::Foreign(Foreign::Http(http, wait, location)) => {
                let status = Foreign::status(http);
                let error = Error::answer(status, Foreign::text(http)).with_grpc_code(status.grpc());
                fault::answered_by_http(error, http.as_u16(), wait.as_ref(), location.as_ref(), &self.address)
            }
        }
    }

    /// The connection broke.
    fn broken(&self, source: impl StdError + Send + Sync + 'static) -> Error {
        let failed = Failed { protocol: Protocol::Grpc, address: &self.address, connecting: false, stranger: self.pool.stranger() };
        failed.into_error(source)
    }
}

fn malformed(source: prost::DecodeError) -> Error {
    Error::decode(format!("the answer is no valid message: {source}")).with_path(String::new()).with_source(source)
}

/// A status that tonic made up for a failure of the connection, as the head of its chain of causes.
#[derive(Debug)]
struct Cause(tonic::Status);

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.message())
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

/// The transport of the raw gRPC clients: the pooled channels of a client, with its credentials and headers.
#[derive(Clone)]
pub struct GrpcChannel {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for GrpcChannel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GrpcChannel({})", self.inner.address)
    }
}

impl Service<http::Request<tonic::body::Body>> for GrpcChannel {
    type Response = http::Response<tonic::body::Body>;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: http::Request<tonic::body::Body>) -> Self::Future {
        let inner = Arc::clone(&self.inner);
        Box::pin(async move {
            let _guard = inner.core.life.enter()?;
            inner.core.apply_headers(request.headers_mut(), &HeaderMap::new()).await?;
            checked::for_raw_clients(inner.pool.ready().await?.call(request).await?)
        })
    }
}
