//! What the hand-written constructors give: the JSON that the server documents, and the same again by way of gRPC.

#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use qdrant_remote::convert::registry::{Pair, pairs};
use qdrant_remote::filter::field;
use qdrant_remote::models::{
    Condition, DateTime, Document, Expression, Filter, Fusion, GeoPoint, Mmr, NaiveFeedbackStrategyParams, OrderBy, Prefetch, Query,
    QueryInterface, QueryRequest, Range, RecommendStrategy, Vector, VectorStruct,
};
use serde::Serialize;
use serde_json::{Value, json};

fn there_and_back(pairs: &[Pair], rest: &str, grpc: &str, value: &impl Serialize, expected: &Value) {
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(&json, expected);
    let pair = pairs.iter().find(|pair| (pair.rest, pair.grpc) == (rest, grpc)).unwrap();
    let message = pair.to_grpc(json.to_string().as_bytes()).unwrap();
    let back: Value = serde_json::from_slice(&pair.to_rest(&message).unwrap()).unwrap();
    assert_eq!(&back, expected, "by way of gRPC");
}

#[test]
fn conditions_and_filters() {
    let at: DateTime = "2024-02-29T12:00:00Z".parse().unwrap();
    let corner = |lon, lat| GeoPoint::new(lon, lat);
    let point = |lon: f64, lat: f64| json!({ "lon": lon, "lat": lat });
    let (a, x) = (|| field("a"), json!({ "key": "a", "match": { "value": "x" } }));
    let outline = [corner(0.0, 0.0), corner(0.0, 2.0), corner(2.0, 2.0), corner(0.0, 0.0)];
    let on_a = |test: Value| {
        let mut condition = json!({ "key": "a" });
        condition.as_object_mut().unwrap().extend(test.as_object().unwrap().clone());
        condition
    };
    let conditions = [
        (a().eq("x"), x.clone()),
        (a().eq(-5), on_a(json!({ "match": { "value": -5 } }))),
        (a().eq(false), on_a(json!({ "match": { "value": false } }))),
        (a().any_of(["x", "y"]), on_a(json!({ "match": { "any": ["x", "y"] } }))),
        (a().any_of([1, 2]), on_a(json!({ "match": { "any": [1, 2] } }))),
        (a().none_of([1, 2]), on_a(json!({ "match": { "except": [1, 2] } }))),
        (a().none_of(["x"]), on_a(json!({ "match": { "except": ["x"] } }))),
        (a().has_words("good cheap"), on_a(json!({ "match": { "text": "good cheap" } }))),
        (a().has_any_word("good cheap"), on_a(json!({ "match": { "text_any": "good cheap" } }))),
        (a().has_phrase("good cheap"), on_a(json!({ "match": { "phrase": "good cheap" } }))),
        (a().starts_with("go"), on_a(json!({ "match": { "prefix": "go" } }))),
        (a().lt(1.5), on_a(json!({ "range": { "lt": 1.5 } }))),
        (a().between(1..=5), on_a(json!({ "range": { "gte": 1.0, "lte": 5.0 } }))),
        (a().between(Range::new().gt(1.0).lte(2.0)), on_a(json!({ "range": { "gt": 1.0, "lte": 2.0 } }))),
        (a().gte(at), on_a(json!({ "range": { "gte": "2024-02-29T12:00:00Z" } }))),
        (a().in_radius(corner(13.0, 52.0), 1000.0), on_a(json!({ "geo_radius": { "center": point(13.0, 52.0), "radius": 1000.0 } }))),
        (
            a().in_box(corner(13.0, 53.0), corner(14.0, 52.0)),
            on_a(json!({ "geo_bounding_box": { "top_left": point(13.0, 53.0), "bottom_right": point(14.0, 52.0) } })),
        ),
        (a().in_polygon(outline.clone()), on_a(json!({ "geo_polygon": { "exterior": { "points": outline } } }))),
        (a().values_count(2..5), on_a(json!({ "values_count": { "gte": 2, "lt": 5 } }))),
        (a().is_empty(), json!({ "is_empty": { "key": "a" } })),
        (a().is_null(), json!({ "is_null": { "key": "a" } })),
        (
            a().nested(field("b").eq(1)),
            json!({ "nested": { "key": "a", "filter": { "must": [{ "key": "b", "match": { "value": 1 } }] } } }),
        ),
        (Condition::has_id([1, 7]), json!({ "has_id": [1, 7] })),
        (Condition::has_vector("image"), json!({ "has_vector": "image" })),
        (Condition::slice(4, 1), json!({ "slice": { "total": 4, "index": 1 } })),
    ];
    let pairs = pairs();
    for (condition, json) in conditions {
        there_and_back(&pairs, "Filter", "qdrant.Filter", &Filter::from(condition), &json!({ "must": [json] }));
    }
    let b = || field("b").eq("x");
    let y = json!({ "key": "b", "match": { "value": "x" } });
    for (filter, json) in [
        (Filter::must([a().eq("x"), b()]), json!({ "must": [x, y] })),
        (Filter::should([a().eq("x"), b()]), json!({ "should": [x, y] })),
        (Filter::must_not([a().eq("x"), b()]), json!({ "must_not": [x, y] })),
        (Filter::min_should(2, [a().eq("x"), b()]), json!({ "min_should": { "conditions": [x, y], "min_count": 2 } })),
        (!(a().eq("x") & b()) & (a().eq("x") | b()), json!({ "must_not": [{ "must": [x, y] }], "should": [x, y] })),
    ] {
        there_and_back(&pairs, "Filter", "qdrant.Filter", &filter, &json);
    }
}

#[test]
fn queries() {
    let x = || Expression::field("x");
    let naive = NaiveFeedbackStrategyParams::new(0.5, 1.0, 2.0);
    let queries: Vec<(QueryInterface, Value)> = vec![
        ([0.5, 1.0].into(), json!([0.5, 1.0])),
        ([[0.5], [1.0]].into(), json!([[0.5], [1.0]])),
        ([(7, 0.5)].into(), json!({ "indices": [7], "values": [0.5] })),
        (5.into(), json!(5)),
        (Document::new("text", "model").into(), json!({ "text": "text", "model": "model" })),
        (Query::nearest([0.5]).mmr(Mmr::new().diversity(0.5)).into(), json!({ "nearest": [0.5], "mmr": { "diversity": 0.5 } })),
        (
            Query::recommend([1, 2]).negative([[0.5]]).strategy(RecommendStrategy::BestScore).into(),
            json!({ "recommend": { "positive": [1, 2], "negative": [[0.5]], "strategy": "best_score" } }),
        ),
        (
            Query::discover([0.5], [(1, 2), (3, 4)]).into(),
            json!({ "discover": { "target": [0.5], "context": [{ "positive": 1, "negative": 2 }, { "positive": 3, "negative": 4 }] } }),
        ),
        (Query::context([(1, [0.5])]).into(), json!({ "context": [{ "positive": 1, "negative": [0.5] }] })),
        (Query::order_by("a").into(), json!({ "order_by": { "key": "a" } })),
        (Query::order_by_desc("a").start_from(5).into(), json!({ "order_by": { "key": "a", "direction": "desc", "start_from": 5 } })),
        (OrderBy::new("a").into(), json!({ "order_by": { "key": "a" } })),
        (Query::fusion(Fusion::Rrf).into(), json!({ "fusion": "rrf" })),
        (Fusion::Dbsf.into(), json!({ "fusion": "dbsf" })),
        (Query::rrf().k(60).weights([1.0, 2.0]).into(), json!({ "rrf": { "k": 60, "weights": [1.0, 2.0] } })),
        (Query::sample().into(), json!({ "sample": "random" })),
        (
            Query::feedback([0.5], [(1, 0.75)], naive).into(),
            json!({ "relevance_feedback": { "target": [0.5], "feedback": [{ "example": 1, "score": 0.75 }],
                "strategy": { "naive": { "a": 0.5, "b": 1.0, "c": 2.0 } } } }),
        ),
        (
            Query::formula(Expression::score() + 0.5 * x() - (x() / 2.0).abs()).into(),
            json!({ "formula": { "sum": ["$score", { "mult": [0.5, "x"] }, { "neg": { "abs": { "div": { "left": "x", "right": 2.0 } } } }] } }),
        ),
        (
            Query::formula(x().decay().target(1.0).scale(2.0).gaussian() * Expression::from(field("a").eq("b"))).into(),
            json!({ "formula": { "mult": [
                { "gauss_decay": { "x": "x", "target": 1.0, "scale": 2.0 } }, { "key": "a", "match": { "value": "b" } }] } }),
        ),
    ];
    let pairs = pairs();
    for (query, json) in queries {
        there_and_back(&pairs, "QueryInterface", "qdrant.Query", &query, &json);
    }
    let hybrid = QueryRequest::new()
        .prefetch([Prefetch::new().query([0.5]).using("dense").limit(20), Prefetch::new().query([(7, 0.5)]).using("sparse")])
        .query(Fusion::Rrf)
        .filter(field("a").eq(1));
    let json = json!({
        "prefetch": [{ "query": [0.5], "using": "dense", "limit": 20 }, { "query": { "indices": [7], "values": [0.5] }, "using": "sparse" }],
        "query": { "fusion": "rrf" },
        "filter": { "must": [{ "key": "a", "match": { "value": 1 } }] },
    });
    assert_eq!(serde_json::to_value(&hybrid).unwrap(), json);
}

#[test]
fn vectors_of_points() {
    let pairs = pairs();
    let multi: VectorStruct = [[0.5, 1.0], [1.5, 2.0]].into();
    let named: VectorStruct = [("dense", Vector::from([0.5])), ("sparse", [(7, 0.5)].into()), ("multi", [[0.5], [1.0]].into())].into();
    for (vectors, json) in [
        (VectorStruct::from(&[0.5, 1.0]), json!([0.5, 1.0])),
        (multi, json!([[0.5, 1.0], [1.5, 2.0]])),
        (named, json!({ "dense": [0.5], "sparse": { "indices": [7], "values": [0.5] }, "multi": [[0.5], [1.0]] })),
    ] {
        there_and_back(&pairs, "VectorStruct", "qdrant.Vectors", &vectors, &json);
    }
}
