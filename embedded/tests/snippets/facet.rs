use qdrant_remote::Client;
use qdrant_remote::filter::field;
use qdrant_remote::models::FacetResponse;

pub async fn run(client: &Client) -> super::Outcome<FacetResponse> {
    let filter = field("country").eq("England");
    let counts = client
        .facet("cities")
        .key("city")
        .filter(filter)
        .limit(10)
        .send()
        .await?;
    Ok(counts.into_inner())
}
