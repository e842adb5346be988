//! Compression, and how large requests and answers may be.

use qdrant_remote::models::{Payload, PointStruct};
use qdrant_remote::{Client, ErrorKind, Protocol, operations, pb};
use serde_json::json;

use crate::cases::{self, NAME};
use crate::support::{Answer, FakeServer};

async fn upsert(client: &Client, bytes: usize) -> Result<(), qdrant_remote::Error> {
    let point = PointStruct::new(1, vec![0.5]).payload(Payload::from([("text", "x".repeat(bytes))]));
    client.upsert_points(NAME).points([point]).send().await.map(drop)
}

/// An answer with a payload of this size.
fn large(bytes: usize) -> Answer {
    let text = "x".repeat(bytes);
    let value = pb::Value { kind: Some(pb::value::Kind::StringValue(text.clone())) };
    let id = pb::PointId { point_id_options: Some(pb::point_id::PointIdOptions::Num(1)) };
    let point = pb::RetrievedPoint { id: Some(id), payload: [("text".to_owned(), value)].into(), ..Default::default() };
    let message = pb::GetResponse { result: vec![point], ..Default::default() };
    Answer::reply(json!({ "result": [{ "id": 1, "payload": { "text": text } }], "status": "ok", "time": 0.0 }), &message)
}

async fn read(client: &Client) -> Result<usize, qdrant_remote::Error> {
    let records = client.get_points(NAME).ids([1]).send().await?;
    Ok(records[0].payload.as_ref().unwrap()["text"].as_str().unwrap().len())
}

pub(crate) async fn gzip_is_used_on_request(protocol: Protocol) {
    let answers = [large(100_000).gzipped(), large(10), cases::of(operations::UPSERT_POINTS).answer()];
    let server = FakeServer::playing(protocol, answers).await;
    let client = server.builder().gzip(true).build().unwrap();
    assert_eq!(read(&client).await.unwrap(), 100_000);
    assert_eq!(read(&client).await.unwrap(), 10, "a server need not compress");
    let accepted = match protocol {
        Protocol::Rest => "accept-encoding",
        Protocol::Grpc => "grpc-accept-encoding",
    };
    assert!(server.last().header(accepted).unwrap().contains("gzip"));
    upsert(&client, 10_000).await.unwrap();
    let seen = server.last();
    match protocol {
        // The server does not read compressed requests over REST.
        Protocol::Rest => assert_eq!(seen.header("content-encoding"), None),
        Protocol::Grpc => assert_eq!((seen.header("grpc-encoding"), seen.compressed), (Some("gzip"), true)),
    }
}

pub(crate) async fn gzip_is_off_by_default(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [large(10), cases::of(operations::UPSERT_POINTS).answer()]).await;
    let client = server.client();
    read(&client).await.unwrap();
    let seen = server.last();
    assert_eq!((seen.header("accept-encoding"), seen.header("grpc-accept-encoding")), (None, None));
    upsert(&client, 10_000).await.unwrap();
    let seen = server.last();
    assert_eq!((seen.header("content-encoding"), seen.header("grpc-encoding"), seen.compressed), (None, None, false));
}

pub(crate) async fn large_answers_arrive(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [large(64 * 1024 * 1024)]).await;
    assert_eq!(read(&server.client()).await.unwrap(), 64 * 1024 * 1024);
}

pub(crate) async fn a_large_answer_is_refused_by_a_cap(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [large(1000), large(100)]).await;
    let client = server.builder().max_response_bytes(500).build().unwrap();
    let error = read(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error:?}");
    assert!(error.to_string().contains("`max_response_bytes`"), "{error}");
    assert_eq!(read(&client).await.unwrap(), 100);
    assert_eq!(server.count(), 2);
}

pub(crate) async fn a_large_request_is_refused_by_a_cap(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [cases::of(operations::UPSERT_POINTS).answer()]).await;
    let client = server.builder().max_request_bytes(500).build().unwrap();
    let error = upsert(&client, 1000).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error:?}");
    assert!(error.is_unsent() && error.is_too_large());
    assert!(error.to_string().contains("`max_request_bytes`"), "{error}");
    assert_eq!(server.count(), 0);
    upsert(&client, 100).await.unwrap();
    assert_eq!(server.count(), 1);
}
