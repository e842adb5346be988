//! What HTTP/2 alone can say: a stream that was refused, a connection that is going away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use h2::Reason;
use qdrant_remote::{Error, ErrorKind, Protocol, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::cases::{self, PerCall};
use crate::support::{Answer, FakeServer, builder, listen};

/// Serves one connection that turns its first request away, and then what is a normal server.
async fn after(turn_away: fn(h2::server::SendResponse<bytes::Bytes>, &mut Connection)) -> (std::net::SocketAddr, Arc<AtomicUsize>) {
    let listener = listen().await;
    let address = listener.local_addr().unwrap();
    let turned_away = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&turned_away);
    tokio::spawn(async move {
        let (tcp, _) = listener.accept().await.unwrap();
        let mut connection = h2::server::handshake(tcp).await.unwrap();
        let (_, respond) = connection.accept().await.unwrap().unwrap();
        counted.fetch_add(1, Ordering::SeqCst);
        turn_away(respond, &mut connection);
        let finish = tokio::spawn(async move { while connection.accept().await.is_some() {} });
        let server = FakeServer::on(listener, Protocol::Grpc, |_, _| cases::of(qdrant_remote::operations::BATCH_UPDATE).answer());
        let _ = finish.await;
        server.arrived(usize::MAX).await;
    });
    (address, turned_away)
}

type Connection = h2::server::Connection<tokio::net::TcpStream, bytes::Bytes>;

#[tokio::test]
async fn a_refused_stream_is_sent_again_even_if_a_write() {
    let (address, turned_away) = after(|mut respond, connection| {
        respond.send_reset(Reason::REFUSED_STREAM);
        connection.graceful_shutdown();
    })
    .await;
    let client = builder(Protocol::Grpc, address).build().unwrap();
    (cases::of(qdrant_remote::operations::BATCH_UPDATE).send)(&client, PerCall::default()).await.unwrap();
    assert_eq!(turned_away.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_stream_that_was_begun_is_not() {
    let (address, _) = after(|mut respond, connection| {
        respond.send_reset(Reason::INTERNAL_ERROR);
        connection.graceful_shutdown();
    })
    .await;
    let client = builder(Protocol::Grpc, address).build().unwrap();
    let error = (cases::of(qdrant_remote::operations::BATCH_UPDATE).send)(&client, PerCall::default()).await.unwrap_err();
    assert!(!error.is_unsent(), "{error:?}");
}

/// Sends a write to a server that goes away at once, naming the last stream that it looked at; the write is stream 1.
/// What comes after that is answered, and counted.
async fn write_to_one_that_leaves(last: u8) -> (Result<(), Error>, usize) {
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let listener = listen().await;
    let client = builder(Protocol::Grpc, listener.local_addr().unwrap()).pool_size(1).build().unwrap();
    let serving = tokio::spawn(async move {
        let (mut tcp, _) = listener.accept().await.unwrap();
        tcp.write_all(&SETTINGS).await.unwrap();
        tcp.read_exact(&mut [0; 24]).await.unwrap();
        let mut head = [0; 9];
        while head[3] != 1 {
            tcp.read_exact(&mut head).await.unwrap();
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
            tcp.read_exact(&mut vec![0; length]).await.unwrap();
        }
        tcp.write_all(&[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, last, 0, 0, 0, 0]).await.unwrap();
        tcp.shutdown().await.unwrap();
        tokio::spawn(async move { while tcp.read(&mut [0; 1024]).await.is_ok_and(|length| length > 0) {} });
        FakeServer::on(listener, Protocol::Grpc, |_, _| cases::of(qdrant_remote::operations::BATCH_UPDATE).answer())
    });
    let outcome = (cases::of(qdrant_remote::operations::BATCH_UPDATE).send)(&client, PerCall::default()).await.map(drop);
    (outcome, serving.await.unwrap().count())
}

#[tokio::test]
async fn what_a_leaving_server_did_not_look_at_is_sent_again() {
    let (outcome, again) = write_to_one_that_leaves(0).await;
    outcome.unwrap();
    assert_eq!(again, 1);
    let (outcome, again) = write_to_one_that_leaves(1).await;
    let error = outcome.unwrap_err();
    assert!(error.is_connect() && !error.is_unsent(), "it may have been carried out: {error:?}");
    assert_eq!(again, 0);
}

#[tokio::test]
async fn a_server_that_goes_away_is_asked_on_another_connection() {
    let server = FakeServer::playing(Protocol::Grpc, [Answer::exists(), Answer::Break, Answer::exists()]).await;
    let client = server.builder().pool_size(1).build().unwrap();
    for _ in 0..2 {
        client.collection_exists("x").send().await.unwrap();
    }
    assert_eq!((server.count(), server.connections()), (3, 2));
    let error = client.delete_collection("x").retry(RetryPolicy::off()).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "the script answers with something else");
}
