//! The memory of an upload, and of a scroll, does not depend on how many points there are.
#![cfg(all(feature = "rest", feature = "grpc"))]
#![allow(unsafe_code, reason = "an allocator that counts")]
#![allow(clippy::print_stdout, reason = "what was measured is worth showing")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails so")]

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::StreamExt;
use prost::Message;
use qdrant_remote::body::UploadBody;
use qdrant_remote::models::PointStruct;
use qdrant_remote::{Protocol, pb};

#[path = "../support/memory.rs"]
mod memory;
#[path = "../bulk/sink.rs"]
mod sink;

use memory::Memory;
use sink::Sink;

/// Measurements take turns.
static TURN: Mutex<()> = Mutex::new(());

/// The most memory that is in use during `work` beyond what was in use before, client and server together.
fn peak(work: impl Future<Output = ()>) -> usize {
    let memory = Memory::begin();
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
    memory.peak()
}

const DIMENSION: usize = 128;
/// A million where numbers are printed fast.
const MANY: u64 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
const SOME: u64 = MANY / 10;
const PARALLEL: usize = 3;
/// A batch of 256 such points: their models, their JSON of up to 17 bytes a number, and as much again that a socket or a
/// server may hold of it.
const BATCH: usize = 256 * DIMENSION * (4 + 2 * 17);

fn upload(protocol: Protocol, count: u64) -> usize {
    let server = Sink::start(protocol);
    let client = server.client();
    let peak = peak(async {
        let points = (0..count).map(|id| PointStruct::new(id, [id as f32 / 3.0; DIMENSION]));
        let report = client.upload("c").points(points).parallel(PARALLEL).send().await.unwrap();
        assert_eq!(report.points, count);
    });
    assert_eq!(server.requests(), count.div_ceil(256) as usize);
    peak
}

fn uploads_stay_small(protocol: Protocol) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let some = upload(protocol, SOME);
    let many = upload(protocol, MANY);
    println!("{protocol} upload: {} KiB for {SOME} points, {} KiB for {MANY}", some >> 10, many >> 10);
    let bound = (PARALLEL + 1) * BATCH;
    assert!(some < bound && many < bound, "{some} and {many} bytes, of {bound}");
}

/// A page of `count` points, as a server gives it: its body, over gRPC without the frame.
fn page(protocol: Protocol, asked: &Bytes, count: u64) -> Bytes {
    match protocol {
        Protocol::Rest => {
            let asked: serde_json::Value = serde_json::from_slice(asked).unwrap();
            let (start, limit) = (asked["offset"].as_u64().unwrap_or_default(), asked["limit"].as_u64().unwrap());
            let vector = vec![0.25; DIMENSION];
            let end = count.min(start + limit);
            let points: Vec<_> = (start..end).map(|id| serde_json::json!({ "id": id, "vector": vector })).collect();
            let next = (end < count).then_some(end);
            let result = serde_json::json!({ "points": points, "next_page_offset": next });
            serde_json::json!({ "result": result, "status": "ok", "time": 0.0 }).to_string().into()
        }
        Protocol::Grpc => {
            use pb::point_id::PointIdOptions::Num;
            let asked = pb::ScrollPoints::decode(asked.clone()).unwrap();
            let start = match asked.offset.and_then(|offset| offset.point_id_options) {
                Some(Num(start)) => start,
                _ => 0,
            };
            let end = count.min(start + u64::from(asked.limit.unwrap()));
            let id = |id| pb::PointId { point_id_options: Some(Num(id)) };
            let dense = pb::vector_output::Vector::Dense(pb::DenseVector { data: vec![0.25; DIMENSION] });
            let vector = pb::VectorOutput { vector: Some(dense), ..Default::default() };
            let vectors = pb::VectorsOutput { vectors_options: Some(pb::vectors_output::VectorsOptions::Vector(vector)) };
            let point = |number| pb::RetrievedPoint { id: Some(id(number)), vectors: Some(vectors.clone()), ..Default::default() };
            let result = (start..end).map(point).collect();
            let next_page_offset = (end < count).then(|| id(end));
            pb::ScrollResponse { next_page_offset, result, ..Default::default() }.encode_to_vec().into()
        }
    }
}

fn scroll(protocol: Protocol, count: u64) -> usize {
    let server = Sink::serving(protocol, Some(1 << 20), Arc::new(move |asked| page(protocol, asked, count)));
    let client = server.client();
    peak(async {
        let points = client.scroll_all("c").with_vector(true).prefetch(true).stream();
        let read = points.fold(0, async |read, point| read + u64::from(point.unwrap().dense_vector().unwrap().len() == DIMENSION)).await;
        assert_eq!(read, count);
    })
}

fn scrolls_stay_small(protocol: Protocol) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let some = scroll(protocol, SOME);
    let many = scroll(protocol, MANY);
    println!("{protocol} scroll: {} KiB for {SOME} points, {} KiB for {MANY}", some >> 10, many >> 10);
    // Two pages as models and as bytes; the server makes a page in a far larger form.
    // (JSON values take more where another crate of the workspace makes them keep the order of their keys).
    let bound = 2 * BATCH + 256 * DIMENSION * 300;
    assert!(some < bound && many < bound, "{some} and {many} bytes, of {bound}");
    assert!(many < some + (1 << 20), "{some} bytes for {SOME} points, {many} for {MANY}");
}

/// The snapshot of these tests. It takes no memory, and is far larger than what is allowed.
static ZEROS: [u8; 64 << 20] = [0; 64 << 20];
const SHA256_OF_ZEROS: &str = "3b6a07d0d404fab4e23b6d34bc6696a6a312dd92821332385e5af7c01c421351";
/// What the buffers of both ends and of the sockets between them may take, whatever the length of the snapshot.
const PIECES: usize = 8 << 20;

#[test]
fn snapshots_pass_through() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let server = Sink::serving(Protocol::Rest, None, Arc::new(|_| Bytes::from_static(&ZEROS)));
    let client = server.client();
    let download = peak(async {
        let download = client.snapshots("c").download("s").checksum(SHA256_OF_ZEROS);
        let (downloaded, _) = download.to_writer(std::io::sink()).await.unwrap();
        assert_eq!(downloaded.bytes as usize, ZEROS.len());
    });
    let taken = Bytes::from_static(br#"{"result":true,"status":"ok","time":0.0}"#);
    let server = Sink::serving(Protocol::Rest, None, Arc::new(move |_| taken.clone()));
    let client = server.client();
    let upload = peak(async {
        let body = UploadBody::from_reader(&ZEROS[..]);
        assert!(client.snapshots("c").upload(body).send().await.unwrap());
    });
    println!("snapshot of {} MiB: {} KiB down, {} KiB up", ZEROS.len() >> 20, download >> 10, upload >> 10);
    assert!(download < PIECES && upload < PIECES, "{download} and {upload} bytes");
}

#[test]
fn rest_scroll() {
    scrolls_stay_small(Protocol::Rest);
}

#[test]
fn grpc_scroll() {
    scrolls_stay_small(Protocol::Grpc);
}

#[test]
fn rest_upload() {
    uploads_stay_small(Protocol::Rest);
}

#[test]
fn grpc_upload() {
    uploads_stay_small(Protocol::Grpc);
}
