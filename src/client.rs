//! The client: which protocol a call takes, and the life of what clones share.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[cfg(feature = "_transport")]
use crate::builder::ClientBuilder;
use crate::chosen::Chosen;
use crate::error::Error;
use crate::operation::Operation;
use crate::operations;
use crate::options::CallOptions;
use crate::protocol::Protocol;
use crate::raw::Raw;
use crate::requests;
use crate::retry::RetryPolicy;
use crate::stub::Stub;
use crate::transport::{Core, Life};
use crate::version::{self, Version};

/// How long the check of the server's version may take.
const CHECK_LIMIT: Duration = Duration::from_secs(5);

/// How many gRPC channels share the calls.
pub(crate) const DEFAULT_POOL_SIZE: usize = 3;

/// A client of one Qdrant server. Cloning is cheap, and clones share connections, credentials and retry budget.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    calls: Calls,
    protocol: Protocol,
    /// Whether the version is still to be checked beside a call.
    to_check: AtomicBool,
}

/// Who carries out the calls.
enum Calls {
    Server(Arc<Core>, Transports),
    Stub(Box<dyn Stub>, Life),
}

/// The transports that this build has.
pub(crate) struct Transports {
    #[cfg(feature = "rest")]
    pub(crate) rest: crate::transport::rest::RestStub,
    #[cfg(feature = "grpc")]
    pub(crate) grpc: crate::transport::grpc::GrpcStub,
}

impl Client {
    /// Begins the settings of a client.
    #[cfg(feature = "_transport")]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client of the server that `QDRANT_URL`, `QDRANT_GRPC_URL` and `QDRANT_API_KEY` name.
    ///
    /// # Errors
    /// As [`ClientBuilder::from_env`] and [`ClientBuilder::build`].
    #[cfg(feature = "_transport")]
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// A client whose calls go to your own implementation, for tests.
    pub fn from_stub(stub: impl Stub + 'static) -> Self {
        let calls = Calls::Stub(Box::new(stub), Life::default());
        Self { inner: Arc::new(Inner { calls, protocol: Protocol::Rest, to_check: AtomicBool::new(false) }) }
    }

    pub(crate) fn new(core: Arc<Core>, transports: Transports, protocol: Protocol, check_version: bool) -> Self {
        let to_check = AtomicBool::new(check_version);
        Self { inner: Arc::new(Inner { calls: Calls::Server(core, transports), protocol, to_check }) }
    }

    /// Who carries out this call: the one place that chooses the protocol.
    pub(crate) fn stub(&self, operation: &'static Operation, options: &CallOptions) -> Result<Chosen<'_>, Error> {
        self.check_version_once();
        self.choose(operation, options)
    }

    fn choose(&self, operation: &'static Operation, options: &CallOptions) -> Result<Chosen<'_>, Error> {
        let transports = match &self.inner.calls {
            Calls::Server(_, transports) => transports,
            Calls::Stub(_, life) if life.is_closed() => return Err(Error::closed()),
            Calls::Stub(stub, _) => return Ok(Chosen::Own(&**stub)),
        };
        match self.protocol_of(operation, options) {
            Protocol::Grpc if operation.rpc.is_none() => Err(Error::unsupported(operation, Protocol::Grpc)),
            #[cfg(feature = "rest")]
            Protocol::Rest => Ok(Chosen::Rest(&transports.rest)),
            #[cfg(feature = "grpc")]
            Protocol::Grpc => Ok(Chosen::Grpc(&transports.grpc)),
            #[cfg(not(all(feature = "rest", feature = "grpc")))]
            protocol => {
                let Transports { .. } = transports;
                Err(Error::unsupported(operation, protocol).with_hint(format!("this build has no {protocol}: switch on its feature")))
            }
        }
    }

    /// The protocol that a call takes.
    pub(crate) fn protocol_of(&self, operation: &'static Operation, options: &CallOptions) -> Protocol {
        match (options.protocol, operation.rpc) {
            (Some(protocol), _) => protocol,
            (None, None) if cfg!(feature = "rest") => Protocol::Rest,
            (None, _) => self.inner.protocol,
        }
    }

    /// The transports, unless a stub carries out the calls.
    pub(crate) fn transports(&self) -> Option<&Transports> {
        match &self.inner.calls {
            Calls::Server(_, transports) => Some(transports),
            Calls::Stub(..) => None,
        }
    }

    /// How many calls it is good to have on their way at once.
    pub(crate) fn pool_size(&self) -> usize {
        #[cfg(feature = "grpc")]
        if let Some(transports) = self.transports() {
            return transports.grpc.pool_size();
        }
        DEFAULT_POOL_SIZE
    }

    /// When and how often calls are sent again that do not say it themselves.
    pub(crate) fn retry_policy(&self) -> RetryPolicy {
        match &self.inner.calls {
            Calls::Server(core, _) => core.retry.clone(),
            Calls::Stub(..) => RetryPolicy::new(),
        }
    }

    /// The protocol that calls take unless they say otherwise.
    pub fn protocol(&self) -> Protocol {
        self.inner.protocol
    }

    /// Connects now, over the preferred protocol, instead of with the first call.
    ///
    /// # Errors
    /// No connection, no Qdrant behind it, or wrong credentials where the server asks for them here.
    pub async fn connect(&self) -> Result<(), Error> {
        self.ask_version(CHECK_LIMIT).await.map(|_| ())
    }

    /// The server's version: as the first answer told it, or else asked for now.
    ///
    /// # Errors
    /// The server does not answer, or not with a version.
    pub async fn server_version(&self) -> Result<Version, Error> {
        match self.known_version() {
            Some(version) => Ok(version.clone()),
            None => self.ask_version(CHECK_LIMIT).await,
        }
    }

    /// The clients that were generated for each protocol, for what this one does not cover.
    pub fn raw(&self) -> Raw<'_> {
        Raw::new(self.transports())
    }

    /// Refuses new calls, waits for those on their way, and lets the connections go. For all clones.
    pub async fn close(&self) {
        match &self.inner.calls {
            Calls::Server(core, transports) => {
                core.life.close().await;
                transports.disconnect();
            }
            Calls::Stub(_, life) => life.close().await,
        }
    }

    /// Whether [`close`](Self::close) was called.
    pub fn is_closed(&self) -> bool {
        match &self.inner.calls {
            Calls::Server(core, _) => core.life.is_closed(),
            Calls::Stub(_, life) => life.is_closed(),
        }
    }

    fn known_version(&self) -> Option<&Version> {
        match &self.inner.calls {
            Calls::Server(core, _) => core.version.get(),
            Calls::Stub(..) => None,
        }
    }

    async fn ask_version(&self, limit: Duration) -> Result<Version, Error> {
        let options = CallOptions { deadline: Some(limit), retry: Some(RetryPolicy::off()), ..CallOptions::default() };
        let answer = self.choose(operations::ROOT, &options)?.root(requests::Root::new(), &options).await?;
        let version = Version::parse(&answer.version)
            .ok_or_else(|| Error::decode(format!("`{}` is no version of a server", answer.version.escape_debug())))?;
        if let Calls::Server(core, _) = &self.inner.calls {
            let _ = core.version.set(version.clone());
        }
        Ok(version)
    }

    /// Starts the check beside the first call, if it is wanted and a runtime is there to run it.
    fn check_version_once(&self) {
        if !self.inner.to_check.load(Ordering::Relaxed) || !self.inner.to_check.swap(false, Ordering::Relaxed) {
            return;
        }
        let (Ok(runtime), Calls::Server(core, _)) = (tokio::runtime::Handle::try_current(), &self.inner.calls) else { return };
        let (client, warner) = (self.clone(), Arc::clone(&core.warner));
        runtime.spawn(async move {
            match client.ask_version(CHECK_LIMIT).await {
                Ok(version) => version::report(&version, &warner),
                Err(error) => tracing::debug!(error = %error, "the server's version could not be learnt"),
            }
        });
    }
}

impl Transports {
    fn disconnect(&self) {
        #[cfg(feature = "grpc")]
        self.grpc.disconnect();
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("protocol", &self.inner.protocol).field("closed", &self.is_closed()).finish_non_exhaustive()
    }
}
