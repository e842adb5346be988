//! Filters: every condition and every way to combine them, with the points that must pass.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;

scenarios! {
    conditions_on_values;
    conditions_on_texts;
    conditions_on_numbers;
    conditions_on_times;
    conditions_on_places;
    conditions_on_what_is_there;
    conditions_on_points;
    conditions_inside_lists;
    conditions_are_combined;
    conditions_on_prefixes;
    slices_part_the_points;
}

fn field(key: &str, condition: Value) -> Value {
    let mut condition = condition;
    condition["key"] = json!(key);
    json!({"must": [condition]})
}

async fn check(api: &Api, rows: Vec<(Value, Vec<u64>)>) {
    let collection = api.line("Dot").await;
    for (filter, expected) in rows {
        assert_eq!(collection.passing(filter.clone()).await, expected, "{filter}");
        assert_eq!(collection.count(filter.clone()).await, expected.len() as u64, "{filter}");
    }
}

async fn conditions_on_values(api: &Api) {
    let all: Vec<u64> = (0..10).collect();
    check(
        api,
        vec![
            (field("kind", json!({"match": {"value": "odd"}})), vec![1, 3, 5, 7, 9]),
            (field("rank", json!({"match": {"value": 97}})), vec![3]),
            (field("small", json!({"match": {"value": true}})), vec![0, 1, 2]),
            (field("small", json!({"match": {"value": false}})), (3..10).collect()),
            (field("kind", json!({"match": {"value": 1}})), vec![]),
            (field("kind", json!({"match": {"any": ["odd", "even"]}})), all.clone()),
            (field("rank", json!({"match": {"any": [100, 91, 7]}})), vec![0, 9]),
            (field("kind", json!({"match": {"except": ["odd"]}})), vec![0, 2, 4, 6, 8]),
            (field("rank", json!({"match": {"except": [100, 99]}})), (2..10).collect()),
            (field("tags", json!({"match": {"value": "t1"}})), vec![2, 5, 8]),
            (field("tags[]", json!({"match": {"any": ["t0"]}})), vec![1, 2, 4, 5, 7, 8]),
        ],
    )
    .await;
    let collection = api.line("Dot").await;
    assert_eq!(collection.passing(field("kind", json!({"match": {"any": []}}))).await, [] as [u64; 0]);
    assert_eq!(collection.passing(field("kind", json!({"match": {"except": []}}))).await, all);
}

async fn conditions_on_texts(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let texts = ["the quick brown fox", "quick brown dogs", "brown quick cats", "Ein schneller Fuchs"];
    let points: Vec<Value> = (0..4).map(|id| json!({"id": id, "vector": [1.0], "payload": {"text": texts[id]}})).collect();
    collection.put(json!(points)).await;
    let schema = json!({"type": "text", "tokenizer": "word", "lowercase": true, "phrase_matching": true});
    collection.write("create_field_index", json!({"field_name": "text", "field_schema": schema})).await;
    for (condition, expected) in [
        (json!({"match": {"text": "brown quick"}}), vec![0, 1, 2]),
        (json!({"match": {"text": "fuchs"}}), vec![3]),
        (json!({"match": {"text_any": "fox cats"}}), vec![0, 2]),
        (json!({"match": {"phrase": "quick brown"}}), vec![0, 1]),
        (json!({"match": {"phrase": "brown quick"}}), vec![2]),
        (json!({"match": {"text": "nobody"}}), vec![]),
    ] {
        assert_eq!(collection.passing(field("text", condition.clone())).await, expected, "{condition}");
    }
}

async fn conditions_on_numbers(api: &Api) {
    check(
        api,
        vec![
            (field("rank", json!({"range": {"gte": 98}})), vec![0, 1, 2]),
            (field("rank", json!({"range": {"gt": 98, "lte": 99.5}})), vec![1]),
            (field("ratio", json!({"range": {"lt": 0.25}})), vec![0]),
            (field("ratio", json!({"range": {"gte": 0.25, "lte": 0.5}})), vec![1, 2]),
            (field("rank", json!({"range": {"gt": 1e300}})), vec![]),
            (field("rank", json!({"range": {"lt": -1}})), vec![]),
            (field("parts", json!({"values_count": {"gte": 2, "lt": 3}})), (0..10).collect()),
            (field("tags", json!({"values_count": {"gt": 1}})), vec![2, 5, 8]),
            (field("tags", json!({"values_count": {"lte": 0}})), vec![0, 3, 6, 9]),
        ],
    )
    .await;
}

async fn conditions_on_times(api: &Api) {
    check(
        api,
        vec![
            (field("day", json!({"range": {"lt": "2024-01-03T00:00:00Z"}})), vec![0, 1]),
            (field("day", json!({"range": {"lte": "2024-01-03"}})), vec![0, 1, 2]),
            (field("day", json!({"range": {"gte": "2024-01-09T01:00:00+02:00"}})), vec![8, 9]),
            (field("day", json!({"range": {"gt": "2024-01-09 00:00:00"}})), vec![9]),
            (field("day", json!({"range": {"gt": "2024-01-08T23:59:59.999999Z", "lt": "2024-01-09T00:00:00.000001Z"}})), vec![8]),
            (field("day", json!({"range": {"gt": "2030-01-01T00:00:00Z"}})), vec![]),
        ],
    )
    .await;
}

async fn conditions_on_places(api: &Api) {
    let near = |lon: f64, lat: f64| json!({"lon": lon, "lat": lat});
    let ring = |west: f64, east: f64| json!({"points": [near(west, 49.0), near(east, 49.0), near(east, 51.0), near(west, 51.0), near(west, 49.0)]});
    check(
        api,
        vec![
            (field("place", json!({"geo_radius": {"center": near(4.0, 50.0), "radius": 80_000.0}})), vec![3, 4, 5]),
            (field("place", json!({"geo_radius": {"center": near(4.0, 50.0), "radius": 1.5}})), vec![4]),
            (field("place", json!({"geo_bounding_box": {"top_left": near(1.5, 51.0), "bottom_right": near(3.5, 49.0)}})), vec![2, 3]),
            (field("place", json!({"geo_polygon": {"exterior": ring(0.5, 6.5)}})), vec![1, 2, 3, 4, 5, 6]),
            (field("place", json!({"geo_polygon": {"exterior": ring(0.5, 6.5), "interiors": [ring(2.5, 4.5)]}})), vec![1, 2, 5, 6]),
        ],
    )
    .await;
}

async fn conditions_on_what_is_there(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let payloads = [json!({"x": 1}), json!({"x": null}), json!({"x": []}), json!({}), json!({"x": [1]}), json!({"y": {"z": 1}})];
    let points: Vec<Value> = (0..6).map(|id| json!({"id": id, "vector": [1.0], "payload": payloads[id]})).collect();
    collection.put(json!(points)).await;
    for (filter, expected) in [
        (json!({"must": [{"is_empty": {"key": "x"}}]}), vec![1, 2, 3, 5]),
        (json!({"must": [{"is_null": {"key": "x"}}]}), vec![1]),
        (json!({"must_not": [{"is_empty": {"key": "x"}}]}), vec![0, 4]),
        (json!({"must_not": [{"is_empty": {"key": "y.z"}}]}), vec![5]),
        (json!({"must": [{"key": "x", "is_empty": true}]}), vec![1, 2, 3, 5]),
        (json!({"must": [{"key": "x", "is_empty": false}]}), vec![0, 4]),
        (json!({"must": [{"key": "x", "is_null": true}]}), vec![1]),
        (json!({"must": [{"key": "x", "is_null": false}]}), vec![0, 2, 3, 4, 5]),
    ] {
        assert_eq!(collection.passing(filter.clone()).await, expected, "{filter}");
    }
}

async fn conditions_on_points(api: &Api) {
    let vectors = json!({"u": {"size": 1, "distance": "Dot"}, "v": {"size": 1, "distance": "Dot"}});
    let collection = api.collection("a", json!({"vectors": vectors, "sparse_vectors": {"s": {}}})).await;
    collection
        .put(json!([
            {"id": 1, "vector": {"u": [1.0]}},
            {"id": 2, "vector": {"v": [1.0], "s": {"indices": [1], "values": [1.0]}}},
            {"id": 3, "vector": {"u": [1.0], "v": [1.0]}},
        ]))
        .await;
    for (filter, expected) in [
        (json!({"must": [{"has_id": [1, 3, 77]}]}), vec![1, 3]),
        (json!({"must_not": [{"has_id": [1]}]}), vec![2, 3]),
        (json!({"must": [{"has_id": []}]}), vec![]),
        (json!({"must": [{"has_vector": "u"}]}), vec![1, 3]),
        (json!({"must": [{"has_vector": "s"}]}), vec![2]),
        (json!({"must": [{"has_vector": "u"}, {"has_vector": "v"}]}), vec![3]),
    ] {
        assert_eq!(collection.passing(filter.clone()).await, expected, "{filter}");
    }
}

async fn conditions_inside_lists(api: &Api) {
    let nested = |filter: Value| json!({"must": [{"nested": {"key": "parts", "filter": filter}}]});
    let name = |name: &str| json!({"key": "name", "match": {"value": name}});
    check(
        api,
        vec![
            (nested(json!({"must": [name("common"), {"key": "size", "range": {"gte": 8}}]})), vec![0, 1, 2]),
            (nested(json!({"must": [name("p3"), {"key": "size", "match": {"value": 3}}]})), vec![3]),
            (nested(json!({"must": [name("p3"), {"key": "size", "match": {"value": 7}}]})), vec![]),
            (field("parts[].name", json!({"match": {"value": "p4"}})), vec![4]),
            (field("parts[].size", json!({"range": {"gte": 10}})), vec![0]),
        ],
    )
    .await;
}

async fn conditions_are_combined(api: &Api) {
    let odd = || json!({"key": "kind", "match": {"value": "odd"}});
    let least = |rank: u64| json!({"key": "rank", "range": {"gte": rank}});
    let all: Vec<u64> = (0..10).collect();
    check(
        api,
        vec![
            (json!({}), all.clone()),
            (json!({"must": [], "should": [], "must_not": []}), all),
            (json!({"must": odd()}), vec![1, 3, 5, 7, 9]),
            (json!({"must": [odd(), least(97)]}), vec![1, 3]),
            (json!({"should": [odd(), least(99)]}), vec![0, 1, 3, 5, 7, 9]),
            (json!({"must_not": [odd(), least(97)]}), vec![4, 6, 8]),
            (json!({"must": [odd()], "must_not": [least(97)]}), vec![5, 7, 9]),
            (json!({"must": [{"should": [{"has_id": [1]}, {"must": [odd(), least(97)]}]}]}), vec![1, 3]),
            (json!({"min_should": {"conditions": [odd(), least(97), {"has_id": [0, 1]}], "min_count": 2}}), vec![0, 1, 3]),
            (json!({"must": [{"must_not": [{"must_not": [odd()]}]}]}), vec![1, 3, 5, 7, 9]),
        ],
    )
    .await;
}

async fn conditions_on_prefixes(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let names = ["apple", "apricot", "banana", "App", ""];
    let points: Vec<Value> =
        (0..5).map(|id| json!({"id": id, "vector": [1.0], "payload": {"name": names[id], "list": [names[id], "x"]}})).collect();
    collection.put(json!(points)).await;
    collection.write("create_field_index", json!({"field_name": "name", "field_schema": {"type": "keyword", "prefix": true}})).await;
    collection.write("create_field_index", json!({"field_name": "list", "field_schema": {"type": "keyword", "prefix": true}})).await;
    for (key, prefix, expected) in [
        ("name", "ap", vec![0, 1]),
        ("name", "apple", vec![0]),
        ("name", "z", vec![]),
        ("list", "b", vec![2]),
        ("list", "x", vec![0, 1, 2, 3, 4]),
    ] {
        assert_eq!(collection.passing(field(key, json!({"match": {"prefix": prefix}}))).await, expected, "{key} {prefix}");
    }
    let not = json!({"must_not": [{"key": "name", "match": {"prefix": "ap"}}]});
    assert_eq!(collection.passing(not).await, [2, 3, 4]);
}

async fn slices_part_the_points(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let mut points: Vec<Value> = (0..40).map(|id| json!({"id": id, "vector": [1.0]})).collect();
    points.push(json!({"id": "11111111-2222-3333-4444-555555555555", "vector": [1.0]}));
    collection.put(json!(points)).await;
    let mut seen = Vec::new();
    for index in 0..3 {
        let page =
            collection.ok("scroll_points", json!({"limit": 100, "filter": {"must": [{"slice": {"total": 3, "index": index}}]}})).await;
        let part: Vec<String> = page["points"].as_array().unwrap().iter().map(|point| point["id"].to_string()).collect();
        assert!((5..25).contains(&part.len()), "{part:?}");
        seen.extend(part);
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 41, "each point is in one slice");
    let beyond = collection.refused("count_points", json!({"filter": {"must": [{"slice": {"total": 3, "index": 3}}]}})).await;
    assert!(beyond.is_invalid_request(), "{beyond}");
}
