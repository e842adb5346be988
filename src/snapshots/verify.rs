//! A download that ends well only if it is as long as it should be and has the right checksum.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use ring::digest;

use crate::body::ByteStream;
use crate::error::{ConnectReason, Error};
use crate::operation::Operation;
use crate::protocol::Protocol;

/// The pieces of a download, counted and hashed.
pub(super) struct Verified {
    pieces: ByteStream,
    operation: &'static Operation,
    length: Option<u64>,
    checksum: Option<String>,
    received: u64,
    hash: digest::Context,
    /// What the whole hashes to, once it is there.
    digest: Option<String>,
    ended: bool,
}

impl Verified {
    pub(super) fn new(pieces: ByteStream, operation: &'static Operation, length: Option<u64>, checksum: Option<String>) -> Self {
        // The transport sees to it that as much comes as the answer announces.
        let length = length.or(pieces.content_length());
        let hash = digest::Context::new(&digest::SHA256);
        Self { pieces, operation, length, checksum, received: 0, hash, digest: None, ended: false }
    }

    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// The SHA-256 of the whole in hexadecimal digits, once it is there.
    pub(super) fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.pieces.name()
    }

    fn take(&mut self, piece: &Bytes) -> Result<(), Error> {
        self.received += piece.len() as u64;
        match self.length {
            Some(length) if self.received > length => Err(self.wrong(format!("the snapshot is longer than {length} bytes"))),
            _ => {
                self.hash.update(piece);
                Ok(())
            }
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        if let Some(length) = self.length
            && self.received < length
        {
            let text = format!("the snapshot broke off after {} of {length} bytes", self.received);
            return Err(Error::connect(ConnectReason::Closed, text).at(self.operation, Protocol::Rest));
        }
        let digest = self.hash.clone().finish();
        let digest: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        match &self.checksum {
            Some(checksum) if !checksum.eq_ignore_ascii_case(&digest) => {
                Err(self.wrong(format!("the snapshot arrived damaged: its checksum is {digest}, and {checksum} was expected")))
            }
            _ => {
                self.digest = Some(digest);
                Ok(())
            }
        }
    }

    fn wrong(&self, text: String) -> Error {
        Error::decode(text).at(self.operation, Protocol::Rest)
    }
}

impl Stream for Verified {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let item = match Pin::new(&mut self.pieces).poll_next(context) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Some(Ok(piece))) => Some(self.take(&piece).map(|()| piece)),
            Poll::Ready(Some(Err(error))) => Some(Err(error)),
            Poll::Ready(None) => self.finish().err().map(Err),
        };
        self.ended = !matches!(item, Some(Ok(_)));
        Poll::Ready(item)
    }
}
