//! The two ports: each a generated front on the same stub, behind the same checks.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::serve::ListenerExt;
use qdrant_remote::stub::Stub;
use qdrant_remote::{Error, serve};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::auth;
use crate::stub::EngineStub;

/// Ports that are bound, with their addresses.
pub(crate) struct Listeners {
    pub(crate) http: (TcpListener, SocketAddr),
    pub(crate) grpc: (TcpListener, SocketAddr),
}

impl Listeners {
    /// Binds both ports on loopback; 0 takes a free one.
    pub(crate) async fn bind(http: u16, grpc: u16) -> Result<Self, Error> {
        Ok(Listeners { http: bind(http).await?, grpc: bind(grpc).await? })
    }
}

async fn bind(port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let failed = |error| Error::from_status(500, format!("port {port} on loopback: {error}"));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Serves until told to stop and all calls under way are answered.
pub(crate) async fn serve(
    listeners: Listeners,
    stub: EngineStub,
    api_key: Option<String>,
    stopping: watch::Receiver<bool>,
) {
    let api_key: Option<Arc<str>> = api_key.map(Arc::from);
    let guarded = |router: Router| match &api_key {
        Some(key) => router.layer(from_fn_with_state(Arc::clone(key), auth::check)),
        None => router,
    };
    let stub: Arc<dyn Stub> = Arc::new(stub);
    let rest = serve::rest::router(Arc::clone(&stub));
    let grpc = serve::grpc::routes(stub).prepare().into_axum_router();
    tokio::join!(
        run(listeners.http.0, guarded(rest), stopping.clone()),
        run(listeners.grpc.0, guarded(grpc), stopping)
    );
}

async fn run(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    // Small answers must not wait for more to send.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    let stop = async move { drop(stopping.wait_for(|stop| *stop).await) };
    if let Err(error) = axum::serve(listener, router).with_graceful_shutdown(stop).await {
        tracing::error!(%error, "a port is no longer served");
    }
}
