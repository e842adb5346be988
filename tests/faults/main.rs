//! What a hostile or broken server can do to a client: every fault over both protocols, for operations of every safety.
//!
//! `TABLE.md` holds what became of each, and is what the test compares with: a row of it is the expectation.
//! `FAULTS=write` writes it anew, to be reviewed; `FAULTS=word` runs only the faults with that word in their names.
#![cfg(all(feature = "rest", feature = "grpc", feature = "blocking"))]
#![allow(unsafe_code, reason = "an allocator that counts")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails so")]

#[path = "../transport/cases/mod.rs"]
#[allow(dead_code, reason = "only some operations are called here")]
mod cases;
#[path = "../support/memory.rs"]
mod memory;
#[path = "../support/mod.rs"]
mod support;

mod cell;
mod fault;
mod front;
mod measure;
mod replies;
mod strange;
mod table;

use std::collections::BTreeMap;

use fault::Fault;
use qdrant_remote::Protocol;

#[test]
fn every_fault_ends_as_the_table_says() {
    let wanted = std::env::var("FAULTS").unwrap_or_default();
    let all = wanted.is_empty() || wanted == "write";
    let panics = measure::count_panics();
    let mut rows = BTreeMap::new();
    for fault in Fault::ALL.iter().filter(|fault| all || fault.name().contains(&wanted)) {
        let outcome = |protocol| cell::run(*fault, protocol);
        rows.insert(*fault, [outcome(Protocol::Rest), outcome(Protocol::Grpc)]);
    }
    assert_eq!(panics.get(), 0, "something panicked on the way");
    match wanted.as_str() {
        "write" => table::write(&rows),
        _ => table::check(&rows, all),
    }
}
