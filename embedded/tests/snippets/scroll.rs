use qdrant_remote::Client;
use qdrant_remote::filter::field;
use qdrant_remote::models::ScrollResult;

pub async fn run(client: &Client) -> super::Outcome<ScrollResult> {
    let page = client
        .scroll_points("colors")
        .filter(field("color").eq("red"))
        .limit(1)
        .with_payload(true)
        .with_vector(false)
        .send()
        .await?;
    Ok(page.into_inner())
}
