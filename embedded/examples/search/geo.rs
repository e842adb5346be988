//! Finds places on the globe: near a point, in a box, in an outline, and nearest first.

use std::error::Error;

use qdrant_remote::Client;
use qdrant_remote::filter::field;
use qdrant_remote::models::{Distance, Expression, Filter, GeoPoint, PayloadSchemaType, PointStruct, Prefetch, Query, VectorParams};
use qdrant_remote::payload;

use super::shared;

/// Names of cities.
pub type Names = Vec<String>;

/// What was found.
pub struct Places {
    /// At most 600 km from Berlin.
    pub near_berlin: Names,
    /// Between two corners.
    pub northern: Names,
    /// In an outline.
    pub iberian: Names,
    /// By distance from Paris.
    pub from_paris: Names,
}

/// Cities with longitude and latitude.
const CITIES: [(&str, f64, f64); 8] = [
    ("Berlin", 13.40, 52.52),
    ("Copenhagen", 12.57, 55.68),
    ("Lisbon", -9.14, 38.72),
    ("Madrid", -3.70, 40.42),
    ("Oslo", 10.75, 59.91),
    ("Paris", 2.35, 48.86),
    ("Prague", 14.42, 50.09),
    ("Rome", 12.50, 41.90),
];

/// The whole example.
pub async fn run() -> Result<Places, Box<dyn Error>> {
    let (client, _server) = shared::connect().await?;
    let collection = shared::collection("geo");
    client.create_collection(&collection).vectors(VectorParams::new(1, Distance::Dot)).send().await?;
    client.create_field_index(&collection).field_name("at").field_schema(PayloadSchemaType::Geo).wait(true).send().await?;
    let points = (1..).zip(CITIES).map(|(id, (name, lon, lat)): (u64, _)| {
        PointStruct::new(id, [1.0]).payload(payload! { "name": name, "at": { "lon": lon, "lat": lat } })
    });
    client.upsert_points(&collection).points(points).wait(true).send().await?;

    let at = |name: &str| CITIES.iter().find(|city| city.0 == name).map(|city| GeoPoint::new(city.1, city.2)).ok_or("unknown");
    let names = |filter| names(&client, &collection, filter);
    let near_berlin = names(field("at").in_radius(at("Berlin")?, 600_000.0).into()).await?;
    let northern = names(field("at").in_box(GeoPoint::new(5.0, 65.0), GeoPoint::new(20.0, 55.0)).into()).await?;
    let outline = [(-10.0, 36.0), (-10.0, 44.0), (3.0, 43.0), (-1.0, 36.0), (-10.0, 36.0)];
    let iberian = names(field("at").in_polygon(outline.map(|(lon, lat)| GeoPoint::new(lon, lat))).into()).await?;

    // The score falls from 1 with the distance in metres; half of it is left at the scale.
    let closeness = Expression::geo_distance(at("Paris")?, "at").decay().scale(500_000.0).exponential();
    let all = Prefetch::new().query([1.0]).limit(100);
    let found = client.query_points(&collection).prefetch(all).query(Query::formula(closeness)).with_payload(["name"]).send().await?;
    let from_paris = found.points.iter().filter_map(|point| name(point.payload.as_ref()?)).collect();
    println!("near Berlin: {near_berlin:?}; in the north: {northern:?}; on the peninsula: {iberian:?}; from Paris: {from_paris:?}");

    client.delete_collection(&collection).send().await?;
    Ok(Places { near_berlin, northern, iberian, from_paris })
}

/// The names of what matches, in alphabetical order.
async fn names(client: &Client, collection: &str, filter: Filter) -> Result<Names, Box<dyn Error>> {
    let page = client.scroll_points(collection).filter(filter).limit(100).with_payload(["name"]).send().await?;
    let mut names: Names = page.points.iter().filter_map(|point| name(point.payload.as_ref()?)).collect();
    names.sort();
    Ok(names)
}

fn name(payload: &qdrant_remote::models::Payload) -> Option<String> {
    payload.get("name")?.as_str().map(str::to_owned)
}
