//! The gRPC front: the services of all RPCs that have an operation.

use std::sync::Arc;

use tonic::service::Routes;
use tonic::{Code, Status};

use crate::convert::{Convert, ConvertError};
use crate::stub::Stub;
use crate::{BoxFuture, CallOptions, Error, Response};

/// Every service, answered by `stub`. RPCs without an operation are answered with `UNIMPLEMENTED`.
pub fn routes(stub: Arc<dyn Stub>) -> Routes {
    super::services::routes(&Front { stub })
}

/// A stub behind the services' traits.
#[derive(Clone)]
pub(crate) struct Front {
    stub: Arc<dyn Stub>,
}

impl Front {
    /// Converts the message, calls the stub, converts the answer.
    pub(crate) async fn call<M, Q, T, R>(
        &self,
        request: tonic::Request<M>,
        call: impl for<'a> FnOnce(&'a dyn Stub, Q, &'a CallOptions) -> BoxFuture<'a, Result<Response<T>, Error>>,
    ) -> Result<tonic::Response<R>, Status>
    where
        M: Convert<Q>,
        Response<T>: Convert<R>,
    {
        let options = super::options(request.metadata().as_ref());
        let request = request.into_inner().convert().map_err(|error| refuse(&error))?;
        let response = call(&*self.stub, request, &options).await.map_err(|error| status(&error))?;
        let reply = response.convert().map_err(|error| Status::new(Code::Unimplemented, error.to_string()))?;
        Ok(tonic::Response::new(reply))
    }
}

/// A message that says what no REST request can say, or nothing at all.
fn refuse(error: &ConvertError) -> Status {
    Status::invalid_argument(error.to_string())
}

/// A stream of replies. No operation has one.
#[allow(dead_code, reason = "a release may have no streams")]
pub(crate) type Replies<R> = std::pin::Pin<Box<dyn futures_core::Stream<Item = Result<R, Status>> + Send>>;

/// An RPC without an operation.
#[allow(dead_code, reason = "a release may have an operation for every RPC")]
pub(crate) fn unsupported(rpc: &str) -> Status {
    Status::unimplemented(format!("{rpc} is not supported"))
}

/// An error as the server writes it.
fn status(error: &Error) -> Status {
    let mut status = Status::new(Code::from_i32(error.grpc_code()), error.server_message());
    if let Some(wait) = error.retry_after() {
        status.metadata_mut().insert("retry-after", wait.as_secs().into());
    }
    status
}

/// A service without size limits, which reads gzip.
macro_rules! unlimited {
    ($service:expr) => {
        $service
            .max_decoding_message_size(usize::MAX)
            .max_encoding_message_size(usize::MAX)
            .accept_compressed(tonic::codec::CompressionEncoding::Gzip)
    };
}
pub(crate) use unlimited;
