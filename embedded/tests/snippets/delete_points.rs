use qdrant_remote::Client;
use qdrant_remote::filter::field;

pub async fn run(client: &Client) -> super::Outcome {
    client
        .delete_points("colors")
        .points([3, 100])
        .wait(true)
        .send()
        .await?;
    client
        .delete_points("colors")
        .filter(field("color").eq("red"))
        .wait(true)
        .send()
        .await?;
    Ok(())
}
