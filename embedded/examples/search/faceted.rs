//! Counts by value, as shops do beside their results, for all sentences and for those that match.

use std::error::Error;

use qdrant_remote::Client;
use qdrant_remote::filter::field;
use qdrant_remote::models::{Filter, PayloadSchemaType};

use super::{sentences, shared};

/// Values with their counts, the most frequent first.
pub type Counts = Vec<(String, u64)>;

/// What was counted.
pub struct Facets {
    /// Sentences by topic.
    pub topics: Counts,
    /// Sentences on space and animals by place.
    pub places: Counts,
    /// Sentences with a word in them by topic.
    pub with_word: Counts,
}

/// The whole example.
pub async fn run() -> Result<Facets, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("facets");
    sentences::fill(&client, &collection).await?;
    for (name, schema) in [("topic", PayloadSchemaType::Keyword), ("place", PayloadSchemaType::Keyword), ("text", PayloadSchemaType::Text)]
    {
        client.create_field_index(&collection).field_name(name).field_schema(schema).wait(true).send().await?;
    }

    let topics = counts(&client, &collection, "topic", Filter::default()).await?;
    let places = counts(&client, &collection, "place", field("topic").any_of(["space", "animals"])).await?;
    let with_word = counts(&client, &collection, "topic", field("text").has_words("water")).await?;
    println!("all by topic: {topics:?}");
    println!("space and animals by place: {places:?}");
    println!("with water by topic: {with_word:?}");

    client.delete_collection(&collection).send().await?;
    Ok(Facets { topics, places, with_word })
}

async fn counts(client: &Client, collection: &str, key: &str, filter: impl Into<Filter>) -> Result<Counts, Box<dyn Error>> {
    let facet = client.facet(collection).key(key).filter(filter).exact(true).send().await?;
    Ok(facet.into_inner().hits.into_iter().map(|hit| (hit.value.to_string(), hit.count)).collect())
}
