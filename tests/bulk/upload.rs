//! What arrives of an upload when nothing fails.

use std::sync::{Arc, Mutex};

use qdrant_remote::filter::field;
use qdrant_remote::models::{ExtendedPointId, PointStruct, UpdateMode, WriteOrdering};
use qdrant_remote::upload::{NewPoint, OnError};
use qdrant_remote::{ErrorKind, Protocol, pb};
use serde_json::{Value, json};

use crate::support::{Answer, FakeServer, Seen};

/// The answer to an upsert that went well.
pub fn taken() -> Answer {
    let result = pb::UpdateResult { operation_id: Some(1), status: pb::UpdateStatus::Completed as i32 };
    let message = pb::PointsOperationResponse { result: Some(result), ..Default::default() };
    Answer::reply(json!({ "result": { "operation_id": 1, "status": "completed" }, "status": "ok", "time": 0.0 }), &message)
}

/// The ids in an upsert.
pub fn ids(protocol: Protocol, seen: &Seen) -> Vec<ExtendedPointId> {
    let id = |point: &Value| serde_json::from_value(point["id"].clone()).unwrap();
    match protocol {
        Protocol::Rest => seen.json()["points"].as_array().unwrap().iter().map(id).collect(),
        Protocol::Grpc => seen.message::<pb::UpsertPoints>().points.into_iter().map(of_message).collect(),
    }
}

fn of_message(point: pb::PointStruct) -> ExtendedPointId {
    match point.id.unwrap().point_id_options.unwrap() {
        pb::point_id::PointIdOptions::Num(number) => number.into(),
        pb::point_id::PointIdOptions::Uuid(uuid) => uuid.as_str().try_into().unwrap(),
    }
}

/// The first id of an upsert, by which tests know the batch.
pub fn first(protocol: Protocol, seen: &Seen) -> u64 {
    ids(protocol, seen)[0].as_integer().unwrap()
}

/// How many bytes the request had on the wire, over gRPC with its frame.
pub fn wire_size(protocol: Protocol, seen: &Seen) -> usize {
    seen.body.len() + if protocol == Protocol::Grpc { 5 } else { 0 }
}

pub fn numbers(count: u64) -> impl Iterator<Item = PointStruct> + Send {
    (0..count).map(|id| PointStruct::new(id, [id as f32, 0.1, -1e-7]).payload([("text", format!("\"{id}\"\n"))]))
}

pub fn integers(ids: std::ops::Range<u64>) -> Vec<ExtendedPointId> {
    ids.map(Into::into).collect()
}

pub async fn every_point_arrives_once(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [taken()]).await;
    let report = server.client().upload("c").points(numbers(1000)).batch_points(64).send().await.unwrap();
    assert_eq!((report.points, report.batches, report.retries), (1000, 16, 0));
    assert!(report.is_complete());
    assert!(!report.elapsed.is_zero());
    let seen = server.seen();
    assert_eq!(report.bytes as usize, seen.iter().map(|seen| wire_size(protocol, seen)).sum::<usize>());
    let mut all: Vec<_> = seen.iter().flat_map(|seen| ids(protocol, seen)).collect();
    all.sort();
    assert_eq!(all, integers(0..1000));
}

pub async fn batches_end_by_count_and_by_size(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [taken()]).await;
    let client = server.client();
    client.upload("c").points(numbers(10)).batch_points(4).parallel(1).send().await.unwrap();
    let sizes: Vec<_> = server.seen().iter().map(|seen| ids(protocol, seen).len()).collect();
    assert_eq!(sizes, [4, 4, 2]);

    let limit = 20_000;
    let points = (0..1000).map(|id| PointStruct::new(id, vec![-1.234_567_8e-20; 100]));
    client.upload("c").points(points).batch_bytes(limit).parallel(1).send().await.unwrap();
    let seen = server.seen().split_off(3);
    let sizes: Vec<_> = seen.iter().map(|seen| wire_size(protocol, seen)).collect();
    assert!(sizes.iter().all(|size| *size <= limit), "{sizes:?}");
    assert!(sizes[..sizes.len() - 1].iter().all(|size| *size > limit * 3 / 4), "{sizes:?}");
    assert_eq!(seen.iter().flat_map(|seen| ids(protocol, seen)).collect::<Vec<_>>(), integers(0..1000));
}

/// A long body goes onto the wire slice by slice, and is still one body.
pub async fn long_requests_are_whole(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [taken()]).await;
    let points = (0..2000).map(|id| PointStruct::new(id, vec![-1.234_567_8e-20; 500]));
    let report = server.client().upload("c").points(points).batch_points(2000).send().await.unwrap();
    assert_eq!((report.points, report.batches), (2000, 1));
    let seen = server.last();
    assert!(seen.body.len() > 4_000_000);
    assert_eq!(ids(protocol, &seen), integers(0..2000));
    if protocol == Protocol::Rest {
        assert_eq!(seen.header("content-length"), Some(seen.body.len().to_string().as_str()));
        assert_eq!(seen.header("transfer-encoding"), None);
    }
}

pub async fn a_point_over_the_limit_is_named_and_not_sent(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [taken()]).await;
    let client = server.client();
    let large = |id: u64| PointStruct::new(id, vec![0.123_456_79; 5000]);
    let failed = client.upload("c").points([large(7)]).batch_bytes(10_000).send().await.unwrap_err();
    assert_eq!(failed.error().kind(), ErrorKind::TooLarge);
    assert!(failed.error().is_unsent());
    assert!(failed.to_string().contains("point 7 ") && failed.to_string().contains("`batch_bytes` is 10000"), "{failed}");
    assert_eq!(failed.report().failed_ids().collect::<Vec<_>>(), [&7_u64.into()]);
    assert_eq!(server.count(), 0);

    let points = numbers(10).chain([large(10)]).chain(numbers(20).skip(11));
    let report = client.upload("c").points(points).batch_bytes(10_000).on_error(OnError::Collect).send().await.unwrap();
    assert_eq!(report.points, 19);
    assert_eq!(report.failed_ids().collect::<Vec<_>>(), [&10_u64.into()]);
    let all: Vec<_> = server.seen().iter().flat_map(|seen| ids(protocol, seen)).collect();
    assert_eq!(all, [integers(0..10), integers(11..20)].concat());

    // A point that needs an exact look fits.
    let exact = match protocol {
        Protocol::Rest => 5000 * 11 + 100,
        Protocol::Grpc => 5000 * 4 + 100,
    };
    let report = client.upload("c").points([large(1)]).batch_bytes(exact).send().await.unwrap();
    assert_eq!(report.points, 1);
    assert!(report.bytes as usize <= exact);
}

pub async fn settings_are_those_of_every_request(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [taken()]).await;
    let upload = server.client().upload("c").points(numbers(4)).batch_points(2);
    let upload = upload.wait(true).ordering(WriteOrdering::Strong).shard_key("north").update_mode(UpdateMode::InsertOnly);
    let upload = upload.update_filter(field("a").eq(1));
    let name = http::HeaderName::from_static("x-reason");
    upload.header(name, http::HeaderValue::from_static("test")).send().await.unwrap();
    assert_eq!(server.count(), 2);
    for seen in server.seen() {
        assert_eq!(seen.header("x-reason"), Some("test"));
        match protocol {
            Protocol::Rest => {
                assert_eq!((seen.method.as_str(), seen.uri.path()), ("PUT", "/collections/c/points"));
                let query = seen.uri.query().unwrap();
                assert!(query.contains("wait=true") && query.contains("ordering=strong"), "{query}");
                let mut body = seen.json();
                body.as_object_mut().unwrap().remove("points");
                let filter = json!({ "must": [{ "key": "a", "match": { "value": 1 } }] });
                assert_eq!(body, json!({ "shard_key": "north", "update_filter": filter, "update_mode": "insert_only" }));
                assert_eq!(seen.header("content-type"), Some("application/json"));
            }
            Protocol::Grpc => {
                let message: pb::UpsertPoints = seen.message();
                assert_eq!(message.collection_name, "c");
                assert_eq!((message.wait, message.update_mode), (Some(true), Some(pb::UpdateMode::InsertOnly as i32)));
                assert_eq!(message.ordering.unwrap().r#type, pb::WriteOrderingType::Strong as i32);
                assert_eq!(message.shard_key_selector.unwrap().shard_keys.len(), 1);
                assert_eq!(message.update_filter.unwrap().must.len(), 1);
            }
        }
    }
}

pub async fn progress_grows_to_the_report(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [taken()]).await;
    let mut steps = Vec::new();
    let upload = server.client().upload("c").points(numbers(100)).batch_points(10);
    let report = upload.progress(|progress| steps.push(*progress)).send().await.unwrap();
    assert_eq!(steps.len(), 10);
    assert!(steps.windows(2).all(|pair| pair[0].points + 10 == pair[1].points && pair[0].elapsed <= pair[1].elapsed));
    let last = steps[9];
    assert_eq!((last.points, last.batches, last.bytes, last.failed), (report.points, report.batches, report.bytes, 0));
}

pub async fn absent_ids_are_made_up(protocol: Protocol) {
    // Which the first request brought is what the second must bring.
    let sent: Arc<Mutex<Vec<Vec<ExtendedPointId>>>> = Arc::default();
    let record = Arc::clone(&sent);
    let script = move |n: usize, seen: &Seen| {
        record.lock().unwrap().push(ids(protocol, seen));
        if n == 0 { Answer::failure(503, 14, "starting") } else { taken() }
    };
    let server = FakeServer::start(protocol, script).await;
    let points = (0..50).map(|n| NewPoint::new([n as f32]).payload([("n", n)]));
    let report = server.client().upload("c").points(points).send().await.unwrap();
    assert_eq!((report.points, report.retries), (50, 1));
    let sent = sent.lock().unwrap();
    assert_eq!(sent[0], sent[1]);
    let mut unique: Vec<_> = sent[0].iter().map(|id| id.as_uuid().unwrap()).collect();
    assert!(unique.iter().all(|uuid| uuid.get_version_num() == 4));
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), 50);
}
