//! Requests that are refused before anything is sent.

use qdrant_remote::{Error, ErrorKind, Protocol};

use crate::cases::NAME;
use crate::support::{Answer, FakeServer};

pub(crate) async fn an_empty_name_is_not_sent(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    let client = server.client();
    let check = |outcome: Result<(), Error>, parameter: &str| {
        let error = outcome.unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::InvalidRequest, Some(parameter)), "{error:?}");
        assert!(error.is_unsent() && error.protocol() == Some(protocol), "{error:?}");
        let (_, text) = error.to_string().split_once(": ").map(|(head, text)| (head.to_owned(), text.to_owned())).unwrap();
        assert_eq!(text, format!("`{parameter}` is empty: give the name that is meant"));
    };
    check(client.collection_exists("").send().await.map(drop), "collection_name");
    check(client.delete_collection("").send().await.map(drop), "collection_name");
    check(client.query_points("").send().await.map(drop), "collection_name");
    check(client.count_points("").send().await.map(drop), "collection_name");
    check(client.delete_field_index(NAME, "").send().await.map(drop), "field_name");
    check(client.delete_snapshot(NAME, "").send().await.map(drop), "snapshot_name");
    check(client.delete_full_snapshot("").send().await.map(drop), "snapshot_name");
    check(client.delete_vector_name(NAME, "").send().await.map(drop), "vector_name");
    assert_eq!(server.connections(), 0);
}
