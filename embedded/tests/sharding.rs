//! Shard keys, as far as one shard can have them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use qdrant_remote::models::{Distance, ShardKey, ShardingMethod, VectorParams};
use qdrant_remote::{Client, Protocol};
use qdrant_remote_embedded::Embedded;
use support::{client, line};

async fn keyed(client: &Client, name: &str) {
    let create = client.create_collection(name).vectors(VectorParams::new(2_u64, Distance::Dot)).sharding_method(ShardingMethod::Custom);
    create.send().await.unwrap();
    for key in ["a", "b"] {
        client.create_shard_key(name).shard_key(key).send().await.unwrap();
    }
    for (key, ids) in [("a", 0..5), ("b", 5..8)] {
        client.upsert_points(name).points(line(ids)).shard_key(key).wait(true).send().await.unwrap();
    }
}

async fn count(client: &Client, name: &str, key: &str) -> u64 {
    client.count_points(name).shard_key(key).send().await.unwrap().count
}

#[tokio::test]
async fn a_restart_finds_points_under_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    let server = Embedded::builder().storage(folder.path()).start().await.unwrap();
    keyed(&client(&server, Protocol::Grpc), "keyed").await;
    server.stop().await;
    let server = Embedded::builder().storage(folder.path()).start().await.unwrap();
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let client = client(&server, protocol);
        assert_eq!((count(&client, "keyed", "a").await, count(&client, "keyed", "b").await), (5, 3));
        let keys = client.list_shard_keys("keyed").send().await.unwrap().into_inner().shard_keys.unwrap();
        assert_eq!(keys.into_iter().map(|key| key.key).collect::<Vec<_>>(), ["a", "b"].map(|key| ShardKey::String(key.to_owned())));
        let place = client.collection_cluster_info("keyed").send().await.unwrap().into_inner();
        let shards = place.local_shards.into_iter().map(|shard| (shard.shard_id, shard.points_count));
        assert_eq!((place.shard_count, shards.collect::<Vec<_>>()), (2, vec![(1, 5), (2, 3)]));
    }
}

#[tokio::test]
async fn writes_touch_the_points_of_their_keys_alone() {
    let server = Embedded::start().await.unwrap();
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let (client, name) = (client(&server, protocol), format!("{protocol:?}"));
        keyed(&client, &name).await;
        let nowhere = client.upsert_points(&name).points(line(9..10)).wait(true).send().await.unwrap_err();
        assert_eq!(nowhere.server_message(), "Bad request: Shard key not specified");
        let unknown = client.count_points(&name).shard_key("c").send().await.unwrap_err();
        assert_eq!(unknown.server_message(), "Bad request: Shard key c not found");
        client.delete_points(&name).points([1_u64, 6]).shard_key("a").wait(true).send().await.unwrap();
        assert_eq!((count(&client, &name, "a").await, count(&client, &name, "b").await), (4, 3));
        client.delete_shard_key(&name).shard_key("a").send().await.unwrap();
        assert_eq!(client.count_points(&name).send().await.unwrap().count, 3);
        let again = client.create_shard_key(&name).shard_key("b").send().await.unwrap_err();
        assert_eq!(again.server_message(), format!("Bad request: Sharding key \"b\" already exists for collection {name}"));
    }
}
