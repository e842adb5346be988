//! Reads without vectors: pages, order, counts, counts by value.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::{Api, ids};

scenarios! {
    pages_follow_each_other;
    pages_are_ordered;
    order_starts_anywhere;
    points_are_counted;
    values_are_counted;
    facets_of_every_type;
    scrolled_payload_is_chosen;
}

async fn pages_follow_each_other(api: &Api) {
    let collection = api.line("Dot").await;
    let mut seen = Vec::new();
    let mut offset = Value::Null;
    loop {
        let page = collection.ok("scroll_points", json!({"limit": 3, "offset": offset, "with_payload": false})).await;
        seen.push(ids(&page["points"]));
        offset = page["next_page_offset"].clone();
        if offset.is_null() {
            break;
        }
    }
    assert_eq!(seen, [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7, 8], vec![9]]);
    let odd = json!({"must": [{"key": "kind", "match": {"value": "odd"}}]});
    let page = collection.ok("scroll_points", json!({"limit": 2, "offset": 4, "filter": odd})).await;
    assert_eq!((ids(&page["points"]), &page["next_page_offset"]), (vec![5, 7], &json!(9)));
}

async fn pages_are_ordered(api: &Api) {
    let collection = api.line("Dot").await;
    for (order, expected, values) in [
        (json!("rank"), [9, 8, 7], json!([91, 92, 93])),
        (json!({"key": "rank", "direction": "desc"}), [0, 1, 2], json!([100, 99, 98])),
        (json!({"key": "ratio"}), [0, 1, 2], json!([0.0, 0.25, 0.5])),
        (json!({"key": "day", "direction": "desc"}), [9, 8, 7], Value::Null),
    ] {
        let page = collection.ok("scroll_points", json!({"limit": 3, "order_by": order})).await;
        assert_eq!(ids(&page["points"]), expected, "{order}");
        assert!(page["next_page_offset"].is_null());
        let shown: Vec<&Value> = page["points"].as_array().unwrap().iter().map(|point| &point["order_value"]).collect();
        if !values.is_null() {
            assert_eq!(json!(shown), values);
        }
        assert!(shown.iter().all(|value| value.is_number()), "{shown:?}");
    }
    let both = collection.refused("scroll_points", json!({"order_by": "rank", "offset": 3})).await;
    assert!(both.is_invalid_request(), "{both}");
    let unindexed = collection.refused("scroll_points", json!({"order_by": "kind"})).await;
    assert!(unindexed.is_invalid_request(), "{unindexed}");
}

async fn order_starts_anywhere(api: &Api) {
    let collection = api.line("Dot").await;
    for (order, expected) in [
        (json!({"key": "rank", "start_from": 95}), [5, 4, 3]),
        (json!({"key": "rank", "start_from": 95.5}), [4, 3, 2]),
        (json!({"key": "ratio", "start_from": 1, "direction": "desc"}), [4, 3, 2]),
        (json!({"key": "ratio", "start_from": 1.1, "direction": "asc"}), [5, 6, 7]),
        (json!({"key": "day", "start_from": "2024-01-04T00:00:00Z"}), [3, 4, 5]),
        (json!({"key": "day", "start_from": "2024-01-04T00:00:00+02:00", "direction": "desc"}), [2, 1, 0]),
        (json!({"key": "day", "start_from": "2024-01-04T12:30:00.123456Z"}), [4, 5, 6]),
    ] {
        let page = collection.ok("scroll_points", json!({"limit": 3, "order_by": order, "with_payload": false})).await;
        assert_eq!(ids(&page["points"]), expected, "{order}");
    }
}

async fn points_are_counted(api: &Api) {
    let collection = api.line("Dot").await;
    assert_eq!(collection.ok("count_points", json!({})).await["count"], 10);
    let odd = json!({"must": [{"key": "kind", "match": {"value": "odd"}}]});
    assert_eq!(collection.ok("count_points", json!({"filter": odd, "exact": true})).await["count"], 5);
    let about = collection.ok("count_points", json!({"filter": odd, "exact": false})).await["count"].as_u64().unwrap();
    assert!((1..=10).contains(&about), "{about}");
    assert_eq!(collection.ok("count_points", json!({"filter": {"must": [{"key": "x", "match": {"value": 1}}]}})).await["count"], 0);
}

async fn values_are_counted(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let point = |id: u64, color: Value| json!({"id": id, "vector": [1.0], "payload": {"color": color}});
    collection
        .put(json!([point(1, json!("red")), point(2, json!(["red", "blue"])), point(3, json!("blue")), point(4, json!("red"))]))
        .await;
    let none = collection.ok("facet", json!({"key": "color"})).await;
    assert_eq!(none["hits"], json!([]), "there is no index");
    collection.write("create_field_index", json!({"field_name": "color", "field_schema": "keyword"})).await;
    let all = collection.ok("facet", json!({"key": "color", "exact": true})).await;
    assert_eq!(all["hits"], json!([{"value": "red", "count": 3}, {"value": "blue", "count": 2}]));
    let first = collection.ok("facet", json!({"key": "color", "limit": 1})).await;
    assert_eq!(first["hits"], json!([{"value": "red", "count": 3}]));
    let some = collection.ok("facet", json!({"key": "color", "exact": true, "filter": {"must": [{"has_id": [2, 3]}]}})).await;
    assert_eq!(some["hits"], json!([{"value": "blue", "count": 2}, {"value": "red", "count": 1}]));
}

async fn facets_of_every_type(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let uuid = "11111111-2222-3333-4444-555555555555";
    let payload = |number: i64, flag: bool| json!({"i": number, "b": flag, "u": uuid});
    let points = json!([
        {"id": 1, "vector": [1.0], "payload": payload(-5, true)},
        {"id": 2, "vector": [1.0], "payload": payload(-5, true)},
        {"id": 3, "vector": [1.0], "payload": payload(9_007_199_254_740_993, false)},
    ]);
    collection.put(points).await;
    for (field, schema, expected) in [
        ("i", "integer", json!([{"value": -5, "count": 2}, {"value": 9_007_199_254_740_993_i64, "count": 1}])),
        ("b", "bool", json!([{"value": true, "count": 2}, {"value": false, "count": 1}])),
        ("u", "uuid", json!([{"value": uuid, "count": 3}])),
    ] {
        collection.write("create_field_index", json!({"field_name": field, "field_schema": schema})).await;
        assert_eq!(collection.ok("facet", json!({"key": field, "exact": true})).await["hits"], expected, "{field}");
    }
}

async fn scrolled_payload_is_chosen(api: &Api) {
    let collection = api.line("Dot").await;
    for (with_payload, keys) in [
        (json!(true), vec!["day", "kind", "parts", "place", "rank", "ratio", "small", "tags"]),
        (json!(["kind", "place.lat"]), vec!["kind", "place"]),
        (json!({"include": ["rank"]}), vec!["rank"]),
        (json!({"exclude": ["parts", "tags", "day"]}), vec!["kind", "place", "rank", "ratio", "small"]),
        (json!(false), vec![]),
    ] {
        let page = collection.ok("scroll_points", json!({"limit": 1, "with_payload": with_payload})).await;
        let payload = page["points"][0].get("payload").and_then(Value::as_object).cloned().unwrap_or_default();
        let mut shown: Vec<&str> = payload.keys().map(String::as_str).collect();
        shown.sort_unstable();
        assert_eq!(shown, keys, "{with_payload}");
    }
}
