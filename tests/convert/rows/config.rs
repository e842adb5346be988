//! Configuration of collections.

use qdrant_remote::convert::registry::PairKind;
use serde_json::{Value, json};

use super::{becomes, pair, refused, request, same};

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
