//! Errors: of the same kind, with the same status, whichever way the call went.

use qdrant_remote::ErrorKind;
use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;

scenarios! {
    nothing_is_found_in_no_collection;
    what_exists_is_not_made_again;
    vectors_that_do_not_fit;
    requests_that_make_no_sense;
    numbers_out_of_range;
    names_that_no_collection_can_have;
    strict_mode_refuses;
}

async fn nothing_is_found_in_no_collection(api: &Api) {
    let name = api.name("nowhere");
    let text = format!("Not found: Collection `{name}` doesn't exist!");
    let filter = json!({"filter": {}});
    for (operation, body) in [
        ("get_collection", Value::Null),
        ("collection_cluster_info", Value::Null),
        ("get_collection_aliases", Value::Null),
        ("list_shard_keys", Value::Null),
        ("get_optimizations", Value::Null),
        ("update_collection", json!({"hnsw_config": {"m": 8}})),
        ("upsert_points", json!({"points": [{"id": 1, "vector": [1.0]}]})),
        ("batch_update", json!({"operations": [{"delete": {"points": [1]}}]})),
        ("delete_points", filter.clone()),
        ("set_payload", json!({"payload": {"x": 1}, "points": [1]})),
        ("overwrite_payload", json!({"payload": {"x": 1}, "points": [1]})),
        ("delete_payload", json!({"keys": ["x"], "points": [1]})),
        ("clear_payload", filter),
        ("update_vectors", json!({"points": [{"id": 1, "vector": [1.0]}]})),
        ("delete_vectors", json!({"points": [1], "vector": ["v"]})),
        ("get_points", json!({"ids": [1]})),
        ("scroll_points", json!({})),
        ("count_points", json!({})),
        ("facet", json!({"key": "x"})),
        ("query_points", json!({"query": [1.0]})),
        ("query_batch_points", json!({"searches": [{"query": [1.0]}]})),
        ("query_points_groups", json!({"query": [1.0], "group_by": "x"})),
        ("search_matrix_pairs", json!({})),
        ("search_matrix_offsets", json!({})),
        ("create_field_index", json!({"field_name": "x", "field_schema": "keyword"})),
        ("create_shard_key", json!({"shard_key": "x"})),
    ] {
        let mut request = json!({"collection_name": name});
        if !body.is_null() {
            request["body"] = body;
        }
        let error = api.refused(operation, request).await;
        assert!(error.is_not_found() && error.kind() == ErrorKind::Status, "{operation}: {error}");
        assert_eq!(error.server_message(), text, "{operation}");
        assert_eq!(error.operation(), Some(operation));
        assert!(!error.is_retryable() && !error.is_invalid_request());
    }
}

async fn what_exists_is_not_made_again(api: &Api) {
    let collection = api.line("Dot").await;
    let twice = collection.refused("create_collection", json!({})).await;
    assert!(twice.is_already_exists() && twice.kind() == ErrorKind::Status, "{twice}");
    assert_eq!(twice.server_message(), format!("Wrong input: Collection `{}` already exists!", collection.name));
    let alias = api.name("alias");
    let create = json!({"body": {"actions": [{"create_alias": {"alias_name": alias, "collection_name": collection.name}}]}});
    api.ok("update_aliases", create.clone()).await;
    api.ok("update_aliases", create).await;
    let hidden = api.refused("create_collection", json!({"collection_name": alias, "body": {}})).await;
    assert!(hidden.status().is_some() && !hidden.is_not_found(), "{hidden}");
}

async fn vectors_that_do_not_fit(api: &Api) {
    let vectors = json!({"u": {"size": 2, "distance": "Dot"}, "rows": {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}}});
    let collection = api.collection("a", json!({"vectors": vectors, "sparse_vectors": {"s": {}}})).await;
    for vector in [
        json!({"u": [1.0, 2.0, 3.0]}),
        json!({"u": [1.0]}),
        json!({"nobody": [1.0, 2.0]}),
        json!({"u": {"indices": [1], "values": [1.0]}}),
        json!({"s": [1.0, 2.0]}),
        json!({"rows": [[1.0, 2.0], [3.0]]}),
        json!({"s": {"indices": [1, 1], "values": [1.0, 2.0]}}),
        json!([1.0, 2.0]),
    ] {
        let point = json!({"points": [{"id": 1, "vector": vector}]});
        let error = api.quietly("upsert_points", json!({"collection_name": collection.name, "wait": true, "body": point})).await;
        let error = error.map(|_| vector.clone()).unwrap_err();
        assert!(error.is_invalid_request() || error.kind() == ErrorKind::NotExpressible, "{vector}: {error}");
    }
    for body in [
        json!({"query": [1.0, 2.0, 3.0], "using": "u"}),
        json!({"query": [1.0, 2.0], "using": "s"}),
        json!({"query": [1.0, 2.0], "using": "x"}),
    ] {
        let error = collection.refused("query_points", body.clone()).await;
        assert!(error.is_invalid_request() && error.kind() == ErrorKind::Status, "{body}: {error}");
    }
    assert_eq!(collection.count(Value::Null).await, 0, "nothing is half done");
    let line = api.line("Dot").await;
    let error = line.refused_with("upsert_points", json!({"wait": true}), json!({"points": [{"id": 1, "vector": [1.0, 2.0, 3.0]}]})).await;
    assert_eq!(error.server_message(), "Wrong input: Vector dimension error: expected dim: 2, got 3");
}

async fn requests_that_make_no_sense(api: &Api) {
    let collection = api.line("Dot").await;
    for (operation, body) in [
        ("scroll_points", json!({"order_by": "unindexed"})),
        ("scroll_points", json!({"order_by": "rank", "offset": 1})),
        ("query_points", json!({"prefetch": {"query": [1.0, 1.0]}})),
        ("query_points", json!({"query": {"fusion": "rrf"}})),
        ("query_points", json!({"query": {"recommend": {}}})),
        ("count_points", json!({"filter": {"must": [{"key": "a["  , "match": {"value": 1}}]}})),
        ("facet", json!({"key": "a["})),
        ("set_payload", json!({"payload": {"x": 1}})),
    ] {
        let error = collection.refused(operation, body.clone()).await;
        assert!(error.is_invalid_request(), "{operation} {body}: {error}");
    }
}

async fn numbers_out_of_range(api: &Api) {
    let collection = api.line("Dot").await;
    for (operation, body) in [
        ("query_points", json!({"query": [1.0, 1.0], "limit": 0})),
        ("scroll_points", json!({"limit": 0})),
        ("query_points_groups", json!({"query": [1.0, 1.0], "group_by": "kind", "limit": 0})),
        ("query_points_groups", json!({"query": [1.0, 1.0], "group_by": "kind", "group_size": 0})),
        ("facet", json!({"key": "kind", "limit": 0})),
        ("update_collection", json!({"hnsw_config": {"ef_construct": 1}})),
        ("query_points", json!({"query": [1.0, 1.0], "params": {"hnsw_ef": 0}})),
    ] {
        let error = collection.refused(operation, body.clone()).await;
        assert!(error.is_invalid_request(), "{operation} {body}: {error}");
        assert!(error.server_message().starts_with("Validation error"), "{operation} {body}: {error}");
    }
    for (operation, body) in [("query_points", json!({})), ("scroll_points", json!({})), ("count_points", json!({}))] {
        let error = collection.refused_with(operation, json!({"timeout": 0}), body).await;
        assert!(error.is_invalid_request(), "{operation}: {error}");
    }
    let wide = json!({"collection_name": api.name("b"), "body": {"vectors": {"size": 65_537, "distance": "Dot"}}});
    assert!(api.refused("create_collection", wide).await.is_invalid_request());
    let none = json!({"collection_name": api.name("b"), "body": {"vectors": {"size": 0, "distance": "Dot"}}});
    assert!(api.refused("create_collection", none).await.is_invalid_request());
}

async fn names_that_no_collection_can_have(api: &Api) {
    for suffix in ["a/b", "a?b", "a:b", "a*b", "a\\b", "a\"b", "a<b", "a|b"] {
        let error = api.refused("create_collection", json!({"collection_name": api.name(suffix), "body": {}})).await;
        assert!(error.is_invalid_request(), "{suffix}: {error}");
    }
    let long = format!("{}{}", api.prefix, "x".repeat(256 - api.prefix.len()));
    let error = api.refused("create_collection", json!({"collection_name": long, "body": {}})).await;
    assert!(error.is_invalid_request(), "{error}");
    let longest = "x".repeat(255 - api.prefix.len());
    api.collection(&longest, json!({})).await;
}

async fn strict_mode_refuses(api: &Api) {
    let strict = json!({
        "enabled": true, "max_query_limit": 5, "max_timeout": 10, "unindexed_filtering_retrieve": false, "unindexed_filtering_update": false,
        "search_max_hnsw_ef": 32, "search_allow_exact": false, "upsert_max_batchsize": 3, "filter_max_conditions": 2, "condition_max_size": 3,
        "max_payload_index_count": 1
    });
    let collection = api.collection("a", json!({"vectors": {"size": 1, "distance": "Dot"}, "strict_mode_config": strict})).await;
    let point = |id: u64| json!({"id": id, "vector": [1.0], "payload": {"k": id}});
    collection.put(json!([point(1), point(2), point(3)])).await;
    collection.write("create_field_index", json!({"field_name": "k", "field_schema": "integer"})).await;
    let by = |key: &str, value: Value| json!({"must": [{"key": key, "match": value}]});
    let many = json!({"must": [{"has_id": [1]}, {"has_id": [1]}, {"has_id": [1]}]});
    for (operation, parameters, body) in [
        ("upsert_points", json!({}), json!({"points": [point(1), point(2), point(3), point(4)]})),
        ("query_points", json!({}), json!({"query": [1.0], "limit": 6})),
        ("scroll_points", json!({}), json!({"limit": 6})),
        ("query_points", json!({"timeout": 11}), json!({"query": [1.0], "limit": 5})),
        ("query_points", json!({}), json!({"query": [1.0], "limit": 5, "params": {"hnsw_ef": 33}})),
        ("query_points", json!({}), json!({"query": [1.0], "limit": 5, "params": {"exact": true}})),
        ("count_points", json!({}), json!({"filter": by("unindexed", json!({"value": 1}))})),
        ("delete_points", json!({}), json!({"filter": by("unindexed", json!({"value": 1}))})),
        ("count_points", json!({}), json!({"filter": many})),
        ("count_points", json!({}), json!({"filter": by("k", json!({"any": [1, 2, 3, 4]}))})),
        ("create_field_index", json!({}), json!({"field_name": "second", "field_schema": "integer"})),
    ] {
        let error = collection.refused_with(operation, parameters, body.clone()).await;
        assert!(error.status().is_some() && (error.is_permission_denied() || error.is_invalid_request()), "{operation} {body}: {error:?}");
    }
    assert_eq!(collection.passing_few(by("k", json!({"any": [1, 2]}))).await, [1, 2]);
    collection.ok("update_collection", json!({"strict_mode_config": {"enabled": false}})).await;
    assert_eq!(collection.count(by("unindexed", json!({"value": 1}))).await, 0);
}
