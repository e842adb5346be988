//! What a collection says of itself.

use qdrant_edge::{EdgeConfig, ShardInfo};
use qdrant_remote::models;

use super::same;
use crate::engine::{Indexes, Outcome};

/// The state of a collection.
pub(crate) fn info(config: models::CollectionConfig, shard: ShardInfo, asked: &Indexes) -> Outcome<models::CollectionInfo> {
    let payload_schema = shard
        .payload_schema
        .into_iter()
        .map(|(field, index)| {
            let (field, mut index) = (field.to_string(), same::<models::PayloadIndexInfo>(index)?);
            if let Some(models::PayloadFieldSchema::SchemaParams(params)) = asked.get(&field) {
                index.params = Some(params.clone());
            }
            Ok((field, index))
        })
        .collect::<Outcome<std::collections::HashMap<_, _>>>()?;
    let ok = models::OptimizersStatus::Name(models::OptimizersStatusName::Ok);
    let segments = shard.segments_count as u64;
    let mut info = models::CollectionInfo::new(models::CollectionStatus::Green, ok, segments, config, payload_schema);
    info.indexed_vectors_count = Some(shard.indexed_vectors_count as u64);
    info.points_count = Some(shard.points_count as u64);
    info.update_queue = Some(models::UpdateQueueInfo::new(0));
    Ok(info)
}

/// Adds the vectors called `name`, as the engine now has them, to the settings that are shown.
pub(crate) fn with_vector(params: &mut models::CollectionParams, name: &str, engine: &EdgeConfig) -> Outcome<()> {
    if let Some(dense) = engine.vectors.get(name) {
        let mut shown = models::VectorParams::new(dense.size as u64, same::<models::Distance>(dense.distance)?);
        shown.multivector_config = dense.multivector_config.map(same).transpose()?;
        shown.datatype = dense.datatype.map(same).transpose()?;
        let named = match params.vectors.take() {
            Some(models::VectorsConfig::Named(named)) => named,
            Some(models::VectorsConfig::Single(single)) => [(String::new(), single)].into(),
            _ => Default::default(),
        };
        let mut named = named;
        named.insert(name.to_owned(), shown);
        params.vectors = Some(models::VectorsConfig::Named(named));
    } else if let Some(sparse) = engine.sparse_vectors.get(name) {
        let mut shown = models::SparseVectorParams::new();
        shown.modifier = sparse.modifier.map(same).transpose()?;
        if let Some(datatype) = sparse.datatype {
            shown.index = Some(models::SparseIndexParams::new().datatype(same::<models::Datatype>(datatype)?));
        }
        params.sparse_vectors.get_or_insert_default().insert(name.to_owned(), shown);
    }
    Ok(())
}

/// Takes the vectors called `name` out of the settings that are shown.
pub(crate) fn without_vector(params: &mut models::CollectionParams, name: &str) {
    match &mut params.vectors {
        Some(models::VectorsConfig::Named(named)) => drop(named.remove(name)),
        vectors @ Some(models::VectorsConfig::Single(_)) if name.is_empty() => {
            *vectors = Some(models::VectorsConfig::Named(Default::default()));
        }
        _ => {}
    }
    if let Some(sparse) = &mut params.sparse_vectors {
        sparse.remove(name);
    }
}
