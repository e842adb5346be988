//! Mixed traffic at full speed over both protocols, for as long as `SOAK` says in seconds: memory, file handles, threads
//! and tasks of the client, and those of the server, which is a process of its own, stay flat once they are warm. The one
//! thing that grows is known: the engine keeps the place of every write in its log, 16 bytes, for as long as it is open.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking, and shows what it measured")]

#[path = "support/process.rs"]
mod process;
#[path = "support/mod.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use process::{Process, Usage};
use qdrant_remote::models::{Distance, Filter, Payload, PointStruct};
use qdrant_remote::{Client, Error, Protocol};

const COLLECTION: &str = "c";
/// Points are overwritten, so that the server's data does not grow.
const POINTS: u64 = 500;
const TASKS: u64 = 4;
const SHORT: u64 = 12;
/// How many samples there are, of whatever length of time.
const SAMPLES: u32 = 120;

/// What was measured at one moment.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "all of it is printed")]
struct Sample {
    client: Usage,
    server: Usage,
    tasks: u64,
    calls: u64,
    writes: u64,
}

impl Sample {
    /// Memory of the server in KiB, without what the engine keeps of every write.
    fn server_memory(&self) -> u64 {
        self.server.memory - self.writes * 16 / 1024
    }
}

/// What the calls came to.
#[derive(Default)]
struct Traffic {
    calls: AtomicU64,
    writes: AtomicU64,
    stop: AtomicBool,
}

fn point(id: u64, turn: u64) -> PointStruct {
    PointStruct::new(id, vec![id as f32, turn as f32, 1.0, 0.5]).payload(Payload::from([("turn", turn)]))
}

impl Traffic {
    /// Calls one thing after the other: single ones, a batch, streams, failures, a client that comes and goes.
    async fn flow(self: Arc<Self>, client: Client, address: [String; 2], task: u64) {
        let protocol = if task.is_multiple_of(2) { Protocol::Rest } else { Protocol::Grpc };
        let mut turn = task;
        while !self.stop.load(Ordering::Relaxed) {
            self.turn(&client, &address, protocol, turn).await.unwrap();
            turn += TASKS;
        }
    }

    async fn turn(&self, client: &Client, address: &[String; 2], protocol: Protocol, turn: u64) -> Result<(), Error> {
        let id = turn % POINTS;
        client.upsert_points(COLLECTION).points([point(id, turn)]).wait(true).protocol(protocol).send().await?;
        client.get_points(COLLECTION).ids([id]).with_vector(true).protocol(protocol).send().await?;
        client
            .query_points(COLLECTION)
            .query(vec![1.0, turn as f32, 0.0, 0.0])
            .limit(5)
            .with_payload(true)
            .protocol(protocol)
            .send()
            .await?;
        client.count_points(COLLECTION).filter(Filter::default()).protocol(protocol).send().await?;
        let missing = client.get_collection("nobody made this").protocol(protocol).send().await;
        assert!(missing.is_err_and(|error| error.is_not_found()));
        let (mut calls, mut writes) = (5, 1);
        if turn % 50 < TASKS {
            let points = (0..POINTS).map(|id| point(id, turn));
            writes += client.upload(COLLECTION).points(points).batch_points(100).wait(true).send().await.unwrap().batches;
            let all = client.scroll_all(COLLECTION).page_size(100).stream().try_collect::<Vec<_>>().await?;
            assert_eq!(all.len() as u64, POINTS);
            calls += 10;
            // A call that is given up, and a client that is used once.
            drop(tokio::time::timeout(Duration::from_micros(turn % 2000), client.count_points(COLLECTION).protocol(protocol).send()).await);
            let own = Client::builder().url(&address[0]).grpc_url(&address[1]).protocol(protocol).build()?;
            own.count_points(COLLECTION).send().await?;
            calls += 2;
        }
        self.calls.fetch_add(calls, Ordering::Relaxed);
        self.writes.fetch_add(writes, Ordering::Relaxed);
        Ok(())
    }
}

#[test]
fn memory_handles_threads_and_tasks_are_flat() {
    let seconds = std::env::var("SOAK").ok().map_or(SHORT, |text| text.parse().unwrap());
    let storage = tempfile::tempdir().unwrap();
    let server = Process::start(storage.path());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let address = [server.http_port, server.grpc_port].map(|port| format!("http://127.0.0.1:{port}"));
    let client = Client::builder().url(&address[0]).grpc_url(&address[1]).build().unwrap();
    runtime.block_on(async {
        client.create_collection(COLLECTION).vectors(qdrant_remote::models::VectorParams::new(4, Distance::Dot)).send().await.unwrap();
        client.upload(COLLECTION).points((0..POINTS).map(|id| point(id, 0))).wait(true).send().await.unwrap();
    });
    let traffic = Arc::new(Traffic::default());
    let tasks: Vec<_> = (0..TASKS).map(|task| runtime.spawn(Arc::clone(&traffic).flow(client.clone(), address.clone(), task))).collect();
    let (begun, pause) = (Instant::now(), Duration::from_secs(seconds) / SAMPLES);
    let mut samples = Vec::new();
    for number in 1..=SAMPLES {
        std::thread::sleep((begun + pause * number).saturating_duration_since(Instant::now()));
        samples.push(Sample {
            client: Usage::of("self"),
            server: server.usage(),
            tasks: runtime.metrics().num_alive_tasks() as u64,
            calls: traffic.calls.load(Ordering::Relaxed),
            writes: traffic.writes.load(Ordering::Relaxed),
        });
    }
    traffic.stop.store(true, Ordering::Relaxed);
    runtime.block_on(async {
        for task in tasks {
            task.await.unwrap();
        }
    });
    let [calls, writes] = [&traffic.calls, &traffic.writes].map(|count| count.load(Ordering::Relaxed));
    println!("{calls} calls, {writes} writes in {:?}", begun.elapsed());
    for sample in samples.iter().step_by(samples.len() / 10) {
        println!("{sample:?}");
    }
    let rising: Vec<_> = MEASURED.iter().filter_map(|measured| measured.rises(&samples)).collect();
    assert!(rising.is_empty(), "not flat: {rising:#?}");
}

/// Something that must not rise, and by how much it may all the same: a part of itself, and a number.
struct Measured {
    name: &'static str,
    of: fn(&Sample) -> u64,
    part: f64,
    more: f64,
}

const MEASURED: [Measured; 7] = [
    Measured { name: "client: memory in KiB", of: |sample| sample.client.memory, part: 0.05, more: 4096.0 },
    Measured { name: "client: handles", of: |sample| sample.client.handles, part: 0.0, more: 8.0 },
    Measured { name: "client: threads", of: |sample| sample.client.threads, part: 0.0, more: 8.0 },
    Measured { name: "client: tasks", of: |sample| sample.tasks, part: 0.0, more: 16.0 },
    Measured { name: "server: memory in KiB, but for the log", of: Sample::server_memory, part: 0.05, more: 4096.0 },
    Measured { name: "server: handles", of: |sample| sample.server.handles, part: 0.0, more: 32.0 },
    Measured { name: "server: threads", of: |sample| sample.server.threads, part: 0.0, more: 8.0 },
];

impl Measured {
    /// Compares the middle of what was measured in the second quarter with that of the last: the first is for warming up.
    fn rises(&self, samples: &[Sample]) -> Option<String> {
        let values: Vec<u64> = samples.iter().map(self.of).collect();
        let quarter = values.len() / 4;
        let (early, late) = (median(&values[quarter..2 * quarter]), median(&values[3 * quarter..]));
        let highest = values.iter().max().unwrap();
        println!("{}: {early} early, {late} late, {highest} at most", self.name);
        let allowed = early as f64 * (1.0 + self.part) + self.more;
        (late as f64 > allowed).then(|| format!("{}: {early} early, {late} late; {values:?}", self.name))
    }
}

fn median(values: &[u64]) -> u64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}
