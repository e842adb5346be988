//! The snippets that the peers' documentation shows most, written with this crate, run over both protocols.
//!
//! `README.md` has their lengths beside those of the peers; ours are counted here. They are formatted as `rustfmt` does
//! by default, as the peers' are, and not as the rest of this repository.

use std::error::Error;
use std::path::Path;

use qdrant_remote::models::{Distance, ExtendedPointId, PointStruct, SparseVectorParams, Vector, VectorParams};
use qdrant_remote::{Client, Protocol, payload};
use qdrant_remote_embedded::Embedded;

/// What a snippet returns.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The widest line that `rustfmt` leaves by default.
const WIDTH: usize = 100;

#[rustfmt::skip]
mod aliases;
#[rustfmt::skip]
mod batch_query;
#[rustfmt::skip]
mod batch_update;
#[rustfmt::skip]
mod count;
#[rustfmt::skip]
mod create_collection;
#[rustfmt::skip]
mod datetime_range;
#[rustfmt::skip]
mod delete_points;
#[rustfmt::skip]
mod facet;
#[rustfmt::skip]
mod field_index;
#[rustfmt::skip]
mod get_points;
#[rustfmt::skip]
mod groups;
#[rustfmt::skip]
mod hybrid;
#[rustfmt::skip]
mod multivectors;
#[rustfmt::skip]
mod named_vectors;
#[rustfmt::skip]
mod query;
#[rustfmt::skip]
mod recommend;
#[rustfmt::skip]
mod scroll;
#[rustfmt::skip]
mod set_payload;
#[rustfmt::skip]
mod snapshots;
#[rustfmt::skip]
mod sparse_vectors;
#[rustfmt::skip]
mod upsert;

/// What the snippets take for granted: cities, colours' collection, points with dense and sparse vectors.
async fn prepare(client: &Client) -> Outcome {
    let cities = [
        ("London", "England", [0.2, 0.1, 0.9, 0.7]),
        ("London", "Canada", [0.3, 0.1, 0.9, 0.6]),
        ("York", "England", [0.5, 0.3, 0.2, 0.3]),
        ("Oslo", "Norway", [0.9, 0.9, 0.1, 0.0]),
        ("London", "England", [0.2, 0.2, 0.9, 0.7]),
    ];
    let cities = (1..)
        .zip(cities)
        .map(|(id, (city, country, vector))| PointStruct::new(id, vector).payload(payload! { "city": city, "country": country }));
    client.create_collection("cities").vectors(VectorParams::new(4, Distance::Cosine)).send().await?;
    client.upsert_points("cities").points(cities).wait(true).send().await?;
    client.create_collection("colors").vectors(VectorParams::new(3, Distance::Cosine)).send().await?;
    let create = client.create_collection("hybrid").vectors([("dense", VectorParams::new(3, Distance::Cosine))]);
    create.sparse_vectors([("sparse", SparseVectorParams::new())]).send().await?;
    let both = |id, dense: [f32; 3], sparse| PointStruct::new(id, [("dense", Vector::from(dense)), ("sparse", Vector::from(sparse))]);
    let points = [both(1, [0.0, 0.5, 0.7], [(1, 0.1), (7, 0.9)]), both(2, [0.9, 0.1, 0.0], [(42, 0.8), (7, 0.1)])];
    client.upsert_points("hybrid").points(points).wait(true).send().await?;
    Ok(())
}

fn ids(ids: impl IntoIterator<Item = u64>) -> Vec<ExtendedPointId> {
    ids.into_iter().map(Into::into).collect()
}

async fn all_of_them(client: &Client) -> Outcome {
    prepare(client).await?;
    field_index::run(client).await?;
    let schema = client.get_collection("cities").send().await?.into_inner().payload_schema;
    assert!(schema.contains_key("city"));

    for collection in ["plain", "named", "sparse", "multi"] {
        assert!(!client.collection_exists(collection).send().await?.exists);
    }
    create_collection::run(client).await?;
    named_vectors::run(client).await?;
    sparse_vectors::run(client).await?;
    multivectors::run(client).await?;
    client.upsert_points("multi").points([PointStruct::new(1, [[0.1; 4], [0.2; 4]])]).wait(true).send().await?;
    for collection in ["plain", "named", "sparse", "multi"] {
        assert!(client.collection_exists(collection).send().await?.exists, "{collection}");
    }

    upsert::run(client).await?;
    assert_eq!(count::run(client).await?, 1);
    let page = scroll::run(client).await?;
    assert_eq!((page.points[0].id.clone(), page.points[0].payload.clone()), (1.into(), Some(payload! { "color": "red" })));
    set_payload::run(client).await?;
    let points = get_points::run(client).await?;
    let mut found: Vec<_> = points.iter().map(|point| point.id.clone()).collect();
    found.sort();
    assert_eq!(found, ids([1, 3]));
    assert!(points.iter().all(|point| point.payload.as_ref().is_some_and(|payload| payload["property2"] == "string")));
    delete_points::run(client).await?;
    assert_eq!(client.count_points("colors").send().await?.count, 1);

    let places = |points: &[qdrant_remote::models::ScoredPoint]| points.iter().map(|point| point.id.clone()).collect::<Vec<_>>();
    assert_eq!(places(&query::run(client).await?.points), ids([1, 5, 2]));
    assert_eq!(places(&recommend::run(client).await?.points), ids([5]));
    let mut both = places(&hybrid::run(client).await?.points);
    both.sort();
    assert_eq!(both, ids([1, 2]));
    let answers = batch_query::run(client).await?;
    assert_eq!(answers.iter().map(|answer| answer.points.len()).collect::<Vec<_>>(), [3, 3]);
    let groups = groups::run(client).await?;
    let mut sizes: Vec<_> = groups.groups.iter().map(|group| (group.id.to_string(), group.hits.len())).collect();
    sizes.sort();
    assert_eq!(sizes, [("Canada".to_owned(), 1), ("England".to_owned(), 3), ("Norway".to_owned(), 1)]);
    let facet = facet::run(client).await?;
    let counts: Vec<_> = facet.hits.iter().map(|hit| (hit.value.to_string(), hit.count)).collect();
    assert_eq!(counts, [("London".to_owned(), 2), ("York".to_owned(), 1)]);

    let dates = (10..).zip(["2023-02-08T10:49:00Z", "2023-02-08T10:49:01Z", "2024-01-31 10:14:31Z", "2024-01-31T10:14:32Z"]);
    let dated = dates.map(|(id, date)| PointStruct::new(id, [0.1; 4]).payload(payload! { "date": date }));
    client.upsert_points("cities").points(dated).wait(true).send().await?;
    let page = client.scroll_points("cities").filter(datetime_range::run().await?).send().await?;
    assert_eq!(page.points.iter().map(|point| point.id.clone()).collect::<Vec<_>>(), ids([11, 12]));

    batch_update::run(client).await?;
    let point = client.get_point("plain", 1).send().await?.into_inner();
    assert_eq!(point.payload, Some(payload! { "test_payload_2": 2, "test_payload_3": 3 }));
    aliases::run(client).await?;
    assert!(client.get_collections_aliases().send().await?.aliases.is_empty());
    assert!(snapshots::run(client).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn every_snippet_does_over_both_protocols_what_it_says() {
    for protocol in [Protocol::Rest, Protocol::Grpc] {
        let server = Embedded::start().await.unwrap();
        let client = Client::builder().url(server.url()).grpc_url(server.grpc_url()).protocol(protocol).build().unwrap();
        all_of_them(&client).await.map_err(|error| format!("{protocol:?}: {error}")).unwrap();
        server.stop().await;
    }
}

/// The lines of a snippet: not those that are empty, comments, or the function around it.
fn lines(text: &str) -> usize {
    let around = ["//", "pub async fn", "Ok("];
    let counts = |line: &&str| !line.trim().is_empty() && *line != "}" && !around.iter().any(|start| line.trim_start().starts_with(start));
    text.lines().filter(counts).count()
}

#[test]
fn the_table_has_the_lengths_of_the_snippets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets");
    let table = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect())
        .collect();
    let mut files: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().unwrap().strip_suffix(".rs").map(str::to_owned))
        .filter(|name| name != "mod")
        .collect();
    files.sort();
    let mut named: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    named.sort_unstable();
    assert_eq!(named, files);
    assert_eq!(rows.len(), 21);
    let mut sums = [0; 3];
    for row in &rows {
        let text = std::fs::read_to_string(folder.join(format!("{}.rs", row[0]))).unwrap();
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{} is wider than {WIDTH} columns", row[0]);
        let counts: Vec<usize> = row[2..5].iter().map(|cell| cell.parse().unwrap()).collect();
        assert_eq!(counts[0], lines(&text), "{}", row[0]);
        sums.iter_mut().zip(&counts).for_each(|(sum, count)| *sum += count);
    }
    let sums = format!("| all | | {} | {} | {} |", sums[0], sums[1], sums[2]);
    assert!(table.contains(&sums), "README.md wants the line {sums}");
}
