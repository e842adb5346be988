use qdrant_remote::Client;
use qdrant_remote::filter::field;
use qdrant_remote::models::{Query, QueryResponse, RecommendStrategy, VectorInput};

pub async fn run(client: &Client) -> super::Outcome<QueryResponse> {
    let unlike = [VectorInput::from(4), [0.2, 0.3, 0.4, 0.5].into()];
    let like = Query::recommend([1, 2])
        .negative(unlike)
        .strategy(RecommendStrategy::AverageVector);
    let filter = field("city").eq("London");
    let found = client
        .query_points("cities")
        .query(like)
        .filter(filter)
        .limit(3)
        .send()
        .await?;
    Ok(found.into_inner())
}
