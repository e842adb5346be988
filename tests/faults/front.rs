//! What the client meets at the address of the server: at first the fault, and once it is healed a good server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use qdrant_remote::Protocol;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::{JoinHandle, JoinSet};

use crate::cell::Class;
use crate::fault::{Stand, Wire};
use crate::support::{Answer, FakeServer, listen_again};

/// The address, with what stands there, on a thread of its own.
pub struct Front {
    state: Arc<State>,
    server: FakeServer,
    accepting: Option<JoinHandle<()>>,
    runtime: Runtime,
}

struct State {
    address: SocketAddr,
    stand: Stand,
    protocol: Protocol,
    class: Class,
    server: SocketAddr,
    healed: Arc<AtomicBool>,
    /// Connections that are open.
    open: AtomicUsize,
    /// Requests that something other than the server received.
    strange: AtomicUsize,
}

impl Front {
    /// Finds an address; `stand` is told which it is.
    pub fn start(protocol: Protocol, class: Class, tls: Option<rustls::ServerConfig>, stand: impl FnOnce(SocketAddr) -> Stand) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listen = || runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let (listener, behind) = (listen(), listen());
        let address = listener.local_addr().unwrap();
        let stand = stand(address);
        let good = class.case().answer();
        let bad = match &stand {
            Stand::Server(answer) => answer.clone(),
            Stand::Wire(Wire::ResetAtEnd) => Answer::Break,
            _ => good.clone(),
        };
        let healed = Arc::new(AtomicBool::new(false));
        let well = Arc::clone(&healed);
        let script = move |_: usize, _: &_| if well.load(Ordering::SeqCst) { good.clone() } else { bad.clone() };
        let server = {
            let _entered = runtime.enter();
            FakeServer::run(behind, protocol, tls, script)
        };
        let (open, strange) = Default::default();
        let state = State { address, stand, protocol, class, server: server.address, healed, open, strange };
        let mut front = Self { state: Arc::new(state), server, accepting: None, runtime };
        if !matches!(front.state.stand, Stand::Nobody) {
            front.accept(listener);
        }
        front
    }

    pub fn address(&self) -> SocketAddr {
        self.state.address
    }

    /// How often something received a request, whole or not.
    pub fn requests(&self) -> usize {
        self.server.count() + self.state.strange.load(Ordering::SeqCst)
    }

    /// How many connections of the client are open.
    pub fn open(&self) -> usize {
        self.state.open.load(Ordering::SeqCst)
    }

    /// From now on a good server is there. Connections that were spoiled are closed, as those of a server that is restarted;
    /// those to a server stay.
    pub fn heal(&mut self) {
        self.state.healed.store(true, Ordering::SeqCst);
        if matches!(self.state.stand, Stand::Server(_)) {
            return;
        }
        if let Some(accepting) = self.accepting.take() {
            accepting.abort();
            let _ = self.runtime.block_on(accepting);
        }
        assert!(wait(|| self.open() == 0), "the connections of a server that stopped end");
        let listener = self.runtime.block_on(listen_again(self.address()));
        self.accept(listener);
    }

    fn accept(&mut self, listener: TcpListener) {
        self.accepting = Some(self.runtime.spawn(Arc::clone(&self.state).accept(listener)));
    }
}

/// Whether it becomes true soon.
pub fn wait(done: impl Fn() -> bool) -> bool {
    let begun = Instant::now();
    while !done() {
        if begun.elapsed() > Duration::from_secs(3) {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    true
}

/// Counts a connection for as long as it is held.
struct Open(Arc<State>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

impl State {
    async fn accept(self: Arc<Self>, listener: TcpListener) {
        let mut open = JoinSet::new();
        while let Ok((client, _)) = listener.accept().await {
            self.open.fetch_add(1, Ordering::SeqCst);
            open.spawn(Arc::clone(&self).meet(client, Open(Arc::clone(&self))));
            while open.try_join_next().is_some() {}
        }
    }

    async fn meet(self: Arc<Self>, mut client: TcpStream, _open: Open) {
        client.set_nodelay(true).unwrap();
        match &self.stand {
            _ if self.healed.load(Ordering::SeqCst) => self.relay(client).await,
            Stand::Nobody | Stand::Server(_) => self.relay(client).await,
            Stand::Strange(strange) => strange.speak(&mut client, self.protocol, self.class, &self.strange).await,
            Stand::Wire(wire) => self.spoil(client, *wire).await,
        }
    }

    async fn relay(&self, mut client: TcpStream) {
        let mut server = TcpStream::connect(self.server).await.unwrap();
        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
    }

    async fn spoil(&self, mut client: TcpStream, wire: Wire) {
        match wire {
            Wire::ResetAfter(bytes) => {
                let _ = client.read_exact(&mut vec![0; bytes]).await;
                self.strange.fetch_add(usize::from(bytes > 0), Ordering::SeqCst);
                client.set_zero_linger().unwrap();
            }
            Wire::HalfClosed => {
                client.shutdown().await.unwrap();
                swallow(&mut client).await;
            }
            Wire::Silent => swallow(&mut client).await,
            Wire::Slow => {
                let (from, to) = TcpStream::connect(self.server).await.unwrap().into_split();
                let (from_client, to_client) = client.into_split();
                tokio::join!(upwards(from_client, to), slowly(from, to_client));
            }
            Wire::ResetAtEnd => {
                let (mut from, mut to) = TcpStream::connect(self.server).await.unwrap().into_split();
                let (mut from_client, mut to_client) = client.split();
                tokio::select! {
                    _ = tokio::io::copy(&mut from_client, &mut to) => {}
                    _ = tokio::io::copy(&mut from, &mut to_client) => {}
                }
                client.set_zero_linger().unwrap();
            }
        }
    }
}

async fn swallow(client: &mut TcpStream) {
    let mut buffer = vec![0; 65536];
    while client.read(&mut buffer).await.is_ok_and(|length| length > 0) {}
}

async fn upwards(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    let _ = tokio::io::copy(&mut from, &mut to).await;
    let _ = to.shutdown().await;
}

async fn slowly(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    while let Ok(byte) = from.read_u8().await {
        if to.write_u8(byte).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
}
