//! Keeps tenants apart: in one collection, by an index that knows its tenants; and by a shard for each.

use std::error::Error;

use qdrant_remote::filter::field;
use qdrant_remote::models::{Distance, KeywordIndexParams, PointStruct, ShardingMethod, VectorParams};
use qdrant_remote::payload;

use super::{sentences, shared};

/// What tenants saw.
pub struct Seen {
    /// Places of what one tenant found by a filter.
    pub by_filter: Vec<String>,
    /// Points that are left when another tenant has gone.
    pub left: u64,
    /// Points of one tenant in a shard of its own.
    pub in_shard: u64,
}

/// The whole example.
pub async fn run() -> Result<Seen, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("tenants");
    sentences::fill(&client, &collection).await?;

    // Many small tenants: a field says whose a point is, and the index stores what belongs together side by side.
    let index = KeywordIndexParams::new().is_tenant(true);
    client.create_field_index(&collection).field_name("place").field_schema(index).wait(true).send().await?;
    let question = sentences::questions()?.remove(0);
    let found = client
        .query_points(&collection)
        .query(question.vector)
        .using("dense")
        .filter(field("place").eq("Oslo"))
        .with_payload(["place"])
        .send()
        .await?;
    let place = |payload: &qdrant_remote::models::Payload| payload["place"].as_str().map(str::to_owned);
    let by_filter: Vec<String> = found.points.iter().filter_map(|point| place(point.payload.as_ref()?)).collect();
    println!("Oslo asks, and finds {} sentences, all of {:?}", by_filter.len(), by_filter.first());
    client.delete_points(&collection).filter(field("place").eq("Berlin")).wait(true).send().await?;
    let left = client.count_points(&collection).exact(true).send().await?.count;
    println!("Berlin has gone; {left} sentences are left");
    client.delete_collection(&collection).send().await?;

    // A few large tenants: a shard key for each.
    let create = client.create_collection(&collection).vectors(VectorParams::new(2, Distance::Dot));
    create.sharding_method(ShardingMethod::Custom).send().await?;
    for (id, tenant) in [(1, "large"), (2, "larger")] {
        client.create_shard_key(&collection).shard_key(tenant).send().await?;
        let point = PointStruct::new(id, [0.5, 1.0]).payload(payload! { "tenant": tenant });
        client.upsert_points(&collection).points([point]).shard_key(tenant).wait(true).send().await?;
    }
    let in_shard = client.count_points(&collection).shard_key("large").exact(true).send().await?.count;
    println!("the shard of one tenant has {in_shard} point");
    client.delete_collection(&collection).send().await?;
    Ok(Seen { by_filter, left, in_shard })
}
