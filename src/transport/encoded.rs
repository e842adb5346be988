//! Bodies of RPCs, encoded before the call, so that it can be done elsewhere, and once for all attempts.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::HeaderName;
use prost::Message;

use crate::error::Error;

/// What gRPC puts before a message: whether it is compressed, and its length.
pub(super) const HEADER: usize = 5;
/// How a message is compressed, where it says that it is.
pub(super) const ENCODING: HeaderName = HeaderName::from_static("grpc-encoding");
pub(super) const GZIP: &str = "gzip";

/// The whole body of an RPC with one message.
pub(super) fn frame(message: &impl Message, gzip: bool) -> Result<Bytes, Error> {
    let whole = plain(message)?;
    if gzip { compressed(&whole[HEADER..]) } else { Ok(whole.into()) }
}

/// Written into place: a buffer that may have to grow costs more than the encoding itself.
fn plain(message: &impl Message) -> Result<Vec<u8>, Error> {
    let size = message.encoded_len();
    let mut whole = vec![0; HEADER + size];
    let (head, mut body) = whole.split_at_mut(HEADER);
    message.encode(&mut body).map_err(|source| unsent(&source.to_string()))?;
    write_header(head, 0, size)?;
    Ok(whole)
}

fn compressed(message: &[u8]) -> Result<Bytes, Error> {
    let mut encoder = GzEncoder::new(vec![0; HEADER], Compression::default());
    let packed = encoder.write_all(message).and_then(|()| encoder.finish());
    let mut whole = packed.map_err(|source| unsent(&source.to_string()))?;
    let size = whole.len() - HEADER;
    write_header(&mut whole[..HEADER], 1, size)?;
    Ok(whole.into())
}

fn write_header(head: &mut [u8], compressed: u8, size: usize) -> Result<(), Error> {
    let length = u32::try_from(size).map_err(|_| unsent(&format!("a message of {size} bytes is too long for gRPC")))?;
    head[0] = compressed;
    head[1..].copy_from_slice(&length.to_be_bytes());
    Ok(())
}

fn unsent(text: &str) -> Error {
    Error::too_large(text).with_unsent(true)
}
