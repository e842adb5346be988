//! The client for code that is not async: the same calls, and one thread that drives them.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::coop;

#[cfg(feature = "_transport")]
use crate::builder::ClientBuilder;
use crate::error::Error;
use crate::stub::Stub;
use crate::version::Version;

mod download;
mod here;
mod scroll;
#[cfg(feature = "rest")]
mod snapshots;
mod upload;

pub use download::Download;
pub use scroll::Points;

/// A client of one Qdrant server whose calls block the thread. Cloning is cheap, and clones share everything.
///
/// The first call starts one thread, which ends with the last clone.
#[derive(Clone)]
pub struct Client {
    client: crate::client::Client,
    driver: Arc<Mutex<Option<Driver>>>,
}

/// The thread that does the I/O of all calls, with its timers and the tasks of the connections.
#[derive(Clone)]
struct Driver {
    runtime: Handle,
    /// The thread ends when the last of these is gone.
    _alive: mpsc::Sender<Infallible>,
}

impl Client {
    /// Begins the settings of a client; finish with [`ClientBuilder::build_blocking`].
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
        ClientBuilder::from_env()?.build_blocking()
    }

    /// A client whose calls go to your own implementation, for tests.
    pub fn from_stub(stub: impl Stub + 'static) -> Self {
        crate::client::Client::from_stub(stub).into()
    }

    /// The async client behind this one.
    pub fn as_async(&self) -> &crate::client::Client {
        &self.client
    }

    /// Connects now instead of with the first call.
    ///
    /// # Errors
    /// As the async [`connect`](crate::client::Client::connect).
    pub fn connect(&self) -> Result<(), Error> {
        self.run(self.client.connect())?
    }

    /// The server's version.
    ///
    /// # Errors
    /// As the async [`server_version`](crate::client::Client::server_version).
    pub fn server_version(&self) -> Result<Version, Error> {
        self.run(self.client.server_version())?
    }

    /// Refuses new calls and waits for those on their way.
    ///
    /// # Errors
    /// It was called inside an async task.
    pub fn close(&self) -> Result<(), Error> {
        self.run(self.client.close())
    }

    /// Whether [`close`](Self::close) was called.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Runs a future on the present thread, while the client's thread does its I/O.
    ///
    /// # Errors
    /// It was called inside an async task, or there is no thread to be had.
    pub(crate) fn run<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        refuse_inside_async_task()?;
        let driver = self.driver()?;
        let _entered = driver.runtime.enter();
        Ok(here::block_on(future))
    }

    fn driver(&self) -> Result<Driver, Error> {
        let mut driver = self.driver.lock().unwrap_or_else(PoisonError::into_inner);
        match &*driver {
            Some(running) => Ok(running.clone()),
            None => Ok(driver.insert(start()?).clone()),
        }
    }
}

/// Starts the thread. It ends when the last sender is gone, and nobody waits for it.
fn start() -> Result<Driver, Error> {
    let failed = |source| Error::context("the thread of the blocking client could not be started").with_source(source);
    let (alive, mut all_gone) = mpsc::channel(1);
    let (ready, started) = std::sync::mpsc::channel();
    let drive = move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                let _ = ready.send(Err(error));
                return;
            }
        };
        let _ = ready.send(Ok(runtime.handle().clone()));
        runtime.block_on(all_gone.recv());
    };
    std::thread::Builder::new().name("qdrant-remote".to_owned()).spawn(drive).map_err(failed)?;
    match started.recv() {
        Ok(Ok(runtime)) => Ok(Driver { runtime, _alive: alive }),
        Ok(Err(error)) => Err(failed(error)),
        Err(_) => Err(failed(std::io::Error::other("it ended at once"))),
    }
}

fn refuse_inside_async_task() -> Result<(), Error> {
    match inside_async_task() {
        false => Ok(()),
        true => Err(Error::context(
            "the blocking client was called inside an async task, which it would hold up: \
             use `qdrant_remote::Client` there, or `tokio::task::spawn_blocking`",
        )),
    }
}

/// Whether this thread is polling a task of Tokio. A thread of `spawn_blocking` is not, though it belongs to a runtime:
/// what tells them apart is that only tasks have a limited budget of steps before they must yield.
fn inside_async_task() -> bool {
    if tokio::runtime::Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    // Dropped last, the first step gives back all that were taken.
    let Poll::Ready(_first) = coop::poll_proceed(&mut context) else { return true };
    (0..=u8::MAX).any(|_| match coop::poll_proceed(&mut context) {
        Poll::Ready(step) => {
            step.made_progress();
            false
        }
        Poll::Pending => true,
    })
}

impl From<crate::client::Client> for Client {
    fn from(client: crate::client::Client) -> Self {
        Self { client, driver: Arc::default() }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client").field(&self.client).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tasks_are_async() {
        assert!(!inside_async_task());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        {
            let _entered = runtime.enter();
            assert!(!inside_async_task());
        }
        runtime.block_on(async {
            assert!(inside_async_task());
            assert!(coop::has_budget_remaining());
            assert!(tokio::spawn(async { inside_async_task() }).await.unwrap());
            assert!(!tokio::task::spawn_blocking(inside_async_task).await.unwrap());
        });
    }
}
