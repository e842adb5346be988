//! Searches of several kinds: `cargo run --package qdrant-remote-embedded --example search -- hybrid`, or another of the
//! names below; without a name, all of them.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

pub mod axum;
pub mod faceted;
pub mod geo;
pub mod hybrid;
pub mod multitenancy;
pub mod recommendations;
pub mod semantic;
mod sentences;
#[path = "../shared/mod.rs"]
mod shared;

const NAMES: [&str; 7] = ["semantic", "hybrid", "recommendations", "faceted", "geo", "multitenancy", "axum"];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let all = NAMES.map(str::to_owned).to_vec();
    for name in if given.is_empty() { all } else { given } {
        match name.as_str() {
            "semantic" => drop(semantic::run().await?),
            "hybrid" => drop(hybrid::run().await?),
            "recommendations" => drop(recommendations::run().await?),
            "faceted" => drop(faceted::run().await?),
            "geo" => drop(geo::run().await?),
            "multitenancy" => drop(multitenancy::run().await?),
            "axum" => drop(self::axum::run().await?),
            other => return Err(format!("`{other}` is none of {NAMES:?}").into()),
        }
    }
    Ok(())
}
