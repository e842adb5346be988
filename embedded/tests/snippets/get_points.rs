use qdrant_remote::Client;
use qdrant_remote::models::Record;

pub async fn run(client: &Client) -> super::Outcome<Vec<Record>> {
    let points = client
        .get_points("colors")
        .ids([1, 3, 100])
        .with_payload(true)
        .send()
        .await?;
    Ok(points.into_inner())
}
