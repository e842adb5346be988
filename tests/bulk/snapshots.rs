//! Snapshots where all goes well: what is asked of the server, and what lies in the file.

use std::sync::Mutex;

use bytes::Bytes;
use futures_util::StreamExt;
use qdrant_remote::body::UploadBody;
use qdrant_remote::models::{SnapshotDescription, SnapshotPriority};
use qdrant_remote::testing::MockStub;
use qdrant_remote::{ErrorKind, Protocol, requests};
use serde_json::{Value, json};

use crate::served::Served;
use crate::support::{Answer, FakeServer, Seen};

/// What the snapshot of these tests holds, and its SHA-256.
pub const CONTENT: &[u8] = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
pub const SHA256: &str = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";

pub fn envelope(result: Value) -> Answer {
    Answer::json(json!({ "result": result, "status": "ok", "time": 0.0 }))
}

fn accepted() -> Answer {
    Answer::json_with(202, json!({ "status": "accepted", "time": 0.0 }))
}

fn description() -> Value {
    json!({ "name": "a.snapshot", "creation_time": "2026-01-01T00:00:00", "size": CONTENT.len(), "checksum": SHA256 })
}

pub fn pieces() -> Answer {
    let headers = vec![("content-disposition", "attachment; filename=\"a.snapshot\"".to_owned())];
    Answer::Body { status: 200, headers, chunks: CONTENT.chunks(10).map(Bytes::copy_from_slice).collect() }
}

/// Lists one snapshot, and answers so when it is downloaded.
pub async fn offering(answer: Answer) -> FakeServer {
    let script = move |_: usize, seen: &Seen| match seen.uri.path().ends_with("/snapshots") {
        true => envelope(json!([description()])),
        false => answer.clone(),
    };
    FakeServer::start(Protocol::Rest, script).await
}

fn asked(server: &FakeServer) -> Vec<String> {
    server.seen().iter().map(|seen| format!("{} {}", seen.method, seen.uri)).collect()
}

#[tokio::test]
async fn a_download_is_checked_and_put_into_place() {
    let server = offering(pieces()).await;
    let client = server.builder().api_key("hunter2").warn_insecure_key(false).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cities.snapshot");
    std::fs::write(&path, "old").unwrap();
    let mut steps = Vec::new();
    let download = client.snapshots("cities").download("a.snapshot");
    let downloaded = download.progress(|progress| steps.push((progress.bytes, progress.total))).to_file(&path).await.unwrap();
    assert_eq!((downloaded.bytes, downloaded.checksum.as_str()), (56, SHA256));
    assert_eq!(std::fs::read(&path).unwrap(), CONTENT);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(steps.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert_eq!(steps.last(), Some(&(56, Some(56))));
    assert_eq!(asked(&server), ["GET /collections/cities/snapshots", "GET /collections/cities/snapshots/a.snapshot"]);
    assert!(server.seen().iter().all(|seen| seen.header("api-key") == Some("hunter2")));
}

#[tokio::test]
async fn what_is_known_is_not_looked_up() {
    let server = offering(pieces()).await;
    let client = server.client();
    let listed = client.snapshots("cities").list().await.unwrap();
    let (downloaded, content) = client.snapshots("cities").download(&listed[0]).to_writer(Vec::new()).await.unwrap();
    assert_eq!((downloaded.bytes, &content[..]), (56, CONTENT));
    let mut stream = client.snapshots("cities").download("other").checksum(SHA256).stream().await.unwrap();
    assert_eq!(stream.name(), Some("a.snapshot"));
    let mut content = Vec::new();
    while let Some(piece) = stream.next().await {
        content.extend_from_slice(&piece.unwrap());
    }
    assert_eq!(content, CONTENT);
    let path = "/collections/cities/snapshots";
    assert_eq!(asked(&server), [format!("GET {path}"), format!("GET {path}/a.snapshot"), format!("GET {path}/other")]);
}

#[tokio::test]
async fn each_scope_has_its_operations() {
    let script = |_: usize, seen: &Seen| match (seen.method.as_str(), seen.uri.path().ends_with("/snapshots")) {
        ("GET", true) => envelope(json!([description()])),
        ("GET", false) => pieces(),
        ("POST", _) if seen.uri.query().is_some_and(|query| query.contains("wait=true")) => envelope(description()),
        ("DELETE", _) if seen.uri.query().is_some_and(|query| query.contains("wait=true")) => envelope(json!(true)),
        _ => accepted(),
    };
    let server = FakeServer::start(Protocol::Rest, script).await;
    let client = server.client();
    for (snapshots, path) in [
        (client.snapshots("c"), "/collections/c/snapshots"),
        (client.shard_snapshots("c", 3), "/collections/c/shards/3/snapshots"),
        (client.full_snapshots(), "/snapshots"),
    ] {
        let before = server.count();
        assert_eq!(snapshots.create().await.unwrap().name, "a.snapshot");
        snapshots.start_creating().await.unwrap();
        let listed = snapshots.list().await.unwrap();
        snapshots.download(&listed[0]).to_writer(Vec::new()).await.unwrap();
        snapshots.delete("a.snapshot").await.unwrap();
        snapshots.start_deleting("a.snapshot").await.unwrap();
        let expected = [
            format!("POST {path}?wait=true"),
            format!("POST {path}?wait=false"),
            format!("GET {path}"),
            format!("GET {path}/a.snapshot"),
            format!("DELETE {path}/a.snapshot?wait=true"),
            format!("DELETE {path}/a.snapshot?wait=false"),
        ];
        assert_eq!(asked(&server)[before..], expected);
    }
    let refused = client.full_snapshots().recover("file:///x").send().await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Unsupported);
}

#[tokio::test]
async fn snapshots_are_put_back_from_elsewhere() {
    let server = FakeServer::playing(Protocol::Rest, [envelope(json!(true)), accepted()]).await;
    let client = server.client();
    let recover = client.snapshots("c").recover("http://other/x.snapshot").priority(SnapshotPriority::Replica);
    assert!(recover.checksum(SHA256).api_key("hunter2").send().await.unwrap());
    assert!(!client.shard_snapshots("c", 1).recover("file:///x.snapshot").wait(false).send().await.unwrap());
    assert_eq!(
        asked(&server),
        ["PUT /collections/c/snapshots/recover?wait=true", "PUT /collections/c/shards/1/snapshots/recover?wait=false"]
    );
    let body = json!({ "location": "http://other/x.snapshot", "priority": "replica", "checksum": SHA256, "api_key": "hunter2" });
    assert_eq!(server.seen()[0].json(), body);
}

pub async fn snapshots_are_made_listed_and_deleted(protocol: Protocol) {
    let mock = MockStub::new();
    let made = || serde_json::from_value::<SnapshotDescription>(description()).unwrap();
    mock.on(move |_: &requests::CreateSnapshot| Ok(Some(made())));
    mock.on(move |_: &requests::ListSnapshots| Ok(vec![made()]));
    mock.on(|_: &requests::DeleteSnapshot| Ok(Some(true)));
    mock.on(move |_: &requests::CreateFullSnapshot| Ok(Some(made())));
    mock.on(move |_: &requests::ListFullSnapshots| Ok(vec![made()]));
    mock.on(|_: &requests::DeleteFullSnapshot| Ok(Some(true)));
    let server = Served::start(protocol, mock.clone()).await;
    let client = server.client();
    for snapshots in [client.snapshots("c"), client.full_snapshots()] {
        assert_eq!(snapshots.create().await.unwrap(), made());
        assert_eq!(snapshots.list().await.unwrap(), [made()]);
        snapshots.delete("a.snapshot").await.unwrap();
    }
    let operations = ["create_snapshot", "list_snapshots", "delete_snapshot"];
    let of_all = ["create_full_snapshot", "list_full_snapshots", "delete_full_snapshot"];
    assert_eq!(mock.operations(), [operations, of_all].concat());
}

/// gRPC has no way to say so.
#[tokio::test]
async fn what_is_not_waited_for_goes_over_rest() {
    let server = FakeServer::playing(Protocol::Rest, [accepted()]).await;
    let client = server.builder().protocol(Protocol::Grpc).build().unwrap();
    let snapshots = client.snapshots("c");
    snapshots.start_creating().await.unwrap();
    snapshots.start_deleting("a.snapshot").await.unwrap();
    let path = "/collections/c/snapshots";
    assert_eq!(asked(&server), [format!("POST {path}?wait=false"), format!("DELETE {path}/a.snapshot?wait=false")]);
}

/// The file in a multipart body.
fn file_of(seen: &Seen) -> Vec<u8> {
    let text = &seen.body[..];
    let start = text.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    let end = text.windows(4).rposition(|window| window == b"\r\n--").unwrap();
    text[start..end].to_vec()
}

#[tokio::test]
async fn snapshots_are_uploaded_from_files_readers_and_streams() {
    let server = FakeServer::playing(Protocol::Rest, [envelope(json!(true)), accepted(), envelope(Value::Null)]).await;
    let client = server.builder().api_key("hunter2").warn_insecure_key(false).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cities.snapshot");
    let large: Vec<u8> = (0..1_000_000_u32).flat_map(u32::to_le_bytes).collect();
    std::fs::write(&path, &large).unwrap();
    let body = UploadBody::from_file(&path).unwrap();
    assert_eq!((body.content_length(), body.file_name()), (Some(4_000_000), "cities.snapshot"));
    let upload = client.snapshots("c").upload(body).checksum("abc").priority(SnapshotPriority::Snapshot);
    assert!(upload.send().await.unwrap());
    let reader = UploadBody::from_reader(std::io::Cursor::new(CONTENT));
    assert!(!client.shard_snapshots("c", 2).upload(reader).wait(false).send().await.unwrap());
    let stream = UploadBody::from_stream(futures_util::stream::iter([Ok(Bytes::from_static(b"a")), Ok(Bytes::from_static(b"b"))]));
    client.shard_snapshots("c", 2).upload(stream).send().await.unwrap();

    let seen = server.seen();
    assert_eq!(seen.iter().map(file_of).collect::<Vec<_>>(), [large, CONTENT.to_vec(), b"ab".to_vec()]);
    assert_eq!(seen[0].uri.path(), "/collections/c/snapshots/upload");
    assert_eq!(seen[1].uri.path(), "/collections/c/shards/2/snapshots/upload");
    let query = |seen: &Seen| {
        let mut parts: Vec<_> = seen.uri.query().unwrap().split('&').map(ToOwned::to_owned).collect();
        parts.sort();
        parts
    };
    assert_eq!(query(&seen[0]), ["checksum=abc", "priority=snapshot", "wait=true"]);
    assert_eq!(query(&seen[1]), ["wait=false"]);
    assert!(seen.iter().all(|seen| seen.header("api-key") == Some("hunter2")));
    let body = String::from_utf8_lossy(&seen[0].body[..300]).into_owned();
    assert!(body.contains("name=\"snapshot\"") && body.contains("filename=\"cities.snapshot\""), "{body}");
}

#[test]
fn blocking_code_has_the_same() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(offering(pieces()));
    let client = server.builder().build_blocking().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cities.snapshot");
    let steps = Mutex::new(0);
    let snapshots = client.snapshots("c");
    let downloaded = snapshots.download("a.snapshot").progress(|_| *steps.lock().unwrap() += 1).to_file(&path).unwrap();
    assert_eq!((downloaded.bytes, std::fs::read(&path).unwrap()), (56, CONTENT.to_vec()));
    assert!(*steps.lock().unwrap() > 0);
    let pieces: Vec<_> = snapshots.download("a.snapshot").stream().unwrap().map(Result::unwrap).collect();
    assert_eq!(pieces.concat(), CONTENT);
    assert_eq!(snapshots.list().unwrap().len(), 1);
}
