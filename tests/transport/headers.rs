//! Headers of a client and of a call.

use http::{HeaderName, HeaderValue};
use qdrant_remote::{ErrorKind, Protocol};

use crate::cases::NAME;
use crate::support::{Answer, FakeServer};

const TRACE: HeaderName = HeaderName::from_static("traceparent");
const TEAM: HeaderName = HeaderName::from_static("x-team");

fn value(text: &'static str) -> HeaderValue {
    HeaderValue::from_static(text)
}

pub(crate) async fn of_client_and_call_arrive(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.builder().header("x-team", "search").build().unwrap();
    client.collection_exists(NAME).header(TRACE, value("00-1-2-01")).send().await.unwrap();
    let seen = server.last();
    assert_eq!((seen.header("x-team"), seen.header("traceparent")), (Some("search"), Some("00-1-2-01")));
    client.collection_exists(NAME).send().await.unwrap();
    let seen = server.last();
    assert_eq!((seen.header("x-team"), seen.header("traceparent")), (Some("search"), None), "one call's header is its own");
}

pub(crate) async fn of_a_call_replace_those_of_the_client(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.builder().api_key("hunter2").header("x-team", "a").header("x-team", "b").build().unwrap();
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(server.last().headers.get_all("x-team").iter().collect::<Vec<_>>(), ["a", "b"]);
    let call = client.collection_exists(NAME).header(TEAM, value("c")).header(HeaderName::from_static("api-key"), value("other"));
    call.send().await.unwrap();
    let seen = server.last();
    assert_eq!(seen.headers.get_all("x-team").iter().collect::<Vec<_>>(), ["c"]);
    assert_eq!(seen.headers.get_all("api-key").iter().collect::<Vec<_>>(), ["other"]);
}

pub(crate) async fn the_api_key_wins_over_a_header_of_the_client(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.builder().api_key("hunter2").header("API-Key", "other").build().unwrap();
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(server.last().headers.get_all("api-key").iter().collect::<Vec<_>>(), ["hunter2"]);
}

pub(crate) async fn of_the_transport_cannot_be_set(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.client();
    for name in ["content-type", "content-length", "host", "te", "user-agent", "grpc-timeout"] {
        let header = HeaderName::from_static(name);
        let error = client.collection_exists(NAME).header(header, value("x")).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error:?}");
        assert!(error.to_string().contains(name), "{error}");
        assert_eq!(server.builder().header(name, "x").build().unwrap_err().kind(), ErrorKind::Config);
    }
    assert_eq!(server.count(), 0);
}

pub(crate) async fn the_user_agent_names_client_and_program(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    server.builder().user_agent("my-app/2").build().unwrap().collection_exists(NAME).send().await.unwrap();
    let wanted = concat!("qdrant-remote/", env!("CARGO_PKG_VERSION"), " my-app/2");
    let seen = server.last();
    let agent = seen.header("user-agent").unwrap();
    assert!(agent.starts_with(wanted), "{agent}");
}
