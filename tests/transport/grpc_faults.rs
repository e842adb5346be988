//! What HTTP/2 alone can say: a stream that was refused, a connection that is going away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use h2::Reason;
use qdrant_remote::{ErrorKind, Protocol, RetryPolicy};

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
