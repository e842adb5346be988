//! Searches handwritten digits over REST and over gRPC, and checks that both find the same.
//!
//! Starts an embedded server, unless `QDRANT_URL` (and `QDRANT_GRPC_URL`, `QDRANT_API_KEY`) name another one.

#![allow(clippy::print_stdout, reason = "a demo shows what it does")]

mod digits;
mod steps;

use std::error::Error;

use qdrant_remote::{Client, Protocol};
use qdrant_remote_embedded::Embedded;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let digits = digits::load()?;
    let embedded = match std::env::var_os("QDRANT_URL") {
        Some(_) => None,
        None => Some(Embedded::start().await?),
    };
    let mut reports = Vec::new();
    println!("{:<8}  {:<20}  {:>9}  result", "protocol", "operation", "time");
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let builder = match &embedded {
            Some(server) => Client::builder().url(server.url()).grpc_url(server.grpc_url()),
            None => qdrant_remote::ClientBuilder::from_env()?,
        };
        let client = builder.protocol(protocol).build()?;
        let collection = format!("demo-digits-{protocol}-{}", std::process::id());
        let report = steps::run(&client, &collection, &digits).await?;
        for step in &report.steps {
            let time = format!("{:.1} ms", step.time.as_secs_f64() * 1e3);
            println!("{:<8}  {:<20}  {time:>9}  {}", protocol.to_string(), step.operation, step.result);
        }
        reports.push(report);
    }
    if let Some(server) = embedded {
        server.stop().await;
    }
    let share = |report: &steps::Report| format!("{:.2} %", 100.0 * report.agreeing as f64 / report.asked as f64);
    println!("\nnearest neighbour carries the same label: REST {}, gRPC {}", share(&reports[0]), share(&reports[1]));
    match reports.iter().all(|report| (report.agreeing, report.scrolled) == (reports[0].agreeing, digits.len())) {
        true => Ok(()),
        false => Err("the protocols do not agree".into()),
    }
}
