//! How calls travel: both protocols, tested alike against fake servers on loopback.
//!
//! Behaviour that both protocols have is written once, in a module named for its topic, and run twice: `mirrored!`
//! makes `rest_…` and `grpc_…` of it.
#![cfg(all(feature = "rest", feature = "grpc", feature = "blocking"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails so")]

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod grpc_operations;
mod rest_operations;
