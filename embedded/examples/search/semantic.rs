//! Finds sentences by what they mean: real embeddings, no word in common needed.

use std::error::Error;

use qdrant_remote::models::{Distance, PointStruct, VectorParams};
use qdrant_remote::payload;

use super::{sentences, shared};

/// A question, and what came first.
pub struct Answer {
    /// What the question is about.
    pub topic: String,
    /// What the best sentence is about.
    pub found: String,
    /// The best sentence.
    pub text: String,
}

/// What is stored with a sentence.
#[derive(serde::Deserialize, serde::Serialize)]
struct Sentence {
    topic: String,
    text: String,
}

/// The whole example.
pub async fn run() -> Result<Vec<Answer>, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("semantic");

    let vectors = VectorParams::new(sentences::SIZE, Distance::Cosine);
    client.create_collection(&collection).vectors(vectors).send().await?;
    let points = (1..).zip(sentences::sentences()?).map(|(id, sentence): (u64, _)| {
        PointStruct::new(id, sentence.vector).payload(payload! { "topic": sentence.topic, "text": sentence.text })
    });
    client.upsert_points(&collection).points(points).wait(true).send().await?;

    let mut answers = Vec::new();
    for question in sentences::questions()? {
        let found = client.query_points(&collection).query(question.vector).limit(3).with_payload(true).send().await?;
        println!("{}", question.text);
        for point in &found.points {
            println!("  {:.2} {}", point.score, point.payload_as::<Sentence>()?.text);
        }
        let best: Sentence = found.points.first().ok_or("nothing was found")?.payload_as()?;
        answers.push(Answer { topic: question.topic, found: best.topic, text: best.text });
    }

    client.delete_collection(&collection).send().await?;
    Ok(answers)
}
