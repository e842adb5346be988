//! Backs a collection up into a file, loses the collection, and puts it back.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use qdrant_remote::body::UploadBody;
use qdrant_remote::models::SnapshotPriority;

mod shared;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("backup");
    let count = shared::fill(&client, &collection).await?;
    println!("{count} points in `{collection}`");

    let snapshots = client.snapshots(&collection);
    let made = snapshots.create().await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("digits.snapshot");
    let file = snapshots.download(&made).to_file(&path).await?;
    snapshots.delete(&made.name).await?;
    println!("{} bytes downloaded in {:.1?}, SHA-256 {}", file.bytes, file.elapsed, file.checksum);

    client.delete_collection(&collection).send().await?;
    println!("the collection is gone: {}", !client.collection_exists(&collection).send().await?.exists);

    let upload = snapshots.upload(UploadBody::from_file(&path)?);
    upload.checksum(file.checksum).priority(SnapshotPriority::Snapshot).send().await?;
    let restored = client.count_points(&collection).exact(true).send().await?.count;
    println!("{restored} points are back");

    client.delete_collection(&collection).send().await?;
    if restored == count { Ok(()) } else { Err("points were lost".into()) }
}
