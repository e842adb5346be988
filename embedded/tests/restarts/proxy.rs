//! What stands between a client and a server: it counts the marks that it hands on, and may spoil connections.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::random::Random;

/// Begins each mark; six digits follow. A request holds one mark, somewhere.
pub const MARK: &str = "mark-";
const DIGITS: usize = 6;

/// Hands on what both sides of each connection send. Stops when dropped.
pub struct Proxy {
    pub address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    server: SocketAddr,
    stormy: AtomicBool,
    seed: AtomicU64,
    marks: Mutex<HashMap<u32, u32>>,
    spoiled: AtomicU64,
}

/// What becomes of a connection.
#[derive(Clone, Copy, Debug)]
struct Fate {
    /// How much later it is begun, perhaps than those that came after it.
    later: Duration,
    /// Whether each piece comes in two, with a pause between.
    slow: bool,
    end: End,
}

/// How a connection ends once so many bytes went through it, wherever that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Never,
    /// It is reset.
    Cut(usize),
    /// Nothing gets through, and nobody is told.
    Hole(usize),
}

impl Proxy {
    pub async fn to(port: u16, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            server: SocketAddr::from(([127, 0, 0, 1], port)),
            stormy: AtomicBool::new(false),
            seed: AtomicU64::new(seed),
            marks: Mutex::default(),
            spoiled: AtomicU64::new(0),
        });
        let accepting = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                open.spawn(Arc::clone(&accepting).connect(client));
            }
        });
        Self { address, state, task }
    }

    /// From now on connections are spoiled, or no longer. Those that there are stay as they are.
    pub fn storm(&self, stormy: bool) {
        self.state.stormy.store(stormy, Ordering::SeqCst);
    }

    /// How often each mark was handed on to the server.
    pub fn marks(&self) -> HashMap<u32, u32> {
        self.state.marks.lock().unwrap().clone()
    }

    /// How many connections were spoiled.
    pub fn spoiled(&self) -> u64 {
        self.state.spoiled.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl State {
    fn fate(&self) -> Fate {
        if !self.stormy.load(Ordering::SeqCst) {
            return Fate { later: Duration::ZERO, slow: false, end: End::Never };
        }
        self.spoiled.fetch_add(1, Ordering::SeqCst);
        let mut random = Random(self.seed.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst));
        let (later, slow, bytes) = (random.below(80) as u64, random.chance(30), random.below(20_000));
        let end = if random.chance(70) { End::Cut(bytes) } else { End::Hole(bytes) };
        Fate { later: Duration::from_millis(later), slow, end }
    }

    async fn connect(self: Arc<Self>, client: TcpStream) {
        client.set_nodelay(true).unwrap();
        let fate = self.fate();
        tokio::time::sleep(fate.later).await;
        let Ok(server) = TcpStream::connect(self.server).await else {
            // So is a client refused whose server is not there.
            return drop(client.set_zero_linger());
        };
        server.set_nodelay(true).unwrap();
        let (from_client, to_client) = client.into_split();
        let (from_server, to_server) = server.into_split();
        let passed = AtomicUsize::new(0);
        tokio::select! {
            () = self.pass(from_client, to_server, fate, &passed, true) => {}
            () = self.pass(from_server, to_client, fate, &passed, false) => {}
        }
    }

    /// Hands on one direction until it ends.
    async fn pass(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf, fate: Fate, passed: &AtomicUsize, count: bool) {
        let (mut buffer, mut seen) = (vec![0; 65536], Vec::new());
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            let before = passed.fetch_add(length, Ordering::SeqCst);
            let bytes = match fate.end {
                End::Hole(most) if before + length > most => continue,
                End::Cut(most) => &buffer[..most.saturating_sub(before).min(length)],
                _ => &buffer[..length],
            };
            let (first, second) = bytes.split_at(if fate.slow { bytes.len() / 2 } else { bytes.len() });
            for piece in [first, second] {
                if to.write_all(piece).await.is_err() {
                    return;
                }
                if fate.slow {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            }
            if count {
                self.count(&mut seen, bytes);
            }
            if bytes.len() < length {
                return drop(to.as_ref().set_zero_linger());
            }
        }
    }

    /// Counts the marks in what was handed on; `seen` keeps what may be the beginning of one.
    fn count(&self, seen: &mut Vec<u8>, bytes: &[u8]) {
        const LENGTH: usize = MARK.len() + DIGITS;
        seen.extend_from_slice(bytes);
        let mut marks = self.marks.lock().unwrap();
        let mut rest = &seen[..];
        while let Some(at) = rest.windows(LENGTH).position(|window| window.starts_with(MARK.as_bytes())) {
            let number = std::str::from_utf8(&rest[at + MARK.len()..at + LENGTH]).unwrap().parse().unwrap();
            *marks.entry(number).or_default() += 1;
            rest = &rest[at + LENGTH..];
        }
        let kept = rest[rest.len().saturating_sub(LENGTH - 1)..].to_vec();
        *seen = kept;
    }
}
