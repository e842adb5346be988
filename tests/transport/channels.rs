//! Connections: opened when they are needed, shared, replaced.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use qdrant_remote::{Client, ConnectReason, ErrorKind, Protocol, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::cases::NAME;
use crate::support::{Answer, FakeServer, builder, listen, listen_again, nowhere};

fn cheap<T: Clone + Send + Sync + 'static>() {}

pub(crate) async fn building_does_no_io(protocol: Protocol) {
    cheap::<Client>();
    let listener = listen().await;
    let address = listener.local_addr().unwrap();
    // On a thread without runtime, and with everything that could ask for I/O.
    let took = std::thread::spawn(move || {
        let build = || builder(protocol, address).check_version(true).api_key("hunter2").build().unwrap();
        drop(build());
        let begun = Instant::now();
        drop(build());
        begun.elapsed()
    });
    let took = took.join().unwrap();
    assert!(took < Duration::from_millis(20), "{took:?}");
    let connected = tokio::time::timeout(Duration::from_millis(100), listener.accept()).await;
    assert!(connected.is_err(), "nobody connects");
}

pub(crate) async fn a_server_may_start_after_the_client(protocol: Protocol) {
    let address = nowhere().await;
    let client = builder(protocol, address).retry(RetryPolicy::off()).build().unwrap();
    for _ in 0..4 {
        let error = client.collection_exists(NAME).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Refused), "{error:?}");
    }
    let server = FakeServer::on(listen_again(address).await, protocol, |_, _| Answer::exists());
    for _ in 0..4 {
        client.collection_exists(NAME).send().await.unwrap();
    }
    assert_eq!(server.count(), 4);
}

pub(crate) async fn a_server_may_restart_between_calls(protocol: Protocol) {
    let mut server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.client();
    for _ in 0..3 {
        for _ in 0..4 {
            client.collection_exists(NAME).send().await.unwrap();
        }
        let address = server.stop().await;
        server = FakeServer::on(listen_again(address).await, protocol, |_, _| Answer::exists());
    }
    // A write too, without retries: after a moment the client knows that its connections are gone.
    tokio::time::sleep(Duration::from_millis(20)).await;
    client.delete_collection(NAME).retry(RetryPolicy::off()).send().await.unwrap_err();
    assert_eq!(server.count(), 1, "it arrived, and was answered with something else");
}

pub(crate) async fn a_server_may_close_idle_connections(protocol: Protocol) {
    if protocol == Protocol::Rest {
        // REST servers do so after five seconds: the client is first.
        let server = FakeServer::playing(protocol, [Answer::exists()]).await;
        let client = server.client();
        client.collection_exists(NAME).send().await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        client.collection_exists(NAME).send().await.unwrap();
        assert_eq!(server.connections(), 1, "kept while it is fresh");
        tokio::time::sleep(Duration::from_millis(4200)).await;
        client.collection_exists(NAME).send().await.unwrap();
        assert_eq!(server.connections(), 2, "not used when a server may be closing it");
        return;
    }
    // A proxy may do so over gRPC: the next call opens another.
    let listener = listen().await;
    let client = builder(protocol, listener.local_addr().unwrap()).pool_size(1).retry(RetryPolicy::off()).build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.collection_exists(NAME).send().await }
    });
    let (mut first, _) = listener.accept().await.unwrap();
    first.read_exact(&mut [0; 24]).await.unwrap();
    first.shutdown().await.unwrap();
    drop(first);
    assert!(call.await.unwrap().unwrap_err().is_connect());
    let _server = FakeServer::on(listener, protocol, |_, _| Answer::exists());
    client.collection_exists(NAME).send().await.unwrap();
}

pub(crate) async fn clones_share_connections(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.builder().pool_size(2).build().unwrap();
    for clone in vec![client.clone(); 8] {
        clone.collection_exists(NAME).send().await.unwrap();
    }
    let of_connection = |n| server.seen().iter().filter(|seen| seen.connection == n).count();
    match protocol {
        Protocol::Rest => assert_eq!((server.connections(), of_connection(0)), (1, 8)),
        Protocol::Grpc => assert_eq!((server.connections(), of_connection(0), of_connection(1)), (2, 4, 4), "in turn"),
    }
    for outcome in join_all((0..50).map(|_| client.collection_exists(NAME).send())).await {
        outcome.unwrap();
    }
    match protocol {
        Protocol::Rest => assert!(server.connections() > 1, "one call at a time fits a connection"),
        Protocol::Grpc => assert_eq!(server.connections(), 2),
    }
    let one = server.builder().pool_size(0).build().unwrap();
    let before = server.connections();
    for _ in 0..3 {
        one.collection_exists(NAME).send().await.unwrap();
    }
    assert_eq!(server.connections(), before + 1, "a pool has at least one");
}

pub(crate) async fn a_runtime_may_end_before_the_client(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.client();
    for _ in 0..2 {
        let client = client.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                for _ in 0..4 {
                    client.collection_exists(NAME).send().await.unwrap();
                }
            });
        });
        // The server lives on this thread.
        while !thread.is_finished() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        thread.join().unwrap();
    }
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(server.count(), 9);
}
