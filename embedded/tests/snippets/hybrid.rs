use qdrant_remote::Client;
use qdrant_remote::models::{Fusion, Prefetch, QueryResponse};

pub async fn run(client: &Client) -> super::Outcome<QueryResponse> {
    let sparse = Prefetch::new()
        .query([(1, 0.22), (42, 0.8)])
        .using("sparse")
        .limit(20);
    let dense = Prefetch::new()
        .query([0.01, 0.45, 0.67])
        .using("dense")
        .limit(20);
    let found = client
        .query_points("hybrid")
        .prefetch([sparse, dense])
        .query(Fusion::Rrf)
        .send()
        .await?;
    Ok(found.into_inner())
}
