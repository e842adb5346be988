//! The server as a whole: starting, stopping, keeping, refusing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;
#[path = "support/wire.rs"]
mod wire;

use std::collections::HashMap;
use std::time::Duration;

use qdrant_remote::models::{
    AliasOperations, CreateAlias, CreateAliasOperation, Datatype, Distance, PayloadSchemaType, SparseIndexParams, SparseVectorParams,
    StrictModeConfig, VectorParams,
};
use qdrant_remote::{Client, Protocol, RetryPolicy};
use qdrant_remote_embedded::Embedded;
use support::{client, count, line, plane, server, upsert};

#[tokio::test]
async fn a_restart_finds_everything() {
    let folder = tempfile::tempdir().unwrap();
    let server = Embedded::builder().storage(folder.path()).start().await.unwrap();
    let writer = client(&server, Protocol::Grpc);
    plane(&writer, "ein Name mit Löchern", Distance::Euclid).await;
    plane(&writer, "other", Distance::Dot).await;
    let points = line(0..50).into_iter().map(|point| point.payload([("kind", "point")])).collect();
    upsert(&writer, "ein Name mit Löchern", points).await;
    let index = writer.create_field_index("other").field_name("kind").field_schema(PayloadSchemaType::Keyword);
    index.wait(true).send().await.unwrap();
    let alias = CreateAliasOperation::new(CreateAlias::new("ein Name mit Löchern", "short"));
    writer.update_aliases().actions([AliasOperations::Create(alias)]).send().await.unwrap();
    let before = writer.scroll_points("short").limit(100).with_vector(true).send().await.unwrap().into_inner();
    let infos = [writer.get_collection("short").send().await.unwrap(), writer.get_collection("other").send().await.unwrap()];
    server.stop().await;

    let server = Embedded::builder().storage(folder.path()).start().await.unwrap();
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let reader = client(&server, protocol);
        let after = reader.scroll_points("short").limit(100).with_vector(true).send().await.unwrap().into_inner();
        assert_eq!(after, before);
        for (name, info) in ["short", "other"].into_iter().zip(&infos) {
            assert_eq!(reader.get_collection(name).send().await.unwrap().config, info.config);
            assert_eq!(reader.get_collection(name).send().await.unwrap().payload_schema, info.payload_schema);
        }
    }
    let next = client(&server, Protocol::Rest).upsert_points("short").points(line(3..4)).wait(true).send().await.unwrap();
    assert_eq!(next.operation_id, Some(1), "operations are counted on");
}

#[tokio::test]
async fn dropping_keeps_data_as_stopping_does() {
    let folder = tempfile::tempdir().unwrap();
    let server = Embedded::builder().storage(folder.path()).start().await.unwrap();
    let writer = client(&server, Protocol::Rest);
    plane(&writer, "a", Distance::Dot).await;
    upsert(&writer, "a", line(0..10)).await;
    drop(server);
    let server = Embedded::builder().storage(folder.path()).start().await.unwrap();
    assert_eq!(count(&client(&server, Protocol::Rest), "a").await, 10);
}

#[tokio::test]
async fn several_servers_run_beside_each_other() {
    let (one, [rest_of_one, _]) = server().await;
    let (two, [_, grpc_of_two]) = server().await;
    plane(&rest_of_one, "a", Distance::Dot).await;
    assert!(!grpc_of_two.collection_exists("a").send().await.unwrap().exists);
    plane(&grpc_of_two, "a", Distance::Dot).await;
    upsert(&rest_of_one, "a", line(0..5)).await;
    one.stop().await;
    assert_eq!(count(&grpc_of_two, "a").await, 0);
    two.stop().await;
}

#[tokio::test]
async fn one_folder_has_one_server() {
    let folder = tempfile::tempdir().unwrap();
    let _first = Embedded::builder().storage(folder.path()).start().await.unwrap();
    let second = Embedded::builder().storage(folder.path()).start().await.unwrap_err();
    assert!(second.server_message().contains("in use by another server"), "{second}");
}

#[tokio::test]
async fn a_taken_port_is_told() {
    let (server, _) = server().await;
    let second = Embedded::builder().http_port(server.http_port()).start().await.unwrap_err();
    assert!(second.server_message().contains(&server.http_port().to_string()), "{second}");
}

#[test]
fn runs_without_a_runtime() {
    let server = Embedded::builder().start_blocking().unwrap();
    let client = Client::builder().url(server.url()).grpc_url(server.grpc_url()).build_blocking().unwrap();
    assert!(client.get_collections().send().unwrap().collections.is_empty());
}

#[tokio::test]
async fn strangers_are_refused() {
    let server = Embedded::builder().api_key("hunter2").start().await.unwrap();
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let builder = || Client::builder().url(server.url()).grpc_url(server.grpc_url()).protocol(protocol);
        let nobody = builder().build().unwrap();
        let refused = nobody.get_collections().send().await.unwrap_err();
        assert!(refused.is_unauthenticated(), "{refused}");
        assert_eq!(refused.server_message(), "Must provide an API key or an Authorization bearer token");
        nobody.root().send().await.unwrap();

        let stranger = builder().api_key("guess").build().unwrap();
        let refused = stranger.get_collections().send().await.unwrap_err();
        assert_eq!(refused.server_message(), "Invalid API key or JWT");

        let known = builder().api_key("hunter2").build().unwrap();
        known.get_collections().send().await.unwrap();
    }
}

#[tokio::test]
async fn errors_are_those_of_a_server() {
    let (_server, clients) = server().await;
    plane(&clients[0], "a", Distance::Dot).await;
    for client in &clients {
        let missing = client.count_points("b").send().await.unwrap_err();
        assert!(missing.is_not_found());
        assert_eq!(missing.server_message(), "Not found: Collection `b` doesn't exist!");
        let twice = client.create_collection("a").send().await.unwrap_err();
        assert!(twice.is_already_exists());
        assert_eq!(twice.server_message(), "Wrong input: Collection `a` already exists!");
        assert!(!*client.delete_collection("b").send().await.unwrap());
        let nothing = client.query_points("a").query(vec![1.0, 0.0]).limit(0).send().await.unwrap_err();
        assert!(nothing.is_invalid_request());
        let words = if client.protocol() == Protocol::Rest { "JSON body: [internal." } else { "body: [" };
        assert_eq!(nothing.server_message(), format!("Validation error in {words}limit: value 0 invalid, must be 1 or larger]"));
        let unknown = client.query_points("a").query(vec![1.0]).using("v").send().await.unwrap_err();
        assert_eq!(unknown.server_message(), "Wrong input: Not existing vector name error: v");
        let point = client.query_points("a").query(77u64).send().await.unwrap_err();
        assert_eq!(point.server_message(), "Not found: No point with id 77 found");
        let order = client.scroll_points("a").order_by("k").send().await.unwrap_err();
        assert!(order.server_message().starts_with("Wrong input: No range index for `order_by` key: `k`."));
        let words = SparseVectorParams::new().index(SparseIndexParams::new().datatype(Datatype::Turbo4));
        let sparse = HashMap::from([("words".to_owned(), words)]);
        let malformed = client.create_collection("b").sparse_vectors(sparse).send().await.unwrap_err();
        assert!(malformed.is_invalid_request(), "{malformed}");
        let small = VectorParams::new(4_u64, Distance::Dot).datatype(Datatype::Turbo4);
        let lacking = client.create_collection("b").vectors(small).send().await.unwrap_err();
        assert!(lacking.is_unsupported());
        assert_eq!(lacking.server_message(), "the datatype `turbo4` is not supported by the embedded server");
    }
}

#[tokio::test]
async fn what_is_nowhere_is_not_found() {
    let server = Embedded::start().await.unwrap();
    for (method, path) in
        [("GET", "/no/such/path"), ("PATCH", "/healthz"), ("DELETE", "/collections"), ("PUT", "/collections/a/points/query")]
    {
        assert_eq!(wire::http(server.http_port(), method, path, &[], b"").await, (404, Vec::new()), "{method} {path}");
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let server = Embedded::start().await.unwrap();
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let name = format!("{protocol:?}");
        let client = Client::builder().url(server.url()).grpc_url(server.grpc_url()).protocol(protocol).retry(RetryPolicy::off());
        let client = client.build().unwrap();
        plane(&client, &name, Distance::Dot).await;
        upsert(&client, &name, line(0..5)).await;
        let limits = StrictModeConfig::new().enabled(true).read_rate_limit(2_u64).write_rate_limit(4_u64);
        client.update_collection(&name).strict_mode_config(limits).send().await.unwrap();
        for _ in 0..2 {
            client.count_points(&name).send().await.unwrap();
        }
        let refused = client.count_points(&name).send().await.unwrap_err();
        assert!(refused.is_rate_limited(), "{refused}");
        assert_eq!(refused.retry_after(), Some(Duration::from_secs(30)));
        let wanted =
            "Rate limiting exceeded: Read rate limit exceeded: Operation requires 1 tokens but only 0.0 were available. Retry after 30s";
        assert_eq!(refused.server_message(), wanted);
        let refused = client.upsert_points(&name).points(line(0..5)).wait(true).send().await.unwrap_err();
        assert!(refused.server_message().contains("request larger than rate limiter capacity"), "{refused}");
        client.upsert_points(&name).points(line(0..4)).wait(true).send().await.unwrap();
        let refused = client.delete_points(&name).points([1]).wait(true).send().await.unwrap_err();
        assert_eq!((refused.is_rate_limited(), refused.retry_after()), (true, Some(Duration::from_secs(15))));
    }
}
