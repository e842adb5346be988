//! One representation of types, fields, unions, enums and operations for both sides.
//!
//! Ids are in upstream spelling: `rest:ScrollRequest.offset`, `grpc:qdrant.ScrollPoints.offset`, `op:scroll_points`.

pub mod endless;
pub mod grpc;
pub mod naming;
pub mod rest;
pub mod spelling;

pub use grpc::Grpc;
pub use rest::Rest;
