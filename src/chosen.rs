//! Who carries out one call.

use crate::stub::Stub;

/// The transport of one call, or the user's own stub.
///
/// Its methods, one an operation, name the transport's and do not go through a table of all: so a program contains the
/// operations that it calls, and no others.
#[derive(Clone, Copy)]
pub(crate) enum Chosen<'a> {
    #[cfg(feature = "rest")]
    Rest(&'a crate::transport::rest::RestStub),
    #[cfg(feature = "grpc")]
    Grpc(&'a crate::transport::grpc::GrpcStub),
    Own(&'a dyn Stub),
}
