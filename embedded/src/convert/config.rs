//! Settings of a collection: defaults, changes, and what the engine is told of them.

use qdrant_edge::{EdgeConfig, EdgeOptimizersConfig, EdgeSparseVectorParams, EdgeVectorParams, HnswIndexConfig, QuantizationConfig};
use qdrant_remote::models::{self, CollectionConfig};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::same;
use crate::engine::{Fault, Outcome};

/// The settings of a new collection: what is asked for over what a server takes otherwise.
pub(crate) fn new(asked: models::CreateCollection) -> Outcome<CollectionConfig> {
    check(&asked)?;
    let defaults = json!({
        "params": {"shard_number": 1, "replication_factor": 1, "write_consistency_factor": 1, "on_disk_payload": true},
        "hnsw_config": {
            "m": 16, "ef_construct": 100, "full_scan_threshold": 10_000, "max_indexing_threads": 0, "on_disk": false
        },
        "optimizer_config": {
            "deleted_threshold": 0.2, "vacuum_min_vector_number": 1000, "default_segment_number": 0,
            "indexing_threshold": 10_000, "flush_interval_sec": 5
        },
        "wal_config": {"wal_capacity_mb": 32, "wal_segments_ahead": 0, "wal_retain_closed": 1}
    });
    let asked = json!({
        "params": {
            "vectors": asked.vectors.unwrap_or(models::VectorsConfig::Named(Default::default())),
            "sparse_vectors": asked.sparse_vectors,
            "shard_number": asked.shard_number,
            "sharding_method": asked.sharding_method,
            "replication_factor": asked.replication_factor,
            "write_consistency_factor": asked.write_consistency_factor,
            "on_disk_payload": asked.on_disk_payload,
            "payload": asked.payload
        },
        "hnsw_config": asked.hnsw_config,
        "optimizer_config": asked.optimizers_config.map(optimizers).transpose()?,
        "wal_config": asked.wal_config,
        "quantization_config": asked.quantization_config,
        "strict_mode_config": asked.strict_mode_config,
        "metadata": asked.metadata
    });
    merged(defaults, asked)
}

/// Changes settings as asked. What is not mentioned stays.
pub(crate) fn update(config: &mut CollectionConfig, asked: models::UpdateCollection) -> Outcome<()> {
    check_hnsw(asked.hnsw_config.as_ref(), "hnsw_config")?;
    let automatic = asked.optimizers_config.as_ref().is_some_and(|asked| {
        asked.max_optimization_threads.as_ref().is_some_and(|threads| !matches!(threads, models::MaxOptimizationThreads::Threads(_)))
    });
    for (name, diff) in asked.vectors.unwrap_or_default() {
        check_memory(diff.memory.as_ref(), "vectors.?")?;
        check_hnsw(diff.hnsw_config.as_ref(), "vectors.?.hnsw_config")?;
        let params = vector_mut(config, &name).ok_or_else(|| Fault::no_vector(&name))?;
        if let Some(quantization) = &diff.quantization_config {
            params.quantization_config = quantize(quantization)?;
        }
        *params = merged(&*params, json!({"hnsw_config": diff.hnsw_config, "on_disk": diff.on_disk, "memory": diff.memory}))?;
    }
    for (name, params) in asked.sparse_vectors.unwrap_or_default() {
        let known = config.params.sparse_vectors.as_mut().and_then(|known| known.get_mut(&name));
        let known = known.ok_or_else(|| Fault::no_vector(&name))?;
        *known = merged(&*known, params)?;
    }
    if let Some(quantization) = &asked.quantization_config {
        config.quantization_config = quantize(quantization)?;
    }
    *config = merged(
        &*config,
        json!({
            "params": asked.params,
            "hnsw_config": asked.hnsw_config,
            "optimizer_config": asked.optimizers_config.map(optimizers).transpose()?,
            "strict_mode_config": asked.strict_mode_config
        }),
    )?;
    if automatic {
        config.optimizer_config.max_optimization_threads = None;
    }
    if let Some(metadata) = asked.metadata {
        let known = config.metadata.get_or_insert_default();
        // A key that is set to null goes.
        metadata.into_iter().for_each(|(key, value)| match value {
            Value::Null => drop(known.remove(&key)),
            value => drop(known.insert(key, value)),
        });
    }
    Ok(())
}

/// The settings of one dense vector.
fn vector_mut<'a>(config: &'a mut CollectionConfig, name: &str) -> Option<&'a mut models::VectorParams> {
    match config.params.vectors.as_mut()? {
        models::VectorsConfig::Single(params) => name.is_empty().then_some(params),
        models::VectorsConfig::Named(params) => params.get_mut(name),
        _ => None,
    }
}

/// The quantization that a change asks for; `None` for none.
fn quantize(diff: &models::QuantizationConfigDiff) -> Outcome<Option<models::QuantizationConfig>> {
    match diff {
        models::QuantizationConfigDiff::Disabled(_) => Ok(None),
        diff => same(diff).map(Some),
    }
}

/// Settings of the optimizers, where `auto` stands for nothing in particular.
fn optimizers(asked: models::OptimizersConfigDiff) -> Outcome<Value> {
    let mut asked: Value = same(asked)?;
    if let Some(threads) = asked.get_mut("max_optimization_threads").filter(|threads| threads.is_string()) {
        *threads = Value::Null;
    }
    Ok(asked)
}

/// Lays what is asked for over what there is: objects key by key, `null` changes nothing.
fn merged<T: DeserializeOwned>(base: impl Serialize, asked: impl Serialize) -> Outcome<T> {
    fn lay(base: &mut Value, asked: Value) {
        match (base, asked) {
            (_, Value::Null) => {}
            (Value::Object(base), Value::Object(asked)) => {
                for (key, value) in asked {
                    lay(base.entry(key).or_insert(Value::Null), value);
                }
            }
            (base, asked) => *base = asked,
        }
    }
    let mut base: Value = same(base)?;
    lay(&mut base, same(asked)?);
    same(base)
}

/// What the engine is told of a collection's settings.
pub(crate) fn engine(config: &CollectionConfig) -> Outcome<EdgeConfig> {
    let hnsw: HnswIndexConfig = hnsw(&config.hnsw_config)?;
    let mut vectors = std::collections::HashMap::new();
    match &config.params.vectors {
        Some(models::VectorsConfig::Single(params)) => {
            vectors.insert(String::new(), dense(params, &config.hnsw_config)?);
        }
        Some(models::VectorsConfig::Named(named)) => {
            for (name, params) in named {
                vectors.insert(name.clone(), dense(params, &config.hnsw_config)?);
            }
        }
        _ => {}
    }
    let sparse_vectors = config.params.sparse_vectors.iter().flatten();
    Ok(EdgeConfig {
        on_disk_payload: config.params.on_disk_payload.unwrap_or(true),
        vectors,
        sparse_vectors: sparse_vectors.map(|(name, params)| Ok((name.clone(), sparse(params)?))).collect::<Outcome<_>>()?,
        hnsw_config: hnsw,
        quantization_config: quantization(config.quantization_config.as_ref())?,
        optimizers: engine_optimizers(config)?,
        wal_options: None,
    })
}

/// Tells an open engine of changed settings; those that are fixed once a vector exists stay out.
pub(crate) fn engine_update(engine: &mut EdgeConfig, config: &CollectionConfig) -> Outcome<()> {
    let new = self::engine(config)?;
    for (name, params) in &mut engine.vectors {
        if let Some(new) = new.vectors.get(name) {
            params.hnsw_config = new.hnsw_config;
            params.quantization_config = new.quantization_config.clone();
        }
    }
    engine.hnsw_config = new.hnsw_config;
    engine.quantization_config = new.quantization_config;
    engine.optimizers = new.optimizers;
    Ok(())
}

fn hnsw(config: &impl Serialize) -> Outcome<HnswIndexConfig> {
    same(config)
}

fn engine_optimizers(config: &CollectionConfig) -> Outcome<EdgeOptimizersConfig> {
    same(&config.optimizer_config)
}

fn quantization(config: Option<&models::QuantizationConfig>) -> Outcome<Option<QuantizationConfig>> {
    config.map(same).transpose()
}

fn dense(params: &models::VectorParams, base: &models::HnswConfig) -> Outcome<EdgeVectorParams> {
    Ok(EdgeVectorParams {
        size: super::count(params.size),
        distance: same(&params.distance)?,
        on_disk: on_disk(params.on_disk, params.memory.as_ref()),
        multivector_config: params.multivector_config.as_ref().map(same).transpose()?,
        datatype: params.datatype.as_ref().map(same).transpose()?,
        quantization_config: quantization(params.quantization_config.as_ref())?,
        hnsw_config: params.hnsw_config.as_ref().map(|diff| hnsw(&merged::<Value>(base, diff)?)).transpose()?,
    })
}

fn sparse(params: &models::SparseVectorParams) -> Outcome<EdgeSparseVectorParams> {
    let index = params.index.as_ref();
    Ok(EdgeSparseVectorParams {
        full_scan_threshold: index.and_then(|index| index.full_scan_threshold).map(super::count),
        on_disk: index.and_then(|index| on_disk(index.on_disk, index.memory.as_ref())),
        modifier: params.modifier.as_ref().map(same).transpose()?,
        datatype: index.and_then(|index| index.datatype.as_ref()).map(same).transpose()?,
    })
}

/// Where vectors lie: the newer setting decides where both are given.
fn on_disk(on_disk: Option<bool>, memory: Option<&models::Memory>) -> Option<bool> {
    match memory {
        Some(models::Memory::Cold) => Some(true),
        Some(_) => Some(false),
        None => on_disk,
    }
}

/// Refuses names of vectors that would leave the folder of the collection, of which the engine makes folders.
pub(crate) fn check_vector_name(name: &str) -> Outcome<()> {
    /// With what the engine puts around it, a name of this length is still one of a file.
    const LONGEST: usize = 200;
    if name.len() > LONGEST {
        return Err(Fault::wrong_input(format_args!("Vector name of {} bytes is too long, at most {LONGEST} are allowed", name.len())));
    }
    match name.chars().find(|c| matches!(c, '/' | '\\' | '\0')) {
        Some(found) => Err(Fault::wrong_input(format_args!("Vector name {name:?} cannot contain {found:?} char"))),
        None => Ok(()),
    }
}

/// Checks what a server checks before it makes a collection.
fn check(asked: &models::CreateCollection) -> Outcome<()> {
    let at_least_one = [
        ("shard_number", asked.shard_number),
        ("replication_factor", asked.replication_factor),
        ("write_consistency_factor", asked.write_consistency_factor),
    ];
    if let Some((name, _)) = at_least_one.iter().find(|(_, number)| *number == Some(0)) {
        return Err(Fault::too_small(name, 0, 1));
    }
    check_hnsw(asked.hnsw_config.as_ref(), "hnsw_config")?;
    let unnamed = |at: &str, params: &models::VectorParams| check_vector(params, at);
    match &asked.vectors {
        Some(models::VectorsConfig::Single(params)) => unnamed("vectors", params)?,
        Some(models::VectorsConfig::Named(named)) => {
            named.keys().try_for_each(|name| check_vector_name(name))?;
            named.values().try_for_each(|params| unnamed("vectors.?", params))?;
            let sparse = asked.sparse_vectors.iter().flatten();
            if let Some((name, _)) = sparse.into_iter().find(|(name, _)| named.contains_key(*name)) {
                return Err(Fault::wrong_input(format_args!(
                    "Dense and sparse vector names must be unique - duplicate found with '{name}'"
                )));
            }
        }
        _ => {}
    }
    for (index, (name, params)) in asked.sparse_vectors.iter().flatten().enumerate() {
        if name.is_empty() {
            return Err(Fault::wrong_input("Sparse vector name cannot be empty"));
        }
        check_vector_name(name)?;
        if params.index.as_ref().and_then(|index| index.datatype.as_ref()) == Some(&models::Datatype::Turbo4) {
            let text = "sparse vectors do not support the `turbo4` datatype";
            return Err(Fault::invalid(format_args!("sparse_vectors[{index}].index.datatype"), text));
        }
    }
    Ok(())
}

fn check_vector(params: &models::VectorParams, at: &str) -> Outcome<()> {
    if params.size == 0 || params.size > 65_536 {
        let text = format_args!("value {} invalid, must be from 1 to 65536", params.size);
        return Err(Fault::invalid(format_args!("{at}.size"), text));
    }
    if params.datatype == Some(models::Datatype::Turbo4) {
        return Err(Fault::unsupported("the datatype `turbo4`"));
    }
    check_memory(params.memory.as_ref(), at)?;
    check_hnsw(params.hnsw_config.as_ref(), &format!("{at}.hnsw_config"))
}

fn check_memory(memory: Option<&models::Memory>, at: &str) -> Outcome<()> {
    match memory {
        Some(models::Memory::Pinned) => {
            let text = "`pinned` memory placement is not supported for dense vector storage";
            Err(Fault::invalid(format_args!("{at}.memory"), text))
        }
        _ => Ok(()),
    }
}

fn check_hnsw(config: Option<&models::HnswConfigDiff>, at: &str) -> Outcome<()> {
    match config.and_then(|config| config.ef_construct) {
        Some(ef) if ef < 4 => Err(Fault::too_small(format_args!("{at}.ef_construct"), ef, 4)),
        _ => Ok(()),
    }
}
