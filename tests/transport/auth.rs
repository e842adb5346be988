//! Credentials: sent on every call, renewed by one call for all, and shown nowhere.

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use qdrant_remote::auth::{Token, TokenProvider};
use qdrant_remote::{BoxFuture, Client, ErrorKind, Protocol, Status, Warnings};

use crate::cases::NAME;
use crate::support::traces::Traces;
use crate::support::{Answer, FakeServer};

/// A provider that counts, and that fails from one call on.
#[derive(Clone)]
struct Provider {
    asked: Arc<AtomicU32>,
    lifetime: Option<Duration>,
    good_for: u32,
}

impl Provider {
    fn new(lifetime: Option<Duration>, good_for: u32) -> Self {
        Self { asked: Arc::default(), lifetime, good_for }
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }
}

impl TokenProvider for Provider {
    fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>> {
        Box::pin(async move {
            let n = self.asked.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            if n >= self.good_for {
                return Err("the issuer is down".into());
            }
            let token = Token::new(format!("hunter2-{n}"));
            Ok(match self.lifetime {
                Some(lifetime) => token.expires_in(lifetime),
                None => token,
            })
        })
    }
}

pub(crate) async fn api_keys_and_tokens_are_sent(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.builder().api_key("hunter2").token_provider(Provider::new(None, u32::MAX)).build().unwrap();
    client.collection_exists(NAME).send().await.unwrap();
    let seen = server.last();
    assert_eq!((seen.header("api-key"), seen.header("authorization")), (Some("hunter2"), Some("Bearer hunter2-0")));
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(server.last().header("authorization"), Some("Bearer hunter2-1"), "a token without lifetime is good for one call");

    let own = http::HeaderValue::from_static("Bearer own");
    client.collection_exists(NAME).header(http::header::AUTHORIZATION, own).send().await.unwrap();
    assert_eq!(server.last().header("authorization"), Some("Bearer own"));
}

pub(crate) async fn a_hundred_waiting_calls_ask_for_one_token(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let provider = Provider::new(Some(Duration::from_secs(60)), u32::MAX);
    let client = server.builder().token_provider(provider.clone()).build().unwrap();
    for outcome in join_all((0..100).map(|_| client.collection_exists(NAME).send())).await {
        outcome.unwrap();
    }
    assert_eq!((provider.asked(), server.count()), (1, 100));
    assert!(server.seen().iter().all(|seen| seen.header("authorization") == Some("Bearer hunter2-0")));
}

pub(crate) async fn a_failing_provider_is_no_matter_while_the_token_is_good(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let lifetime = Duration::from_secs(2);
    let traces = Traces::listen_at(tracing::Level::WARN);
    let provider = Provider::new(Some(lifetime), 1);
    let client = server.builder().token_provider(provider.clone()).build().unwrap();
    client.collection_exists(NAME).send().await.unwrap();
    // Renewal begins after nine tenths of the lifetime.
    tokio::time::sleep(lifetime.mul_f64(0.91)).await;
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(provider.asked(), 2, "it was tried");
    assert_eq!(traces.text().matches("renewing the token failed").count(), 1, "{}", traces.text());
    assert_eq!(server.last().header("authorization"), Some("Bearer hunter2-0"));

    tokio::time::sleep(lifetime.mul_f64(0.1)).await;
    let error = client.collection_exists(NAME).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Token);
    assert_eq!(server.count(), 2);
}

pub(crate) async fn without_a_token_nothing_is_sent(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let provider = Provider::new(None, 0);
    let client = server.builder().token_provider(provider.clone()).build().unwrap();
    let outcomes = join_all((0..100).map(|_| client.collection_exists(NAME).send())).await;
    for error in outcomes.into_iter().map(Result::unwrap_err) {
        assert_eq!(error.kind(), ErrorKind::Token);
        assert_eq!(error.source().unwrap().to_string(), "the issuer is down");
        assert!(error.is_unsent());
    }
    assert_eq!((provider.asked(), server.count()), (1, 0), "waiting calls share a failure too");
}

pub(crate) async fn a_refused_token_is_not_used_again(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::fail(Status::Unauthenticated), Answer::exists()]).await;
    let provider = Provider::new(Some(Duration::from_secs(60)), u32::MAX);
    let client = server.builder().token_provider(provider.clone()).build().unwrap();
    let error = client.collection_exists(NAME).send().await.unwrap_err();
    assert!(error.is_unauthenticated());
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(server.last().header("authorization"), Some("Bearer hunter2-1"));
}

pub(crate) async fn credentials_in_the_clear_are_warned_of_once(protocol: Protocol) {
    let traces = Traces::listen_at(tracing::Level::WARN);
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.builder().warn_insecure_key(true).build().unwrap();
    for clone in vec![client; 3] {
        clone.collection_exists(NAME).send().await.unwrap();
    }
    assert_eq!(traces.text().matches("in the clear").count(), 1, "{}", traces.text());

    let traces = Traces::listen_at(tracing::Level::WARN);
    let without_key = Client::builder().url(format!("http://{}", server.address)).grpc_url(format!("http://{}", server.address));
    for quiet in [
        server.builder().warn_insecure_key(false),
        server.builder().warn_insecure_key(true).warnings(Warnings::Off),
        without_key.protocol(protocol).check_version(false),
    ] {
        quiet.build().unwrap().collection_exists(NAME).send().await.unwrap();
    }
    assert_eq!(traces.text(), "");
}
