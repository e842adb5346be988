//! Sentences and questions with real embeddings, from `data/sentences.tsv` and `data/questions.tsv`.

use std::collections::BTreeMap;
use std::error::Error;

use qdrant_remote::models::{Distance, PointStruct, SparseVector, SparseVectorParams, Vector, VectorParams};
use qdrant_remote::{Client, payload};

/// Values of an embedding.
pub const SIZE: u64 = 384;

/// A text with its embedding.
#[derive(Clone)]
pub struct Text {
    /// What it is about.
    pub topic: String,
    /// One of four places; empty for questions.
    pub place: String,
    /// The text.
    pub text: String,
    /// Its embedding.
    pub vector: Vec<f32>,
}

/// All sentences.
pub fn sentences() -> Result<Vec<Text>, Box<dyn Error>> {
    lines(include_str!("../../data/sentences.tsv"))
}

/// All questions.
pub fn questions() -> Result<Vec<Text>, Box<dyn Error>> {
    lines(include_str!("../../data/questions.tsv"))
}

fn lines(file: &str) -> Result<Vec<Text>, Box<dyn Error>> {
    file.lines().map(parse).collect()
}

fn parse(line: &str) -> Result<Text, Box<dyn Error>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let (topic, place, text, vector) = match cells.as_slice() {
        [topic, place, text, vector] => (*topic, *place, *text, *vector),
        [topic, text, vector] => (*topic, "", *text, *vector),
        _ => return Err("a line without a vector".into()),
    };
    let bytes = (0..vector.len() / 2).map(|at| u8::from_str_radix(&vector[2 * at..2 * at + 2], 16));
    let vector = bytes.map(|byte| byte.map(|byte| f32::from(byte.cast_signed()))).collect::<Result<_, _>>()?;
    Ok(Text { topic: topic.to_owned(), place: place.to_owned(), text: text.to_owned(), vector })
}

/// The words of a text as a sparse vector: an index for each word, by its hash, and how often it comes.
pub fn words(text: &str) -> SparseVector {
    let mut counts = BTreeMap::new();
    let lower = text.to_lowercase();
    for word in lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let hash = word.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
        *counts.entry(hash).or_insert(0.0) += 1.0;
    }
    counts.into_iter().collect()
}

/// A collection of all sentences, with embeddings as `dense` and words as `sparse`; words that are rare weigh more.
pub async fn fill(client: &Client, collection: &str) -> Result<(), Box<dyn Error>> {
    let sparse = SparseVectorParams::new().modifier(qdrant_remote::models::Modifier::Idf);
    let create = client.create_collection(collection).vectors([("dense", VectorParams::new(SIZE, Distance::Cosine))]);
    create.sparse_vectors([("sparse", sparse)]).send().await?;
    let points = (1..).zip(sentences()?).map(|(id, text): (u64, Text)| {
        let sparse = words(&text.text);
        PointStruct::new(id, [("dense", Vector::from(text.vector)), ("sparse", sparse.into())])
            .payload(payload! { "topic": text.topic, "place": text.place, "text": text.text })
    });
    client.upload(collection).points(points.collect::<Vec<_>>()).wait(true).send().await?;
    Ok(())
}
