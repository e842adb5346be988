//! One time limit for the whole of a call.

use std::time::{Duration, Instant};

use bytes::Bytes;
use qdrant_remote::{ErrorKind, Protocol, RetryPolicy, Status};
use tokio::net::{TcpSocket, TcpStream};

use crate::cases::NAME;
use crate::support::{Answer, Chunks, FakeServer, builder, listen, secure_builder};

const LIMIT: Duration = Duration::from_millis(300);

/// Whether a call took as long as its limit. Never less; the machine may be busy, so the best of some tries counts.
fn exact(took: &[Duration]) {
    assert!(took.iter().all(|took| *took >= LIMIT), "{took:?}");
    assert!(took.iter().any(|took| *took <= LIMIT + Duration::from_millis(50)), "{took:?}");
}

pub(crate) async fn is_exact_and_final(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::Hang]).await;
    let client = server.builder().timeout(LIMIT).build().unwrap();
    let mut took = Vec::new();
    for n in 1..=5 {
        let begun = Instant::now();
        let error = client.collection_exists(NAME).send().await.unwrap_err();
        took.push(begun.elapsed());
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.is_timeout() && !error.is_retryable());
        assert_eq!(error.status(), None, "no server said so");
        assert!(error.to_string().contains("300ms"), "{error}");
        assert_eq!(server.count(), n, "one request for each call");
    }
    exact(&took);
}

pub(crate) async fn of_a_call_beats_that_of_the_client(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::Hang]).await;
    for client in [server.builder(), server.builder().timeout(None), server.builder().timeout(Duration::from_secs(60))] {
        let begun = Instant::now();
        let error = client.build().unwrap().collection_exists(NAME).deadline(LIMIT).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!((LIMIT..LIMIT * 10).contains(&begun.elapsed()));
    }
    let patient = server.builder().timeout(Duration::from_millis(1)).build().unwrap();
    let begun = Instant::now();
    patient.collection_exists(NAME).deadline(LIMIT).send().await.unwrap_err();
    assert!(begun.elapsed() >= LIMIT);
}

/// An address that does not take another connection, and what keeps it busy.
async fn full() -> (std::net::SocketAddr, tokio::net::TcpListener, Vec<TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(stream) = tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        waiting.push(stream.unwrap());
    }
    (address, listener, waiting)
}

pub(crate) async fn covers_connecting(protocol: Protocol) {
    let (address, _listener, _waiting) = full().await;
    let client = builder(protocol, address).timeout(LIMIT).build().unwrap();
    let mut took = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        let error = client.collection_exists(NAME).send().await.unwrap_err();
        took.push(begun.elapsed());
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    }
    exact(&took);
}

pub(crate) async fn connect_timeout_is_its_own(protocol: Protocol) {
    let (address, _listener, _waiting) = full().await;
    let client = builder(protocol, address).connect_timeout(LIMIT).retry(RetryPolicy::off()).build().unwrap();
    let begun = Instant::now();
    let error = client.collection_exists(NAME).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect(qdrant_remote::ConnectReason::TimedOut), "{error:?}");
    assert!(error.is_unsent(), "nothing was sent");
    assert!((LIMIT..LIMIT * 10).contains(&begun.elapsed()), "{:?}", begun.elapsed());
}

pub(crate) async fn connect_timeout_covers_the_handshake(protocol: Protocol) {
    let silent = listen().await;
    let client =
        secure_builder(protocol, "localhost", silent.local_addr().unwrap().port()).connect_timeout(LIMIT).retry(RetryPolicy::off());
    let begun = Instant::now();
    let error = client.build().unwrap().collection_exists(NAME).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect(qdrant_remote::ConnectReason::TimedOut), "{error:?}");
    assert!(error.is_unsent(), "{error:?}");
    assert!((LIMIT..LIMIT * 10).contains(&begun.elapsed()), "{:?}", begun.elapsed());
}

pub(crate) async fn covers_the_body(protocol: Protocol) {
    let (sender, chunks) = Chunks::new();
    let headers = match protocol {
        Protocol::Rest => vec![("content-type", "application/json".to_owned())],
        Protocol::Grpc => vec![("content-type", "application/grpc".to_owned())],
    };
    let beginning: &[u8] = match protocol {
        Protocol::Rest => b"{\"result\":",
        Protocol::Grpc => &[0, 0, 0, 0, 9, 10],
    };
    sender.send(Bytes::copy_from_slice(beginning)).unwrap();
    let server = FakeServer::playing(protocol, [Answer::Stream { headers, chunks }]).await;
    let begun = Instant::now();
    let error = server.client().collection_exists(NAME).deadline(LIMIT).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
    assert!((LIMIT..LIMIT * 10).contains(&begun.elapsed()));
    assert_eq!(server.count(), 1);
}

pub(crate) async fn covers_retries(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::fail(Status::Unavailable), Answer::fail(Status::Unavailable), Answer::Hang]).await;
    let policy = RetryPolicy::new().attempts(1000).base_wait(Duration::from_millis(10));
    let client = server.builder().retry(policy).build().unwrap();
    let begun = Instant::now();
    let error = client.collection_exists(NAME).deadline(LIMIT).send().await.unwrap_err();
    assert!((LIMIT..LIMIT * 10).contains(&begun.elapsed()));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("3 attempts"), "{error}");
    assert_eq!(server.count(), 3);
}

pub(crate) async fn zero_sends_nothing(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let error = server.client().collection_exists(NAME).deadline(Duration::ZERO).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(server.count(), 0);
}

pub(crate) async fn is_not_the_servers_timeout(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::Hang, Answer::fail(Status::DeadlineExceeded)]).await;
    let client = server.client();
    client.count_points(NAME).timeout(9).deadline(LIMIT).send().await.unwrap_err();
    let sent = match protocol {
        Protocol::Rest => server.last().uri.query() == Some("timeout=9"),
        Protocol::Grpc => server.last().message::<qdrant_remote::pb::CountPoints>().timeout == Some(9),
    };
    assert!(sent, "{:?}", server.last());

    let error = client.count_points(NAME).send().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(Status::DeadlineExceeded)));
    assert!(error.is_timeout());
    assert!(error.to_string().contains("the server answered"), "{error}");
}
