//! How an embedded server is to be started.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use qdrant_remote::Error;

use crate::embedded::{Embedded, launch};
use crate::tls::{Pem, Tls};

/// Settings of an [`Embedded`] server. What is not set is chosen: free ports, a temporary folder, no key, no TLS.
#[derive(Clone)]
#[must_use = "a server runs once it is started"]
pub struct Builder {
    pub(crate) host: IpAddr,
    pub(crate) http_port: u16,
    pub(crate) grpc_port: u16,
    pub(crate) storage: Option<PathBuf>,
    pub(crate) api_key: Option<String>,
    pub(crate) tls: Option<Tls>,
    pub(crate) clients: Option<Pem>,
}

impl Default for Builder {
    fn default() -> Self {
        Builder { host: Ipv4Addr::LOCALHOST.into(), http_port: 0, grpc_port: 0, storage: None, api_key: None, tls: None, clients: None }
    }
}

impl Builder {
    /// The address to listen at: that of the loopback unless set, so that nobody else finds the server.
    pub fn host(mut self, host: impl Into<IpAddr>) -> Self {
        self.host = host.into();
        self
    }

    /// The port for REST; 0, the default, means any that is free.
    pub fn http_port(mut self, port: u16) -> Self {
        self.http_port = port;
        self
    }

    /// The port for gRPC; 0, the default, means any that is free.
    pub fn grpc_port(mut self, port: u16) -> Self {
        self.grpc_port = port;
        self
    }

    /// A folder that keeps the data, made if need be. Without one the data goes when the server stops.
    pub fn storage(mut self, folder: impl Into<PathBuf>) -> Self {
        self.storage = Some(folder.into());
        self
    }

    /// A key that calls must carry.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// TLS on both ports: the certificate, with its chain, that clients are shown, and its key, both as PEM text.
    pub fn tls(mut self, certificate_pem: impl Into<Vec<u8>>, key_pem: impl Into<Vec<u8>>) -> Self {
        self.tls = Some(Tls { certificate: Pem::Text(certificate_pem.into()), key: Pem::Text(key_pem.into()) });
        self
    }

    /// As [`tls`](Builder::tls), from files that are read when the server starts.
    pub fn tls_files(mut self, certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        self.tls = Some(Tls { certificate: Pem::File(certificate.into()), key: Pem::File(key.into()) });
        self
    }

    /// With TLS, refuses clients without a certificate of this authority, given as PEM text.
    pub fn tls_client_authority(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.clients = Some(Pem::Text(pem.into()));
        self
    }

    /// Starts the server, and returns when it answers.
    ///
    /// # Errors
    /// A port is taken, the storage folder cannot be used (not writable, damaged, or in use by another server), or a
    /// certificate or key is none: the error names the file if it is from one.
    pub async fn start(self) -> Result<Embedded, Error> {
        let (report, started) = tokio::sync::oneshot::channel();
        launch(self, move |outcome| drop(report.send(outcome)))?;
        started.await.unwrap_or_else(|_| Err(vanished()))
    }

    /// As [`start`](Builder::start), for programs that are not asynchronous.
    ///
    /// # Errors
    /// As those of [`start`](Builder::start).
    pub fn start_blocking(self) -> Result<Embedded, Error> {
        let (report, started) = std::sync::mpsc::channel();
        launch(self, move |outcome| drop(report.send(outcome)))?;
        started.recv().unwrap_or_else(|_| Err(vanished()))
    }
}

fn vanished() -> Error {
    Error::from_status(500, "the server ended while it started")
}

/// Shows whether there is a key, not which.
impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder")
            .field("host", &self.host)
            .field("http_port", &self.http_port)
            .field("grpc_port", &self.grpc_port)
            .field("storage", &self.storage)
            .field("api_key", &self.api_key.as_ref().map(|_| "***"))
            .field("tls", &self.tls.is_some())
            .field("tls_client_authority", &self.clients.is_some())
            .finish()
    }
}
