//! An allocator that counts while it is asked to: counting costs as much as the allocation itself, and what is timed must
//! not pay for it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicU64, Ordering};

static COUNTING: AtomicBool = AtomicBool::new(false);
static COUNT: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);

/// What some work allocated.
#[derive(Clone, Copy, Debug)]
pub struct Allocated {
    /// How many allocations there were, growth of a list included.
    pub count: u64,
    /// The most bytes that were live at once, beside those that were before.
    pub peak: u64,
}

/// Counts what the work allocates.
pub fn counted<T>(work: impl FnOnce() -> T) -> (T, Allocated) {
    COUNT.store(0, Ordering::Relaxed);
    LIVE.store(0, Ordering::Relaxed);
    PEAK.store(0, Ordering::Relaxed);
    COUNTING.store(true, Ordering::Relaxed);
    let done = work();
    COUNTING.store(false, Ordering::Relaxed);
    let peak = PEAK.load(Ordering::Relaxed).unsigned_abs() as u64;
    (done, Allocated { count: COUNT.load(Ordering::Relaxed), peak })
}

/// The system's allocator, with counts.
pub struct Counting;

fn resized(from: usize, to: usize) {
    if COUNTING.load(Ordering::Relaxed) {
        let change = to.cast_signed() - from.cast_signed();
        let live = LIVE.fetch_add(change, Ordering::Relaxed) + change;
        if to > 0 {
            COUNT.fetch_add(1, Ordering::Relaxed);
            PEAK.fetch_max(live, Ordering::Relaxed);
        }
    }
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        resized(0, layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        resized(0, layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        resized(layout.size(), size);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        resized(layout.size(), 0);
        unsafe { System.dealloc(pointer, layout) }
    }
}
