use qdrant_remote::Client;
use qdrant_remote::models::GroupsResult;

pub async fn run(client: &Client) -> super::Outcome<GroupsResult> {
    let found = client
        .query_points_groups("cities")
        .query([0.2, 0.1, 0.9, 0.7])
        .group_by("country")
        .limit(10)
        .group_size(5)
        .send()
        .await?;
    Ok(found.into_inner())
}
