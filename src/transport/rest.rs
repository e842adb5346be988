//! Calls over REST: the context that every generated method carries, and the one way to send.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http_body_util::Limited;
use progenitor_client::{ClientHooks, OperationInfo, ResponseValue};

use super::fault;
use super::resolve::Resolver;
use super::rest_error::{self, Refusal};
use super::slices::Slices;
use super::{Call, Core, Names};
use crate::address::Address;
use crate::body::{ByteStream, UploadBody};
use crate::error::Error;
use crate::future::BoxFuture;
use crate::generated_rest as raw_rest;
use crate::models;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::protocol::Protocol;
use crate::tls::{self, Tls};

/// A server closes idle connections after five seconds; a request must not meet that moment.
const IDLE_TIMEOUT: Duration = Duration::from_secs(4);
const TCP_KEEPALIVE: Duration = Duration::from_secs(60);
/// The form field of snapshot uploads.
const UPLOAD_FIELD: &str = "snapshot";

type SendError = progenitor_client::Error<models::ErrorResponse>;

/// What a generated method returns.
pub(crate) type Sent<R> = Result<ResponseValue<R>, SendError>;

/// The operations over REST.
#[derive(Clone)]
pub struct RestStub {
    inner: Arc<Inner>,
}

struct Inner {
    core: Arc<Core>,
    address: Address,
    /// The address as URLs of requests begin with it.
    base_url: String,
    settings: Settings,
    http: OnceLock<Result<reqwest::Client, Error>>,
}

/// What the HTTP client is made from on first use.
pub(crate) struct Settings {
    pub(crate) tls: Option<Arc<Tls>>,
    pub(crate) connect_timeout: Duration,
    pub(crate) gzip: bool,
    pub(crate) max_request: usize,
    pub(crate) max_response: usize,
}

impl RestStub {
    pub(crate) fn new(core: Arc<Core>, address: Address, settings: Settings) -> Self {
        let seen = settings.server_name().map(|name| address.with_host(name));
        let base_url = seen.as_ref().unwrap_or(&address).to_string();
        Self { inner: Arc::new(Inner { core, address, base_url, settings, http: OnceLock::new() }) }
    }

    /// Begins a call.
    pub(crate) fn begin<'a>(
        &'a self,
        operation: &'static Operation,
        options: &'a CallOptions,
        names: Names<'_>,
    ) -> Result<Call<'a>, Error> {
        self.inner.core.begin(operation, Protocol::Rest, &self.inner.address, options, names)
    }

    /// Runs one operation with deadline, retries and authentication: `send` is called once per attempt, and keeps its
    /// answer itself. Nothing here depends on the answer's type, so that it is compiled once.
    pub(crate) async fn call<'a>(
        &'a self,
        call: &Call<'_>,
        send: &'a (dyn Fn(raw_rest::Client) -> Attempt<'a> + Sync),
    ) -> Result<(), Error> {
        self.call_within(call, self.inner.settings.max_response, send).await
    }

    /// The same, with a limit of its own for the length of the answer.
    async fn call_within<'a>(
        &'a self,
        call: &Call<'_>,
        max_response: usize,
        send: &'a (dyn Fn(raw_rest::Client) -> Attempt<'a> + Sync),
    ) -> Result<(), Error> {
        let inner = &*self.inner;
        let attempt = || async {
            let (client, record) = inner.attempt(call.options, max_response).await?;
            match send(client).await {
                Ok(()) => Ok(()),
                Err(error) => Err(inner.failure(*error, &record).await),
            }
        };
        inner.core.run(call, attempt).await
    }

    /// Runs an operation whose result is a stream of bytes. The client's time limit covers the beginning of the answer
    /// and each pause; a deadline of the call covers the whole.
    pub(crate) async fn call_bytes<'a>(
        &'a self,
        call: &Call<'_>,
        answer: &Kept<progenitor_client::ByteStream>,
        send: &'a (dyn Fn(raw_rest::Client) -> Attempt<'a> + Sync),
    ) -> Result<ByteStream, Error> {
        let begun = tokio::time::Instant::now();
        let end = call.options.deadline.and_then(|limit| Some((limit, begun.checked_add(limit)?)));
        let (pause, operation) = (self.inner.core.timeout, call.operation);
        self.call_within(call, usize::MAX, send).await?;
        let answer = answer.take()?;
        let (length, name) = (answer.content_length(), answer.headers().get(header::CONTENT_DISPOSITION).and_then(file_name));
        let stub = self.clone();
        let chunks = answer.into_inner_stream().map_err(move |source| stub.inner.broken(source).at(operation, Protocol::Rest));
        Ok(ByteStream::new(limited(chunks, operation, end, pause)).with_content_length(length).with_name(name))
    }

    /// Runs an upload. A body can be sent once, so there is one attempt; only a deadline of the call limits its time.
    pub(crate) async fn call_upload<R, F, S>(&self, call: Call<'_>, body: UploadBody, send: F) -> Result<R, Error>
    where
        F: FnOnce(raw_rest::Client, reqwest::multipart::Form) -> S,
        S: Future<Output = Sent<R>>,
    {
        let (length, name) = (body.content_length(), body.file_name().to_owned());
        if name.contains(char::is_control) {
            // It would end its line in the form, and begin another.
            let error = Error::invalid_request("the name of the file holds a control character");
            return Err(self.inner.core.failed(&call, error));
        }
        let stream = reqwest::Body::wrap_stream(body.into_stream());
        let part = match length {
            Some(length) => reqwest::multipart::Part::stream_with_length(stream, length),
            None => reqwest::multipart::Part::stream(stream),
        };
        let form = reqwest::multipart::Form::new().part(UPLOAD_FIELD, part.file_name(name));
        let attempt = async {
            let (client, record) = self.inner.attempt(call.options, self.inner.settings.max_response).await?;
            match send(client, form).await {
                Ok(answer) => Ok(answer.into_inner()),
                Err(error) => Err(self.inner.failure(error, &record).await),
            }
        };
        self.inner.core.run_once(&call, attempt).await
    }

    /// A client of the generated code with this client's credentials and headers.
    pub(crate) fn raw(&self) -> Result<raw_rest::Client, Error> {
        self.inner.client(None, self.inner.settings.max_response)
    }
}

/// An attempt to send.
pub(crate) type Attempt<'a> = BoxFuture<'a, Result<(), Box<SendError>>>;

/// The answer of the attempt that succeeded.
pub(crate) struct Kept<R>(Mutex<Option<ResponseValue<R>>>);

impl<R> Kept<R> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Keeps what a generated method returned, if it is an answer.
    pub(crate) fn keep(&self, sent: Sent<R>) -> Result<(), Box<SendError>> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sent?);
        Ok(())
    }

    /// The answer, once the call has succeeded.
    pub(crate) fn take(&self) -> Result<ResponseValue<R>, Error> {
        let answer = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.ok_or_else(|| Error::context("no attempt kept its answer"))
    }
}

impl Kept<Vec<Bytes>> {
    /// Keeps the whole of an answer that comes as a stream.
    pub(crate) async fn keep_whole(&self, sent: Sent<progenitor_client::ByteStream>) -> Result<(), Box<SendError>> {
        let answer = sent?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let chunks = answer.into_inner_stream().try_collect().await.map_err(|source| Box::new(SendError::ResponseBodyError(source)))?;
        self.keep(Ok(ResponseValue::new(chunks, status, headers)))
    }

    /// The answer as text, once the call has succeeded.
    pub(crate) fn take_text(&self, call: &Call<'_>) -> Result<String, Error> {
        String::from_utf8(self.take()?.into_inner().concat()).map_err(|source| {
            let error = Error::decode("the answer is no UTF-8 text").with_source(source);
            call.failed(error.at(call.operation, Protocol::Rest))
        })
    }
}

impl Inner {
    /// A client for one attempt, and what it will know afterwards.
    async fn attempt(&self, options: &CallOptions, max_response: usize) -> Result<(raw_rest::Client, Arc<Record>), Error> {
        if let Some(tls) = &self.settings.tls {
            tls.prepare().await;
        }
        let CallOptions { headers, encoded, .. } = options.clone();
        let record = Arc::new(Record { headers, encoded, refusal: Mutex::default() });
        Ok((self.client(Some(Arc::clone(&record)), max_response)?, record))
    }

    fn client(&self, record: Option<Arc<Record>>, max_response: usize) -> Result<raw_rest::Client, Error> {
        let http = self.http.get_or_init(|| self.settings.http(&self.address, &self.core.user_agent)).clone()?;
        let context = CallContext { core: Arc::clone(&self.core), record, max_request: self.settings.max_request, max_response };
        Ok(raw_rest::Client::new_with_client(&self.base_url, http, context))
    }

    async fn failure(&self, error: SendError, record: &Record) -> Error {
        let refusal = record.refusal.lock().unwrap_or_else(PoisonError::into_inner).take();
        rest_error::explain(error, refusal, &self.address).await
    }

    fn broken(&self, source: reqwest::Error) -> Error {
        rest_error::broken(source, &self.address)
    }
}

impl Settings {
    fn server_name(&self) -> Option<&str> {
        self.tls.as_ref().and_then(|tls| tls.server_name())
    }

    fn http(&self, address: &Address, user_agent: &HeaderValue) -> Result<reqwest::Client, Error> {
        let tls = match &self.tls {
            Some(tls) => tls.config(&[b"http/1.1"])?,
            None => tls::unused()?,
        };
        let resolver = self.server_name().map(|name| Resolver::with_alias(name, &address.host)).unwrap_or_default();
        reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(resolver)
            .user_agent(user_agent)
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .tcp_keepalive(TCP_KEEPALIVE)
            .tcp_nodelay(true)
            .gzip(self.gzip)
            // Redirects would carry the key elsewhere, proxies of the environment are not gRPC's, and what is sent
            // again is decided in one place.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
            .map_err(|source| Error::config("the HTTP client cannot be set up").with_source(source))
    }
}

/// What a client of the generated code carries: whose call this is, and what became of it.
#[derive(Clone)]
pub struct CallContext {
    core: Arc<Core>,
    record: Option<Arc<Record>>,
    max_request: usize,
    max_response: usize,
}

impl fmt::Debug for CallContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallContext")
    }
}

/// One attempt of a call.
struct Record {
    headers: HeaderMap,
    /// The body to send instead of that of the request.
    encoded: Option<Bytes>,
    /// Why there is no result, where the generated code cannot say it.
    refusal: Mutex<Option<Refusal>>,
}

impl CallContext {
    /// Keeps why there will be no result. A raw call keeps nothing.
    fn refuse(&self, refusal: Refusal) {
        if let Some(record) = &self.record {
            *record.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal);
        }
    }

    /// The same, for an error of our own, and what the generated code gives in its place.
    fn refused<E>(&self, error: Error) -> progenitor_client::Error<E> {
        let text = error.to_string();
        self.refuse(Refusal::Own(error));
        progenitor_client::Error::Custom(text)
    }

    async fn prepare(&self, request: &mut reqwest::Request) -> Result<(), Error> {
        const API_VERSION: HeaderName = HeaderName::from_static("api-version");
        let none = HeaderMap::new();
        let of_call = match &self.record {
            Some(record) => &record.headers,
            // A raw call, which nobody else has let in.
            None => {
                self.core.life.enter()?;
                &none
            }
        };
        let encoded = self.record.as_ref().and_then(|record| record.encoded.as_ref());
        let body = encoded.map(|body| &body[..]).or_else(|| request.body()?.as_bytes());
        if let Some(size) = body.map(<[u8]>::len)
            && size > self.max_request
        {
            let text = format!("the request is {size} bytes long, and `max_request_bytes` is {}", self.max_request);
            return Err(Error::too_large(text).with_unsent(true));
        }
        if let Some(encoded) = encoded {
            *request.body_mut() = Some(Slices::body(encoded.clone()));
        }
        let headers = request.headers_mut();
        headers.remove(API_VERSION);
        self.core.apply_headers(headers, of_call).await
    }
}

impl ClientHooks<CallContext> for raw_rest::Client {
    async fn pre<E>(&self, request: &mut reqwest::Request, _info: &OperationInfo) -> Result<(), progenitor_client::Error<E>> {
        self.inner.prepare(request).await.map_err(|error| self.inner.refused(error))
    }

    async fn exec(&self, request: reqwest::Request, _info: &OperationInfo) -> reqwest::Result<reqwest::Response> {
        let response = self.client.execute(request).await?;
        if self.inner.max_response == usize::MAX {
            return Ok(response);
        }
        let limit = self.inner.max_response;
        let response: http::Response<reqwest::Body> = response.into();
        Ok(response.map(|body| reqwest::Body::wrap(Limited::new(body, limit))).into())
    }

    async fn post<E>(&self, result: &reqwest::Result<reqwest::Response>, _info: &OperationInfo) -> Result<(), progenitor_client::Error<E>> {
        let Ok(response) = result else { return Ok(()) };
        if !response.status().is_success() {
            self.inner.refuse(Refusal::of_server(response));
        } else if announced(response).is_some_and(|length| length > self.inner.max_response as u64) {
            return Err(self.inner.refused(fault::too_long()));
        }
        Ok(())
    }
}

/// How long an answer says it is, as it is on the wire.
fn announced(response: &reqwest::Response) -> Option<u64> {
    response.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Ends a download with an error when its deadline passes, or when no byte comes for too long.
fn limited(
    chunks: impl futures_core::Stream<Item = Result<Bytes, Error>> + Send + 'static,
    operation: &'static Operation,
    end: Option<(Duration, tokio::time::Instant)>,
    pause: Option<Duration>,
) -> impl futures_core::Stream<Item = Result<Bytes, Error>> + Send + 'static {
    futures_util::stream::unfold(Some(Box::pin(chunks)), move |chunks| async move {
        let mut chunks = chunks?;
        let next = match (end, pause) {
            (Some((limit, at)), _) => tokio::time::timeout_at(at, chunks.next()).await.map_err(|_| limit),
            (None, Some(pause)) => tokio::time::timeout(pause, chunks.next()).await.map_err(|_| pause),
            (None, None) => Ok(chunks.next().await),
        };
        match next {
            Ok(None) => None,
            Ok(Some(Ok(chunk))) => Some((Ok(chunk), Some(chunks))),
            Ok(Some(Err(error))) => Some((Err(error), None)),
            Err(limit) => Some((Err(Error::timeout(limit, 1).at(operation, Protocol::Rest)), None)),
        }
    })
}

/// The name in `attachment; filename="x.snapshot"`: its last part, so that it is no way to another folder.
fn file_name(disposition: &HeaderValue) -> Option<String> {
    let (_, name) = disposition.to_str().ok()?.split_once("filename=")?;
    let name = match name.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => name.split(';').next()?.trim(),
    };
    let name = name.rsplit(['/', '\\', ':']).next()?;
    (!matches!(name, "" | "." | "..")).then(|| name.to_owned())
}
