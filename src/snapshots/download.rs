//! Downloads a snapshot: as a stream, into a file, or into any writer.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use bytes::Bytes;
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::Snapshots;
use super::file::PartialFile;
use super::progress::{Listener, SnapshotProgress};
use super::verify::Verified;
use crate::body::ByteStream;
use crate::client::Client;
use crate::error::Error;
use crate::future::runtime;
use crate::mode::{Async, Mode};
use crate::models::SnapshotDescription;

/// Pieces that wait to be written.
const WAITING: usize = 8;

/// Which snapshot: its name, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SnapshotRef {
    /// The name.
    pub name: String,
    /// The length in bytes.
    pub size: Option<u64>,
    /// The SHA-256 in hexadecimal digits.
    pub checksum: Option<String>,
}

impl From<&str> for SnapshotRef {
    fn from(name: &str) -> Self {
        name.to_owned().into()
    }
}

impl From<String> for SnapshotRef {
    fn from(name: String) -> Self {
        Self { name, size: None, checksum: None }
    }
}

impl From<&SnapshotDescription> for SnapshotRef {
    fn from(description: &SnapshotDescription) -> Self {
        description.clone().into()
    }
}

impl From<SnapshotDescription> for SnapshotRef {
    fn from(description: SnapshotDescription) -> Self {
        let SnapshotDescription { name, size, checksum, .. } = description;
        Self { name, size: Some(size), checksum }
    }
}

/// What was downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    pub checksum: String,
    /// How long it took.
    pub elapsed: std::time::Duration,
}

/// Downloads a snapshot. Made by [`Snapshots::download`].
///
/// Length and checksum are checked against what the server says of the snapshot. Given a name alone, it is looked up in
/// the list first.
#[must_use = "nothing is downloaded until it is said where to"]
pub struct SnapshotDownload<'a, M: Mode = Async> {
    pub(crate) snapshots: Snapshots<M>,
    snapshot: SnapshotRef,
    progress: Option<Listener<'a>>,
}

impl<'a, M: Mode> SnapshotDownload<'a, M> {
    pub(super) fn new(snapshots: Snapshots<M>, snapshot: SnapshotRef) -> Self {
        Self { snapshots, snapshot, progress: None }
    }

    /// The SHA-256 in hexadecimal digits that it must have, whatever the server says.
    pub fn checksum(mut self, checksum: impl Into<String>) -> Self {
        self.snapshot.checksum = Some(checksum.into());
        self
    }

    /// Is called for each piece that arrives.
    pub fn progress(mut self, progress: impl FnMut(&SnapshotProgress) + Send + 'a) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    async fn open(&mut self, client: &Client) -> Result<Verified, Error> {
        let Snapshots { scope, options, .. } = &self.snapshots;
        let snapshot = &mut self.snapshot;
        if snapshot.checksum.is_none() && snapshot.size.is_none() {
            let listed = scope.list(client, options).await?;
            if let Some(found) = listed.into_iter().find(|found| found.name == snapshot.name) {
                *snapshot = found.into();
            }
        }
        let pieces = scope.download(client, &snapshot.name, options).await?;
        Ok(Verified::new(pieces, scope.download_operation(), snapshot.size, snapshot.checksum.clone()))
    }

    pub(crate) async fn run_stream(mut self, client: &Client) -> Result<ByteStream, Error>
    where
        'a: 'static,
    {
        let verified = self.open(client).await?;
        let (length, name) = (verified.length(), verified.name().map(ToOwned::to_owned));
        let (mut progress, begun) = (self.progress, Instant::now());
        let mut bytes = 0;
        let pieces = verified.inspect(move |piece| {
            if let (Ok(piece), Some(progress)) = (piece, &mut progress) {
                bytes += piece.len() as u64;
                progress(&SnapshotProgress { bytes, total: length, elapsed: begun.elapsed() });
            }
        });
        Ok(ByteStream::new(pieces).with_content_length(length).with_name(name))
    }

    pub(crate) async fn run_to_file(self, client: &Client, path: &Path) -> Result<Downloaded, Error> {
        runtime()?;
        let target = path.to_owned();
        let failed = |source| Error::io(format!("`{}` could not be written", path.display()), source);
        let file = local(move || PartialFile::create(&target)).await.map_err(failed)?;
        let (downloaded, file) = self.pour(client, file, failed).await?;
        local(move || file.commit()).await.map_err(failed)?;
        Ok(downloaded)
    }

    pub(crate) async fn run_to_writer<W: Write + Send + 'static>(self, client: &Client, writer: W) -> Result<(Downloaded, W), Error> {
        self.pour(client, writer, |source| Error::io("the snapshot could not be written".to_owned(), source)).await
    }

    /// Writes the whole download where writing may block.
    async fn pour<W: Write + Send + 'static>(
        mut self,
        client: &Client,
        mut writer: W,
        failed: impl Fn(io::Error) -> Error,
    ) -> Result<(Downloaded, W), Error> {
        runtime()?;
        let begun = Instant::now();
        let mut pieces = self.open(client).await?;
        let (sender, mut waiting) = mpsc::channel::<Bytes>(WAITING);
        let writing = tokio::task::spawn_blocking(move || {
            while let Some(piece) = waiting.blocking_recv() {
                writer.write_all(&piece)?;
            }
            writer.flush()?;
            Ok(writer)
        });
        let mut outcome = Ok(());
        while let Some(piece) = pieces.next().await {
            match piece {
                Ok(piece) => {
                    // A writer that failed tells why in the end.
                    if sender.send(piece).await.is_err() {
                        break;
                    }
                }
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
            if let Some(progress) = &mut self.progress {
                progress(&SnapshotProgress { bytes: pieces.received(), total: pieces.length(), elapsed: begun.elapsed() });
            }
        }
        drop(sender);
        let writer = writing.await.unwrap_or_else(|stopped| Err(io::Error::other(stopped))).map_err(failed)?;
        outcome?;
        let checksum = pieces.digest().unwrap_or_default().to_owned();
        Ok((Downloaded { bytes: pieces.received(), checksum, elapsed: begun.elapsed() }, writer))
    }
}

impl SnapshotDownload<'_, Async> {
    /// The snapshot in pieces as they arrive. The last item is an error if it is too short or has the wrong checksum.
    ///
    /// # Errors
    /// The download could not begin: there is no such snapshot, for example.
    pub async fn stream(self) -> Result<ByteStream, Error>
    where
        Self: 'static,
    {
        let client = self.snapshots.client.clone();
        self.run_stream(&client).await
    }

    /// Downloads into a file. It is written beside the path and renamed when it is complete and correct; on failure what
    /// was at the path is still there, and nothing else.
    ///
    /// # Errors
    /// Whatever kept the download from succeeding; length or checksum is wrong; the file could not be written.
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        let client = self.snapshots.client.clone();
        self.run_to_file(&client, path.as_ref()).await
    }

    /// Downloads into a writer, in a thread where it may block, and gives it back. Until this succeeds what was written
    /// may be incomplete or wrong.
    ///
    /// # Errors
    /// Whatever kept the download from succeeding; length or checksum is wrong; the writer failed.
    pub async fn to_writer<W: Write + Send + 'static>(self, writer: W) -> Result<(Downloaded, W), Error> {
        let client = self.snapshots.client.clone();
        self.run_to_writer(&client, writer).await
    }
}

/// Runs what may block.
async fn local<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|stopped| Err(io::Error::other(stopped)))
}

impl<M: Mode> fmt::Debug for SnapshotDownload<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnapshotDownload").field("snapshots", &self.snapshots).field("snapshot", &self.snapshot).finish_non_exhaustive()
    }
}
