//! Names in the path of a REST request: every name reaches the server as it is, or the call fails before it is sent.
#![cfg(all(feature = "rest", feature = "grpc"))]

mod support;

use qdrant_remote::models::{ExtendedPointId, ReadConsistency, ReadConsistencyType};
use qdrant_remote::raw::rest;
use qdrant_remote::{Client, Protocol};
use support::{Answer, FakeServer};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn raw(client: &Client) -> Result<rest::Client, qdrant_remote::Error> {
    client.raw().rest()
}

#[tokio::test]
async fn names_are_encoded_segment_by_segment() -> Outcome {
    let exists = Answer::exists();
    let server = FakeServer::start(Protocol::Rest, move |_, _| exists.clone()).await;
    let client = raw(&server.client())?;
    for (name, segment) in [
        ("plain-name_1.2~", "plain-name_1.2~"),
        ("a/b", "a%2Fb"),
        ("a\\b", "a%5Cb"),
        ("a?b=c", "a%3Fb=c"),
        ("a#b", "a%23b"),
        ("50%", "50%25"),
        ("%2e%2e", "%252e%252e"),
        ("a b", "a%20b"),
        ("tab\tline\n", "tab%09line%0A"),
        ("größe", "gr%C3%B6%C3%9Fe"),
        ("…", "%E2%80%A6"),
        ("...", "..."),
    ] {
        assert!(client.collection_exists(name).await?.into_inner().result.exists, "{name}");
        assert_eq!(server.last().uri.path(), format!("/collections/{segment}/exists"), "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn what_a_url_would_swallow_is_refused() -> Outcome {
    let server = FakeServer::playing(Protocol::Rest, []).await;
    let client = raw(&server.client())?;
    for name in ["", ".", ".."] {
        let error = client.collection_exists(name).await.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(&format!("`{name}` cannot stand in the path")), "{error}");
    }
    assert_eq!(server.count(), 0);
    Ok(())
}

#[tokio::test]
async fn ids_and_query_parameters() -> Outcome {
    let missing = Answer::fail(qdrant_remote::Status::NotFound);
    let server = FakeServer::start(Protocol::Rest, move |_, _| missing.clone()).await;
    let client = raw(&server.client())?;
    let uuid = "5c56c793-69f3-4fbf-87e6-c4bf54c28c26";
    for (id, consistency, path) in [
        (ExtendedPointId::from(7), None, "/collections/c/points/7".to_owned()),
        (uuid.try_into()?, Some(ReadConsistency::from(2)), format!("/collections/c/points/{uuid}?consistency=2")),
        (1.into(), Some(ReadConsistencyType::Majority.into()), "/collections/c/points/1?consistency=majority".to_owned()),
    ] {
        let error = client.get_point("c", &id, consistency.as_ref()).await.err();
        // An error of the server arrives with its answer untouched.
        assert!(matches!(error, Some(progenitor_client::Error::UnexpectedResponse(answer)) if answer.status() == 404));
        assert_eq!(server.last().uri.to_string(), path);
    }
    Ok(())
}
