//! Queries.

use serde_json::json;

use super::{becomes, same};

#[test]
fn queries() {
    same(
        "QueryInterface",
        &[
            json!([0.5]),
            json!(3),
            json!({ "nearest": [0.5], "mmr": { "diversity": 0.5 } }),
            json!({ "recommend": { "positive": [1], "negative": [[0.5]], "strategy": "best_score" } }),
            json!({ "discover": { "target": 1, "context": [{ "positive": 1, "negative": 2 }] } }),
            json!({ "context": [{ "positive": 1, "negative": 2 }] }),
            json!({ "order_by": { "key": "k", "direction": "desc", "start_from": 3 } }),
            json!({ "fusion": "dbsf" }),
            json!({ "rrf": { "k": 3, "weights": [0.5] } }),
            json!({ "sample": "random" }),
            json!({ "formula": "x", "defaults": { "x": 1 } }),
            json!({ "relevance_feedback": { "target": 1, "feedback": [{ "example": 2, "score": 0.5 }], "strategy": { "naive": { "a": 1.0, "b": 2.0, "c": 3.0 } } } }),
        ],
    );
    becomes("QueryInterface", &json!({ "nearest": [0.5] }), &json!([0.5]));
    becomes("QueryInterface", &json!({ "order_by": "k" }), &json!({ "order_by": { "key": "k" } }));
    becomes(
        "QueryInterface",
        &json!({ "context": { "positive": 1, "negative": 2 } }),
        &json!({ "context": [{ "positive": 1, "negative": 2 }] }),
    );
}

#[test]
fn start_from() {
    same("StartFrom", &[json!(3), json!(2.5), json!("2024-05-06T07:08:09.5Z")]);
}

#[test]
fn all_nineteen_expressions() {
    let decay = json!({ "x": "a", "target": 1.5, "scale": 0.5, "midpoint": 0.25 });
    same(
        "Expression",
        &[
            json!(0.5),
            json!("variable"),
            json!({ "key": "k", "match": { "value": 1 } }),
            json!({ "geo_distance": { "origin": { "lon": 1.5, "lat": 2.5 }, "to": "g" } }),
            json!({ "datetime": "2024-05-06" }),
            json!({ "datetime_key": "d" }),
            json!({ "mult": [0.5, "a"] }),
            json!({ "sum": [{ "neg": 0.5 }] }),
            json!({ "div": { "left": 1.0, "right": "a", "by_zero_default": 0.5 } }),
            json!({ "neg": "a" }),
            json!({ "abs": "a" }),
            json!({ "sqrt": "a" }),
            json!({ "pow": { "base": "a", "exponent": 2.0 } }),
            json!({ "exp": "a" }),
            json!({ "log10": "a" }),
            json!({ "ln": "a" }),
            json!({ "exp_decay": decay }),
            json!({ "gauss_decay": decay }),
            json!({ "lin_decay": decay }),
        ],
    );
}

#[test]
fn prefetch_is_one_list_or_nothing_and_nests() {
    let inner = json!({ "query": 1, "limit": 2 });
    let value = json!({ "prefetch": { "prefetch": [inner], "query": [0.5] } });
    becomes("QueryRequest", &value, &json!({ "prefetch": [{ "prefetch": [inner], "query": [0.5] }] }));
}

#[test]
fn search_params() {
    same(
        "SearchParams",
        &[
            json!({ "hnsw_ef": 8, "exact": false, "indexed_only": true, "quantization": { "ignore": false, "rescore": true, "oversampling": 1.5 }, "acorn": { "enable": true } }),
            json!({ "idf": "global" }),
            json!({ "idf": { "corpus": { "must": [{ "has_id": [1] }] } } }),
        ],
    );
}

#[test]
fn lookups() {
    same("LookupLocation", &[json!({ "collection": "c", "vector": "v", "shard_key": "s" })]);
    same("WithLookupInterface", &[json!({ "collection": "c", "with_payload": false, "with_vectors": ["v"] })]);
    becomes("WithLookupInterface", &json!("c"), &json!({ "collection": "c" }));
}
