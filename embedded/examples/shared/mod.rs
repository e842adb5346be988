//! What the examples share: a client of the server that the environment names, or of an embedded one.

#![allow(dead_code, reason = "each example uses its part")]

use std::error::Error;

use qdrant_remote::models::{Distance, PointStruct, VectorParams};
use qdrant_remote::{Client, ClientBuilder};
use qdrant_remote_embedded::Embedded;

#[path = "../demo/digits.rs"]
pub mod digits;

/// A client, with the server that it talks to if that had to be started.
pub async fn connect() -> Result<(Client, Option<Embedded>), Box<dyn Error>> {
    match std::env::var_os("QDRANT_URL") {
        Some(_) => Ok((ClientBuilder::from_env()?.build()?, None)),
        None => embedded().await.map(|(client, server)| (client, Some(server))),
    }
}

/// A server in this process, and a client of it.
pub async fn embedded() -> Result<(Client, Embedded), Box<dyn Error>> {
    let server = Embedded::start().await?;
    let client = Client::builder().url(server.url()).grpc_url(server.grpc_url()).build()?;
    Ok((client, server))
}

/// A name for a collection that nobody has.
pub fn collection(example: &str) -> String {
    format!("example-{example}-{}", std::process::id())
}

/// The digits as points.
pub fn points(digits: Vec<digits::Digit>) -> impl Iterator<Item = PointStruct> + Send {
    (0..).zip(digits).map(|(id, digit)| PointStruct::new(id as u64, digit.pixels).payload([("label", digit.label)]))
}

/// Makes a collection of all digits.
pub async fn fill(client: &Client, collection: &str) -> Result<u64, Box<dyn Error>> {
    client.create_collection(collection).vectors(VectorParams::new(64, Distance::Euclid)).send().await?;
    let report = client.upload(collection).points(points(digits::load()?)).wait(true).send().await?;
    Ok(report.points)
}
