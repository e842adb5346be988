//! Payload values at their edges: every JSON kind, numbers that do not fit, texts of all sorts, depth, size.

use qdrant_remote::Protocol;
use serde_json::{Value, json};

use super::scenarios;
use crate::api::{Api, Collection};

scenarios! {
    values_of_every_kind_read_back;
    numbers_keep_their_kind;
    numbers_beyond_64_bits_of_sign;
    texts_of_all_sorts_read_back;
    keys_of_all_sorts_read_back;
    depth_reads_back;
    large_payload_reads_back;
    an_empty_payload_is_none;
}

async fn bare(api: &Api) -> Collection<'_> {
    api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await
}

/// Stores payloads one a point, and expects each back as it was.
async fn round_trip(collection: &Collection<'_>, payloads: &[Value]) {
    let points = payloads.iter().enumerate().map(|(id, payload)| json!({"id": id, "vector": [1.0], "payload": payload}));
    collection.put(json!(points.collect::<Vec<_>>())).await;
    for (id, payload) in payloads.iter().enumerate() {
        assert_eq!(collection.payload(id).await, *payload);
    }
}

async fn values_of_every_kind_read_back(api: &Api) {
    let collection = bare(api).await;
    round_trip(
        &collection,
        &[
            json!({"null": null, "true": true, "false": false, "int": -7, "float": 0.25, "text": "x", "list": [1, "a", null, [], {}], "map": {"k": {}}}),
            json!({"empty": {"list": [], "map": {}, "text": ""}}),
            json!({"mixed": [[1, [2.5, [true, [null]]]], {"a": [{"b": [{"c": 1}]}]}]}),
        ],
    )
    .await;
}

async fn numbers_keep_their_kind(api: &Api) {
    let collection = bare(api).await;
    let numbers = json!([
        0,
        -1,
        1.0,
        -0.0,
        0.1,
        1e308,
        -1e308,
        5e-324,
        2.2250738585072014e-308,
        9_007_199_254_740_993_i64,
        -9_007_199_254_740_993_i64,
        i64::MAX,
        i64::MIN,
        0.30000000000000004,
        123456789.123456789,
        1e22,
        1e23
    ]);
    round_trip(&collection, &[json!({"numbers": numbers})]).await;
    let back = collection.payload(0).await;
    for (given, back) in numbers.as_array().unwrap().iter().zip(back["numbers"].as_array().unwrap()) {
        assert_eq!((given.is_f64(), given.to_string()), (back.is_f64(), back.to_string()));
    }
}

/// What is larger than a signed integer stays one over REST. Over gRPC, which has no form for it, it is refused on the
/// way in, and a double on the way out.
async fn numbers_beyond_64_bits_of_sign(api: &Api) {
    let collection = bare(api).await;
    let huge = json!({"n": u64::MAX});
    let put = json!({"collection_name": collection.name, "wait": true, "body": {"points": [{"id": 1, "vector": [1.0], "payload": huge}]}});
    match api.quietly("upsert_points", put).await {
        Ok(_) => {
            assert_eq!(api.reaches, Protocol::Rest);
            let found = api.quietly("get_points", json!({"collection_name": collection.name, "body": {"ids": [1], "with_payload": true}}));
            let back = found.await.unwrap()[0]["payload"]["n"].clone();
            let expected = if api.protocol == Protocol::Rest { json!(u64::MAX) } else { json!(u64::MAX as f64) };
            assert_eq!(back, expected);
        }
        Err(error) => assert!(error.kind() == qdrant_remote::ErrorKind::NotExpressible || error.is_invalid_request(), "{error}"),
    }
}

async fn texts_of_all_sorts_read_back(api: &Api) {
    let collection = bare(api).await;
    let texts = [
        "",
        " ",
        "\0",
        "\n\r\t\u{b}",
        "\"quoted\" \\ back",
        "äöüß",
        "日本語",
        "🙂👩‍👩‍👧",
        "e\u{301}",
        "\u{202e}right to left",
        "\u{feff}bom",
        "\u{fffd}\u{ffff}",
        "null",
        "1",
        "2024-01-01T00:00:00Z",
        "</script>",
        "%20+&=?#/",
    ];
    let payloads: Vec<Value> = texts.iter().map(|text| json!({"text": text})).collect();
    round_trip(&collection, &payloads).await;
    for (id, text) in texts.iter().enumerate() {
        assert_eq!(collection.passing(json!({"must": [{"key": "text", "match": {"value": text}}]})).await, [id as u64], "{text:?}");
    }
}

async fn keys_of_all_sorts_read_back(api: &Api) {
    let collection = bare(api).await;
    round_trip(
        &collection,
        &[json!({"": 1, " ": 2, "a.b": 3, "a[0]": 4, "\"": 5, "ключ": 6, "🙂": {"": {"": 7}}, "$score": 8, "null": 9})],
    )
    .await;
    assert_eq!(collection.passing(json!({"must": [{"key": "\"a.b\"", "match": {"value": 3}}]})).await, [0]);
    assert_eq!(collection.passing(json!({"must": [{"key": "ключ", "match": {"value": 6}}]})).await, [0]);
}

async fn depth_reads_back(api: &Api) {
    let collection = bare(api).await;
    let maps = (0..20).fold(json!(1), |inner, _| json!({"k": inner}));
    let lists = (0..20).fold(json!(1), |inner, _| json!([inner]));
    round_trip(&collection, &[json!({"maps": maps, "lists": lists})]).await;
}

async fn large_payload_reads_back(api: &Api) {
    let collection = bare(api).await;
    let text = "0123456789abcdef".repeat(64 * 1024);
    let many: serde_json::Map<String, Value> = (0..2000).map(|number| (format!("key{number}"), json!(number))).collect();
    collection.put(json!([{"id": 1, "vector": [1.0], "payload": {"text": text}}, {"id": 2, "vector": [1.0], "payload": many}])).await;
    let read =
        |id: u64| api.quietly("get_points", json!({"collection_name": collection.name, "body": {"ids": [id], "with_payload": true}}));
    assert_eq!(read(1).await.unwrap()[0]["payload"]["text"], json!(text));
    assert_eq!(read(2).await.unwrap()[0]["payload"], Value::Object(many));
}

async fn an_empty_payload_is_none(api: &Api) {
    let collection = bare(api).await;
    collection
        .put(json!([{"id": 1, "vector": [1.0]}, {"id": 2, "vector": [1.0], "payload": null}, {"id": 3, "vector": [1.0], "payload": {}}]))
        .await;
    for id in 1..=3 {
        assert_eq!(collection.payload(id).await, json!({}));
    }
    assert_eq!(collection.passing(json!({"must": [{"is_empty": {"key": "x"}}]})).await, [1, 2, 3]);
}
