//! What users do with models beside sending them: ids, vectors, payloads, filters, date-times.

mod datetime;
mod filters;
mod ids;
mod payload;
mod vectors;

pub use datetime::{DateTime, DateTimeError};
pub use payload::Payload;
