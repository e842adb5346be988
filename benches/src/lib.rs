//! The benchmarks of qdrant-remote: cases that run the same work through this library and through its peers.

pub mod alloc;
pub mod cases;
pub mod data;
pub mod floor;
pub mod null;

/// The types that progenitor makes of the same document by itself.
#[allow(clippy::all, dead_code, deprecated, unused_imports)]
pub mod plain {
    include!(concat!(env!("OUT_DIR"), "/plain.rs"));
}
