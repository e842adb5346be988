//! The end of a client.

use std::time::{Duration, Instant};

use qdrant_remote::{ErrorKind, Protocol, pb};

use crate::cases::NAME;
use crate::support::{Answer, Chunks, FakeServer};

pub(crate) async fn close_waits_for_calls_and_refuses_new_ones(protocol: Protocol) {
    let (sender, chunks) = Chunks::new();
    let headers = match protocol {
        Protocol::Rest => vec![("content-type", "application/json".to_owned())],
        Protocol::Grpc => vec![("content-type", "application/grpc".to_owned())],
    };
    let server = FakeServer::playing(protocol, [Answer::Stream { headers, chunks }]).await;
    let client = server.client();
    let clone = client.clone();
    let call = tokio::spawn(async move { clone.collection_exists(NAME).send().await });
    server.arrived(1).await;

    let closing = client.clone();
    let mut close = tokio::spawn(async move { closing.close().await });
    assert!(tokio::time::timeout(Duration::from_millis(100), &mut close).await.is_err(), "a call is on its way");
    assert!(client.is_closed());
    let error = client.collection_exists(NAME).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
    assert!(error.is_closed() && error.is_unsent());

    let body: &[u8] = match protocol {
        Protocol::Rest => br#"{"result":{"exists":true},"time":0.0}"#,
        Protocol::Grpc => &[0, 0, 0, 0, 4, 0x0a, 0x02, 0x08, 0x01],
    };
    sender.send(bytes::Bytes::copy_from_slice(body)).unwrap();
    drop(sender);
    assert!(call.await.unwrap().unwrap().exists);
    tokio::time::timeout(Duration::from_secs(5), close).await.unwrap().unwrap();
    client.close().await;
    assert_eq!(server.count(), 1);
}

pub(crate) async fn raw_clients_are_closed_too(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::version("1.19.0")]).await;
    let client = server.client();
    let rest = client.raw().rest().unwrap();
    let mut grpc = client.raw().root().unwrap();
    client.close().await;
    let text = match protocol {
        Protocol::Rest => rest.root().await.unwrap_err().to_string(),
        Protocol::Grpc => grpc.health_check(pb::HealthCheckRequest {}).await.unwrap_err().to_string(),
    };
    assert!(text.contains("the client was closed"), "{text}");
    assert_eq!(server.count(), 0);
}

pub(crate) async fn dropping_a_client_does_not_wait(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::Hang]).await;
    let client = server.client();
    let clone = client.clone();
    let call = tokio::spawn(async move { clone.collection_exists(NAME).send().await });
    server.arrived(1).await;
    let begun = Instant::now();
    drop(client);
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert!(begun.elapsed() < Duration::from_secs(5));
}
