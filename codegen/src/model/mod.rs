//! One representation of types, fields, unions, enums and operations for both sides.
//!
//! Ids are in upstream spelling: `rest:ScrollRequest.offset`, `grpc:qdrant.ScrollPoints.offset`, `op:scroll_points`.

pub mod endless;
pub mod grpc;
pub mod helpers;
pub mod naming;
pub mod parameters;
pub mod rest;
pub mod spelling;
pub mod texts;
pub mod words;
pub mod written;

pub use grpc::Grpc;
pub use helpers::Helpers;
pub use rest::Rest;
pub use texts::Texts;
