//! Bodies that stream: snapshots on their way down and up.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::{self, TryStreamExt};
use tokio::sync::mpsc;

use crate::error::Error;
use crate::future::runtime;

/// How much is read of a source at a time, and how many such pieces wait to be sent.
const PIECE: usize = 256 * 1024;
const WAITING: usize = 2;

/// The bytes of a download, in pieces as they arrive.
pub struct ByteStream {
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>,
    content_length: Option<u64>,
    name: Option<String>,
}

impl ByteStream {
    /// A download of these pieces.
    pub fn new(chunks: impl Stream<Item = Result<Bytes, Error>> + Send + 'static) -> Self {
        Self { chunks: Box::pin(chunks), content_length: None, name: None }
    }

    /// Sets how many bytes there are in all.
    #[must_use]
    pub fn with_content_length(mut self, length: Option<u64>) -> Self {
        self.content_length = length;
        self
    }

    /// Sets the file name.
    #[must_use]
    pub fn with_name(mut self, name: Option<String>) -> Self {
        self.name = name;
        self
    }

    /// How many bytes there are in all, where the server says it.
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// The file name that the server gives the download, without any folders.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Everything at once, in memory.
    ///
    /// # Errors
    /// The first error of the stream.
    pub async fn collect(mut self) -> Result<Bytes, Error> {
        let Some(first) = self.chunks.try_next().await? else { return Ok(Bytes::new()) };
        let Some(second) = self.chunks.try_next().await? else { return Ok(first) };
        let mut all = BytesMut::from(first);
        all.extend_from_slice(&second);
        while let Some(chunk) = self.chunks.try_next().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("content_length", &self.content_length).field("name", &self.name).finish_non_exhaustive()
    }
}

/// What an upload sends: bytes in memory, or a stream that is read while it is sent.
pub struct UploadBody {
    chunks: Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>,
    content_length: Option<u64>,
    file_name: String,
}

impl UploadBody {
    /// Sends these pieces. An error among them breaks the upload off.
    pub fn from_stream(chunks: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self { chunks: Box::pin(chunks), content_length: None, file_name: "snapshot".to_owned() }
    }

    /// Sends what a reader gives. It is read while it is sent, in a thread where it may block.
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        let pieces = stream::once(async move {
            let (sender, receiver) = mpsc::channel(WAITING);
            runtime().map_err(io::Error::other)?.spawn_blocking(move || feed(reader, &sender));
            let next = async |mut receiver: mpsc::Receiver<_>| receiver.recv().await.map(|piece| (piece, receiver));
            Ok::<_, io::Error>(stream::unfold(receiver, next))
        });
        Self::from_stream(pieces.try_flatten())
    }

    /// Sends a file, under its name. It is read while it is sent.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn from_file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let body = Self::from_reader(file.take(length)).with_content_length(length);
        Ok(match path.file_name() {
            Some(name) => body.with_file_name(name.to_string_lossy()),
            None => body,
        })
    }

    /// Tells the server how many bytes there are in all.
    #[must_use]
    pub fn with_content_length(mut self, length: u64) -> Self {
        self.content_length = Some(length);
        self
    }

    /// Tells the server the name of the file; `snapshot` unless set. One with control characters is refused when it is sent.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = name.into();
        self
    }

    /// How many bytes there are in all, where it is known.
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// The name of the file.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// The pieces.
    pub fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        self.chunks
    }
}

/// Reads until the end, an error, or until nobody wants more.
fn feed(mut reader: impl Read, sender: &mpsc::Sender<io::Result<Bytes>>) {
    loop {
        let mut piece = vec![0; PIECE];
        let read = match reader.read(&mut piece) {
            Ok(0) => return,
            Ok(read) => {
                piece.truncate(read);
                Ok(piece.into())
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let failed = read.is_err();
        if sender.blocking_send(read).is_err() || failed {
            return;
        }
    }
}

impl From<Bytes> for UploadBody {
    fn from(bytes: Bytes) -> Self {
        let length = bytes.len() as u64;
        Self::from_stream(stream::once(std::future::ready(Ok(bytes)))).with_content_length(length)
    }
}

impl From<Vec<u8>> for UploadBody {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

/// What was downloaded can be uploaded while it arrives.
impl From<ByteStream> for UploadBody {
    fn from(download: ByteStream) -> Self {
        let (length, name) = (download.content_length, download.name.clone());
        let mut body = Self::from_stream(download.map(|chunk| chunk.map_err(io::Error::other)));
        body.content_length = length;
        match name {
            Some(name) => body.with_file_name(name),
            None => body,
        }
    }
}

impl fmt::Debug for UploadBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadBody")
            .field("content_length", &self.content_length)
            .field("file_name", &self.file_name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn download(pieces: &[&'static str]) -> ByteStream {
        let pieces: Vec<_> = pieces.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect();
        ByteStream::new(stream::iter(pieces))
    }

    #[tokio::test]
    async fn collects_any_number_of_pieces() {
        for pieces in [&[][..], &["ab"], &["ab", "c"], &["a", "b", "c", ""]] {
            assert_eq!(download(pieces).collect().await.unwrap(), pieces.concat());
        }
    }

    #[tokio::test]
    async fn an_upload_knows_what_its_source_knows() {
        let body = UploadBody::from(download(&["ab", "c"]).with_content_length(Some(3)).with_name(Some("x.snapshot".into())));
        assert_eq!((body.content_length(), body.file_name()), (Some(3), "x.snapshot"));
        let sent: Vec<_> = body.into_stream().try_collect().await.unwrap();
        assert_eq!(sent.concat(), b"abc");
        assert_eq!(UploadBody::from(vec![1, 2]).content_length(), Some(2));
    }
}
