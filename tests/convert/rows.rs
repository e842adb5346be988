//! The structural differences between the two model sets, one by one: what each side says for the same thing.

use qdrant_remote::convert::registry::{Pair, PairKind, pairs};
use serde_json::{Value, json};

fn pair(kind: PairKind, rest: &str) -> Pair {
    pairs().into_iter().find(|pair| pair.kind == kind && pair.rest == rest).unwrap_or_else(|| panic!("no pair {rest}"))
}

/// REST to gRPC and back.
fn back(kind: PairKind, rest: &str, value: &Value) -> Value {
    let pair = pair(kind, rest);
    let message = pair.to_grpc(value.to_string().as_bytes()).unwrap_or_else(|error| panic!("{rest}: {error} in {value}"));
    serde_json::from_slice(&pair.to_rest(&message).unwrap()).unwrap()
}

/// What must come back as it went.
fn same(rest: &str, values: &[Value]) {
    for value in values {
        assert_eq!(back(PairKind::Type, rest, value), *value, "{rest}");
    }
}

/// What comes back in its long or short form.
fn becomes(rest: &str, value: &Value, other: &Value) {
    assert_eq!(back(PairKind::Type, rest, value), *other, "{rest}");
}

fn refused(kind: PairKind, rest: &str, value: &Value) -> String {
    pair(kind, rest).to_grpc(value.to_string().as_bytes()).unwrap_err().to_string()
}

fn request(operation: &str, value: &Value) -> Value {
    back(PairKind::Request, operation, value)
}

// 4.1 Envelope, addressing, options.

#[test]
fn write_options() {
    let value = json!({ "collection_name": "c", "wait": true, "ordering": "medium", "timeout": 7, "body": { "points": [] } });
    assert_eq!(request("upsert_points", &value), value);
}

#[test]
fn read_consistency() {
    for consistency in [json!("majority"), json!("quorum"), json!("all"), json!(3)] {
        let value = json!({ "collection_name": "c", "consistency": consistency, "body": { "ids": [1] } });
        assert_eq!(request("get_points", &value), value);
    }
}

#[test]
fn batch_names_the_collection_once() {
    let value = json!({ "collection_name": "c", "body": { "searches": [{ "limit": 3 }, { "offset": 1 }] } });
    assert_eq!(request("query_batch_points", &value), value);
}

#[test]
fn replies_in_their_envelopes() {
    let usage = json!({ "hardware": {
        "cpu": 1, "payload_io_read": 2, "payload_io_write": 3, "payload_index_io_read": 4, "payload_index_io_write": 5,
        "vector_io_read": 6, "vector_io_write": 7
    }, "inference": { "models": { "m": { "tokens": 9 } } } });
    let rows = [
        ("scroll_points", json!({ "points": [{ "id": 1 }], "next_page_offset": 2 })),
        ("query_points", json!({ "points": [{ "id": 1, "version": 2, "score": 0.5 }] })),
        ("query_batch_points", json!([{ "points": [] }, { "points": [{ "id": 1, "version": 2, "score": 0.5 }] }])),
        (
            "query_points_groups",
            json!({ "groups": [{ "id": "a", "hits": [] }, { "id": 3, "hits": [], "lookup": { "id": 4 } }, { "id": -3, "hits": [] }] }),
        ),
        ("search_matrix_pairs", json!({ "pairs": [{ "a": 1, "b": 2, "score": 0.25 }] })),
        ("search_matrix_offsets", json!({ "offsets_row": [0], "offsets_col": [1], "scores": [0.5], "ids": [1, 2] })),
        ("facet", json!({ "hits": [{ "value": "x", "count": 2 }, { "value": 3, "count": 1 }, { "value": true, "count": 1 }] })),
        ("count_points", json!({ "count": 3 })),
        ("batch_update", json!([{ "operation_id": 1, "status": "completed" }, { "status": "acknowledged" }])),
    ];
    for (operation, result) in rows {
        let value = json!({ "result": result, "time": 0.5, "usage": usage });
        assert_eq!(back(PairKind::Reply, operation, &value), value, "{operation}");
    }
}

#[test]
fn delete_snapshot_answers_true() {
    let value = json!({ "result": true, "time": 0.5 });
    assert_eq!(back(PairKind::Reply, "delete_snapshot", &value), value);
}

// 4.2 Ids, keys, values, payload.

#[test]
fn point_ids() {
    same("ExtendedPointId", &[json!(0), json!(u64::MAX), json!("f9bcf279-5e66-40f7-856b-3a9d9b6617ee")]);
}

#[test]
fn group_ids_order_values_facet_values_shard_keys() {
    same("GroupId", &[json!("7"), json!(7), json!(-7)]);
    same("OrderValue", &[json!(-3), json!(2.5)]);
    same("FacetValue", &[json!("a"), json!(-1), json!(false)]);
    same("ShardKey", &[json!("a"), json!(12)]);
}

#[test]
fn shard_key_selectors() {
    same("ShardKeySelector", &[json!("a"), json!(1), json!(["a", 2]), json!({ "target": "a", "fallback": 2 })]);
    becomes("ShardKeySelector", &json!(["a"]), &json!("a"));
}

#[test]
fn payload_values_keep_their_kinds() {
    let payload = json!({
        "null": null, "integer": 1, "float": 1.0, "exact": 9_007_199_254_740_993_i64, "least": i64::MIN, "nested": { "a": [1, 1.5, "x", true, {}] }
    });
    let value = json!({ "id": 1, "payload": payload, "vector": [1.0] });
    same("PointStruct", &[value]);
}

#[test]
fn payload_integers_above_i64_are_refused_with_their_path() {
    let value = json!({ "id": 1, "payload": { "a": [9_223_372_036_854_775_808_u64] }, "vector": {} });
    let text = refused(PairKind::Type, "PointStruct", &value);
    assert_eq!(text, "convert: payload[\"a\"][0]: 9223372036854775808 does not fit into a signed 64-bit integer");
}

#[test]
fn payload_null_and_empty_are_absent() {
    for payload in [json!(null), json!({})] {
        becomes("PointStruct", &json!({ "id": 1, "payload": payload, "vector": [1.0] }), &json!({ "id": 1, "vector": [1.0] }));
    }
}

#[test]
fn inference_objects() {
    same("Document", &[json!({ "text": "t", "model": "m", "options": { "k": 1.5 } }), json!({ "text": "t", "model": "m" })]);
    same("Image", &[json!({ "image": { "url": "u" }, "model": "m" })]);
    same("InferenceObject", &[json!({ "object": [1, null], "model": "m", "options": { "a": { "b": 1 } } })]);
}

// 4.3 Vectors and points.

#[test]
fn vector_structs() {
    same(
        "VectorStruct",
        &[
            json!([0.5, 1.0]),
            json!([[0.5], [1.0]]),
            json!({}),
            json!({ "a": [0.5], "b": { "indices": [1], "values": [0.5] }, "c": [[0.5]], "d": { "text": "t", "model": "m" } }),
            json!({ "text": "t", "model": "m" }),
            json!({ "image": "i", "model": "m" }),
            json!({ "object": 1, "model": "m" }),
        ],
    );
    same("VectorStructOutput", &[json!([0.5]), json!([[0.5]]), json!({ "a": { "indices": [3], "values": [0.25] } })]);
}

#[test]
fn vector_inputs() {
    same(
        "VectorInput",
        &[
            json!([0.5]),
            json!([[0.5]]),
            json!({ "indices": [1], "values": [0.5] }),
            json!(7),
            json!("f9bcf279-5e66-40f7-856b-3a9d9b6617ee"),
            json!({ "text": "t", "model": "m" }),
        ],
    );
}

#[test]
fn batches_are_transposed() {
    let batch = json!({ "batch": {
        "ids": [1, 2], "vectors": { "a": [[0.5], [1.5]], "s": [{ "indices": [1], "values": [0.5] }, { "indices": [], "values": [] }] },
        "payloads": [{ "x": 1 }, null]
    } });
    let points = json!({ "points": [
        { "id": 1, "vector": { "a": [0.5], "s": { "indices": [1], "values": [0.5] } }, "payload": { "x": 1 } },
        { "id": 2, "vector": { "a": [1.5], "s": { "indices": [], "values": [] } } },
    ] });
    let value = request("upsert_points", &json!({ "collection_name": "c", "body": batch }));
    assert_eq!(value, json!({ "collection_name": "c", "body": points }));
}

#[test]
fn columns_of_a_batch_must_be_as_long_as_the_ids() {
    let body = json!({ "batch": { "ids": [1, 2], "vectors": [[0.5]] } });
    let text = refused(PairKind::Request, "upsert_points", &json!({ "collection_name": "c", "body": body }));
    assert_eq!(text, "convert: batch.vectors: a column of 1 does not fit into the number of ids");
}

#[test]
fn selectors_of_payload_and_vectors() {
    same("WithPayloadInterface", &[json!(true), json!(["a"]), json!({ "exclude": ["a"] })]);
    becomes("WithPayloadInterface", &json!({ "include": ["a"] }), &json!(["a"]));
    same("WithVector", &[json!(false), json!(["a"])]);
}

#[test]
fn points_selectors() {
    for body in [json!({ "points": [1], "shard_key": "a" }), json!({ "filter": {} })] {
        let value = json!({ "collection_name": "c", "body": body });
        assert_eq!(request("delete_points", &value), value);
        assert_eq!(request("clear_payload", &value), value);
    }
}

#[test]
fn points_and_filter_together_are_refused() {
    let value = json!({ "collection_name": "c", "body": { "payload": {}, "points": [1], "filter": {} } });
    assert_eq!(refused(PairKind::Request, "set_payload", &value), "convert: filter: the other protocol cannot express this field");
}

#[test]
fn update_operations() {
    same(
        "UpdateOperation",
        &[
            json!({ "upsert": { "points": [{ "id": 1, "vector": [0.5] }], "update_mode": "insert_only" } }),
            json!({ "delete": { "points": [1] } }),
            json!({ "set_payload": { "payload": { "a": 1 }, "points": [1], "key": "k" } }),
            json!({ "overwrite_payload": { "payload": { "a": 1 }, "filter": {} } }),
            json!({ "delete_payload": { "keys": ["a"], "points": [1] } }),
            json!({ "clear_payload": { "filter": {}, "shard_key": "a" } }),
            json!({ "update_vectors": { "points": [{ "id": 1, "vector": { "a": [0.5] } }] } }),
            json!({ "delete_vectors": { "points": [1], "vector": ["a"] } }),
        ],
    );
}

#[test]
fn an_update_status_that_rest_lacks_is_kept() {
    let pair = pair(PairKind::Type, "UpdateResult");
    // operation_id 1, status ClockRejected.
    let value: Value = serde_json::from_slice(&pair.to_rest(&[8, 1, 16, 3]).unwrap()).unwrap();
    assert_eq!(value, json!({ "operation_id": 1, "status": "clock_rejected" }));
    assert_eq!(pair.to_grpc(value.to_string().as_bytes()).unwrap(), [8, 1, 16, 3]);
}

// 4.4 Filters.

#[test]
fn conditions() {
    same(
        "Condition",
        &[
            json!({ "key": "k", "match": { "value": "x" } }),
            json!({ "is_empty": { "key": "k" } }),
            json!({ "is_null": { "key": "k" } }),
            json!({ "key": "k", "is_empty": true, "is_null": false }),
            json!({ "has_id": [1, "f9bcf279-5e66-40f7-856b-3a9d9b6617ee"] }),
            json!({ "has_vector": "v" }),
            json!({ "slice": { "total": 4, "index": 1 } }),
            json!({ "nested": { "key": "k", "filter": { "must": [{ "has_id": [1] }] } } }),
            json!({ "min_should": { "conditions": [{ "has_id": [1] }], "min_count": 1 } }),
        ],
    );
    becomes("Filter", &json!({ "must": { "has_id": [1] }, "should": [] }), &json!({ "must": [{ "has_id": [1] }] }));
}

#[test]
fn matches() {
    same(
        "Match",
        &[
            json!({ "value": "x" }),
            json!({ "value": 7 }),
            json!({ "value": true }),
            json!({ "text": "x" }),
            json!({ "text_any": "x" }),
            json!({ "phrase": "x" }),
            json!({ "prefix": "x" }),
            json!({ "any": ["a", "b"] }),
            json!({ "any": [1, 2] }),
            json!({ "any": [] }),
            json!({ "except": ["a"] }),
            json!({ "except": [1] }),
        ],
    );
}

#[test]
fn ranges() {
    same(
        "FieldCondition",
        &[
            json!({ "key": "k", "range": { "gt": 1.5, "lte": 3.0 } }),
            json!({ "key": "k", "range": { "gte": "2024-05-06T07:08:09Z" } }),
            json!({ "key": "k", "values_count": { "gt": 1 } }),
            json!({ "key": "k", "geo_radius": { "center": { "lon": 1.5, "lat": 2.5 }, "radius": 0.5 } }),
            json!({ "key": "k", "geo_bounding_box": { "top_left": { "lon": 1.5, "lat": 2.5 }, "bottom_right": { "lon": 1.5, "lat": 2.5 } } }),
            json!({ "key": "k", "geo_polygon": { "exterior": { "points": [{ "lon": 1.5, "lat": 2.5 }] }, "interiors": [{ "points": [] }] } }),
        ],
    );
    // An offset is gone, the instant stays.
    becomes(
        "FieldCondition",
        &json!({ "key": "k", "range": { "lt": "2024-05-06T07:08:09.123456789+02:00" } }),
        &json!({ "key": "k", "range": { "lt": "2024-05-06T05:08:09.123456789Z" } }),
    );
}

// 4.5 Query.

#[test]
fn queries() {
    same(
        "QueryInterface",
        &[
            json!([0.5]),
            json!(3),
            json!({ "nearest": [0.5], "mmr": { "diversity": 0.5 } }),
            json!({ "recommend": { "positive": [1], "negative": [[0.5]], "strategy": "best_score" } }),
            json!({ "discover": { "target": 1, "context": [{ "positive": 1, "negative": 2 }] } }),
            json!({ "context": [{ "positive": 1, "negative": 2 }] }),
            json!({ "order_by": { "key": "k", "direction": "desc", "start_from": 3 } }),
            json!({ "fusion": "dbsf" }),
            json!({ "rrf": { "k": 3, "weights": [0.5] } }),
            json!({ "sample": "random" }),
            json!({ "formula": "x", "defaults": { "x": 1 } }),
            json!({ "relevance_feedback": { "target": 1, "feedback": [{ "example": 2, "score": 0.5 }], "strategy": { "naive": { "a": 1.0, "b": 2.0, "c": 3.0 } } } }),
        ],
    );
    becomes("QueryInterface", &json!({ "nearest": [0.5] }), &json!([0.5]));
    becomes("QueryInterface", &json!({ "order_by": "k" }), &json!({ "order_by": { "key": "k" } }));
    becomes(
        "QueryInterface",
        &json!({ "context": { "positive": 1, "negative": 2 } }),
        &json!({ "context": [{ "positive": 1, "negative": 2 }] }),
    );
}

#[test]
fn start_from() {
    same("StartFrom", &[json!(3), json!(2.5), json!("2024-05-06T07:08:09.5Z")]);
}

#[test]
fn all_nineteen_expressions() {
    let decay = json!({ "x": "a", "target": 1.5, "scale": 0.5, "midpoint": 0.25 });
    same(
        "Expression",
        &[
            json!(0.5),
            json!("variable"),
            json!({ "key": "k", "match": { "value": 1 } }),
            json!({ "geo_distance": { "origin": { "lon": 1.5, "lat": 2.5 }, "to": "g" } }),
            json!({ "datetime": "2024-05-06" }),
            json!({ "datetime_key": "d" }),
            json!({ "mult": [0.5, "a"] }),
            json!({ "sum": [{ "neg": 0.5 }] }),
            json!({ "div": { "left": 1.0, "right": "a", "by_zero_default": 0.5 } }),
            json!({ "neg": "a" }),
            json!({ "abs": "a" }),
            json!({ "sqrt": "a" }),
            json!({ "pow": { "base": "a", "exponent": 2.0 } }),
            json!({ "exp": "a" }),
            json!({ "log10": "a" }),
            json!({ "ln": "a" }),
            json!({ "exp_decay": decay }),
            json!({ "gauss_decay": decay }),
            json!({ "lin_decay": decay }),
        ],
    );
}

#[test]
fn prefetch_is_one_list_or_nothing_and_nests() {
    let inner = json!({ "query": 1, "limit": 2 });
    let value = json!({ "prefetch": { "prefetch": [inner], "query": [0.5] } });
    becomes("QueryRequest", &value, &json!({ "prefetch": [{ "prefetch": [inner], "query": [0.5] }] }));
}

#[test]
fn search_params() {
    same(
        "SearchParams",
        &[
            json!({ "hnsw_ef": 8, "exact": false, "indexed_only": true, "quantization": { "ignore": false, "rescore": true, "oversampling": 1.5 }, "acorn": { "enable": true } }),
            json!({ "idf": "global" }),
            json!({ "idf": { "corpus": { "must": [{ "has_id": [1] }] } } }),
        ],
    );
}

#[test]
fn lookups() {
    same("LookupLocation", &[json!({ "collection": "c", "vector": "v", "shard_key": "s" })]);
    same("WithLookupInterface", &[json!({ "collection": "c", "with_payload": false, "with_vectors": ["v"] })]);
    becomes("WithLookupInterface", &json!("c"), &json!({ "collection": "c" }));
}

// 4.6 Collection config.

#[test]
fn vectors_configs() {
    let params = json!({ "size": 4, "distance": "Cosine", "datatype": "turbo4", "memory": "pinned", "multivector_config": { "comparator": "max_sim" } });
    same("VectorsConfig", &[params.clone(), json!({ "a": params })]);
    same("VectorsConfigDiff", &[json!({ "": { "on_disk": true } }), json!({ "a": {}, "": {} })]);
}

#[test]
fn quantization_configs() {
    let all = [
        json!({ "scalar": { "type": "int8", "quantile": 0.5, "always_ram": true } }),
        json!({ "product": { "compression": "x16" } }),
        json!({ "binary": { "encoding": "one_and_half_bits", "query_encoding": "scalar4bits" } }),
        json!({ "turbo": { "bits": "bits1_5", "memory": "cold" } }),
    ];
    same("QuantizationConfig", &all);
    same("QuantizationConfigDiff", &all);
    same("QuantizationConfigDiff", &[json!("Disabled")]);
}

#[test]
fn max_optimization_threads() {
    same(
        "OptimizersConfigDiff",
        &[
            json!({ "max_optimization_threads": "auto" }),
            json!({ "max_optimization_threads": 3 }),
            json!({ "deleted_threshold": 0.5, "prevent_unoptimized": true }),
        ],
    );
    let config = json!({ "default_segment_number": 1, "flush_interval_sec": 2 });
    same("OptimizersConfig", std::slice::from_ref(&config));
    let mut with_threads = config;
    with_threads["max_optimization_threads"] = json!(4);
    same("OptimizersConfig", &[with_threads]);
}

#[test]
fn the_deprecated_number_of_threads_is_read() {
    // Field 8 alone, as an older peer sends it.
    let value: Value = serde_json::from_slice(&pair(PairKind::Type, "OptimizersConfigDiff").to_rest(&[64, 5]).unwrap()).unwrap();
    assert_eq!(value, json!({ "max_optimization_threads": 5 }));
}

#[test]
fn configs_that_are_read_have_required_fields() {
    let text = pair(PairKind::Type, "HnswConfig").to_rest(&[]).unwrap_err().to_string();
    assert_eq!(text, "convert: m: missing");
}

#[test]
fn optimizer_status() {
    same("OptimizersStatus", &[json!("ok"), json!({ "error": "disk full" })]);
}

#[test]
fn strict_mode() {
    same(
        "StrictModeConfig",
        &[json!({
            "enabled": true, "max_query_limit": 3, "search_max_oversampling": 1.5, "multivector_config": { "a": { "max_vectors": 2 } },
            "sparse_config": { "b": { "max_length": 3 } }, "max_resident_memory_percent": 80
        })],
    );
    let text = refused(PairKind::Type, "StrictModeConfig", &json!({ "max_query_limit": 4_294_967_296_u64 }));
    assert_eq!(text, "convert: max_query_limit: 4294967296 does not fit into 32 bits");
}

#[test]
fn index_params_with_their_tags() {
    same(
        "PayloadSchemaParams",
        &[
            json!({ "type": "keyword", "is_tenant": true, "prefix": true, "memory": "cached" }),
            json!({ "type": "integer", "lookup": true, "range": false }),
            json!({ "type": "float", "is_principal": true }),
            json!({ "type": "geo", "on_disk": true }),
            json!({ "type": "text", "tokenizer": "word", "min_token_len": 1, "stopwords": "english", "stemmer": { "type": "snowball", "language": "german" } }),
            json!({ "type": "text", "stopwords": { "languages": ["english", "german"], "custom": ["x"] }, "stemmer": { "type": "none" } }),
            json!({ "type": "bool" }),
            json!({ "type": "datetime", "enable_hnsw": false }),
            json!({ "type": "uuid", "is_tenant": false }),
        ],
    );
    becomes("PayloadSchemaParams", &json!({ "type": "keyword", "prefix": false }), &json!({ "type": "keyword" }));
}

#[test]
fn create_index_says_the_type_beside_the_params() {
    for schema in [json!("keyword"), json!({ "type": "integer", "range": true }), json!({ "type": "uuid" })] {
        let value = json!({ "collection_name": "c", "body": { "field_name": "f", "field_schema": schema } });
        assert_eq!(request("create_field_index", &value), value);
    }
    let pair = pair(PairKind::Request, "create_field_index");
    let body = json!({ "collection_name": "c", "body": { "field_name": "f", "field_schema": { "type": "geo" } } });
    let message = pair.to_grpc(body.to_string().as_bytes()).unwrap();
    // field_type (4) is Geo (3), beside the params.
    assert!(message.windows(2).any(|pair| pair == [32, 3]), "{message:?}");
}

#[test]
fn payload_index_info() {
    same(
        "PayloadIndexInfo",
        &[json!({ "data_type": "uuid", "points": 3 }), json!({ "data_type": "keyword", "params": { "type": "keyword" }, "points": 0 })],
    );
}

#[test]
fn vector_names() {
    for body in [json!({ "dense": { "size": 3, "distance": "Dot" } }), json!({ "sparse": { "modifier": "idf" } })] {
        let value = json!({ "collection_name": "c", "vector_name": "v", "body": body });
        assert_eq!(request("create_vector_name", &value), value);
    }
}

#[test]
fn create_and_update_collection() {
    let value = json!({ "collection_name": "c", "timeout": 3, "body": {
        "vectors": { "a": { "size": 3, "distance": "Dot" } }, "sparse_vectors": { "s": { "index": { "datatype": "float16" }, "modifier": "idf" } },
        "shard_number": 2, "sharding_method": "custom", "metadata": { "a": 1 }, "payload": { "memory": "cold" }
    } });
    assert_eq!(request("create_collection", &value), value);
    let value = json!({ "collection_name": "c", "body": {
        "vectors": { "": { "on_disk": true } }, "params": { "read_fan_out_factor": 2 }, "quantization_config": "Disabled"
    } });
    assert_eq!(request("update_collection", &value), value);
}

#[test]
fn defaults_that_grpc_cannot_leave_out_are_written() {
    becomes("CollectionParams", &json!({}), &json!({ "shard_number": 1, "on_disk_payload": true }));
}

// 4.7 Cluster, snapshots, enums, presence.

#[test]
fn cluster_operations() {
    let all = [
        json!({ "move_shard": { "shard_id": 1, "from_peer_id": 2, "to_peer_id": 3, "method": "wal_delta" } }),
        json!({ "replicate_shard": { "shard_id": 1, "from_peer_id": 2, "to_peer_id": 3 } }),
        json!({ "abort_transfer": { "shard_id": 1, "from_peer_id": 2, "to_peer_id": 3 } }),
        json!({ "drop_replica": { "shard_id": 1, "peer_id": 2 } }),
        json!({ "create_sharding_key": { "shard_key": "a", "placement": [1], "initial_state": "ActiveRead" } }),
        json!({ "drop_sharding_key": { "shard_key": 7 } }),
        json!({ "restart_transfer": { "shard_id": 1, "from_peer_id": 2, "to_peer_id": 3, "method": "snapshot" } }),
        json!({ "replicate_points": { "from_shard_key": "a", "to_shard_key": "b", "filter": {} } }),
    ];
    for body in all {
        let value = json!({ "collection_name": "c", "body": body });
        assert_eq!(request("update_collection_cluster", &value), value);
    }
}

#[test]
fn resharding_is_refused() {
    for body in [json!({ "start_resharding": { "direction": "up" } }), json!({ "abort_resharding": {} })] {
        let text = refused(PairKind::Request, "update_collection_cluster", &json!({ "collection_name": "c", "body": body }));
        assert!(text.contains("cannot express"), "{text}");
    }
}

#[test]
fn shard_keys_are_created_one_level_deeper() {
    let value = json!({ "collection_name": "c", "timeout": 3, "body": { "shard_key": "a", "shards_number": 2, "placement": [1, 2] } });
    assert_eq!(request("create_shard_key", &value), value);
    let value = json!({ "collection_name": "c", "body": { "shard_key": 3 } });
    assert_eq!(request("delete_shard_key", &value), value);
}

#[test]
fn snapshot_descriptions() {
    becomes(
        "SnapshotDescription",
        &json!({ "name": "n", "creation_time": "2024-05-06T07:08:09", "size": 3, "checksum": "c" }),
        &json!({ "name": "n", "creation_time": "2024-05-06T07:08:09Z", "size": 3, "checksum": "c" }),
    );
}

#[test]
fn snapshot_operations_wait() {
    let text = refused(PairKind::Request, "create_snapshot", &json!({ "collection_name": "c", "wait": false }));
    assert_eq!(text, "convert: wait: the other protocol cannot express this field");
    let value = request("create_snapshot", &json!({ "collection_name": "c", "wait": true }));
    assert_eq!(value, json!({ "collection_name": "c" }));
}

#[test]
fn aliases() {
    let value = json!({ "body": { "actions": [
        { "create_alias": { "collection_name": "c", "alias_name": "a" } },
        { "rename_alias": { "old_alias_name": "a", "new_alias_name": "b" } },
        { "delete_alias": { "alias_name": "b" } },
    ] } });
    assert_eq!(request("update_aliases", &value), value);
}

#[test]
fn an_enum_number_that_no_release_knows_is_kept() {
    let pair = pair(PairKind::Type, "LocalShardInfo");
    // shard_id 1, points_count 2, state 77.
    let value: Value = serde_json::from_slice(&pair.to_rest(&[8, 1, 16, 2, 24, 77]).unwrap()).unwrap();
    assert_eq!(value["state"], json!("77"));
    assert_eq!(pair.to_grpc(value.to_string().as_bytes()).unwrap(), [8, 1, 16, 2, 24, 77]);
}
