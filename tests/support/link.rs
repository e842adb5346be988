//! A connection to a server that a test can cut in silence: nothing more arrives, and nobody is told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Hands on what both sides of each connection send. Stops when dropped.
pub struct Link {
    pub address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    connections: AtomicUsize,
    /// How many of the connections are cut, the first ones.
    cut: watch::Sender<usize>,
    /// How many connections the client has hung up.
    ended: watch::Sender<usize>,
    /// Frames of HTTP/2 that ask whether the other side lives.
    pings: watch::Sender<usize>,
}

impl Link {
    pub async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            connections: AtomicUsize::new(0),
            cut: watch::Sender::new(0),
            ended: watch::Sender::new(0),
            pings: watch::Sender::new(0),
        });
        let accepting = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let mut open = tokio::task::JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                let number = accepting.connections.fetch_add(1, Ordering::SeqCst);
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = TcpStream::connect(server).await.unwrap().into_split();
                open.spawn(Arc::clone(&accepting).upwards(number, from_client, to_server));
                open.spawn(Arc::clone(&accepting).downwards(number, from_server, to_client));
            }
        });
        Self { address, state, task }
    }

    /// From now on nothing gets through the connections that there are.
    pub fn cut(&self) {
        self.state.cut.send_replace(self.connections());
    }

    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// Waits until the client has hung up this many connections.
    pub async fn ended(&self, count: usize) {
        self.state.ended.subscribe().wait_for(|ended| *ended >= count).await.unwrap();
    }

    /// Waits until the client has asked this often whether the server lives.
    pub async fn pinged(&self, count: usize) {
        self.state.pings.subscribe().wait_for(|pings| *pings >= count).await.unwrap();
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl State {
    async fn upwards(self: Arc<Self>, number: usize, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
        const PING: &[u8] = &[0, 0, 8, 6, 0, 0, 0, 0, 0];
        let mut buffer = vec![0; 65536];
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            let bytes = &buffer[..length];
            let pings = bytes.windows(PING.len()).filter(|window| *window == PING).count();
            self.pings.send_modify(|seen| *seen += pings);
            if number >= *self.cut.borrow() && to.write_all(bytes).await.is_err() {
                break;
            }
        }
        self.ended.send_modify(|ended| *ended += 1);
    }

    async fn downwards(self: Arc<Self>, number: usize, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
        let mut buffer = vec![0; 65536];
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            if number < *self.cut.borrow() {
                // Held open, so that the client is not told.
                let _ = self.ended.subscribe().wait_for(|_| false).await;
            }
            if to.write_all(&buffer[..length]).await.is_err() {
                break;
            }
        }
    }
}
