//! Names to addresses, the same way for both transports, with a failure that can be told from others.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

/// Resolves with the operating system. One name may stand for another host.
#[derive(Clone, Default)]
pub(crate) struct Resolver {
    alias: Option<Arc<(String, String)>>,
}

/// A name that could not be resolved.
#[derive(Debug)]
pub(crate) struct ResolveError {
    name: String,
    source: Option<io::Error>,
}

type Addresses = std::vec::IntoIter<SocketAddr>;

impl Resolver {
    /// Connections to `name` go to `host`.
    pub(crate) fn with_alias(name: &str, host: &str) -> Self {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        Self { alias: Some(Arc::new((name.to_owned(), host.to_owned()))) }
    }

    fn lookup(&self, name: &str) -> impl Future<Output = Result<Addresses, ResolveError>> + Send + 'static + use<> {
        let host = match &self.alias {
            Some(alias) if alias.0.eq_ignore_ascii_case(name) => alias.1.clone(),
            _ => name.to_owned(),
        };
        async move {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await.map(|found| found.collect::<Vec<_>>());
            match found {
                Ok(found) if !found.is_empty() => Ok(found.into_iter()),
                Ok(_) => Err(ResolveError { name: host, source: None }),
                Err(source) => Err(ResolveError { name: host, source: Some(source) }),
            }
        }
    }
}

#[cfg(feature = "rest")]
impl reqwest::dns::Resolve for Resolver {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let found = self.lookup(name.as_str());
        Box::pin(async move { Ok(Box::new(found.await?) as reqwest::dns::Addrs) })
    }
}

#[cfg(feature = "grpc")]
impl tower_service::Service<hyper_util::client::legacy::connect::dns::Name> for Resolver {
    type Response = Addresses;
    type Error = ResolveError;
    type Future = crate::future::BoxFuture<'static, Result<Addresses, ResolveError>>;

    fn poll_ready(&mut self, _cx: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), ResolveError>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: hyper_util::client::legacy::connect::dns::Name) -> Self::Future {
        Box::pin(self.lookup(name.as_str()))
    }
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the host name `{}` could not be resolved", self.name)
    }
}

impl std::error::Error for ResolveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}
