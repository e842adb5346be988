use qdrant_remote::Client;
use qdrant_remote::filter::field;
use qdrant_remote::models::{QueryResponse, SearchParams};

pub async fn run(client: &Client) -> super::Outcome<QueryResponse> {
    let found = client
        .query_points("cities")
        .query([0.2, 0.1, 0.9, 0.7])
        .filter(field("city").eq("London"))
        .params(SearchParams::new().hnsw_ef(128).exact(false))
        .limit(3)
        .send()
        .await?;
    Ok(found.into_inner())
}
