//! Uploads, scrolls, snapshots and copies with the real engine behind.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use futures_util::TryStreamExt;
use qdrant_remote::body::UploadBody;
use qdrant_remote::filter::field;
use qdrant_remote::migrate::{Collision, Migration};
use qdrant_remote::models::{
    Direction, Distance, ExtendedPointId, OrderBy, PayloadSchemaType, PointStruct, Record, SparseVectorParams, VectorParams,
};
use qdrant_remote::upload::{Columns, NewPoint};
use qdrant_remote::{Client, blocking};
use qdrant_remote_embedded::Embedded;

mod support;

use support::{count, plane, server};

fn ids(points: &[Record]) -> Vec<ExtendedPointId> {
    points.iter().map(|point| point.id.clone()).collect()
}

fn integers(ids: impl IntoIterator<Item = u64>) -> Vec<ExtendedPointId> {
    ids.into_iter().map(Into::into).collect()
}

/// Points with a number that many share, and a date.
fn points(count: u64) -> impl Iterator<Item = PointStruct> + Send {
    (0..count).map(|id| {
        let date = format!("2026-01-{:02}T00:00:00Z", 1 + id % 25);
        let payload = serde_json::json!({ "group": id % 3, "date": date, "half": id as f64 / 2.0 });
        PointStruct::new(id, [id as f32, 1.0]).payload(qdrant_remote::models::Payload::from_serialize(&payload).unwrap())
    })
}

#[tokio::test]
async fn what_is_uploaded_is_there() {
    let (_server, clients) = server().await;
    for client in &clients {
        plane(client, "upload", Distance::Dot).await;
        let report = client.upload("upload").points(points(1000)).batch_points(64).wait(true).send().await.unwrap();
        assert_eq!((report.points, count(client, "upload").await), (1000, 1000));
        let unnamed = (0..10).map(|n| NewPoint::new([n as f32, 0.0]));
        client.upload("upload").points(unnamed).wait(true).send().await.unwrap();
        let flat: Vec<f32> = (0..20).map(|n| n as f32).collect();
        client.upload_columns("upload", Columns::new().vectors(&flat, 2)).wait(true).send().await.unwrap();
        assert_eq!(count(client, "upload").await, 1020);
        let failed = client.upload("upload").points([PointStruct::new(1, [0.0; 3])]).wait(true).send().await.unwrap_err();
        assert!(failed.error().is_invalid_request(), "{failed}");
        client.delete_collection("upload").send().await.unwrap();
    }
}

#[tokio::test]
async fn every_point_is_scrolled_in_any_order() {
    let (_server, clients) = server().await;
    plane(&clients[0], "scroll", Distance::Dot).await;
    for (field, kind) in [("group", PayloadSchemaType::Integer), ("date", PayloadSchemaType::Datetime), ("half", PayloadSchemaType::Float)]
    {
        clients[0].create_field_index("scroll").field_name(field).field_schema(kind).wait(true).send().await.unwrap();
    }
    clients[1].upload("scroll").points(points(500)).wait(true).send().await.unwrap();
    for client in &clients {
        let all: Vec<_> = client.scroll_all("scroll").page_size(33).stream().try_collect().await.unwrap();
        assert_eq!(ids(&all), integers(0..500));
        for (field, page_size) in [("group", 40), ("date", 33), ("half", 7), ("half", 500)] {
            for direction in [Direction::Asc, Direction::Desc] {
                let order = OrderBy::new(field).direction(direction.clone());
                let all: Vec<_> = client.scroll_all("scroll").page_size(page_size).order_by(order).stream().try_collect().await.unwrap();
                let mut sorted = ids(&all);
                sorted.sort();
                assert_eq!(sorted, integers(0..500), "{field} {direction:?}");
            }
        }
        let filter = field("half").gte(100.0);
        let scroll = client.scroll_all("scroll").page_size(20).filter(filter).order_by("group").prefetch(true);
        let some: Vec<_> = scroll.stream().try_collect().await.unwrap();
        let mut sorted = ids(&some);
        sorted.sort();
        assert_eq!(sorted, integers(200..500));
    }
}

#[tokio::test]
async fn a_snapshot_goes_through_a_file() {
    let (_server, clients) = server().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.snapshot");
    for client in &clients {
        plane(client, "c", Distance::Dot).await;
        client.upload("c").points(points(100)).wait(true).send().await.unwrap();
        let snapshots = client.snapshots("c");
        let made = snapshots.create().await.unwrap();
        assert!(snapshots.list().await.unwrap().iter().any(|listed| listed.name == made.name));
        let file = snapshots.download(made.name.as_str()).to_file(&path).await.unwrap();
        assert_eq!((file.bytes, Some(&file.checksum)), (made.size, made.checksum.as_ref()));
        snapshots.delete(&made.name).await.unwrap();

        let target = client.snapshots("again");
        let upload = target.upload(UploadBody::from_file(&path).unwrap()).checksum(file.checksum);
        assert!(upload.send().await.unwrap());
        let all: Vec<_> = client.scroll_all("again").stream().try_collect().await.unwrap();
        assert_eq!(ids(&all), integers(0..100));
        for name in ["c", "again"] {
            client.delete_collection(name).send().await.unwrap();
        }
    }
}

async fn made(client: &Client) {
    let vectors = [("image", VectorParams::new(2, Distance::Dot)), ("text", VectorParams::new(3, Distance::Cosine).on_disk(true))];
    let create = client.create_collection("a").vectors(vectors).sparse_vectors([("words", SparseVectorParams::new())]);
    create.hnsw_config(qdrant_remote::models::HnswConfigDiff::new().m(8_u64)).send().await.unwrap();
    client.create_field_index("a").field_name("n").field_schema(PayloadSchemaType::Integer).wait(true).send().await.unwrap();
    let points = (0..300_u64).map(|id| {
        let vectors = serde_json::json!({ "image": [id, 1], "text": [1, 2, id], "words": { "indices": [id], "values": [0.5] } });
        let vectors: qdrant_remote::models::VectorStruct = serde_json::from_value(vectors).unwrap();
        PointStruct::new(id, vectors).payload([("n", id)])
    });
    client.upload("a").points(points).wait(true).send().await.unwrap();
    plane(client, "b", Distance::Euclid).await;
    client.upload("b").points(self::points(50)).wait(true).send().await.unwrap();
    let create = qdrant_remote::models::CreateAlias::new("a", "first");
    let action = qdrant_remote::models::CreateAliasOperation::new(create);
    client.update_aliases().actions([action]).send().await.unwrap();
}

#[tokio::test]
async fn a_copy_is_like_its_source() {
    let (_source, from) = server().await;
    made(&from[0]).await;
    for from in &from {
        let (_target, to) = server().await;
        let report = Migration::new(from, &to[0]).page_size(64).run().await.unwrap();
        assert_eq!(report.collections.iter().map(|copied| (copied.points, copied.complete)).collect::<Vec<_>>(), [(300, true), (50, true)]);
        for name in ["a", "b"] {
            let [source, target] = [from, &to[0]].map(|client| client.get_collection(name).send());
            let (source, target) = (source.await.unwrap().into_inner(), target.await.unwrap().into_inner());
            assert_eq!(source.config, target.config);
            assert_eq!(source.payload_schema, target.payload_schema);
            let scroll = |client: &Client| client.scroll_all(name).with_vector(true).stream().try_collect::<Vec<_>>();
            assert_eq!(scroll(from).await.unwrap(), scroll(&to[0]).await.unwrap());
        }
        assert_eq!(count(&to[0], "first").await, 300);

        let lost = field("n").gte(100.0);
        to[0].delete_points("a").filter(lost).wait(true).send().await.unwrap();
        let refused = Migration::new(from, &to[1]).run().await.unwrap_err();
        assert!(refused.error().is_invalid_request(), "{refused}");
        let report = Migration::new(from, &to[1]).on_collision(Collision::Resume).run().await.unwrap();
        assert_eq!(report.collections.iter().map(|copied| (copied.points, copied.skipped)).collect::<Vec<_>>(), [(200, 100), (0, 50)]);
        assert_eq!(count(&to[0], "a").await, 300);
    }
}

#[test]
fn blocking_code_can_do_all_of_it() {
    let [source, target] = [(), ()].map(|()| Embedded::builder().start_blocking().unwrap());
    let [from, to] = [&source, &target].map(|server| {
        let builder = Client::builder().url(server.url()).grpc_url(server.grpc_url());
        blocking::Client::from(builder.prefer_grpc(true).build().unwrap())
    });
    from.create_collection("c").vectors(VectorParams::new(2, Distance::Dot)).send().unwrap();
    assert_eq!(from.upload("c").points(points(100)).wait(true).send().unwrap().points, 100);
    let report = Migration::new(from.as_async(), to.as_async()).run_blocking().unwrap();
    assert_eq!(report.collections[0].points, 100);
    assert_eq!(to.scroll_all("c").page_size(30).iter().map(Result::unwrap).count(), 100);
}
