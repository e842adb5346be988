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
    Ok(models::CollectionClusterInfo::new(engine.peer(), 1, [shard], elsewhere, moving))
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

/// One node, which is not told apart from a cluster of one.
pub(super) fn telemetry(_: &Engine, _: requests::ClusterTelemetry) -> Outcome<models::DistributedTelemetryData> {
    let collections = Vec::<(String, models::DistributedCollectionTelemetry)>::new();
    let peers = Vec::<(String, models::DistributedPeerInfo)>::new();
    Ok(models::DistributedTelemetryData::new(collections).cluster(models::DistributedClusterTelemetry::new(false, peers)))
}

/// There is nothing that this node could have missed.
pub(super) fn recover(_: &Engine, _: requests::RecoverCurrentPeer) -> Outcome<bool> {
    Ok(true)
}

/// Any other node is not there already.
pub(super) fn remove_peer(engine: &Engine, request: requests::RemovePeer) -> Outcome<bool> {
    match request.peer_id == engine.peer() {
        true => Err(Fault::bad_request(format_args!("Cannot remove peer {} as there are shards on it", request.peer_id))),
        false => Ok(true),
    }
}

/// One shard without a key, which cannot go anywhere.
pub(super) fn change(engine: &Engine, request: requests::UpdateCollectionCluster) -> Outcome<bool> {
    use models::ClusterOperations as Change;
    let name = &engine.collection(&request.collection_name)?.name;
    let alone = |shard: u32, peer: u64| match shard {
        0 => Fault::bad_request(format_args!("Target peer {peer} does not exist")),
        _ => Fault::bad_request(format_args!("Shard {shard} of {name} does not exist")),
    };
    let idle = |shard: u32, from: u64, to: u64| {
        Fault::not_found(format_args!("Shard transfer {from} -> {to} for collection {name}:{shard} does not exist"))
    };
    Err(match request.body {
        Change::MoveShard(change) => alone(change.move_shard.shard_id, change.move_shard.to_peer_id),
        Change::ReplicateShard(change) => alone(change.replicate_shard.shard_id, change.replicate_shard.to_peer_id),
        Change::DropReplica(change) => alone(change.drop_replica.shard_id, change.drop_replica.peer_id),
        Change::AbortTransfer(change) => {
            let change = change.abort_transfer;
            idle(change.shard_id, change.from_peer_id, change.to_peer_id)
        }
        Change::RestartTransfer(change) => {
            let change = change.restart_transfer;
            idle(change.shard_id, change.from_peer_id, change.to_peer_id)
        }
        Change::CreateShardingKey(_) => Fault::bad_request("Shard Key cannot be created with Auto sharding method"),
        Change::DropShardingKey(_) => Fault::bad_request("Shard Key cannot be deleted with Auto sharding method"),
        Change::ReplicatePoints(_) => Fault::bad_request("Can't replicate points on a collection with Auto sharding method"),
        Change::AbortResharding(_) => Fault::bad_request(format_args!("resharding is not in progress for collection {name}")),
        _ => Fault::unsupported("resharding"),
    })
}
