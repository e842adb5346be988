//! Runs an entry with its bound on memory.

#[path = "../bounded.rs"]
mod bounded;

/// Runs the entry of this name; panics when it breaks a promise.
pub fn run(name: &str, bytes: &[u8]) {
    let entry = fuzz_entries::entry(name).unwrap_or_else(|| panic!("no entry `{name}`"));
    bounded::bounded(entry, bytes);
}
