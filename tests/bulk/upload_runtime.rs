//! Uploads leave the runtime of their caller room to breathe.

use std::cell::Cell;
use std::time::Duration;

use qdrant_remote::Protocol;
use qdrant_remote::models::PointStruct;
use rustix::time::{ClockId, clock_gettime};

use crate::sink::Sink;

const TICK: Duration = Duration::from_millis(1);
const POINTS: u64 = 30_000;
/// A batch encoded in one go takes some hundred milliseconds in an unoptimised build, and 20 in an optimised one.
const BOUND: Duration = Duration::from_millis(if cfg!(debug_assertions) { 50 } else { 5 });

thread_local! {
    static LONGEST: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// What this thread has worked. Unlike the time of day it stands still while a busy machine runs something else.
fn worked() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap()
}

/// Uploads large batches on a runtime of one thread, and measures the longest work between two ticks of a timer.
fn longest_work(protocol: Protocol) -> Duration {
    let server = Sink::start(protocol);
    let client = server.client();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async move {
        let ticker = tokio::spawn(async {
            loop {
                let before = worked();
                tokio::time::sleep(TICK).await;
                LONGEST.set(LONGEST.get().max(worked() - before));
            }
        });
        let points = (0..POINTS).map(|id| PointStruct::new(id, vec![0.123_456_79 + id as f32; 256]));
        let report = client.upload("c").points(points).batch_points(usize::MAX).send().await.unwrap();
        assert_eq!(report.points, POINTS);
        assert!(report.batches <= 6, "{}", report.batches);
        ticker.abort();
        LONGEST.get()
    })
}

fn stays_on_time(protocol: Protocol) {
    let runs: Vec<_> = (0..3)
        .map(|_| {
            LONGEST.set(Duration::ZERO);
            longest_work(protocol)
        })
        .collect();
    assert!(runs.iter().any(|longest| *longest < BOUND), "the runtime was held up for {runs:?}");
}

#[test]
fn rest_encoding_does_not_stall_the_runtime() {
    stays_on_time(Protocol::Rest);
}

#[test]
fn grpc_encoding_does_not_stall_the_runtime() {
    stays_on_time(Protocol::Grpc);
}
