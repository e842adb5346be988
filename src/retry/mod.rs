//! When a call is sent again: never twice where that could change something, never more than helps.

mod after;
mod backoff;
mod budget;
mod policy;

pub(crate) use after::parse as parse_retry_after;
pub use budget::RetryBudget;
pub use policy::RetryPolicy;
