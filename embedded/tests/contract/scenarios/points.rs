//! Points: ids of every form, stored under conditions, read one by one, deleted.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;

scenarios! {
    ids_are_numbers_and_uuids;
    ids_of_every_spelling_are_one_point;
    one_point_is_read;
    points_are_retrieved;
    points_are_replaced_whole;
    upserts_follow_their_mode;
    upserts_follow_their_filter;
    points_are_deleted_by_id;
    points_are_deleted_by_filter;
    many_points_go_at_once;
}

async fn ids_are_numbers_and_uuids(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let ids = [
        json!(0),
        json!(1),
        json!(9_007_199_254_740_993_u64),
        json!(u64::MAX),
        json!("00000000-0000-0000-0000-000000000000"),
        json!("ffffffff-ffff-ffff-ffff-ffffffffffff"),
    ];
    let points: Vec<Value> = ids.iter().map(|id| json!({"id": id, "vector": [1.0], "payload": {"id": id.to_string()}})).collect();
    collection.put(json!(points)).await;
    for id in &ids {
        let found = collection.ok("get_points", json!({"ids": [id], "with_payload": true})).await;
        assert_eq!(found, json!([{"id": id, "payload": {"id": id.to_string()}}]));
    }
    let all = collection.all().await;
    assert_eq!(all.iter().map(|point| point["id"].clone()).collect::<Vec<_>>(), ids, "numbers, then UUIDs, in order");
    let page = collection.ok("scroll_points", json!({"limit": 3, "offset": 1})).await;
    assert_eq!(page["next_page_offset"], ids[4]);
    let page = collection.ok("scroll_points", json!({"limit": 3, "offset": ids[4]})).await;
    assert_eq!((page["points"].as_array().unwrap().len(), &page["next_page_offset"]), (2, &Value::Null));
    let among = json!({"must": [{"has_id": [ids[2], ids[5], 77]}]});
    assert_eq!(collection.count(among).await, 2);
}

async fn ids_of_every_spelling_are_one_point(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let plain = "0f5d6f0e-8a47-4c6c-9d1b-3a4b5c6d7e8f";
    for (round, spelling) in
        [plain.to_owned(), plain.to_uppercase(), plain.replace('-', ""), format!("urn:uuid:{plain}"), format!("{{{plain}}}")]
            .into_iter()
            .enumerate()
    {
        collection.put(json!([{"id": spelling, "vector": [1.0], "payload": {"round": round}}])).await;
        assert_eq!(collection.all().await, [json!({"id": plain, "payload": {"round": round}, "vector": [1.0]})], "{spelling}");
    }
}

async fn one_point_is_read(api: &Api) {
    let collection = api.line("Dot").await;
    let uuid = "11111111-2222-3333-4444-555555555555";
    collection.put(json!([{"id": uuid, "vector": [4.0, 2.0], "payload": {"x": 1}}])).await;
    assert_eq!(collection.bare("get_point", json!({"id": uuid})).await, json!({"id": uuid, "payload": {"x": 1}, "vector": [4.0, 2.0]}));
    let point = collection.bare("get_point", json!({"id": 3, "consistency": "majority"})).await;
    assert_eq!((&point["vector"], &point["payload"]["kind"]), (&json!([3.0, 1.0]), &json!("odd")));
    let missing = api.refused("get_point", json!({"collection_name": collection.name, "id": 77})).await;
    assert!(missing.is_not_found(), "{missing}");
}

async fn points_are_retrieved(api: &Api) {
    let collection = api.line("Dot").await;
    let found = collection.ok("get_points", json!({"ids": [3, 77, 1]})).await;
    let mut ids: Vec<_> = found.as_array().unwrap().iter().map(|point| point["id"].as_u64().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 3], "what is missing is left out");
    let nothing = collection.ok("get_points", json!({"ids": [77]})).await;
    assert_eq!(nothing, json!([]));
    for (with_payload, expected) in [
        (json!(true), None),
        (json!(["kind"]), Some(json!({"kind": "odd"}))),
        (json!({"include": ["rank", "parts[].name"]}), Some(json!({"rank": 99, "parts": [{"name": "p1"}, {"name": "common"}]}))),
        (json!({"exclude": ["parts", "tags", "place", "day", "ratio", "small", "kind"]}), Some(json!({"rank": 99}))),
        (json!(["nobody.has"]), Some(json!({}))),
    ] {
        let found = collection.ok("get_points", json!({"ids": [1], "with_payload": with_payload, "with_vector": true})).await;
        assert_eq!(found[0]["vector"], json!([1.0, 1.0]));
        if let Some(expected) = expected {
            let payload = found[0].get("payload").cloned().unwrap_or_else(|| json!({}));
            assert_eq!(payload, expected, "{with_payload}");
        }
    }
}

async fn points_are_replaced_whole(api: &Api) {
    let vectors = json!({"u": {"size": 1, "distance": "Dot"}, "v": {"size": 1, "distance": "Dot"}});
    let collection = api.collection("a", json!({"vectors": vectors})).await;
    collection.put(json!([{"id": 1, "vector": {"u": [1.0], "v": [2.0]}, "payload": {"old": true}}])).await;
    collection.put(json!([{"id": 1, "vector": {"u": [3.0]}}])).await;
    assert_eq!(collection.all().await[0]["vector"], json!({"u": [3.0]}));
    assert_eq!(collection.payload(1).await, json!({}));
}

async fn upserts_follow_their_mode(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let points = |mark: &str, ids: &[u64]| -> Vec<Value> {
        ids.iter().map(|id| json!({"id": id, "vector": [1.0], "payload": {"mark": mark}})).collect()
    };
    let put = async |mark: &str, mode: &str, ids: &[u64]| {
        collection.write("upsert_points", json!({"points": points(mark, ids), "update_mode": mode})).await;
    };
    put("first", "upsert", &[1, 2]).await;
    put("insert", "insert_only", &[2, 3]).await;
    put("update", "update_only", &[3, 4]).await;
    let marks: Vec<Value> = collection.all().await.iter().map(|point| json!([point["id"], point["payload"]["mark"]])).collect();
    assert_eq!(marks, [json!([1, "first"]), json!([2, "first"]), json!([3, "update"])]);
}

async fn upserts_follow_their_filter(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let point = |id: u64, version: u64| json!({"id": id, "vector": [version as f64], "payload": {"version": version}});
    collection.put(json!([point(1, 1), point(2, 5)])).await;
    let older = json!({"must": [{"key": "version", "range": {"lt": 3}}]});
    collection.write("upsert_points", json!({"points": [point(1, 3), point(2, 3), point(9, 3)], "update_filter": older})).await;
    let versions: Vec<_> = collection.all().await.iter().map(|point| json!([point["id"], point["payload"]["version"]])).collect();
    assert_eq!(versions, [json!([1, 3]), json!([2, 5]), json!([9, 3])], "new points come, newer ones stay");
}

async fn points_are_deleted_by_id(api: &Api) {
    let collection = api.line("Dot").await;
    let done = collection.write("delete_points", json!({"points": [1, 3, 77]})).await;
    assert_eq!(done["status"], "completed");
    assert_eq!(collection.passing(Value::Null).await, [0, 2, 4, 5, 6, 7, 8, 9]);
    let unwaited = collection.ok("delete_points", json!({"points": [77]})).await;
    assert_eq!(unwaited["status"], "acknowledged");
}

async fn points_are_deleted_by_filter(api: &Api) {
    let collection = api.line("Dot").await;
    collection.write("delete_points", json!({"filter": {"must": [{"key": "kind", "match": {"value": "even"}}]}})).await;
    assert_eq!(collection.passing(Value::Null).await, [1, 3, 5, 7, 9]);
    collection.write("delete_points", json!({"filter": {}})).await;
    assert_eq!(collection.count(Value::Null).await, 0, "an empty filter is everything");
}

async fn many_points_go_at_once(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 4, "distance": "Cosine"}})).await;
    let points: Vec<Value> = (0..1000_u64)
        .map(|id| {
            let angle = id as f64 / 100.0;
            json!({"id": id, "vector": [angle.sin(), angle.cos(), 1.0, 0.0], "payload": {"n": id % 7, "text": "x".repeat(50)}})
        })
        .collect();
    collection.put(json!(points)).await;
    assert_eq!(collection.count(Value::Null).await, 1000);
    assert_eq!(collection.count(json!({"must": [{"key": "n", "match": {"value": 3}}]})).await, 143);
    let page = api
        .quietly("scroll_points", json!({"collection_name": collection.name, "body": {"limit": 1000, "with_vector": true}}))
        .await
        .unwrap();
    assert_eq!(page["points"].as_array().unwrap().len(), 1000);
    let near = collection.ok("query_points", json!({"query": [0.0, 1.0, 1.0, 0.0], "limit": 5, "params": {"exact": true}})).await;
    assert_eq!(near["points"][0]["id"], 0);
}
