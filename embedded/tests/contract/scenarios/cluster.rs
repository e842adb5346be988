//! Shards and nodes.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;
use crate::backend::Need;

scenarios! {
    a_node_tells_of_its_cluster;
    changes_of_a_cluster_that_cannot_be;
    shard_keys_come_and_go [needs: &[Need::Distributed], covers: &["create_shard_key", "delete_shard_key", "update_collection_cluster"]];
    replicas_move [needs: &[Need::Cluster], covers: &[]];
    reads_are_consistent [needs: &[Need::Cluster], covers: &[]];
}

async fn a_node_tells_of_its_cluster(api: &Api) {
    let status = api.quietly("cluster_status", json!({})).await.unwrap();
    assert!(["enabled", "disabled"].contains(&status["status"].as_str().unwrap()), "{status}");
    let telemetry = api.quietly("cluster_telemetry", json!({"details_level": 2, "timeout": 5})).await.unwrap();
    assert!(telemetry["collections"].is_object() || telemetry["cluster"].is_object(), "{telemetry}");
    assert_eq!(api.ok("recover_current_peer", json!({})).await, true);
    assert_eq!(api.ok("remove_peer", json!({"peer_id": 123})).await, true, "a peer that never was is gone");
}

async fn changes_of_a_cluster_that_cannot_be(api: &Api) {
    let collection = api.line("Dot").await;
    let name = &collection.name;
    for (operation, not_found) in [
        (json!({"drop_replica": {"shard_id": 7, "peer_id": 5}}), false),
        (json!({"move_shard": {"shard_id": 7, "from_peer_id": 2, "to_peer_id": 1, "method": "snapshot"}}), false),
        (json!({"replicate_shard": {"shard_id": 7, "from_peer_id": 2, "to_peer_id": 1}}), false),
        (json!({"abort_transfer": {"shard_id": 0, "from_peer_id": 1, "to_peer_id": 2}}), true),
        (json!({"restart_transfer": {"shard_id": 0, "from_peer_id": 1, "to_peer_id": 2, "method": "stream_records"}}), true),
        (json!({"create_sharding_key": {"shard_key": "a", "shards_number": 1}}), false),
        (json!({"drop_sharding_key": {"shard_key": "a"}}), false),
    ] {
        let error = api.refused("update_collection_cluster", json!({"collection_name": name, "timeout": 5, "body": operation})).await;
        assert_eq!((error.is_not_found(), error.is_invalid_request()), (not_found, !not_found), "{operation}: {error}");
    }
}

async fn shard_keys_come_and_go(api: &Api) {
    let body = json!({"vectors": {"size": 1, "distance": "Dot"}, "sharding_method": "custom", "shard_number": 1});
    let collection = api.collection("a", body).await;
    for key in [json!("a"), json!(7)] {
        assert_eq!(collection.ok("create_shard_key", json!({"shard_key": key, "shards_number": 1})).await, true);
    }
    let change = json!({"create_sharding_key": {"shard_key": "b"}});
    assert_eq!(collection.ok("update_collection_cluster", change).await, true);
    let keys = api.quietly("list_shard_keys", json!({"collection_name": collection.name})).await.unwrap();
    assert_eq!(keys["shard_keys"].as_array().unwrap().len(), 3, "{keys}");
    for (id, key) in [(1, json!("a")), (2, json!(7)), (3, json!("b"))] {
        collection.write("upsert_points", json!({"points": [{"id": id, "vector": [1.0]}], "shard_key": key})).await;
    }
    for (key, count) in [(json!("a"), 1), (json!(7), 1), (json!(["a", 7]), 2), (Value::Null, 3)] {
        assert_eq!(collection.ok("count_points", json!({"shard_key": key})).await["count"], count, "{key}");
    }
    let found = collection.ok("scroll_points", json!({"shard_key": ["b", 7], "with_vector": true, "with_payload": false})).await;
    assert_eq!(found["points"], json!([{"id": 2, "vector": [1.0]}, {"id": 3, "vector": [1.0]}]));
    let best = collection.ok("query_points", json!({"query": [1.0], "shard_key": 7})).await;
    assert_eq!((best["points"].as_array().unwrap().len(), &best["points"][0]["id"]), (1, &json!(2)));
    assert_eq!(collection.ok("get_points", json!({"ids": [1, 2], "shard_key": "a"})).await.as_array().unwrap().len(), 1);
    let copy = json!({"replicate_points": {"from_shard_key": "a", "to_shard_key": "b", "filter": {"must": [{"has_id": [1]}]}}});
    assert_eq!(collection.ok("update_collection_cluster", copy).await, true);
    assert_eq!(collection.ok("delete_shard_key", json!({"shard_key": 7})).await, true);
    assert_eq!(collection.ok("count_points", json!({"shard_key": "a"})).await["count"], 1);
}

/// The nodes of the cluster.
async fn peers(api: &Api) -> Vec<u64> {
    let status = api.quietly("cluster_status", json!({})).await.unwrap();
    status["peers"].as_object().unwrap().keys().map(|peer| peer.parse().unwrap()).collect()
}

async fn replicas_move(api: &Api) {
    let collection =
        api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}, "shard_number": 3, "replication_factor": 1})).await;
    collection.put(json!((0..30).map(|id| json!({"id": id, "vector": [1.0]})).collect::<Vec<_>>())).await;
    let peers = peers(api).await;
    let place = api.quietly("collection_cluster_info", json!({"collection_name": collection.name})).await.unwrap();
    let (here, there) =
        (place["peer_id"].as_u64().unwrap(), *peers.iter().find(|peer| **peer != place["peer_id"].as_u64().unwrap()).unwrap());
    let shard = &place["local_shards"][0]["shard_id"];
    let change = json!({"replicate_shard": {"shard_id": shard, "from_peer_id": here, "to_peer_id": there}});
    assert_eq!(collection.ok("update_collection_cluster", change).await, true);
    for _ in 0..200 {
        let place = api.quietly("collection_cluster_info", json!({"collection_name": collection.name})).await.unwrap();
        let copied =
            place["remote_shards"].as_array().unwrap().iter().any(|remote| remote["shard_id"] == *shard && remote["state"] == "Active");
        if copied && place["shard_transfers"] == json!([]) {
            assert_eq!(collection.count(Value::Null).await, 30);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the replica never became active");
}

async fn reads_are_consistent(api: &Api) {
    let body =
        json!({"vectors": {"size": 1, "distance": "Dot"}, "shard_number": 2, "replication_factor": 3, "write_consistency_factor": 2});
    let collection = api.collection("a", body).await;
    for ordering in ["weak", "medium", "strong"] {
        let points: Vec<Value> = (0..20).map(|id| json!({"id": id, "vector": [id as f64], "payload": {"ordering": ordering}})).collect();
        collection.with("upsert_points", json!({"wait": true, "ordering": ordering}), json!({"points": points})).await;
    }
    for consistency in [json!(1), json!(3), json!("majority"), json!("quorum"), json!("all")] {
        let found = collection.with("scroll_points", json!({"consistency": consistency}), json!({"limit": 100})).await;
        let points = found["points"].as_array().unwrap();
        assert_eq!(points.len(), 20, "{consistency}");
        assert!(points.iter().all(|point| point["payload"]["ordering"] == "strong"), "{consistency}");
    }
}
