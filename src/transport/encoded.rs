//! Bodies of RPCs that are encoded before the call, so that it can be done elsewhere, and once for all attempts.

use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use http_body_util::{BodyExt, Full};
use prost::Message;
use tonic::body::Body;
use tonic::codec::{CompressionEncoding, EncodeBody};
use tower_service::Service;

use super::checked::CheckedChannel;
use super::codec::RawCodec;
use crate::error::Error;

/// What gRPC puts before a message: whether it is compressed, and its length.
const HEADER: usize = 5;

/// The whole body of an RPC with one message.
pub(super) fn frame(message: &impl Message, gzip: bool) -> Result<Bytes, Error> {
    let whole = plain(message)?;
    if gzip { compressed(whole.slice(HEADER..)) } else { Ok(whole) }
}

/// Written into place: a buffer that may have to grow costs more than the encoding itself.
fn plain(message: &impl Message) -> Result<Bytes, Error> {
    let size = message.encoded_len();
    let length = u32::try_from(size).map_err(|_| unsent(&format!("a message of {size} bytes is too long for gRPC")))?;
    let mut whole = vec![0; HEADER + size];
    let (head, mut body) = whole.split_at_mut(HEADER);
    head[1..].copy_from_slice(&length.to_be_bytes());
    message.encode(&mut body).map_err(|source| unsent(&source.to_string()))?;
    Ok(whole.into())
}

fn compressed(message: Bytes) -> Result<Bytes, Error> {
    let source = stream::iter([Ok(message)]);
    let body = EncodeBody::new_client(RawCodec, source, Some(CompressionEncoding::Gzip), None);
    let whole = match body.collect().now_or_never() {
        Some(whole) => whole.map_err(|status| unsent(status.message()))?,
        // Not reached: the source never waits.
        None => Default::default(),
    };
    Ok(whole.to_bytes())
}

fn unsent(text: &str) -> Error {
    Error::too_large(text).with_unsent(true)
}

/// A channel that sends a given body instead of that of the request.
pub(super) struct EncodedChannel {
    pub(super) channel: CheckedChannel,
    pub(super) body: Bytes,
}

impl Service<http::Request<Body>> for EncodedChannel {
    type Response = <CheckedChannel as Service<http::Request<Body>>>::Response;
    type Error = <CheckedChannel as Service<http::Request<Body>>>::Error;
    type Future = <CheckedChannel as Service<http::Request<Body>>>::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.channel.poll_ready(cx)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let body = self.body.clone();
        self.channel.call(request.map(|_| Body::new(Full::new(body))))
    }
}
