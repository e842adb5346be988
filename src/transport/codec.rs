//! A gRPC codec that encodes a shared message by reference, so that sending again needs no copy of it.

use std::marker::PhantomData;
use std::sync::Arc;

use prost::Message;
use tonic::Status;
use tonic::codec::{BufferSettings, Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};

/// The bytes that gRPC puts before a message.
const FRAME_HEADER: usize = 5;
/// When a body is handed on while more of it is being encoded; a single message is always whole.
const YIELD_THRESHOLD: usize = 32 * 1024;
/// How much is decoded at a time.
const DECODE_BUFFER: usize = 8 * 1024;

/// Sends an `Arc<M>` of known size and receives an `R`.
pub(super) struct SharedCodec<M, R> {
    size: usize,
    messages: PhantomData<fn(M) -> R>,
}

impl<M, R> SharedCodec<M, R> {
    /// For a message that is `size` bytes long when encoded.
    pub(super) fn new(size: usize) -> Self {
        Self { size, messages: PhantomData }
    }
}

impl<M, R> Codec for SharedCodec<M, R>
where
    M: Message + 'static,
    R: Message + Default + 'static,
{
    type Encode = Arc<M>;
    type Decode = R;
    type Encoder = SharedEncoder<M>;
    type Decoder = MessageDecoder<R>;

    fn encoder(&mut self) -> Self::Encoder {
        SharedEncoder { size: self.size, message: PhantomData }
    }

    fn decoder(&mut self) -> Self::Decoder {
        MessageDecoder(PhantomData)
    }
}

pub(super) struct SharedEncoder<M> {
    size: usize,
    message: PhantomData<fn(M)>,
}

impl<M: Message> Encoder for SharedEncoder<M> {
    type Item = Arc<M>;
    type Error = Status;

    fn encode(&mut self, message: Arc<M>, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        message.encode(buffer).map_err(|source| Status::internal(source.to_string()))
    }

    /// The whole body in one allocation.
    fn buffer_settings(&self) -> BufferSettings {
        BufferSettings::new(self.size + FRAME_HEADER, YIELD_THRESHOLD)
    }
}

pub(super) struct MessageDecoder<R>(PhantomData<fn() -> R>);

impl<R: Message + Default> Decoder for MessageDecoder<R> {
    type Item = R;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<R>, Status> {
        R::decode(buffer).map(Some).map_err(|source| {
            let mut status = Status::internal("the answer is no valid message");
            status.set_source(Arc::new(source));
            status
        })
    }

    fn buffer_settings(&self) -> BufferSettings {
        BufferSettings::new(DECODE_BUFFER, YIELD_THRESHOLD)
    }
}
