//! The cluster, of which there is one node that knows no other.

use qdrant_edge::{
    Condition, CountRequest, CreateVectorName, DeleteVectorName, Filter, HasVectorCondition, PointOperations, PointVectorsPersisted,
    UpdateOperation, UpdateVectorsOp, VectorNameOperations, VectorOperations, VectorStructPersisted,
};
use qdrant_remote::{models, requests};
use serde_json::json;

use crate::convert::{filter, keys, same};
use crate::engine::{Collection, Engine, Fault, Outcome};

pub(super) fn status(_: &Engine, _: requests::ClusterStatus) -> Outcome<models::ClusterStatus> {
    let disabled = models::ClusterStatusDisabled::new();
    Ok(models::ClusterStatus::Disabled(disabled))
}

/// The shards, which are all here: one, or one for each key.
pub(super) fn of_collection(engine: &Engine, request: requests::CollectionClusterInfo) -> Outcome<models::CollectionClusterInfo> {
    let collection = engine.collection(&request.collection_name)?;
    let shards = collection.shard.read(|shard| {
        if !keys::custom(&collection) {
            return Ok(vec![models::LocalShardInfo::new(0, shard.info().points_count as u64, models::ReplicaState::Active)]);
        }
        let mut keys = keys::known(shard);
        keys.sort_by_key(|key| key.shard);
        let told = keys.into_iter().map(|key| {
            let count = shard.count(CountRequest { filter: Some(marked(&key.mark)), exact: true })?;
            Ok(models::LocalShardInfo::new(key.shard, count as u64, models::ReplicaState::Active).shard_key(key.key))
        });
        told.collect::<Outcome<Vec<_>>>()
    })?;
    let (elsewhere, moving) = (Vec::<models::RemoteShardInfo>::new(), Vec::<models::ShardTransferInfo>::new());
    Ok(models::CollectionClusterInfo::new(engine.peer(), shards.len() as u64, shards, elsewhere, moving))
}

pub(super) fn shard_keys(engine: &Engine, request: requests::ListShardKeys) -> Outcome<models::ShardKeysResponse> {
    let collection = engine.collection(&request.collection_name)?;
    let keys = collection.shard.read(|shard| Ok(keys::known(shard)))?;
    Ok(models::ShardKeysResponse::new()
        .shard_keys(keys.into_iter().map(|key| models::ShardKeyDescription::new(key.key)).collect::<Vec<_>>()))
}

pub(super) fn create_shard_key(engine: &Engine, request: requests::CreateShardKey) -> Outcome<bool> {
    create(&*engine.collection(&request.collection_name)?, &request.body.shard_key)
}

fn create(collection: &Collection, key: &models::ShardKey) -> Outcome<bool> {
    if !keys::custom(collection) {
        return Err(Fault::bad_request("Shard Key cannot be created with Auto sharding method"));
    }
    collection.shard.write(|shard| {
        let known = keys::known(shard);
        if known.iter().any(|known| known.key == *key) {
            let text = format_args!("Sharding key {} already exists for collection {}", keys::shown(key), collection.name);
            return Err(Fault::bad_request(text));
        }
        let number = known.iter().map(|known| known.shard).max().unwrap_or(0) + 1;
        let create = CreateVectorName { vector_name: keys::mark(key, number), config: same(json!({"sparse": {}}))? };
        Ok(Some(UpdateOperation::VectorNameOperation(VectorNameOperations::CreateVectorName(create))))
    })?;
    Ok(true)
}

pub(super) fn delete_shard_key(engine: &Engine, request: requests::DeleteShardKey) -> Outcome<bool> {
    delete(&*engine.collection(&request.collection_name)?, &request.body.shard_key)
}

/// A key goes with the points that are under it and no other.
fn delete(collection: &Collection, key: &models::ShardKey) -> Outcome<bool> {
    if !keys::custom(collection) {
        return Err(Fault::bad_request("Shard Key cannot be deleted with Auto sharding method"));
    }
    let (mark, others) = collection.shard.read(|shard| {
        let (found, others): (Vec<_>, Vec<_>) = keys::known(shard).into_iter().partition(|known| known.key == *key);
        let found = found.into_iter().next().map(|key| key.mark);
        let text = format_args!("Sharding key {} does not exist for collection {}", keys::shown(key), collection.name);
        Ok((found.ok_or_else(|| Fault::bad_request(text))?, others))
    })?;
    let mut alone = marked(&mark);
    alone.must_not = Some(others.iter().map(|other| has(&other.mark)).collect());
    collection.update(UpdateOperation::PointOperation(PointOperations::DeletePointsByFilter(alone)))?;
    let delete = DeleteVectorName { vector_name: mark };
    collection.update(UpdateOperation::VectorNameOperation(VectorNameOperations::DeleteVectorName(delete)))?;
    Ok(true)
}

/// Puts the points of one key under another too.
fn replicate(collection: &Collection, change: models::ReplicatePoints) -> Outcome<bool> {
    if !keys::custom(collection) {
        return Err(Fault::bad_request("Can't replicate points on a collection with Auto sharding method"));
    }
    let selector = |key: models::ShardKey| models::ShardKeySelector::One(key);
    let given = change.filter.unwrap_or_default();
    let wanted = keys::reading(collection, Some(&selector(change.from_shard_key)), Some(given))?;
    let marks = keys::writing(collection, Some(&selector(change.to_shard_key)))?;
    let wanted = filter::filter(collection, wanted.unwrap_or_default())?;
    let points = collection.shard.read(|shard| keys::matching(shard, wanted))?.into_iter().map(|id| {
        let mut vector = VectorStructPersisted::Named(Default::default());
        keys::put(&mut vector, &marks);
        PointVectorsPersisted { id, vector }
    });
    let update = UpdateVectorsOp { points: points.collect(), update_filter: None };
    collection.update(UpdateOperation::VectorOperation(VectorOperations::UpdateVectors(update)))?;
    Ok(true)
}

fn has(mark: &str) -> Condition {
    Condition::HasVector(HasVectorCondition { has_vector: mark.to_owned() })
}

/// A filter that the points with a mark pass.
fn marked(mark: &str) -> Filter {
    Filter::new_must(has(mark))
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

/// Keys come and go; the shards cannot go anywhere.
pub(super) fn change(engine: &Engine, request: requests::UpdateCollectionCluster) -> Outcome<bool> {
    use models::ClusterOperations as Change;
    let collection = engine.collection(&request.collection_name)?;
    let (name, custom) = (&collection.name, keys::custom(&collection));
    let shards = match custom {
        true => collection.shard.read(|shard| Ok(keys::known(shard).iter().map(|key| key.shard).collect()))?,
        false => vec![0],
    };
    let alone = |shard: u32, peer: u64| match shards.contains(&shard) {
        true => Fault::bad_request(format_args!("Target peer {peer} does not exist")),
        false => Fault::bad_request(format_args!("Shard {shard} of {name} does not exist")),
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
        Change::CreateShardingKey(change) => return create(&collection, &change.create_sharding_key.shard_key),
        Change::DropShardingKey(change) => return delete(&collection, &change.drop_sharding_key.shard_key),
        Change::ReplicatePoints(change) => return replicate(&collection, change.replicate_points),
        Change::StartResharding(change) if custom && change.start_resharding.shard_key.is_none() => {
            Fault::bad_request("must specify shard key on collection with custom sharding")
        }
        Change::AbortResharding(_) => Fault::bad_request(format_args!("resharding is not in progress for collection {name}")),
        _ => Fault::unsupported("resharding"),
    })
}
