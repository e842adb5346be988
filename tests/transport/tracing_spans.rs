//! What `tracing` is told about a call.

use std::time::Duration;

use qdrant_remote::models::{Filter, Payload, PointStruct};
use qdrant_remote::{Protocol, RetryPolicy, Status};

use crate::cases::{self, NAME, PerCall};
use crate::support::traces::Traces;
use crate::support::{Answer, FakeServer};

#[tokio::test]
async fn a_call_is_a_span_with_the_names_of_opentelemetry() {
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let failures = [Answer::fail(Status::Unavailable), Answer::fail(Status::Unavailable), Answer::fail(Status::NotFound)];
        let server = FakeServer::playing(protocol, failures).await;
        let client = server.builder().retry(RetryPolicy::new().base_wait(Duration::from_millis(1))).build().unwrap();
        let traces = Traces::listen_at(tracing::Level::DEBUG);
        client.collection_exists(NAME).send().await.unwrap_err();
        let text = traces.text();
        let closed = closed(&text);
        for field in [
            "otel.kind=\"client\"".to_owned(),
            format!("otel.name=collection_exists {NAME}"),
            "otel.status_code=\"ERROR\"".to_owned(),
            "db.system.name=\"qdrant\"".to_owned(),
            "db.operation.name=\"collection_exists\"".to_owned(),
            format!("db.collection.name={NAME:?}"),
            "db.response.status_code=not found".to_owned(),
            "error.type=Status".to_owned(),
            format!("network.protocol.name=\"{protocol}\""),
            "server.address=\"127.0.0.1\"".to_owned(),
            format!("server.port={}", server.address.port()),
            "http.request.resend_count=2".to_owned(),
        ] {
            assert!(closed.contains(&field), "{field} in {closed}");
        }
        assert_eq!(text.matches("sending again").count(), 2);
    }
}

#[tokio::test]
async fn vectors_and_payloads_are_not_told() {
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let server = FakeServer::playing(protocol, [cases::of(qdrant_remote::operations::UPSERT_POINTS).answer()]).await;
        let traces = Traces::listen_at(tracing::Level::DEBUG);
        let point = PointStruct::new(1, vec![0.123_456]).payload(Payload::from([("city", "Longyearbyen")]));
        server.client().upsert_points(NAME).points([point]).send().await.unwrap();
        let text = traces.text();
        assert!(text.contains("upsert_points"));
        assert!(!text.contains("0.123") && !text.contains("Longyearbyen"), "{text}");
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_told() {
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let answer = Answer::Reply { status: 200, json: "[]".to_owned(), message: vec![0x0a, 0x7f].into(), gzip: false };
        let empty = Answer::Reply { status: 200, json: "{}".to_owned(), message: vec![].into(), gzip: false };
        let server = FakeServer::playing(protocol, [answer, empty]).await;
        let client = server.client();
        for _ in 0..2 {
            let traces = Traces::listen_at(tracing::Level::DEBUG);
            client.collection_exists(NAME).send().await.unwrap_err();
            let text = traces.text();
            let closed = closed(&text);
            assert!(closed.contains("otel.status_code=\"ERROR\"") && closed.contains("error.type=Decode"), "{protocol}: {closed}");
        }
    }
}

#[tokio::test]
async fn a_request_that_has_no_form_is_told() {
    let server = FakeServer::playing(Protocol::Grpc, [Answer::exists()]).await;
    let traces = Traces::listen_at(tracing::Level::DEBUG);
    let request = server.client().set_payload(NAME).payload(Payload::default()).points([1]).filter(Filter::default());
    request.send().await.unwrap_err();
    let text = traces.text();
    assert!(closed(&text).contains("error.type=NotExpressible"), "{text}");
}

#[tokio::test]
async fn every_operation_is_told_by_its_name_and_collection() {
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let server = cases::server(protocol).await;
        let client = server.client();
        for case in cases::all().iter().filter(|case| protocol == Protocol::Rest || case.grpc.is_some()) {
            let traces = Traces::listen_at(tracing::Level::DEBUG);
            (case.send)(&client, PerCall::default()).await.unwrap();
            let (text, operation) = (traces.text(), case.operation);
            let closed = closed(&text);
            assert!(closed.contains(&format!("db.operation.name=\"{}\"", operation.name)), "{closed}");
            let of_collection = operation.path.contains("{collection_name}");
            let told = closed.contains(&format!("db.collection.name={NAME:?}"));
            assert_eq!((told, closed.contains("db.collection.name")), (of_collection, of_collection), "{closed}");
        }
    }
}

/// The line that says how the span of a call ended.
fn closed(text: &str) -> &str {
    text.lines().find(|line| line.contains("close") && line.contains("qdrant{")).unwrap()
}
