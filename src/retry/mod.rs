//! When a call is sent again: never twice where that could change something, never more than helps.

mod after;
mod backoff;
mod budget;
mod policy;

#[cfg(any(feature = "rest", feature = "grpc"))]
pub(crate) use after::of_header as retry_after;
#[cfg(feature = "testing")]
pub(crate) use after::parse as parse_retry_after;
pub use budget::RetryBudget;
pub use policy::RetryPolicy;
