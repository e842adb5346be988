//! What a call leaves behind: file handles, panics.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many files, sockets and the like this process holds open.
pub fn handles() -> usize {
    match std::fs::read_dir("/proc/self/fd") {
        Ok(open) => open.count(),
        // Not counted where the system does not tell.
        Err(_) => 0,
    }
}

/// Counts the panics of all threads from now on, those too that a task swallows.
pub fn count_panics() -> Panics {
    let count = Arc::new(AtomicUsize::new(0));
    let (counted, before) = (Arc::clone(&count), std::panic::take_hook());
    std::panic::set_hook(Box::new(move |panic| {
        counted.fetch_add(1, Ordering::SeqCst);
        before(panic);
    }));
    Panics(count)
}

pub struct Panics(Arc<AtomicUsize>);

impl Panics {
    pub fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}
