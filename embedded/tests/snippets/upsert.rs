use qdrant_remote::models::PointStruct;
use qdrant_remote::{Client, payload};

pub async fn run(client: &Client) -> super::Outcome {
    let points = [
        PointStruct::new(1, [0.9, 0.1, 0.1]).payload(payload! { "color": "red" }),
        PointStruct::new(2, [0.1, 0.9, 0.1]).payload(payload! { "color": "green" }),
        PointStruct::new(3, [0.1, 0.1, 0.9]).payload(payload! { "color": "blue" }),
    ];
    client
        .upsert_points("colors")
        .points(points)
        .wait(true)
        .send()
        .await?;
    Ok(())
}
