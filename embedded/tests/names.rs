//! Names with anything in them, as a server takes them: each is kept as exactly that name, or refused with an error that
//! says so, alike over both protocols; and none leads out of the storage folder.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use qdrant_remote::models::{AliasOperations, CreateAlias, CreateAliasOperation, Distance, PayloadSchemaType, VectorParams};
use qdrant_remote::{Client, Error, ErrorKind, Protocol};
use qdrant_remote_embedded::Embedded;
use support::{count, line, plane, upsert};

const NAMES: &[&str] = &[
    "a b",
    "a/b",
    "/",
    "../a",
    "../../a",
    "..",
    ".",
    "..\\a",
    "a?b",
    "?wait=false",
    "a#b",
    "%",
    "%2F",
    "%2e%2e",
    "a\0b",
    "\0",
    "a\nb",
    "a\r\nx: y",
    " ",
    "\"",
    "'",
    "<a>",
    "a:b",
    "a*b",
    "a|b",
    "a&b=c",
    "a+b",
    "ü",
    "名前",
    "🦀",
    "\u{202e}a",
    "\u{7f}",
    "con",
    "aliases",
];

/// Refused, and not because the server is at a loss; over REST what a path cannot hold is refused by the client.
fn check_refused(error: &Error, name: &str) {
    let refused = error.is_invalid_request() || error.is_not_found() || error.kind() == ErrorKind::NotExpressible;
    assert!(refused, "{name:?}: {error:?}");
}

/// The files and folders below, but for what is in the server's own.
fn outside(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn each_is_kept_as_it_is_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let storage = folder.path().join("outer/storage");
    let server = Embedded::builder().storage(&storage).start().await.unwrap();
    let clients = [Protocol::Rest, Protocol::Grpc].map(|protocol| support::client(&server, protocol));
    plane(&clients[0], "c", Distance::Dot).await;
    upsert(&clients[0], "c", line(0..1)).await;
    let mut kept = 0;
    for (number, name) in NAMES.iter().enumerate() {
        let alike = [collection(&clients, 0, name).await, collection(&clients, 1, name).await];
        assert!(alike[0] == alike[1] || matches!(*name, "." | ".."), "{name:?}: {alike:?}");
        kept += usize::from(alike[0]);
        vector(&clients[number % 2], name).await;
        alias(&clients[number % 2], name).await;
        field(&clients[(number + 1) % 2], name).await;
        for client in &clients {
            let error = client.snapshots("c").download(*name).to_file(folder.path().join("outer/download")).await.unwrap_err();
            check_refused(&error, name);
            let error = client.delete_snapshot("c", *name).send().await.unwrap_err();
            check_refused(&error, name);
        }
    }
    assert!(kept > 8, "{kept} are names of collections");
    assert_eq!(count(&clients[1], "c").await, 1);
    assert_eq!((outside(folder.path()), outside(&folder.path().join("outer"))), (vec!["outer".to_owned()], vec!["storage".to_owned()]));
    server.stop().await;
}

/// Whether a collection can have the name. If so, both protocols know it by exactly that.
async fn collection(clients: &[Client; 2], by: usize, name: &str) -> bool {
    let made = clients[by].create_collection(name).vectors(VectorParams::new(2, Distance::Dot)).send().await;
    if let Err(error) = made {
        check_refused(&error, name);
        return false;
    }
    for client in clients {
        let listed = client.get_collections().send().await.unwrap().into_inner().collections;
        assert!(listed.iter().any(|listed| listed.name == name), "{name:?}");
    }
    upsert(&clients[by], name, line(0..3)).await;
    assert_eq!(count(&clients[by], name).await, 3);
    assert!(*clients[by].delete_collection(name).send().await.unwrap());
    assert_eq!(count(&clients[by], "c").await, 1, "{name:?} is not another collection");
    true
}

async fn alias(client: &Client, name: &str) {
    let create = AliasOperations::Create(CreateAliasOperation::new(CreateAlias::new("c", name)));
    match client.update_aliases().actions([create]).send().await {
        Err(error) => check_refused(&error, name),
        Ok(_) => {
            let listed = client.get_collections_aliases().send().await.unwrap().into_inner().aliases;
            assert!(listed.iter().any(|alias| alias.alias_name == name && alias.collection_name == "c"), "{name:?}");
        }
    }
}

async fn field(client: &Client, name: &str) {
    let create = client.create_field_index("c").field_name(name).field_schema(PayloadSchemaType::Keyword).wait(true);
    match create.send().await {
        Err(error) => check_refused(&error, name),
        Ok(_) => {
            let schema = client.get_collection("c").send().await.unwrap().into_inner().payload_schema;
            assert!(schema.contains_key(name), "{name:?}: {schema:?}");
            if let Err(error) = client.delete_field_index("c", name).wait(true).send().await {
                check_refused(&error, name);
            }
        }
    }
}

async fn vector(client: &Client, name: &str) {
    let made = client.create_collection("v").vectors([(name, VectorParams::new(2, Distance::Dot))]).send().await;
    if let Err(error) = made {
        return check_refused(&error, name);
    }
    let config = client.get_collection("v").send().await.unwrap().into_inner().config;
    assert!(format!("{:?}", config.params.vectors).contains(&format!("{name:?}")), "{name:?}");
    client.delete_collection("v").send().await.unwrap();
}
