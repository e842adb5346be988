//! Every operation over REST: what arrives at the server, what comes back.

use std::collections::{BTreeMap, BTreeSet};

use qdrant_remote::operation::Operation;
use qdrant_remote::operations::OPERATIONS;
use qdrant_remote::{ErrorKind, Protocol};
use serde_json::{Value, json};

use crate::cases::{self, BYTES, Case, Envelope, NAME, NAME_IN_PATH, PerCall, Sent, TIME, without_nulls};
use crate::support::{Answer, FakeServer, Seen};

const REST: Protocol = Protocol::Rest;

/// The published document, by operationId: method, path, and the rest.
fn document() -> BTreeMap<String, (String, String, Value)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/specs/openapi.json");
    let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut found = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(id) = operation["operationId"].as_str() {
                found.insert(id.to_owned(), (method.to_uppercase(), path.clone(), operation.clone()));
            }
        }
    }
    found
}

#[test]
fn the_table_is_the_document_and_every_operation_has_a_case() {
    let table: BTreeSet<_> = OPERATIONS.iter().map(|row| (row.name, row.method, row.path)).collect();
    let document = document();
    let published: BTreeSet<_> = document.iter().map(|(id, (method, path, _))| (id.as_str(), method.as_str(), path.as_str())).collect();
    assert_eq!(table, published);
    assert_eq!(table.len(), 69);

    let all = cases::all();
    let mut covered: Vec<_> = all.iter().map(|case| case.operation.name).collect();
    covered.sort_unstable();
    assert_eq!(covered, document.keys().collect::<Vec<_>>(), "each operation has one case");
    let text = all.iter().filter(|case| case.envelope == Envelope::Text).count();
    let downloads = all.iter().filter(|case| case.envelope == Envelope::Download).count();
    let uploads = all.iter().filter(|case| matches!(case.sent, Sent::Form)).count();
    assert_eq!((text, downloads, uploads), (4, 4, 2));
}

#[test]
fn every_query_parameter_of_the_document_is_sent_by_a_case() {
    let document = document();
    for case in cases::all() {
        let (_, _, operation) = &document[case.operation.name];
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let wanted: BTreeSet<_> =
            parameters.iter().filter(|parameter| parameter["in"] == "query").map(|parameter| parameter["name"].as_str().unwrap()).collect();
        let set: BTreeSet<_> = case.query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap().0).collect();
        assert_eq!(set, wanted, "{}", case.operation.name);
        assert_eq!(operation.get("requestBody").is_some(), !matches!(case.sent, Sent::Nothing), "{}", case.operation.name);
    }
}

#[tokio::test]
async fn every_operation_arrives_as_the_document_says() {
    let server = cases::server(REST).await;
    let client = server.client();
    for (n, case) in cases::all().iter().enumerate() {
        let outcome = (case.send)(&client, PerCall::default()).await.unwrap();
        assert_eq!(server.count(), n + 1);
        let seen = server.last();
        assert_eq!(seen.method, case.operation.method, "{}", case.operation.name);
        assert_eq!(seen.uri.path(), case.path(), "{}", case.operation.name);
        assert_eq!(sorted(seen.uri.query().unwrap_or_default()), case.query, "{}", case.operation.name);
        check_body(case, &seen);
        assert_eq!(outcome.result, without_nulls(case.result.clone()), "{}", case.operation.name);
        assert_eq!(outcome.protocol, REST);
        assert_eq!(outcome.time, if case.envelope == Envelope::Full { TIME } else { 0.0 }, "{}", case.operation.name);
    }
    assert_eq!(server.connections(), 1, "one connection carries calls that follow each other");
}

fn sorted(query: &str) -> String {
    let mut pairs: Vec<_> = query.split('&').collect();
    pairs.sort_unstable();
    pairs.join("&")
}

fn check_body(case: &Case, seen: &Seen) {
    let name = case.operation.name;
    match &case.sent {
        Sent::Nothing => {
            assert!(seen.body.is_empty(), "{name}");
            assert_eq!(seen.header("content-type"), None, "{name}");
        }
        Sent::Json(body) => {
            assert_eq!(seen.header("content-type"), Some("application/json"), "{name}");
            assert_eq!(&seen.json(), body, "{name}");
        }
        Sent::Form => {
            let content_type = seen.header("content-type").unwrap();
            let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
            let form = String::from_utf8_lossy(&seen.body);
            let (head, file) = form.split_once("\r\n\r\n").unwrap();
            assert!(head.starts_with(&format!("--{boundary}\r\n")), "{name}: {head}");
            assert!(head.contains("Content-Disposition: form-data; name=\"snapshot\"; filename=\"snapshot\""), "{name}: {head}");
            let file = file.strip_suffix(&format!("\r\n--{boundary}--\r\n")).unwrap();
            assert_eq!(file.as_bytes(), BYTES, "{name}");
        }
    }
}

/// The operations that the document lets answer "accepted".
fn may_be_accepted() -> Vec<&'static Operation> {
    let document = document();
    OPERATIONS.iter().copied().filter(|operation| document[operation.name].2["responses"].get("202").is_some()).collect()
}

#[tokio::test]
async fn accepted_means_no_result_yet() {
    let server = FakeServer::playing(REST, [Answer::json_with(202, json!({ "status": "accepted", "time": TIME }))]).await;
    let client = server.client();
    let operations = may_be_accepted();
    assert_eq!(operations.len(), 10);
    for operation in operations {
        let outcome = (cases::of(operation).send)(&client, PerCall::default()).await.unwrap();
        assert_eq!((outcome.result, outcome.time), (Value::Null, TIME), "{}", operation.name);
    }
    let made = client.create_snapshot(NAME).wait(false).send().await.unwrap();
    assert!(made.is_none());
    assert_eq!(server.last().uri.query(), Some("wait=false"));
}

/// The real server answers one operation so.
#[tokio::test]
async fn a_null_result_is_no_result() {
    let server = FakeServer::playing(REST, [Answer::json(json!({ "result": null, "status": "ok", "time": 0.0 }))]).await;
    let restored = server.client().recover_shard_from_uploaded_snapshot(NAME, 0, BYTES.to_vec()).send().await.unwrap();
    assert_eq!(restored.into_inner(), None);
}

#[tokio::test]
async fn usage_is_kept() {
    let hardware = json!({ "cpu": 7, "payload_io_read": 0, "payload_io_write": 0, "payload_index_io_read": 0,
        "payload_index_io_write": 0, "vector_io_read": 3, "vector_io_write": 0 });
    let answer = json!({ "result": { "count": 1 }, "status": "ok", "time": 0.0, "usage": { "hardware": hardware } });
    let server = FakeServer::playing(REST, [Answer::json(answer)]).await;
    let counted = server.client().count_points(NAME).send().await.unwrap();
    let hardware = counted.usage.as_ref().unwrap().hardware.as_ref().unwrap();
    assert_eq!((hardware.cpu, hardware.vector_io_read), (7, 3));
}

#[tokio::test]
async fn names_that_a_path_cannot_hold_are_refused() {
    let server = FakeServer::playing(REST, [Answer::exists()]).await;
    let client = server.client();
    for name in [".", ".."] {
        let error = client.collection_exists(name).send().await.unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::NotExpressible, Some("collection_name")), "{name:?}: {error:?}");
        assert!(error.is_unsent() && error.to_string().contains("Protocol::Grpc"), "{error}");
        let error = client.get_snapshot(NAME, name).send().await.unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::NotExpressible, Some("snapshot_name")), "{name:?}: {error:?}");
        assert!(!error.to_string().contains("Protocol::Grpc"), "gRPC has no such operation: {error}");
    }
    assert_eq!(server.count(), 0);
    for (name, in_path) in [("a\\b", "a%5Cb"), ("...", "..."), ("%2e%2e", "%252e%252e"), ("a;b=c", "a;b=c"), ("日本", "%E6%97%A5%E6%9C%AC")]
    {
        client.collection_exists(name).send().await.unwrap();
        assert_eq!(server.last().uri.path(), format!("/collections/{in_path}/exists"), "{name:?}");
    }
}

#[tokio::test]
async fn a_prefix_stands_before_every_path() {
    let server = FakeServer::playing(REST, [Answer::exists(), Answer::version("1.19.0")]).await;
    let client = server.builder().url(format!("http://{}/my qdrant/v1/", server.address)).build().unwrap();
    client.collection_exists(NAME).send().await.unwrap();
    assert_eq!(server.last().uri.path(), format!("/my%20qdrant/v1/collections/{NAME_IN_PATH}/exists"));
    client.root().send().await.unwrap();
    assert_eq!(server.last().uri.path(), "/my%20qdrant/v1/");
}

#[tokio::test]
async fn the_raw_client_is_authenticated() {
    let case = cases::of(qdrant_remote::operations::COUNT_POINTS);
    let server = FakeServer::playing(REST, [case.answer()]).await;
    let client = server.builder().api_key("hunter2").header("x-team", "search").build().unwrap();
    let body = qdrant_remote::models::CountRequest::default().exact(true);
    let reply = client.raw().rest().unwrap().count_points(NAME, None, Some(9), &body).await.unwrap();
    assert_eq!(reply.result.count, 5);
    let seen = server.last();
    assert_eq!(seen.uri.to_string(), format!("/collections/{NAME_IN_PATH}/points/count?timeout=9"));
    assert_eq!(seen.json(), json!({ "exact": true }));
    assert_eq!((seen.header("api-key"), seen.header("x-team")), (Some("hunter2"), Some("search")));
}
