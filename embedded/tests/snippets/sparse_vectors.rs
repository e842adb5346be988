use qdrant_remote::Client;
use qdrant_remote::models::SparseVectorParams;

pub async fn run(client: &Client) -> super::Outcome {
    client
        .create_collection("sparse")
        .sparse_vectors([("text", SparseVectorParams::new())])
        .send()
        .await?;
    Ok(())
}
