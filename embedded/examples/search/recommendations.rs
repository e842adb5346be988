//! Recommends: more like these sentences, less like those, and somewhere between pairs of examples.

use std::error::Error;

use qdrant_remote::Client;
use qdrant_remote::filter::field;
use qdrant_remote::models::{Query, QueryInterface, RecommendStrategy};

use super::{sentences, shared};

/// The topics of what was recommended, the best first.
pub struct Recommended {
    /// Like three sentences on animals.
    pub alike: Vec<String>,
    /// Unlike one on money, by another strategy, and without animals.
    pub elsewhere: Vec<String>,
    /// Near a sentence on space, on the side of computers rather than cooking.
    pub discovered: Vec<String>,
}

/// The whole example.
pub async fn run() -> Result<Recommended, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("recommend");
    sentences::fill(&client, &collection).await?;
    let first_of = |topic: &'static str| first(&client, &collection, topic);
    let (animals, money) = (first_of("animals").await?, first_of("money").await?);
    let (space, computers, cooking) = (first_of("space").await?, first_of("computers").await?, first_of("cooking").await?);

    let liked = || Query::recommend([animals, animals + 2, animals + 6]);
    let alike = topics(&client, &collection, liked(), None).await?;
    let careful = liked().negative([money]).strategy(RecommendStrategy::BestScore);
    let elsewhere = topics(&client, &collection, careful, Some("animals")).await?;
    let discovered = topics(&client, &collection, Query::discover(space, [(computers, cooking)]), None).await?;
    println!("like bees, wolves and crows: {alike:?}");
    println!("no animals, and nothing like banks: {elsewhere:?}");
    println!("near space, rather with computers than with cooking: {discovered:?}");

    client.delete_collection(&collection).send().await?;
    Ok(Recommended { alike, elsewhere, discovered })
}

/// The least id of a topic.
async fn first(client: &Client, collection: &str, topic: &str) -> Result<u64, Box<dyn Error>> {
    let page = client.scroll_points(collection).filter(field("topic").eq(topic)).limit(1).send().await?;
    page.points.first().and_then(|point| point.id.as_integer()).ok_or_else(|| "an unknown topic".into())
}

/// The topics of the five best points.
async fn topics(
    client: &Client,
    collection: &str,
    query: impl Into<QueryInterface>,
    without: Option<&str>,
) -> Result<Vec<String>, Box<dyn Error>> {
    let mut request = client.query_points(collection).query(query).using("dense").limit(5).with_payload(["topic"]);
    if let Some(topic) = without {
        request = request.filter(!field("topic").eq(topic));
    }
    let found = request.send().await?;
    let topic = |payload: &qdrant_remote::models::Payload| payload["topic"].as_str().map(str::to_owned);
    Ok(found.points.iter().filter_map(|point| topic(point.payload.as_ref()?)).collect())
}
