//! The gateway itself: both fronts over one client.

use std::sync::Arc;

use axum::Router;
use axum::serve::ListenerExt;
use qdrant_remote::stub::Stub;
use qdrant_remote::{Client, ClientBuilder, Error, Protocol, RetryPolicy, serve};
use tokio::net::TcpListener;

/// A client as a gateway needs it: what comes in goes out once, over `over` where that protocol has the operation, and
/// only the caller limits its time. It carries no credentials of its own: the fronts hand on those of the caller.
pub fn client(upstream: ClientBuilder, over: Protocol) -> Result<Client, Error> {
    upstream.protocol(over).timeout(None).retry(RetryPolicy::off()).check_version(false).build()
}

/// Answers REST on `http` and gRPC on `grpc` by `client`, until a port fails.
pub async fn run(client: Client, http: TcpListener, grpc: TcpListener) -> std::io::Result<()> {
    let stub: Arc<dyn Stub> = Arc::new(client);
    let rest = serve::rest::router(Arc::clone(&stub));
    let rpcs = serve::grpc::routes(stub).prepare().into_axum_router();
    tokio::try_join!(answer(http, rest), answer(grpc, rpcs))?;
    Ok(())
}

async fn answer(listener: TcpListener, router: Router) -> std::io::Result<()> {
    // Small answers must not wait for more to send.
    axum::serve(listener.tap_io(|connection| drop(connection.set_nodelay(true))), router).await
}
