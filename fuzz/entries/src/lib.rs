//! What is fuzzed: each entry is a function over any bytes, which panics when a promise is broken.
//!
//! Where there is a choice of operations, types or pairs, the first line of the input names one, and the rest is what it
//! is given. The lists come from what is generated.
#![forbid(unsafe_code)]
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "a broken promise is to be seen")]

mod address;
mod choice;
mod convert;
#[path = "../../../tests/forms/mod.rs"]
mod forms;
mod grpc;
mod header;
mod memory;
mod overrides;
mod rest;
pub mod seeds;
mod specs;

pub use memory::Memory;

/// One thing that is fuzzed.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The name of the target, and of the folders with its seeds and cases.
    pub name: &'static str,
    /// Takes any bytes; panics when a promise is broken.
    pub run: fn(&[u8]),
    /// What is known to be interesting.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// The memory that it may take.
    pub memory: Memory,
}

/// Everything that is fuzzed.
pub const ENTRIES: &[Entry] = &[
    Entry { name: "rest", run: rest::run, seeds: rest::seeds, memory: Memory::DECODER },
    Entry { name: "grpc", run: grpc::run, seeds: grpc::seeds, memory: Memory::DECODER },
    Entry { name: "convert", run: convert::run, seeds: convert::seeds, memory: Memory::DECODER },
    Entry { name: "address", run: address::run, seeds: address::seeds, memory: Memory::DECODER },
    Entry { name: "header", run: header::run, seeds: header::seeds, memory: Memory::DECODER },
    Entry { name: "overrides", run: overrides::run, seeds: overrides::seeds, memory: Memory::TOOL },
    Entry { name: "openapi", run: specs::openapi, seeds: specs::openapi_seeds, memory: Memory::TOOL },
    Entry { name: "proto", run: specs::proto, seeds: specs::proto_seeds, memory: Memory::TOOL },
];

/// The entry of this name.
#[must_use]
pub fn entry(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name == name)
}
