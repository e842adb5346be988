//! The boxed future that the stub trait and its implementations return, and the runtime that futures need.

use std::future::Future;
use std::pin::Pin;

use tokio::runtime::Handle;

use crate::error::Error;

/// A heap-allocated future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The runtime that polls this future.
///
/// # Errors
/// There is none.
pub(crate) fn runtime() -> Result<Handle, Error> {
    let none = |_| Error::context("there is no Tokio runtime: run the call inside one, or use the blocking client");
    Handle::try_current().map_err(none)
}
