//! Tests code that uses a client, without any server: answers are scripted, and what was asked is looked at.
//!
//! `cargo run --features testing --example testing_without_a_server`; `cargo test` runs the same checks.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use qdrant_remote::filter::field;
use qdrant_remote::models::{QueryResponse, ScoredPoint};
use qdrant_remote::testing::MockStub;
use qdrant_remote::{Client, Error, payload, requests};

/// The code under test: titles of what is like a film, the newest only; nothing if the collection is not there.
async fn similar(client: &Client, film: u64) -> Result<Vec<String>, Error> {
    let query = client.query_points("films").query(film).filter(field("year").gte(2000)).with_payload(true);
    let found = match query.send().await {
        Err(error) if error.is_not_found() => return Ok(Vec::new()),
        found => found?,
    };
    let title = |point: &ScoredPoint| Some(point.payload.as_ref()?.get("title")?.as_str()?.to_owned());
    Ok(found.points.iter().filter_map(title).collect())
}

async fn titles_come_in_the_order_of_the_answer() -> Result<(), Error> {
    let mock = MockStub::new();
    mock.on(|_: &requests::QueryPoints| {
        let point = |id: u64, title: &str| ScoredPoint::new(id, 1, 0.5).payload(payload! { "title": title });
        Ok(QueryResponse::new([point(7, "Solaris"), point(8, "Stalker")]))
    });
    let titles = similar(&Client::from_stub(mock.clone()), 1).await?;
    assert_eq!(titles, ["Solaris", "Stalker"]);
    let asked = mock.take::<requests::QueryPoints>();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].collection_name, "films");
    assert_eq!(asked[0].body.filter, Some(field("year").gte(2000).into()));
    Ok(())
}

async fn a_missing_collection_is_no_failure() -> Result<(), Error> {
    let mock = MockStub::new();
    mock.on(|_: &requests::QueryPoints| Err(Error::from_status(404, "Collection `films` doesn't exist!")));
    assert!(similar(&Client::from_stub(mock), 1).await?.is_empty());
    Ok(())
}

async fn other_failures_reach_the_caller() -> Result<(), Error> {
    let mock = MockStub::new();
    mock.once(|_: &requests::QueryPoints| Err(Error::from_status(500, "out of memory")));
    let failed = similar(&Client::from_stub(mock), 1).await;
    assert!(failed.is_err_and(|error| error.to_string().contains("out of memory")));
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    titles_come_in_the_order_of_the_answer().await?;
    a_missing_collection_is_no_failure().await?;
    other_failures_reach_the_caller().await?;
    println!("three tests passed, and no server was asked");
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_runs() {
        assert!(super::main().is_ok());
    }
}
