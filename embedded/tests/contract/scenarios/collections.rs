//! Collections: made, listed, named, renamed by aliases, changed, removed.

use serde_json::{Value, json};

use super::scenarios;
use crate::api::Api;

scenarios! {
    collections_come_and_go;
    collections_have_any_name;
    a_collection_needs_no_vectors;
    aliases_stand_for_collections;
    settings_of_a_collection_change;
    quantization_is_switched_on_and_off;
    metadata_is_merged;
    a_collection_tells_its_place;
}

async fn collections_come_and_go(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 4, "distance": "Cosine"}})).await;
    let named = json!({"collection_name": collection.name});
    assert_eq!(api.ok("collection_exists", named.clone()).await["exists"], true);
    let all = api.quietly("get_collections", json!({})).await.unwrap();
    assert!(all["collections"].as_array().unwrap().iter().any(|one| one["name"] == json!(collection.name)), "{all}");
    let twice = collection.refused("create_collection", json!({"vectors": {"size": 4, "distance": "Cosine"}})).await;
    assert!(twice.is_already_exists(), "{twice}");
    assert_eq!(api.ok("delete_collection", named.clone()).await, true);
    assert_eq!(api.ok("delete_collection", named.clone()).await, false);
    assert_eq!(api.ok("collection_exists", named.clone()).await["exists"], false);
    let gone = api.refused("get_collection", named).await;
    assert!(gone.is_not_found(), "{gone}");
}

async fn collections_have_any_name(api: &Api) {
    for suffix in ["ein Name mit Löchern", "数据", "a#b", "100%25", "%2F", "quo'te", "🙂", "a&b=c", "UPPER+lower", "-", "~.."] {
        let collection = api.collection(suffix, json!({"vectors": {"size": 1, "distance": "Dot"}})).await;
        collection.put(json!([{"id": 1, "vector": [1.0]}])).await;
        assert_eq!(collection.count(Value::Null).await, 1, "{suffix}");
        let all = api.quietly("get_collections", json!({})).await.unwrap();
        assert!(all["collections"].as_array().unwrap().iter().any(|one| one["name"] == json!(collection.name)), "{all}");
    }
}

async fn a_collection_needs_no_vectors(api: &Api) {
    let collection = api.collection("a", json!({})).await;
    collection.put(json!([{"id": 1, "vector": {}, "payload": {"k": "v"}}])).await;
    assert_eq!(collection.all().await, [json!({"id": 1, "payload": {"k": "v"}, "vector": {}})]);
    let info = collection.bare("get_collection", json!({})).await;
    assert_eq!((&info["points_count"], &info["status"]), (&json!(1), &json!("green")));
}

async fn aliases_stand_for_collections(api: &Api) {
    let collection = api.line("Dot").await;
    let other = api.collection("other", json!({"vectors": {"size": 2, "distance": "Dot"}})).await;
    let (first, second) = (api.name("first"), api.name("second"));
    let change = |actions: Value| api.ok("update_aliases", json!({"body": {"actions": actions}}));
    let create = |alias: &str, name: &str| json!({"create_alias": {"alias_name": alias, "collection_name": name}});
    change(json!([create(&first, &collection.name), create(&second, &other.name)])).await;
    let count = |name: &str| api.ok("count_points", json!({"collection_name": name, "body": {}}));
    assert_eq!((count(&first).await["count"].clone(), count(&second).await["count"].clone()), (json!(10), json!(0)));

    let of_one = collection.bare("get_collection_aliases", json!({})).await;
    assert_eq!(of_one["aliases"], json!([{"alias_name": first, "collection_name": collection.name}]));
    let all = api.quietly("get_collections_aliases", json!({})).await.unwrap();
    let own = all["aliases"].as_array().unwrap().iter().filter(|alias| alias["alias_name"].as_str().unwrap().starts_with(&api.prefix));
    assert_eq!(own.count(), 2, "{all}");

    // One request turns a name over to another collection.
    change(json!([{"delete_alias": {"alias_name": first}}, create(&first, &other.name)])).await;
    assert_eq!(count(&first).await["count"], 0);
    let third = api.name("third");
    change(json!([{"rename_alias": {"old_alias_name": second, "new_alias_name": third}}])).await;
    assert_eq!(count(&third).await["count"], 0);
    assert!(api.refused("count_points", json!({"collection_name": second, "body": {}})).await.is_not_found());
    let nowhere = api.refused("update_aliases", json!({"body": {"actions": [create(&second, &api.name("nowhere"))]}})).await;
    assert!(nowhere.is_not_found(), "{nowhere}");
    let taken = api.refused("update_aliases", json!({"body": {"actions": [create(&other.name, &collection.name)]}})).await;
    assert!(taken.is_already_exists(), "{taken}");
}

async fn settings_of_a_collection_change(api: &Api) {
    let vectors = json!({"u": {"size": 2, "distance": "Dot"}, "v": {"size": 3, "distance": "Cosine"}});
    let collection = api.collection("a", json!({"vectors": vectors, "sparse_vectors": {"s": {}}})).await;
    let changes = json!({
        "vectors": {"u": {"hnsw_config": {"m": 24, "ef_construct": 55}, "on_disk": true}},
        "sparse_vectors": {"s": {"index": {"full_scan_threshold": 321, "on_disk": true}, "modifier": "idf"}},
        "optimizers_config": {
            "deleted_threshold": 0.5, "vacuum_min_vector_number": 77, "default_segment_number": 3, "indexing_threshold": 12345,
            "flush_interval_sec": 7, "max_optimization_threads": 2
        },
        "hnsw_config": {"m": 9, "ef_construct": 88, "full_scan_threshold": 4321, "max_indexing_threads": 1, "on_disk": true, "payload_m": 5},
        "params": {"read_fan_out_factor": 1, "replication_factor": 1, "write_consistency_factor": 1},
    });
    assert_eq!(collection.ok("update_collection", changes).await, true);
    let config = collection.bare("get_collection", json!({})).await["config"].clone();
    assert_eq!(config["params"]["vectors"]["u"]["hnsw_config"], json!({"m": 24, "ef_construct": 55}));
    assert_eq!(config["params"]["vectors"]["u"]["on_disk"], true);
    assert_eq!(config["params"]["vectors"]["v"], json!({"size": 3, "distance": "Cosine"}));
    assert_eq!(config["params"]["sparse_vectors"]["s"]["index"]["full_scan_threshold"], 321);
    assert_eq!(config["params"]["sparse_vectors"]["s"]["modifier"], "idf");
    assert_eq!(config["params"]["read_fan_out_factor"], 1);
    assert_eq!(
        config["hnsw_config"],
        json!({"m": 9, "ef_construct": 88, "full_scan_threshold": 4321, "max_indexing_threads": 1, "on_disk": true, "payload_m": 5})
    );
    assert_eq!(config["optimizer_config"]["indexing_threshold"], 12345);
    assert_eq!(config["optimizer_config"]["max_optimization_threads"], 2);

    // `auto` takes the number back.
    collection.ok("update_collection", json!({"optimizers_config": {"max_optimization_threads": "auto"}})).await;
    let config = collection.bare("get_collection", json!({})).await["config"].clone();
    assert!(config["optimizer_config"]["max_optimization_threads"].is_null(), "{config}");
    assert_eq!(config["optimizer_config"]["indexing_threshold"], 12345);
    let unknown = collection.refused("update_collection", json!({"vectors": {"w": {"on_disk": true}}})).await;
    assert!(unknown.is_invalid_request(), "{unknown}");
}

async fn quantization_is_switched_on_and_off(api: &Api) {
    let collection = api.collection("a", json!({"vectors": {"size": 4, "distance": "Cosine"}})).await;
    let now = async || collection.bare("get_collection", json!({})).await["config"]["quantization_config"].clone();
    for quantization in [
        json!({"scalar": {"type": "int8", "quantile": 0.5, "always_ram": true}}),
        json!({"product": {"compression": "x16"}}),
        json!({"binary": {"encoding": "one_and_half_bits", "query_encoding": "scalar8bits"}}),
    ] {
        collection.ok("update_collection", json!({"quantization_config": quantization})).await;
        assert_eq!(now().await, quantization);
    }
    collection.ok("update_collection", json!({"quantization_config": "Disabled"})).await;
    assert_eq!(now().await, Value::Null);
    let of_vector = json!({"vectors": {"": {"quantization_config": {"scalar": {"type": "int8"}}}}});
    collection.ok("update_collection", of_vector).await;
    let config = collection.bare("get_collection", json!({})).await["config"].clone();
    assert_eq!(config["params"]["vectors"]["quantization_config"], json!({"scalar": {"type": "int8"}}));
}

async fn metadata_is_merged(api: &Api) {
    let metadata = json!({"owner": "me", "deep": {"list": [1, 2.5, null, "x", true, {"k": []}]}, "big": 9_007_199_254_740_993_i64});
    let collection = api.collection("a", json!({"metadata": metadata})).await;
    let now = async || collection.bare("get_collection", json!({})).await["config"]["metadata"].clone();
    assert_eq!(now().await, metadata);
    collection.ok("update_collection", json!({"metadata": {"owner": "you", "new": 1}})).await;
    let merged = now().await;
    assert_eq!((&merged["owner"], &merged["new"], &merged["deep"]), (&json!("you"), &json!(1), &metadata["deep"]));
}

async fn a_collection_tells_its_place(api: &Api) {
    let collection = api.line("Dot").await;
    let mut place = api.quietly("collection_cluster_info", json!({"collection_name": collection.name})).await.unwrap();
    assert!(place["peer_id"].is_u64(), "{place}");
    place["peer_id"] = json!(0);
    api.note("collection_cluster_info", place.clone());
    let shards = place["local_shards"].as_array().unwrap().len() + place["remote_shards"].as_array().unwrap().len();
    assert!(shards >= 1, "{place}");
    assert_eq!(place["shard_transfers"], json!([]));
    // gRPC has one form for no list and for an empty one.
    let keys = api.quietly("list_shard_keys", json!({"collection_name": collection.name})).await.unwrap();
    assert!(keys["shard_keys"].as_array().is_none_or(Vec::is_empty), "{keys}");
    let status = api.quietly("cluster_status", json!({})).await.unwrap();
    assert!(["enabled", "disabled"].contains(&status["status"].as_str().unwrap()), "{status}");
}
