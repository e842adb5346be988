//! The operations that went with 1.18: search, recommend and discover, over both protocols, against the fronts.

#![allow(clippy::unwrap_used, reason = "a test fails so")]

use std::sync::Arc;

use qdrant_remote::models::{
    ContextExamplePair, DiscoverRequest, GroupsResult, NamedSparseVector, NamedVector, NamedVectorStruct, PointGroup, RecommendExample,
    RecommendRequest, ScoredPoint, SearchRequest, SparseVector,
};
use qdrant_remote::stub::Stub;
use qdrant_remote::testing::{MockStub, Request};
use qdrant_remote::{Client, Error, Protocol, requests, serve};
use tokio::net::TcpListener;

struct Served {
    mock: MockStub,
    clients: Vec<(Protocol, Client)>,
}

/// A scripted server, and a client for each protocol.
async fn served<R: Request>(answer: impl Fn(&R) -> Result<R::Result, Error> + Send + Sync + 'static) -> Served {
    let mock = MockStub::new();
    mock.on(answer);
    let stub: Arc<dyn Stub> = Arc::new(mock.clone());
    let (http, grpc) = (TcpListener::bind("127.0.0.1:0").await.unwrap(), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let url = format!("http://{}", http.local_addr().unwrap());
    let grpc_url = format!("http://{}", grpc.local_addr().unwrap());
    // The runtime of a test ends with it, and the tasks with the runtime.
    let routes = serve::grpc::routes(Arc::clone(&stub)).prepare().into_axum_router();
    tokio::spawn(async move { axum::serve(http, serve::rest::router(stub)).await.unwrap() });
    tokio::spawn(async move { axum::serve(grpc, routes).await.unwrap() });
    let clients = [Protocol::Rest, Protocol::Grpc].map(|protocol| {
        let builder = Client::builder().url(&url).grpc_url(&grpc_url).protocol(protocol).check_version(false);
        (protocol, builder.build().unwrap())
    });
    Served { mock, clients: clients.into() }
}

fn found() -> Vec<ScoredPoint> {
    vec![ScoredPoint::new(7_u64, 3, 0.5), ScoredPoint::new(8_u64, 4, 0.25)]
}

fn vectors() -> [NamedVectorStruct; 3] {
    [
        NamedVectorStruct::Dense(vec![0.5, 0.25]),
        NamedVectorStruct::Named(NamedVector::new("title", vec![0.5])),
        NamedVectorStruct::Sparse(NamedSparseVector::new("words", SparseVector::new([1, 5], [0.5, 2.0]))),
    ]
}

fn examples() -> Vec<RecommendExample> {
    let uuid = "c1e3a6f2-0b6d-4f0e-9a53-0d2f6f0a7b11";
    vec![
        RecommendExample::Id(3_u64.into()),
        RecommendExample::Id(uuid.parse().unwrap()),
        RecommendExample::Dense(vec![0.5, 1.0]),
        RecommendExample::Sparse(SparseVector::new([2], [1.5])),
    ]
}

#[tokio::test]
async fn search_carries_every_form_of_vector() {
    let served = served(|_: &requests::SearchPoints| Ok(found())).await;
    for (protocol, client) in &served.clients {
        for vector in vectors() {
            let points = client
                .search_points("films")
                .limit(10)
                .vector(vector.clone())
                .with_vector(true)
                .score_threshold(0.125)
                .send()
                .await
                .unwrap();
            assert_eq!(*points, found(), "{protocol:?}");
            let asked = served.mock.take::<requests::SearchPoints>();
            let expected = SearchRequest::new(vector, 10).with_vector(true).score_threshold(0.125);
            assert_eq!(asked.len(), 1, "{protocol:?}");
            assert_eq!((asked[0].collection_name.as_str(), &asked[0].body), ("films", &expected), "{protocol:?}");
        }
    }
}

#[tokio::test]
async fn a_batch_of_searches_keeps_their_order() {
    let served = served(|_: &requests::SearchBatchPoints| Ok(vec![found(), Vec::new(), found()])).await;
    for (protocol, client) in &served.clients {
        let searches = vectors().map(|vector| SearchRequest::new(vector, 5));
        let points = client.search_batch_points("films").searches(searches.clone()).send().await.unwrap();
        assert_eq!(*points, [found(), Vec::new(), found()], "{protocol:?}");
        let asked = served.mock.take::<requests::SearchBatchPoints>();
        assert_eq!(asked[0].body.searches, searches, "{protocol:?}");
    }
}

#[tokio::test]
async fn groups_are_searched_by_every_form_of_vector() {
    let served = served(|_: &requests::SearchPointGroups| Ok(GroupsResult::new(Vec::<PointGroup>::new()))).await;
    for (protocol, client) in &served.clients {
        for vector in vectors() {
            client.search_point_groups("films").group_by("genre").group_size(2).limit(4).vector(vector.clone()).send().await.unwrap();
            let asked = served.mock.take::<requests::SearchPointGroups>();
            assert_eq!((&asked[0].body.vector, asked[0].body.group_by.as_str()), (&vector, "genre"), "{protocol:?}");
        }
    }
}

#[tokio::test]
async fn recommend_carries_points_and_vectors() {
    let served = served(|_: &requests::RecommendPoints| Ok(found())).await;
    for (protocol, client) in &served.clients {
        let call =
            client.recommend_points("films").limit(10).positive(examples()).negative([RecommendExample::Id(9_u64.into())]).using("title");
        assert_eq!(*call.send().await.unwrap(), found(), "{protocol:?}");
        let asked = served.mock.take::<requests::RecommendPoints>();
        let expected = RecommendRequest::new(10).positive(examples()).negative([RecommendExample::Id(9_u64.into())]).using("title");
        assert_eq!(asked[0].body, expected, "{protocol:?}");
    }
}

#[tokio::test]
async fn discover_carries_a_target_and_its_context() {
    let served = served(|_: &requests::DiscoverPoints| Ok(found())).await;
    for (protocol, client) in &served.clients {
        for target in examples() {
            let context = [ContextExamplePair::new(RecommendExample::Id(1_u64.into()), target.clone())];
            let call = client.discover_points("films").limit(10).target(target.clone()).context(context.clone());
            assert_eq!(*call.send().await.unwrap(), found(), "{protocol:?}");
            let asked = served.mock.take::<requests::DiscoverPoints>();
            assert_eq!(asked[0].body, DiscoverRequest::new(10).target(target).context(context), "{protocol:?}");
        }
    }
}
