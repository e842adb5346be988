//! What a snapshot is of. Each call has one operation for each.

use crate::body::{ByteStream, UploadBody};
use crate::client::Client;
use crate::error::Error;
use crate::models::{ShardSnapshotRecover, SnapshotDescription, SnapshotPriority, SnapshotRecover};
use crate::operation::Operation;
use crate::operations as op;
use crate::options::CallOptions;
use crate::{requests, response::Response};

#[derive(Clone, Debug)]
pub(super) enum Scope {
    Collection(String),
    Shard(String, u64),
    Everything,
}

/// How a snapshot is put back.
pub(super) struct Recovery {
    pub(super) wait: bool,
    pub(super) priority: Option<SnapshotPriority>,
    pub(super) checksum: Option<String>,
    pub(super) api_key: Option<String>,
}

impl Scope {
    pub(super) async fn create(&self, client: &Client, wait: bool, options: &CallOptions) -> Result<Option<SnapshotDescription>, Error> {
        let wait = Some(wait);
        let made = match self.clone() {
            Self::Collection(collection_name) => {
                let request = requests::CreateSnapshot { wait, ..requests::CreateSnapshot::new(collection_name) };
                client.stub(op::CREATE_SNAPSHOT, options)?.create_snapshot(request, options)
            }
            Self::Shard(collection_name, shard_id) => {
                let request = requests::CreateShardSnapshot { wait, ..requests::CreateShardSnapshot::new(collection_name, shard_id) };
                client.stub(op::CREATE_SHARD_SNAPSHOT, options)?.create_shard_snapshot(request, options)
            }
            Self::Everything => {
                let mut request = requests::CreateFullSnapshot::new();
                request.wait = wait;
                client.stub(op::CREATE_FULL_SNAPSHOT, options)?.create_full_snapshot(request, options)
            }
        };
        made.await.map(Response::into_inner)
    }

    pub(super) async fn list(&self, client: &Client, options: &CallOptions) -> Result<Vec<SnapshotDescription>, Error> {
        let listed = match self.clone() {
            Self::Collection(collection_name) => {
                let request = requests::ListSnapshots::new(collection_name);
                client.stub(op::LIST_SNAPSHOTS, options)?.list_snapshots(request, options)
            }
            Self::Shard(collection_name, shard_id) => {
                let request = requests::ListShardSnapshots::new(collection_name, shard_id);
                client.stub(op::LIST_SHARD_SNAPSHOTS, options)?.list_shard_snapshots(request, options)
            }
            Self::Everything => {
                let request = requests::ListFullSnapshots::new();
                client.stub(op::LIST_FULL_SNAPSHOTS, options)?.list_full_snapshots(request, options)
            }
        };
        listed.await.map(Response::into_inner)
    }

    pub(super) async fn delete(&self, client: &Client, name: &str, wait: bool, options: &CallOptions) -> Result<(), Error> {
        let (snapshot_name, wait) = (name.to_owned(), Some(wait));
        let deleted = match self.clone() {
            Self::Collection(collection_name) => {
                let request = requests::DeleteSnapshot { wait, ..requests::DeleteSnapshot::new(collection_name, snapshot_name) };
                client.stub(op::DELETE_SNAPSHOT, options)?.delete_snapshot(request, options)
            }
            Self::Shard(collection_name, shard_id) => {
                let request =
                    requests::DeleteShardSnapshot { wait, ..requests::DeleteShardSnapshot::new(collection_name, shard_id, snapshot_name) };
                client.stub(op::DELETE_SHARD_SNAPSHOT, options)?.delete_shard_snapshot(request, options)
            }
            Self::Everything => {
                let request = requests::DeleteFullSnapshot { wait, ..requests::DeleteFullSnapshot::new(snapshot_name) };
                client.stub(op::DELETE_FULL_SNAPSHOT, options)?.delete_full_snapshot(request, options)
            }
        };
        deleted.await.map(|_| ())
    }

    /// The operation that downloads.
    pub(super) fn download_operation(&self) -> &'static Operation {
        match self {
            Self::Collection(_) => op::GET_SNAPSHOT,
            Self::Shard(..) => op::GET_SHARD_SNAPSHOT,
            Self::Everything => op::GET_FULL_SNAPSHOT,
        }
    }

    pub(super) async fn download(&self, client: &Client, name: &str, options: &CallOptions) -> Result<ByteStream, Error> {
        let snapshot_name = name.to_owned();
        let stub = client.stub(self.download_operation(), options)?;
        let begun = match self.clone() {
            Self::Collection(collection_name) => stub.get_snapshot(requests::GetSnapshot::new(collection_name, snapshot_name), options),
            Self::Shard(collection_name, shard_id) => {
                stub.get_shard_snapshot(requests::GetShardSnapshot::new(collection_name, shard_id, snapshot_name), options)
            }
            Self::Everything => stub.get_full_snapshot(requests::GetFullSnapshot::new(snapshot_name), options),
        };
        begun.await.map(Response::into_inner)
    }

    /// Whether the server is through with it.
    pub(super) async fn recover(
        &self,
        client: &Client,
        location: String,
        recovery: Recovery,
        options: &CallOptions,
    ) -> Result<bool, Error> {
        let Recovery { wait, priority, checksum, api_key } = recovery;
        let wait = Some(wait);
        let recovered = match self.clone() {
            Self::Collection(collection_name) => {
                let body = SnapshotRecover { priority, checksum, api_key, ..SnapshotRecover::new(location) };
                let request = requests::RecoverFromSnapshot { wait, ..requests::RecoverFromSnapshot::new(collection_name, body) };
                client.stub(op::RECOVER_FROM_SNAPSHOT, options)?.recover_from_snapshot(request, options)
            }
            Self::Shard(collection_name, shard_id) => {
                let body = ShardSnapshotRecover { priority, checksum, api_key, ..ShardSnapshotRecover::new(location) };
                let request =
                    requests::RecoverShardFromSnapshot { wait, ..requests::RecoverShardFromSnapshot::new(collection_name, shard_id, body) };
                client.stub(op::RECOVER_SHARD_FROM_SNAPSHOT, options)?.recover_shard_from_snapshot(request, options)
            }
            Self::Everything => return Err(not_while_running()),
        };
        recovered.await.map(|response| response.into_inner().is_some())
    }

    /// Whether the server is through with it.
    pub(super) async fn upload(&self, client: &Client, body: UploadBody, recovery: Recovery, options: &CallOptions) -> Result<bool, Error> {
        let Recovery { wait, priority, checksum, api_key } = recovery;
        if api_key.is_some() {
            return Err(Error::invalid_request("`api_key` is for a snapshot that the server fetches itself"));
        }
        let wait = Some(wait);
        let recovered = match self.clone() {
            Self::Collection(collection_name) => {
                let whole = requests::RecoverFromUploadedSnapshot::new(collection_name, body);
                let request = requests::RecoverFromUploadedSnapshot { wait, priority, checksum, ..whole };
                client.stub(op::RECOVER_FROM_UPLOADED_SNAPSHOT, options)?.recover_from_uploaded_snapshot(request, options)
            }
            Self::Shard(collection_name, shard_id) => {
                let whole = requests::RecoverShardFromUploadedSnapshot::new(collection_name, shard_id, body);
                let request = requests::RecoverShardFromUploadedSnapshot { wait, priority, checksum, ..whole };
                client.stub(op::RECOVER_SHARD_FROM_UPLOADED_SNAPSHOT, options)?.recover_shard_from_uploaded_snapshot(request, options)
            }
            Self::Everything => return Err(not_while_running()),
        };
        recovered.await.map(|response| response.into_inner().is_some())
    }
}

fn not_while_running() -> Error {
    Error::context("a server takes back a snapshot of its whole storage only when it starts")
}
