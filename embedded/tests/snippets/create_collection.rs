use qdrant_remote::Client;
use qdrant_remote::models::{Distance, VectorParams};

pub async fn run(client: &Client) -> super::Outcome {
    client
        .create_collection("plain")
        .vectors(VectorParams::new(4, Distance::Cosine))
        .send()
        .await?;
    Ok(())
}
