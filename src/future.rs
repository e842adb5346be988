//! The boxed future that the stub trait and its implementations return.

use std::future::Future;
use std::pin::Pin;

/// A heap-allocated future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
