//! What both transports share: credentials, deadline, retries and the life of a client.

use std::future::Future;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::time::Duration;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue};
use tokio::sync::Notify;
use tokio::time::Instant;
use tracing::Instrument;
use tracing::field::Empty;

use crate::address::Address;
use crate::auth::Bearer;
use crate::error::Error;
use crate::future::runtime;
use crate::headers;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::protocol::Protocol;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::status::Status;
use crate::version::Version;

#[cfg(feature = "grpc")]
pub(crate) mod channel;
#[cfg(feature = "grpc")]
mod checked;
#[cfg(feature = "grpc")]
mod codec;
#[cfg(feature = "grpc")]
mod encoded;
#[cfg(feature = "_transport")]
mod fault;
#[cfg(feature = "grpc")]
pub(crate) mod grpc;
#[cfg(feature = "_transport")]
mod resolve;
#[cfg(feature = "rest")]
pub(crate) mod rest;
#[cfg(feature = "rest")]
mod rest_error;
#[cfg(feature = "rest")]
mod slices;
#[cfg(feature = "grpc")]
mod wire;

/// What one client and its clones hold in common, whatever the protocol.
pub(crate) struct Core {
    /// Headers of every call, the API key among them.
    pub(crate) headers: HeaderMap,
    pub(crate) user_agent: HeaderValue,
    pub(crate) bearer: Option<Bearer>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) life: Life,
    /// The server's version, once it is known.
    pub(crate) version: OnceLock<Version>,
}

/// One call on its way.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) protocol: Protocol,
    pub(crate) address: &'a Address,
    pub(crate) options: &'a CallOptions,
    /// The time limit where the call sets none.
    pub(crate) default_deadline: Option<Duration>,
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

    /// Runs `attempt` until it succeeds, its failure is final, or time is up.
    pub(crate) async fn run<T, F, Fut>(&self, call: Call<'_>, mut attempt: F) -> Result<T, Error>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T, Error>>,
    {
        let policy = call.options.retry.as_ref().unwrap_or(&self.retry);
        let deadline = call.deadline();
        let attempts = AtomicU32::new(1);
        self.budget.earn();
        let work = async {
            loop {
                let so_far = attempts.load(Ordering::Relaxed);
                let error = match deadline.limit(attempt(), so_far).await {
                    Ok(result) => return Ok(result),
                    Err(error) => self.redacted(error, &call.options.headers),
                };
                let Some(wait) = policy.next_wait(so_far, call.operation.safety, &error, fastrand::f64()) else {
                    return Err(error);
                };
                if deadline.comes_within(wait) || !self.budget.spend() {
                    return Err(error);
                }
                tracing::debug!(attempt = so_far, ?wait, error = %error, "sending again");
                tokio::time::sleep(wait).await;
                attempts.store(so_far + 1, Ordering::Relaxed);
            }
        };
        self.guarded(call, &attempts, work).await
    }

    /// Runs what can be sent only once.
    #[cfg(feature = "rest")]
    pub(crate) async fn run_once<T>(&self, call: Call<'_>, attempt: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        self.guarded(call, &AtomicU32::new(1), call.deadline().limit(attempt, 1)).await
    }

    /// Counts the call, traces it, and completes its error.
    async fn guarded<T>(&self, call: Call<'_>, attempts: &AtomicU32, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let place = |error: Error| error.at(call.operation, call.protocol);
        let _guard = self.life.enter().map_err(place)?;
        runtime().map_err(place)?;
        let span = call.span();
        let outcome = work.instrument(span.clone()).await;
        let resent = attempts.load(Ordering::Relaxed) - 1;
        if resent > 0 {
            span.record("resend_count", resent);
        }
        outcome.map_err(|error| {
            let error = self.redacted(self.finish(place(error)), &call.options.headers);
            span.record("otel.status_code", "ERROR");
            span.record("error.type", tracing::field::debug(error.kind()));
            if let Some(status) = error.status() {
                span.record("db.response.status_code", tracing::field::display(status));
            }
            error
        })
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

impl Call<'_> {
    fn deadline(&self) -> Deadline {
        Deadline::new(self.options.deadline.or(self.default_deadline))
    }

    fn span(&self) -> tracing::Span {
        tracing::debug_span!(
            "qdrant",
            otel.kind = "client",
            otel.status_code = Empty,
            db.system.name = "qdrant",
            db.operation.name = self.operation.name,
            db.response.status_code = Empty,
            error.r#type = Empty,
            network.protocol.name = self.protocol.name(),
            server.address = self.address.host,
            server.port = self.address.port,
            resend_count = Empty,
        )
    }
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
