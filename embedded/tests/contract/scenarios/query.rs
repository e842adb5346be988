//! Queries of every kind, with the points, the order and the scores that must come.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::{Api, Collection, ids, sorted};

scenarios! {
    vectors_are_compared;
    every_distance_scores;
    points_are_compared_by_id;
    points_of_other_collections_are_compared;
    rows_are_compared;
    sparse_vectors_are_compared;
    named_vectors_are_compared;
    scores_have_a_threshold;
    results_have_an_offset;
    recommendations_average;
    recommendations_score;
    discoveries_stay_on_a_side;
    contexts_have_no_target;
    results_are_ordered_by_payload;
    results_are_sampled;
    results_are_fused;
    fusion_has_parameters;
    results_are_diverse;
    feedback_moves_results;
    prefetches_are_nested;
    queries_have_parameters;
    queries_come_in_batches;
    idf_is_of_all_points;
    idf_is_of_a_part;
}

fn score(found: &Value, place: usize) -> f64 {
    found["points"][place]["score"].as_f64().unwrap()
}

async fn vectors_are_compared(api: &Api) {
    let collection = api.line("Euclid").await;
    let found = collection.ok("query_points", json!({"query": [3.2, 1.0], "limit": 3, "with_payload": ["kind"]})).await;
    assert_eq!(ids(&found["points"]), [3, 4, 2]);
    assert!((score(&found, 0) - 0.2).abs() < 1e-6 && (score(&found, 1) - 0.8).abs() < 1e-6, "{found}");
    assert_eq!(found["points"][0]["payload"], json!({"kind": "odd"}));
    let even = json!({"must": [{"key": "kind", "match": {"value": "even"}}]});
    assert_eq!(collection.found(json!({"query": {"nearest": [3.2, 1.0]}, "filter": even, "limit": 2})).await, [4, 2]);
    assert_eq!(collection.found(json!({"limit": 3})).await, [0, 1, 2], "without a query in the order of ids");
    assert_eq!(collection.found(json!({"query": [0.0, 1.0], "limit": 1_000_000})).await.len(), 10);
}

async fn every_distance_scores(api: &Api) {
    for (distance, scores) in [
        ("Dot", [10.0, 5.0, 1.0]),
        ("Euclid", [0.0, 5f64.sqrt(), 10f64.sqrt()]),
        ("Manhattan", [0.0, 3.0, 4.0]),
        ("Cosine", [1.0, 1.0, 0.316_227_77]),
    ] {
        let collection = api.collection(distance, json!({"vectors": {"size": 2, "distance": distance}})).await;
        collection.put(json!([{"id": 1, "vector": [1.0, 3.0]}, {"id": 2, "vector": [0.5, 1.5]}, {"id": 3, "vector": [1.0, 0.0]}])).await;
        let scores = match distance {
            "Euclid" => [0.0, (0.25f64 + 2.25).sqrt(), 3.0],
            "Manhattan" => [0.0, 2.0, 3.0],
            _ => scores,
        };
        let found = collection.ok("query_points", json!({"query": [1.0, 3.0], "params": {"exact": true}})).await;
        let mut seen: Vec<(u64, f64)> = ids(&found["points"]).into_iter().zip((0..3).map(|place| score(&found, place))).collect();
        seen.sort_by_key(|(id, _)| *id);
        for ((id, seen), expected) in seen.into_iter().zip(scores) {
            assert!((seen - expected).abs() < 1e-6, "{distance} of {id}: {seen}, not {expected}");
        }
    }
}

async fn points_are_compared_by_id(api: &Api) {
    let collection = api.line("Euclid").await;
    let found = collection.found(json!({"query": 4, "limit": 2})).await;
    assert_eq!(sorted(found), [3, 5], "the point itself is left out");
    let uuid = "11111111-2222-3333-4444-555555555555";
    collection.put(json!([{"id": uuid, "vector": [8.9, 1.0]}])).await;
    assert_eq!(collection.found(json!({"query": uuid, "limit": 2})).await, [9, 8]);
    assert_eq!(collection.found(json!({"query": {"nearest": uuid}, "limit": 1})).await, [9]);
    let missing = collection.refused("query_points", json!({"query": 77})).await;
    assert!(missing.is_not_found(), "{missing}");
}

async fn points_of_other_collections_are_compared(api: &Api) {
    let collection = api.line("Euclid").await;
    let vectors = json!({"there": {"size": 2, "distance": "Dot"}});
    let other = api.collection("other", json!({"vectors": vectors})).await;
    other.put(json!([{"id": 4, "vector": {"there": [7.1, 1.0]}}])).await;
    let from = json!({"collection": other.name, "vector": "there"});
    assert_eq!(collection.found(json!({"query": 4, "lookup_from": from, "limit": 2})).await, [7, 8]);
    let recommended = json!({"query": {"recommend": {"positive": [4]}}, "lookup_from": from, "limit": 1});
    assert_eq!(collection.found(recommended).await, [7]);
    let nowhere = json!({"query": 4, "lookup_from": {"collection": api.name("nowhere")}});
    assert!(collection.refused("query_points", nowhere).await.is_not_found());
}

async fn rows_are_compared(api: &Api) {
    let rows = json!({"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}});
    let collection = api.collection("a", json!({"vectors": rows})).await;
    collection
        .put(json!([{"id": 1, "vector": [[1.0, 0.0], [0.0, 1.0]]}, {"id": 2, "vector": [[2.0, 0.0]]}, {"id": 3, "vector": [[1.0, 1.0]]}]))
        .await;
    let found = collection.ok("query_points", json!({"query": [[1.0, 0.0], [0.0, 3.0]]})).await;
    let scores: Vec<(u64, f64)> = ids(&found["points"]).into_iter().zip((0..3).map(|place| score(&found, place))).collect();
    let mut sorted = scores.clone();
    sorted.sort_by_key(|(id, _)| *id);
    assert_eq!(sorted, [(1, 4.0), (2, 2.0), (3, 4.0)], "for each row of the query its best");
    assert_eq!(collection.found(json!({"query": [1.0, 0.0], "limit": 1})).await, [2], "one row will do");
}

async fn words(api: &Api, modifier: Value) -> Collection<'_> {
    let collection = api.collection("words", json!({"sparse_vectors": {"words": {"modifier": modifier}}})).await;
    let point = |id: u64, indices: &[u32], values: &[f64]| json!({"id": id, "vector": {"words": {"indices": indices, "values": values}}, "payload": {"part": id % 2}});
    collection.put(json!([point(1, &[1, 2], &[1.0, 2.0]), point(2, &[2, 3], &[3.0, 1.0]), point(3, &[2, 9], &[1.0, 5.0])])).await;
    collection
}

async fn sparse_vectors_are_compared(api: &Api) {
    let collection = words(api, Value::Null).await;
    let found = collection.ok("query_points", json!({"query": {"indices": [9, 2], "values": [1.0, 2.0]}, "using": "words"})).await;
    assert_eq!(ids(&found["points"]), [3, 2, 1]);
    assert_eq!((score(&found, 0), score(&found, 1), score(&found, 2)), (7.0, 6.0, 4.0));
    let rare = words(api, json!("idf")).await;
    let found = rare.found(json!({"query": {"indices": [1, 2], "values": [1.0, 1.0]}, "using": "words"})).await;
    assert_eq!(found[0], 1, "the rare word counts for more");
    let mixed = rare.refused("query_points", json!({"query": [1.0], "using": "words"})).await;
    assert!(mixed.is_invalid_request(), "{mixed}");
}

async fn named_vectors_are_compared(api: &Api) {
    let vectors = json!({"u": {"size": 1, "distance": "Dot"}, "v": {"size": 2, "distance": "Euclid"}});
    let collection = api.collection("a", json!({"vectors": vectors})).await;
    collection.put(json!([{"id": 1, "vector": {"u": [1.0], "v": [5.0, 5.0]}}, {"id": 2, "vector": {"u": [2.0]}}, {"id": 3, "vector": {"v": [1.0, 1.0]}}])).await;
    assert_eq!(collection.found(json!({"query": [1.0], "using": "u"})).await, [2, 1]);
    assert_eq!(collection.found(json!({"query": [0.0, 0.0], "using": "v"})).await, [3, 1]);
    assert_eq!(collection.found(json!({"query": 1, "using": "v"})).await, [3]);
    for body in [json!({"query": [1.0]}), json!({"query": [1.0], "using": "w"}), json!({"query": [1.0], "using": "v"})] {
        let refused = collection.refused("query_points", body).await;
        assert!(refused.is_invalid_request(), "{refused}");
    }
    let lacking = collection.refused("query_points", json!({"query": 2, "using": "v"})).await;
    assert!(lacking.status().is_some(), "{lacking}");
}

async fn scores_have_a_threshold(api: &Api) {
    let dot = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    dot.put(json!((1..=5).map(|id| json!({"id": id, "vector": [id as f64]})).collect::<Vec<_>>())).await;
    assert_eq!(dot.found(json!({"query": [1.0], "score_threshold": 2.5})).await, [5, 4, 3]);
    assert_eq!(dot.found(json!({"query": [1.0], "score_threshold": 100.0})).await, [] as [u64; 0]);
    let euclid = api.line("Euclid").await;
    assert_eq!(euclid.found(json!({"query": [0.0, 1.0], "score_threshold": 2.5})).await, [0, 1, 2]);
}

async fn results_have_an_offset(api: &Api) {
    let collection = api.line("Euclid").await;
    assert_eq!(collection.found(json!({"query": [0.0, 1.0], "limit": 3, "offset": 2})).await, [2, 3, 4]);
    assert_eq!(collection.found(json!({"query": [0.0, 1.0], "limit": 3, "offset": 9})).await, [9]);
    assert_eq!(collection.found(json!({"query": [0.0, 1.0], "limit": 3, "offset": 10})).await, [] as [u64; 0]);
}

async fn recommendations_average(api: &Api) {
    let collection = api.line("Euclid").await;
    let recommend = |body: Value| json!({"query": {"recommend": body}, "limit": 1});
    assert_eq!(collection.found(recommend(json!({"positive": [2, 4]}))).await, [3]);
    assert_eq!(collection.found(recommend(json!({"positive": [2, 4], "negative": [1]}))).await, [5], "as far beyond");
    assert_eq!(collection.found(recommend(json!({"positive": [[6.9, 1.0], 6], "strategy": "average_vector"}))).await, [7]);
    let nothing = collection.refused("query_points", recommend(json!({}))).await;
    assert!(nothing.is_invalid_request(), "{nothing}");
    let only_negative = collection.refused("query_points", recommend(json!({"negative": [1]}))).await;
    assert!(only_negative.is_invalid_request(), "{only_negative}");
}

async fn recommendations_score(api: &Api) {
    let collection = api.line("Euclid").await;
    for strategy in ["best_score", "sum_scores"] {
        let query = json!({"recommend": {"positive": [0, 1], "negative": [9], "strategy": strategy}});
        let found = collection.ok("query_points", json!({"query": query, "limit": 3})).await;
        assert_eq!(ids(&found["points"])[0], 2, "{strategy}");
        assert!(score(&found, 0) > score(&found, 2), "{strategy}");
    }
    let query = json!({"recommend": {"negative": [[9.0, 1.0]], "strategy": "best_score"}});
    assert_eq!(collection.found(json!({"query": query, "limit": 1})).await, [0], "away from what is disliked");
}

async fn discoveries_stay_on_a_side(api: &Api) {
    let collection = api.line("Euclid").await;
    let pair = json!({"positive": 9, "negative": 0});
    for context in [pair.clone(), json!([pair]), json!([pair, {"positive": [8.5, 1.0], "negative": [0.5, 1.0]}])] {
        let query = json!({"discover": {"target": [2.0, 1.0], "context": context}});
        assert_eq!(collection.found(json!({"query": query, "limit": 2})).await, [5, 6], "{context}");
    }
    let query = json!({"discover": {"target": 2, "context": []}});
    assert_eq!(sorted(collection.found(json!({"query": query, "limit": 2})).await), [1, 3], "the nearest without context");
}

async fn contexts_have_no_target(api: &Api) {
    let collection = api.line("Euclid").await;
    let pair = json!({"positive": [9.0, 1.0], "negative": [0.0, 1.0]});
    for context in [pair.clone(), json!([pair])] {
        let found = collection.ok("query_points", json!({"query": {"context": context}, "limit": 5})).await;
        assert_eq!(sorted(ids(&found["points"])), [5, 6, 7, 8, 9]);
        assert_eq!(score(&found, 0), 0.0, "none is better than the others");
    }
}

async fn results_are_ordered_by_payload(api: &Api) {
    let collection = api.line("Euclid").await;
    assert_eq!(collection.found(json!({"query": {"order_by": "rank"}, "limit": 2})).await, [9, 8]);
    let down = json!({"order_by": {"key": "rank", "direction": "desc", "start_from": 96}});
    assert_eq!(collection.found(json!({"query": down, "limit": 2})).await, [4, 5]);
    let days = json!({"order_by": {"key": "day", "start_from": "2024-01-09T00:00:00Z"}});
    assert_eq!(collection.found(json!({"query": days})).await, [8, 9]);
    let near = json!({"query": [0.0, 1.0], "limit": 4});
    assert_eq!(collection.found(json!({"prefetch": near, "query": {"order_by": "rank"}, "limit": 2})).await, [3, 2]);
}

async fn results_are_sampled(api: &Api) {
    let collection = api.line("Euclid").await;
    let body = json!({"query": {"sample": "random"}, "limit": 4});
    let found = api.quietly("query_points", json!({"collection_name": collection.name, "body": body})).await.unwrap();
    let mut found = sorted(ids(&found["points"]));
    found.dedup();
    assert_eq!(found.len(), 4);
    let all =
        api.quietly("query_points", json!({"collection_name": collection.name, "body": {"query": {"sample": "random"}, "limit": 99}}));
    assert_eq!(sorted(ids(&all.await.unwrap()["points"])), (0..10).collect::<Vec<_>>());
}

async fn results_are_fused(api: &Api) {
    let collection = api.line("Euclid").await;
    let near = |x: f64, limit: u64| json!({"query": [x, 1.0], "limit": limit});
    let found = collection.ok("query_points", json!({"prefetch": [near(2.1, 3), near(3.2, 3)], "query": {"fusion": "rrf"}})).await;
    // 2 is first and third, 3 is second and first: 1/2 + 1/4, 1/3 + 1/2.
    assert_eq!(ids(&found["points"])[..2], [3, 2]);
    assert!((score(&found, 0) - 5.0 / 6.0).abs() < 1e-6 && (score(&found, 1) - 0.75).abs() < 1e-6, "{found}");
    let found =
        collection.ok("query_points", json!({"prefetch": [near(2.1, 3), near(3.2, 3)], "query": {"fusion": "dbsf"}, "limit": 2})).await;
    assert_eq!(sorted(ids(&found["points"])), [2, 3]);
    let bare = collection.refused("query_points", json!({"prefetch": near(1.0, 1)})).await;
    assert!(bare.is_invalid_request(), "{bare}");
}

async fn fusion_has_parameters(api: &Api) {
    let collection = api.line("Euclid").await;
    let near = |x: f64| json!({"query": [x, 1.0], "limit": 2});
    let fused = async |rrf: Value| collection.ok("query_points", json!({"prefetch": [near(0.1), near(8.9)], "query": {"rrf": rrf}})).await;
    let found = fused(json!({"k": 60})).await;
    assert!((score(&found, 0) - 1.0 / 60.0).abs() < 1e-6, "{found}");
    assert_eq!(ids(&fused(json!({"weights": [1.0, 5.0]})).await["points"])[0], 9, "the heavier list leads");
    assert_eq!(ids(&fused(json!({"k": 3, "weights": [5.0, 1.0]})).await["points"])[0], 0);
    assert_eq!(fused(json!({})).await["points"].as_array().unwrap().len(), 4);
}

async fn results_are_diverse(api: &Api) {
    let collection = api.line("Euclid").await;
    let diverse = |diversity: f64| json!({"nearest": [0.0, 1.0], "mmr": {"diversity": diversity, "candidates_limit": 10}});
    assert_eq!(collection.found(json!({"query": diverse(1.0), "limit": 2})).await, [0, 9]);
    assert_eq!(collection.found(json!({"query": diverse(0.0), "limit": 3})).await, [0, 1, 2]);
    assert_eq!(collection.found(json!({"query": {"nearest": [0.0, 1.0], "mmr": {}}, "limit": 1})).await, [0]);
    let beyond = collection.refused("query_points", json!({"query": diverse(1.5)})).await;
    assert!(beyond.is_invalid_request(), "{beyond}");
}

async fn feedback_moves_results(api: &Api) {
    let collection = api.line("Dot").await;
    let feedback = json!([{"example": 9, "score": 1.0}, {"example": [0.0, 1.0], "score": 0.0}]);
    let strategy = json!({"naive": {"a": 1.0, "b": 1.0, "c": 1.0}});
    let query = json!({"relevance_feedback": {"target": [1.0, 0.0], "feedback": feedback, "strategy": strategy}});
    let found = collection.ok("query_points", json!({"query": query, "limit": 3})).await;
    assert_eq!(ids(&found["points"])[0], 8, "{found}");
    let nothing = json!({"relevance_feedback": {"target": [1.0, 0.0], "feedback": [], "strategy": strategy}});
    let nothing = collection.refused("query_points", json!({"query": nothing})).await;
    assert!(nothing.is_invalid_request(), "{nothing}");
}

async fn prefetches_are_nested(api: &Api) {
    let collection = api.line("Euclid").await;
    let innermost = json!({"query": [0.0, 1.0], "limit": 6});
    let inner = json!({"prefetch": innermost, "query": [9.0, 1.0], "limit": 3});
    assert_eq!(collection.found(json!({"prefetch": inner, "query": [4.4, 1.0]})).await, [4, 5, 3]);
    let odd = json!({"must": [{"key": "kind", "match": {"value": "odd"}}]});
    let filtered = json!([{"prefetch": [innermost], "query": [9.0, 1.0], "limit": 6, "filter": odd, "score_threshold": 7.0}]);
    assert_eq!(
        collection.found(json!({"prefetch": filtered, "query": [0.0, 1.0]})).await,
        [3, 5, 7, 9],
        "the filter holds for the innermost too"
    );
    let both = json!([{"query": {"order_by": "rank"}, "limit": 2}, {"query": {"sample": "random"}, "limit": 10}]);
    assert_eq!(collection.found(json!({"prefetch": both, "query": [9.0, 1.0], "limit": 1})).await, [9]);
}

async fn queries_have_parameters(api: &Api) {
    let collection = api.line("Euclid").await;
    for params in [
        json!({"hnsw_ef": 16, "exact": false}),
        json!({"exact": true}),
        json!({"quantization": {"ignore": true, "rescore": false, "oversampling": 2.0}}),
        json!({"acorn": {"enable": true, "max_selectivity": 0.5}}),
        json!({}),
    ] {
        assert_eq!(collection.found(json!({"query": [3.0, 1.0], "limit": 1, "params": params})).await, [3], "{params}");
    }
    let unindexed = collection.ok("query_points", json!({"query": [3.0, 1.0], "params": {"indexed_only": true}})).await;
    assert!(unindexed["points"].is_array(), "nothing need be indexed yet");
}

async fn queries_come_in_batches(api: &Api) {
    let collection = api.line("Euclid").await;
    let searches = json!([{"query": [0.0, 1.0], "limit": 1}, {"query": 5, "limit": 2, "with_payload": ["rank"]}, {"limit": 1}, {"query": {"order_by": "rank"}, "limit": 1}]);
    let answers = collection.ok("query_batch_points", json!({"searches": searches})).await;
    let found: Vec<Vec<u64>> = answers.as_array().unwrap().iter().map(|answer| sorted(ids(&answer["points"]))).collect();
    assert_eq!(found, [vec![0], vec![4, 6], vec![0], vec![9]]);
    assert_eq!(answers[1]["points"][0]["payload"].as_object().unwrap().len(), 1);
    assert_eq!(collection.ok("query_batch_points", json!({"searches": []})).await, json!([]));
    let faulty = json!({"searches": [{"query": [0.0, 1.0]}, {"query": [0.0, 1.0, 2.0]}]});
    assert!(collection.refused("query_batch_points", faulty).await.is_invalid_request());
}

fn weighed(idf: Value) -> Value {
    json!({"query": {"indices": [1, 2], "values": [1.0, 1.0]}, "using": "words", "params": {"idf": idf}})
}

async fn idf_is_of_all_points(api: &Api) {
    let collection = words(api, json!("idf")).await;
    assert_eq!(collection.found(weighed(json!("global"))).await[0], 1);
}

async fn idf_is_of_a_part(api: &Api) {
    let collection = words(api, json!("idf")).await;
    let part = json!({"corpus": {"must": [{"key": "part", "match": {"value": 1}}]}});
    assert_eq!(collection.found(weighed(part)).await.len(), 3);
}
