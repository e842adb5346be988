//! The cluster, of which there is one node that knows no other.

use qdrant_remote::{models, requests};

use crate::engine::{Engine, Fault, Outcome};

pub(super) fn status(_: &Engine, _: requests::ClusterStatus) -> Outcome<models::ClusterStatus> {
    let disabled = models::ClusterStatusDisabled::new();
    Ok(models::ClusterStatus::Disabled(disabled))
}

/// One shard, which is here.
pub(super) fn of_collection(engine: &Engine, request: requests::CollectionClusterInfo) -> Outcome<models::CollectionClusterInfo> {
    let collection = engine.collection(&request.collection_name)?;
    let points = collection.shard.read(|shard| Ok(shard.info().points_count as u64))?;
    let shard = models::LocalShardInfo::new(0, points, models::ReplicaState::Active);
    let (elsewhere, moving) = (Vec::<models::RemoteShardInfo>::new(), Vec::<models::ShardTransferInfo>::new());
    Ok(models::CollectionClusterInfo::new(0, 1, [shard], elsewhere, moving))
}

pub(super) fn shard_keys(engine: &Engine, request: requests::ListShardKeys) -> Outcome<models::ShardKeysResponse> {
    engine.collection(&request.collection_name)?;
    Ok(models::ShardKeysResponse::new().shard_keys(Vec::<models::ShardKeyDescription>::new()))
}

pub(super) fn create_shard_key(engine: &Engine, request: requests::CreateShardKey) -> Outcome<bool> {
    engine.collection(&request.collection_name)?;
    Err(Fault::bad_request("Shard Key cannot be created with Auto sharding method"))
}

pub(super) fn delete_shard_key(engine: &Engine, request: requests::DeleteShardKey) -> Outcome<bool> {
    engine.collection(&request.collection_name)?;
    Err(Fault::bad_request("Shard Key cannot be deleted with Auto sharding method"))
}
