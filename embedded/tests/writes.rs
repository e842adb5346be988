//! Every kind of write, over both protocols, with what it leaves.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::HashMap;

use qdrant_remote::filter::field;
use qdrant_remote::models::{
    Batch, BatchVectorStruct, ClearPayloadOperation, Condition, DeleteOperation, DenseVectorConfig, Distance, Filter, FilterSelector,
    Payload, PayloadSchemaType, PointIdsList, PointStruct, PointVectors, PointsList, SetPayload, SetPayloadOperation, UpdateMode,
    UpdateOperation, UpsertOperation, Vector, VectorParams,
};
use qdrant_remote::{Client, Protocol};
use qdrant_remote_embedded::Embedded;
use serde_json::json;
use support::{count, line, plane, server, upsert};

async fn payload(client: &Client, name: &str, id: u64) -> serde_json::Value {
    let points = client.get_points(name).ids([id]).with_payload(true).send().await.unwrap().into_inner();
    // gRPC has one form for an empty payload and for none.
    json!(points[0].payload.clone().unwrap_or_default())
}

async fn ids(client: &Client, name: &str) -> Vec<u64> {
    let page = client.scroll_points(name).limit(100).send().await.unwrap();
    page.points.iter().map(|point| point.id.as_integer().unwrap()).collect()
}

#[tokio::test]
async fn columns_are_points() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        plane(client, name, Distance::Dot).await;
        let vectors = BatchVectorStruct::Dense(vec![vec![1.0, 2.0], vec![3.0, 4.0]]);
        let batch = Batch::new([1u64, 2], vectors).payloads([None, Some(Payload::from([("k", 1)]))]);
        client.upsert_points(name).batch(batch).wait(true).send().await.unwrap();
        let points = client.get_points(name).ids([1u64, 2]).with_payload(true).with_vector(true).send().await.unwrap();
        assert_eq!(points[1].dense_vector(), Some(&[3.0, 4.0][..]));
        assert_eq!(payload(client, name, 2).await, json!({"k": 1}));
    }
    let uneven = Batch::new([1u64, 2], BatchVectorStruct::Dense(vec![vec![1.0, 2.0]]));
    let refused = clients[0].upsert_points("a").batch(uneven).wait(true).send().await.unwrap_err();
    assert!(refused.is_invalid_request(), "{refused}");
}

#[tokio::test]
async fn payload_is_set_replaced_and_taken_away() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        plane(client, name, Distance::Dot).await;
        upsert(client, name, line(1..4)).await;
        let three = || Condition::has_id([3u64]);
        client.set_payload(name).payload([("a", 1), ("b", 2)]).points([1u64, 2]).wait(true).send().await.unwrap();
        client.set_payload(name).payload([("c", 3)]).filter(three()).wait(true).send().await.unwrap();
        client.set_payload(name).payload([("x", 1)]).key("deep").points([1u64]).wait(true).send().await.unwrap();
        assert_eq!(payload(client, name, 1).await, json!({"a": 1, "b": 2, "deep": {"x": 1}}));
        assert_eq!(payload(client, name, 3).await, json!({"c": 3}));
        client.overwrite_payload(name).payload([("new", true)]).points([2u64]).wait(true).send().await.unwrap();
        assert_eq!(payload(client, name, 2).await, json!({"new": true}));
        client.delete_payload(name).keys(["a", "deep.x"]).points([1u64]).wait(true).send().await.unwrap();
        assert_eq!(payload(client, name, 1).await, json!({"b": 2, "deep": {}}));
        client.clear_payload(name).filter(three()).wait(true).send().await.unwrap();
        assert_eq!(payload(client, name, 3).await, json!({}));
    }
}

#[tokio::test]
async fn points_go_by_id_and_by_filter() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        plane(client, name, Distance::Dot).await;
        upsert(client, name, line(0..10)).await;
        client.delete_points(name).points([1u64, 3, 77]).wait(true).send().await.unwrap();
        client.delete_points(name).filter(Condition::has_id([5u64, 6])).wait(true).send().await.unwrap();
        assert_eq!(ids(client, name).await, [0, 2, 4, 7, 8, 9]);
    }
}

#[tokio::test]
async fn upserts_obey_mode_and_filter() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        plane(client, name, Distance::Dot).await;
        let marked = |mark: &str, ids| line(ids).into_iter().map(|point| point.payload([("mark", mark)])).collect::<Vec<_>>();
        upsert(client, name, marked("old", 0..2)).await;
        let upsert = |mark, mode| client.upsert_points(name).points(marked(mark, 0..3)).update_mode(mode).wait(true);
        upsert("insert", UpdateMode::InsertOnly).send().await.unwrap();
        assert_eq!(payload(client, name, 0).await, json!({"mark": "old"}));
        assert_eq!(payload(client, name, 2).await, json!({"mark": "insert"}));
        let old = field("mark").eq("old");
        upsert("update", UpdateMode::UpdateOnly).update_filter(old).send().await.unwrap();
        assert_eq!(payload(client, name, 0).await, json!({"mark": "update"}));
        assert_eq!(payload(client, name, 2).await, json!({"mark": "insert"}));
    }
}

#[tokio::test]
async fn vectors_change_without_their_points() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        let vectors = [("u", VectorParams::new(1, Distance::Dot)), ("v", VectorParams::new(2, Distance::Dot))];
        client.create_collection(name).vectors(HashMap::from(vectors.map(|(key, params)| (key.to_owned(), params)))).send().await.unwrap();
        let named = |entries: &[(&str, Vec<f32>)]| {
            let entries = entries.iter().map(|(key, vector)| ((*key).to_owned(), Vector::Dense(vector.clone())));
            entries.collect::<HashMap<_, _>>()
        };
        let point = PointStruct::new(1, named(&[("u", vec![1.0]), ("v", vec![1.0, 1.0])])).payload([("k", "kept")]);
        upsert(client, name, vec![point]).await;
        let update = PointVectors::new(1, named(&[("v", vec![2.0, 2.0])]));
        client.update_vectors(name).points([update]).wait(true).send().await.unwrap();
        client.delete_vectors(name).points([1u64]).vector(["u"]).wait(true).send().await.unwrap();
        let found = client.get_points(name).ids([1u64]).with_vector(true).with_payload(true).send().await.unwrap().into_inner();
        assert!(found[0].named_vector("u").is_none());
        assert_eq!(found[0].named_vector("v").unwrap().dense(), Some(&[2.0, 2.0][..]));
        assert_eq!(payload(client, name, 1).await, json!({"k": "kept"}));

        let missing = PointVectors::new(7, named(&[("v", vec![2.0, 2.0])]));
        assert!(client.update_vectors(name).points([missing]).wait(true).send().await.unwrap_err().is_not_found());
        let unknown = client.delete_vectors(name).points([1u64]).vector(["w"]).wait(true).send().await.unwrap_err();
        assert_eq!(unknown.server_message(), "Wrong input: Not existing vector name error: w");
    }
}

#[tokio::test]
async fn a_batch_runs_in_order_and_malformed_ones_not_at_all() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        plane(client, name, Distance::Dot).await;
        let upsert = |points| UpsertOperation::new(PointsList::new(points));
        let set = SetPayloadOperation::new(SetPayload::new([("k", 1)]).points([1u64, 2]));
        let clear = ClearPayloadOperation::new(PointIdsList::new([2u64]));
        let delete = DeleteOperation::new(FilterSelector::new(Filter::must(Condition::has_id([0u64]))));
        let operations: [UpdateOperation; 4] = [upsert(line(0..3)).into(), set.into(), clear.into(), delete.into()];
        let done = client.batch_update(name).operations(operations).wait(true).send().await.unwrap().into_inner();
        assert_eq!(done.iter().map(|result| result.operation_id.unwrap()).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(payload(client, name, 1).await, json!({"k": 1}));
        assert_eq!(payload(client, name, 2).await, json!({}));
        assert_eq!(ids(client, name).await, [1, 2]);

        let malformed = upsert(vec![PointStruct::new(9, Vec::<f32>::new())]);
        let refused = client.batch_update(name).operations([upsert(line(5..8)), malformed]).wait(true).send().await.unwrap_err();
        let message = refused.server_message();
        assert!(message.contains("operations[1].upsert.points[0].vector.vector: dense vector must not be empty"), "{message}");
        assert_eq!(count(client, name).await, 2);
    }
}

#[tokio::test]
async fn names_stay_inside_the_folder_of_the_collection() {
    let folder = tempfile::tempdir().unwrap();
    // Deep enough for what goes up to be found.
    let storage = folder.path().join("a/b/c/d/e/f/storage");
    let server = Embedded::builder().storage(&storage).start().await.unwrap();
    for client in &[Protocol::Rest, Protocol::Grpc].map(|protocol| support::client(&server, protocol)) {
        plane(client, "names", Distance::Dot).await;
        for name in ["../../../../../outside", "a/b", "a\\b", "a\0b", &"x".repeat(201)] {
            let params = VectorParams::new(2, Distance::Dot);
            let error = client.create_collection("other").vectors([(name, params)]).send().await.unwrap_err();
            assert_eq!(error.http_status(), 400, "{name:?}: {error}");
            assert!(error.server_message().starts_with("Wrong input: Vector name"), "{error}");
            let dense = DenseVectorConfig::new(2, Distance::Dot);
            let error = client.create_vector_name("names", name).dense(dense).send().await.unwrap_err();
            assert_eq!(error.http_status(), 400, "{name:?}: {error}");
            upsert(client, "names", line(0..3)).await;
            let index = client.create_field_index("names").field_name(name).field_schema(PayloadSchemaType::Keyword);
            // A key of the payload may be anything, or is refused.
            if let Err(error) = index.wait(true).send().await {
                assert_eq!(error.http_status(), 400, "{name:?}: {error}");
            }
        }
        assert_eq!(count(client, "names").await, 3);
        client.delete_collection("names").send().await.unwrap();
    }
    server.stop().await;
    for above in storage.ancestors().skip(1).take(7) {
        assert_eq!(std::fs::read_dir(above).unwrap().count(), 1, "{}", above.display());
    }
}
