//! Writes of every kind in one request, and what is said of when they take effect.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;

scenarios! {
    a_batch_of_every_write;
    a_batch_with_a_fault;
    writes_take_their_options;
    writes_are_counted;
    shard_keys_belong_to_sharded_collections;
}

async fn a_batch_of_every_write(api: &Api) {
    let vectors = json!({"u": {"size": 1, "distance": "Dot"}, "v": {"size": 1, "distance": "Dot"}});
    let collection = api.collection("a", json!({"vectors": vectors})).await;
    let point = |id: u64| json!({"id": id, "vector": {"u": [1.0], "v": [2.0]}, "payload": {"id": id, "old": true}});
    let by_id = |id: u64| json!({"must": [{"key": "id", "match": {"value": id}}]});
    let operations = json!([
        {"upsert": {"points": (1..=6).map(point).collect::<Vec<_>>()}},
        {"upsert": {"batch": {"ids": [7], "vectors": {"u": [[1.0]], "v": [[2.0]]}, "payloads": [{"id": 7}]}}},
        {"set_payload": {"payload": {"set": 1}, "points": [1, 2]}},
        {"set_payload": {"payload": {"deep": 1}, "key": "a.b", "filter": by_id(3)}},
        {"overwrite_payload": {"payload": {"only": 1}, "points": [4]}},
        {"delete_payload": {"keys": ["old"], "points": [1]}},
        {"clear_payload": {"points": [5]}},
        {"clear_payload": {"filter": by_id(7)}},
        {"update_vectors": {"points": [{"id": 1, "vector": {"u": [9.0]}}]}},
        {"delete_vectors": {"vector": ["v"], "points": [2]}},
        {"delete_vectors": {"vector": ["u"], "filter": by_id(3)}},
        {"delete": {"points": [6]}},
        {"delete": {"filter": {"must": [{"has_id": [7]}]}}},
    ]);
    let done = collection.write("batch_update", json!({"operations": operations})).await;
    let done = done.as_array().unwrap();
    assert_eq!(done.len(), 13);
    assert!(done.iter().all(|one| one["status"] == "completed"), "{done:?}");
    let numbers: Vec<u64> = done.iter().map(|one| one["operation_id"].as_u64().unwrap()).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    assert_eq!(
        collection.all().await,
        [
            json!({"id": 1, "payload": {"id": 1, "set": 1}, "vector": {"u": [9.0], "v": [2.0]}}),
            json!({"id": 2, "payload": {"id": 2, "old": true, "set": 1}, "vector": {"u": [1.0]}}),
            json!({"id": 3, "payload": {"id": 3, "old": true, "a": {"b": {"deep": 1}}}, "vector": {"v": [2.0]}}),
            json!({"id": 4, "payload": {"only": 1}, "vector": {"u": [1.0], "v": [2.0]}}),
            json!({"id": 5, "vector": {"u": [1.0], "v": [2.0]}}),
        ]
    );
}

async fn a_batch_with_a_fault(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 2, "distance": "Dot"}})).await;
    let operations = json!([
        {"upsert": {"points": [{"id": 1, "vector": [1.0, 2.0]}]}},
        {"upsert": {"points": [{"id": 2, "vector": [1.0, 2.0, 3.0]}]}},
    ]);
    let refused = collection.refused_with("batch_update", json!({"wait": true}), json!({"operations": operations})).await;
    assert!(refused.is_invalid_request(), "{refused}");
    assert_eq!(collection.count(json!({"must": [{"has_id": [2]}]})).await, 0);
    let nothing = collection.with("batch_update", json!({"wait": true}), json!({"operations": []})).await;
    assert_eq!(nothing, json!([]));
}

async fn writes_take_their_options(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    for ordering in ["weak", "medium", "strong"] {
        let options = json!({"wait": true, "ordering": ordering, "timeout": 10});
        let done = collection.with("upsert_points", options, json!({"points": [{"id": 1, "vector": [1.0]}]})).await;
        assert_eq!(done["status"], "completed");
    }
    for wait in [json!(false), Value::Null] {
        let done = collection.with("upsert_points", json!({"wait": wait}), json!({"points": [{"id": 1, "vector": [1.0]}]})).await;
        assert_eq!(done["status"], "acknowledged", "{wait}");
    }
    for consistency in [json!(1), json!("majority"), json!("quorum"), json!("all")] {
        let found = collection.with("get_points", json!({"consistency": consistency, "timeout": 5}), json!({"ids": [1]})).await;
        assert_eq!(found, json!([{"id": 1}]));
    }
    let no_time = collection.refused_with("upsert_points", json!({"timeout": 0}), json!({"points": [{"id": 1, "vector": [1.0]}]})).await;
    assert!(no_time.is_invalid_request(), "{no_time}");
}

async fn writes_are_counted(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let mut numbers = Vec::new();
    for round in 0..4_u64 {
        let done = collection.write("upsert_points", json!({"points": [{"id": round, "vector": [1.0]}]})).await;
        numbers.push(done["operation_id"].as_u64().unwrap());
    }
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    let found = collection.ok("query_points", json!({"query": [1.0], "filter": {"must": [{"has_id": [3]}]}})).await;
    assert_eq!(found["points"][0]["version"].as_u64().unwrap(), numbers[3], "the point's version is the write's number");
}

async fn shard_keys_belong_to_sharded_collections(api: &Api) {
    let collection = api.line("Dot").await;
    for (operation, body) in [
        ("upsert_points", json!({"points": [{"id": 1, "vector": [1.0, 1.0]}], "shard_key": "a"})),
        ("count_points", json!({"shard_key": "a"})),
        ("query_points", json!({"shard_key": ["a", 7]})),
        ("scroll_points", json!({"shard_key": {"target": "a", "fallback": "b"}})),
    ] {
        let refused = collection.refused(operation, body).await;
        assert!(refused.status().is_some() && !refused.is_retryable(), "{operation}: {refused}");
    }
    let refused = collection.refused("create_shard_key", json!({"shard_key": "a"})).await;
    assert!(refused.is_invalid_request(), "{refused}");
    let refused = collection.refused("delete_shard_key", json!({"shard_key": "a"})).await;
    assert!(refused.is_invalid_request(), "{refused}");
}
