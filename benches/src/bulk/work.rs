//! What a client process of the bulk benchmark does: one upload, one scroll, or large batches beside a ticking timer.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use futures_util::{StreamExt, TryStreamExt};
use qdrant_client::qdrant::{PointStruct as OfficialPoint, UpsertPointsBuilder, Value};
use qdrant_remote::Protocol;
use qdrant_remote::models::{Payload, PointStruct};
use qdrant_remote_bench::cases::{self, Servers};
use qdrant_remote_bench::data::{self, BULK_WIDTH, COLLECTION};
use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::process::done;

/// Points of one request, for each client.
pub const BATCH: usize = 256;
/// Vectors that there are; points take them in turn.
const VECTORS: u64 = 1000;

fn vectors() -> Vec<Vec<f32>> {
    (0..VECTORS).map(|seed| data::vector(seed, BULK_WIDTH)).collect()
}

fn runtime() -> Outcome<Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Uploads, and tells how long it took from the making of the first point on.
pub fn upload(who: &str, parallel: usize, count: u64, servers: &Servers) -> Outcome<()> {
    let vectors = vectors();
    let begun = Instant::now();
    match who {
        "rest" => ours(Protocol::Rest, parallel, count, servers, &vectors)?,
        "grpc" => ours(Protocol::Grpc, parallel, count, servers, &vectors)?,
        "official" => official(parallel, count, servers, &vectors)?,
        _ => return Err("no such client".into()),
    }
    done(begun.elapsed())
}

fn ours(protocol: Protocol, parallel: usize, count: u64, servers: &Servers, vectors: &[Vec<f32>]) -> Outcome<()> {
    let points = (0..count).map(|id| {
        let vector = vectors[id as usize % vectors.len()].clone();
        PointStruct::new(id, vector).payload(Payload::from([("group", id % 10)]))
    });
    let client = cases::ours(servers, protocol);
    let upload = client.upload(COLLECTION).points(points).batch_points(BATCH).parallel(parallel);
    let report = runtime()?.block_on(upload.send())?;
    assert_eq!(report.points, count);
    Ok(())
}

/// The official crate sends one chunk after the other; in parallel are as many such calls, each with its share.
fn official(parallel: usize, count: u64, servers: &Servers, vectors: &[Vec<f32>]) -> Outcome<()> {
    let client = cases::official(servers);
    let share = count.div_ceil(parallel as u64);
    let calls = (0..parallel as u64).map(|part| {
        let points: Vec<_> = (part * share..count.min((part + 1) * share))
            .map(|id| OfficialPoint::new(id, vectors[id as usize % vectors.len()].clone(), [("group", Value::from((id % 10) as i64))]))
            .collect();
        client.upsert_points_chunked(UpsertPointsBuilder::new(COLLECTION, points), BATCH)
    });
    runtime()?.block_on(try_join_all(calls))?;
    Ok(())
}

/// Reads so many points with their vectors.
pub fn scroll(who: &str, count: u64, servers: &Servers) -> Outcome<()> {
    let protocol = if who == "rest" { Protocol::Rest } else { Protocol::Grpc };
    let client = cases::ours(servers, protocol);
    let begun = Instant::now();
    let points = client.scroll_all(COLLECTION).with_vector(true).prefetch(true).stream().take(count as usize);
    let read = points.try_fold(0, async |read, point| Ok(read + point.dense_vector().map_or(0, <[f32]>::len)));
    assert_eq!(runtime()?.block_on(read)?, count as usize * BULK_WIDTH);
    done(begun.elapsed())
}

const TICK: Duration = Duration::from_millis(1);

/// How late a timer of 1 ms was.
#[derive(Default)]
struct Delays {
    /// By the clock.
    late: Vec<Duration>,
    /// What the thread worked meanwhile: unlike the clock it stands still while the machine runs something else.
    worked: Vec<Duration>,
}

/// Uploads on a runtime of one thread, beside a timer, and prints how late that was: the longest and the 99.9th percentile,
/// by the clock and by the work of the thread, in microseconds. Without a client the timer is alone.
pub fn delay(who: &str, batch_points: usize, servers: &Servers) -> Outcome<()> {
    const POINTS: u64 = 2_000_000;
    let delays = RefCell::new(Delays::default());
    let worked = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default();
    let ticking = async {
        loop {
            let (begun, before) = (Instant::now(), worked());
            tokio::time::sleep(TICK).await;
            let mut delays = delays.borrow_mut();
            delays.late.push(begun.elapsed().saturating_sub(TICK));
            delays.worked.push(worked() - before);
        }
    };
    let vectors = vectors();
    let uploading = async {
        let protocol = match who {
            "rest" => Protocol::Rest,
            "grpc" => Protocol::Grpc,
            _ => {
                tokio::time::sleep(Duration::from_secs(2)).await;
                return Ok(0);
            }
        };
        let points = (0..POINTS).map(|id| PointStruct::new(id, vectors[id as usize % vectors.len()].clone()));
        let upload = cases::ours(servers, protocol).upload(COLLECTION).points(points).batch_points(batch_points);
        upload.send().await.map(|report| report.bytes / report.batches)
    };
    let bytes = cases::runtime().block_on(async {
        tokio::select! {
            bytes = uploading => bytes,
            () = ticking => Ok(0),
        }
    })?;
    let Delays { mut late, mut worked } = delays.into_inner();
    let [late, worked] = [&mut late, &mut worked].map(|times| {
        times.sort();
        let at = |share: f64| times.get((times.len() as f64 * share) as usize).or(times.last()).map_or(0, Duration::as_micros);
        (at(1.0), at(0.999), times.len())
    });
    println!("{bytes} {} {} {} {} {}", late.2, late.0, late.1, worked.0, worked.1);
    Ok(())
}
