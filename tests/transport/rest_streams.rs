//! Snapshots on their way over REST: in pieces, in time, and whole or an error.

use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use qdrant_remote::body::{ByteStream, UploadBody};
use qdrant_remote::{ConnectReason, Error, ErrorKind, Protocol};
use serde_json::json;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::cases::{BYTES, NAME, SNAPSHOT};
use crate::support::{Answer, Chunks, FakeServer};

const REST: Protocol = Protocol::Rest;
const LIMIT: Duration = Duration::from_millis(300);

/// A server whose answer to everything is fed by the test.
async fn fed() -> (UnboundedSender<Bytes>, FakeServer) {
    let (sender, chunks) = Chunks::new();
    (sender, FakeServer::playing(REST, [Answer::Stream { headers: Vec::new(), chunks }]).await)
}

/// Sends a piece now and then.
fn feed(sender: UnboundedSender<Bytes>, pieces: u32, pause: Duration) {
    tokio::spawn(async move {
        for _ in 0..pieces {
            let _ = sender.send(Bytes::from_static(b"piece"));
            tokio::time::sleep(pause).await;
        }
    });
}

async fn collect(download: ByteStream) -> Result<Bytes, Error> {
    Ok(download.try_collect::<Vec<_>>().await?.concat().into())
}

#[tokio::test]
async fn the_clients_limit_is_for_each_pause_of_a_download() {
    let (sender, server) = fed().await;
    let client = server.builder().timeout(LIMIT).build().unwrap();
    feed(sender.clone(), 6, LIMIT / 3);
    let begun = Instant::now();
    let download = client.get_snapshot(NAME, SNAPSHOT).send().await.unwrap().into_inner();
    let error = collect(download).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, Some("get_snapshot")));
    assert!((LIMIT * 2..LIMIT * 10).contains(&begun.elapsed()), "pauses do not count together: {:?}", begun.elapsed());
    drop(sender);
}

#[tokio::test]
async fn a_deadline_of_the_call_is_for_the_whole_download() {
    let (sender, server) = fed().await;
    let client = server.client();
    feed(sender, 200, LIMIT / 10);
    let begun = Instant::now();
    let download = client.get_snapshot(NAME, SNAPSHOT).deadline(LIMIT).send().await.unwrap().into_inner();
    let error = collect(download).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!((LIMIT..LIMIT * 10).contains(&begun.elapsed()), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_download_may_be_longer_than_an_answer() {
    let bytes = Bytes::from(vec![7; 5000]);
    let whole = Answer::Body { status: 200, headers: Vec::new(), chunks: vec![bytes.clone()] };
    let server = FakeServer::playing(REST, [whole]).await;
    let client = server.builder().max_response_bytes(100).build().unwrap();
    let download = client.get_snapshot(NAME, SNAPSHOT).send().await.unwrap().into_inner();
    assert_eq!(collect(download).await.unwrap(), bytes);
    assert!(client.metrics().send().await.unwrap_err().is_too_large(), "what is collected is no download");
}

#[tokio::test]
async fn the_clients_limit_is_not_for_uploads() {
    let server = FakeServer::playing(REST, [Answer::json(json!({ "result": true, "status": "ok", "time": 0.0 }))]).await;
    let client = server.builder().timeout(LIMIT / 3).build().unwrap();
    let slow = || {
        let pieces = futures_util::stream::iter(0..5).then(|_| async {
            tokio::time::sleep(LIMIT / 5).await;
            Ok(Bytes::from_static(b"piece"))
        });
        UploadBody::from_stream(pieces)
    };
    client.recover_from_uploaded_snapshot(NAME, slow()).send().await.unwrap();
    let error = client.recover_from_uploaded_snapshot(NAME, slow()).deadline(LIMIT / 2).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_download_can_be_uploaded_while_it_arrives() {
    let (sender, source) = fed().await;
    let target = FakeServer::playing(REST, [Answer::json(json!({ "result": true, "status": "ok", "time": 0.0 }))]).await;
    sender.send(Bytes::from(vec![b'x'; 1000])).unwrap();
    let download = source.client().get_snapshot(NAME, SNAPSHOT).send().await.unwrap().into_inner();
    let client = target.client();
    let call = tokio::spawn(async move { client.recover_from_uploaded_snapshot(NAME, download).send().await });
    target.received(1000).await;
    drop(sender);
    call.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_download_arrives_in_pieces() {
    let (sender, chunks) = Chunks::new();
    let headers = vec![("content-disposition", "attachment; filename=\"x.snapshot\"".to_owned())];
    let server = FakeServer::playing(REST, [Answer::Stream { headers, chunks }]).await;
    sender.send(Bytes::from_static(b"first")).unwrap();
    let mut download = server.client().get_snapshot(NAME, SNAPSHOT).send().await.unwrap().into_inner();
    assert_eq!(download.name(), Some("x.snapshot"));
    assert_eq!(download.content_length(), None);
    assert_eq!(download.next().await.unwrap().unwrap(), "first");
    sender.send(Bytes::from_static(b"second")).unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "second");
    drop(sender);
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn a_download_that_is_cut_off_is_an_error() {
    let (sender, chunks) = Chunks::new();
    let server = FakeServer::playing(REST, [Answer::Stream { headers: vec![("content-length", "100".to_owned())], chunks }]).await;
    sender.send(Bytes::from_static(b"only this")).unwrap();
    let mut download = server.client().get_snapshot(NAME, SNAPSHOT).send().await.unwrap().into_inner();
    assert_eq!(download.content_length(), Some(100));
    assert_eq!(download.next().await.unwrap().unwrap(), "only this");
    drop(sender);
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Closed), "{error:?}");
    assert_eq!(error.operation(), Some("get_snapshot"));
    assert!(download.next().await.is_none());
}

#[tokio::test]
async fn an_upload_leaves_in_pieces() {
    let server = FakeServer::playing(REST, [Answer::json(json!({ "result": true, "status": "ok", "time": 0.0 }))]).await;
    let client = server.client();
    let (sender, mut receiver) = unbounded_channel::<std::io::Result<Bytes>>();
    let body = UploadBody::from_stream(futures_util::stream::poll_fn(move |cx| receiver.poll_recv(cx))).with_file_name("my.snapshot");
    let call = tokio::spawn(async move { client.recover_from_uploaded_snapshot(NAME, body).send().await });
    sender.send(Ok(Bytes::from_static(&[b'a'; 1000]))).unwrap();
    server.received(1000).await;
    assert_eq!(server.count(), 0, "the request is not complete yet");
    sender.send(Ok(Bytes::from_static(&[b'b'; 1000]))).unwrap();
    drop(sender);
    assert_eq!(call.await.unwrap().unwrap().into_inner(), Some(true));
    let seen = server.last();
    assert_eq!(seen.header("transfer-encoding"), Some("chunked"));
    let form = String::from_utf8_lossy(&seen.body);
    assert!(form.contains("filename=\"my.snapshot\""));
    assert!(form.contains(&format!("{}{}", "a".repeat(1000), "b".repeat(1000))));
}

#[tokio::test]
async fn an_upload_of_known_length_says_it() {
    let server = FakeServer::playing(REST, [Answer::json(json!({ "result": true, "status": "ok", "time": 0.0 }))]).await;
    server.client().recover_from_uploaded_snapshot(NAME, BYTES.to_vec()).send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.header("content-length"), Some(seen.body.len().to_string().as_str()));
}

#[tokio::test]
async fn an_upload_whose_source_fails_is_an_error() {
    let server = FakeServer::playing(REST, [Answer::Hang]).await;
    let chunks = [Ok(Bytes::from_static(b"some")), Err(std::io::Error::other("the disk is gone"))];
    let body = UploadBody::from_stream(futures_util::stream::iter(chunks));
    let error = server.client().recover_from_uploaded_snapshot(NAME, body).send().await.unwrap_err();
    let chain = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
    assert!(chain.map(ToString::to_string).any(|text| text.contains("the disk is gone")), "{error:?}");
    assert_eq!(server.count(), 0);
}
