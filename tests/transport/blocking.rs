//! The blocking client: the same calls, on a thread that waits.

use std::thread;

use qdrant_remote::{Client, ErrorKind, Protocol, blocking};

use crate::cases::{self, NAME, PerCall, served};
use crate::support::{Answer, FakeServer};

fn every_operation(protocol: Protocol) {
    let (_runtime, server) = served(protocol);
    let client = server.builder().build_blocking().unwrap();
    let cases: Vec<_> = cases::all().into_iter().filter(|case| case.exists_over(protocol)).collect();
    for case in &cases {
        let outcome = (case.block)(&client, PerCall::default()).unwrap();
        assert_eq!(outcome.result, cases::without_nulls(case.result.clone()), "{}", case.operation.name);
        assert!(case.is_seen_as(protocol, &server.last()));
    }
    assert_eq!(server.count(), cases.len());
}

#[test]
fn every_operation_blocks_over_rest() {
    every_operation(Protocol::Rest);
}

#[test]
fn every_operation_blocks_over_grpc() {
    every_operation(Protocol::Grpc);
}

#[test]
fn threads_share_a_client() {
    let (_runtime, server) = served(Protocol::Grpc);
    let client = server.builder().build_blocking().unwrap();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || (0..10).all(|_| client.collection_exists(NAME).send().unwrap().exists))
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
    assert_eq!((server.count(), server.connections()), (80, 3));
}

fn refused(error: &qdrant_remote::Error) {
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let text = error.to_string();
    assert!(text.contains("async") && text.contains("spawn_blocking"), "{text}");
}

#[test]
fn inside_an_async_task_it_is_an_error() {
    let (runtime, server) = served(Protocol::Rest);
    let client = server.builder().build_blocking().unwrap();
    runtime.block_on(async {
        refused(&client.collection_exists(NAME).send().unwrap_err());
        refused(&client.connect().unwrap_err());
        let moved = client.clone();
        tokio::spawn(async move { refused(&moved.server_version().unwrap_err()) }).await.unwrap();
        let moved = client.clone();
        let found = tokio::task::spawn_blocking(move || moved.collection_exists(NAME).send()).await.unwrap();
        assert!(found.unwrap().exists, "a thread for blocking work is fine");
        drop(client);
    });
    assert_eq!(server.count(), 1);
}

#[test]
fn an_async_client_without_runtime_is_an_error() {
    let client = Client::builder().url("http://127.0.0.1:1").check_version(false).build().unwrap();
    let mut call = std::pin::pin!(client.collection_exists(NAME).send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(outcome) = call.as_mut().poll(&mut context) else { panic!("it waits for nothing") };
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("no Tokio runtime"), "{error}");
}

#[test]
fn close_version_and_connect_block_too() {
    let (_runtime, server) = served(Protocol::Rest);
    let client = server.builder().build_blocking().unwrap();
    client.connect().unwrap();
    assert_eq!(client.server_version().unwrap().to_string(), "1.19.0");
    assert_eq!(server.count(), 1);
    client.close().unwrap();
    assert!(client.is_closed() && client.as_async().is_closed());
    assert!(client.collection_exists(NAME).send().unwrap_err().is_closed());
}

#[test]
fn an_async_client_can_be_used_blocking() {
    let (_runtime, server) = served(Protocol::Rest);
    let client = blocking::Client::from(server.client());
    assert!(client.collection_exists(NAME).send().unwrap().exists);
}

#[test]
fn a_failing_call_leaves_the_client_usable() {
    let (runtime, server) = served(Protocol::Rest);
    let address = runtime.block_on(server.stop());
    let client = blocking::Client::builder().url(format!("http://{address}")).check_version(false).build_blocking().unwrap();
    assert!(client.collection_exists(NAME).send().unwrap_err().is_connect());
    let listener = runtime.block_on(crate::support::listen_again(address));
    let _entered = runtime.enter();
    let server = FakeServer::on(listener, Protocol::Rest, |_, _| Answer::exists());
    assert!(client.collection_exists(NAME).send().unwrap().exists);
    assert_eq!(server.count(), 1);
}
