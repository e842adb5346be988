//! Writes to points: upserts, deletions, payload, vectors, and batches of them.

use qdrant_edge::UpdateOperation;
use qdrant_remote::{models, requests};

use super::strict::{Strict, Use};
use crate::convert::write;
use crate::engine::{Collection, Engine, Outcome, check_shape};

/// The answer to an operation that is through. One that did not ask to wait is told no more than a server tells it.
pub(super) fn done(number: u64, wait: Option<bool>) -> models::UpdateResult {
    let status = match wait {
        Some(true) => models::UpdateStatus::Completed,
        Some(false) | None => models::UpdateStatus::Acknowledged,
    };
    models::UpdateResult::new(status).operation_id(number)
}

/// Applies the operation that `write` makes of a request's body.
fn apply<B>(
    engine: &Engine,
    collection: &str,
    wait: Option<bool>,
    body: B,
    write: impl FnOnce(&Collection, B) -> Outcome<UpdateOperation>,
) -> Outcome<models::UpdateResult> {
    let collection = engine.collection(collection)?;
    let mut operation = write(&collection, body)?;
    check_shape(&mut operation, "")?;
    Strict::of(&collection)?.write(std::slice::from_ref(&operation))?;
    Ok(done(collection.update(operation)?, wait))
}

pub(super) fn upsert(engine: &Engine, request: requests::UpsertPoints) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, request.body, |collection, body| {
        Strict::of(collection)?.upsert(&body)?;
        write::upsert(collection, body)
    })
}

pub(super) fn delete(engine: &Engine, request: requests::DeletePoints) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, request.body, |collection, body| {
        Strict::of(collection)?.delete(&body)?;
        write::delete(collection, body)
    })
}

pub(super) fn set_payload(engine: &Engine, request: requests::SetPayload) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, request.body, |collection, body| {
        Strict::of(collection)?.set_payload(&body)?;
        write::set_payload(collection, body)
    })
}

pub(super) fn overwrite_payload(engine: &Engine, request: requests::OverwritePayload) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, request.body, |collection, body| {
        Strict::of(collection)?.overwrite_payload(&body)?;
        write::overwrite_payload(collection, body)
    })
}

pub(super) fn delete_payload(engine: &Engine, request: requests::DeletePayload) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, request.body, |collection, body| {
        Strict::of(collection)?.delete_payload(&body)?;
        write::delete_payload(collection, body)
    })
}

pub(super) fn clear_payload(engine: &Engine, request: requests::ClearPayload) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, request.body, |collection, body| {
        Strict::of(collection)?.clear_payload(&body)?;
        write::clear_payload(collection, body)
    })
}

pub(super) fn update_vectors(engine: &Engine, request: requests::UpdateVectors) -> Outcome<models::UpdateResult> {
    apply(engine, &request.collection_name, request.wait, request.body, |collection, body| {
        Strict::of(collection)?.update_vectors(&body)?;
        write::update_vectors(collection, body)
    })
}

pub(super) fn delete_vectors(engine: &Engine, request: requests::DeleteVectors) -> Outcome<models::UpdateResult> {
    let collection = engine.collection(&request.collection_name)?;
    Strict::of(&collection)?.filter(request.body.filter.as_ref(), Use::Update)?;
    let operations = write::delete_vectors(&collection, request.body)?;
    Strict::of(&collection)?.write(&operations)?;
    Ok(done(collection.update_all(operations)?, request.wait))
}

/// Applies operations in their order. Each is applied whole or not at all; the first that fails ends the batch, and
/// none is applied if one of them is malformed.
pub(super) fn batch(engine: &Engine, request: requests::BatchUpdate) -> Outcome<Vec<models::UpdateResult>> {
    let collection = engine.collection(&request.collection_name)?;
    let strict = Strict::of(&collection)?;
    let operations = request.body.operations.into_iter().enumerate().map(|(index, given)| {
        let kind = match &given {
            models::UpdateOperation::UpdateVectors(_) => "update_vectors",
            _ => "upsert",
        };
        strict.operation(&given)?;
        let mut operations = write::operation(&collection, given)?;
        for operation in &mut operations {
            check_shape(operation, &format!("operations[{index}].{kind}."))?;
        }
        Ok(operations)
    });
    let operations = operations.collect::<Outcome<Vec<_>>>()?;
    strict.write(operations.iter().flatten())?;
    operations.into_iter().map(|operations| Ok(done(collection.update_all(operations)?, request.wait))).collect()
}
