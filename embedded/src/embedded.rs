//! A running server: its thread, its addresses, its end.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use qdrant_remote::Error;
use tokio::runtime::Runtime;
use tokio::sync::{oneshot, watch};
use tokio::time::{MissedTickBehavior, interval};

use crate::builder::Builder;
use crate::engine::Engine;
use crate::listen::{self, Listeners, STOP_WITHIN};
use crate::stub::EngineStub;

/// How often what is new goes to disk, so that little is lost if the process is killed.
const FLUSH_EVERY: Duration = Duration::from_secs(1);

/// The stack of a thread, in bytes: requests may be nested a hundred levels deep, and are walked through by recursion.
const STACK: usize = 16 * 1024 * 1024;

/// A Qdrant on loopback in this process, serving REST and gRPC until it is stopped or dropped.
///
/// It lives in threads of its own, so it can be started, used and dropped in asynchronous and in blocking programs alike.
/// Any number may run in one process.
#[derive(Debug)]
pub struct Embedded {
    http: SocketAddr,
    grpc: SocketAddr,
    scheme: &'static str,
    stop: watch::Sender<bool>,
    stopped: oneshot::Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

impl Embedded {
    /// Settings to start from.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Starts a server with default settings: free ports, temporary storage, no key.
    ///
    /// # Errors
    /// No temporary folder or port can be had.
    pub async fn start() -> Result<Embedded, Error> {
        Embedded::builder().start().await
    }

    /// The address for REST, for example `http://127.0.0.1:40123`; with TLS it begins with `https`.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.http)
    }

    /// The address for gRPC, for example `http://127.0.0.1:40124`; with TLS it begins with `https`.
    pub fn grpc_url(&self) -> String {
        format!("{}://{}", self.scheme, self.grpc)
    }

    /// The port for REST.
    pub fn http_port(&self) -> u16 {
        self.http.port()
    }

    /// The port for gRPC.
    pub fn grpc_port(&self) -> u16 {
        self.grpc.port()
    }

    /// Stops the server: lets calls under way end, then brings all data to disk.
    ///
    /// Dropping does the same and blocks the thread meanwhile.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // The sender is dropped, used or not, when the server's thread is through.
        drop((&mut self.stopped).await);
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the embedded server's thread panicked");
        }
    }
}

/// Starts the server's thread, which reports once whether it serves.
pub(crate) fn launch(builder: Builder, report: impl FnOnce(Result<Embedded, Error>) + Send + 'static) -> Result<(), Error> {
    let (handle, give_handle) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().name("qdrant-embedded".to_owned()).spawn(move || {
        let Server { runtime, listeners, stub, temporary } = match Server::prepare(&builder) {
            Ok(server) => server,
            Err(error) => return report(Err(error)),
        };
        let (stop, stopping) = watch::channel(false);
        let (ended, stopped) = oneshot::channel();
        let (http, grpc) = (listeners.http.1, listeners.grpc.1);
        let scheme = if listeners.tls.is_some() { "https" } else { "http" };
        report(Ok(Embedded { http, grpc, scheme, stop, stopped, thread: give_handle.recv().ok() }));
        runtime.block_on(serve(listeners, stub.clone(), builder.api_key, stopping));
        // Calls that outlast this hold the engine until they end.
        runtime.shutdown_timeout(STOP_WITHIN);
        stub.engine().close();
        drop((temporary, ended));
    });
    let thread = thread.map_err(|error| Error::from_status(500, format!("no thread can be started: {error}")))?;
    drop(handle.send(thread));
    Ok(())
}

/// All that a server needs before it serves.
struct Server {
    runtime: Runtime,
    listeners: Listeners,
    stub: EngineStub,
    temporary: Option<tempfile::TempDir>,
}

impl Server {
    fn prepare(builder: &Builder) -> Result<Self, Error> {
        let tls = match &builder.tls {
            Some(tls) => Some(tls.config(builder.clients.as_ref())?),
            None if builder.clients.is_some() => return Err(Error::from_status(500, "an authority of clients needs TLS")),
            None => None,
        };
        let failed = |error: std::io::Error| Error::from_status(500, error.to_string());
        let temporary = match builder.storage {
            Some(_) => None,
            None => Some(tempfile::Builder::new().prefix("qdrant-embedded-").tempdir().map_err(failed)?),
        };
        let folder = builder.storage.as_deref().or(temporary.as_ref().map(|temporary| temporary.path()));
        let engine = Engine::open(folder.unwrap_or(Path::new(".")))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .thread_name("qdrant-embedded")
            .thread_stack_size(STACK)
            .enable_all()
            .build()
            .map_err(failed)?;
        let listeners = runtime.block_on(Listeners::bind(builder.host, builder.http_port, builder.grpc_port, tls))?;
        Ok(Server { runtime, listeners, stub: EngineStub::new(Arc::new(engine)), temporary })
    }
}

/// Serves both protocols and flushes at intervals until told to stop.
async fn serve(listeners: Listeners, stub: EngineStub, api_key: Option<String>, stopping: watch::Receiver<bool>) {
    let flushing = tokio::spawn(flush(stub.clone()));
    listen::serve(listeners, stub, api_key, stopping).await;
    flushing.abort();
}

async fn flush(stub: EngineStub) {
    let mut ticks = interval(FLUSH_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let engine = Arc::clone(stub.engine());
        drop(tokio::task::spawn_blocking(move || engine.flush()).await);
    }
}
