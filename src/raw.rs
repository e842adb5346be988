//! The generated clients themselves, with the address, credentials and headers of a client: for what it does not cover.
//!
//! Calls made here have no deadline and are not sent again; their errors are those of the generated code.

use crate::client::Transports;
use crate::error::Error;

#[cfg(feature = "rest")]
pub use crate::generated_rest as rest;
#[cfg(feature = "grpc")]
pub use crate::pb as grpc;
#[cfg(feature = "grpc")]
pub use crate::transport::grpc::GrpcChannel;

/// Access to the generated clients; see [`Client::raw`](crate::Client::raw).
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    transports: Option<&'a Transports>,
}

impl<'a> Raw<'a> {
    pub(crate) fn new(transports: Option<&'a Transports>) -> Self {
        Self { transports }
    }

    #[cfg_attr(not(any(feature = "rest", feature = "grpc")), allow(dead_code, reason = "there is no transport to look for"))]
    fn transports(self) -> Result<&'a Transports, Error> {
        self.transports.ok_or_else(|| Error::context("a client made from a stub has no raw clients"))
    }

    /// The REST client.
    ///
    /// # Errors
    /// The client was made from a stub.
    #[cfg(feature = "rest")]
    pub fn rest(self) -> Result<rest::Client, Error> {
        self.transports()?.rest.raw()
    }
}

/// The gRPC client of one service.
#[cfg(feature = "grpc")]
macro_rules! service {
    ($name:ident, $module:ident, $client:ident, $what:literal) => {
        #[doc = $what]
        ///
        /// # Errors
        /// The client was made from a stub.
        pub fn $name(self) -> Result<grpc::$module::$client<GrpcChannel>, Error> {
            let stub = &self.transports()?.grpc;
            let limits = stub.limits();
            let client = grpc::$module::$client::new(stub.channel())
                .max_encoding_message_size(limits.max_request)
                .max_decoding_message_size(limits.max_response);
            Ok(match limits.gzip {
                true => client
                    .send_compressed(tonic::codec::CompressionEncoding::Gzip)
                    .accept_compressed(tonic::codec::CompressionEncoding::Gzip),
                false => client,
            })
        }
    };
}

#[cfg(feature = "grpc")]
impl Raw<'_> {
    /// The channel below the gRPC clients, for one of a service that has no method here: of a newer release, of a gateway.
    ///
    /// ```
    /// use qdrant_remote::raw::grpc::points_client::PointsClient;
    ///
    /// let client = qdrant_remote::Client::builder().grpc_url("http://localhost:6334").build()?;
    /// let points = PointsClient::new(client.raw().channel()?).max_decoding_message_size(1 << 20);
    /// # Ok::<(), qdrant_remote::Error>(())
    /// ```
    ///
    /// # Errors
    /// The client was made from a stub.
    pub fn channel(self) -> Result<GrpcChannel, Error> {
        Ok(self.transports()?.grpc.channel())
    }

    service!(points, points_client, PointsClient, "The gRPC client for points: reading, writing, searching.");
    service!(collections, collections_client, CollectionsClient, "The gRPC client for collections and aliases.");
    service!(snapshots, snapshots_client, SnapshotsClient, "The gRPC client for snapshots.");
    service!(root, qdrant_client, QdrantClient, "The gRPC client for the server itself.");
}
