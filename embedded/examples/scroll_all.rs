//! Reads all handwritten digits as a stream: counts them, stops half-way, and goes on from there.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use futures_util::{StreamExt, TryStreamExt};

mod shared;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await.map(drop)
}

/// What was read.
pub struct Read {
    /// How often each digit came.
    pub labels: [u64; 10],
    /// Points before the stop.
    pub half: u64,
    /// Points after it.
    pub rest: u64,
}

/// The whole example.
pub async fn run() -> Result<Read, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("scroll");
    let count = shared::fill(&client, &collection).await?;

    let mut labels = [0_u64; 10];
    let mut points = client.scroll_all(&collection).with_payload(["label"]).prefetch(true).stream();
    while let Some(point) = points.try_next().await? {
        let label = point.payload.as_ref().and_then(|payload| payload.get("label")?.as_u64());
        labels[label.ok_or("a digit without label")? as usize] += 1;
    }
    println!("{} points; of each digit there are {labels:?}", labels.iter().sum::<u64>());

    let mut points = client.scroll_all(&collection).with_payload(false).stream();
    let half = points.by_ref().take(count as usize / 2).try_fold(0, async |read, _| Ok(read + 1)).await?;
    let offset = points.offset().cloned().ok_or("nothing is left to read")?;
    drop(points);
    let rest = client.scroll_all(&collection).with_payload(false).resume_from(offset.clone()).stream();
    let rest = rest.try_fold(0, async |read, _| Ok(read + 1)).await?;
    println!("{half} points, then {rest} more from point {offset}");

    client.delete_collection(&collection).send().await?;
    Ok(Read { labels, half, rest })
}
