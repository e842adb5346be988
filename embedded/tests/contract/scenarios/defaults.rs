//! Calls with nothing but what is required: the server's defaults are the same over both protocols.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;

scenarios! {
    reads_with_nothing_said;
    queries_with_nothing_said;
    writes_with_nothing_said;
    collections_with_nothing_said;
}

async fn reads_with_nothing_said(api: &Api) {
    let collection = api.line("Dot").await;
    collection.put(json!([{"id": 10, "vector": [10.0, 1.0]}, {"id": 11, "vector": [11.0, 1.0]}])).await;
    let page = collection.ok("scroll_points", json!({})).await;
    let points = page["points"].as_array().unwrap();
    assert_eq!((points.len(), &page["next_page_offset"]), (10, &json!(10)));
    assert!(points.iter().all(|point| point["payload"].is_object() && point["vector"].is_null()), "payload, no vectors");
    let found = collection.ok("get_points", json!({"ids": [1]})).await;
    assert_eq!(found, json!([{"id": 1}]), "neither payload nor vectors");
    assert_eq!(collection.ok("count_points", json!({})).await["count"], 12);
    assert_eq!(collection.ok("facet", json!({"key": "kind"})).await["hits"].as_array().unwrap().len(), 2);
    assert_eq!(collection.ok("facet", json!({"key": "rank"})).await["hits"].as_array().unwrap().len(), 10);
    assert_eq!(collection.ok("facet", json!({"key": "unindexed"})).await["hits"], json!([]));
}

async fn queries_with_nothing_said(api: &Api) {
    let collection = api.line("Dot").await;
    collection.put(json!([{"id": 10, "vector": [10.0, 1.0]}, {"id": 11, "vector": [11.0, 1.0]}])).await;
    let found = collection.ok("query_points", json!({})).await;
    let points = found["points"].as_array().unwrap();
    assert_eq!(points.len(), 10);
    assert!(points.iter().all(|point| point["payload"].is_null() && point["vector"].is_null()), "{found}");
    let found = collection.ok("query_points", json!({"query": [1.0, 0.0]})).await;
    assert_eq!(found["points"].as_array().unwrap().len(), 10);
    assert_eq!(found["points"][0]["id"], 11);
    let groups = collection.ok("query_points_groups", json!({"query": [1.0, 0.0], "group_by": "kind"})).await;
    let groups = groups["groups"].as_array().unwrap();
    assert_eq!((groups.len(), groups[0]["hits"].as_array().unwrap().len()), (2, 3));
    assert!(groups[0]["hits"][0]["payload"].is_null());
    let pairs = api.quietly("search_matrix_pairs", json!({"collection_name": collection.name, "body": {}})).await.unwrap();
    assert_eq!(pairs["pairs"].as_array().unwrap().len(), 30, "ten points, three of the others each");
    let offsets = api.quietly("search_matrix_offsets", json!({"collection_name": collection.name, "body": {}})).await.unwrap();
    assert_eq!((offsets["ids"].as_array().unwrap().len(), offsets["scores"].as_array().unwrap().len()), (10, 30));
}

async fn writes_with_nothing_said(api: &Api) {
    let collection = api.line("Dot").await;
    for (operation, body) in [
        ("upsert_points", json!({"points": [{"id": 1, "vector": [1.0, 1.0]}]})),
        ("update_vectors", json!({"points": [{"id": 1, "vector": [1.0, 2.0]}]})),
        ("set_payload", json!({"payload": {"x": 1}, "points": [1]})),
        ("overwrite_payload", json!({"payload": {"x": 1}, "points": [1]})),
        ("delete_payload", json!({"keys": ["x"], "points": [1]})),
        ("clear_payload", json!({"points": [1]})),
        ("delete_vectors", json!({"points": [1], "vector": [""]})),
        ("delete_points", json!({"points": [1]})),
        ("create_field_index", json!({"field_name": "x", "field_schema": "keyword"})),
    ] {
        let done = collection.ok(operation, body).await;
        assert_eq!(done["status"], "acknowledged", "{operation}");
        assert!(done["operation_id"].is_u64(), "{operation}");
    }
    let done = collection.bare("delete_field_index", json!({"field_name": "x"})).await;
    assert_eq!(done["status"], "acknowledged");
    let done = collection.ok("batch_update", json!({"operations": [{"delete": {"points": [2]}}]})).await;
    assert_eq!(done[0]["status"], "acknowledged");
}

async fn collections_with_nothing_said(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 4, "distance": "Dot"}})).await;
    let info = collection.bare("get_collection", json!({})).await;
    let params = &info["config"]["params"];
    assert_eq!(params["vectors"], json!({"size": 4, "distance": "Dot"}));
    for (key, expected) in [
        ("shard_number", json!(1)),
        ("replication_factor", json!(1)),
        ("write_consistency_factor", json!(1)),
        ("on_disk_payload", json!(true)),
    ] {
        assert_eq!(params[key], expected, "{key}");
    }
    assert_eq!((&info["status"], &info["optimizer_status"], &info["points_count"]), (&json!("green"), &json!("ok"), &json!(0)));
    assert_eq!((&info["config"]["quantization_config"], &info["payload_schema"]), (&Value::Null, &json!({})));
    assert_eq!(info["config"]["hnsw_config"]["m"], 16);
    let empty = api.collection("b", json!({})).await;
    let params = empty.bare("get_collection", json!({})).await["config"]["params"].clone();
    assert_eq!(params["vectors"], json!({}));
    assert_eq!(empty.ok("update_collection", json!({})).await, true);
}
