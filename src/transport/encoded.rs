//! Bodies of RPCs that are encoded before the call, so that it can be done elsewhere, and once for all attempts.

use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use http_body_util::{BodyExt, Full};
use prost::Message;
use tonic::body::Body;
use tonic::codec::{Codec, CompressionEncoding, EncodeBody};
use tower_service::Service;

use super::checked::CheckedChannel;
use super::codec::SharedCodec;
use crate::error::Error;

/// The whole body of an RPC with one message.
pub(super) fn frame<M: Message + 'static>(message: M, gzip: bool) -> Result<Bytes, Error> {
    let encoder = SharedCodec::<M, ()>::new(message.encoded_len()).encoder();
    let source = stream::iter([Ok(Arc::new(message))]);
    let body = EncodeBody::new_client(encoder, source, gzip.then_some(CompressionEncoding::Gzip), None);
    let whole = match body.collect().now_or_never() {
        Some(whole) => whole.map_err(|status| Error::too_large(status.message()).with_unsent(true))?,
        // Not reached: the source never waits.
        None => Default::default(),
    };
    Ok(whole.to_bytes())
}

/// A channel that sends a given body instead of that of the request, if there is one.
pub(super) struct EncodedChannel {
    pub(super) channel: CheckedChannel,
    pub(super) body: Option<Bytes>,
}

impl Service<http::Request<Body>> for EncodedChannel {
    type Response = <CheckedChannel as Service<http::Request<Body>>>::Response;
    type Error = <CheckedChannel as Service<http::Request<Body>>>::Error;
    type Future = <CheckedChannel as Service<http::Request<Body>>>::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.channel.poll_ready(cx)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let request = match self.body.take() {
            Some(body) => request.map(|_| Body::new(Full::new(body))),
            None => request,
        };
        self.channel.call(request)
    }
}
