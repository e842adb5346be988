//! Clusters, snapshots, aliases, and enums of newer releases.

use qdrant_remote::convert::registry::PairKind;
use serde_json::{Value, json};

use super::{becomes, pair, refused, request};

#[test]
fn cluster_operations() {
    let all = [
        json!({ "move_shard": { "shard_id": 1, "from_peer_id": 2, "to_peer_id": 3, "method": "wal_delta" } }),
        json!({ "replicate_shard": { "shard_id": 1, "from_peer_id": 2, "to_peer_id": 3 } }),
        json!({ "abort_transfer": { "shard_id": 1, "from_peer_id": 2, "to_peer_id": 3 } }),
        json!({ "drop_replica": { "shard_id": 1, "peer_id": 2 } }),
        json!({ "create_sharding_key": { "shard_key": "a", "placement": [1], "initial_state": "ActiveRead" } }),
        json!({ "drop_sharding_key": { "shard_key": 7 } }),
        json!({ "restart_transfer": { "shard_id": 1, "from_peer_id": 2, "to_peer_id": 3, "method": "snapshot" } }),
        json!({ "replicate_points": { "from_shard_key": "a", "to_shard_key": "b", "filter": {} } }),
    ];
    for body in all {
        let value = json!({ "collection_name": "c", "body": body });
        assert_eq!(request("update_collection_cluster", &value), value);
    }
}

#[test]
fn resharding_is_refused() {
    for body in [json!({ "start_resharding": { "direction": "up" } }), json!({ "abort_resharding": {} })] {
        let text = refused(PairKind::Request, "update_collection_cluster", &json!({ "collection_name": "c", "body": body }));
        assert!(text.contains("cannot express"), "{text}");
    }
}

#[test]
fn shard_keys_are_created_one_level_deeper() {
    let value = json!({ "collection_name": "c", "timeout": 3, "body": { "shard_key": "a", "shards_number": 2, "placement": [1, 2] } });
    assert_eq!(request("create_shard_key", &value), value);
    let value = json!({ "collection_name": "c", "body": { "shard_key": 3 } });
    assert_eq!(request("delete_shard_key", &value), value);
}

#[test]
fn snapshot_descriptions() {
    becomes(
        "SnapshotDescription",
        &json!({ "name": "n", "creation_time": "2024-05-06T07:08:09", "size": 3, "checksum": "c" }),
        &json!({ "name": "n", "creation_time": "2024-05-06T07:08:09Z", "size": 3, "checksum": "c" }),
    );
}

#[test]
fn snapshot_operations_wait() {
    let text = refused(PairKind::Request, "create_snapshot", &json!({ "collection_name": "c", "wait": false }));
    assert_eq!(text, "convert: wait: the other protocol cannot express this field");
    let value = request("create_snapshot", &json!({ "collection_name": "c", "wait": true }));
    assert_eq!(value, json!({ "collection_name": "c" }));
}

#[test]
fn aliases() {
    let value = json!({ "body": { "actions": [
        { "create_alias": { "collection_name": "c", "alias_name": "a" } },
        { "rename_alias": { "old_alias_name": "a", "new_alias_name": "b" } },
        { "delete_alias": { "alias_name": "b" } },
    ] } });
    assert_eq!(request("update_aliases", &value), value);
}

#[test]
fn an_enum_number_that_no_release_knows_is_kept() {
    let pair = pair(PairKind::Type, "LocalShardInfo");
    // shard_id 1, points_count 2, state 77.
    let value: Value = serde_json::from_slice(&pair.to_rest(&[8, 1, 16, 2, 24, 77]).unwrap()).unwrap();
    assert_eq!(value["state"], json!("77"));
    assert_eq!(pair.to_grpc(value.to_string().as_bytes()).unwrap(), [8, 1, 16, 2, 24, 77]);
}
