//! A connection for gRPC that notices when the peer does not speak HTTP/2, which HTTP/2 itself reports badly.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};

use super::fault::Stranger;

/// Any connection, with or without TLS.
pub(super) trait Io: Read + Write + Send + Unpin {}

impl<T: Read + Write + Send + Unpin> Io for T {}

/// What the newest connections of a pool taught about the peer.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdict(Arc<AtomicU8>);

impl Verdict {
    pub(super) fn get(&self) -> Option<Stranger> {
        match self.0.load(Ordering::Relaxed) {
            1 => Some(Stranger::NotHttp2),
            2 => Some(Stranger::Silent),
            _ => None,
        }
    }

    fn set(&self, stranger: Option<Stranger>) {
        let number = match stranger {
            None => 0,
            Some(Stranger::NotHttp2) => 1,
            Some(Stranger::Silent) => 2,
        };
        self.0.store(number, Ordering::Relaxed);
    }
}

/// A connection whose first byte is looked at. A server begins with a frame of settings, which is short, so that its
/// first byte is zero.
pub(super) struct Wire {
    io: Box<dyn Io>,
    speaks_http2: bool,
    verdict: Verdict,
}

impl Wire {
    pub(super) fn new(io: impl Io + 'static, verdict: Verdict) -> Self {
        Self { io: Box::new(io), speaks_http2: false, verdict }
    }

    fn first_byte(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut first = [1];
        let mut buffer = ReadBuf::new(&mut first);
        let read = ready!(Pin::new(&mut *self.io).poll_read(cx, buffer.unfilled()));
        let stranger = match (buffer.filled(), &read) {
            ([0], _) => None,
            ([_], _) => Some(Stranger::NotHttp2),
            _ => Some(Stranger::Silent),
        };
        self.verdict.set(stranger);
        Poll::Ready(match stranger {
            Some(stranger) => read.and(Err(io::Error::new(io::ErrorKind::UnexpectedEof, stranger))),
            None => {
                self.speaks_http2 = true;
                Ok(())
            }
        })
    }

    /// Before the peer has spoken, a failure to write says less than what it may have said before it hung up.
    fn written<T>(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if matches!(outcome, Poll::Ready(Err(_))) && !self.speaks_http2 && self.first_byte(cx).is_pending() {
            self.verdict.set(Some(Stranger::Silent));
        }
        outcome
    }
}

impl Read for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, mut cursor: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
        if self.speaks_http2 {
            return Pin::new(&mut *self.io).poll_read(cx, cursor);
        }
        ready!(self.first_byte(cx))?;
        cursor.put_slice(&[0]);
        Poll::Ready(Ok(()))
    }
}

impl Write for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut *self.io).poll_write(cx, bytes);
        self.written(cx, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut *self.io).poll_flush(cx);
        self.written(cx, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.io).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, slices: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut *self.io).poll_write_vectored(cx, slices);
        self.written(cx, outcome)
    }
}
