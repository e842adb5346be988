use qdrant_remote::Client;
use qdrant_remote::models::{Distance, MultiVectorConfig, VectorParams};

pub async fn run(client: &Client) -> super::Outcome {
    let max_sim = MultiVectorConfig::new();
    let rows = VectorParams::new(4, Distance::Cosine).multivector_config(max_sim);
    client
        .create_collection("multi")
        .vectors(rows)
        .send()
        .await?;
    Ok(())
}
