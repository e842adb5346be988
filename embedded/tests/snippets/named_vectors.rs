use qdrant_remote::Client;
use qdrant_remote::models::{Distance, VectorParams};

pub async fn run(client: &Client) -> super::Outcome {
    let image = VectorParams::new(4, Distance::Dot);
    let text = VectorParams::new(8, Distance::Cosine);
    client
        .create_collection("named")
        .vectors([("image", image), ("text", text)])
        .send()
        .await?;
    Ok(())
}
