//! Snapshots of a collection, a shard or the whole storage: made, listed, deleted, downloaded to files, put back.

use std::fmt;
use std::time::Duration;

use crate::body::UploadBody;
use crate::client::Client;
use crate::error::Error;
use crate::mode::{Async, Mode};
use crate::models::SnapshotDescription;
use crate::options::CallOptions;
use crate::protocol::Protocol;

mod download;
mod file;
mod progress;
mod restore;
mod scope;
mod verify;

pub use download::{Downloaded, SnapshotDownload, SnapshotRef};
pub use progress::SnapshotProgress;
pub use restore::Restore;

use restore::Origin;
use scope::Scope;

/// The longest that the server may take to make, delete or read a snapshot.
const LONG: Duration = Duration::from_secs(60 * 60);

/// The snapshots of one collection, one shard, or the whole storage of the node that answers. Made by
/// [`Client::snapshots`], [`Client::shard_snapshots`] and [`Client::full_snapshots`].
///
/// ```
/// # use qdrant_remote::body::UploadBody;
/// # use qdrant_remote::models::SnapshotPriority;
/// # use qdrant_remote::{Client, Error};
/// # async fn back_up(from: Client, to: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let snapshots = from.snapshots("cities");
/// let made = snapshots.create().await?;
/// let file = snapshots.download(&made).to_file("cities.snapshot").await?;
/// snapshots.delete(&made.name).await?;
///
/// let body = UploadBody::from_file("cities.snapshot")?;
/// to.snapshots("cities").upload(body).checksum(file.checksum).priority(SnapshotPriority::Snapshot).send().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Snapshots<M: Mode = Async> {
    pub(crate) client: M::Client,
    scope: Scope,
    options: CallOptions,
}

impl Client {
    /// The snapshots of a collection.
    pub fn snapshots(&self, collection_name: impl Into<String>) -> Snapshots {
        Snapshots::of_collection(self.clone(), collection_name.into())
    }

    /// The snapshots of one shard of a collection.
    pub fn shard_snapshots(&self, collection_name: impl Into<String>, shard_id: u64) -> Snapshots {
        Snapshots::of_shard(self.clone(), collection_name.into(), shard_id)
    }

    /// The snapshots of all collections and aliases together.
    pub fn full_snapshots(&self) -> Snapshots {
        Snapshots::of_everything(self.clone())
    }
}

impl<M: Mode> Snapshots<M> {
    pub(crate) fn of_collection(client: M::Client, collection: String) -> Self {
        Self { client, scope: Scope::Collection(collection), options: CallOptions::default() }
    }

    pub(crate) fn of_shard(client: M::Client, collection: String, shard: u64) -> Self {
        Self { client, scope: Scope::Shard(collection, shard), options: CallOptions::default() }
    }

    pub(crate) fn of_everything(client: M::Client) -> Self {
        Self { client, scope: Scope::Everything, options: CallOptions::default() }
    }

    /// The longest that a call may take. Unless set: an hour for what the server has to work on, the client's time limit
    /// for lists and for each pause of a download, and no limit for an upload.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// Adds a header to each call.
    #[must_use]
    pub fn header(mut self, name: http::HeaderName, value: http::HeaderValue) -> Self {
        self.options.headers.append(name, value);
        self
    }

    /// Begins a download.
    pub fn download<'a>(&self, snapshot: impl Into<SnapshotRef>) -> SnapshotDownload<'a, M> {
        SnapshotDownload::new(self.clone(), snapshot.into())
    }

    /// Begins to replace the collection or shard by a snapshot that the server reads itself: from the URL, or from a
    /// `file://` address on its own disk.
    pub fn recover(&self, location: impl Into<String>) -> Restore<M> {
        Restore::new(self.clone(), Origin::Location(location.into()))
    }

    /// Begins to replace the collection or shard by a snapshot that is uploaded, piece by piece.
    pub fn upload(&self, snapshot: impl Into<UploadBody>) -> Restore<M> {
        Restore::new(self.clone(), Origin::Upload(snapshot.into()))
    }

    /// The options of a call that the server has to work on.
    fn long(&self) -> CallOptions {
        let deadline = self.options.deadline.or(Some(LONG));
        CallOptions { deadline, ..self.options.clone() }
    }

    /// The options of a call that does not wait, which only REST can say.
    fn over_rest(&self) -> CallOptions {
        CallOptions { protocol: Some(Protocol::Rest), ..self.long() }
    }

    pub(crate) async fn run_create(&self, client: &Client) -> Result<SnapshotDescription, Error> {
        let made = self.scope.create(client, true, &self.long()).await?;
        made.ok_or_else(|| Error::decode("the server was to make the snapshot, and still does"))
    }

    pub(crate) async fn run_start_creating(&self, client: &Client) -> Result<(), Error> {
        self.scope.create(client, false, &self.over_rest()).await.map(|_| ())
    }

    pub(crate) async fn run_list(&self, client: &Client) -> Result<Vec<SnapshotDescription>, Error> {
        self.scope.list(client, &self.options).await
    }

    pub(crate) async fn run_delete(&self, client: &Client, name: &str) -> Result<(), Error> {
        self.scope.delete(client, name, true, &self.long()).await
    }

    pub(crate) async fn run_start_deleting(&self, client: &Client, name: &str) -> Result<(), Error> {
        self.scope.delete(client, name, false, &self.over_rest()).await
    }
}

impl Snapshots<Async> {
    /// Makes a snapshot, and waits until it is there.
    ///
    /// # Errors
    /// Whatever kept the call from succeeding.
    pub async fn create(&self) -> Result<SnapshotDescription, Error> {
        self.run_create(&self.client).await
    }

    /// Lets the server begin to make a snapshot. It is in the [`list`](Self::list) when it is there.
    ///
    /// # Errors
    /// Whatever kept the call from succeeding.
    pub async fn start_creating(&self) -> Result<(), Error> {
        self.run_start_creating(&self.client).await
    }

    /// The snapshots that the answering node holds.
    ///
    /// # Errors
    /// Whatever kept the call from succeeding.
    pub async fn list(&self) -> Result<Vec<SnapshotDescription>, Error> {
        self.run_list(&self.client).await
    }

    /// Deletes a snapshot, and waits until it is gone.
    ///
    /// # Errors
    /// Whatever kept the call from succeeding.
    pub async fn delete(&self, name: &str) -> Result<(), Error> {
        self.run_delete(&self.client, name).await
    }

    /// Lets the server begin to delete a snapshot.
    ///
    /// # Errors
    /// Whatever kept the call from succeeding.
    pub async fn start_deleting(&self, name: &str) -> Result<(), Error> {
        self.run_start_deleting(&self.client, name).await
    }
}

impl<M: Mode> fmt::Debug for Snapshots<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshots").field("scope", &self.scope).finish_non_exhaustive()
    }
}
