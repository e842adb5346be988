//! What users do with models beside sending them: ids, vectors, payloads, filters, queries, date-times.
//!
//! The modules of `since` are mounted by the generated models, if the release has their types.

mod datetime;
mod filters;
mod geo;
mod ids;
mod operations;
mod payload;
mod queries;
mod vectors;

pub use datetime::{DateTime, DateTimeError};
pub use filters::{Bound, Field, Span, field};
pub use ids::PointIdError;
pub use payload::Payload;
pub(crate) use queries::settings_are_queries;
