use qdrant_remote::Client;
use qdrant_remote::models::SnapshotDescription;

pub async fn run(client: &Client) -> super::Outcome<Vec<SnapshotDescription>> {
    let snapshots = client.list_full_snapshots().send().await?;
    Ok(snapshots.into_inner())
}
