//! The contract: what the client promises, over both protocols and through gateways, against a real engine.
//!
//! Each scenario is written once and runs over REST, over gRPC, and through a gateway that turns one into the other.
//! The answers of all its calls are compared in full, besides what the scenario expects of them. The backend is an
//! embedded server, or the one that `QDRANT_URL`, `QDRANT_GRPC_URL` and `QDRANT_API_KEY` name.
//!
//! Arguments are parts of names of scenarios: those that contain one of them run, all without any.

#![allow(
    clippy::excessive_precision,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and shows what it did"
)]

mod api;
mod backend;
mod calls;
mod compare;
mod coverage;
mod differences;
#[path = "../../../examples/gateway/gateway.rs"]
mod gateway;
mod run;
mod scenarios;
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        scenarios::all().iter().for_each(|scenario| println!("{}: test", scenario.name));
        return ExitCode::SUCCESS;
    }
    let wanted: Vec<String> = arguments.into_iter().filter(|argument| !argument.starts_with('-')).collect();
    let coverage = coverage::Coverage::watch();
    run::quiet_panics();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let good = runtime.block_on(run::everything(&wanted, &coverage));
    match good {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
