//! Envelopes, addresses and options of calls.

use qdrant_remote::convert::registry::PairKind;
use serde_json::json;

use super::{back, request};

#[test]
fn write_options() {
    let value = json!({ "collection_name": "c", "wait": true, "ordering": "medium", "timeout": 7, "body": { "points": [] } });
    assert_eq!(request("upsert_points", &value), value);
}

#[test]
fn read_consistency() {
    for consistency in [json!("majority"), json!("quorum"), json!("all"), json!(3)] {
        let value = json!({ "collection_name": "c", "consistency": consistency, "body": { "ids": [1] } });
        assert_eq!(request("get_points", &value), value);
    }
}

#[test]
fn batch_names_the_collection_once() {
    let value = json!({ "collection_name": "c", "body": { "searches": [{ "limit": 3 }, { "offset": 1 }] } });
    assert_eq!(request("query_batch_points", &value), value);
}

#[test]
fn replies_in_their_envelopes() {
    let usage = json!({ "hardware": {
        "cpu": 1, "payload_io_read": 2, "payload_io_write": 3, "payload_index_io_read": 4, "payload_index_io_write": 5,
        "vector_io_read": 6, "vector_io_write": 7
    }, "inference": { "models": { "m": { "tokens": 9 } } } });
    let rows = [
        ("scroll_points", json!({ "points": [{ "id": 1 }], "next_page_offset": 2 })),
        ("query_points", json!({ "points": [{ "id": 1, "version": 2, "score": 0.5 }] })),
        ("query_batch_points", json!([{ "points": [] }, { "points": [{ "id": 1, "version": 2, "score": 0.5 }] }])),
        (
            "query_points_groups",
            json!({ "groups": [{ "id": "a", "hits": [] }, { "id": 3, "hits": [], "lookup": { "id": 4 } }, { "id": -3, "hits": [] }] }),
        ),
        ("search_matrix_pairs", json!({ "pairs": [{ "a": 1, "b": 2, "score": 0.25 }] })),
        ("search_matrix_offsets", json!({ "offsets_row": [0], "offsets_col": [1], "scores": [0.5], "ids": [1, 2] })),
        ("facet", json!({ "hits": [{ "value": "x", "count": 2 }, { "value": 3, "count": 1 }, { "value": true, "count": 1 }] })),
        ("count_points", json!({ "count": 3 })),
        ("batch_update", json!([{ "operation_id": 1, "status": "completed" }, { "status": "acknowledged" }])),
    ];
    for (operation, result) in rows {
        let value = json!({ "result": result, "time": 0.5, "usage": usage });
        assert_eq!(back(PairKind::Reply, operation, &value), value, "{operation}");
    }
}

#[test]
fn delete_snapshot_answers_true() {
    let value = json!({ "result": true, "time": 0.5 });
    assert_eq!(back(PairKind::Reply, "delete_snapshot", &value), value);
}
