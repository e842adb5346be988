//! The two ports: each a generated front on the same stub, behind the same checks.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::serve::ListenerExt;
use qdrant_remote::stub::Stub;
use qdrant_remote::{Error, serve};
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::auth;
use crate::calls::{self, Calls};
use crate::stub::EngineStub;
use crate::tls::Secured;

/// How long calls that are under way may go on when the server stops.
pub(crate) const STOP_WITHIN: Duration = Duration::from_secs(5);
/// How long connections without calls have to say goodbye.
const GOODBYE: Duration = Duration::from_millis(50);

/// Ports that are bound, with their addresses.
pub(crate) struct Listeners {
    pub(crate) http: (TcpListener, SocketAddr),
    pub(crate) grpc: (TcpListener, SocketAddr),
    pub(crate) tls: Option<Arc<ServerConfig>>,
}

impl Listeners {
    /// Binds both ports at an address; 0 takes a free one.
    pub(crate) async fn bind(host: IpAddr, http: u16, grpc: u16, tls: Option<Arc<ServerConfig>>) -> Result<Self, Error> {
        Ok(Listeners { http: bind(host, http).await?, grpc: bind(host, grpc).await?, tls })
    }
}

async fn bind(host: IpAddr, port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let failed = |error| Error::from_status(500, format!("port {port} at {host}: {error}"));
    let listener = TcpListener::bind((host, port)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Serves until told to stop and the calls under way are answered.
pub(crate) async fn serve(listeners: Listeners, stub: EngineStub, api_key: Option<String>, stopping: watch::Receiver<bool>) {
    let calls = Calls::new();
    let api_key: Option<Arc<str>> = api_key.map(Arc::from);
    let layered = |router: Router| {
        let guarded = match api_key.clone() {
            Some(key) => router.layer(from_fn_with_state(key, auth::check)),
            None => router,
        };
        guarded.layer(from_fn_with_state(calls.clone(), calls::count))
    };
    let grpc: Arc<dyn Stub> = Arc::new(stub.for_grpc());
    let grpc = layered(serve::grpc::routes(grpc).prepare().into_axum_router());
    let rest = layered(serve::rest::router(Arc::new(stub)));
    let serving = async {
        let run = |listener, router| run(listener, listeners.tls.clone(), router, stopping.clone());
        tokio::join!(run(listeners.http.0, rest), run(listeners.grpc.0, grpc))
    };
    tokio::select! {
        ((), ()) = serving => {}
        () = stopped(&calls, stopping.clone()) => {}
    }
}

async fn run(listener: TcpListener, tls: Option<Arc<ServerConfig>>, router: Router, stopping: watch::Receiver<bool>) {
    let served = match tls {
        Some(tls) => axum::serve(Secured::new(listener, tls), router).with_graceful_shutdown(told(stopping)).await,
        None => {
            // Small answers must not wait for more to send.
            let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
            axum::serve(listener, router).with_graceful_shutdown(told(stopping)).await
        }
    };
    if let Err(error) = served {
        tracing::error!(%error, "a port is no longer served");
    }
}

async fn told(mut stopping: watch::Receiver<bool>) {
    drop(stopping.wait_for(|stop| *stop).await);
}

/// Returns once the server was told to stop and nobody waits for an answer any more.
async fn stopped(calls: &Calls, stopping: watch::Receiver<bool>) {
    told(stopping).await;
    if timeout(STOP_WITHIN, calls.none()).await.is_err() {
        tracing::warn!("calls under way are broken off");
    }
    sleep(GOODBYE).await;
}
