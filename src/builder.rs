//! The settings of a client, checked together when it is built.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::header::{HeaderMap, HeaderValue};

use crate::address::{self, AddressOptions, Addresses};
use crate::auth::{Bearer, Secret, TokenProvider};
use crate::client::{Client, DEFAULT_POOL_SIZE, Transports};
use crate::error::Error;
use crate::headers;
use crate::protocol::Protocol;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::tls::{Tls, TlsOptions};
use crate::transport::{Core, Life};
use crate::warnings::{Warner, Warning, Warnings};

#[cfg(test)]
mod tests;

/// The time limit of a call where nothing else is said.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const DEFAULT_PING_INTERVAL: Duration = Duration::from_secs(20);
/// More than any server makes of a call that it can answer, and less than a small answer can unpack to.
const DEFAULT_MAX_RESPONSE: usize = 1 << 30;
const USER_AGENT: &str = concat!("qdrant-remote/", env!("CARGO_PKG_VERSION"));

/// Settings of a [`Client`]. Whatever is not set has a default that suits a server on this machine.
#[derive(Clone)]
#[must_use]
pub struct ClientBuilder {
    address: AddressOptions,
    protocol: Option<Protocol>,
    prefer_grpc: Option<bool>,
    api_key: Option<Secret>,
    token_provider: Option<Arc<dyn TokenProvider>>,
    headers: Vec<(String, Secret)>,
    user_agent: Option<String>,
    timeout: Option<Duration>,
    connect_timeout: Duration,
    ping_interval: Duration,
    pool_size: usize,
    gzip: bool,
    max_request: usize,
    max_response: usize,
    tls: Option<TlsOptions>,
    retry: RetryPolicy,
    budget: RetryBudget,
    check_version: bool,
    warn_insecure_key: bool,
    warnings: Warnings,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            address: AddressOptions::default(),
            protocol: None,
            prefer_grpc: None,
            api_key: None,
            token_provider: None,
            headers: Vec::new(),
            user_agent: None,
            timeout: Some(DEFAULT_TIMEOUT),
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            ping_interval: DEFAULT_PING_INTERVAL,
            pool_size: DEFAULT_POOL_SIZE,
            gzip: false,
            max_request: usize::MAX,
            max_response: DEFAULT_MAX_RESPONSE,
            tls: None,
            retry: RetryPolicy::new(),
            budget: RetryBudget::new(),
            check_version: true,
            warn_insecure_key: true,
            warnings: Warnings::default(),
        }
    }
}

impl ClientBuilder {
    /// The defaults: `http://localhost:6333`, gRPC at port 6334, REST preferred.
    pub fn new() -> Self {
        Self::default()
    }

    /// The settings that the environment holds: `QDRANT_URL`, `QDRANT_GRPC_URL`, `QDRANT_API_KEY`.
    ///
    /// # Errors
    /// A variable is not valid Unicode.
    pub fn from_env() -> Result<Self, Error> {
        let read = |name: &str| match std::env::var(name) {
            Ok(value) if value.trim().is_empty() => Ok(None),
            Ok(value) => Ok(Some(value)),
            Err(std::env::VarError::NotPresent) => Ok(None),
            Err(std::env::VarError::NotUnicode(_)) => Err(Error::config(format!("the environment variable `{name}` is not Unicode"))),
        };
        let mut builder = Self::new();
        builder.address.url = read("QDRANT_URL")?;
        builder.address.grpc_url = read("QDRANT_GRPC_URL")?;
        builder.api_key = read("QDRANT_API_KEY")?.map(|key| Secret::new(key.trim()));
        Ok(builder)
    }

    /// Where REST is: scheme, host, port and path are taken as they stand. Without a port it is 6333 for `http` and 443
    /// for `https`. gRPC is at the same host.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.address.url = Some(url.into());
        self
    }

    /// The host alone, instead of a URL.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.address.host = Some(host.into());
        self
    }

    /// The port of REST, where the URL holds none.
    pub fn port(mut self, port: u16) -> Self {
        self.address.port = Some(port);
        self
    }

    /// Whether to use TLS, where the URL has no scheme.
    pub fn https(mut self, https: bool) -> Self {
        self.address.https = Some(https);
        self
    }

    /// A path in front of every path of REST, where the URL holds none.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.address.prefix = Some(prefix.into());
        self
    }

    /// The port of gRPC; 6334 unless set.
    pub fn grpc_port(mut self, port: u16) -> Self {
        self.address.grpc_port = Some(port);
        self
    }

    /// Where gRPC is, if not at the host of REST. If this is the only address given, gRPC is preferred.
    pub fn grpc_url(mut self, url: impl Into<String>) -> Self {
        self.address.grpc_url = Some(url.into());
        self
    }

    /// The protocol for every operation that has it. REST has all; what gRPC lacks goes over REST.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = Some(protocol);
        self
    }

    /// Another way to say [`protocol`](Self::protocol).
    pub fn prefer_grpc(mut self, prefer: bool) -> Self {
        self.prefer_grpc = Some(prefer);
        self
    }

    /// The API key, sent as `api-key` over both protocols. It does not change the scheme.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(Secret::new(key));
        self
    }

    /// Where bearer tokens come from, sent as `authorization` over both protocols.
    pub fn token_provider(mut self, provider: impl TokenProvider + 'static) -> Self {
        self.token_provider = Some(Arc::new(provider));
        self
    }

    /// A header (metadata over gRPC) of every call.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), Secret::new(value)));
        self
    }

    /// What follows the name of this crate in the user agent: the name and version of the program.
    pub fn user_agent(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent = Some(suffix.into());
        self
    }

    /// The longest a call may take in all, retries included; 30 s unless set, `None` for no limit.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// The longest a connection may take to be established; 5 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often a gRPC connection without traffic is asked whether it lives; 20 s unless set. One that does not answer
    /// within half of that is given up. REST connections are dropped after 4 s without traffic instead.
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.ping_interval = interval;
        self
    }

    /// How many gRPC channels share the calls; 3 unless set. REST opens as many connections as calls need.
    pub fn pool_size(mut self, size: usize) -> Self {
        self.pool_size = size;
        self
    }

    /// Whether to accept compressed answers, and over gRPC to compress requests; not unless set.
    pub fn gzip(mut self, gzip: bool) -> Self {
        self.gzip = gzip;
        self
    }

    /// The largest request to send, in encoded bytes; a larger one fails before it is sent. No limit unless set.
    pub fn max_request_bytes(mut self, bytes: usize) -> Self {
        self.max_request = bytes;
        self
    }

    /// The largest answer to accept, in bytes as they are once unpacked; 1 GiB unless set. A larger one is an error of kind
    /// [`TooLarge`](crate::ErrorKind::TooLarge). Downloads are streams, and not limited.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response = bytes;
        self
    }

    /// How servers behind `https` are checked, over both protocols.
    pub fn tls(mut self, options: TlsOptions) -> Self {
        self.tls = Some(options);
        self
    }

    /// When and how often calls are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many retries this client and its clones may spend together.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// Whether to compare the server's version with the client's, once and beside the first call; on unless set.
    pub fn check_version(mut self, check: bool) -> Self {
        self.check_version = check;
        self
    }

    /// How often to warn, through `tracing`, of the same thing; at most once a minute unless set.
    pub fn warnings(mut self, limit: Warnings) -> Self {
        self.warnings = limit;
        self
    }

    /// Whether to warn, once, of credentials that travel without TLS; on unless set.
    pub fn warn_insecure_key(mut self, warn: bool) -> Self {
        self.warn_insecure_key = warn;
        self
    }

    /// Checks the settings and makes a client. Opens no connection, starts no thread, and needs no runtime.
    ///
    /// # Errors
    /// A setting is wrong, or two exclude each other; the error names them.
    pub fn build(self) -> Result<Client, Error> {
        let addresses = address::resolve(&self.address)?;
        let protocol = self.preferred()?;
        let tls = self.checked_tls(&addresses)?;
        let mut own_headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let (name, value) = headers::parse(name, value.expose())?;
            own_headers.append(name, value);
        }
        if let Some(key) = &self.api_key {
            own_headers.insert(headers::API_KEY, key.header("api_key", "")?);
        }
        if self.connect_timeout.is_zero() {
            return Err(Error::config("`connect_timeout` is zero: no connection could be made"));
        }
        if self.ping_interval.is_zero() {
            return Err(Error::config("`ping_interval` is zero: no connection could be kept"));
        }
        let user_agent = match &self.user_agent {
            Some(suffix) => format!("{USER_AGENT} {suffix}"),
            None => USER_AGENT.to_owned(),
        };
        let warner = Arc::new(Warner::new(self.warnings));
        let core = Arc::new(Core {
            headers: own_headers,
            user_agent: HeaderValue::try_from(user_agent).map_err(|_| Error::config("`user_agent` holds illegal characters"))?,
            bearer: self.token_provider.clone().map(|provider| Bearer::new(provider, Arc::clone(&warner))),
            warner,
            timeout: self.timeout,
            retry: self.retry.clone(),
            budget: self.budget.clone(),
            life: Life::default(),
            version: OnceLock::new(),
        });
        let transports = self.transports(&core, &addresses, tls.as_ref())?;
        self.warn(&addresses, &core.warner);
        Ok(Client::new(core, transports, protocol, self.check_version))
    }

    /// Like [`build`](Self::build), for code that is not async.
    ///
    /// # Errors
    /// As `build`.
    #[cfg(feature = "blocking")]
    pub fn build_blocking(self) -> Result<crate::blocking::Client, Error> {
        Ok(crate::blocking::Client::from(self.build()?))
    }

    fn preferred(&self) -> Result<Protocol, Error> {
        let only_grpc = self.address.grpc_url.is_some() && self.address.url.is_none() && self.address.host.is_none();
        let wished = match (self.protocol, self.prefer_grpc) {
            (Some(protocol), Some(prefer)) if prefer != (protocol == Protocol::Grpc) => {
                return Err(Error::conflict("protocol", "prefer_grpc", "they name different protocols"));
            }
            (Some(protocol), _) => Some(protocol),
            (None, Some(prefer)) => Some(if prefer { Protocol::Grpc } else { Protocol::Rest }),
            (None, None) => None,
        };
        match wished {
            Some(Protocol::Rest) if !cfg!(feature = "rest") => Err(Error::config("`protocol` is REST, and the feature `rest` is off")),
            Some(Protocol::Grpc) if !cfg!(feature = "grpc") => Err(Error::config("`protocol` is gRPC, and the feature `grpc` is off")),
            Some(protocol) => Ok(protocol),
            None if cfg!(feature = "grpc") && (only_grpc || !cfg!(feature = "rest")) => Ok(Protocol::Grpc),
            None => Ok(Protocol::Rest),
        }
    }

    fn checked_tls(&self, addresses: &Addresses) -> Result<Option<Arc<Tls>>, Error> {
        let used = addresses.rest.https || addresses.grpc.https;
        match &self.tls {
            Some(_) if !used => Err(Error::conflict("tls", "url", "the address is plain http")),
            options if used => Ok(Some(Arc::new(Tls::new(options.as_ref().unwrap_or(&TlsOptions::new()))?))),
            _ => Ok(None),
        }
    }

    fn warn(&self, addresses: &Addresses, warner: &Warner) {
        let secret = self.api_key.is_some() || self.token_provider.is_some();
        let plain = !(addresses.rest.https && addresses.grpc.https);
        if secret && plain && self.warn_insecure_key && warner.may(Warning::Insecure) {
            let plain = if addresses.rest.https { &addresses.grpc } else { &addresses.rest };
            tracing::warn!(address = %plain, "credentials would travel in the clear: the address has no TLS");
        }
    }

    #[cfg_attr(not(any(feature = "rest", feature = "grpc")), allow(unused_variables, reason = "there is nothing to build"))]
    fn transports(&self, core: &Arc<Core>, addresses: &Addresses, tls: Option<&Arc<Tls>>) -> Result<Transports, Error> {
        let tls_for = |address: &address::Address| tls.filter(|_| address.https).cloned();
        Ok(Transports {
            #[cfg(feature = "rest")]
            rest: {
                use crate::transport::rest::{RestStub, Settings};
                let address = addresses.rest.clone();
                let settings = Settings {
                    tls: tls_for(&address),
                    connect_timeout: self.connect_timeout,
                    gzip: self.gzip,
                    max_request: self.max_request,
                    max_response: self.max_response,
                };
                RestStub::new(Arc::clone(core), address, settings)
            },
            #[cfg(feature = "grpc")]
            grpc: {
                use crate::transport::channel::{ChannelPool, Opener};
                use crate::transport::grpc::{GrpcStub, Limits};
                let address = addresses.grpc.clone();
                let opener = Opener::new(&address, &core.user_agent, self.connect_timeout, self.ping_interval, tls_for(&address))?;
                let limits = Limits { gzip: self.gzip, max_request: self.max_request, max_response: self.max_response };
                GrpcStub::new(Arc::clone(core), address, ChannelPool::new(self.pool_size, opener), limits)
            },
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let addresses = address::resolve(&self.address).map(|found| (found.rest.to_string(), found.grpc.to_string()));
        f.debug_struct("ClientBuilder")
            .field("addresses", &addresses.map_err(|error| error.to_string()))
            .field("protocol", &self.protocol)
            .field("api_key", &self.api_key)
            .field("headers", &self.headers)
            .field("timeout", &self.timeout)
            .field("tls", &self.tls)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
