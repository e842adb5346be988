//! A search behind a web service: the client in the state of an axum router, its errors as statuses.
//!
//! The client is made once; clones share its connections, and no lock is needed.

use std::error::Error;

use ::axum::extract::{Query, State};
use ::axum::http::StatusCode;
use ::axum::routing::get;
use ::axum::{Json, Router};
use qdrant_remote::Client;
use qdrant_remote::filter::field;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{sentences, shared};

/// What the handlers share.
#[derive(Clone)]
struct Service {
    client: Client,
    collection: String,
}

/// The parameters of a search.
#[derive(serde::Deserialize)]
struct Search {
    topic: String,
    limit: Option<u64>,
}

/// What is answered for a sentence.
#[derive(serde::Deserialize, serde::Serialize)]
struct Sentence {
    text: String,
}

fn router(service: Service) -> Router {
    Router::new().route("/sentences", get(sentences)).with_state(service)
}

async fn sentences(State(service): State<Service>, Query(search): Query<Search>) -> Result<Json<Vec<Sentence>>, (StatusCode, String)> {
    let request = service.client.scroll_points(&service.collection).filter(field("topic").eq(search.topic));
    let page = request.limit(search.limit.unwrap_or(10)).with_payload(true).send().await.map_err(failed)?;
    let read = page.points.iter().map(|point| point.payload_as()).collect::<Result<_, _>>();
    read.map(Json).map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))
}

/// What the service's own clients are told.
fn failed(error: qdrant_remote::Error) -> (StatusCode, String) {
    let status = match &error {
        error if error.is_not_found() => StatusCode::NOT_FOUND,
        error if error.is_rate_limited() => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::BAD_GATEWAY,
    };
    (status, error.to_string())
}

/// Answers of the service: status line and body.
pub struct Answers {
    /// Two sentences on music.
    pub found: (String, String),
    /// The same after the collection was deleted.
    pub missing: (String, String),
}

/// The whole example.
pub async fn run() -> Result<Answers, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("axum");
    sentences::fill(&client, &collection).await?;

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = router(Service { client: client.clone(), collection: collection.clone() });
    let serving = tokio::spawn(async move { ::axum::serve(listener, service).await });

    let path = "/sentences?topic=music&limit=2";
    let found = ask(address, path).await?;
    client.delete_collection(&collection).send().await?;
    let missing = ask(address, path).await?;
    println!("GET {path}: {} {}", found.0, found.1);
    println!("without the collection: {} {}", missing.0, missing.1);
    serving.abort();
    Ok(Answers { found, missing })
}

/// One request by hand, so that the example needs no other client.
async fn ask(address: std::net::SocketAddr, path: &str) -> Result<(String, String), Box<dyn Error>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no body")?;
    Ok((head.lines().next().unwrap_or_default().to_owned(), body.to_owned()))
}
