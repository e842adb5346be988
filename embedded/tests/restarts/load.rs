//! Mixed calls by many tasks over both protocols, with an account of each.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use qdrant_remote::models::{Payload, PointStruct, PointsList, UpsertOperation};
use qdrant_remote::{Client, Error, Protocol, RetryBudget, RetryPolicy};
use tokio::task::JoinSet;

use crate::proxy::MARK;

pub const COLLECTION: &str = "c";
/// The longest wait of a reader between two attempts.
pub const LONGEST_WAIT: Duration = Duration::from_millis(200);

/// What the calls came to.
#[derive(Default)]
pub struct Account {
    /// Writes that were acknowledged, by mark.
    pub acknowledged: Mutex<Vec<u32>>,
    /// When reads succeeded, by protocol.
    pub read: Mutex<BTreeMap<&'static str, Vec<Instant>>>,
    pub failed_reads: Mutex<Vec<Error>>,
    pub failed_writes: Mutex<Vec<Error>>,
    /// The longest that a call took.
    pub longest: Mutex<Duration>,
    next: AtomicU32,
    stop: AtomicBool,
}

/// Calls that go on until they are stopped.
pub struct Load {
    pub account: Arc<Account>,
    tasks: JoinSet<()>,
}

/// How readers try again: as long as it takes.
pub fn patient() -> RetryPolicy {
    RetryPolicy::new().attempts(10_000).base_wait(Duration::from_millis(20)).longest_wait(LONGEST_WAIT)
}

impl Load {
    /// Begins: for each protocol two tasks of each kind.
    pub fn start(client: &Client, reads: &RetryPolicy) -> Self {
        let account = Arc::new(Account::default());
        let mut tasks = JoinSet::new();
        for protocol in [Protocol::Rest, Protocol::Grpc] {
            for _ in 0..2 {
                tasks.spawn(Arc::clone(&account).read(client.clone(), protocol, reads.clone()));
                tasks.spawn(Arc::clone(&account).write(client.clone(), protocol, true));
                tasks.spawn(Arc::clone(&account).write(client.clone(), protocol, false));
            }
        }
        Self { account, tasks }
    }

    /// Stops, and waits for the calls on their way.
    pub async fn stop(self) -> Arc<Account> {
        self.account.stop.store(true, Ordering::SeqCst);
        for outcome in self.tasks.join_all().await {
            outcome
        }
        self.account
    }
}

impl Account {
    async fn timed<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let begun = Instant::now();
        let outcome = call.await;
        let mut longest = self.longest.lock().unwrap();
        *longest = begun.elapsed().max(*longest);
        outcome
    }

    async fn read(self: Arc<Self>, client: Client, protocol: Protocol, retry: RetryPolicy) {
        while !self.stop.load(Ordering::SeqCst) {
            let call = client.count_points(COLLECTION).protocol(protocol).retry(retry.clone());
            match self.timed(call.send()).await {
                Ok(_) => self.read.lock().unwrap().entry(protocol.name()).or_default().push(Instant::now()),
                Err(error) => self.failed_reads.lock().unwrap().push(error),
            }
        }
    }

    /// Writes points, each with a mark of its own: as a write that may be repeated, or as one that may not.
    async fn write(self: Arc<Self>, client: Client, protocol: Protocol, idempotent: bool) {
        while !self.stop.load(Ordering::SeqCst) {
            let number = self.next.fetch_add(1, Ordering::SeqCst);
            let payload = Payload::from([("mark", format!("{MARK}{number:06}"))]);
            let point = PointStruct::new(u64::from(number), vec![number as f32, 1.0]).payload(payload);
            let outcome = if idempotent {
                self.timed(client.upsert_points(COLLECTION).points([point]).wait(true).protocol(protocol).send()).await.map(drop)
            } else {
                let operation = UpsertOperation::new(PointsList::new([point]));
                self.timed(client.batch_update(COLLECTION).operations([operation]).wait(true).protocol(protocol).send()).await.map(drop)
            };
            match outcome {
                Ok(()) => self.acknowledged.lock().unwrap().push(number),
                Err(error) => {
                    self.failed_writes.lock().unwrap().push(error);
                    // Where nobody listens this would be a race.
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
        }
    }
}

/// Settings for load: every reader may try again as often as it wants.
pub fn builder(rest: std::net::SocketAddr, grpc: std::net::SocketAddr) -> qdrant_remote::ClientBuilder {
    Client::builder()
        .url(format!("http://{rest}"))
        .grpc_url(format!("http://{grpc}"))
        .retry_budget(RetryBudget::unlimited())
        .check_version(false)
}
