//! The demo's steps, with what they must find.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../examples/demo/digits.rs"]
mod digits;
#[path = "../examples/demo/steps.rs"]
mod steps;

use qdrant_remote::{Client, Protocol};
use qdrant_remote_embedded::Embedded;

#[tokio::test]
async fn finds_the_same_over_both_protocols() {
    let digits = digits::load().unwrap();
    assert_eq!(digits.len(), 1797);
    let server = Embedded::start().await.unwrap();
    let mut found = Vec::new();
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let client = Client::builder().url(server.url()).grpc_url(server.grpc_url()).protocol(protocol).build().unwrap();
        let report = steps::run(&client, "digits", &digits).await.unwrap();
        assert_eq!((report.scrolled, report.asked), (1797, 1797));
        assert!(client.get_collections().send().await.unwrap().collections.is_empty(), "the demo cleans up");
        assert!(report.steps.iter().all(|step| !step.time.is_zero()));
        let steps = report.steps.into_iter().map(|step| (step.operation, step.result));
        found.push((report.agreeing, steps.collect::<Vec<_>>()));
    }
    assert_eq!(found[0], found[1]);
    assert!(found[0].0 > 1750, "{} of 1797 neighbours agree", found[0].0);
    server.stop().await;
}
