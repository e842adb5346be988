//! Payload: set, replaced, taken away, of points by id and by filter.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::{Api, Collection};

scenarios! {
    payload_is_set;
    payload_is_set_inside;
    payload_is_overwritten;
    keys_of_payload_are_deleted;
    payload_is_cleared;
    payload_of_ids_and_filter_at_once;
    payload_of_missing_points;
}

async fn bare(api: &Api) -> Collection<'_> {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let point = |id: u64| json!({"id": id, "vector": [1.0], "payload": {"id": id, "a": {"b": [1, 2]}}});
    collection.put(json!((1..=4).map(point).collect::<Vec<_>>())).await;
    collection
}

fn with_id(id: u64) -> Value {
    json!({"must": [{"key": "id", "match": {"value": id}}]})
}

async fn payload_is_set(api: &Api) {
    let collection = bare(api).await;
    let done = collection.write("set_payload", json!({"payload": {"new": "x", "a": 7}, "points": [1, 2]})).await;
    assert_eq!(done["status"], "completed");
    collection.write("set_payload", json!({"payload": {"new": 3, "a": null}, "filter": with_id(3)})).await;
    assert_eq!(collection.payload(1).await, json!({"id": 1, "a": 7, "new": "x"}));
    assert_eq!(collection.payload(3).await, json!({"id": 3, "new": 3}), "null takes a key away");
    assert_eq!(collection.payload(4).await, json!({"id": 4, "a": {"b": [1, 2]}}));
    collection.write("set_payload", json!({"payload": {}, "points": [4]})).await;
    assert_eq!(collection.payload(4).await, json!({"id": 4, "a": {"b": [1, 2]}}));
}

async fn payload_is_set_inside(api: &Api) {
    let collection = bare(api).await;
    collection.write("set_payload", json!({"payload": {"c": 1}, "key": "a", "points": [1]})).await;
    assert_eq!(collection.payload(1).await, json!({"id": 1, "a": {"b": [1, 2], "c": 1}}));
    collection.write("set_payload", json!({"payload": {"c": 1}, "key": "x.y.z", "points": [2]})).await;
    assert_eq!(collection.payload(2).await["x"], json!({"y": {"z": {"c": 1}}}));
    collection.write("set_payload", json!({"payload": {"c": 1}, "key": "a.b[0]", "points": [3]})).await;
    assert_eq!(collection.payload(3).await["a"], json!({"b": [{"c": 1}, 2]}));
    collection.write("set_payload", json!({"payload": {"c": 1}, "key": "\"with space\".\"dot.ted\"", "points": [4]})).await;
    assert_eq!(collection.payload(4).await["with space"], json!({"dot.ted": {"c": 1}}));
    let no_path = collection.refused("set_payload", json!({"payload": {"c": 1}, "key": "a[", "points": [1]})).await;
    assert!(no_path.is_invalid_request(), "{no_path}");
}

async fn payload_is_overwritten(api: &Api) {
    let collection = bare(api).await;
    collection.write("overwrite_payload", json!({"payload": {"only": true}, "points": [1]})).await;
    collection.write("overwrite_payload", json!({"payload": {"only": false}, "filter": with_id(2)})).await;
    assert_eq!(collection.payload(1).await, json!({"only": true}));
    assert_eq!(collection.payload(2).await, json!({"only": false}));
    assert_eq!(collection.payload(3).await, json!({"id": 3, "a": {"b": [1, 2]}}));
}

async fn keys_of_payload_are_deleted(api: &Api) {
    let collection = bare(api).await;
    collection.write("delete_payload", json!({"keys": ["a.b", "nobody"], "points": [1]})).await;
    collection.write("delete_payload", json!({"keys": ["id", "a"], "filter": with_id(2)})).await;
    assert_eq!(collection.payload(1).await, json!({"id": 1, "a": {}}));
    assert_eq!(collection.payload(2).await, json!({}));
    let neither = collection.refused("delete_payload", json!({"keys": ["id"]})).await;
    assert!(neither.is_invalid_request(), "{neither}");
}

async fn payload_is_cleared(api: &Api) {
    let collection = bare(api).await;
    collection.write("clear_payload", json!({"points": [1]})).await;
    collection.write("clear_payload", json!({"filter": with_id(2)})).await;
    assert_eq!(collection.payload(1).await, json!({}));
    assert_eq!(collection.payload(2).await, json!({}));
    assert_eq!(collection.passing(json!({"must": [{"is_empty": {"key": "id"}}]})).await, [1, 2]);
}

/// REST can name points and a filter in one request. gRPC has one or the other.
async fn payload_of_ids_and_filter_at_once(api: &Api) {
    let collection = bare(api).await;
    let both =
        json!({"collection_name": collection.name, "wait": true, "body": {"payload": {"x": 1}, "points": [1], "filter": with_id(2)}});
    match api.quietly("set_payload", both).await {
        Ok(_) => assert!(api.rest_all_the_way(), "only REST says this"),
        Err(error) => {
            assert!(!api.rest_all_the_way(), "{error}");
            assert!(error.is_invalid_request() || error.kind() == qdrant_remote::ErrorKind::NotExpressible, "{error}");
            assert_eq!(collection.payload(3).await, json!({"id": 3, "a": {"b": [1, 2]}}));
            return;
        }
    }
    assert_eq!(collection.payload(3).await, json!({"id": 3, "a": {"b": [1, 2]}}));
}

async fn payload_of_missing_points(api: &Api) {
    let collection = bare(api).await;
    for (operation, body) in [
        ("set_payload", json!({"payload": {"x": 1}, "points": [1, 77]})),
        ("overwrite_payload", json!({"payload": {"x": 1}, "points": [77]})),
    ] {
        let missing = collection.refused_with(operation, json!({"wait": true}), body).await;
        assert!(missing.is_not_found(), "{operation}: {missing}");
    }
}
