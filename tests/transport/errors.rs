//! What is told apart, and that both protocols tell it alike.

use std::time::Duration;

use qdrant_remote::{ConnectReason, Error, ErrorKind, Protocol, RetryPolicy, Status};
use serde_json::json;
use tokio::io::AsyncWriteExt;

use crate::cases::{NAME, SNAPSHOT};
use crate::support::{Answer, FakeServer, builder, causes, listen, nowhere};

type Predicate = (&'static str, fn(&Error) -> bool);

/// The predicates that are true for an error.
fn predicates(error: &Error) -> Vec<&'static str> {
    let all: [Predicate; 12] = [
        ("not found", Error::is_not_found),
        ("already exists", Error::is_already_exists),
        ("invalid request", Error::is_invalid_request),
        ("unauthenticated", Error::is_unauthenticated),
        ("permission denied", Error::is_permission_denied),
        ("rate limited", Error::is_rate_limited),
        ("timeout", Error::is_timeout),
        ("connect", Error::is_connect),
        ("too large", Error::is_too_large),
        ("unsupported", Error::is_unsupported),
        ("closed", Error::is_closed),
        ("retryable", Error::is_retryable),
    ];
    all.iter().filter(|(_, is)| is(error)).map(|(name, _)| *name).collect()
}

async fn failed(protocol: Protocol, answer: Answer) -> Error {
    let server = FakeServer::playing(protocol, [answer]).await;
    let error = server.client().collection_exists(NAME).retry(RetryPolicy::off()).send().await.unwrap_err();
    assert_eq!((error.operation(), error.protocol()), (Some("collection_exists"), Some(protocol)));
    assert!(error.to_string().starts_with(&format!("collection_exists over {protocol}: ")), "{error}");
    error
}

/// HTTP status and gRPC code of the same failure, what it means, and what is true of it.
type Row = (u16, i32, Status, ErrorKind, &'static [&'static str]);

/// Pairs that a 1.19 server sends for the same mistake, and those that stand in front of one.
const TABLE: &[Row] = &[
    (400, 3, Status::InvalidArgument, ErrorKind::Status, &["invalid request"]),
    (422, 3, Status::InvalidArgument, ErrorKind::Status, &["invalid request"]),
    (401, 16, Status::Unauthenticated, ErrorKind::Status, &["unauthenticated"]),
    (403, 7, Status::PermissionDenied, ErrorKind::Status, &["permission denied"]),
    (404, 5, Status::NotFound, ErrorKind::Status, &["not found"]),
    (409, 6, Status::AlreadyExists, ErrorKind::Status, &["already exists"]),
    (412, 9, Status::FailedPrecondition, ErrorKind::Status, &[]),
    (429, 8, Status::RateLimited, ErrorKind::RateLimited, &["rate limited", "retryable"]),
    (408, 4, Status::DeadlineExceeded, ErrorKind::Status, &["timeout"]),
    (499, 1, Status::Cancelled, ErrorKind::Status, &[]),
    (500, 13, Status::Internal, ErrorKind::Status, &[]),
    (500, 2, Status::Internal, ErrorKind::Status, &[]),
    (500, 15, Status::Internal, ErrorKind::Status, &[]),
    (501, 12, Status::Unimplemented, ErrorKind::Status, &["unsupported"]),
    (502, 14, Status::Unavailable, ErrorKind::Status, &["retryable"]),
    (503, 14, Status::Unavailable, ErrorKind::Status, &["retryable"]),
    (504, 14, Status::Unavailable, ErrorKind::Status, &["retryable"]),
];

pub(crate) async fn what_servers_answer_is_told_apart(protocol: Protocol) {
    let message = "Not found: Collection `ü%` doesn't exist!";
    for (http, grpc, status, kind, true_of_it) in TABLE.iter().copied() {
        for answer in [Answer::failure(http, grpc, message), Answer::failure(http, grpc, message).in_trailers()] {
            let error = failed(protocol, answer).await;
            assert_eq!((error.status(), error.kind()), (Some(status), kind), "{http} {grpc}: {error:?}");
            assert_eq!(predicates(&error), true_of_it, "{http} {grpc}: {error:?}");
            assert_eq!(error.server_message(), message);
            assert!(error.to_string().contains(message), "{error}");
            assert_eq!((error.retry_after(), error.is_unsent()), (None, false));
            match protocol {
                Protocol::Rest => assert_eq!(error.http_status(), http),
                Protocol::Grpc => assert_eq!(error.grpc_code(), grpc),
            }
        }
    }
    let error = failed(protocol, Answer::rate_limited("60")).await;
    assert_eq!((error.retry_after(), error.server_message().as_str()), (Some(Duration::from_secs(60)), "slow down"));
    let error = failed(protocol, Answer::rate_limited("soon")).await;
    assert_eq!((error.retry_after(), error.is_rate_limited()), (None, true));
}

pub(crate) async fn unreadable_answers_are_decode_errors(protocol: Protocol) {
    let reply =
        |json: &str, message: &'static [u8]| Answer::Reply { status: 200, json: json.to_owned(), message: message.into(), gzip: false };
    let error = failed(protocol, reply(r#"{"result":{"exists":"perhaps"},"time":0.5}"#, &[0x0a, 0x7f])).await;
    assert_eq!((error.kind(), predicates(&error)), (ErrorKind::Decode, vec![]), "{error:?}");
    assert!(std::error::Error::source(&error).is_some());
    if protocol == Protocol::Rest {
        assert_eq!(error.path(), Some("result.exists"));
        assert_eq!(error.body_excerpt(), Some(r#"{"result":{"exists":"perhaps"},"time":0.5}"#));
        assert!(error.to_string().contains("result.exists"), "{error}");
    }
    let error = failed(protocol, reply("[]", &[0x0a, 0x7f])).await;
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("body")), "the whole: {error:?}");
    let error = failed(protocol, reply(r#"{"time":0.5,"status":"ok"}"#, &[])).await;
    assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
    assert!(error.to_string().contains("result"), "names what is missing: {error}");
    let error = failed(protocol, Answer::text(200, "<html>welcome</html>")).await;
    match protocol {
        Protocol::Rest => {
            assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
            assert_eq!(error.body_excerpt(), Some("<html>welcome</html>"));
        }
        Protocol::Grpc => {
            assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Protocol), "{error:?}");
            assert!(error.to_string().contains("6334"), "{error}");
        }
    }
}

pub(crate) async fn proxies_answer_too(protocol: Protocol) {
    for (status, meaning) in
        [(502, Status::Unavailable), (503, Status::Unavailable), (504, Status::Unavailable), (401, Status::Unauthenticated)]
    {
        let error = failed(protocol, Answer::text(status, "<h1>not from here</h1>")).await;
        assert_eq!(error.status(), Some(meaning), "{status}: {error:?}");
        assert_eq!(error.is_retryable(), meaning == Status::Unavailable);
    }
    if protocol == Protocol::Rest {
        let error = failed(protocol, Answer::text(401, "Must provide an API key or an Authorization bearer token")).await;
        assert_eq!(error.server_message(), "Must provide an API key or an Authorization bearer token");
        let location = vec![("location", "https://elsewhere/x".to_owned())];
        let error = failed(protocol, Answer::Body { status: 301, headers: location, chunks: vec![] }).await;
        assert!(error.to_string().contains("https://elsewhere/x"), "{error}");

        let too_large = "JSON payload (33554433 bytes) is larger than allowed (limit: 33554432 bytes).";
        let error = failed(protocol, Answer::failure(400, 3, too_large)).await;
        assert_eq!((error.kind(), error.http_status(), predicates(&error)), (ErrorKind::TooLarge, 400, vec!["too large"]));

        let server = FakeServer::playing(protocol, [Answer::text(404, "Snapshot not found")]).await;
        let error = server.client().get_snapshot(NAME, SNAPSHOT).send().await.unwrap_err();
        assert!(error.is_not_found(), "{error:?}");
        assert_eq!(error.server_message(), "Snapshot not found");
    }
}

pub(crate) async fn no_connection_is_told_apart(protocol: Protocol) {
    let error =
        builder(protocol, nowhere().await).retry(RetryPolicy::off()).build().unwrap().collection_exists(NAME).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Refused), "{error:?}");
    assert!(error.is_connect() && error.is_retryable() && error.is_unsent());
    assert!(causes(&error).any(|cause| cause.is::<std::io::Error>()), "{error:?}");

    let url = "http://no-such-host.invalid:1";
    let nameless = match protocol {
        Protocol::Rest => qdrant_remote::Client::builder().url(url),
        Protocol::Grpc => qdrant_remote::Client::builder().grpc_url(url),
    };
    let nameless = nameless.check_version(false).retry(RetryPolicy::off()).build().unwrap();
    let error = nameless.collection_exists(NAME).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Dns), "{error:?}");
    assert!(error.is_unsent());
    assert!(error.to_string().contains("no-such-host.invalid"), "{error}");

    let error = failed(protocol, Answer::Break).await;
    assert_eq!(error.kind(), ErrorKind::Connect(ConnectReason::Closed), "{error:?}");
    assert!(!error.is_unsent(), "it may have arrived");
}

pub(crate) async fn the_other_protocols_port_is_named(protocol: Protocol) {
    let (other, ports) = match protocol {
        Protocol::Rest => (Protocol::Grpc, ("gRPC port", "6333")),
        Protocol::Grpc => (Protocol::Rest, ("REST port", "6334")),
    };
    let server = FakeServer::playing(other, [Answer::exists()]).await;
    let check = |error: Error| {
        assert!(matches!(error.kind(), ErrorKind::Connect(ConnectReason::Protocol | ConnectReason::Closed)), "{error:?}");
        let text = error.to_string();
        assert!(text.contains(ports.0) && text.contains(ports.1), "{text}");
    };
    check(builder(protocol, server.address).build().unwrap().collection_exists(NAME).send().await.unwrap_err());
    assert_eq!(server.count(), 0);

    // So do real ones: over REST one answers in its own way, over gRPC it resets the connection.
    let listener = listen().await;
    let address = listener.local_addr().unwrap();
    let real = tokio::spawn(async move {
        while let Ok((mut tcp, _)) = listener.accept().await {
            tcp.readable().await.unwrap();
            match other {
                Protocol::Rest => tcp.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await.unwrap(),
                Protocol::Grpc => tcp.set_zero_linger().unwrap(),
            }
        }
    });
    check(builder(protocol, address).build().unwrap().collection_exists(NAME).send().await.unwrap_err());
    real.abort();
}

pub(crate) async fn an_unknown_operation_hints_at_versions(protocol: Protocol) {
    let unknown = match protocol {
        Protocol::Rest => Answer::Body { status: 404, headers: vec![], chunks: vec![] },
        Protocol::Grpc => Answer::failure(404, 12, ""),
    };
    let server = FakeServer::playing(protocol, [unknown.clone(), Answer::version("1.9.1"), unknown]).await;
    let client = server.client();
    let error = client.collection_exists(NAME).send().await.unwrap_err();
    assert_eq!((error.status(), predicates(&error)), (Some(Status::Unimplemented), vec!["unsupported"]), "{error:?}");
    assert!(error.to_string().contains(qdrant_remote::operations::RELEASE), "{error}");
    client.server_version().await.unwrap();
    let text = client.collection_exists(NAME).send().await.unwrap_err().to_string();
    assert!(text.contains("1.9.1") && text.contains(qdrant_remote::operations::RELEASE), "{text}");

    let missing = json!({ "status": { "error": "Not found: Collection `x` doesn't exist!" }, "time": 0.0 });
    let server = FakeServer::playing(Protocol::Rest, [Answer::json_with(404, missing)]).await;
    assert!(server.client().collection_exists(NAME).send().await.unwrap_err().is_not_found(), "a missing collection is another matter");
}
