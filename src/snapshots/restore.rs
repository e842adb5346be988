//! Puts a snapshot back.

use std::fmt;

use super::Snapshots;
use super::scope::Recovery;
use crate::body::UploadBody;
use crate::client::Client;
use crate::error::Error;
use crate::mode::{Async, Mode};
use crate::models::SnapshotPriority;

/// Replaces a collection or shard by a snapshot. Made by [`Snapshots::recover`] and [`Snapshots::upload`].
#[must_use = "nothing happens until `send` is called"]
pub struct Restore<M: Mode = Async> {
    pub(crate) snapshots: Snapshots<M>,
    origin: Origin,
    recovery: Recovery,
}

/// Where the snapshot is.
pub(super) enum Origin {
    Location(String),
    Upload(UploadBody),
}

impl<M: Mode> Restore<M> {
    pub(super) fn new(snapshots: Snapshots<M>, origin: Origin) -> Self {
        let recovery = Recovery { wait: true, priority: None, checksum: None, api_key: None };
        Self { snapshots, origin, recovery }
    }

    /// Whether to wait until the server is through; it is so unless set.
    pub fn wait(mut self, wait: bool) -> Self {
        self.recovery.wait = wait;
        self
    }

    /// Which data counts where replicas and the snapshot differ.
    pub fn priority(mut self, priority: impl Into<SnapshotPriority>) -> Self {
        self.recovery.priority = Some(priority.into());
        self
    }

    /// The SHA-256 in hexadecimal digits that the server is to check.
    pub fn checksum(mut self, checksum: impl Into<String>) -> Self {
        self.recovery.checksum = Some(checksum.into());
        self
    }

    /// The API key with which the server fetches the snapshot from another one.
    pub fn api_key(mut self, api_key: impl Into<String>) -> Self {
        self.recovery.api_key = Some(api_key.into());
        self
    }

    pub(crate) async fn run(self, client: &Client) -> Result<bool, Error> {
        let Self { snapshots, origin, recovery } = self;
        match origin {
            Origin::Location(location) => snapshots.scope.recover(client, location, recovery, &snapshots.long()).await,
            Origin::Upload(body) => snapshots.scope.upload(client, body, recovery, &snapshots.options).await,
        }
    }
}

impl Restore<Async> {
    /// Sends the request, and says whether the server is through: with `wait` it always is.
    ///
    /// # Errors
    /// Whatever kept the call from succeeding; a source of an upload that fails among it. Nothing is sent twice.
    pub async fn send(self) -> Result<bool, Error> {
        let client = self.snapshots.client.clone();
        self.run(&client).await
    }
}

/// Does not show the API key.
impl<M: Mode> fmt::Debug for Restore<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restore").field("snapshots", &self.snapshots).field("wait", &self.recovery.wait).finish_non_exhaustive()
    }
}
