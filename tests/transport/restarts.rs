//! Writes to a server that has just been restarted: sent again only if the first surely never left.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use qdrant_remote::{Protocol, RetryPolicy, operations};
use tokio::runtime::{Builder, Runtime};

use crate::cases::{self, NAME};
use crate::support::{Answer, FakeServer, builder};

const RESTARTS: usize = 200;

/// A server with its own runtime, so that stopping it gives that of the client no time to notice.
struct Restarting {
    runtime: Option<Runtime>,
    server: FakeServer,
}

impl Restarting {
    fn start(address: SocketAddr, protocol: Protocol, answer: &Answer) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = TcpListener::bind(address).unwrap();
        listener.set_nonblocking(true).unwrap();
        let answer = answer.clone();
        let entered = runtime.enter();
        let server = FakeServer::on(listener.try_into().unwrap(), protocol, move |_, _| answer.clone());
        drop(entered);
        Self { runtime: Some(runtime), server }
    }
}

impl Drop for Restarting {
    /// Closes all connections; what runs on this thread does not go on before that.
    fn drop(&mut self) {
        let runtime = self.runtime.take().unwrap();
        std::thread::spawn(move || runtime.shutdown_timeout(Duration::from_secs(5))).join().unwrap();
    }
}

pub(crate) async fn a_write_is_never_sent_twice(protocol: Protocol) {
    // On one thread nothing happens between the end of the server and the call; on several anything may.
    let alone = restart(protocol).await;
    assert_eq!(alone, 0, "of {RESTARTS} writes failed");
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let together = std::thread::spawn(move || runtime.block_on(async { tokio::spawn(restart(protocol)).await.unwrap() })).join().unwrap();
    assert!(together <= RESTARTS / 4, "{together} of {RESTARTS} writes failed");
}

/// How many writes fail, without retries.
async fn restart(protocol: Protocol) -> usize {
    let answer = cases::of(operations::CREATE_SNAPSHOT).answer();
    let mut server = Restarting::start(SocketAddr::from(([127, 0, 0, 1], 0)), protocol, &answer);
    let client = builder(protocol, server.server.address).retry(RetryPolicy::off()).build().unwrap();
    let mut failed = 0;
    for _ in 0..RESTARTS {
        // As many as there are channels, so that each has a connection.
        for _ in 0..3 {
            let _ = client.create_snapshot(NAME).send().await;
        }
        let address = server.server.address;
        drop(server);
        server = Restarting::start(address, protocol, &answer);
        match (client.create_snapshot(NAME).send().await, server.server.count()) {
            (Ok(_), 1) => {}
            (Err(error), 0) if error.is_connect() => failed += 1,
            (outcome, arrived) => panic!("{arrived} arrived: {outcome:?}"),
        }
    }
    failed
}
