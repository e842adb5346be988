//! A gRPC connection whose other end is gone without a word: asked, given up, replaced.

use std::time::{Duration, Instant};

use qdrant_remote::{Client, ConnectReason, ErrorKind, Protocol, RetryPolicy};

use crate::cases::NAME;
use crate::support::link::Link;
use crate::support::{Answer, FakeServer, builder};

const INTERVAL: Duration = Duration::from_millis(100);
/// More than it takes on a busy machine, and less than the deadline of a call.
const LONG: Duration = Duration::from_secs(10);

async fn linked(answers: impl Into<Vec<Answer>>) -> (FakeServer, Link, Client) {
    let server = FakeServer::playing(Protocol::Grpc, answers).await;
    let link = Link::to(server.address).await;
    let client = builder(Protocol::Grpc, link.address).pool_size(1).ping_interval(INTERVAL).retry(RetryPolicy::off()).build().unwrap();
    (server, link, client)
}

#[tokio::test]
async fn an_idle_connection_is_asked_and_kept() {
    let (_server, link, client) = linked([Answer::exists()]).await;
    client.collection_exists(NAME).send().await.unwrap();
    let begun = Instant::now();
    link.pinged(4).await;
    assert!(begun.elapsed() >= INTERVAL * 2, "pings are apart: {:?}", begun.elapsed());
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(link.connections(), 1);
}

#[tokio::test]
async fn a_silent_one_is_given_up_while_idle() {
    let (_server, link, client) = linked([Answer::exists()]).await;
    client.collection_exists(NAME).send().await.unwrap();
    link.cut();
    let begun = Instant::now();
    link.ended(1).await;
    assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(link.connections(), 2);
}

#[tokio::test]
async fn a_silent_one_is_given_up_under_a_call() {
    let (server, link, client) = linked([Answer::exists(), Answer::Hang, Answer::exists()]).await;
    client.collection_exists(NAME).send().await.unwrap();
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { client.collection_exists(NAME).send().await }
    });
    server.arrived(2).await;
    link.pinged(3).await;
    assert!(!waiting.is_finished(), "a slow server is not a silent one");
    link.cut();
    let begun = Instant::now();
    let error = waiting.await.unwrap().unwrap_err();
    assert!(begun.elapsed() < LONG, "{:?}", begun.elapsed());
    assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Closed), "{error:?}");
    assert!(error.is_retryable() && !error.is_unsent(), "{error:?}");
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(link.connections(), 2);
}
