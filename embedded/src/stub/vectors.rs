//! Named vectors of a collection that exists.

use qdrant_edge::{CreateVectorName, DeleteVectorName, EdgeConfig, UpdateOperation, VectorNameConfig, VectorNameOperations};
use qdrant_remote::{models, requests};

use super::writes::done;
use crate::convert::{config, info, same};
use crate::engine::{Engine, Fault, Outcome, kind};

pub(super) fn create(engine: &Engine, request: requests::CreateVectorName) -> Outcome<models::UpdateResult> {
    let name = request.vector_name;
    config::check_vector_name(&name)?;
    if let models::VectorNameConfig::Dense(config) = &request.body {
        if !(1..=65_536).contains(&config.dense.size) {
            let text = format_args!("value {} invalid, must be from 1 to 65536", config.dense.size);
            return Err(Fault::invalid("dense.size", text));
        }
        if config.dense.datatype == Some(models::VectorStorageDatatype::Turbo4) {
            return Err(Fault::unsupported("the datatype `turbo4`"));
        }
    }
    let asked: VectorNameConfig = same(&request.body)?;
    let collection = engine.collection(&request.collection_name)?;
    let mut number = 0;
    collection.change(|shard, config| {
        number = shard.write(|engine| {
            let known = engine.config().clone();
            if kind(&known, &name).is_err() {
                let create = CreateVectorName { vector_name: name.clone(), config: asked };
                return Ok(Some(UpdateOperation::VectorNameOperation(VectorNameOperations::CreateVectorName(create))));
            }
            // The engine would say yes, keep the old vectors and show the new settings.
            if !equal(&known, &name, &asked) {
                return Err(Fault::wrong_input(format_args!("Vector name {name} already exists with different parameters")));
            }
            Ok(None)
        })?;
        shard.read(|engine| info::with_vector(&mut config.params, &name, &engine.config()))
    })?;
    Ok(done(number, request.wait))
}

/// Whether the vectors called `name` are already what is asked for.
fn equal(known: &EdgeConfig, name: &str, asked: &VectorNameConfig) -> bool {
    match asked {
        VectorNameConfig::Dense(asked) => known.vectors.get(name).is_some_and(|known| {
            let asked = &asked.dense;
            (known.size, known.distance, known.multivector_config, known.datatype)
                == (asked.size, asked.distance, asked.multivector_config, asked.datatype)
        }),
        VectorNameConfig::Sparse(asked) => known
            .sparse_vectors
            .get(name)
            .is_some_and(|known| (known.modifier, known.datatype) == (asked.sparse.modifier, asked.sparse.datatype)),
    }
}

pub(super) fn delete(engine: &Engine, request: requests::DeleteVectorName) -> Outcome<models::UpdateResult> {
    let name = request.vector_name;
    let collection = engine.collection(&request.collection_name)?;
    let mut number = 0;
    collection.change(|shard, config| {
        number = shard.write(|engine| {
            kind(&engine.config(), &name)?;
            let delete = DeleteVectorName { vector_name: name.clone() };
            Ok(Some(UpdateOperation::VectorNameOperation(VectorNameOperations::DeleteVectorName(delete))))
        })?;
        info::without_vector(&mut config.params, &name);
        Ok(())
    })?;
    Ok(done(number, request.wait))
}
