//! The answer to an RPC: who gave it, its one message, its status. Nothing in it is trusted: what it announces takes no
//! memory before it is there, and what is malformed is an error of its own and none of the server's.

use std::io::Read;

use bytes::{Bytes, BytesMut};
use flate2::read::GzDecoder;
use http::{HeaderMap, HeaderName};
use http_body_util::BodyExt;
use percent_encoding::percent_decode;
use tonic::body::Body;

use super::checked::{self, Foreign};
use super::encoded::{ENCODING, GZIP, HEADER};
use super::fault::too_long;
use super::grpc::Limits;
use crate::error::Error;
use crate::retry::retry_after;
use crate::status::Status;

const STATUS: HeaderName = HeaderName::from_static("grpc-status");
const MESSAGE: HeaderName = HeaderName::from_static("grpc-message");
/// How much memory is taken for a message beyond what has arrived of it.
const AHEAD: usize = 1024 * 1024;
/// How much of a message is unpacked at a time.
const PIECE: usize = 256 * 1024;

/// Why there is no message.
pub(super) enum Failure {
    /// Something else than a server of gRPC answered.
    Foreign(Foreign),
    /// The connection broke.
    Broken(tonic::Status),
    /// The server said so, or what it said cannot be read.
    Answer(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Answer(error)
    }
}

/// The message of an answer of success, which may be compressed where that was asked for.
pub(super) async fn read(answer: http::Response<Body>, limits: Limits) -> Result<Bytes, Failure> {
    checked::head(answer.status(), answer.headers()).map_err(Failure::Foreign)?;
    let (head, mut body) = answer.into_parts();
    if let Some(error) = failed(&head.headers, &head.headers) {
        return Err(error.into());
    }
    let (mut message, mut trailers) = (Incoming::new(limits.max_response), HeaderMap::new());
    while let Some(frame) = body.frame().await {
        match frame.map_err(Failure::Broken)?.into_data() {
            Ok(data) => message.add(data)?,
            Err(frame) => trailers = frame.into_trailers().unwrap_or_default(),
        }
    }
    match failed(&trailers, &head.headers) {
        Some(error) => Err(error.into()),
        None if trailers.contains_key(STATUS) || head.headers.contains_key(STATUS) => {
            let gzip = limits.gzip && head.headers.get(ENCODING).is_some_and(|encoding| encoding == GZIP);
            Ok(message.complete(gzip).await?)
        }
        None => Err(malformed("it ends without a status, as one that was cut off does").into()),
    }
}

/// What the server said of a failure, in these headers; what they lack may be in the head of the answer.
fn failed(headers: &HeaderMap, head: &HeaderMap) -> Option<Error> {
    let code = headers.get(STATUS)?.to_str().ok().and_then(|code| code.parse().ok()).unwrap_or(tonic::Code::Unknown as i32);
    if code == tonic::Code::Ok as i32 {
        return None;
    }
    let message = headers.get(MESSAGE).map(|message| percent_decoded(message.as_bytes())).unwrap_or_default();
    // A server says so with a code that means other things too.
    let status = if message.contains("message length too large") { Status::TooLarge } else { Status::from_grpc(code) };
    let error = Error::answer(status, message).with_grpc_code(code);
    let asked = [headers, head].into_iter().find_map(|headers| headers.get(http::header::RETRY_AFTER));
    Some(match asked.and_then(retry_after) {
        Some(wait) => error.with_retry_after(wait),
        None => error,
    })
}

/// Text as `grpc-message` carries it. What is no escape stands for itself, and what is no UTF-8 is replaced.
fn percent_decoded(text: &[u8]) -> String {
    percent_decode(text).decode_utf8_lossy().into_owned()
}

/// A message while it arrives, with its header.
struct Incoming {
    bytes: BytesMut,
    limit: usize,
}

impl Incoming {
    fn new(limit: usize) -> Self {
        Self { bytes: BytesMut::new(), limit }
    }

    /// How long the message is, once that has arrived.
    fn announced(&self) -> Option<usize> {
        let length: [u8; 4] = self.bytes.get(1..HEADER)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(length)).ok()
    }

    fn add(&mut self, data: Bytes) -> Result<(), Error> {
        if let Some(length) = self.announced() {
            let missing = (HEADER + length).saturating_sub(self.bytes.len());
            self.bytes.reserve(missing.min(self.bytes.len().max(AHEAD)).max(data.len()));
        }
        self.bytes.extend_from_slice(&data);
        match self.announced() {
            Some(length) if length > self.limit => Err(too_long()),
            Some(length) if self.bytes.len() > HEADER + length => Err(malformed("there is more than one message in it")),
            _ => Ok(()),
        }
    }

    /// The message without its header, unpacked.
    async fn complete(self, gzip: bool) -> Result<Bytes, Error> {
        let length = self.announced();
        let mut whole = self.bytes.freeze();
        if length.is_none_or(|length| whole.len() != HEADER + length) {
            return Err(malformed("its message is not complete"));
        }
        let head = whole.split_to(HEADER);
        match head.first() {
            Some(0) => Ok(whole),
            Some(1) if gzip => unpacked(&whole, self.limit).await,
            _ => Err(malformed("its message is packed in a way that was not asked for")),
        }
    }
}

/// Unpacks piece by piece, so that what unpacks to very much holds up neither the other tasks nor the deadline.
async fn unpacked(packed: &[u8], limit: usize) -> Result<Bytes, Error> {
    let (mut decoder, mut plain) = (GzDecoder::new(packed), BytesMut::new());
    let mut piece = vec![0; PIECE];
    loop {
        match decoder.read(&mut piece) {
            Ok(0) => return Ok(plain.freeze()),
            Ok(length) if plain.len() + length > limit => return Err(too_long()),
            Ok(length) => plain.extend_from_slice(&piece[..length]),
            Err(source) => return Err(malformed("its message cannot be unpacked").with_source(source)),
        }
        tokio::task::yield_now().await;
    }
}

fn malformed(what: &str) -> Error {
    Error::decode(format!("the answer is no valid one of gRPC: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trailers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), http::HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_status_is_read_whatever_is_in_it() {
        let none = HeaderMap::new();
        assert!(failed(&none, &none).is_none());
        assert!(failed(&trailers(&[("grpc-status", "0")]), &none).is_none());
        for (code, meaning) in [("5", Status::NotFound), ("", Status::Internal), ("x", Status::Internal), ("99", Status::Other)] {
            assert_eq!(failed(&trailers(&[("grpc-status", code)]), &none).unwrap().status(), Some(meaning), "{code}");
        }
        // One reader of such details panics here.
        let error = failed(&trailers(&[("grpc-status", "13"), ("grpc-status-details-bin", "***")]), &none).unwrap();
        assert_eq!(error.status(), Some(Status::Internal));
        let error = failed(&trailers(&[("grpc-status", "8")]), &trailers(&[("retry-after", "7")])).unwrap();
        assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(7)));
    }

    #[test]
    fn escapes_are_decoded() {
        for (text, plain) in [("a%20b", "a b"), ("%C3%BC", "ü"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%ff", "\u{fffd}"), ("", "")] {
            assert_eq!(percent_decoded(text.as_bytes()), plain);
        }
    }

    async fn incoming(limit: usize, pieces: &[&[u8]]) -> Result<Bytes, Error> {
        let mut message = Incoming::new(limit);
        pieces.iter().try_for_each(|piece| message.add(Bytes::copy_from_slice(piece)))?;
        message.complete(false).await
    }

    #[tokio::test]
    async fn a_message_is_whole_or_an_error() {
        assert_eq!(incoming(9, &[&[0, 0, 0], &[0, 3, 7], &[8, 9]]).await.unwrap(), &[7, 8, 9][..]);
        assert_eq!(incoming(9, &[&[0, 0, 0, 0, 0]]).await.unwrap(), &[][..]);
        for wrong in [&[][..], &[0, 0], &[0, 0, 0, 0, 2, 1], &[1, 0, 0, 0, 0], &[7, 0, 0, 0, 0], &[0, 0, 0, 0, 1, 1, 1]] {
            assert_eq!(incoming(9, &[wrong]).await.unwrap_err().kind(), crate::ErrorKind::Decode, "{wrong:?}");
        }
        assert!(incoming(9, &[&[0, 0, 0, 0, 10]]).await.unwrap_err().is_too_large());
    }

    #[test]
    fn what_is_announced_takes_no_memory() {
        let mut message = Incoming::new(usize::MAX);
        message.add(Bytes::from_static(&[0, 0xff, 0xff, 0xff, 0xff])).unwrap();
        message.add(Bytes::from_static(&[1; 100])).unwrap();
        assert!(message.bytes.capacity() <= 2 * AHEAD, "{}", message.bytes.capacity());
    }
}
