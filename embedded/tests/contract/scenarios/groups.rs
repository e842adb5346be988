//! Groups, and matrices of distances.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::{Api, Collection, ids};

scenarios! {
    results_are_grouped;
    groups_have_ids_of_every_kind;
    groups_look_up_their_records;
    groups_of_lists;
    distances_come_in_pairs;
    distances_come_in_columns;
}

fn shown(groups: &Value) -> Vec<(Value, Vec<u64>)> {
    groups["groups"].as_array().unwrap().iter().map(|group| (group["id"].clone(), ids(&group["hits"]))).collect()
}

async fn results_are_grouped(api: &Api) {
    let collection = api.line("Euclid").await;
    let groups = collection
        .ok(
            "query_points_groups",
            json!({"query": [0.0, 1.0], "group_by": "kind", "group_size": 2, "limit": 5, "with_payload": ["rank"], "with_vector": true}),
        )
        .await;
    assert_eq!(shown(&groups), [(json!("even"), vec![0, 2]), (json!("odd"), vec![1, 3])]);
    assert_eq!(groups["groups"][1]["hits"][0], json!({"id": 1, "version": 0, "score": 1.0, "payload": {"rank": 99}, "vector": [1.0, 1.0]}));
    let one = collection
        .ok(
            "query_points_groups",
            json!({"query": 0, "group_by": "kind", "group_size": 1, "limit": 1, "filter": {"must_not": [{"has_id": [1]}]}}),
        )
        .await;
    assert_eq!(shown(&one), [(json!("even"), vec![2])]);
    let fused = json!({"prefetch": [{"query": [0.0, 1.0], "limit": 4}], "query": {"fusion": "rrf"}, "group_by": "kind", "group_size": 9});
    assert_eq!(shown(&collection.ok("query_points_groups", fused).await), [(json!("even"), vec![0, 2]), (json!("odd"), vec![1, 3])]);
    let near = json!({"query": [0.0, 1.0], "group_by": "kind", "score_threshold": 1.5, "group_size": 9});
    assert_eq!(shown(&collection.ok("query_points_groups", near).await), [(json!("even"), vec![0]), (json!("odd"), vec![1])]);
}

async fn groups_have_ids_of_every_kind(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let values =
        [json!("text"), json!(7), json!(-7), json!(9_007_199_254_740_993_i64), json!(1.5), json!(true), Value::Null, json!({"k": 1})];
    let points: Vec<Value> = (0..8).map(|id| json!({"id": id, "vector": [10.0 - id as f64], "payload": {"g": values[id]}})).collect();
    collection.put(json!(points)).await;
    let groups = collection.ok("query_points_groups", json!({"query": [1.0], "group_by": "g"})).await;
    assert_eq!(
        shown(&groups),
        [(json!("text"), vec![0]), (json!(7), vec![1]), (json!(-7), vec![2]), (json!(9_007_199_254_740_993_i64), vec![3])],
        "texts and integers only"
    );
}

async fn groups_look_up_their_records(api: &Api) {
    let docs = api.collection("docs", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let uuid = "11111111-2222-3333-4444-555555555555";
    docs.put(json!([{"id": 1, "vector": [0.5], "payload": {"title": "one", "x": 1}}, {"id": uuid, "vector": [1.5], "payload": {"title": "two"}}])).await;
    let chunks = api.collection("chunks", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let chunk = |id: u64, doc: Value| json!({"id": id, "vector": [10.0 - id as f64], "payload": {"doc": doc}});
    chunks.put(json!([chunk(1, json!(1)), chunk(2, json!(uuid)), chunk(3, json!(1)), chunk(4, json!(99)), chunk(5, json!("no id"))])).await;
    let ask = async |with_lookup: Value| {
        chunks.ok("query_points_groups", json!({"query": [1.0], "group_by": "doc", "with_lookup": with_lookup})).await
    };
    let by_name = ask(json!(docs.name)).await;
    assert_eq!(by_name["groups"][0]["lookup"], json!({"id": 1, "payload": {"title": "one", "x": 1}}));
    assert_eq!(by_name["groups"][1]["lookup"], json!({"id": uuid, "payload": {"title": "two"}}));
    assert!(by_name["groups"][2]["lookup"].is_null(), "{by_name}");
    let chosen = ask(json!({"collection": docs.name, "with_payload": ["title"], "with_vectors": true})).await;
    assert_eq!(chosen["groups"][0]["lookup"], json!({"id": 1, "payload": {"title": "one"}, "vector": [0.5]}));
    let bare = ask(json!({"collection": docs.name, "with_payload": false})).await;
    assert_eq!(bare["groups"][0]["lookup"], json!({"id": 1}));
}

async fn groups_of_lists(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let point = |id: u64, tags: Value| json!({"id": id, "vector": [10.0 - id as f64], "payload": {"tags": tags}});
    collection.put(json!([point(1, json!(["a", "b"])), point(2, json!(["b", "c"])), point(3, json!([])), point(4, json!("a"))])).await;
    let groups = collection.ok("query_points_groups", json!({"query": [1.0], "group_by": "tags"})).await;
    let mut seen = shown(&groups);
    seen.sort_by_key(|(id, _)| id.to_string());
    assert_eq!(seen, [(json!("a"), vec![1, 4]), (json!("b"), vec![1, 2]), (json!("c"), vec![2])]);
}

async fn square(api: &Api) -> Collection<'_> {
    let collection = api.collection("square", json!({"vectors": {"size": 2, "distance": "Manhattan"}})).await;
    collection
        .put(json!([{"id": 1, "vector": [0.0, 0.0]}, {"id": 2, "vector": [0.0, 1.0]}, {"id": 3, "vector": [0.0, 3.0]}, {"id": 9, "vector": [9.0, 9.0], "payload": {"far": true}}]))
        .await;
    collection
}

async fn distances_come_in_pairs(api: &Api) {
    let collection = square(api).await;
    let near = json!({"must_not": [{"key": "far", "match": {"value": true}}]});
    let pairs = collection.ok("search_matrix_pairs", json!({"sample": 10, "limit": 2, "filter": near})).await;
    let mut pairs = pairs["pairs"].as_array().unwrap().clone();
    pairs.sort_by_key(|pair| (pair["a"].as_u64(), pair["b"].as_u64()));
    let pair = |a: u64, b: u64, score: f64| json!({"a": a, "b": b, "score": score});
    assert_eq!(pairs, [pair(1, 2, 1.0), pair(1, 3, 3.0), pair(2, 1, 1.0), pair(2, 3, 2.0), pair(3, 1, 3.0), pair(3, 2, 2.0)]);
}

async fn distances_come_in_columns(api: &Api) {
    let collection = square(api).await;
    let matrix = collection.ok("search_matrix_offsets", json!({"sample": 10, "limit": 1})).await;
    assert_eq!(matrix["ids"], json!([1, 2, 3, 9]));
    assert_eq!(matrix["offsets_row"], json!([0, 1, 2, 3]));
    assert_eq!(matrix["offsets_col"], json!([1, 0, 1, 2]));
    assert_eq!(matrix["scores"], json!([1.0, 1.0, 2.0, 15.0]));
    let few = collection.ok("search_matrix_offsets", json!({"sample": 4, "limit": 3, "using": ""})).await;
    assert_eq!(few["scores"].as_array().unwrap().len(), 12);
}
