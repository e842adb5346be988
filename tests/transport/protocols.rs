//! Which protocol a call takes.

use qdrant_remote::models::{Document, Filter, Payload, StartResharding};
use qdrant_remote::{Client, ErrorKind, Protocol, operations, pb};

use crate::cases::{self, NAME, PerCall};
use crate::support::FakeServer;

/// A client of a server that speaks both.
async fn both(prefer_grpc: bool) -> (FakeServer, FakeServer, Client) {
    let (rest, grpc) = (cases::server(Protocol::Rest).await, cases::server(Protocol::Grpc).await);
    let builder = Client::builder().url(format!("http://{}", rest.address)).grpc_port(grpc.address.port());
    let client = builder.check_version(false).prefer_grpc(prefer_grpc).build().unwrap();
    (rest, grpc, client)
}

#[tokio::test]
async fn the_preferred_one_where_it_has_the_operation() {
    for prefer_grpc in [false, true] {
        let (rest, grpc, client) = both(prefer_grpc).await;
        let (mut over_rest, mut over_grpc) = (0, 0);
        for case in cases::all() {
            let outcome = (case.send)(&client, PerCall::default()).await.unwrap();
            let expected = if prefer_grpc && case.operation.rpc.is_some() { Protocol::Grpc } else { Protocol::Rest };
            assert_eq!(outcome.protocol, expected, "{}", case.operation.name);
            assert_eq!(outcome.result, cases::without_nulls(case.result.clone()), "{}", case.operation.name);
            match expected {
                Protocol::Rest => over_rest += 1,
                Protocol::Grpc => over_grpc += 1,
            }
            assert_eq!((rest.count(), grpc.count()), (over_rest, over_grpc));
        }
        assert_eq!((over_rest, over_grpc), if prefer_grpc { (26, 43) } else { (69, 0) });
    }
}

#[tokio::test]
async fn a_call_may_choose_another() {
    let (rest, grpc, client) = both(false).await;
    assert_eq!(client.protocol(), Protocol::Rest);
    for protocol in [Protocol::Grpc, Protocol::Rest] {
        let found = client.collection_exists(NAME).protocol(protocol).send().await.unwrap();
        assert_eq!((found.exists, found.protocol), (true, protocol));
    }
    assert_eq!((rest.count(), grpc.count()), (1, 1));
}

#[tokio::test]
async fn an_operation_of_one_protocol_is_not_sent_over_the_other() {
    let (rest, grpc, client) = both(true).await;
    for case in cases::all().iter().filter(|case| case.grpc.is_none()) {
        let per_call = PerCall { protocol: Some(Protocol::Grpc), ..PerCall::default() };
        let error = (case.send)(&client, per_call).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Unsupported, Some(case.operation.name)));
        assert!(error.is_unsent() && error.to_string().contains("REST"), "{error}");
    }
    assert_eq!((rest.count(), grpc.count()), (0, 0));
}

#[tokio::test]
async fn what_grpc_cannot_express_is_an_error_that_says_how_to_send_it() {
    let (rest, grpc, client) = both(true).await;
    let points_and_filter = || client.set_payload(NAME).payload(Payload::from([("a", 1)])).points([1]).filter(Filter::default());
    let resharding: StartResharding = serde_json::from_str(r#"{"direction":"up"}"#).unwrap();
    let errors = [
        points_and_filter().send().await.unwrap_err(),
        client.update_collection_cluster(NAME).start_resharding(resharding).send().await.unwrap_err(),
    ];
    for (error, (path, named)) in errors.iter().zip([("filter", "filter"), ("body", "StartResharding")]) {
        assert_eq!(error.path(), Some(path), "{error:?}");
        assert_eq!((error.kind(), error.protocol()), (ErrorKind::NotExpressible, Some(Protocol::Grpc)), "{error:?}");
        assert!(error.is_unsent() && error.to_string().contains(named), "{error:?}");
        assert!(error.to_string().contains("Protocol::Rest"), "{error}");
    }
    assert_eq!((rest.count(), grpc.count()), (0, 0));
    points_and_filter().protocol(Protocol::Rest).send().await.unwrap();
    assert_eq!((rest.count(), grpc.count()), (1, 0));
}

#[tokio::test]
async fn only_the_chosen_port_is_connected() {
    let (rest, grpc, client) = both(false).await;
    client.collection_exists(NAME).send().await.unwrap();
    client.server_version().await.unwrap();
    assert_eq!((rest.connections() > 0, grpc.connections()), (true, 0));
    let (rest, grpc, client) = both(true).await;
    client.collection_exists(NAME).send().await.unwrap();
    client.server_version().await.unwrap();
    assert_eq!((rest.connections(), grpc.connections() > 0), (0, true));
}

#[tokio::test]
async fn an_incomplete_request_is_not_sent() {
    let (rest, _grpc, client) = both(false).await;
    let error = client.facet(NAME).send().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidRequest, Some(operations::FACET.name)));
    assert!(error.is_unsent() && error.to_string().contains("`key`"), "{error}");
    assert_eq!(rest.count(), 0);
}

#[tokio::test]
async fn what_the_server_embeds_is_sent_as_it_is() {
    let (rest, grpc, client) = both(false).await;
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let document = Document::new("a city in Norway", "some/model");
        client.query_points(NAME).query(document).protocol(protocol).send().await.unwrap();
    }
    assert_eq!(rest.last().json()["query"], serde_json::json!({ "text": "a city in Norway", "model": "some/model" }));
    let message: pb::QueryPoints = grpc.last().message();
    let Some(pb::query::Variant::Nearest(input)) = message.query.unwrap().variant else { panic!("no vector") };
    let Some(pb::vector_input::Variant::Document(document)) = input.variant else { panic!("no document") };
    assert_eq!((document.text.as_str(), document.model.as_str()), ("a city in Norway", "some/model"));
}
