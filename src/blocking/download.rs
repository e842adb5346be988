//! Downloads for code that is not async: an iterator of pieces, and a reader.

use std::fmt;
use std::io;

use bytes::{Buf, Bytes};
use futures_util::StreamExt;

use super::Client;
use crate::body::ByteStream;
use crate::error::Error;

/// The bytes of a download as they arrive; each step may block the thread. See [`Client::read`].
pub struct Download {
    client: Client,
    /// Gone when it has ended.
    stream: Option<ByteStream>,
    /// What was received and not read yet.
    rest: Bytes,
}

impl Client {
    /// Reads the stream that a download results in: in pieces as an iterator, or as [`io::Read`].
    pub fn read(&self, download: ByteStream) -> Download {
        Download { client: self.clone(), stream: Some(download), rest: Bytes::new() }
    }
}

impl Download {
    fn advance(&mut self) -> Option<Result<Bytes, Error>> {
        let stream = self.stream.as_mut()?;
        let step = self.client.run(stream.next()).unwrap_or_else(|error| Some(Err(error)));
        if !matches!(step, Some(Ok(_))) {
            self.stream = None;
        }
        step
    }
}

impl Iterator for Download {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::take(&mut self.rest) {
            rest if rest.is_empty() => self.advance(),
            rest => Some(Ok(rest)),
        }
    }
}

/// An error of the download is the source of the [`io::Error`].
impl io::Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.advance() {
                Some(chunk) => self.rest = chunk.map_err(io::Error::other)?,
                None => return Ok(0),
            }
        }
        let length = self.rest.len().min(buffer.len());
        self.rest.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("stream", &self.stream).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use futures_util::stream;

    use super::*;

    struct Nothing;

    impl crate::stub::Stub for Nothing {}

    fn download(pieces: Vec<Result<Bytes, Error>>) -> Download {
        Client::from_stub(Nothing).read(ByteStream::new(stream::iter(pieces)))
    }

    #[test]
    fn read_in_any_portion() {
        let mut download = download(["ab", "", "cde"].map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).into());
        let mut buffer = [0; 1];
        assert_eq!((download.read(&mut buffer).unwrap(), &buffer), (1, b"a"));
        assert_eq!(download.next().unwrap().unwrap(), "b");
        let mut rest = String::new();
        download.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "cde");
        assert!(download.next().is_none());
    }

    #[test]
    fn an_error_ends_it() {
        let mut download = download(vec![Ok(Bytes::from_static(b"ab")), Err(Error::closed())]);
        let error = download.read_to_end(&mut Vec::new()).unwrap_err();
        let inner = error.into_inner().unwrap();
        assert!(inner.downcast::<Error>().unwrap().is_closed());
        assert!(download.next().is_none());
    }
}
