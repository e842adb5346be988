//! A server with a client for each protocol.

#![allow(clippy::unwrap_used, dead_code, reason = "a test fails by panicking, and uses what it needs")]

use qdrant_remote::models::{Distance, PointStruct, VectorParams};
use qdrant_remote::{Client, Protocol};
use qdrant_remote_embedded::Embedded;

pub fn client(server: &Embedded, protocol: Protocol) -> Client {
    Client::builder().url(server.url()).grpc_url(server.grpc_url()).protocol(protocol).build().unwrap()
}

/// A server, and clients that reach it over REST and over gRPC.
pub async fn server() -> (Embedded, [Client; 2]) {
    let server = Embedded::start().await.unwrap();
    let clients = [Protocol::Rest, Protocol::Grpc].map(|protocol| client(&server, protocol));
    (server, clients)
}

/// Makes a collection of two-dimensional vectors.
pub async fn plane(client: &Client, name: &str, distance: Distance) {
    client.create_collection(name).vectors(VectorParams::new(2, distance)).send().await.unwrap();
}

/// Points on a line: the one with id n lies at (n, 0).
pub fn line(ids: std::ops::Range<u16>) -> Vec<PointStruct> {
    ids.map(|id| PointStruct::new(u64::from(id), vec![f32::from(id), 0.0])).collect()
}

pub async fn upsert(client: &Client, name: &str, points: Vec<PointStruct>) {
    client.upsert_points(name).points(points).wait(true).send().await.unwrap();
}

pub async fn count(client: &Client, name: &str) -> u64 {
    client.count_points(name).send().await.unwrap().count
}
