//! What `tracing` is told about a call.

use std::time::Duration;

use qdrant_remote::models::{Payload, PointStruct};
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
        let closed = text.lines().find(|line| line.contains("close") && line.contains("qdrant{")).unwrap();
        for field in [
            "otel.kind=\"client\"".to_owned(),
            "otel.status_code=\"ERROR\"".to_owned(),
            "db.system.name=\"qdrant\"".to_owned(),
            "db.operation.name=\"collection_exists\"".to_owned(),
            "db.response.status_code=not found".to_owned(),
            "error.type=Status".to_owned(),
            format!("network.protocol.name=\"{protocol}\""),
            "server.address=\"127.0.0.1\"".to_owned(),
            format!("server.port={}", server.address.port()),
            "resend_count=2".to_owned(),
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
async fn every_operation_is_told_by_its_name() {
    let server = cases::server(Protocol::Rest).await;
    let client = server.client();
    for case in cases::all() {
        let traces = Traces::listen_at(tracing::Level::DEBUG);
        (case.send)(&client, PerCall::default()).await.unwrap();
        let wanted = format!("db.operation.name=\"{}\"", case.operation.name);
        assert!(traces.text().contains(&wanted), "{wanted} in {}", traces.text());
    }
}
