//! When two values say the same: shared by the tests of the corpus and of the conversions, and by what is fuzzed.

#![allow(dead_code, reason = "each test binary uses a part")]

pub mod base64;
pub mod compare;
pub mod cross;
pub mod normal;
