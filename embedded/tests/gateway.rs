//! The gateway hands on what is not the request itself: who asks, and what the server says when it refuses.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../examples/gateway/gateway.rs"]
mod gateway;

use std::time::Duration;

use qdrant_remote::stub::Stub;
use qdrant_remote::{BoxFuture, CallOptions, Client, ClientBuilder, Error, Protocol, Response, RetryPolicy, models, requests};
use qdrant_remote_embedded::Embedded;
use tokio::net::TcpListener;

async fn port() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// Clients of a gateway: over REST that goes on over gRPC, and the other way round.
async fn crossed(rest: &str, grpc: &str) -> [ClientBuilder; 2] {
    let mut clients = Vec::new();
    for (protocol, over) in [(Protocol::Rest, Protocol::Grpc), (Protocol::Grpc, Protocol::Rest)] {
        let upstream = gateway::client(Client::builder().url(rest).grpc_url(grpc), over).unwrap();
        let ((http, url), (rpc, grpc_url)) = (port().await, port().await);
        tokio::spawn(gateway::run(upstream, http, rpc));
        clients.push(Client::builder().url(url).grpc_url(grpc_url).protocol(protocol).retry(RetryPolicy::off()));
    }
    clients.try_into().unwrap()
}

#[tokio::test]
async fn the_caller_is_known_to_the_server() {
    let server = Embedded::builder().api_key("hunter2").start().await.unwrap();
    for builder in crossed(&server.url(), &server.grpc_url()).await {
        let nobody = builder.clone().build().unwrap().get_collections().send().await.unwrap_err();
        assert!(nobody.is_unauthenticated(), "{nobody}");
        assert_eq!(nobody.server_message(), "Must provide an API key or an Authorization bearer token");
        let stranger = builder.clone().api_key("guess").build().unwrap().get_collections().send().await.unwrap_err();
        assert_eq!(stranger.server_message(), "Invalid API key or JWT");
        let known = builder.clone().api_key("hunter2").build().unwrap();
        assert!(known.get_collections().send().await.unwrap().collections.is_empty());
        let bearer = builder.header("authorization", "Bearer hunter2").build().unwrap();
        assert!(bearer.get_collections().send().await.unwrap().collections.is_empty());
    }
}

#[tokio::test]
async fn refusals_come_through_unchanged() {
    let ((http, url), (rpc, grpc_url)) = (port().await, port().await);
    tokio::spawn(gateway::run(Client::from_stub(Refusing), http, rpc));
    for builder in crossed(&url, &grpc_url).await {
        let client = builder.build().unwrap();
        for (name, status) in [("400", 400), ("403", 403), ("404", 404), ("409", 409), ("500", 500), ("501", 501), ("503", 503)] {
            let refused = client.count_points(name).send().await.unwrap_err();
            assert_eq!(
                (refused.status(), refused.server_message()),
                (Some(qdrant_remote::Status::from_http(status)), format!("because of {status}"))
            );
        }
        let limited = client.count_points("429").send().await.unwrap_err();
        assert!(limited.is_rate_limited());
        assert_eq!((limited.retry_after(), limited.server_message().as_str()), (Some(Duration::from_secs(60)), "because of 429"));
        let counted = client.count_points("7").send().await.unwrap();
        assert_eq!((counted.count, counted.time), (7, 0.25));
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_unavailable() {
    let (listener, url) = port().await;
    drop(listener);
    for builder in crossed(&url, &url).await {
        let away = builder.build().unwrap().get_collections().send().await.unwrap_err();
        assert_eq!(away.status(), Some(qdrant_remote::Status::Unavailable), "{away}");
    }
}

/// Counts as many points as the collection is called, and refuses what is an HTTP status of refusal.
struct Refusing;

impl Stub for Refusing {
    fn count_points<'a>(
        &'a self,
        request: requests::CountPoints,
        _options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<models::CountResult>, Error>> {
        let number: u16 = request.collection_name.parse().unwrap();
        Box::pin(async move {
            match number {
                429 => Err(Error::from_status(429, "because of 429").with_retry_after(Duration::from_secs(60))),
                400.. => Err(Error::from_status(number, format!("because of {number}"))),
                number => Ok(Response::new(models::CountResult::new(number.into())).with_time(0.25)),
            }
        })
    }
}
