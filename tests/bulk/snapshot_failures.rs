//! Downloads that fail: the error says why, what was at the path stays, and nothing else is left.

use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use qdrant_remote::body::UploadBody;
use qdrant_remote::{Error, ErrorKind, Protocol};
use serde_json::json;

use crate::snapshots::{CONTENT, SHA256, envelope, offering, pieces};
use crate::support::{Answer, Chunks, FakeServer};

/// Downloads over a file that exists, and checks that only it is there afterwards.
async fn failing_download(server: &FakeServer) -> Error {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cities.snapshot");
    std::fs::write(&path, "old").unwrap();
    let client = server.builder().timeout(Duration::from_secs(2)).build().unwrap();
    let error = client.snapshots("cities").download("a.snapshot").to_file(&path).await.unwrap_err();
    only_the_old_file(folder.path());
    error
}

fn only_the_old_file(folder: &Path) {
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["cities.snapshot"]);
    assert_eq!(std::fs::read_to_string(folder.join("cities.snapshot")).unwrap(), "old");
}

fn body(headers: &[(&'static str, String)], content: &[u8]) -> Answer {
    Answer::Body { status: 200, headers: headers.to_vec(), chunks: vec![Bytes::copy_from_slice(content)] }
}

#[tokio::test]
async fn errors_of_the_server_make_no_file() {
    let error = failing_download(&offering(Answer::text(404, "File not found")).await).await;
    assert!(error.is_not_found());
    assert_eq!((error.operation(), error.server_message().as_str()), (Some("get_snapshot"), "File not found"));
    let error = failing_download(&offering(Answer::failure(500, 13, "disk")).await).await;
    assert_eq!(error.server_message(), "disk");
}

#[tokio::test]
async fn a_short_body_is_noticed() {
    // Without an announced length, by what the list says.
    let error = failing_download(&offering(body(&[], &CONTENT[..40])).await).await;
    assert!(error.is_connect(), "{error:?}");
    assert!(error.to_string().contains("broke off after 40 of 56 bytes"), "{error}");
    // By the length that the answer announces.
    let (sender, chunks) = Chunks::new();
    let server = offering(Answer::Stream { headers: vec![("content-length", "56".to_owned())], chunks }).await;
    sender.send(Bytes::from_static(&[b'a'; 40])).unwrap();
    drop(sender);
    let error = failing_download(&server).await;
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn a_long_body_is_noticed() {
    let error = failing_download(&offering(body(&[], &[CONTENT, b"!"].concat())).await).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("longer than 56 bytes"), "{error}");
}

#[tokio::test]
async fn a_wrong_checksum_is_noticed() {
    let damaged: Vec<u8> = CONTENT.iter().map(|byte| byte ^ 1).collect();
    let error = failing_download(&offering(body(&[], &damaged)).await).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("arrived damaged") && error.to_string().contains(SHA256), "{error}");

    // The caller's checksum counts, and its case does not.
    let server = offering(pieces()).await;
    let snapshots = server.client().snapshots("c");
    assert!(snapshots.download("a.snapshot").checksum("00").to_writer(Vec::new()).await.is_err());
    assert!(snapshots.download("a.snapshot").checksum(SHA256.to_uppercase()).to_writer(Vec::new()).await.is_ok());

    // A stream ends with the error.
    let server = offering(body(&[], &damaged)).await;
    let stream = server.client().snapshots("c").download("a.snapshot").stream().await.unwrap();
    assert!(stream.collect().await.unwrap_err().to_string().contains("arrived damaged"));
}

#[tokio::test]
async fn a_connection_that_breaks_or_falls_silent_is_noticed() {
    let (sender, chunks) = Chunks::new();
    let server = offering(Answer::Stream { headers: vec![], chunks }).await;
    sender.send(Bytes::from_static(&CONTENT[..10])).unwrap();
    let error = failing_download(&server).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);

    let (sender, chunks) = Chunks::new();
    let server = offering(Answer::Stream { headers: vec![], chunks }).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cities.snapshot");
    std::fs::write(&path, "old").unwrap();
    let (client, target) = (server.client(), path.clone());
    let download = tokio::spawn(async move { client.snapshots("c").download("a.snapshot").to_file(target).await });
    sender.send(Bytes::from_static(&CONTENT[..10])).unwrap();
    server.arrived(2).await;
    server.stop().await;
    let error = download.await.unwrap().unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    only_the_old_file(folder.path());
}

#[test]
fn an_interrupted_download_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cities.snapshot");
    std::fs::write(&path, "old").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (sender, chunks) = Chunks::new();
        let server = offering(Answer::Stream { headers: vec![], chunks }).await;
        sender.send(Bytes::from_static(&CONTENT[..10])).unwrap();
        let (begun, mut first) = tokio::sync::mpsc::unbounded_channel();
        let snapshots = server.client().snapshots("c");
        let download = snapshots.download("a.snapshot").progress(move |_| begun.send(()).unwrap()).to_file(&path);
        tokio::select! {
            ended = download => panic!("{ended:?}"),
            _ = first.recv() => {}
        }
    });
    // The end of the runtime is that of the thread that writes.
    drop(runtime);
    only_the_old_file(folder.path());
}

struct Full {
    room: usize,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let taken = bytes.len().min(self.room);
        self.room -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_full_disk_is_the_error() {
    let server = offering(pieces()).await;
    let snapshots = server.client().snapshots("c");
    for room in [0, 5, 55] {
        let Err(error) = snapshots.download("a.snapshot").to_writer(Full { room }).await else { panic!("there is no room") };
        assert_eq!(error.kind(), ErrorKind::Io);
        let source = std::error::Error::source(&error).unwrap().downcast_ref::<io::Error>().unwrap();
        assert_eq!(source.kind(), io::ErrorKind::StorageFull);
    }
    assert_eq!(snapshots.download("a.snapshot").to_writer(Full { room: 56 }).await.unwrap().0.bytes, 56);

    #[cfg(target_os = "linux")]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let error = snapshots.download("a.snapshot").to_writer(full).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io);
    }

    let error = snapshots.download("a.snapshot").to_file("/nowhere/at/all.snapshot").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("/nowhere/at/all.snapshot"), "{error}");
}

struct Torn;

impl io::Read for Torn {
    fn read(&mut self, _buffer: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the tape is torn"))
    }
}

#[tokio::test]
async fn an_upload_whose_source_fails_fails() {
    let server = FakeServer::playing(Protocol::Rest, [envelope(json!(true))]).await;
    let upload = server.client().snapshots("c").upload(UploadBody::from_reader(Torn));
    let error = upload.send().await.unwrap_err();
    let causes: Vec<_> =
        std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source()).map(ToString::to_string).collect();
    assert!(causes.iter().any(|cause| cause.contains("the tape is torn")), "{causes:?}");
    assert_eq!(server.count(), 0);
    assert!(UploadBody::from_file("/nowhere/at/all").is_err());
}
