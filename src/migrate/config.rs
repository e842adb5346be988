//! The configuration of a collection as a request that creates the like.
//!
//! A server takes settings under the keys under which it describes them, so they are carried over as JSON: a setting that
//! a release adds is carried without a line here, and one that cannot be given back is named.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::Error;
use crate::models::{CollectionConfig, CollectionInfo, CollectionParamsDiff, CreateCollection};

/// Settings that are described under another key than they are given.
const RENAMED: [(&str, &str); 1] = [("optimizer_config", "optimizers_config")];

/// How to create a collection.
pub(super) struct Creation {
    pub(super) body: CreateCollection,
    /// What a collection can only be given once it is there.
    pub(super) afterwards: Option<CollectionParamsDiff>,
    /// The paths of settings that no request takes.
    pub(super) left: Vec<String>,
}

/// Turns a description into a request.
///
/// # Errors
/// A setting has another form in requests than in descriptions.
pub(super) fn creation(config: &CollectionConfig) -> Result<Creation, Error> {
    let mut described = json(config)?;
    let Some(Value::Object(params)) = described.remove("params") else {
        return Err(Error::context("the description of the collection has no `params`"));
    };
    described.extend(params);
    for (description, request) in RENAMED {
        if let Some(setting) = described.remove(description) {
            described.insert(request.to_owned(), setting);
        }
    }
    let body: CreateCollection = request(described.clone())?;
    let later = not_in(described, &json(&body)?);
    let afterwards: CollectionParamsDiff = request(later.clone())?;
    let taken = json(&afterwards)?;
    let mut left = Vec::new();
    paths(&not_in(later, &taken), "", &mut left);
    Ok(Creation { body, afterwards: (!taken.is_empty()).then_some(afterwards), left })
}

fn json(value: &impl Serialize) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(value) {
        Ok(Value::Object(settings)) => Ok(settings),
        Ok(_) => Err(Error::context("the description of the collection is no object")),
        Err(source) => Err(Error::context("the description of the collection has no JSON form").with_source(source)),
    }
}

fn request<T: DeserializeOwned>(settings: Map<String, Value>) -> Result<T, Error> {
    serde_json::from_value(settings.into()).map_err(|source| {
        let text = format!("the collection cannot be created like its description: {source}; create it yourself, and copy into it");
        Error::context(text).with_source(source)
    })
}

/// What of `described` is not in `taken`, whole or in part.
fn not_in(described: Map<String, Value>, taken: &Map<String, Value>) -> Map<String, Value> {
    let rest = described.into_iter().filter_map(|(key, value)| match (value, taken.get(&key)) {
        (Value::Null, _) => None,
        (value, None) => Some((key, value)),
        (Value::Object(value), Some(Value::Object(taken))) => {
            let rest = not_in(value, taken);
            (!rest.is_empty()).then_some((key, rest.into()))
        }
        (_, Some(_)) => None,
    });
    rest.collect()
}

/// The paths of all settings.
fn paths(settings: &Map<String, Value>, above: &str, found: &mut Vec<String>) {
    for (key, value) in settings {
        let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match value {
            Value::Object(inner) if !inner.is_empty() => paths(inner, &path, found),
            _ => found.push(path),
        }
    }
}

/// The page size, and the points of a batch, that the strict mode of the collection allows.
pub(super) fn within_strict_mode(page_size: u64, source: &CollectionInfo) -> (u64, usize) {
    let strict = source.config.strict_mode_config.as_ref().filter(|strict| strict.enabled == Some(true));
    let page = strict.and_then(|strict| strict.max_query_limit).unwrap_or(u64::MAX).max(1);
    let batch = strict.and_then(|strict| strict.upsert_max_batchsize).unwrap_or(u64::MAX).max(1);
    (page_size.min(page), usize::try_from(page_size.min(batch)).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn described(params: &Value, others: &Value) -> CollectionConfig {
        let mut config = json!({
            "params": { "vectors": { "size": 4, "distance": "Cosine", "on_disk": true } },
            "hnsw_config": { "m": 16, "ef_construct": 100, "full_scan_threshold": 10_000, "payload_m": 8 },
            "optimizer_config": { "default_segment_number": 2, "flush_interval_sec": 5, "max_optimization_threads": 3 },
        });
        config["params"].as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
        config.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
        serde_json::from_value(config).unwrap()
    }

    #[test]
    fn every_setting_is_given_back() {
        let params = json!({
            "shard_number": 2, "replication_factor": 2, "write_consistency_factor": 1, "on_disk_payload": false, "sharding_method": "custom",
            "sparse_vectors": { "words": { "modifier": "idf" } }, "read_fan_out_factor": 2, "read_fan_out_delay_ms": 10,
        });
        let others = json!({
            "wal_config": { "wal_capacity_mb": 32, "wal_segments_ahead": 0 },
            "quantization_config": { "scalar": { "type": "int8", "quantile": 0.5 } },
            "strict_mode_config": { "enabled": true, "max_query_limit": 7, "sparse_config": { "words": { "max_length": 3 } } },
            "metadata": { "owner": { "name": "me" } },
        });
        let Creation { body, afterwards, left } = creation(&described(&params, &others)).unwrap();
        let expected = json!({
            "vectors": { "size": 4, "distance": "Cosine", "on_disk": true },
            "shard_number": 2, "replication_factor": 2, "write_consistency_factor": 1, "on_disk_payload": false, "sharding_method": "custom",
            "sparse_vectors": { "words": { "modifier": "idf" } },
            "hnsw_config": { "m": 16, "ef_construct": 100, "full_scan_threshold": 10_000, "payload_m": 8 },
            "optimizers_config": { "default_segment_number": 2, "flush_interval_sec": 5, "max_optimization_threads": 3 },
            "wal_config": { "wal_capacity_mb": 32, "wal_segments_ahead": 0 },
            "quantization_config": { "scalar": { "type": "int8", "quantile": 0.5 } },
            "strict_mode_config": { "enabled": true, "max_query_limit": 7, "sparse_config": { "words": { "max_length": 3 } } },
            "metadata": { "owner": { "name": "me" } },
        });
        assert_eq!(serde_json::to_value(body).unwrap(), expected);
        assert_eq!(serde_json::to_value(afterwards).unwrap(), json!({ "read_fan_out_factor": 2, "read_fan_out_delay_ms": 10 }));
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn nothing_is_left_for_later_if_nothing_was_set() {
        let creation = creation(&described(&json!({}), &json!({}))).unwrap();
        assert_eq!((creation.afterwards, creation.left), (None, Vec::new()));
    }

    #[test]
    fn what_no_request_takes_is_named() {
        let taken = json!({ "a": 1, "b": { "c": 1 } });
        let described = json!({ "a": 1, "b": { "c": 1, "d": { "e": 1 }, "f": null }, "g": [] });
        let mut left = Vec::new();
        paths(&not_in(json(&described).unwrap(), &json(&taken).unwrap()), "", &mut left);
        assert_eq!(left, ["b.d.e", "g"]);
    }
}
