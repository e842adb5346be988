//! Stubs behind the fronts: servers of both protocols whose answers a test writes in models.

use std::net::SocketAddr;
use std::sync::Arc;

use qdrant_remote::stub::Stub;
use qdrant_remote::{Client, ClientBuilder, Protocol, serve};
use tokio::task::JoinHandle;

use crate::support;

/// A running server. Stops when dropped.
pub struct Served {
    address: SocketAddr,
    protocol: Protocol,
    task: JoinHandle<()>,
}

impl Served {
    pub async fn start(protocol: Protocol, stub: impl Stub + 'static) -> Self {
        let stub: Arc<dyn Stub> = Arc::new(stub);
        let listener = support::listen().await;
        let address = listener.local_addr().unwrap();
        let task = match protocol {
            Protocol::Rest => tokio::spawn(async move { axum::serve(listener, serve::rest::router(stub)).await.unwrap() }),
            Protocol::Grpc => tokio::spawn(async move {
                let server = tonic::transport::Server::builder().add_routes(serve::grpc::routes(stub));
                server.serve_with_incoming(tonic::transport::server::TcpIncoming::from(listener)).await.unwrap();
            }),
        };
        Self { address, protocol, task }
    }

    pub fn builder(&self) -> ClientBuilder {
        support::builder(self.protocol, self.address)
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}
