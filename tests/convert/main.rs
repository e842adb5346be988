//! Conversions by themselves: random values of every pair, the texts of their errors, what they allocate.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

mod errors;
#[path = "../forms/mod.rs"]
mod forms;
mod json;
mod message;
mod moved;
mod random;
mod rows;
