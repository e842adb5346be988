//! Deciding which variant a value is allocates nothing: a union costs what its payload costs.
#![allow(unsafe_code, reason = "an allocator that counts")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use qdrant_remote::models::{Condition, QueryInterface, VectorInput, VectorStruct, VectorStructOutput};
use serde::de::DeserializeOwned;

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    // The allocator also runs while a thread ends, when its locals are gone.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The allocations that decoding takes.
fn allocations<T: DeserializeOwned>(json: &str) -> Result<usize, serde_json::Error> {
    let before = COUNT.get();
    let value: T = serde_json::from_slice(json.as_bytes())?;
    let after = COUNT.get();
    drop(value);
    Ok(after - before)
}

#[test]
fn vectors_cost_no_more_than_a_list() -> Result<(), serde_json::Error> {
    let vector = format!("[{}]", vec!["0.125"; 1000].join(","));
    let list = allocations::<Vec<f32>>(&vector)?;
    let dense = allocations::<VectorStructOutput>(&vector)?;
    assert!(dense <= list, "{dense} > {list}");
    assert_eq!(allocations::<VectorStruct>(&vector)?, dense);
    assert_eq!(allocations::<VectorInput>(&vector)?, dense);
    assert_eq!(allocations::<QueryInterface>(&vector)?, dense);
    // The map and the name beside the vector.
    let named = format!("{{\"name\":{vector}}}");
    assert_eq!(allocations::<VectorStructOutput>(&named)?, dense + 2);
    assert_eq!(allocations::<VectorStruct>(&named)?, dense + 2);
    Ok(())
}

#[test]
fn conditions_cost_what_they_hold() -> Result<(), serde_json::Error> {
    assert_eq!(allocations::<Condition>(r#"{"key":"city","match":{"value":"Berlin"}}"#)?, 2);
    assert_eq!(allocations::<Condition>(r#"{"match":{"value":7},"key":"city"}"#)?, 1);
    assert_eq!(allocations::<Condition>(r#"{"has_id":[1,2]}"#)?, 1);
    Ok(())
}
