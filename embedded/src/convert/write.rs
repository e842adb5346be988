//! Writes: each request as one operation of the engine.

use qdrant_edge::{
    ConditionalInsertOperation, DeletePayloadOp, Payload, PayloadOps, PointIdsList, PointInsertOperations, PointOperations,
    PointStructPersisted, PointVectorsPersisted, SetPayloadOp, UpdateMode, UpdateOperation, UpdateVectorsOp, VectorOperations,
    VectorPersisted, VectorStructPersisted,
};
use qdrant_remote::models;

use super::{filter, keys, path, point, same, vector};
use crate::engine::{Collection, Fault, Outcome};

pub(crate) fn upsert(collection: &Collection, body: models::PointInsertOperations) -> Outcome<UpdateOperation> {
    let (mut points, update_filter, update_mode, shard_key) = match body {
        models::PointInsertOperations::List(list) => {
            let points = list.points.into_iter().map(stored).collect::<Outcome<Vec<_>>>()?;
            (points, list.update_filter, list.update_mode, list.shard_key)
        }
        models::PointInsertOperations::Batch(batch) => (columns(batch.batch)?, batch.update_filter, batch.update_mode, batch.shard_key),
        _ => return Err(Fault::format("neither a list of points nor a batch")),
    };
    let marks = keys::writing(collection, shard_key.as_ref())?;
    points.iter_mut().for_each(|point| keys::put(&mut point.vector, &marks));
    let insert = PointInsertOperations::PointsList(points);
    let mode: Option<UpdateMode> = update_mode.map(same).transpose()?;
    Ok(UpdateOperation::PointOperation(if update_filter.is_none() && mode.is_none() {
        PointOperations::UpsertPoints(insert)
    } else {
        PointOperations::UpsertPointsConditional(ConditionalInsertOperation {
            points_op: insert,
            condition: filter::optional(collection, update_filter)?.unwrap_or_default(),
            update_mode: mode,
        })
    }))
}

fn stored(given: models::PointStruct) -> Outcome<PointStructPersisted> {
    Ok(PointStructPersisted { id: point::id(given.id)?, vector: vector::stored(given.vector)?, payload: given.payload.map(payload) })
}

/// Turns columns into points.
fn columns(batch: models::Batch) -> Outcome<Vec<PointStructPersisted>> {
    let rows = batch.ids.len();
    let same_length = |length: usize, what: &str| match length {
        length if length == rows => Ok(()),
        length => Err(Fault::invalid(
            "batch",
            format_args!("Validation error: number of ids and {what} must be equal ({rows} != {length}) [{{}}]"),
        )),
    };
    let vectors: Vec<VectorStructPersisted> = match batch.vectors {
        models::BatchVectorStruct::Dense(vectors) => vectors.into_iter().map(VectorStructPersisted::Single).collect(),
        models::BatchVectorStruct::MultiDense(vectors) => vectors.into_iter().map(VectorStructPersisted::MultiDense).collect(),
        models::BatchVectorStruct::Named(columns) => {
            let mut named: Vec<std::collections::HashMap<String, VectorPersisted>> = vec![Default::default(); rows];
            for (name, column) in columns {
                same_length(column.len(), "named vectors")?;
                for (row, given) in named.iter_mut().zip(column) {
                    row.insert(name.clone(), vector::one(given)?);
                }
            }
            named.into_iter().map(VectorStructPersisted::Named).collect()
        }
        models::BatchVectorStruct::Documents(documents) => documents
            .into_iter()
            .map(|document| Ok(vector::unnamed(vector::one(models::Vector::Document(document))?)))
            .collect::<Outcome<_>>()?,
        other => return Err(super::inference::impossible(&other)),
    };
    same_length(vectors.len(), "vectors")?;
    let payloads = match batch.payloads {
        Some(payloads) => {
            same_length(payloads.len(), "payloads")?;
            payloads
        }
        None => vec![None; rows],
    };
    let points = batch.ids.into_iter().zip(vectors).zip(payloads);
    points.map(|((id, vector), content)| Ok(PointStructPersisted { id: point::id(id)?, vector, payload: content.map(payload) })).collect()
}

pub(crate) fn delete(collection: &Collection, selector: models::PointsSelector) -> Outcome<UpdateOperation> {
    Ok(UpdateOperation::PointOperation(match select(collection, selector)? {
        Selected::Ids(ids) => PointOperations::DeletePoints { ids },
        Selected::Filter(filter) => PointOperations::DeletePointsByFilter(filter),
    }))
}

pub(crate) fn set_payload(collection: &Collection, body: models::SetPayload) -> Outcome<UpdateOperation> {
    Ok(UpdateOperation::PayloadOperation(PayloadOps::SetPayload(set(collection, body)?)))
}

pub(crate) fn overwrite_payload(collection: &Collection, body: models::SetPayload) -> Outcome<UpdateOperation> {
    Ok(UpdateOperation::PayloadOperation(PayloadOps::OverwritePayload(set(collection, body)?)))
}

fn set(collection: &Collection, body: models::SetPayload) -> Outcome<SetPayloadOp> {
    let (points, filter) = chosen(collection, body.shard_key.as_ref(), body.points, body.filter)?;
    let key = body.key.as_deref().map(path).transpose()?;
    Ok(SetPayloadOp { payload: payload(body.payload), points, filter, key })
}

pub(crate) fn delete_payload(collection: &Collection, body: models::DeletePayload) -> Outcome<UpdateOperation> {
    let (points, filter) = chosen(collection, body.shard_key.as_ref(), body.points, body.filter)?;
    let keys = body.keys.iter().map(|key| path(key)).collect::<Outcome<_>>()?;
    Ok(UpdateOperation::PayloadOperation(PayloadOps::DeletePayload(DeletePayloadOp { keys, points, filter })))
}

pub(crate) fn clear_payload(collection: &Collection, selector: models::PointsSelector) -> Outcome<UpdateOperation> {
    Ok(UpdateOperation::PayloadOperation(match select(collection, selector)? {
        Selected::Ids(points) => PayloadOps::ClearPayload { points },
        Selected::Filter(filter) => PayloadOps::ClearPayloadByFilter(filter),
    }))
}

pub(crate) fn update_vectors(collection: &Collection, body: models::UpdateVectors) -> Outcome<UpdateOperation> {
    keys::writing(collection, body.shard_key.as_ref())?;
    if body.points.is_empty() {
        return Err(Fault::invalid("points", "Validation error: must have at least one element [{}]"));
    }
    let points =
        body.points.into_iter().map(|given| Ok(PointVectorsPersisted { id: point::id(given.id)?, vector: vector::stored(given.vector)? }));
    Ok(UpdateOperation::VectorOperation(VectorOperations::UpdateVectors(UpdateVectorsOp {
        points: points.collect::<Outcome<_>>()?,
        update_filter: filter::optional(collection, body.update_filter)?,
    })))
}

/// Deleting vectors of points and of a filter's matches is two operations where both are asked for.
pub(crate) fn delete_vectors(collection: &Collection, body: models::DeleteVectors) -> Outcome<Vec<UpdateOperation>> {
    if body.vector.is_empty() {
        return Err(Fault::invalid("vector", "Validation error: must have at least one element [{}]"));
    }
    let (points, filter) = chosen(collection, body.shard_key.as_ref(), body.points, body.filter)?;
    let names = body.vector;
    let by_filter = filter.map(|filter| VectorOperations::DeleteVectorsByFilter(filter, names.clone()));
    let by_ids = points.map(|ids| VectorOperations::DeleteVectors(PointIdsList::from(ids), names.clone()));
    Ok(by_filter.into_iter().chain(by_ids).map(UpdateOperation::VectorOperation).collect())
}

/// One element of a batch of writes.
pub(crate) fn operation(collection: &Collection, operation: models::UpdateOperation) -> Outcome<Vec<UpdateOperation>> {
    use models::UpdateOperation as Given;
    Ok(vec![match operation {
        Given::Upsert(given) => upsert(collection, given.upsert)?,
        Given::Delete(given) => delete(collection, given.delete)?,
        Given::SetPayload(given) => set_payload(collection, given.set_payload)?,
        Given::OverwritePayload(given) => overwrite_payload(collection, given.overwrite_payload)?,
        Given::DeletePayload(given) => delete_payload(collection, given.delete_payload)?,
        Given::ClearPayload(given) => clear_payload(collection, given.clear_payload)?,
        Given::UpdateVectors(given) => update_vectors(collection, given.update_vectors)?,
        Given::DeleteVectors(given) => return delete_vectors(collection, given.delete_vectors),
        _ => return Err(Fault::format("an unknown operation in the batch")),
    }])
}

fn payload(given: models::Payload) -> Payload {
    Payload(given.0)
}

enum Selected {
    Ids(Vec<qdrant_edge::PointId>),
    Filter(qdrant_edge::Filter),
}

fn select(collection: &Collection, selector: models::PointsSelector) -> Outcome<Selected> {
    match selector {
        models::PointsSelector::Ids(list) => {
            let mut ids = point::ids(list.points)?;
            keys::chosen(collection, list.shard_key.as_ref(), Some(&mut ids), None)?;
            Ok(Selected::Ids(ids))
        }
        models::PointsSelector::Filter(selector) => {
            let restricted = keys::chosen(collection, selector.shard_key.as_ref(), None, Some(selector.filter))?;
            Ok(Selected::Filter(filter::filter(collection, restricted.unwrap_or_default())?))
        }
        _ => Err(Fault::format("neither ids nor a filter")),
    }
}

type Chosen = (Option<Vec<qdrant_edge::PointId>>, Option<qdrant_edge::Filter>);

fn chosen(
    collection: &Collection,
    shard_key: Option<&models::ShardKeySelector>,
    points: Option<Vec<models::ExtendedPointId>>,
    given: Option<models::Filter>,
) -> Outcome<Chosen> {
    if points.is_none() && given.is_none() {
        return Err(Fault::format("Either list of point ids or filter must be provided"));
    }
    let mut points = points.map(point::ids).transpose()?;
    let given = keys::chosen(collection, shard_key, points.as_mut(), given)?;
    Ok((points, filter::optional(collection, given)?))
}
