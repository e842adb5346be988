// Counts what an entry has in use at once, and compares it with the entry's bound.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use fuzz_entries::Entry;

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

fn grow(size: usize) {
    let live = LIVE.get().wrapping_add(size);
    LIVE.set(live);
    // What another thread allocated and this one frees wraps around.
    if live > PEAK.get() && live < usize::MAX / 2 {
        PEAK.set(live);
    }
}

fn shrink(size: usize) {
    LIVE.set(LIVE.get().wrapping_sub(size));
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        shrink(layout.size());
        grow(size);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        shrink(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Runs an entry on an input; panics when it takes more memory than its bound.
pub fn bounded(entry: &Entry, bytes: &[u8]) {
    LIVE.set(0);
    PEAK.set(0);
    (entry.run)(bytes);
    let (peak, most) = (PEAK.get(), entry.memory.of(bytes.len()));
    assert!(peak <= most, "{}: {} bytes of input took {peak} bytes of memory, more than {most}", entry.name, bytes.len());
}
