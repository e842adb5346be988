//! Truth that nobody here wrote: what a peer's conversions do, and what a real server and real clients said.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test")]

mod conversions;
#[path = "../forms/mod.rs"]
mod forms;
mod report;
mod rest;
mod wire;
