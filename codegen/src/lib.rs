//! Generates qdrant-remote from the published documents of a Qdrant release.
//!
//! `load -> repair -> model -> pair -> plan -> emit -> write`: each stage takes plain data and gives plain data, and
//! nothing is written before everything is computed.
#![forbid(unsafe_code)]

pub mod emit;
pub mod error;
pub mod explain;
pub mod generate;
pub mod hash;
pub mod import;
pub mod load;
pub mod model;
pub mod pair;
pub mod plan;
pub mod repair;
pub mod write;

pub use error::Error;
pub use generate::{Options, generate};
