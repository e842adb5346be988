//! A Qdrant on loopback in your own process: both protocols, the real engine, nothing installed.
//!
//! Meant for tests and first steps. It is one node with one shard a collection; what the engine cannot do is answered
//! with 501 (`UNIMPLEMENTED`), naming the operation.
//!
//! ```no_run
//! # async fn example() -> Result<(), qdrant_remote::Error> {
//! let server = qdrant_remote_embedded::Embedded::start().await?;
//! println!("REST at {}, gRPC at {}", server.url(), server.grpc_url());
//! server.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! [`Builder`] sets ports, a folder that keeps the data, an API key and TLS. The binary `qdrant-remote-embedded` is the
//! same for other programs: `--http-port`, `--grpc-port`, `--storage`, `--api-key`, `--tls-cert`, `--tls-key`.
//!
//! With custom sharding a point may be under several shard keys, but an id is only once in a collection, while a server
//! has one point an id and key.
//!
//! A write is answered once it is done, whether or not the call waits for it, so its errors are always told. What is
//! written outlives the process at once, also one that is killed, and reaches the disk within about a second and when the
//! server stops.
#![forbid(unsafe_code)]

mod auth;
mod builder;
mod calls;
mod convert;
mod embedded;
mod engine;
mod listen;
mod query;
mod stub;
mod tls;

pub use builder::Builder;
pub use embedded::Embedded;
