//! Backs a collection up into a file, loses the collection, and puts it back.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use qdrant_remote::body::UploadBody;
use qdrant_remote::models::SnapshotPriority;

mod shared;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    run().await.map(drop)
}

/// How many points there were.
pub struct Counts {
    /// Before the loss.
    pub before: u64,
    /// After the snapshot was put back.
    pub after: u64,
}

/// The whole example.
pub async fn run() -> Result<Counts, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("backup");
    let before = shared::fill(&client, &collection).await?;
    println!("{before} points in `{collection}`");

    let snapshots = client.snapshots(&collection);
    let made = snapshots.create().await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("digits.snapshot");
    let file = snapshots.download(&made).to_file(&path).await?;
    snapshots.delete(&made.name).await?;
    println!("snapshot of {} bytes downloaded in {:.1?}, SHA-256 {}", file.bytes, file.elapsed, file.checksum);

    client.delete_collection(&collection).send().await?;
    if !client.collection_exists(&collection).send().await?.exists {
        println!("the collection is gone");
    }

    let upload = snapshots.upload(UploadBody::from_file(&path)?);
    upload.checksum(file.checksum).priority(SnapshotPriority::Snapshot).send().await?;
    let after = client.count_points(&collection).exact(true).send().await?.count;
    println!("{after} points are back");

    client.delete_collection(&collection).send().await?;
    Ok(Counts { before, after })
}
