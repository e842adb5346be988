//! Ids, keys, free values and payloads.

use qdrant_remote::convert::registry::PairKind;
use serde_json::json;

use super::{becomes, refused, same};

#[test]
fn point_ids() {
    same("ExtendedPointId", &[json!(0), json!(u64::MAX), json!("f9bcf279-5e66-40f7-856b-3a9d9b6617ee")]);
}

#[test]
fn group_ids_order_values_facet_values_shard_keys() {
    same("GroupId", &[json!("7"), json!(7), json!(-7)]);
    same("OrderValue", &[json!(-3), json!(2.5)]);
    same("FacetValue", &[json!("a"), json!(-1), json!(false)]);
    same("ShardKey", &[json!("a"), json!(12)]);
}

#[test]
fn shard_key_selectors() {
    same("ShardKeySelector", &[json!("a"), json!(1), json!(["a", 2]), json!({ "target": "a", "fallback": 2 })]);
    becomes("ShardKeySelector", &json!(["a"]), &json!("a"));
}

#[test]
fn payload_values_keep_their_kinds() {
    let payload = json!({
        "null": null, "integer": 1, "float": 1.0, "exact": 9_007_199_254_740_993_i64, "least": i64::MIN, "nested": { "a": [1, 1.5, "x", true, {}] }
    });
    let value = json!({ "id": 1, "payload": payload, "vector": [1.0] });
    same("PointStruct", &[value]);
}

#[test]
fn payload_integers_above_i64_are_refused_with_their_path() {
    let value = json!({ "id": 1, "payload": { "a": [9_223_372_036_854_775_808_u64] }, "vector": {} });
    let text = refused(PairKind::Type, "PointStruct", &value);
    assert_eq!(text, "convert: payload[\"a\"][0]: 9223372036854775808 does not fit into a signed 64-bit integer");
}

#[test]
fn payload_null_and_empty_are_absent() {
    for payload in [json!(null), json!({})] {
        becomes("PointStruct", &json!({ "id": 1, "payload": payload, "vector": [1.0] }), &json!({ "id": 1, "vector": [1.0] }));
    }
}

#[test]
fn inference_objects() {
    same("Document", &[json!({ "text": "t", "model": "m", "options": { "k": 1.5 } }), json!({ "text": "t", "model": "m" })]);
    same("Image", &[json!({ "image": { "url": "u" }, "model": "m" })]);
    same("InferenceObject", &[json!({ "object": [1, null], "model": "m", "options": { "a": { "b": 1 } } })]);
}
