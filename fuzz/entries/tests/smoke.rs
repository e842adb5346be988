//! Every entry, on stable and in short: its seeds, its cases, and random mutations of them.
#![allow(unsafe_code, reason = "an allocator that counts")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Instant;

use fuzz_entries::{ENTRIES, Entry, seeds};

#[path = "../../bounded.rs"]
mod bounded;
mod mutate;

use bounded::bounded;
use mutate::Mutator;

/// Seeds of an entry that are run as they are.
const SEEDS: usize = 300;
/// Mutations of an entry.
const MUTATIONS: usize = 1_000;
/// The stack of a worker thread of tokio, in which replies are decoded.
const STACK: usize = 2 << 20;

fn seed() -> u64 {
    std::env::var("SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_261_124)
}

fn try_entry(entry: &Entry, bytes: &[u8], what: &str) {
    let result = catch_unwind(AssertUnwindSafe(|| bounded(entry, bytes)));
    assert!(result.is_ok(), "{} fails on {what}: {:?}", entry.name, String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]));
}

fn smoke(entry: &'static Entry) {
    let begin = Instant::now();
    for case in seeds::cases(entry.name) {
        try_entry(entry, &case, "a case");
    }
    let seeds = (entry.seeds)();
    assert!(!seeds.is_empty(), "{} has no seeds", entry.name);
    for seed in seeds.iter().step_by(seeds.len().div_ceil(SEEDS)) {
        try_entry(entry, seed, "a seed");
    }
    let mut mutator = Mutator::new(seed(), &seeds);
    for number in 0..MUTATIONS {
        let bytes = mutator.next();
        try_entry(entry, &bytes, &format!("mutation {number} of SEED={}", seed()));
    }
    println!("{}: {} seeds, {MUTATIONS} mutations, SEED={}, {:?}", entry.name, seeds.len(), seed(), begin.elapsed());
}

#[test]
fn every_entry_keeps_its_promises() {
    for entry in ENTRIES {
        let thread = thread::Builder::new().stack_size(STACK).spawn(|| smoke(entry)).unwrap();
        thread.join().unwrap_or_else(|_| panic!("{}", entry.name));
    }
}

#[test]
fn every_entry_is_a_target() {
    let manifest = std::fs::read_to_string(seeds::root().join("fuzz/Cargo.toml")).unwrap();
    for entry in ENTRIES {
        assert!(manifest.contains(&format!("name = \"{}\"", entry.name)), "fuzz/Cargo.toml has no target {}", entry.name);
    }
    assert_eq!(manifest.matches("[[bin]]").count(), ENTRIES.len());
}
