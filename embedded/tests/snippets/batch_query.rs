use qdrant_remote::Client;
use qdrant_remote::filter::field;
use qdrant_remote::models::{QueryRequest, QueryResponse};

pub async fn run(client: &Client) -> super::Outcome<Vec<QueryResponse>> {
    let london = QueryRequest::new()
        .filter(field("city").eq("London"))
        .limit(3);
    let searches = [
        london.clone().query([0.2, 0.1, 0.9, 0.7]),
        london.query([0.5, 0.3, 0.2, 0.3]),
    ];
    let found = client
        .query_batch_points("cities")
        .searches(searches)
        .send()
        .await?;
    Ok(found.into_inner())
}
