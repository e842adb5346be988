//! Finds by meaning and by words at once: dense and sparse vectors, fused by rank.

use std::error::Error;

use qdrant_remote::Client;
use qdrant_remote::models::{Fusion, Prefetch, ScoredPoint};

use super::{sentences, shared};

/// The texts that each way finds for one question, the best first.
pub struct Found {
    /// By embeddings alone.
    pub dense: Vec<String>,
    /// By words alone.
    pub sparse: Vec<String>,
    /// By both.
    pub hybrid: Vec<String>,
}

/// The whole example.
pub async fn run() -> Result<Found, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("hybrid");
    sentences::fill(&client, &collection).await?;

    let questions = sentences::questions()?;
    let question = questions.into_iter().find(|question| question.topic == "cooking").ok_or("no such question")?;
    let words = sentences::words("bread with oil");
    let dense = || Prefetch::new().query(&question.vector).using("dense").limit(10);
    let sparse = || Prefetch::new().query(words.clone()).using("sparse").limit(10);
    let found = Found {
        dense: best(&client, &collection, vec![dense()]).await?,
        sparse: best(&client, &collection, vec![sparse()]).await?,
        hybrid: best(&client, &collection, vec![dense(), sparse()]).await?,
    };
    println!("{}: bread with oil", question.text);
    for (way, texts) in [("by meaning", &found.dense), ("by words", &found.sparse), ("by both", &found.hybrid)] {
        println!("{way}:");
        texts.iter().for_each(|text| println!("  {text}"));
    }

    client.delete_collection(&collection).send().await?;
    Ok(found)
}

/// The three best texts of what the prefetches find.
async fn best(client: &Client, collection: &str, prefetches: Vec<Prefetch>) -> Result<Vec<String>, Box<dyn Error>> {
    let query = client.query_points(collection).prefetch(prefetches).query(Fusion::Rrf);
    let found = query.limit(3).with_payload(["text"]).send().await?;
    let text = |point: &ScoredPoint| point.payload.as_ref().and_then(|payload| payload.get("text")?.as_str().map(str::to_owned));
    found.points.iter().map(|point| text(point).ok_or_else(|| "a point without text".into())).collect()
}
