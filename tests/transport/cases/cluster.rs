//! Nodes, shards and shard keys.

use qdrant_remote::models::{MoveShard, ReplicaState, ShardKey};
use qdrant_remote::pb;
use serde_json::json;

use super::*;

pub(super) fn cases() -> Vec<Case> {
    let status = json!({
        "status": "enabled",
        "peer_id": PEER,
        "peers": { "7": { "uri": "http://node:6335/" } },
        "raft_info": { "term": 1, "commit": 2, "pending_operations": 0, "leader": PEER, "role": "Leader", "is_voter": true },
        "consensus_thread_status": { "consensus_thread_status": "working", "last_update": "2026-08-04T10:11:12.5Z" },
        "message_send_failures": {},
    });
    let info = json!({
        "peer_id": PEER,
        "shard_count": 2,
        "local_shards": [{ "shard_id": 3, "shard_key": "north", "points_count": 5, "state": "Active" }],
        "remote_shards": [{ "shard_id": 4, "peer_id": 8, "state": "Dead" }],
        "shard_transfers": [],
    });
    let north = || Some(pb::ShardKey { key: Some(pb::shard_key::Key::Keyword("north".into())) });
    vec![
        case!(CLUSTER_STATUS, |client| client.cluster_status()).result(status),
        case!(RECOVER_CURRENT_PEER, |client| client.recover_current_peer()).result(json!(true)),
        case!(REMOVE_PEER, |client| client.remove_peer(PEER).timeout(9).force(true)).query("force=true&timeout=9").result(json!(true)),
        case!(CLUSTER_TELEMETRY, |client| client.cluster_telemetry().details_level(1).timeout(9))
            .query("details_level=1&timeout=9")
            .result(json!({ "collections": { "x": { "id": "x" } }, "cluster": { "enabled": false, "peers": {} } })),
        case!(COLLECTION_CLUSTER_INFO, |client| client.collection_cluster_info(NAME)).result(info).grpc(
            |seen| assert_eq!(seen.message::<pb::CollectionClusterInfoRequest>().collection_name, NAME),
            pb::CollectionClusterInfoResponse {
                peer_id: PEER,
                shard_count: 2,
                local_shards: vec![pb::LocalShardInfo { shard_id: 3, points_count: 5, state: 0, shard_key: north() }],
                remote_shards: vec![pb::RemoteShardInfo { shard_id: 4, peer_id: 8, state: 1, shard_key: None }],
                time: TIME,
                ..Default::default()
            },
        ),
        case!(UPDATE_COLLECTION_CLUSTER, |client| client.update_collection_cluster(NAME).timeout(9).move_shard(MoveShard::new(3, 8, PEER)))
            .query("timeout=9")
            .json(json!({ "move_shard": { "shard_id": 3, "to_peer_id": 8, "from_peer_id": PEER } }))
            .result(json!(true))
            .grpc(
                |seen| {
                    let message: pb::UpdateCollectionClusterSetupRequest = seen.message();
                    assert_eq!((message.collection_name.as_str(), message.timeout), (NAME, Some(9)));
                    let Some(pb::update_collection_cluster_setup_request::Operation::MoveShard(moved)) = message.operation else {
                        panic!("{message:?}");
                    };
                    assert_eq!((moved.shard_id, moved.to_peer_id, moved.from_peer_id), (3, 8, PEER));
                },
                pb::UpdateCollectionClusterSetupResponse { result: true, time: TIME },
            ),
        case!(LIST_SHARD_KEYS, |client| client.list_shard_keys(NAME))
            .result(json!({ "shard_keys": [{ "key": "north" }, { "key": 5 }] }))
            .grpc(
                |seen| assert_eq!(seen.message::<pb::ListShardKeysRequest>().collection_name, NAME),
                pb::ListShardKeysResponse {
                    shard_keys: vec![
                        pb::ShardKeyDescription { key: north() },
                        pb::ShardKeyDescription { key: Some(pb::ShardKey { key: Some(pb::shard_key::Key::Number(5)) }) },
                    ],
                    time: TIME,
                },
            ),
        case!(CREATE_SHARD_KEY, |client| client
            .create_shard_key(NAME)
            .timeout(9)
            .shard_key("north")
            .shards_number(2)
            .placement(vec![PEER])
            .initial_state(ReplicaState::Partial))
        .query("timeout=9")
        .json(json!({ "shard_key": "north", "shards_number": 2, "placement": [PEER], "initial_state": "Partial" }))
        .result(json!(true))
        .grpc(
            |seen| {
                let message: pb::CreateShardKeyRequest = seen.message();
                assert_eq!((message.collection_name.as_str(), message.timeout), (NAME, Some(9)));
                let inner = message.request.unwrap();
                assert_eq!((inner.shards_number, inner.placement, inner.initial_state), (Some(2), vec![PEER], Some(2)));
            },
            pb::CreateShardKeyResponse { result: true, time: TIME },
        ),
        case!(DELETE_SHARD_KEY, |client| client.delete_shard_key(NAME).timeout(9).shard_key(ShardKey::from(5)))
            .query("timeout=9")
            .json(json!({ "shard_key": 5 }))
            .result(json!(true))
            .grpc(
                |seen| {
                    let message: pb::DeleteShardKeyRequest = seen.message();
                    assert_eq!((message.collection_name.as_str(), message.timeout), (NAME, Some(9)));
                    let key = message.request.unwrap().shard_key.unwrap().key;
                    assert_eq!(key, Some(pb::shard_key::Key::Number(5)));
                },
                pb::DeleteShardKeyResponse { result: true, time: TIME },
            ),
    ]
}
