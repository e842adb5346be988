//! The RPCs that REST lacks, through the raw gRPC client: the deprecated searches, recommendations and discoveries.
//!
//! `cargo run --example raw_rpcs` asks the server at `QDRANT_GRPC_URL` (default `http://localhost:6334`) about the
//! collection that `COLLECTION` names (default `cities`, vectors of two numbers).

#![allow(clippy::print_stdout, reason = "an example")]
#![allow(deprecated, reason = "that is what the example shows")]
#![allow(clippy::needless_update, reason = "a release may add fields to messages")]

use qdrant_remote::Client;
use qdrant_remote::raw::grpc::{
    ContextExamplePair, DiscoverBatchPoints, DiscoverPoints, PointId, RecommendBatchPoints, RecommendPointGroups, RecommendPoints,
    SearchBatchPoints, SearchPointGroups, SearchPoints, TargetVector, VectorExample, point_id, target_vector, vector_example,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("QDRANT_GRPC_URL").unwrap_or_else(|_| "http://localhost:6334".to_owned());
    let collection_name = std::env::var("COLLECTION").unwrap_or_else(|_| "cities".to_owned());
    let client = Client::builder().grpc_url(url).build()?;
    let mut points = client.raw().points()?;

    let search = SearchPoints { collection_name: collection_name.clone(), vector: vec![0.2, 0.7], limit: 3, ..Default::default() };
    println!("search: {} points", points.search(search.clone()).await?.into_inner().result.len());
    let batch = SearchBatchPoints { collection_name: collection_name.clone(), search_points: vec![search], ..Default::default() };
    println!("search batch: {} answers", points.search_batch(batch).await?.into_inner().result.len());
    let groups = SearchPointGroups {
        collection_name: collection_name.clone(),
        vector: vec![0.2, 0.7],
        limit: 3,
        group_by: "country".to_owned(),
        group_size: 1,
        ..Default::default()
    };
    println!("search groups: {:?}", points.search_groups(groups).await?.into_inner().result.map(|result| result.groups.len()));

    let id = |number| PointId { point_id_options: Some(point_id::PointIdOptions::Num(number)), ..Default::default() };
    let recommend = RecommendPoints { collection_name: collection_name.clone(), positive: vec![id(1)], limit: 3, ..Default::default() };
    println!("recommend: {} points", points.recommend(recommend.clone()).await?.into_inner().result.len());
    let batch = RecommendBatchPoints { collection_name: collection_name.clone(), recommend_points: vec![recommend], ..Default::default() };
    println!("recommend batch: {} answers", points.recommend_batch(batch).await?.into_inner().result.len());
    let groups = RecommendPointGroups {
        collection_name: collection_name.clone(),
        positive: vec![id(1)],
        limit: 3,
        group_by: "country".to_owned(),
        group_size: 1,
        ..Default::default()
    };
    println!("recommend groups: {:?}", points.recommend_groups(groups).await?.into_inner().result.map(|result| result.groups.len()));

    let example = |number| Some(VectorExample { example: Some(vector_example::Example::Id(id(number))), ..Default::default() });
    let discover = DiscoverPoints {
        collection_name: collection_name.clone(),
        target: Some(TargetVector { target: example(1).map(target_vector::Target::Single), ..Default::default() }),
        context: vec![ContextExamplePair { positive: example(1), negative: example(2), ..Default::default() }],
        limit: 3,
        ..Default::default()
    };
    println!("discover: {} points", points.discover(discover.clone()).await?.into_inner().result.len());
    let batch = DiscoverBatchPoints { collection_name, discover_points: vec![discover], ..Default::default() };
    println!("discover batch: {} answers", points.discover_batch(batch).await?.into_inner().result.len());
    Ok(())
}
