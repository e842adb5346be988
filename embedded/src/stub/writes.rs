//! Writes to points: upserts, deletions, payload, vectors, and batches of them.

use qdrant_edge::UpdateOperation;
use qdrant_remote::{models, requests};

use crate::convert::write;
use crate::engine::{Engine, Outcome, check_shape};

/// The answer to an operation that is through. One that did not ask to wait is told no more than a server tells it.
pub(super) fn done(number: u64, wait: Option<bool>) -> models::UpdateResult {
    let status = match wait {
        Some(true) => models::UpdateStatus::Completed,
        Some(false) | None => models::UpdateStatus::Acknowledged,
    };
    models::UpdateResult::new(status).operation_id(number)
}

fn apply(engine: &Engine, collection: &str, wait: Option<bool>, mut operation: UpdateOperation) -> Outcome<models::UpdateResult> {
    check_shape(&mut operation, "")?;
    Ok(done(engine.collection(collection)?.update(operation)?, wait))
}

pub(super) fn upsert(engine: &Engine, request: requests::UpsertPoints) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, write::upsert(request.body)?)
}

pub(super) fn delete(engine: &Engine, request: requests::DeletePoints) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, write::delete(request.body)?)
}

pub(super) fn set_payload(engine: &Engine, request: requests::SetPayload) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, write::set_payload(request.body)?)
}

pub(super) fn overwrite_payload(engine: &Engine, request: requests::OverwritePayload) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, write::overwrite_payload(request.body)?)
}

pub(super) fn delete_payload(engine: &Engine, request: requests::DeletePayload) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, write::delete_payload(request.body)?)
}

pub(super) fn clear_payload(engine: &Engine, request: requests::ClearPayload) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, write::clear_payload(request.body)?)
}

pub(super) fn update_vectors(engine: &Engine, request: requests::UpdateVectors) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, write::update_vectors(request.body)?)
}

pub(super) fn delete_vectors(engine: &Engine, request: requests::DeleteVectors) -> Outcome<models::UpdateResult> {
    let operations = write::delete_vectors(request.body)?;
    let collection = engine.collection(&request.collection_name)?;
    Ok(done(collection.update_all(operations)?, request.wait))
}

/// Applies operations in their order. Each is applied whole or not at all; the first that fails ends the batch, and
/// none is applied if one of them is malformed.
pub(super) fn batch(engine: &Engine, request: requests::BatchUpdate) -> Outcome<Vec<models::UpdateResult>> {
    let operations = request.body.operations.into_iter().enumerate().map(|(index, given)| {
        let kind = match &given {
            models::UpdateOperation::UpdateVectors(_) => "update_vectors",
            _ => "upsert",
        };
        let mut operations = write::operation(given)?;
        for operation in &mut operations {
            check_shape(operation, &format!("operations[{index}].{kind}."))?;
        }
        Ok(operations)
    });
    let operations = operations.collect::<Outcome<Vec<_>>>()?;
    let collection = engine.collection(&request.collection_name)?;
    operations.into_iter().map(|operations| Ok(done(collection.update_all(operations)?, request.wait))).collect()
}
