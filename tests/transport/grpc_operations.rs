//! Every RPC over gRPC: what arrives at the server, what comes back.

use std::collections::BTreeSet;

use qdrant_remote::Protocol;
use qdrant_remote::operations::OPERATIONS;
use qdrant_remote::pb;

use crate::cases::{self, NAME, PerCall, TIME, without_nulls};
use crate::support::{Answer, FakeServer};

const GRPC: Protocol = Protocol::Grpc;

/// Every RPC of the published services: `qdrant.Points/Query`.
fn published() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/specs/proto")).unwrap() {
        let mut service = String::new();
        for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines().map(str::trim) {
            if let Some(rest) = line.strip_prefix("service ") {
                service = rest.split([' ', '{']).next().unwrap().to_owned();
            }
            if let Some(rest) = line.strip_prefix("rpc ") {
                found.insert(format!("qdrant.{service}/{}", rest.split(['(', ' ']).next().unwrap()));
            }
        }
    }
    found
}

#[test]
fn every_rpc_is_an_operation_or_raw() {
    let mut known: BTreeSet<String> = OPERATIONS.iter().filter_map(|operation| operation.rpc).map(str::to_owned).collect();
    assert_eq!(known.len(), 43);
    known.extend(RAW.map(|name| format!("qdrant.Points/{name}")));
    assert_eq!(known, published());
    assert_eq!(known.len(), 51);

    let cases = cases::all();
    for case in &cases {
        assert_eq!(case.grpc.is_some(), case.operation.rpc.is_some(), "{}", case.operation.name);
    }
    assert_eq!(cases.iter().filter(|case| case.exists_over(GRPC)).count(), 43);
}

#[tokio::test]
async fn every_operation_arrives_as_its_rpc() {
    let server = cases::server(GRPC).await;
    let client = server.client();
    for case in cases::all() {
        let (Some(rpc), Some(grpc)) = (case.operation.rpc, &case.grpc) else { continue };
        let before = server.count();
        let outcome = (case.send)(&client, PerCall::default()).await.unwrap();
        assert_eq!(server.count(), before + 1, "{}", case.operation.name);
        let seen = server.last();
        assert_eq!(seen.uri.path(), format!("/{rpc}"));
        assert_eq!((seen.method.as_str(), seen.header("content-type")), ("POST", Some("application/grpc")));
        (grpc.check)(&seen);
        assert_eq!(outcome.result, without_nulls(case.result.clone()), "{}", case.operation.name);
        assert_eq!(outcome.protocol, GRPC);
        assert_eq!(outcome.time, if case.operation.name == "root" { 0.0 } else { TIME }, "{}", case.operation.name);
    }
}

#[tokio::test]
async fn usage_is_kept() {
    let hardware = pb::HardwareUsage { cpu: 7, vector_io_read: 3, ..Default::default() };
    let usage = pb::Usage { hardware: Some(hardware), inference: None };
    let reply = pb::CountResponse { result: Some(pb::CountResult { count: 1 }), time: 0.0, usage: Some(usage) };
    let server = FakeServer::playing(GRPC, [Answer::message(&reply)]).await;
    let counted = server.client().count_points(NAME).send().await.unwrap();
    let hardware = counted.usage.as_ref().unwrap().hardware.as_ref().unwrap();
    assert_eq!((hardware.cpu, hardware.vector_io_read), (7, 3));
}

/// The RPCs that have no operation; the server has deprecated them.
const RAW: [&str; 8] =
    ["Search", "SearchBatch", "SearchGroups", "Recommend", "RecommendBatch", "RecommendGroups", "Discover", "DiscoverBatch"];

#[tokio::test]
#[allow(deprecated, reason = "that is what is tested")]
async fn rpcs_without_an_operation_are_reached_raw() {
    let hits = || vec![pb::ScoredPoint { id: Some(7.into_id()), score: 0.5, ..Default::default() }];
    let server = FakeServer::start(GRPC, move |_, seen| match seen.uri.path().rsplit('/').next().unwrap() {
        "Search" => Answer::message(&pb::SearchResponse { result: hits(), ..Default::default() }),
        "Recommend" => Answer::message(&pb::RecommendResponse { result: hits(), ..Default::default() }),
        "Discover" => Answer::message(&pb::DiscoverResponse { result: hits(), ..Default::default() }),
        "SearchBatch" => Answer::message(&pb::SearchBatchResponse { result: batch(hits()), ..Default::default() }),
        "RecommendBatch" => Answer::message(&pb::RecommendBatchResponse { result: batch(hits()), ..Default::default() }),
        "DiscoverBatch" => Answer::message(&pb::DiscoverBatchResponse { result: batch(hits()), ..Default::default() }),
        "SearchGroups" => Answer::message(&pb::SearchGroupsResponse { result: Some(groups(hits())), ..Default::default() }),
        "RecommendGroups" => Answer::message(&pb::RecommendGroupsResponse { result: Some(groups(hits())), ..Default::default() }),
        other => panic!("{other}"),
    })
    .await;
    let client = server.builder().api_key("hunter2").build().unwrap();
    let mut points = client.raw().points().unwrap();
    let collection_name = NAME.to_owned();
    let search = pb::SearchPoints { collection_name: collection_name.clone(), vector: vec![0.5], limit: 3, ..Default::default() };
    let recommend = pb::RecommendPoints { collection_name: collection_name.clone(), positive: vec![7.into_id()], ..Default::default() };
    let discover = pb::DiscoverPoints { collection_name: collection_name.clone(), limit: 3, ..Default::default() };

    let found = points.search(search.clone()).await.unwrap().into_inner();
    assert_eq!(found.result, hits());
    assert_eq!(server.last().message::<pb::SearchPoints>(), search);
    let found = points.recommend(recommend.clone()).await.unwrap().into_inner();
    assert_eq!(found.result, hits());
    assert_eq!(server.last().message::<pb::RecommendPoints>(), recommend);
    let found = points.discover(discover.clone()).await.unwrap().into_inner();
    assert_eq!(found.result, hits());
    assert_eq!(server.last().message::<pb::DiscoverPoints>(), discover);

    let searches = pb::SearchBatchPoints { collection_name: collection_name.clone(), search_points: vec![search], ..Default::default() };
    assert_eq!(points.search_batch(searches.clone()).await.unwrap().into_inner().result, batch(hits()));
    assert_eq!(server.last().message::<pb::SearchBatchPoints>(), searches);
    let recommends =
        pb::RecommendBatchPoints { collection_name: collection_name.clone(), recommend_points: vec![recommend], ..Default::default() };
    assert_eq!(points.recommend_batch(recommends.clone()).await.unwrap().into_inner().result, batch(hits()));
    assert_eq!(server.last().message::<pb::RecommendBatchPoints>(), recommends);
    let discovers =
        pb::DiscoverBatchPoints { collection_name: collection_name.clone(), discover_points: vec![discover], ..Default::default() };
    assert_eq!(points.discover_batch(discovers.clone()).await.unwrap().into_inner().result, batch(hits()));
    assert_eq!(server.last().message::<pb::DiscoverBatchPoints>(), discovers);

    let grouped = pb::SearchPointGroups { collection_name: collection_name.clone(), group_by: "city".into(), ..Default::default() };
    assert_eq!(points.search_groups(grouped.clone()).await.unwrap().into_inner().result, Some(groups(hits())));
    assert_eq!(server.last().message::<pb::SearchPointGroups>(), grouped);
    let grouped = pb::RecommendPointGroups { collection_name, group_by: "city".into(), ..Default::default() };
    assert_eq!(points.recommend_groups(grouped.clone()).await.unwrap().into_inner().result, Some(groups(hits())));
    assert_eq!(server.last().message::<pb::RecommendPointGroups>(), grouped);

    let seen = server.seen();
    let called: BTreeSet<_> = seen.iter().map(|seen| seen.uri.path().rsplit('/').next().unwrap()).collect();
    assert_eq!(called, BTreeSet::from(RAW));
    assert!(seen.iter().all(|seen| seen.header("api-key") == Some("hunter2")));
}

#[tokio::test]
async fn raw_clients_share_credentials_and_channels() {
    let server = cases::server(GRPC).await;
    let client = server.builder().api_key("hunter2").header("x-team", "search").pool_size(1).build().unwrap();
    let raw = client.raw();
    raw.root().unwrap().health_check(pb::HealthCheckRequest {}).await.unwrap();
    raw.collections().unwrap().list(pb::ListCollectionsRequest {}).await.unwrap();
    raw.points().unwrap().count(pb::CountPoints { collection_name: NAME.into(), ..Default::default() }).await.unwrap();
    raw.snapshots().unwrap().list(pb::ListSnapshotsRequest { collection_name: NAME.into() }).await.unwrap();
    let mut own = pb::qdrant_client::QdrantClient::new(raw.channel().unwrap());
    own.health_check(pb::HealthCheckRequest {}).await.unwrap();
    for seen in server.seen() {
        assert_eq!((seen.header("api-key"), seen.header("x-team")), (Some("hunter2"), Some("search")), "{}", seen.uri);
    }
    assert_eq!((server.count(), server.connections()), (5, 1));
}

fn batch(hits: Vec<pb::ScoredPoint>) -> Vec<pb::BatchResult> {
    vec![pb::BatchResult { result: hits }]
}

fn groups(hits: Vec<pb::ScoredPoint>) -> pb::GroupsResult {
    pb::GroupsResult { groups: vec![pb::PointGroup { id: None, hits, lookup: None }] }
}

trait IntoId {
    fn into_id(self) -> pb::PointId;
}

impl IntoId for u64 {
    fn into_id(self) -> pb::PointId {
        pb::PointId { point_id_options: Some(pb::point_id::PointIdOptions::Num(self)) }
    }
}
