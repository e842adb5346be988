//! The benchmarks of qdrant-remote: cases that run the same work through this library and through its peers.

pub mod alloc;
pub mod cases;
pub mod data;
pub mod floor;
pub mod null;
pub mod served;
