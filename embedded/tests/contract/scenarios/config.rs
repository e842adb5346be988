//! What a collection can be made with, and what it then says of itself.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;

scenarios! {
    every_setting_of_a_collection_is_kept;
    vectors_of_every_kind_are_declared;
    quantization_of_every_kind_is_declared;
    strict_mode_is_declared;
    memory_placement_is_declared;
}

/// The settings that a collection tells after it was made with `body`.
async fn told(api: &Api, suffix: &str, body: Value) -> Value {
    let collection = api.collection(suffix, body).await;
    collection.bare("get_collection", json!({})).await["config"].clone()
}

async fn every_setting_of_a_collection_is_kept(api: &Api) {
    let config = told(
        api,
        "a",
        json!({
            "vectors": {"size": 8, "distance": "Manhattan", "on_disk": true, "datatype": "float16"},
            "shard_number": 1, "sharding_method": "auto", "replication_factor": 1, "write_consistency_factor": 1, "on_disk_payload": false,
            "hnsw_config": {"m": 8, "ef_construct": 50, "full_scan_threshold": 1000, "max_indexing_threads": 2, "on_disk": true, "payload_m": 4},
            "wal_config": {"wal_capacity_mb": 1, "wal_segments_ahead": 1},
            "optimizers_config": {
                "deleted_threshold": 0.25, "vacuum_min_vector_number": 500, "default_segment_number": 2, "max_segment_size": 100_000,
                "memmap_threshold": 5000, "indexing_threshold": 2000, "flush_interval_sec": 3, "max_optimization_threads": 1
            },
        }),
    )
    .await;
    let vectors = &config["params"]["vectors"];
    assert_eq!(*vectors, json!({"size": 8, "distance": "Manhattan", "on_disk": true, "datatype": "float16"}));
    assert_eq!((&config["params"]["on_disk_payload"], &config["params"]["shard_number"]), (&json!(false), &json!(1)));
    assert_eq!(
        config["hnsw_config"],
        json!({"m": 8, "ef_construct": 50, "full_scan_threshold": 1000, "max_indexing_threads": 2, "on_disk": true, "payload_m": 4})
    );
    assert_eq!((&config["wal_config"]["wal_capacity_mb"], &config["wal_config"]["wal_segments_ahead"]), (&json!(1), &json!(1)));
    assert_eq!(config["optimizer_config"]["deleted_threshold"], 0.25);
    assert_eq!(config["optimizer_config"]["memmap_threshold"], 5000);
    assert_eq!(config["optimizer_config"]["max_optimization_threads"], 1);
}

async fn vectors_of_every_kind_are_declared(api: &Api) {
    let vectors = json!({
        "cosine": {"size": 1, "distance": "Cosine"},
        "dot": {"size": 65_536, "distance": "Dot", "on_disk": false},
        "euclid": {"size": 3, "distance": "Euclid", "datatype": "uint8"},
        "manhattan": {"size": 4, "distance": "Manhattan", "datatype": "float32", "hnsw_config": {"m": 7}},
        "rows": {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}},
        "ünïcode": {"size": 2, "distance": "Dot"},
    });
    let sparse = json!({
        "plain": {},
        "words": {"modifier": "idf"},
        "weights": {"modifier": "none", "index": {"full_scan_threshold": 10, "on_disk": true, "datatype": "float16"}},
    });
    let config = told(api, "a", json!({"vectors": vectors, "sparse_vectors": sparse})).await;
    assert_eq!(config["params"]["vectors"], vectors);
    assert_eq!(config["params"]["sparse_vectors"]["words"]["modifier"], "idf");
    let index = &config["params"]["sparse_vectors"]["weights"]["index"];
    assert_eq!(*index, json!({"full_scan_threshold": 10, "on_disk": true, "datatype": "float16"}));
    let both = api.refused(
        "create_collection",
        json!({"collection_name": api.name("b"), "body": {"vectors": {"x": {"size": 1, "distance": "Dot"}}, "sparse_vectors": {"x": {}}}}),
    );
    assert!(both.await.is_invalid_request());
}

async fn quantization_of_every_kind_is_declared(api: &Api) {
    for (suffix, quantization) in [
        ("scalar", json!({"scalar": {"type": "int8", "quantile": 0.75, "always_ram": true}})),
        ("product", json!({"product": {"compression": "x4", "always_ram": false}})),
        ("binary", json!({"binary": {"always_ram": true, "encoding": "two_bits", "query_encoding": "scalar4bits"}})),
        ("plain", json!({"binary": {}})),
        ("turbo", json!({"turbo": {"bits": "bits4"}})),
    ] {
        let vectors = json!({"size": 64, "distance": "Cosine", "quantization_config": quantization});
        let config = told(api, suffix, json!({"vectors": vectors, "quantization_config": quantization})).await;
        assert_eq!(config["quantization_config"], quantization);
        assert_eq!(config["params"]["vectors"]["quantization_config"], quantization);
    }
}

async fn strict_mode_is_declared(api: &Api) {
    let strict = json!({
        "enabled": true, "max_query_limit": 50, "max_timeout": 20, "unindexed_filtering_retrieve": false,
        "unindexed_filtering_update": true, "search_max_hnsw_ef": 128, "search_allow_exact": false, "search_max_oversampling": 1.5,
        "upsert_max_batchsize": 100, "max_collection_vector_size_bytes": 1_000_000_000_u64, "read_rate_limit": 1_000_000,
        "write_rate_limit": 1_000_000, "max_collection_payload_size_bytes": 1_000_000_000_u64, "max_points_count": 1_000_000,
        "filter_max_conditions": 10, "condition_max_size": 100, "max_payload_index_count": 5,
        "multivector_config": {"rows": {"max_vectors": 5}}, "sparse_config": {"words": {"max_length": 20}},
    });
    let rows = json!({"rows": {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}}});
    let body = json!({"vectors": rows, "sparse_vectors": {"words": {}}, "strict_mode_config": strict});
    let config = told(api, "a", body).await;
    for (key, value) in strict.as_object().unwrap() {
        assert_eq!(config["strict_mode_config"][key], *value, "{key}");
    }
}

async fn memory_placement_is_declared(api: &Api) {
    let vectors = json!({"size": 2, "distance": "Dot", "memory": "cold"});
    let config = told(api, "a", json!({"vectors": vectors, "payload": {"memory": "cached"}})).await;
    assert_eq!(config["params"]["vectors"]["memory"], "cold");
    assert_eq!(config["params"]["payload"]["memory"], "cached");
}
