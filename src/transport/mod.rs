//! What both transports share: credentials, deadline, retries and the life of a client.

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue};
use tokio::sync::Notify;
use tokio::time::Instant;
use tracing::Instrument;
use tracing::field::Empty;

use crate::address::Address;
use crate::auth::Bearer;
#[cfg(feature = "grpc")]
use crate::convert::ConvertError;
use crate::error::Error;
use crate::future::runtime;
use crate::headers;
use crate::operation::{Operation, Safety};
use crate::options::CallOptions;
use crate::protocol::Protocol;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::status::Status;
use crate::version::Version;
use crate::warnings::Warner;

#[cfg(feature = "grpc")]
pub(crate) mod channel;
#[cfg(feature = "grpc")]
mod checked;
#[cfg(feature = "grpc")]
mod encoded;
#[cfg(feature = "_transport")]
mod fault;
#[cfg(feature = "grpc")]
pub(crate) mod grpc;
mod names;
#[cfg(feature = "grpc")]
mod reply;
#[cfg(feature = "_transport")]
mod resolve;
#[cfg(feature = "rest")]
pub(crate) mod rest;
#[cfg(feature = "rest")]
pub(crate) mod rest_error;
#[cfg(feature = "rest")]
mod slices;
#[cfg(feature = "grpc")]
mod wire;

pub(crate) use names::Names;

/// What one client and its clones hold in common, whatever the protocol.
pub(crate) struct Core {
    /// Headers of every call, the API key among them.
    pub(crate) headers: HeaderMap,
    pub(crate) user_agent: HeaderValue,
    pub(crate) bearer: Option<Bearer>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) warner: Arc<Warner>,
    pub(crate) life: Life,
    /// The server's version, once it is known.
    pub(crate) version: OnceLock<Version>,
}

/// One call on its way, from the request to the answer, with its span.
pub(crate) struct Call<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) protocol: Protocol,
    pub(crate) options: &'a CallOptions,
    span: tracing::Span,
    _guard: InFlight<'a>,
}

impl Core {
    /// Puts the headers of this client and of one call into a request.
    pub(crate) async fn apply_headers(&self, target: &mut HeaderMap, of_call: &HeaderMap) -> Result<(), Error> {
        headers::check(of_call)?;
        headers::replace(target, &self.headers);
        if let Some(bearer) = &self.bearer
            && !of_call.contains_key(AUTHORIZATION)
        {
            target.insert(AUTHORIZATION, bearer.header().await?);
        }
        headers::replace(target, of_call);
        Ok(())
    }

    /// Begins a call: counts it and opens its span.
    pub(crate) fn begin<'a>(
        &'a self,
        operation: &'static Operation,
        protocol: Protocol,
        address: &Address,
        options: &'a CallOptions,
        names: Names<'_>,
    ) -> Result<Call<'a>, Error> {
        let place = |error: Error| error.at(operation, protocol);
        let guard = self.life.enter().map_err(place)?;
        runtime().map_err(place)?;
        names::check(operation, protocol, names)?;
        Ok(Call { operation, protocol, options, span: span(operation, protocol, address, names), _guard: guard })
    }

    /// Runs `attempt` until it succeeds, its failure is final, or time is up.
    pub(crate) async fn run<T, F, Fut>(&self, call: &Call<'_>, mut attempt: F) -> Result<T, Error>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T, Error>>,
    {
        let policy = call.options.retry.as_ref().unwrap_or(&self.retry);
        let deadline = Deadline::new(call.options.deadline.or(self.timeout));
        self.budget.earn();
        let mut attempts = 1;
        let work = async {
            loop {
                notice_closed_connections(call.operation).await;
                let error = match deadline.limit(attempt(), attempts).await {
                    Ok(result) => return Ok(result),
                    Err(error) => self.redacted(error, &call.options.headers),
                };
                let Some(wait) = policy.next_wait(attempts, call.operation.safety, &error, fastrand::f64()) else {
                    return Err(error);
                };
                if deadline.comes_within(wait) || !self.budget.spend() {
                    return Err(error);
                }
                tracing::debug!(attempt = attempts, ?wait, error = %error, "sending again");
                tokio::time::sleep(wait).await;
                attempts += 1;
            }
        };
        let outcome = work.instrument(call.span.clone()).await;
        if attempts > 1 {
            call.span.record("http.request.resend_count", attempts - 1);
        }
        outcome.map_err(|error| self.failed(call, error))
    }

    /// Runs what can be sent only once; only a deadline of the call limits its time.
    #[cfg(feature = "rest")]
    pub(crate) async fn run_once<T>(&self, call: &Call<'_>, attempt: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let work = async {
            notice_closed_connections(call.operation).await;
            Deadline::new(call.options.deadline).limit(attempt, 1).await
        };
        work.instrument(call.span.clone()).await.map_err(|error| self.failed(call, error))
    }

    /// Completes the error of a call.
    pub(crate) fn failed(&self, call: &Call<'_>, error: Error) -> Error {
        let error = self.finish(error.at(call.operation, call.protocol));
        call.failed(self.redacted(error, &call.options.headers))
    }

    /// What only the client can add to an error.
    fn finish(&self, error: Error) -> Error {
        match error.status() {
            Some(Status::Unauthenticated) => {
                if let Some(bearer) = &self.bearer {
                    bearer.refuse();
                }
                error.with_hint(match (&self.bearer, self.headers.contains_key(headers::API_KEY)) {
                    (None, false) => "give the key with `api_key`, or a token with `token_provider`",
                    _ => "the server refused the credentials of this client",
                })
            }
            Some(Status::Unimplemented) => error.with_hint(crate::version::hint(self.version.get())),
            _ => error,
        }
    }

    /// The error without the credentials that were sent, which the server may have repeated.
    fn redacted(&self, error: Error, of_call: &HeaderMap) -> Error {
        let newest = self.bearer.as_ref().and_then(Bearer::newest);
        let names = [headers::API_KEY, AUTHORIZATION];
        let sent = [&self.headers, of_call].into_iter().flat_map(|headers| names.iter().flat_map(|name| headers.get_all(name)));
        sent.chain(&newest).fold(error, |error, value| {
            let secret = String::from_utf8_lossy(value.as_bytes());
            error.without(secret.strip_prefix("Bearer ").unwrap_or(&secret))
        })
    }
}

/// Lets the runtime look at its sockets before a write, which may not be sent again: one that is sent over a connection
/// that the server has closed already, for a restart, fails without a proof that nobody read it.
async fn notice_closed_connections(operation: &Operation) {
    if operation.safety != Safety::Read {
        tokio::task::yield_now().await;
    }
}

impl Call<'_> {
    /// The error, told to the span.
    pub(crate) fn failed(&self, error: Error) -> Error {
        self.span.record("otel.status_code", "ERROR");
        self.span.record("error.type", tracing::field::debug(error.kind()));
        if let Some(status) = error.status() {
            self.span.record("db.response.status_code", tracing::field::display(status));
        }
        error
    }

    /// The request has no form in the protocol.
    #[cfg(feature = "grpc")]
    pub(crate) fn not_expressible(&self, source: ConvertError) -> Error {
        self.failed(Error::convert(self.operation, self.protocol, source))
    }

    /// The answer is not what the protocol promises.
    #[cfg(feature = "grpc")]
    pub(crate) fn unreadable(&self, source: ConvertError) -> Error {
        self.failed(Error::convert_reply(self.operation, self.protocol, source))
    }
}

/// The span of a call, with the names that OpenTelemetry gives to calls of databases.
fn span(operation: &'static Operation, protocol: Protocol, address: &Address, names: Names<'_>) -> tracing::Span {
    let collection = names::collection(names);
    tracing::debug_span!(
        "qdrant",
        otel.kind = "client",
        otel.name = %names::Title(operation, collection),
        otel.status_code = Empty,
        db.system.name = "qdrant",
        db.operation.name = operation.name,
        db.collection.name = collection,
        db.response.status_code = Empty,
        error.r#type = Empty,
        http.request.resend_count = Empty,
        network.protocol.name = protocol.name(),
        server.address = address.host,
        server.port = address.port,
    )
}

/// The moment at which a call fails, if any.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<(Duration, Instant)>);

impl Deadline {
    fn new(limit: Option<Duration>) -> Self {
        Self(limit.and_then(|limit| Some((limit, Instant::now().checked_add(limit)?))))
    }

    async fn limit<T>(self, work: impl Future<Output = Result<T, Error>>, attempts: u32) -> Result<T, Error> {
        match self.0 {
            None => work.await,
            // A timer may be late by a millisecond, and what begins too late is not to be sent.
            Some((limit, at)) if at <= Instant::now() => Err(Error::timeout(limit, attempts)),
            Some((limit, at)) => tokio::time::timeout_at(at, work).await.unwrap_or_else(|_| Err(Error::timeout(limit, attempts))),
        }
    }

    fn comes_within(self, wait: Duration) -> bool {
        self.0.is_some_and(|(_, at)| Instant::now().checked_add(wait).is_none_or(|end| end >= at))
    }
}

/// Whether a client is open, and how many calls are on their way.
#[derive(Default)]
pub(crate) struct Life {
    closed: AtomicBool,
    calls: AtomicUsize,
    idle: Notify,
}

impl Life {
    /// Begins a call.
    pub(crate) fn enter(&self) -> Result<InFlight<'_>, Error> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        let guard = InFlight(self);
        if self.is_closed() { Err(Error::closed()) } else { Ok(guard) }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Refuses new calls and waits for those on their way.
    pub(crate) async fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        loop {
            let idle = self.idle.notified();
            if self.calls.load(Ordering::SeqCst) == 0 {
                return;
            }
            idle.await;
        }
    }
}

/// Counts one call for as long as it is held.
pub(crate) struct InFlight<'a>(&'a Life);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        if self.0.calls.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.0.idle.notify_waiters();
        }
    }
}
