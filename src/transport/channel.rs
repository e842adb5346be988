//! gRPC channels: opened on first use, several for each client, used in turn, replaced when they are spent.

use std::future::poll_fn;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;
use tonic::transport::{Channel, Endpoint};
use tower_service::Service;

use super::fault::Stranger;
use super::resolve::Resolver;
use super::wire::{Verdict, Wire};
use crate::address::Address;
use crate::error::Error;
use crate::future::BoxFuture;
use crate::tls::Tls;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How much of an answer may be on its way before the client has read it.
const STREAM_WINDOW: u32 = 16 * 1024 * 1024;
const CONNECTION_WINDOW: u32 = 32 * 1024 * 1024;
/// The longest head, or status with its message, of an answer.
const HEADERS: u32 = 256 * 1024;
const TCP_KEEPALIVE: Duration = Duration::from_secs(60);

/// A fixed number of lazily opened channels to one address.
pub(crate) struct ChannelPool {
    slots: Box<[Mutex<Option<Channel>>]>,
    next: AtomicUsize,
    opener: Opener,
}

/// What is needed to open one more channel.
pub(crate) struct Opener {
    endpoint: Endpoint,
    resolver: Resolver,
    connect_timeout: Duration,
    tls: Option<Arc<Tls>>,
    verdict: Verdict,
}

impl ChannelPool {
    pub(crate) fn new(size: usize, opener: Opener) -> Self {
        let slots = (0..size.max(1)).map(|_| Mutex::new(None)).collect();
        Self { slots, next: AtomicUsize::new(0), opener }
    }

    /// How many channels there are at most.
    pub(super) fn size(&self) -> usize {
        self.slots.len()
    }

    /// The next channel in turn, able to take a request. Needs a Tokio runtime.
    pub(crate) async fn ready(&self) -> Result<Channel, Error> {
        if let Some(tls) = &self.opener.tls {
            tls.prepare().await;
        }
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % self.slots.len();
        let slot = &self.slots[turn];
        let mut channel = self.open(slot, false)?;
        if poll_fn(|cx| channel.poll_ready(cx)).await.is_ok() {
            return Ok(channel);
        }
        // The task that drives the channel is gone, for example with the runtime it was opened in.
        let mut channel = self.open(slot, true)?;
        match poll_fn(|cx| channel.poll_ready(cx)).await {
            Ok(()) => Ok(channel),
            Err(source) => Err(Error::context("a gRPC channel could not be opened").with_source(source)),
        }
    }

    /// What the peer turned out to be, if no server of gRPC.
    pub(super) fn stranger(&self) -> Option<Stranger> {
        self.opener.verdict.get()
    }

    /// Lets go of all channels; calls that hold one keep it.
    pub(crate) fn clear(&self) {
        for slot in &self.slots {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    fn open(&self, slot: &Mutex<Option<Channel>>, again: bool) -> Result<Channel, Error> {
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if again {
            *slot = None;
        }
        match &*slot {
            Some(channel) => Ok(channel.clone()),
            None => Ok(slot.insert(self.opener.open()?).clone()),
        }
    }
}

impl Opener {
    pub(crate) fn new(
        address: &Address,
        user_agent: &HeaderValue,
        connect_timeout: Duration,
        ping_interval: Duration,
        tls: Option<Arc<Tls>>,
    ) -> Result<Self, Error> {
        let wrong = |source: BoxError| Error::config(format!("`{address}` is no address for gRPC: {source}"));
        let alias = tls.as_ref().and_then(|tls| tls.server_name());
        let resolver = alias.map(|name| Resolver::with_alias(name, &address.host)).unwrap_or_default();
        let seen = alias.map_or_else(|| address.clone(), |name| address.with_host(name));
        // The endpoint is plain for tonic even with TLS, which is the connector's: another crate may have switched on
        // tonic's own TLS, and it would then insist on it.
        let plain = Address { https: false, ..seen.clone() };
        let target: Uri = plain.to_string().parse().map_err(|source| wrong(Box::new(source)))?;
        let origin: Uri = seen.to_string().parse().map_err(|source| wrong(Box::new(source)))?;
        let endpoint = Endpoint::from(target)
            .origin(origin)
            .user_agent(user_agent.clone())
            .map_err(|source| wrong(Box::new(source)))?
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .http2_max_header_list_size(HEADERS)
            .http2_keep_alive_interval(ping_interval)
            .keep_alive_timeout(ping_interval / 2)
            .keep_alive_while_idle(true);
        Ok(Self { endpoint, resolver, connect_timeout, tls, verdict: Verdict::default() })
    }

    fn open(&self) -> Result<Channel, Error> {
        let mut http = HttpConnector::new_with_resolver(self.resolver.clone());
        http.set_nodelay(true);
        http.set_keepalive(Some(TCP_KEEPALIVE));
        // Shared out among the addresses of the host.
        http.set_connect_timeout(Some(self.connect_timeout));
        let tls = match &self.tls {
            Some(tls) => Some(TlsConnector::from(Arc::new(tls.config(&[b"h2"])?))),
            None => None,
        };
        Ok(self.endpoint.connect_with_connector_lazy(Dialer { http, tls, timeout: self.connect_timeout, verdict: self.verdict.clone() }))
    }
}

/// Opens TCP connections, with TLS on them where it is wanted.
#[derive(Clone)]
struct Dialer {
    http: HttpConnector<Resolver>,
    tls: Option<TlsConnector>,
    timeout: Duration,
    verdict: Verdict,
}

impl Service<Uri> for Dialer {
    type Response = Wire;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Wire, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.http.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
        let connecting = self.http.call(uri);
        let (tls, verdict, timeout) = (self.tls.clone(), self.verdict.clone(), self.timeout);
        let dialling = async move {
            let tcp = connecting.await?;
            let Some(tls) = tls else { return Ok(Wire::new(tcp, verdict)) };
            let stream = tls.connect(ServerName::try_from(host)?, tcp.into_inner()).await?;
            match stream.get_ref().1.alpn_protocol() {
                Some(b"h2") => Ok(Wire::new(TokioIo::new(stream), verdict)),
                _ => Err(Stranger::NotHttp2.into()),
            }
        };
        // Not the endpoint's own limit: what that says does not tell that nothing was sent.
        Box::pin(async move { tokio::time::timeout(timeout, dialling).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))? })
    }
}
