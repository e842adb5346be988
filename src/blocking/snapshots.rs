//! Snapshots for code that is not async.

use std::io::Write;
use std::path::Path;

use super::{Client, Download};
use crate::error::Error;
use crate::mode::Blocking;
use crate::models::SnapshotDescription;
use crate::snapshots::{Downloaded, Restore, SnapshotDownload, Snapshots};

impl Client {
    /// The snapshots of a collection.
    pub fn snapshots(&self, collection_name: impl Into<String>) -> Snapshots<Blocking> {
        Snapshots::of_collection(self.clone(), collection_name.into())
    }

    /// The snapshots of one shard of a collection.
    pub fn shard_snapshots(&self, collection_name: impl Into<String>, shard_id: u64) -> Snapshots<Blocking> {
        Snapshots::of_shard(self.clone(), collection_name.into(), shard_id)
    }

    /// The snapshots of all collections and aliases together.
    pub fn full_snapshots(&self) -> Snapshots<Blocking> {
        Snapshots::of_everything(self.clone())
    }
}

impl Snapshots<Blocking> {
    /// Makes a snapshot, and waits until it is there.
    ///
    /// # Errors
    /// As the async `create`.
    pub fn create(&self) -> Result<SnapshotDescription, Error> {
        self.client.run(self.run_create(self.client.as_async()))?
    }

    /// Lets the server begin to make a snapshot.
    ///
    /// # Errors
    /// As the async `start_creating`.
    pub fn start_creating(&self) -> Result<(), Error> {
        self.client.run(self.run_start_creating(self.client.as_async()))?
    }

    /// The snapshots that the answering node holds.
    ///
    /// # Errors
    /// As the async `list`.
    pub fn list(&self) -> Result<Vec<SnapshotDescription>, Error> {
        self.client.run(self.run_list(self.client.as_async()))?
    }

    /// Deletes a snapshot, and waits until it is gone.
    ///
    /// # Errors
    /// As the async `delete`.
    pub fn delete(&self, name: &str) -> Result<(), Error> {
        self.client.run(self.run_delete(self.client.as_async(), name))?
    }

    /// Lets the server begin to delete a snapshot.
    ///
    /// # Errors
    /// As the async `start_deleting`.
    pub fn start_deleting(&self, name: &str) -> Result<(), Error> {
        self.client.run(self.run_start_deleting(self.client.as_async(), name))?
    }
}

impl SnapshotDownload<'_, Blocking> {
    /// The snapshot in pieces as they arrive. The last is an error if it is too short or has the wrong checksum.
    ///
    /// # Errors
    /// As the async `stream`.
    pub fn stream(self) -> Result<Download, Error>
    where
        Self: 'static,
    {
        let client = self.snapshots.client.clone();
        let pieces = client.run(self.run_stream(client.as_async()))??;
        Ok(client.read(pieces))
    }

    /// Downloads into a file; see the async `to_file`.
    ///
    /// # Errors
    /// As the async `to_file`.
    pub fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded, Error> {
        let client = self.snapshots.client.clone();
        client.run(self.run_to_file(client.as_async(), path.as_ref()))?
    }

    /// Downloads into a writer; see the async `to_writer`.
    ///
    /// # Errors
    /// As the async `to_writer`.
    pub fn to_writer<W: Write + Send + 'static>(self, writer: W) -> Result<(Downloaded, W), Error> {
        let client = self.snapshots.client.clone();
        client.run(self.run_to_writer(client.as_async(), writer))?
    }
}

impl Restore<Blocking> {
    /// Sends the request, and says whether the server is through: with `wait` it always is.
    ///
    /// # Errors
    /// As the async `send`.
    pub fn send(self) -> Result<bool, Error> {
        let client = self.snapshots.client.clone();
        client.run(self.run(client.as_async()))?
    }
}
