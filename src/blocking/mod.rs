//! The client for code that is not async: the same calls, and one thread that drives them.

use std::fmt;
use std::future::Future;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::coop;

#[cfg(feature = "_transport")]
use crate::builder::ClientBuilder;
use crate::error::Error;
use crate::future::BoxFuture;
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

/// The thread that drives the calls.
#[derive(Clone)]
struct Driver {
    /// Where futures are sent to be run.
    work: UnboundedSender<BoxFuture<'static, ()>>,
    runtime: Handle,
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
        let client = self.client.clone();
        self.run(async move { client.connect().await })
    }

    /// The server's version.
    ///
    /// # Errors
    /// As the async [`server_version`](crate::client::Client::server_version).
    pub fn server_version(&self) -> Result<Version, Error> {
        let client = self.client.clone();
        self.run(async move { client.server_version().await })
    }

    /// Refuses new calls and waits for those on their way.
    ///
    /// # Errors
    /// It was called inside an async task.
    pub fn close(&self) -> Result<(), Error> {
        let client = self.client.clone();
        self.run(async move {
            client.close().await;
            Ok(())
        })
    }

    /// Whether [`close`](Self::close) was called.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Runs a future on the client's thread and waits for it.
    pub(crate) fn run<T: Send + 'static>(&self, future: impl Future<Output = Result<T, Error>> + Send + 'static) -> Result<T, Error> {
        let outcome = Arc::new(Mutex::new(None));
        let filled = outcome.clone();
        self.drive(Box::pin(async move {
            let outcome = future.await;
            *filled.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        }))?;
        let outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
        outcome.unwrap_or_else(|| Err(Error::context("the thread of the blocking client has ended")))
    }

    /// Has the client's thread finish the work, which says itself what came of it: nothing here depends on a result's
    /// type, so that it is compiled once.
    fn drive(&self, work: BoxFuture<'static, ()>) -> Result<(), Error> {
        refuse_inside_async_task()?;
        let (done, wait) = oneshot::channel::<()>();
        let work = Box::pin(async move {
            work.await;
            let _ = done.send(());
        });
        // When the thread is gone, so is the work, and the waiting ends.
        let _ = self.driver()?.work.send(work);
        let _ = here::block_on(wait);
        Ok(())
    }

    /// Runs a future on the present thread, while the client's thread does its I/O: it may borrow.
    pub(crate) fn run_here<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
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
    let (work, mut receiver) = unbounded_channel::<BoxFuture<'static, ()>>();
    let (ready, started): (Sender<std::io::Result<Handle>>, _) = channel();
    let drive = move || {
        let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                let _ = ready.send(Err(error));
                return;
            }
        };
        let _ = ready.send(Ok(runtime.handle().clone()));
        runtime.block_on(async move {
            while let Some(work) = receiver.recv().await {
                tokio::spawn(work);
            }
        });
    };
    std::thread::Builder::new().name("qdrant-remote".to_owned()).spawn(drive).map_err(failed)?;
    match started.recv() {
        Ok(Ok(runtime)) => Ok(Driver { work, runtime }),
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
