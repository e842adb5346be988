//! The types that progenitor makes of the same document by itself.
#![allow(clippy::all, dead_code, deprecated, unused_imports)]

include!(concat!(env!("OUT_DIR"), "/plain.rs"));
