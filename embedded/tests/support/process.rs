//! The embedded server as a process of its own, which can be killed, and watched from outside.

#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "a test fails by panicking, and uses what it needs")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server with a folder that outlives it. Killed when dropped.
pub struct Process {
    child: Child,
    storage: PathBuf,
    pub http_port: u16,
    pub grpc_port: u16,
}

impl Process {
    /// Starts a server on free ports, and returns when it listens.
    pub fn start(storage: &Path) -> Self {
        let mut child = spawn(storage, 0, 0);
        let [http_port, grpc_port] = listening(&mut child);
        Self { child, storage: storage.to_owned(), http_port, grpc_port }
    }

    /// Ends it without a warning, as a crash does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again, at the same ports and with the same folder.
    pub fn restart(&mut self) {
        self.child = spawn(&self.storage, self.http_port, self.grpc_port);
        assert_eq!(listening(&mut self.child), [self.http_port, self.grpc_port]);
    }

    /// What the system says of it; see [`Usage`].
    pub fn usage(&self) -> Usage {
        Usage::of(&self.child.id().to_string())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn spawn(storage: &Path, http_port: u16, grpc_port: u16) -> Child {
    Command::new(env!("CARGO_BIN_EXE_qdrant-remote-embedded"))
        .arg(format!("--http-port={http_port}"))
        .arg(format!("--grpc-port={grpc_port}"))
        .arg("--storage")
        .arg(storage)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until it says where it listens, REST first.
fn listening(child: &mut Child) -> [u16; 2] {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    [(); 2].map(|()| lines.next().unwrap().unwrap().rsplit(':').next().unwrap().parse().unwrap())
}

/// What a process holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Memory that is resident and its own, in KiB: files that are mapped do not count.
    pub memory: u64,
    /// Open files, sockets and the like.
    pub handles: u64,
    pub threads: u64,
}

impl Usage {
    /// Of the process with this number, or of `self`.
    pub fn of(process: &str) -> Self {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse().unwrap()
        };
        let handles = std::fs::read_dir(format!("/proc/{process}/fd")).unwrap().count() as u64;
        Self { memory: field("RssAnon:"), handles, threads: field("Threads:") }
    }
}
