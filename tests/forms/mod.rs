//! When two JSON documents say the same: shared by the tests of the corpus and of the conversions.

#![allow(dead_code, reason = "each test binary uses a part")]

pub mod compare;
pub mod normal;
