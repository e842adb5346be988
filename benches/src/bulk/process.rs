//! One client in a process of its own: how long its work took, and what the process took of memory and processor.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::process::Command;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use qdrant_remote_bench::served::{line, started};

use crate::Outcome;

/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(20);
const TICKS_PER_SECOND: f64 = 100.0;

/// What a client took.
pub struct Took {
    /// The work, by its own clock.
    pub seconds: f64,
    /// The processor, from beginning to end, by all its processes together.
    pub busy: f64,
    /// The peaks of the resident memory of its processes, added up.
    pub kib: u64,
}

/// Says how long the work took, and stays until that was read and the memory looked at.
pub fn done(took: Duration) -> Outcome<()> {
    println!("{}", took.as_secs_f64());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// Runs a client that ends with [`done`].
pub fn measured(command: &mut Command) -> Outcome<Took> {
    let (mut process, mut output) = started(command)?;
    let (sender, said) = channel();
    std::thread::spawn(move || sender.send(line(&mut output).map_err(|error| error.to_string())));
    let mut seen = BTreeMap::new();
    let said = loop {
        let next = said.recv_timeout(LOOK);
        look(process.id(), &mut seen);
        match next {
            Ok(said) => break said?,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err("the client is gone".into()),
        }
    };
    drop(process.stdin.take());
    process.wait()?;
    let busy = seen.values().map(|seen| seen.ticks).sum::<f64>() / TICKS_PER_SECOND;
    Ok(Took { seconds: said.parse()?, busy, kib: seen.values().map(|seen| seen.kib).sum() })
}

/// What a process had taken when it was looked at last.
#[derive(Clone, Copy, Default)]
struct Seen {
    ticks: f64,
    kib: u64,
}

/// Notes what the process, and all that it started, has taken until now. What has ended stays as it was.
fn look(process: u32, seen: &mut BTreeMap<u32, Seen>) {
    let read = |file: &str| fs::read_to_string(format!("/proc/{process}/{file}")).unwrap_or_default();
    let (status, stat) = (read("status"), read("stat"));
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    if let Some(kib) = peak {
        seen.insert(process, Seen { ticks: fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum(), kib });
    }
    for thread in fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten() {
        let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        children.split_whitespace().filter_map(|child| child.parse().ok()).for_each(|child| look(child, seen));
    }
}
