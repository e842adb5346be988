//! A server that is killed and started again, and a network that fails, under a load of mixed calls over both protocols:
//! no acknowledged write is lost, no write is sent twice, and reads go on as soon as they can.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking, and shows what it did")]

mod load;
#[path = "../support/process.rs"]
mod process;
mod proxy;
#[path = "../hostile/random.rs"]
#[allow(dead_code, reason = "only chance is needed here")]
mod random;
#[path = "../support/mod.rs"]
mod support;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use load::{Account, COLLECTION, LONGEST_WAIT, Load};
use process::Process;
use proxy::Proxy;
use qdrant_remote::models::{Distance, ExtendedPointId};
use qdrant_remote::{Client, Protocol};

const RESTARTS: usize = 4;
/// How long there is load before each restart.
const PERIOD: Duration = Duration::from_millis(400);
/// What a busy machine may take longer.
const SLACK: Duration = Duration::from_secs(2);

/// A process behind a proxy for each protocol.
struct Setting {
    server: Process,
    proxies: [Proxy; 2],
    _storage: tempfile::TempDir,
}

impl Setting {
    async fn new() -> Self {
        let storage = tempfile::tempdir().unwrap();
        let server = Process::start(storage.path());
        let proxies = [Proxy::to(server.http_port, 1).await, Proxy::to(server.grpc_port, 2).await];
        let setting = Self { server, proxies, _storage: storage };
        support::plane(&setting.builder().build().unwrap(), COLLECTION, Distance::Dot).await;
        setting
    }

    /// Settings of a client that goes through the proxies.
    fn builder(&self) -> qdrant_remote::ClientBuilder {
        load::builder(self.proxies[0].address, self.proxies[1].address)
    }

    /// Every acknowledged write is there, and none was handed to the server twice.
    async fn check(&self, account: &Account) {
        let direct = |port: u16| std::net::SocketAddr::from(([127, 0, 0, 1], port));
        let client = load::builder(direct(self.server.http_port), direct(self.server.grpc_port)).build().unwrap();
        let stored: Vec<_> = client.scroll_all(COLLECTION).stream().try_collect().await.unwrap();
        let stored: HashSet<_> = stored.into_iter().map(|point| point.id).collect();
        let acknowledged = account.acknowledged.lock().unwrap().clone();
        let lost: Vec<_> = acknowledged.iter().filter(|id| !stored.contains(&ExtendedPointId::from(u64::from(**id)))).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        let twice: Vec<_> = self.proxies.iter().flat_map(Proxy::marks).filter(|(_, times)| *times > 1).collect();
        assert!(twice.is_empty(), "sent twice: {twice:?}");
        let (failed_reads, failed_writes) = (account.failed_reads.lock().unwrap().len(), account.failed_writes.lock().unwrap().len());
        let read: Vec<_> = account.read.lock().unwrap().iter().map(|(protocol, times)| (*protocol, times.len())).collect();
        println!(
            "{} writes acknowledged, {failed_writes} failed, {} stored; reads {read:?}, {failed_reads} failed; longest call {:?}",
            acknowledged.len(),
            stored.len(),
            account.longest.lock().unwrap()
        );
        assert!(acknowledged.len() > 20 && read.iter().all(|(_, count)| *count > 10), "this was no load");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_and_is_told_nothing_twice() {
    let mut setting = Setting::new().await;
    let load = Load::start(&setting.builder().build().unwrap(), &load::patient());
    let mut restarted = Vec::new();
    for _ in 0..RESTARTS {
        tokio::time::sleep(PERIOD).await;
        tokio::task::block_in_place(|| {
            setting.server.kill();
            setting.server.restart();
        });
        restarted.push(Instant::now());
    }
    tokio::time::sleep(PERIOD).await;
    let account = load.stop().await;
    setting.check(&account).await;
    let failed = account.failed_reads.lock().unwrap();
    assert!(failed.is_empty(), "reads outlive a restart: {:?}", failed.first());
    for (protocol, times) in &*account.read.lock().unwrap() {
        for restart in &restarted {
            let first = times.iter().find(|time| *time > restart).unwrap().duration_since(*restart);
            assert!(first < LONGEST_WAIT + SLACK, "over {protocol} the first read came {first:?} after the server");
        }
    }
}

/// The longest that a call may take while the network fails.
const DEADLINE: Duration = Duration::from_millis(700);
const STORM: Duration = Duration::from_secs(4);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_drops_delays_cuts_and_reorders_connections() {
    let setting = Setting::new().await;
    let client = setting.builder().timeout(DEADLINE).ping_interval(Duration::from_millis(200)).build().unwrap();
    setting.proxies.iter().for_each(|proxy| proxy.storm(true));
    let load = Load::start(&client, &load::patient());
    tokio::time::sleep(STORM).await;
    let account = load.stop().await;
    let longest = *account.longest.lock().unwrap();
    assert!(longest < DEADLINE + SLACK, "a call took {longest:?}");
    let spoiled = setting.proxies.each_ref().map(Proxy::spoiled);
    println!("spoiled connections over REST and gRPC: {spoiled:?}");
    assert!(spoiled.iter().all(|spoiled| *spoiled > 3), "{spoiled:?}");
    setting.check(&account).await;

    setting.proxies.iter().for_each(|proxy| proxy.storm(false));
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        recovers(&client, protocol).await;
    }
}

/// The connections that were spoiled are given up, and then calls succeed one after the other.
async fn recovers(client: &Client, protocol: Protocol) {
    let begun = Instant::now();
    let mut row = 0;
    while row < 10 {
        assert!(begun.elapsed() < DEADLINE * 3 + SLACK, "{protocol} does not recover");
        let outcome = client.count_points(COLLECTION).protocol(protocol).send().await;
        row = if outcome.is_ok() { row + 1 } else { 0 };
    }
}
