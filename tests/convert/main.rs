//! Conversions by themselves: random values of every pair, the texts of their errors, what they allocate.

#![allow(missing_docs, reason = "a test")]

#[path = "../corpus/compare.rs"]
mod compare;
mod errors;
mod json;
mod message;
mod moved;
mod normal;
mod random;
mod rows;
