// The examples use both protocols and more; with fewer features the text is there, and they are not compiled.
#![cfg_attr(any(not(doctest), all(feature = "rest", feature = "grpc")), doc = include_str!("../README.md"))]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(any(feature = "rest", feature = "grpc")),
    allow(dead_code, unused_imports, reason = "without a transport, calls go to a user's stub alone")
)]

pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod body;
pub mod convert;
pub mod filter;
pub mod guide;
pub mod migrate;
pub mod mode;
pub mod operation;
pub mod raw;
pub mod scroll;
#[cfg(feature = "rest")]
pub mod snapshots;
#[cfg(feature = "_transport")]
pub mod tls;
pub mod upload;

mod address;
#[cfg(feature = "_transport")]
mod builder;
mod chosen;
mod client;
mod decode;
mod error;
mod ext;
mod failed;
mod future;
mod headers;
mod known;
mod options;
mod protocol;
mod response;
mod retry;
mod status;
mod transport;
mod version;
mod warnings;

#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "testing")]
pub mod testing;

// Generated code: lints are relaxed here and nowhere else.
macro_rules! generated {
    ($($(#[$attribute:meta])* $visibility:vis mod $name:ident = $path:literal;)*) => {$(
        $(#[$attribute])*
        #[rustfmt::skip]
        #[allow(clippy::all, clippy::allow_attributes_without_reason, deprecated, missing_docs, unused_imports, unused_parens, unused_variables, unused_mut, reason = "generated")]
        #[path = $path]
        $visibility mod $name;
    )*};
}

generated! {
    pub mod builders = "../generated/builders/mod.rs";
    pub mod models = "../generated/models/mod.rs";
    pub mod operations = "../generated/operations.rs";
    pub mod requests = "../generated/requests.rs";
    pub mod stub = "../generated/stub.rs";
    mod chosen_methods = "../generated/chosen.rs";
    mod client_stub = "../generated/client_stub.rs";
    mod known_members = "../generated/known.rs";
    mod optional = "../generated/optional.rs";
    #[cfg(feature = "testing")]
    mod mock_stub = "../generated/mock_stub.rs";
    #[cfg(feature = "grpc")]
    mod grpc_stub = "../generated/grpc_stub.rs";
    #[cfg(feature = "grpc")]
    #[doc(hidden)]
    pub mod pb = "../generated/grpc.rs";
    #[cfg(feature = "rest")]
    #[doc(hidden)]
    pub mod generated_rest = "../generated/rest.rs";
    #[cfg(feature = "rest")]
    mod rest_stub = "../generated/rest_stub.rs";
}

#[cfg(feature = "_transport")]
pub use builder::ClientBuilder;
pub use client::Client;
pub use error::{ConnectReason, Error, ErrorKind};
pub use failed::Failed;
pub use future::BoxFuture;
pub use options::CallOptions;
pub use protocol::Protocol;
pub use response::Response;
pub use retry::{RetryBudget, RetryPolicy};
pub use status::Status;
pub use version::Version;
pub use warnings::Warnings;

/// What the macros of this crate expand to.
#[doc(hidden)]
pub mod __private {
    pub use serde_json::{Value, json};
}
