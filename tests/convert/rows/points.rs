//! Vectors and points.

use qdrant_remote::convert::registry::PairKind;
use serde_json::{Value, json};

use super::{becomes, pair, refused, request, same};

#[test]
fn vector_structs() {
    same(
        "VectorStruct",
        &[
            json!([0.5, 1.0]),
            json!([[0.5], [1.0]]),
            json!({}),
            json!({ "a": [0.5], "b": { "indices": [1], "values": [0.5] }, "c": [[0.5]], "d": { "text": "t", "model": "m" } }),
            json!({ "text": "t", "model": "m" }),
            json!({ "image": "i", "model": "m" }),
            json!({ "object": 1, "model": "m" }),
        ],
    );
    same("VectorStructOutput", &[json!([0.5]), json!([[0.5]]), json!({ "a": { "indices": [3], "values": [0.25] } })]);
}

#[test]
fn vector_inputs() {
    same(
        "VectorInput",
        &[
            json!([0.5]),
            json!([[0.5]]),
            json!({ "indices": [1], "values": [0.5] }),
            json!(7),
            json!("f9bcf279-5e66-40f7-856b-3a9d9b6617ee"),
            json!({ "text": "t", "model": "m" }),
        ],
    );
}

#[test]
fn batches_are_transposed() {
    let batch = json!({ "batch": {
        "ids": [1, 2], "vectors": { "a": [[0.5], [1.5]], "s": [{ "indices": [1], "values": [0.5] }, { "indices": [], "values": [] }] },
        "payloads": [{ "x": 1 }, null]
    } });
    let points = json!({ "points": [
        { "id": 1, "vector": { "a": [0.5], "s": { "indices": [1], "values": [0.5] } }, "payload": { "x": 1 } },
        { "id": 2, "vector": { "a": [1.5], "s": { "indices": [], "values": [] } } },
    ] });
    let value = request("upsert_points", &json!({ "collection_name": "c", "body": batch }));
    assert_eq!(value, json!({ "collection_name": "c", "body": points }));
}

#[test]
fn columns_of_a_batch_must_be_as_long_as_the_ids() {
    let body = json!({ "batch": { "ids": [1, 2], "vectors": [[0.5]] } });
    let text = refused(PairKind::Request, "upsert_points", &json!({ "collection_name": "c", "body": body }));
    assert_eq!(text, "convert: batch.vectors: a column of 1 does not fit into the number of ids");
}

#[test]
fn selectors_of_payload_and_vectors() {
    same("WithPayloadInterface", &[json!(true), json!(["a"]), json!({ "exclude": ["a"] })]);
    becomes("WithPayloadInterface", &json!({ "include": ["a"] }), &json!(["a"]));
    same("WithVector", &[json!(false), json!(["a"])]);
}

#[test]
fn points_selectors() {
    for body in [json!({ "points": [1], "shard_key": "a" }), json!({ "filter": {} })] {
        let value = json!({ "collection_name": "c", "body": body });
        assert_eq!(request("delete_points", &value), value);
        assert_eq!(request("clear_payload", &value), value);
    }
}

#[test]
fn points_and_filter_together_are_refused() {
    let value = json!({ "collection_name": "c", "body": { "payload": {}, "points": [1], "filter": {} } });
    assert_eq!(refused(PairKind::Request, "set_payload", &value), "convert: filter: the other protocol cannot express this field");
}

#[test]
fn update_operations() {
    same(
        "UpdateOperation",
        &[
            json!({ "upsert": { "points": [{ "id": 1, "vector": [0.5] }], "update_mode": "insert_only" } }),
            json!({ "delete": { "points": [1] } }),
            json!({ "set_payload": { "payload": { "a": 1 }, "points": [1], "key": "k" } }),
            json!({ "overwrite_payload": { "payload": { "a": 1 }, "filter": {} } }),
            json!({ "delete_payload": { "keys": ["a"], "points": [1] } }),
            json!({ "clear_payload": { "filter": {}, "shard_key": "a" } }),
            json!({ "update_vectors": { "points": [{ "id": 1, "vector": { "a": [0.5] } }] } }),
            json!({ "delete_vectors": { "points": [1], "vector": ["a"] } }),
        ],
    );
}

#[test]
fn an_update_status_that_rest_lacks_is_kept() {
    let pair = pair(PairKind::Type, "UpdateResult");
    // operation_id 1, status ClockRejected.
    let value: Value = serde_json::from_slice(&pair.to_rest(&[8, 1, 16, 3]).unwrap()).unwrap();
    assert_eq!(value, json!({ "operation_id": 1, "status": "clock_rejected" }));
    assert_eq!(pair.to_grpc(value.to_string().as_bytes()).unwrap(), [8, 1, 16, 3]);
}
