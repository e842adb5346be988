//! Fronts: what a Qdrant server speaks, over any [`Stub`](crate::stub::Stub).
//!
//! What comes in is decoded into the REST models and handed to the stub; the answer is encoded, errors keep their
//! status, message and `retry-after`. An embedded server is the two fronts over an engine; a gateway is a front over a
//! client.

pub mod grpc;
pub mod rest;

#[rustfmt::skip]
#[path = "../../generated/serve_grpc.rs"]
mod services;

#[rustfmt::skip]
#[path = "../../generated/serve_rest.rs"]
mod routes;
