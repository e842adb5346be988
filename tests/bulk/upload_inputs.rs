//! What can be uploaded, and by what kinds of client.

use qdrant_remote::models::{Payload, Record, UpdateResult, UpdateStatus};
use qdrant_remote::testing::MockStub;
use qdrant_remote::upload::{Columns, NewPoint, OnError};
use qdrant_remote::{Client, Error, ErrorKind, Protocol, RetryPolicy, blocking, requests};
use serde_json::{Value, json};

use crate::support::FakeServer;
use crate::upload::{integers, numbers, taken};

fn mock() -> MockStub {
    let mock = MockStub::new();
    mock.on(|_: &requests::UpsertPoints| Ok(UpdateResult::new(UpdateStatus::Completed)));
    mock
}

fn points(mock: &MockStub) -> Vec<Value> {
    let requests = mock.take::<requests::UpsertPoints>();
    let points = |request: &requests::UpsertPoints| serde_json::to_value(&request.body).unwrap()["points"].as_array().unwrap().clone();
    requests.iter().flat_map(|received| points(&received.request)).collect()
}

#[tokio::test]
async fn columns_become_points() {
    let mock = mock();
    let client = Client::from_stub(mock.clone());
    let (first, second) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [0.5, 0.25, 0.125]);
    let payloads = [Some(Payload::from([("n", 1)])), None, Some(Payload::from([("n", 3)]))];
    let columns = Columns::new().ids([7_u64, 8, 9]).vectors(&first, 2).payloads(payloads.clone());
    let report = client.upload_columns("c", columns).batch_points(2).send().await.unwrap();
    assert_eq!((report.points, report.batches), (3, 2));
    let expected = [
        json!({ "id": 7, "vector": [1.0, 2.0], "payload": { "n": 1 } }),
        json!({ "id": 8, "vector": [3.0, 4.0] }),
        json!({ "id": 9, "vector": [5.0, 6.0], "payload": { "n": 3 } }),
    ];
    assert_eq!(points(&mock), expected);

    let columns = Columns::new().ids([1_u64, 2, 3]).named_vectors("a", &first, 2).named_vectors("b", &second, 1);
    client.upload_columns("c", columns).send().await.unwrap();
    assert_eq!(points(&mock)[1], json!({ "id": 2, "vector": { "a": [3.0, 4.0], "b": [0.25] } }));

    let odd = Columns::new().ids((0..6_u64).filter(|id| id % 2 == 1)).vectors(&second, 1);
    client.upload_columns("c", odd).send().await.unwrap();
    assert_eq!(points(&mock)[2], json!({ "id": 5, "vector": [0.125] }));

    let without_ids = Columns::new().vectors(&second, 1).payloads(vec![Payload::new(); 3]);
    client.upload_columns("c", without_ids).send().await.unwrap();
    let made_up: Vec<uuid::Uuid> = points(&mock).iter().map(|point| point["id"].as_str().unwrap().parse().unwrap()).collect();
    assert!(made_up.len() == 3 && made_up[0] != made_up[1]);
}

#[tokio::test]
async fn columns_of_different_length_are_refused() {
    let mock = mock();
    let client = Client::from_stub(mock.clone());
    let numbers = [0.0; 12];
    for (columns, said) in [
        (Columns::new().ids([1_u64, 2]).vectors(&numbers, 4), "2 ids, 3 vectors"),
        (Columns::new().vectors(&numbers, 5), "12 numbers, which are no rows of 5"),
        (Columns::new().vectors(&numbers, 0), "no rows of 0"),
        (Columns::new().vectors(&numbers, 4).payloads(vec![Payload::new(); 4]), "3 vectors, 4 payloads"),
        (Columns::new().named_vectors("a", &numbers, 4).named_vectors("b", &numbers, 3), "3 vectors `a`, 4 vectors `b`"),
        (Columns::new().vectors(&numbers, 4).named_vectors("b", &numbers, 4), "both unnamed and named"),
    ] {
        let failed = client.upload_columns("c", columns).send().await.unwrap_err();
        assert_eq!(failed.error().kind(), ErrorKind::InvalidRequest);
        assert!(failed.to_string().contains(said), "{failed}");
    }
    assert_eq!(mock.operations(), Vec::<&str>::new());
}

#[tokio::test]
async fn what_was_scrolled_can_be_uploaded() {
    let mock = mock();
    let records = [
        json!({ "id": 1, "vector": [0.5], "payload": { "a": 1 } }),
        json!({ "id": 2, "vector": { "t": { "indices": [3], "values": [0.5] }, "m": [[1.0], [2.0]] } }),
        json!({ "id": 3, "payload": {} }),
    ];
    let records = records.map(|record| serde_json::from_value::<Record>(record).unwrap());
    Client::from_stub(mock.clone()).upload("c").points(records).send().await.unwrap();
    let expected = [
        json!({ "id": 1, "vector": [0.5], "payload": { "a": 1 } }),
        json!({ "id": 2, "vector": { "t": { "indices": [3], "values": [0.5] }, "m": [[1.0], [2.0]] } }),
        json!({ "id": 3, "vector": {}, "payload": {} }),
    ];
    assert_eq!(points(&mock), expected);
}

#[tokio::test]
async fn an_empty_source_sends_nothing_and_no_source_is_an_error() {
    let mock = mock();
    let client = Client::from_stub(mock.clone());
    let report = client.upload("c").points(Vec::<NewPoint>::new()).send().await.unwrap();
    assert!(report.is_complete() && report.points == 0 && report.batches == 0);
    let failed = client.upload("c").send().await.unwrap_err();
    assert!(failed.to_string().contains("`.points(…)`"), "{failed}");
    assert_eq!(mock.operations(), Vec::<&str>::new());
}

#[tokio::test]
async fn a_stub_is_asked_again_too() {
    let mock = mock();
    mock.once(|_: &requests::UpsertPoints| Err(Error::from_status(503, "starting")));
    let upload = Client::from_stub(mock.clone()).upload("c").points(numbers(5));
    let report = upload.retry(RetryPolicy::new().base_wait(std::time::Duration::from_millis(1))).send().await.unwrap();
    assert_eq!((report.points, report.retries, report.bytes), (5, 1, 0));
    assert_eq!(points(&mock).len(), 10);
}

#[tokio::test]
async fn a_value_that_the_protocol_lacks_fails_its_batch() {
    let server = FakeServer::playing(Protocol::Grpc, [taken()]).await;
    let points = [u64::MAX, 1].map(|n| NewPoint::new([0.5]).id(n).payload([("n", n)]));
    let report = server.client().upload("c").points(points).batch_points(1).on_error(OnError::Collect).send().await.unwrap();
    assert_eq!((report.points, report.retries, server.count()), (1, 0, 1));
    assert_eq!(report.failed_ids().collect::<Vec<_>>(), [&u64::MAX.into()]);
    let error = &report.failures[0].error;
    assert!(error.is_unsent() && error.to_string().contains("payload"), "{error}");
}

#[test]
fn blocking_uploads_may_borrow() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let server = runtime.block_on(FakeServer::playing(protocol, [taken()]));
        let client = server.builder().build_blocking().unwrap();
        let rows: Vec<Vec<f32>> = (0..100).map(|n| vec![n as f32]).collect();
        let mut seen = 0;
        let upload = client.upload("c").points((0..).zip(&rows).map(|(id, row)| NewPoint::new(row.as_slice()).id(id as u64)));
        let thread = std::thread::current().id();
        let upload = upload.batch_points(10).progress(|progress| {
            assert_eq!(std::thread::current().id(), thread);
            seen = progress.points;
        });
        let report = upload.send().unwrap();
        assert_eq!((report.points, seen), (100, 100));
        let mut ids: Vec<_> = server.seen().iter().flat_map(|seen| crate::upload::ids(protocol, seen)).collect();
        ids.sort();
        assert_eq!(ids, integers(0..100));

        let flat: Vec<f32> = (0..100).map(|n| n as f32).collect();
        let columns = Columns::new().ids(0..50_u64).vectors(&flat, 2);
        assert_eq!(client.upload_columns("c", columns).send().unwrap().points, 50);
        assert_eq!(crate::upload::ids(protocol, &server.last()), integers(0..50));
    }
}

#[test]
fn contexts_that_do_not_fit_are_errors() {
    let client = Client::from_stub(mock());
    let failed = futures_util::FutureExt::now_or_never(client.upload("c").points(numbers(1)).send()).unwrap().unwrap_err();
    assert!(failed.to_string().contains("no Tokio runtime"), "{failed}");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let client = blocking::Client::from_stub(mock());
    let failed = runtime.block_on(async { client.upload("c").points(numbers(1)).send().unwrap_err() });
    assert!(failed.to_string().contains("inside an async task"), "{failed}");
}
