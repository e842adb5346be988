//! TLS for both ports: reading certificates, and connections that begin with a handshake.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use qdrant_remote::{BoxFuture, Error};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How long a handshake may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A PEM text, or the file that holds one.
#[derive(Clone)]
pub(crate) enum Pem {
    Text(Vec<u8>),
    File(PathBuf),
}

/// What the server shows its clients, and whose certificates it asks for.
#[derive(Clone)]
pub(crate) struct Tls {
    pub(crate) certificate: Pem,
    pub(crate) key: Pem,
}

impl Tls {
    /// The settings of rustls; `clients` names the authority that clients must come from.
    pub(crate) fn config(&self, clients: Option<&Pem>) -> Result<Arc<ServerConfig>, Error> {
        let chain = certificates(&self.certificate, "the TLS certificate")?;
        let key = PrivateKeyDer::from_pem_slice(&self.key.read("the TLS key")?);
        let key = key.map_err(|error| wrong(&self.key, "the TLS key", error))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
        let builder = builder.map_err(|error| Error::from_status(500, error.to_string()))?;
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(pem) => {
                let what = "the authority of the clients";
                let mut roots = RootCertStore::empty();
                for certificate in certificates(pem, what)? {
                    roots.add(certificate).map_err(|error| wrong(pem, what, error))?;
                }
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
                builder.with_client_cert_verifier(verifier.map_err(|error| wrong(pem, what, error))?)
            }
        };
        let config = builder.with_single_cert(chain, key);
        let mut config = config.map_err(|error| wrong(&self.key, "the TLS key with this certificate", error))?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

impl Pem {
    fn read(&self, what: &str) -> Result<Vec<u8>, Error> {
        match self {
            Pem::Text(text) => Ok(text.clone()),
            Pem::File(path) => std::fs::read(path).map_err(|error| wrong(self, what, error)),
        }
    }
}

fn certificates(pem: &Pem, what: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let text = pem.read(what)?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    match found {
        Ok(found) if found.is_empty() => Err(wrong(pem, what, "holds no certificate in PEM")),
        found => found.map_err(|error| wrong(pem, what, error)),
    }
}

fn wrong(pem: &Pem, what: &str, problem: impl fmt::Display) -> Error {
    match pem {
        Pem::Text(_) => Error::from_status(500, format!("{what}: {problem}")),
        Pem::File(path) => Error::from_status(500, format!("{what}, {}: {problem}", path.display())),
    }
}

/// Connections of one port, after their handshakes. Slow ones keep no others waiting.
pub(crate) struct Secured {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    shaking: FuturesUnordered<BoxFuture<'static, Option<Connection>>>,
}

type Connection = (TlsStream<TcpStream>, SocketAddr);

impl Secured {
    pub(crate) fn new(listener: TcpListener, config: Arc<ServerConfig>) -> Self {
        Secured { listener, acceptor: config.into(), shaking: FuturesUnordered::new() }
    }

    fn shake(&self, stream: TcpStream, from: SocketAddr) {
        // Small answers must not wait for more to send.
        drop(stream.set_nodelay(true));
        let handshake = self.acceptor.accept(stream);
        self.shaking.push(Box::pin(async move {
            match timeout(PATIENCE, handshake).await {
                Ok(Ok(stream)) => Some((stream, from)),
                Ok(Err(error)) => {
                    tracing::debug!(%error, %from, "no handshake");
                    None
                }
                Err(_) => None,
            }
        }));
    }
}

impl Listener for Secured {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Connection {
        loop {
            tokio::select! {
                (stream, from) = Listener::accept(&mut self.listener) => self.shake(stream, from),
                Some(done) = self.shaking.next() => if let Some(connection) = done { return connection },
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}
