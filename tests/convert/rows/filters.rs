//! Filters.

use serde_json::json;

use super::{becomes, same};

#[test]
fn conditions() {
    same(
        "Condition",
        &[
            json!({ "key": "k", "match": { "value": "x" } }),
            json!({ "is_empty": { "key": "k" } }),
            json!({ "is_null": { "key": "k" } }),
            json!({ "key": "k", "is_empty": true, "is_null": false }),
            json!({ "has_id": [1, "f9bcf279-5e66-40f7-856b-3a9d9b6617ee"] }),
            json!({ "has_vector": "v" }),
            json!({ "slice": { "total": 4, "index": 1 } }),
            json!({ "nested": { "key": "k", "filter": { "must": [{ "has_id": [1] }] } } }),
            json!({ "min_should": { "conditions": [{ "has_id": [1] }], "min_count": 1 } }),
        ],
    );
    becomes("Filter", &json!({ "must": { "has_id": [1] }, "should": [] }), &json!({ "must": [{ "has_id": [1] }] }));
}

#[test]
fn matches() {
    same(
        "Match",
        &[
            json!({ "value": "x" }),
            json!({ "value": 7 }),
            json!({ "value": true }),
            json!({ "text": "x" }),
            json!({ "text_any": "x" }),
            json!({ "phrase": "x" }),
            json!({ "prefix": "x" }),
            json!({ "any": ["a", "b"] }),
            json!({ "any": [1, 2] }),
            json!({ "any": [] }),
            json!({ "except": ["a"] }),
            json!({ "except": [1] }),
        ],
    );
}

#[test]
fn ranges() {
    same(
        "FieldCondition",
        &[
            json!({ "key": "k", "range": { "gt": 1.5, "lte": 3.0 } }),
            json!({ "key": "k", "range": { "gte": "2024-05-06T07:08:09Z" } }),
            json!({ "key": "k", "values_count": { "gt": 1 } }),
            json!({ "key": "k", "geo_radius": { "center": { "lon": 1.5, "lat": 2.5 }, "radius": 0.5 } }),
            json!({ "key": "k", "geo_bounding_box": { "top_left": { "lon": 1.5, "lat": 2.5 }, "bottom_right": { "lon": 1.5, "lat": 2.5 } } }),
            json!({ "key": "k", "geo_polygon": { "exterior": { "points": [{ "lon": 1.5, "lat": 2.5 }] }, "interiors": [{ "points": [] }] } }),
        ],
    );
    // An offset is gone, the instant stays.
    becomes(
        "FieldCondition",
        &json!({ "key": "k", "range": { "lt": "2024-05-06T07:08:09.123456789+02:00" } }),
        &json!({ "key": "k", "range": { "lt": "2024-05-06T05:08:09.123456789Z" } }),
    );
}
