//! Where the engine would do wrong by itself: one test for each trap that the server keeps callers out of.
//!
//! Those of a shard's own life (flushing while writing, a log that is not played again, panics) are tested beside its
//! code, one process a folder and the texts of errors in `server.rs`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::HashMap;

use qdrant_remote::models::{
    DenseVectorConfig, Distance, HnswConfigDiff, PointStruct, RecommendInput, RecommendQuery, RecommendStrategy, SparseVector,
    SparseVectorParams, UpdateStatus, Vector, VectorParams, VectorsConfig,
};
use support::{count, line, plane, server, upsert};

#[tokio::test]
async fn an_offset_is_cut_off_the_front_of_the_results() {
    let (_server, clients) = server().await;
    plane(&clients[0], "a", Distance::Euclid).await;
    upsert(&clients[0], "a", line(0..10)).await;
    for client in &clients {
        let found = client.query_points("a").query(vec![0.0, 0.0]).offset(3).limit(2).send().await.unwrap();
        assert_eq!(found.points.iter().map(|point| point.id.as_integer().unwrap()).collect::<Vec<_>>(), [3, 4]);
        let beyond = client.query_points("a").query(vec![0.0, 0.0]).offset(11).limit(2).send().await.unwrap();
        assert!(beyond.points.is_empty());
        let all = client.query_points("a").query(vec![0.0, 0.0]).offset(1).limit(u64::MAX).send().await.unwrap();
        assert_eq!(all.points.len(), 9);
    }
}

#[tokio::test]
async fn a_collection_is_closed_before_its_files_go() {
    let (_server, clients) = server().await;
    for round in 0..5 {
        plane(&clients[0], "a", Distance::Dot).await;
        upsert(&clients[0], "a", line(0..200)).await;
        let reads = clients.iter().map(|client| client.query_points("a").query(vec![1.0, 0.0]).send());
        let deletion = clients[round % 2].delete_collection("a").send();
        let (reads, deleted) = tokio::join!(futures_util::future::join_all(reads), deletion);
        assert!(*deleted.unwrap());
        for read in reads {
            assert!(read.is_ok() || read.unwrap_err().is_not_found());
        }
    }
    assert!(clients[0].get_collections().send().await.unwrap().collections.is_empty());
}

#[tokio::test]
async fn settings_change_without_a_deadlock() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        plane(client, name, Distance::Cosine).await;
        upsert(client, name, line(1..4)).await;
        let changed = client.update_collection(name).hnsw_config(HnswConfigDiff::new().m(32).ef_construct(123));
        assert!(*changed.send().await.unwrap());
        let info = client.get_collection(name).send().await.unwrap();
        assert_eq!((info.config.hnsw_config.m, info.config.hnsw_config.ef_construct), (32, 123));
        assert_eq!(count(client, name).await, 3);
    }
}

#[tokio::test]
async fn a_vector_name_is_not_created_twice_with_different_sizes() {
    let (_server, clients) = server().await;
    for (collection, client) in ["a", "b"].into_iter().zip(&clients) {
        client.create_collection(collection).send().await.unwrap();
        let create = |size| {
            let config = DenseVectorConfig::new(size, Distance::Dot);
            client.create_vector_name(collection, "v").dense(config).wait(true).send()
        };
        create(3).await.unwrap();
        create(3).await.unwrap();
        let refused = create(4).await.unwrap_err();
        assert!(refused.is_invalid_request(), "{refused}");
        let point = PointStruct::new(1, HashMap::from([("v".to_owned(), Vector::from(vec![1.0, 2.0, 3.0]))]));
        upsert(client, collection, vec![point]).await;
        client.delete_vector_name(collection, "v").wait(true).send().await.unwrap();
        let unknown = client.delete_vector_name(collection, "v").wait(true).send().await.unwrap_err();
        assert!(unknown.is_invalid_request(), "{unknown}");
    }
}

#[tokio::test]
async fn a_failed_batch_leaves_nothing() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        plane(client, name, Distance::Dot).await;
        let mut points = line(0..100);
        points[50] = PointStruct::new(50, vec![1.0, 2.0, 3.0]);
        let refused = client.upsert_points(name).points(points).wait(true).send().await.unwrap_err();
        assert!(refused.server_message().contains("Vector dimension error: expected dim: 2, got 3"), "{refused}");
        assert_eq!(count(client, name).await, 0);

        upsert(client, name, line(0..40)).await;
        let payload = client.set_payload(name).payload([("seen", true)]).points([1, 2, 99, 3]).wait(true).send();
        assert!(payload.await.unwrap_err().is_not_found());
        let points = client.get_points(name).ids([1, 2, 3]).with_payload(true).send().await.unwrap();
        assert!(points.iter().all(|point| point.payload.as_ref().is_none_or(|payload| payload.is_empty())));
    }
}

#[tokio::test]
async fn a_malformed_sparse_vector_is_refused() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        let sparse = HashMap::from([("words".to_owned(), SparseVectorParams::new())]);
        client.create_collection(name).sparse_vectors(sparse).send().await.unwrap();
        let put = |indices: Vec<u32>, values: Vec<f32>| {
            let vector = Vector::Sparse(SparseVector::new(indices, values));
            let point = PointStruct::new(1, HashMap::from([("words".to_owned(), vector)]));
            client.upsert_points(name).points([point]).wait(true).send()
        };
        for (indices, values) in [(vec![1, 2], vec![1.0]), (vec![5, 5], vec![1.0, 2.0])] {
            let refused = put(indices, values).await.unwrap_err();
            assert!(refused.is_invalid_request(), "{refused}");
        }
        assert_eq!(count(client, name).await, 0);
        put(vec![7, 3], vec![1.0, 2.0]).await.unwrap();
        let query = SparseVector::new(vec![7, 1, 3], vec![1.0, 1.0, 1.0]);
        let found = client.query_points(name).query(query).using("words").send().await.unwrap();
        assert_eq!(found.points[0].score, 3.0);
    }
}

#[tokio::test]
async fn a_threshold_cuts_scores_that_are_no_distances() {
    let (_server, clients) = server().await;
    plane(&clients[0], "a", Distance::Euclid).await;
    upsert(&clients[0], "a", line(0..10)).await;
    for client in &clients {
        let recommend = |strategy| RecommendQuery::new(RecommendInput::new().positive([vec![0.0, 0.0]]).strategy(strategy));
        for strategy in [RecommendStrategy::BestScore, RecommendStrategy::SumScores] {
            let query = client.query_points("a").query(recommend(strategy.clone())).limit(10);
            let all = query.send().await.unwrap().into_inner().points;
            assert_eq!(all[0].id.as_integer(), Some(0), "{strategy:?}: the nearest scores best");
            let least = all[3].score;
            let query = client.query_points("a").query(recommend(strategy)).limit(10).score_threshold(least);
            let cut = query.send().await.unwrap().into_inner().points;
            let expected = all.iter().filter(|point| point.score >= least).count();
            assert_eq!(cut.len(), expected);
            assert!(cut.len() < all.len());
        }
    }
}

#[tokio::test]
async fn operations_are_numbered_as_versions_are() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        plane(client, name, Distance::Dot).await;
        for number in 0..3 {
            let done = client.upsert_points(name).points(line(7..8)).wait(true).send().await.unwrap();
            assert_eq!((done.operation_id, &done.status), (Some(number), &UpdateStatus::Completed));
            let found = client.query_points(name).query(vec![1.0, 0.0]).send().await.unwrap();
            assert_eq!(found.points[0].version, number);
        }
        let unawaited = client.upsert_points(name).points(line(7..8)).send().await.unwrap();
        assert_eq!(unawaited.status, UpdateStatus::Acknowledged);
    }
}

#[tokio::test]
async fn a_collection_needs_no_vectors() {
    let (_server, clients) = server().await;
    for (name, client) in ["a", "b"].into_iter().zip(&clients) {
        client.create_collection(name).send().await.unwrap();
        upsert(client, name, vec![PointStruct::new(1, HashMap::<String, Vector>::new()).payload([("k", "v")])]).await;
        let page = client.scroll_points(name).send().await.unwrap();
        assert_eq!(page.points[0].payload.as_ref().unwrap()["k"], "v");
        let info = client.get_collection(name).send().await.unwrap();
        assert_eq!(info.config.params.vectors, Some(VectorsConfig::Named(HashMap::<String, VectorParams>::new())));
    }
}
