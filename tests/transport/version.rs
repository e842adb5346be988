//! The check of the server's version, beside the first call.

use std::time::Duration;

use qdrant_remote::{ConnectReason, ErrorKind, Protocol, Warnings};

use crate::cases::NAME;
use crate::support::traces::Traces;
use crate::support::{Answer, FakeServer, Seen, builder, nowhere};

fn asks_version(seen: &Seen) -> bool {
    matches!(seen.uri.path(), "/" | "/qdrant.Qdrant/HealthCheck")
}

async fn server_of(protocol: Protocol, version: &'static str) -> FakeServer {
    FakeServer::start(protocol, move |_, seen| if asks_version(seen) { Answer::version(version) } else { Answer::exists() }).await
}

/// Waits until this was said.
async fn said(traces: &Traces, what: &str) {
    for _ in 0..500 {
        if traces.text().contains(what) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what:?} was not said in {}", traces.text());
}

pub(crate) async fn is_asked_for_once_beside_the_first_call(protocol: Protocol) {
    let traces = Traces::listen_at(tracing::Level::DEBUG);
    let server = server_of(protocol, "1.19.3").await;
    let client = server.builder().check_version(true).build().unwrap();
    assert_eq!(server.connections(), 0);
    for clone in vec![client.clone(); 5] {
        clone.collection_exists(NAME).send().await.unwrap();
    }
    said(&traces, "server version").await;
    assert_eq!(server.seen().iter().filter(|seen| asks_version(seen)).count(), 1);
    assert_eq!(server.count(), 6);
    assert_eq!(client.server_version().await.unwrap().to_string(), "1.19.3");
    assert_eq!(server.count(), 6, "what is known is not asked again");
    assert!(!traces.text().contains("WARN"), "{}", traces.text());
}

pub(crate) async fn is_not_asked_for_when_off(protocol: Protocol) {
    let server = server_of(protocol, "1.19.3").await;
    let client = server.client();
    for _ in 0..3 {
        client.collection_exists(NAME).send().await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!server.seen().iter().any(asks_version));
}

pub(crate) async fn too_far_apart_is_a_warning(protocol: Protocol) {
    let traces = Traces::listen_at(tracing::Level::WARN);
    let server = server_of(protocol, "1.12.0").await;
    let client = server.builder().check_version(true).build().unwrap();
    client.collection_exists(NAME).send().await.unwrap();
    said(&traces, "more than one minor version apart").await;
    let text = traces.text();
    assert!(text.contains("1.12.0") && text.contains(qdrant_remote::operations::RELEASE), "{text}");
    assert_eq!(text.matches("WARN").count(), 1, "{text}");

    let traces = Traces::listen_at(tracing::Level::DEBUG);
    let quiet = server_of(protocol, "1.12.0").await;
    let client = quiet.builder().check_version(true).warnings(Warnings::Off).build().unwrap();
    client.collection_exists(NAME).send().await.unwrap();
    said(&traces, "server version").await;
    assert!(!traces.text().contains("WARN"), "{}", traces.text());
}

pub(crate) async fn can_be_asked_for(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::version("soon"), Answer::version("1.9.3.dev0")]).await;
    let client = server.client();
    assert_eq!(client.server_version().await.unwrap_err().kind(), ErrorKind::Decode);
    let version = client.server_version().await.unwrap();
    assert_eq!((version.major, version.minor), (1, 9));
    assert!(server.seen().iter().all(asks_version), "over the preferred protocol");
}

pub(crate) async fn connect_checks_eagerly(protocol: Protocol) {
    let server = server_of(protocol, "1.19.3").await;
    let client = server.client();
    client.connect().await.unwrap();
    assert_eq!((server.connections(), server.count()), (1, 1));

    let absent = builder(protocol, nowhere().await).build().unwrap();
    let error = absent.connect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Refused), "{error:?}");
}
