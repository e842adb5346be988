//! Names with anything in them: each reaches the server as exactly that name, or is refused before it is sent.

use http::{HeaderName, HeaderValue};
use qdrant_remote::body::UploadBody;
use qdrant_remote::models::{AliasOperations, CreateAlias, CreateAliasOperation};
use qdrant_remote::operation::Operation;
use qdrant_remote::{Client, Error, ErrorKind, Protocol, operations, pb};
use serde_json::json;

use crate::cases::{self, NAME};
use crate::support::{Answer, FakeServer, Seen};

/// What means something in a URL, in a path, in a header, in JSON, on a terminal, or to somebody who reads it.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "a/b",
        "/",
        "//",
        "a?b",
        "?wait=false",
        "a#b",
        "%",
        "%2F",
        "%00",
        "%zz",
        "..",
        ".",
        "../..",
        "../admin",
        "..\\..",
        "a\\b",
        "\0",
        "a\0b",
        "\n",
        "a\r\nx-evil: 1",
        "\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        " ",
        " a ",
        "a b",
        "\t",
        "\"",
        "\"}",
        "'",
        "`",
        "<a>",
        "{name}",
        "${x}",
        "a;b",
        "a&b=c",
        "a+b",
        "a@b",
        "user:pw@host",
        "http://elsewhere/",
        "http:",
        "~",
        "*",
        "|",
        "^",
        "ü",
        "名前",
        "🦀",
        "e\u{301}",
        "\u{202e}abc",
        "\u{feff}",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "snapshots",
        "points",
        "aliases",
    ]
    .map(str::to_owned)
    .into();
    names.push("n".repeat(4000));
    names.push("ü/".repeat(1000));
    names.push("n".repeat(LONG));
    names
}

/// More than any URL may hold.
const LONG: usize = 100_000;

/// How a call is refused because of what a path cannot hold, over REST.
fn refused(protocol: Protocol, name: &str) -> Option<ErrorKind> {
    match (protocol, name) {
        (Protocol::Rest, "." | "..") => Some(ErrorKind::NotExpressible),
        (Protocol::Rest, name) if name.len() >= LONG => Some(ErrorKind::InvalidRequest),
        _ => None,
    }
}

/// The segments of the path of a request, decoded.
fn segments(seen: &Seen) -> Vec<String> {
    let path = seen.uri.path().strip_prefix('/').unwrap();
    path.split('/').map(|segment| String::from_utf8(percent_decoded(segment)).unwrap()).collect()
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        let mut digit = || bytes.next().map(char::from).and_then(|digit| digit.to_digit(16)).unwrap();
        decoded.push(if byte == b'%' { (digit() * 16 + digit()) as u8 } else { byte });
    }
    decoded
}

/// Makes a call with each name, and looks at what arrived.
async fn each(
    protocol: Protocol,
    operation: &'static Operation,
    call: impl AsyncFn(&Client, &str) -> Result<(), Error>,
    as_sent: impl Fn(&Seen, &str) -> bool,
) {
    let server = FakeServer::playing(protocol, [cases::of(operation).answer()]).await;
    let client = server.client();
    for name in names() {
        let (before, outcome) = (server.count(), call(&client, &name).await);
        if let Some(kind) = refused(protocol, &name) {
            let error = outcome.unwrap_err();
            assert_eq!((error.kind(), error.is_unsent()), (kind, true), "{error:?}");
            assert_eq!(server.count(), before, "{name:?}");
            continue;
        }
        outcome.unwrap_or_else(|error| panic!("{} {name:?}: {error:?}", operation.name));
        assert_eq!(server.count(), before + 1, "{name:?}");
        let seen = server.last();
        assert!(as_sent(&seen, &name), "{} {name:?}: {} {:?}", operation.name, seen.uri, seen.body);
        assert!(!seen.headers.contains_key("x-evil"), "{name:?}");
    }
}

pub(crate) async fn reach_the_server_or_are_refused(protocol: Protocol) {
    use operations::{COLLECTION_EXISTS, DELETE_FIELD_INDEX, DELETE_SNAPSHOT, DELETE_VECTOR_NAME};
    let rest = protocol == Protocol::Rest;
    let call = async |client: &Client, name: &str| client.collection_exists(name).send().await.map(drop);
    each(protocol, COLLECTION_EXISTS, call, |seen, name| match rest {
        true => segments(seen) == ["collections", name, "exists"],
        false => seen.message::<pb::CollectionExistsRequest>().collection_name == name,
    })
    .await;
    let call = async |client: &Client, name: &str| client.delete_field_index(NAME, name).send().await.map(drop);
    each(protocol, DELETE_FIELD_INDEX, call, |seen, name| match rest {
        true => segments(seen) == ["collections", NAME, "index", name],
        false => seen.message::<pb::DeleteFieldIndexCollection>().field_name == name,
    })
    .await;
    let call = async |client: &Client, name: &str| client.delete_snapshot(NAME, name).send().await.map(drop);
    each(protocol, DELETE_SNAPSHOT, call, |seen, name| match rest {
        true => segments(seen) == ["collections", NAME, "snapshots", name],
        false => seen.message::<pb::DeleteSnapshotRequest>().snapshot_name == name,
    })
    .await;
    let call = async |client: &Client, name: &str| client.delete_vector_name(NAME, name).send().await.map(drop);
    each(protocol, DELETE_VECTOR_NAME, call, |seen, name| match rest {
        true => segments(seen) == ["collections", NAME, "vectors", name],
        false => seen.message::<pb::DeleteVectorNameRequest>().vector_name == name,
    })
    .await;
}

/// Names in bodies: nothing is refused there.
pub(crate) async fn in_bodies_arrive_as_they_are(protocol: Protocol) {
    let rest = protocol == Protocol::Rest;
    let server = FakeServer::playing(protocol, [cases::of(operations::UPDATE_ALIASES).answer()]).await;
    let client = server.client();
    for name in names() {
        let alias = CreateAliasOperation::new(CreateAlias::new(&*name, &*name));
        client.update_aliases().actions([AliasOperations::Create(alias)]).send().await.unwrap();
        let named = match rest {
            true => {
                let alias = server.last().json()["actions"][0]["create_alias"].take();
                [alias["collection_name"].as_str().unwrap().to_owned(), alias["alias_name"].as_str().unwrap().to_owned()]
            }
            false => match server.last().message::<pb::ChangeAliases>().actions.remove(0).action {
                Some(pb::alias_operations::Action::CreateAlias(alias)) => [alias.collection_name, alias.alias_name],
                other => panic!("{other:?}"),
            },
        };
        assert_eq!(named, [&*name; 2]);
    }
    let server = FakeServer::playing(protocol, [cases::of(operations::CREATE_SHARD_KEY).answer()]).await;
    let client = server.client();
    for name in names() {
        client.create_shard_key(NAME).shard_key(&*name).send().await.unwrap();
        let key = match rest {
            true => server.last().json()["shard_key"].as_str().unwrap().to_owned(),
            false => match server.last().message::<pb::CreateShardKeyRequest>().request.unwrap().shard_key.unwrap().key {
                Some(pb::shard_key::Key::Keyword(key)) => key,
                other => panic!("{other:?}"),
            },
        };
        assert_eq!(key, name);
    }
}

/// Values of headers: as they are, or refused.
pub(crate) async fn of_headers_too(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::exists()]).await;
    for value in names().into_iter().filter(|name| name.len() < LONG) {
        let built = server.builder().header("x-name", &*value).api_key(&*value).build();
        let legal = HeaderValue::from_str(&value).is_ok();
        let client = match built {
            Ok(client) if legal => client,
            Err(error) if !legal => {
                assert_eq!(error.kind(), ErrorKind::Config, "{value:?}");
                continue;
            }
            other => panic!("{value:?}: {other:?}"),
        };
        let of_call = HeaderValue::from_str(&value).unwrap();
        client.collection_exists(NAME).header(HeaderName::from_static("x-call"), of_call).send().await.unwrap();
        let seen = server.last();
        for name in ["x-name", "x-call", "api-key"] {
            // HTTP/1.1 has no form for spaces at the ends of a value.
            let wanted = if protocol == Protocol::Rest { value.trim_matches([' ', '\t']) } else { &value };
            assert_eq!(seen.headers[name].as_bytes(), wanted.as_bytes(), "{name}: {value:?}");
        }
        assert!(!seen.headers.contains_key("x-evil"));
    }
    for name in ["", "a b", "a:b", "a\r\nb", "ü", "x\0"] {
        assert_eq!(server.builder().header(name, "x").build().unwrap_err().kind(), ErrorKind::Config, "{name:?}");
    }
}

/// The name of a file in an upload stays in its place of the form, or is refused.
#[tokio::test]
async fn of_files_do_not_leave_their_place() {
    let server = FakeServer::playing(Protocol::Rest, [Answer::json(json!({ "result": true, "status": "ok", "time": 0.0 }))]).await;
    let client = server.client();
    for name in names() {
        let before = server.count();
        let body = UploadBody::from(b"bytes".to_vec()).with_file_name(&*name);
        let outcome = client.recover_from_uploaded_snapshot(NAME, body).send().await;
        if name.contains(char::is_control) {
            let error = outcome.unwrap_err();
            assert_eq!((error.kind(), error.is_unsent()), (ErrorKind::InvalidRequest, true), "{name:?}: {error:?}");
            assert_eq!(server.count(), before);
            continue;
        }
        outcome.unwrap();
        let form = String::from_utf8(server.last().body.to_vec()).unwrap();
        let (boundary, rest) = form.split_once("\r\n").unwrap();
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        let part = format!("Content-Disposition: form-data; name=\"snapshot\"; filename=\"{quoted}\"\r\n\r\nbytes\r\n{boundary}--\r\n");
        assert_eq!(rest, part, "{name:?}");
    }
}

/// What a server calls a download is a name, and no way to another folder.
#[tokio::test]
async fn of_downloads_lead_nowhere() {
    for (given, name) in [
        ("attachment; filename=\"x.snapshot\"", Some("x.snapshot")),
        ("attachment; filename=x.snapshot; size=3", Some("x.snapshot")),
        ("attachment; filename=\"../../etc/passwd\"", Some("passwd")),
        ("attachment; filename=\"/etc/passwd\"", Some("passwd")),
        ("attachment; filename=\"..\\..\\evil.exe\"", Some("evil.exe")),
        ("attachment; filename=\"C:evil\"", Some("evil")),
        ("attachment; filename=\"..\"", None),
        ("attachment; filename=\".\"", None),
        ("attachment; filename=\"a/\"", None),
        ("attachment; filename=\"a/..\"", None),
        ("attachment; filename=\"\"", None),
        ("attachment", None),
    ] {
        let headers = vec![("content-disposition", given.to_owned())];
        let server = FakeServer::playing(Protocol::Rest, [Answer::Body { status: 200, headers, chunks: Vec::new() }]).await;
        let download = server.client().get_snapshot(NAME, "s").send().await.unwrap().into_inner();
        assert_eq!(download.name(), name, "{given}");
    }
}

/// A snapshot is written where the caller says, whatever the server calls it.
#[tokio::test]
async fn of_snapshots_are_not_written_to() {
    let evil = "../../evil.snapshot";
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("a/b");
    std::fs::create_dir_all(&inside).unwrap();
    let server = FakeServer::start(Protocol::Rest, move |_, seen| match seen.uri.path().ends_with("snapshots") {
        true => Answer::json(json!({ "result": [{ "name": evil, "size": 5 }], "status": "ok", "time": 0.0 })),
        false => {
            let headers = vec![("content-disposition", format!("attachment; filename=\"{evil}\""))];
            Answer::Body { status: 200, headers, chunks: vec!["bytes".into()] }
        }
    })
    .await;
    let downloaded = server.client().snapshots(NAME).download(evil).to_file(inside.join("here")).await.unwrap();
    assert_eq!(downloaded.bytes, 5);
    let files = |folder: &std::path::Path| {
        let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(
        (files(folder.path()), files(&folder.path().join("a")), files(&inside)),
        (vec!["a".into()], vec!["b".into()], vec!["here".into()])
    );
}
