use qdrant_remote::Client;
use qdrant_remote::filter::field;

pub async fn run(client: &Client) -> super::Outcome<u64> {
    let filter = field("color").eq("red");
    let counted = client
        .count_points("colors")
        .filter(filter)
        .exact(true)
        .send()
        .await?;
    Ok(counted.count)
}
