//! Payload indexes, and the schema that a collection tells of them.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::{Api, Collection};

scenarios! {
    indexes_of_every_type;
    indexes_with_parameters;
    text_indexes_with_parameters;
    a_text_index_without_stemmer;
    a_keyword_index_for_prefixes;
    indexes_are_replaced_and_removed;
}

async fn index(collection: &Collection<'_>, field: &str, schema: Value) {
    let done = collection.write("create_field_index", json!({"field_name": field, "field_schema": schema})).await;
    assert_eq!(done["status"], "completed");
}

async fn schema(collection: &Collection<'_>) -> Value {
    collection.bare("get_collection", json!({})).await["payload_schema"].clone()
}

async fn indexes_of_every_type(api: &Api) {
    let collection = api.line("Dot").await;
    let types = [
        ("kind", "keyword", 10),
        ("rank", "integer", 10),
        ("ratio", "float", 10),
        ("small", "bool", 10),
        ("place", "geo", 10),
        ("day", "datetime", 10),
        ("parts[].name", "text", 10),
        ("nobody.has.it", "uuid", 0),
    ];
    index(&collection, "parts[].name", json!("text")).await;
    index(&collection, "nobody.has.it", json!("uuid")).await;
    let schema = schema(&collection).await;
    for (field, kind, points) in types {
        assert_eq!((&schema[field]["data_type"], &schema[field]["points"]), (&json!(kind), &json!(points)), "{field}: {schema}");
    }
}

async fn indexes_with_parameters(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let given = [
        ("k", json!({"type": "keyword", "is_tenant": true, "on_disk": true})),
        ("i", json!({"type": "integer", "lookup": true, "range": false, "is_principal": false, "on_disk": false})),
        ("f", json!({"type": "float", "is_principal": true, "on_disk": true})),
        ("g", json!({"type": "geo", "on_disk": true})),
        ("b", json!({"type": "bool", "on_disk": false})),
        ("d", json!({"type": "datetime", "is_principal": true, "on_disk": false})),
        ("u", json!({"type": "uuid", "is_tenant": false, "on_disk": true})),
    ];
    for (field, params) in &given {
        index(&collection, field, params.clone()).await;
    }
    let schema = schema(&collection).await;
    for (field, params) in given {
        assert_eq!(schema[field]["params"], params, "{field}");
    }
    let neither = json!({"field_name": "x", "field_schema": {"type": "integer", "lookup": false, "range": false}});
    assert!(collection.refused("create_field_index", neither).await.is_invalid_request());
}

async fn text_indexes_with_parameters(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    let given = [
        ("word", json!({"type": "text", "tokenizer": "word", "lowercase": true, "min_token_len": 2, "max_token_len": 10})),
        ("white", json!({"type": "text", "tokenizer": "whitespace", "lowercase": false, "phrase_matching": true})),
        ("start", json!({"type": "text", "tokenizer": "prefix", "min_token_len": 1, "max_token_len": 5, "on_disk": true})),
        ("many", json!({"type": "text", "tokenizer": "multilingual", "ascii_folding": true})),
        ("stop", json!({"type": "text", "tokenizer": "word", "stopwords": "english"})),
        ("stops", json!({"type": "text", "tokenizer": "word", "stopwords": {"languages": ["french", "german"], "custom": ["qdrant"]}})),
        ("stem", json!({"type": "text", "tokenizer": "word", "stemmer": {"type": "snowball", "language": "english"}})),
    ];
    for (field, params) in &given {
        index(&collection, field, params.clone()).await;
    }
    let schema = schema(&collection).await;
    for (field, params) in given {
        for (key, value) in params.as_object().unwrap() {
            assert_eq!(schema[field]["params"][key], *value, "{field}.{key}");
        }
    }
}

async fn a_text_index_without_stemmer(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    index(&collection, "t", json!({"type": "text", "tokenizer": "word", "stemmer": {"type": "none"}})).await;
    assert_eq!(schema(&collection).await["t"]["params"]["stemmer"], json!({"type": "none"}));
}

async fn a_keyword_index_for_prefixes(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
    index(&collection, "k", json!({"type": "keyword", "prefix": true})).await;
    assert_eq!(schema(&collection).await["k"]["params"]["prefix"], true);
    collection.put(json!([{"id": 1, "vector": [1.0], "payload": {"k": "abc"}}, {"id": 2, "vector": [1.0], "payload": {"k": "xbc"}}])).await;
    assert_eq!(collection.passing(json!({"must": [{"key": "k", "match": {"prefix": "ab"}}]})).await, [1]);
}

async fn indexes_are_replaced_and_removed(api: &Api) {
    let collection = api.line("Dot").await;
    index(&collection, "rank", json!("float")).await;
    assert_eq!(schema(&collection).await["rank"]["data_type"], "float");
    let delete = async |field: &str| collection.bare("delete_field_index", json!({"field_name": field, "wait": true})).await;
    assert_eq!(delete("rank").await["status"], "completed");
    assert_eq!(schema(&collection).await["rank"], Value::Null);
    assert_eq!(delete("never.was").await["status"], "completed");
    assert_eq!(collection.passing(json!({"must": [{"key": "rank", "range": {"gte": 98}}]})).await, [0, 1, 2], "without the index too");
    let unwaited = collection.ok("create_field_index", json!({"field_name": "late", "field_schema": "keyword"})).await;
    assert_eq!(unwaited["status"], "acknowledged");
}
