//! Queries: single, batched, grouped, and distance matrices.

use qdrant_remote::models::QueryRequest;
use qdrant_remote::pb;
use serde_json::json;

use super::points::num;
use super::*;

const QUERY: &str = "consistency=2&timeout=9";

pub(super) fn cases() -> Vec<Case> {
    let scored = |id: u64, score: f32| pb::ScoredPoint { id: num(id), score, version: 3, ..Default::default() };
    let scored_json = |id: u64, score: f32| json!({ "id": id, "score": score, "version": 3 });
    let group = || pb::PointGroup {
        id: Some(pb::GroupId { kind: Some(pb::group_id::Kind::StringValue("Oslo".into())) }),
        hits: vec![scored(1, 0.5)],
        lookup: None,
    };
    vec![
        case!(QUERY_POINTS, |client| client
            .query_points(NAME)
            .consistency(2)
            .timeout(9)
            .query(vec![0.5, 0.25])
            .limit(2)
            .with_payload(true))
        .query(QUERY)
        .json(json!({ "query": [0.5, 0.25], "limit": 2, "with_payload": true }))
        .result(json!({ "points": [scored_json(1, 0.5), scored_json(2, 0.25)] }))
        .grpc(
            |seen| {
                let message: pb::QueryPoints = seen.message();
                assert_eq!((message.collection_name.as_str(), message.limit, message.timeout), (NAME, Some(2), Some(9)));
                assert!(matches!(message.query.unwrap().variant, Some(pb::query::Variant::Nearest(_))));
            },
            pb::QueryResponse { result: vec![scored(1, 0.5), scored(2, 0.25)], time: TIME, usage: None },
        ),
        case!(QUERY_BATCH_POINTS, |client| client
            .query_batch_points(NAME)
            .consistency(2)
            .timeout(9)
            .searches(vec![QueryRequest::default().query(7), QueryRequest::default()]))
        .query(QUERY)
        .json(json!({ "searches": [{ "query": 7 }, {}] }))
        .result(json!([{ "points": [scored_json(1, 0.5)] }, { "points": [] }]))
        .grpc(
            |seen| {
                let message: pb::QueryBatchPoints = seen.message();
                assert_eq!((message.collection_name.as_str(), message.timeout), (NAME, Some(9)));
                assert_eq!(message.query_points.len(), 2);
                assert!(message.query_points.iter().all(|query| query.collection_name == NAME));
            },
            pb::QueryBatchResponse {
                result: vec![pb::BatchResult { result: vec![scored(1, 0.5)] }, pb::BatchResult { result: vec![] }],
                time: TIME,
                usage: None,
            },
        ),
        case!(QUERY_POINTS_GROUPS, |client| client
            .query_points_groups(NAME)
            .consistency(2)
            .timeout(9)
            .query(vec![0.5])
            .group_by("city")
            .group_size(2)
            .limit(3))
        .query(QUERY)
        .json(json!({ "query": [0.5], "group_by": "city", "group_size": 2, "limit": 3 }))
        .result(json!({ "groups": [{ "id": "Oslo", "hits": [scored_json(1, 0.5)] }] }))
        .grpc(
            |seen| {
                let message: pb::QueryPointGroups = seen.message();
                assert_eq!((message.collection_name.as_str(), message.group_by.as_str()), (NAME, "city"));
                assert_eq!((message.group_size, message.limit, message.timeout), (Some(2), Some(3), Some(9)));
            },
            pb::QueryGroupsResponse { result: Some(pb::GroupsResult { groups: vec![group()] }), time: TIME, usage: None },
        ),
        case!(SEARCH_MATRIX_PAIRS, |client| client.search_matrix_pairs(NAME).consistency(2).timeout(9).sample(10).limit(3).using(VECTOR))
            .query(QUERY)
            .json(json!({ "sample": 10, "limit": 3, "using": VECTOR }))
            .result(json!({ "pairs": [{ "a": 1, "b": 2, "score": 0.5 }] }))
            .grpc(
                |seen| {
                    let message: pb::SearchMatrixPoints = seen.message();
                    assert_eq!((message.collection_name.as_str(), message.sample, message.limit), (NAME, Some(10), Some(3)));
                    assert_eq!((message.using.as_deref(), message.timeout), (Some(VECTOR), Some(9)));
                },
                pb::SearchMatrixPairsResponse {
                    result: Some(pb::SearchMatrixPairs { pairs: vec![pb::SearchMatrixPair { a: num(1), b: num(2), score: 0.5 }] }),
                    time: TIME,
                    usage: None,
                },
            ),
        case!(SEARCH_MATRIX_OFFSETS, |client| client.search_matrix_offsets(NAME).consistency(2).timeout(9).sample(10).limit(3))
            .query(QUERY)
            .json(json!({ "sample": 10, "limit": 3 }))
            .result(json!({ "offsets_row": [0], "offsets_col": [1], "scores": [0.5], "ids": [1, 2] }))
            .grpc(
                |seen| {
                    let message: pb::SearchMatrixPoints = seen.message();
                    assert_eq!((message.collection_name.as_str(), message.sample, message.limit), (NAME, Some(10), Some(3)));
                },
                pb::SearchMatrixOffsetsResponse {
                    result: Some(pb::SearchMatrixOffsets {
                        offsets_row: vec![0],
                        offsets_col: vec![1],
                        scores: vec![0.5],
                        ids: [1, 2].into_iter().filter_map(num).collect(),
                    }),
                    time: TIME,
                    usage: None,
                },
            ),
    ]
}
