//! The texts of conversion errors, one case a kind, as a user meets them.

use qdrant_remote::convert::{Convert, ConvertError, ConvertErrorKind};
use qdrant_remote::{models, pb, requests};
use serde_json::json;

fn query(filter: serde_json::Value) -> requests::QueryPoints {
    serde_json::from_value(json!({ "collection_name": "c", "body": { "prefetch": [{ "filter": filter }] } })).unwrap()
}

fn refusal<T>(result: Result<T, ConvertError>) -> (ConvertErrorKind, String) {
    let error = result.err().unwrap();
    (error.kind(), error.to_string())
}

#[test]
fn missing() {
    let message = pb::QueryPoints {
        prefetch: vec![pb::PrefetchQuery {
            filter: Some(pb::Filter {
                must: vec![pb::Condition {
                    condition_one_of: Some(pb::condition::ConditionOneOf::Nested(pb::NestedCondition {
                        key: "a".to_owned(),
                        filter: None,
                    })),
                }],
                ..Default::default()
            }),
            ..Default::default()
        }],
        ..Default::default()
    };
    let (kind, text) = refusal::<requests::QueryPoints>(message.convert());
    assert_eq!(kind, ConvertErrorKind::Missing);
    assert_eq!(text, "prefetch[0].filter.must[0].nested.filter: missing");
}

#[test]
fn empty_oneof() {
    let message = pb::GetPoints { ids: vec![pb::PointId { point_id_options: None }], ..Default::default() };
    let (kind, text) = refusal::<requests::GetPoints>(message.convert());
    assert_eq!(kind, ConvertErrorKind::EmptyOneof);
    assert_eq!(text, "ids[0]: nothing is set in `point_id_options`");
}

#[test]
fn unknown_value() {
    let request: requests::UpsertPoints =
        serde_json::from_value(json!({ "collection_name": "c", "ordering": "sideways", "body": { "points": [] } })).unwrap();
    let (kind, text) = refusal::<pb::UpsertPoints>(request.convert());
    assert_eq!(kind, ConvertErrorKind::UnknownValue);
    assert_eq!(text, "ordering: the other protocol has no value `sideways`");
}

#[test]
fn out_of_range() {
    let point = json!({ "id": 1, "vector": {}, "payload": { "a": { "b": [1, 9_223_372_036_854_775_808_u64] } } });
    let request: requests::UpsertPoints = serde_json::from_value(json!({ "collection_name": "c", "body": { "points": [point] } })).unwrap();
    let (kind, text) = refusal::<pb::UpsertPoints>(request.convert());
    assert_eq!(kind, ConvertErrorKind::OutOfRange);
    assert_eq!(text, "points[0].payload[\"a\"][\"b\"][1]: 9223372036854775808 does not fit into a signed 64-bit integer");
}

#[test]
fn invalid() {
    let id = pb::PointId { point_id_options: Some(pb::point_id::PointIdOptions::Uuid("seven".to_owned())) };
    let (kind, text) = refusal::<models::ExtendedPointId>(id.convert());
    assert_eq!(kind, ConvertErrorKind::Invalid);
    assert_eq!(text, "uuid: `seven` is no UUID");
}

#[test]
fn not_expressible() {
    let request: requests::SetPayload =
        serde_json::from_value(json!({ "collection_name": "c", "body": { "payload": {}, "points": [1], "filter": {} } })).unwrap();
    let (kind, text) = refusal::<pb::SetPayloadPoints>(request.convert());
    assert_eq!(kind, ConvertErrorKind::NotExpressible);
    assert_eq!(text, "filter: the other protocol cannot express this field");
}

#[test]
fn a_field_that_rest_lacks_is_refused_with_its_path() {
    let shard = pb::MoveShard { to_shard_id: Some(3), ..Default::default() };
    let (kind, text) = refusal::<models::MoveShard>(shard.convert());
    assert_eq!(kind, ConvertErrorKind::NotExpressible);
    assert_eq!(text, "to_shard_id: the other protocol cannot express this field");
}

#[test]
fn a_query_keeps_its_whole_path() {
    let request = query(
        json!({ "must": [{ "key": "k", "match": { "value": 1 } }, { "key": "k", "geo_radius": { "center": { "lon": 0.0, "lat": 0.0 }, "radius": 1e300 } }] }),
    );
    let (kind, text) = refusal::<pb::QueryPoints>(request.convert());
    assert_eq!(kind, ConvertErrorKind::OutOfRange);
    assert!(text.starts_with("prefetch[0].filter.must[1]"), "{text}");
    assert!(text.ends_with("does not fit into a 32-bit float"), "{text}");
}
