//! Formulas: every expression, with the score that must come of it.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;

scenarios! {
    expressions_compute;
    expressions_look_at_payload;
    expressions_decay;
    formulas_have_defaults;
    formulas_that_fail;
}

/// The score of point 4 of the line, whose own score is 3.
async fn score(api: &Api, formulas: &[(Value, f64)], defaults: Value) {
    let collection = api.line("Euclid").await;
    for (formula, expected) in formulas {
        let body = json!({
            "prefetch": {"query": [1.0, 1.0], "filter": {"must": [{"has_id": [4]}]}},
            "query": {"formula": formula, "defaults": defaults},
        });
        let found = collection.ok("query_points", body).await;
        let score = found["points"][0]["score"].as_f64().unwrap();
        assert!((score - expected).abs() < 1e-4 * expected.abs().max(1.0), "{formula}: {score}, not {expected}");
    }
}

async fn expressions_compute(api: &Api) {
    let formulas = [
        (json!("$score"), 3.0),
        (json!("$score[0]"), 3.0),
        (json!(2.5), 2.5),
        (json!("rank"), 96.0),
        (json!({"sum": ["$score", 1, "rank"]}), 100.0),
        (json!({"mult": ["$score", 2, 0.5]}), 3.0),
        (json!({"neg": "$score"}), -3.0),
        (json!({"abs": {"neg": "$score"}}), 3.0),
        (json!({"div": {"left": "rank", "right": "$score"}}), 32.0),
        (json!({"div": {"left": 1, "right": 0, "by_zero_default": 7.0}}), 7.0),
        (json!({"sqrt": {"sum": ["$score", 13]}}), 4.0),
        (json!({"pow": {"base": "$score", "exponent": 2}}), 9.0),
        (json!({"exp": 1}), std::f64::consts::E),
        (json!({"log10": 1000}), 3.0),
        (json!({"ln": {"exp": 2}}), 2.0),
        (json!({"sum": []}), 0.0),
        (json!({"mult": []}), 1.0),
        (json!({"sum": [{"mult": ["$score", {"neg": {"abs": -2}}]}, {"pow": {"base": 2, "exponent": {"sum": [1, 2]}}}]}), 2.0),
    ];
    score(api, &formulas, Value::Null).await;
}

async fn expressions_look_at_payload(api: &Api) {
    let day = 1_704_067_200.0;
    let formulas = [
        (json!({"key": "kind", "match": {"value": "even"}}), 1.0),
        (json!({"key": "kind", "match": {"value": "odd"}}), 0.0),
        (json!({"must_not": [{"key": "kind", "match": {"value": "odd"}}]}), 1.0),
        (json!({"mult": [10, {"key": "rank", "range": {"gte": 96}}]}), 10.0),
        (json!({"geo_distance": {"origin": {"lon": 4.0, "lat": 50.0}, "to": "place"}}), 0.0),
        (json!({"geo_distance": {"origin": {"lon": 4.0, "lat": 51.0}, "to": "place"}}), 111_195.0),
        (json!({"sum": [{"datetime_key": "day"}, {"neg": {"datetime": "2024-01-01T00:00:00Z"}}]}), 4.0 * 86_400.0),
        (json!({"datetime": "2024-01-01T00:00:00Z"}), day),
        (json!("parts[0].size"), 4.0),
    ];
    score(api, &formulas, Value::Null).await;
}

async fn expressions_decay(api: &Api) {
    let formulas = [
        (json!({"exp_decay": {"x": "$score", "target": 3}}), 1.0),
        (json!({"exp_decay": {"x": "$score", "target": 0, "scale": 3, "midpoint": 0.25}}), 0.25),
        (json!({"gauss_decay": {"x": "$score", "target": 0, "scale": 3, "midpoint": 0.5}}), 0.5),
        (json!({"lin_decay": {"x": "$score", "target": 0, "scale": 3, "midpoint": 0.75}}), 0.75),
        (json!({"lin_decay": {"x": "$score", "target": {"neg": 1000}}}), 0.0),
        (json!({"gauss_decay": {"x": {"geo_distance": {"origin": {"lon": 4.0, "lat": 50.0}, "to": "place"}}, "scale": 5000}}), 1.0),
    ];
    score(api, &formulas, Value::Null).await;
}

async fn formulas_have_defaults(api: &Api) {
    let formulas = [(json!({"sum": ["nobody", "$score"]}), 13.0), (json!({"mult": ["other.key", 2]}), 3.0), (json!("rank"), 96.0)];
    score(api, &formulas, json!({"nobody": 10, "other.key": 1.5, "rank": 1})).await;
    let more = api.line("Euclid").await;
    let body = json!({"prefetch": [{"query": [0.0, 1.0], "limit": 1}, {"query": [9.0, 1.0], "limit": 1}], "query": {"formula": {"sum": ["$score[0]", {"mult": [100, "$score[1]"]}]}, "defaults": {"$score[0]": 7, "$score[1]": 3}}});
    let found = more.ok("query_points", body).await;
    let mut scores: Vec<f64> = found["points"].as_array().unwrap().iter().map(|point| point["score"].as_f64().unwrap()).collect();
    scores.sort_by(f64::total_cmp);
    assert_eq!(scores, [7.0, 300.0]);
}

async fn formulas_that_fail(api: &Api) {
    let collection = api.line("Euclid").await;
    for formula in
        [json!({"sum": ["nobody"]}), json!({"div": {"left": 1, "right": 0}}), json!({"ln": 0}), json!({"sqrt": {"neg": 1}}), json!("kind")]
    {
        let body = json!({"prefetch": {"query": [1.0, 1.0]}, "query": {"formula": formula}});
        let refused = collection.refused("query_points", body).await;
        assert!(refused.is_invalid_request() || refused.status().is_some(), "{formula}: {refused}");
    }
}
