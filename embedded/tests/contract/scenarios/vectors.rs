//! Vectors in all their forms: stored, read back, replaced, taken away, and names that come and go.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::{Api, Collection};

scenarios! {
    dense_vectors_read_back;
    named_vectors_read_back;
    multivectors_read_back;
    sparse_vectors_read_back;
    columns_of_vectors_read_back;
    vectors_are_chosen_by_name;
    vectors_are_replaced;
    vectors_are_taken_away;
    vector_names_come_and_go;
    numbers_of_vectors_are_exact;
    texts_become_sparse_vectors;
}

/// A collection with a vector of every kind.
async fn mixed(api: &Api) -> Collection<'_> {
    let vectors = json!({
        "dense": {"size": 2, "distance": "Dot"},
        "rows": {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}},
    });
    api.collection("mixed", json!({"vectors": vectors, "sparse_vectors": {"words": {}}})).await
}

async fn vector(collection: &Collection<'_>, id: u64) -> Value {
    collection.ok("get_points", json!({"ids": [id], "with_vector": true})).await[0]["vector"].clone()
}

async fn dense_vectors_read_back(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 3, "distance": "Euclid"}})).await;
    collection.put(json!([{"id": 1, "vector": [1, 2.5, -3]}, {"id": 2, "vector": {"": [0.5, 0, 4]}}])).await;
    assert_eq!(vector(&collection, 1).await, json!([1.0, 2.5, -3.0]));
    assert_eq!(vector(&collection, 2).await, json!([0.5, 0.0, 4.0]));
    let cosine = api.collection("b", json!({"vectors": {"size": 2, "distance": "Cosine"}})).await;
    cosine.put(json!([{"id": 1, "vector": [3.0, 4.0]}])).await;
    let unit: Vec<f64> = serde_json::from_value(vector(&cosine, 1).await).unwrap();
    assert!((unit[0] - 0.6).abs() < 1e-6 && (unit[1] - 0.8).abs() < 1e-6, "{unit:?}");
}

async fn named_vectors_read_back(api: &Api) {
    let collection = mixed(api).await;
    collection.put(json!([{"id": 1, "vector": {"dense": [1.0, 2.0]}}, {"id": 2, "vector": {}}])).await;
    assert_eq!(vector(&collection, 1).await, json!({"dense": [1.0, 2.0]}));
    assert_eq!(vector(&collection, 2).await, json!({}));
}

async fn multivectors_read_back(api: &Api) {
    let collection = mixed(api).await;
    let rows = json!([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
    collection.put(json!([{"id": 1, "vector": {"rows": rows}}, {"id": 2, "vector": {"rows": [[7.0, 8.0]]}}])).await;
    assert_eq!(vector(&collection, 1).await, json!({"rows": rows}));
    assert_eq!(vector(&collection, 2).await, json!({"rows": [[7.0, 8.0]]}));
    let unnamed = json!({"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}});
    let unnamed = api.collection("b", json!({"vectors": unnamed})).await;
    unnamed.put(json!([{"id": 1, "vector": rows}])).await;
    assert_eq!(vector(&unnamed, 1).await, rows);
}

async fn sparse_vectors_read_back(api: &Api) {
    let collection = mixed(api).await;
    let given = json!({"indices": [7, 3, 4_294_967_295_u32], "values": [0.5, 1.5, -2.0]});
    let empty = json!({"indices": [], "values": []});
    collection.put(json!([{"id": 1, "vector": {"words": given}}, {"id": 2, "vector": {"words": empty}}])).await;
    assert_eq!(vector(&collection, 1).await["words"], json!({"indices": [3, 7, 4_294_967_295_u32], "values": [1.5, 0.5, -2.0]}));
    let shown = vector(&collection, 2).await;
    assert!(shown == json!({}) || shown["words"] == empty, "{shown}");
}

async fn columns_of_vectors_read_back(api: &Api) {
    let collection = mixed(api).await;
    let sparse = json!({"indices": [1], "values": [1.0]});
    let vectors = json!({"dense": [[1.0, 2.0], [3.0, 4.0]], "rows": [[[1.0, 1.0]], [[2.0, 2.0], [3.0, 3.0]]], "words": [sparse, sparse]});
    let batch = json!({"ids": [1, "00000000-0000-0000-0000-000000000002"], "vectors": vectors, "payloads": [{"k": 1}, null]});
    collection.write("upsert_points", json!({"batch": batch})).await;
    let all = collection.all().await;
    assert_eq!(all[0], json!({"id": 1, "payload": {"k": 1}, "vector": {"dense": [1.0, 2.0], "rows": [[1.0, 1.0]], "words": sparse}}));
    assert_eq!(all[1]["vector"]["rows"], json!([[2.0, 2.0], [3.0, 3.0]]));
    let plain = api.collection("b", json!({"vectors": {"size": 2, "distance": "Dot"}})).await;
    plain.write("upsert_points", json!({"batch": {"ids": [5, 6], "vectors": [[1.0, 2.0], [3.0, 4.0]]}})).await;
    assert_eq!(vector(&plain, 6).await, json!([3.0, 4.0]));
    let uneven = json!({"batch": {"ids": [7], "vectors": [[1.0, 2.0], [3.0, 4.0]]}});
    if api.protocol == qdrant_remote::Protocol::Rest && api.reaches == api.protocol {
        assert!(
            plain
                .api
                .quietly("upsert_points", json!({"collection_name": plain.name, "body": uneven}))
                .await
                .unwrap_err()
                .is_invalid_request()
        );
    }
}

async fn vectors_are_chosen_by_name(api: &Api) {
    let collection = mixed(api).await;
    let sparse = json!({"indices": [1], "values": [1.0]});
    let whole = json!({"dense": [1.0, 2.0], "rows": [[1.0, 1.0]], "words": sparse});
    collection.put(json!([{"id": 1, "vector": whole}])).await;
    for (with_vector, expected) in [
        (json!(true), whole.clone()),
        (json!(["dense"]), json!({"dense": [1.0, 2.0]})),
        (json!(["words", "rows"]), json!({"rows": [[1.0, 1.0]], "words": sparse})),
        (json!(false), Value::Null),
    ] {
        let found = collection.ok("scroll_points", json!({"with_vector": with_vector})).await;
        assert_eq!(found["points"][0]["vector"], expected, "{with_vector}");
        let found = collection.ok("query_points", json!({"with_vector": with_vector})).await;
        assert_eq!(found["points"][0]["vector"], expected, "{with_vector}");
    }
    assert!(collection.refused("scroll_points", json!({"with_vector": ["nobody"]})).await.is_invalid_request());
}

async fn vectors_are_replaced(api: &Api) {
    let collection = mixed(api).await;
    collection.put(json!([{"id": 1, "vector": {"dense": [1.0, 2.0], "rows": [[1.0, 1.0]]}, "payload": {"k": 1}}])).await;
    collection.write("update_vectors", json!({"points": [{"id": 1, "vector": {"rows": [[9.0, 9.0]]}}]})).await;
    assert_eq!(vector(&collection, 1).await, json!({"dense": [1.0, 2.0], "rows": [[9.0, 9.0]]}));
    assert_eq!(collection.payload(1).await, json!({"k": 1}));
    let filtered = json!({
        "points": [{"id": 1, "vector": {"dense": [0.0, 0.0]}}], "update_filter": {"must": [{"key": "k", "match": {"value": 2}}]}
    });
    collection.write("update_vectors", filtered).await;
    assert_eq!(vector(&collection, 1).await["dense"], json!([1.0, 2.0]), "the filter keeps it");
    let missing =
        collection.refused_with("update_vectors", json!({"wait": true}), json!({"points": [{"id": 9, "vector": {"dense": [0.0, 0.0]}}]}));
    assert!(missing.await.is_not_found());
}

async fn vectors_are_taken_away(api: &Api) {
    let collection = mixed(api).await;
    let point = |id: u64| json!({"id": id, "vector": {"dense": [1.0, 2.0], "rows": [[1.0, 1.0]]}, "payload": {"id": id}});
    collection.put(json!([point(1), point(2), point(3)])).await;
    collection.write("delete_vectors", json!({"points": [1], "vector": ["dense"]})).await;
    collection
        .write("delete_vectors", json!({"filter": {"must": [{"key": "id", "match": {"value": 2}}]}, "vector": ["rows", "dense"]}))
        .await;
    assert_eq!(vector(&collection, 1).await, json!({"rows": [[1.0, 1.0]]}));
    assert_eq!(vector(&collection, 2).await, json!({}));
    assert_eq!(vector(&collection, 3).await, json!({"dense": [1.0, 2.0], "rows": [[1.0, 1.0]]}));
    assert_eq!(collection.passing(json!({"must": [{"has_vector": "dense"}]})).await, [3]);
    let unknown = collection.refused_with("delete_vectors", json!({"wait": true}), json!({"points": [1], "vector": ["nobody"]})).await;
    assert!(unknown.is_invalid_request(), "{unknown}");
}

async fn vector_names_come_and_go(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"old": {"size": 1, "distance": "Dot"}}})).await;
    collection.put(json!([{"id": 1, "vector": {"old": [1.0]}}])).await;
    let create =
        async |name: &str, body: Value| collection.with("create_vector_name", json!({"vector_name": name, "wait": true}), body).await;
    let dense = json!({"dense": {"size": 2, "distance": "Euclid", "datatype": "float16", "multivector_config": {"comparator": "max_sim"}}});
    assert_eq!(create("new", dense).await["status"], "completed");
    create("words", json!({"sparse": {"modifier": "idf"}})).await;
    let params = collection.bare("get_collection", json!({})).await["config"]["params"].clone();
    assert_eq!((&params["vectors"]["new"]["size"], &params["vectors"]["new"]["datatype"]), (&json!(2), &json!("float16")));
    assert_eq!(params["sparse_vectors"]["words"]["modifier"], "idf");
    collection.write("update_vectors", json!({"points": [{"id": 1, "vector": {"new": [[1.0, 2.0]]}}]})).await;
    assert_eq!(vector(&collection, 1).await, json!({"new": [[1.0, 2.0]], "old": [1.0]}));
    for name in ["new", "words"] {
        collection.bare("delete_vector_name", json!({"vector_name": name, "wait": true})).await;
    }
    assert_eq!(vector(&collection, 1).await, json!({"old": [1.0]}));
}

async fn numbers_of_vectors_are_exact(api: &Api) {
    let numbers = json!([0.1, -0.0, 1e-38, 3.402_823_5e38, 1e-45, 16_777_217, 0.333_333_34, 1_000_000]);
    let collection = api.collection("a", json!({"vectors": {"size": 8, "distance": "Dot"}})).await;
    collection.put(json!([{"id": 1, "vector": numbers}])).await;
    let back: Vec<f32> = serde_json::from_value(vector(&collection, 1).await).unwrap();
    let given: Vec<f32> = serde_json::from_value(numbers).unwrap();
    assert_eq!(back.iter().map(|x| x.to_bits()).collect::<Vec<_>>(), given.iter().map(|x| x.to_bits()).collect::<Vec<_>>());
}

async fn texts_become_sparse_vectors(api: &Api) {
    let collection = api.collection("a", json!({"sparse_vectors": {"text": {"modifier": "idf"}}})).await;
    let document = |text: &str| json!({"text": text, "model": "qdrant/bm25"});
    let point = |id: u64, text: &str| json!({"id": id, "vector": {"text": document(text)}});
    collection.put(json!([point(1, "the quick brown fox"), point(2, "a lazy dog sleeps"), point(3, "brown dogs bark")])).await;
    let found = collection.found(json!({"query": document("lazy dog"), "using": "text"})).await;
    assert_eq!(found[0], 2);
    let options = json!({"text": "fox", "model": "qdrant/bm25", "options": {"k": 1.5, "b": 0.5, "avg_len": 4.0, "language": "english", "lowercase": true}});
    assert_eq!(collection.found(json!({"query": options, "using": "text", "limit": 1})).await, [1]);
    let inferred = json!({"query": {"text": "x", "model": "somebody/else"}, "using": "text"});
    let nobody = collection.api.quietly("query_points", json!({"collection_name": collection.name, "body": inferred})).await.unwrap_err();
    assert!(nobody.status().is_some(), "{nobody}");
}
