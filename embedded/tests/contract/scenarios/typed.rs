//! The client as programs use it, asynchronous and blocking: builders, models, accessors.

use std::collections::HashMap;

use qdrant_remote::filter::field;
use qdrant_remote::models::{
    Distance, Modifier, OrderBy, Payload, PayloadSchemaType, PointStruct, QueryRequest, RecommendInput, RecommendQuery, SparseVector,
    SparseVectorParams, Vector, VectorParams,
};
use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;

scenarios! {
    builders_say_everything [blocking: Some(|client, prefix| everything!(client, prefix))];
    builders_write_and_read [blocking: Some(|client, prefix| writing!(client, prefix))];
    builders_tell_their_errors [blocking: Some(|client, prefix| failing!(client, prefix))];
}

async fn builders_say_everything(api: &Api) {
    let (client, prefix) = (&api.client, &api.prefix);
    api.note("typed", everything!(client, prefix, await));
}

async fn builders_write_and_read(api: &Api) {
    let (client, prefix) = (&api.client, &api.prefix);
    api.note("typed", writing!(client, prefix, await));
}

async fn builders_tell_their_errors(api: &Api) {
    let (client, prefix) = (&api.client, &api.prefix);
    api.note("typed", failing!(client, prefix, await));
}

/// Sends a call: with `await` in an asynchronous program, without it in a blocking one.
macro_rules! sent {
    ($call:expr) => {
        $call.send()
    };
    ($call:expr, await) => {
        $call.send().await
    };
}
use sent;

macro_rules! everything {
    ($client:expr, $prefix:expr $(, $wait:ident)?) => {{
        let name = format!("{}cities", $prefix);
        let sparse = HashMap::from([("words".to_owned(), SparseVectorParams::new().modifier(Modifier::Idf))]);
        let vectors = HashMap::from([("place".to_owned(), VectorParams::new(2, Distance::Euclid))]);
        sent!($client.create_collection(&name).vectors(vectors).sparse_vectors(sparse) $(, $wait)?).unwrap();
        let city = |id: u64, name: &str, people: i64, place: [f32; 2]| {
            let words = SparseVector::new([id as u32, 100], [1.0, 0.5]);
            let vectors = HashMap::from([("place".to_owned(), Vector::from(place.to_vec())), ("words".to_owned(), Vector::from(words))]);
            PointStruct::new(id, vectors).payload(Payload::from([("name", name)]).with("people", people))
        };
        let cities = [
            city(1, "Berlin", 3_700_000, [13.4, 52.5]),
            city(2, "London", 8_900_000, [-0.1, 51.5]),
            city(3, "Moscow", 13_000_000, [37.6, 55.8]),
            city(4, "Potsdam", 180_000, [13.1, 52.4]),
        ];
        sent!($client.upsert_points(&name).points(cities).wait(true) $(, $wait)?).unwrap();
        for (field, schema) in [("people", PayloadSchemaType::Integer), ("name", PayloadSchemaType::Keyword)] {
            sent!($client.create_field_index(&name).field_name(field).field_schema(schema).wait(true) $(, $wait)?).unwrap();
        }
        let large = field("people").gt(1_000_000.0);
        let near = $client.query_points(&name).query(vec![13.0, 52.4]).using("place").filter(large.clone()).limit(2).with_payload(true);
        let near = sent!(near $(, $wait)?).unwrap().into_inner();
        assert_eq!(near.points[0].payload.as_ref().unwrap()["name"], "Berlin");
        let like = RecommendQuery::new(RecommendInput::new().positive([1u64]).negative([3u64]));
        let like = sent!($client.query_points(&name).query(like).using("place").limit(1) $(, $wait)?).unwrap().into_inner();
        assert_eq!(like.points[0].id.as_integer(), Some(2), "away from Moscow");
        let said = sent!($client.query_points(&name).query(SparseVector::new([3], [1.0])).using("words").limit(1) $(, $wait)?);
        assert_eq!(said.unwrap().points[0].id.as_integer(), Some(3));
        let searches = [1.0, 30.0].map(|x| QueryRequest::new().query(vec![x, 52.0]).using("place").limit(1));
        let batch = sent!($client.query_batch_points(&name).searches(searches) $(, $wait)?).unwrap().into_inner();
        let ordered = sent!($client.scroll_points(&name).order_by(OrderBy::new("people")).limit(2) $(, $wait)?).unwrap().into_inner();
        let count = sent!($client.count_points(&name).filter(large) $(, $wait)?).unwrap().into_inner();
        let facet = sent!($client.facet(&name).key("name").limit(2) $(, $wait)?).unwrap().into_inner();
        assert_eq!((count.count, facet.hits.len()), (3, 2));
        let info = sent!($client.get_collection(&name) $(, $wait)?).unwrap().into_inner();
        sent!($client.delete_collection(&name) $(, $wait)?).unwrap();
        json!([near, like, batch, ordered, count, info.config, info.payload_schema])
    }};
}
use everything;

macro_rules! writing {
    ($client:expr, $prefix:expr $(, $wait:ident)?) => {{
        let name = format!("{}notes", $prefix);
        sent!($client.create_collection(&name).vectors(VectorParams::new(1, Distance::Dot)) $(, $wait)?).unwrap();
        let points = (0..5u16).map(|id| PointStruct::new(u64::from(id), vec![f32::from(id)]));
        let first = sent!($client.upsert_points(&name).points(points.collect::<Vec<_>>()).wait(true) $(, $wait)?).unwrap().into_inner();
        let deep = json!({"list": [1, 2.5, null, {"k": "ü"}], "big": 9_007_199_254_740_993_i64});
        let payload = Payload::from([("deep", deep.clone())]);
        sent!($client.set_payload(&name).payload(payload).points([1u64, 2]).wait(true) $(, $wait)?).unwrap();
        sent!($client.overwrite_payload(&name).payload([("only", "this")]).points([2u64]).wait(true) $(, $wait)?).unwrap();
        sent!($client.set_payload(&name).payload([("gone", 1)]).points([3u64]).wait(true) $(, $wait)?).unwrap();
        sent!($client.delete_payload(&name).keys(["gone"]).points([3u64]).wait(true) $(, $wait)?).unwrap();
        sent!($client.delete_points(&name).points([4u64]).wait(true) $(, $wait)?).unwrap();
        let page = sent!($client.scroll_points(&name).with_vector(true) $(, $wait)?).unwrap().into_inner();
        assert_eq!(page.points.len(), 4);
        assert_eq!(page.points[1].payload.as_ref().unwrap()["deep"], deep);
        assert_eq!(page.points[3].dense_vector(), Some(&[3.0][..]));
        sent!($client.delete_collection(&name) $(, $wait)?).unwrap();
        json!([first, page])
    }};
}
use writing;

macro_rules! failing {
    ($client:expr, $prefix:expr $(, $wait:ident)?) => {{
        let name = format!("{}nowhere", $prefix);
        let missing = sent!($client.count_points(&name) $(, $wait)?).unwrap_err();
        assert!(missing.is_not_found());
        sent!($client.create_collection(&name).vectors(VectorParams::new(1, Distance::Dot)) $(, $wait)?).unwrap();
        let twice = sent!($client.create_collection(&name) $(, $wait)?).unwrap_err();
        assert!(twice.is_already_exists());
        let unset = sent!($client.facet(&name) $(, $wait)?).unwrap_err();
        assert!(unset.is_invalid_request() && unset.is_unsent());
        let wrong = sent!($client.query_points(&name).query(vec![1.0, 2.0]) $(, $wait)?).unwrap_err();
        assert!(wrong.is_invalid_request() && !wrong.is_unsent());
        sent!($client.delete_collection(&name) $(, $wait)?).unwrap();
        let kinds: Vec<Value> = [&missing, &twice, &unset, &wrong].iter().map(|error| json!(format!("{:?}", error.kind()))).collect();
        json!([kinds, missing.server_message(), twice.server_message(), wrong.server_message()])
    }};
}
use failing;
