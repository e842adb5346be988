//! Whether a well-formed write or query fits a collection: names, kinds, dimensions, points that must be there.
//!
//! The engine stores some vectors that do not fit, panics at others, and stops in the middle of a batch at the first
//! one it refuses. What passes here it applies whole.

use std::collections::HashSet;

use qdrant_edge::{
    CountRequest, EdgeConfig, EdgeShard, PayloadOps, PointId, PointOperations, UpdateOperation, VectorInternal, VectorOperations,
    VectorPersisted, VectorStructPersisted, WithPayloadInterface, WithVector,
};

use super::fault::{Fault, Outcome};
use super::shape;

/// What the vectors under one name are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Dense(usize),
    Multi(usize),
    Sparse,
}

/// What the vectors called `name` are in a collection.
pub(crate) fn kind(config: &EdgeConfig, name: &str) -> Outcome<Kind> {
    match config.vectors.get(name) {
        Some(params) if params.multivector_config.is_some() => Ok(Kind::Multi(params.size)),
        Some(params) => Ok(Kind::Dense(params.size)),
        None if config.sparse_vectors.contains_key(name) => Ok(Kind::Sparse),
        None => Err(Fault::no_vector(name)),
    }
}

/// Checks an operation against what the shard holds now.
pub(crate) fn operation(engine: &EdgeShard, operation: &mut UpdateOperation) -> Outcome<()> {
    {
        let config = engine.config();
        for vectors in shape::vectors_of(operation) {
            stored(&config, vectors)?;
        }
        if let UpdateOperation::VectorOperation(
            VectorOperations::DeleteVectors(_, names) | VectorOperations::DeleteVectorsByFilter(_, names),
        ) = operation
        {
            names.iter().try_for_each(|name| kind(&config, name).map(drop))?;
        }
    }
    exist(engine, &needed(operation))
}

/// The points that an operation cannot do without.
fn needed(operation: &UpdateOperation) -> Vec<PointId> {
    let ids = match operation {
        UpdateOperation::VectorOperation(VectorOperations::UpdateVectors(update)) => {
            return update.points.iter().map(|point| point.id).collect();
        }
        UpdateOperation::VectorOperation(VectorOperations::DeleteVectors(ids, _)) => Some(&ids.points),
        UpdateOperation::PayloadOperation(PayloadOps::SetPayload(set) | PayloadOps::OverwritePayload(set)) => set.points.as_ref(),
        UpdateOperation::PayloadOperation(PayloadOps::DeletePayload(delete)) => delete.points.as_ref(),
        UpdateOperation::PayloadOperation(PayloadOps::ClearPayload { points }) => Some(points),
        _ => None,
    };
    ids.cloned().unwrap_or_default()
}

/// About how many points an operation touches.
pub(crate) fn touched(engine: &EdgeShard, operation: &UpdateOperation) -> Outcome<usize> {
    let filter = match operation {
        UpdateOperation::PointOperation(PointOperations::DeletePointsByFilter(filter)) => Some(filter),
        UpdateOperation::VectorOperation(VectorOperations::DeleteVectorsByFilter(filter, _)) => Some(filter),
        UpdateOperation::PayloadOperation(PayloadOps::ClearPayloadByFilter(filter)) => Some(filter),
        UpdateOperation::PayloadOperation(PayloadOps::SetPayload(set) | PayloadOps::OverwritePayload(set)) => set.filter.as_ref(),
        UpdateOperation::PayloadOperation(PayloadOps::DeletePayload(delete)) => delete.filter.as_ref(),
        _ => None,
    };
    match filter {
        Some(filter) => Ok(engine.count(CountRequest { filter: Some(filter.clone()), exact: false })?),
        None => Ok(operation.point_ids().map_or(1, |ids| ids.len())),
    }
}

/// Fails at the first point that is not there.
fn exist(engine: &EdgeShard, ids: &[PointId]) -> Outcome<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let found = engine.retrieve(ids, Some(WithPayloadInterface::Bool(false)), Some(WithVector::Bool(false)))?;
    let found: HashSet<PointId> = found.into_iter().map(|record| record.id).collect();
    ids.iter().find(|id| !found.contains(id)).map_or(Ok(()), |missing| Err(Fault::no_point(missing)))
}

/// Checks the vectors of one point that is to be stored.
fn stored(config: &EdgeConfig, vectors: &VectorStructPersisted) -> Outcome<()> {
    match vectors {
        VectorStructPersisted::Single(vector) => fits(kind(config, "")?, Kind::Dense(vector.len())),
        VectorStructPersisted::MultiDense(rows) => fits(kind(config, "")?, Kind::Multi(width(rows))),
        VectorStructPersisted::Named(vectors) => vectors.iter().try_for_each(|(name, vector)| {
            let given = match vector {
                VectorPersisted::Dense(vector) => Kind::Dense(vector.len()),
                VectorPersisted::MultiDense(rows) => Kind::Multi(width(rows)),
                VectorPersisted::Sparse(_) => Kind::Sparse,
            };
            fits(kind(config, name)?, given)
        }),
    }
}

fn width(rows: &[Vec<f32>]) -> usize {
    rows.first().map_or(0, Vec::len)
}

/// Checks a vector that is to be compared with those called `name`.
pub(crate) fn asked(config: &EdgeConfig, name: &str, vector: &VectorInternal) -> Outcome<()> {
    let given = match vector {
        VectorInternal::Dense(vector) => Kind::Dense(vector.len()),
        VectorInternal::MultiDense(rows) => Kind::Multi(rows.dim),
        VectorInternal::Sparse(_) => Kind::Sparse,
    };
    fits(kind(config, name)?, given)
}

/// Whether a vector can stand where another kind is expected: one row does for many.
fn fits(expected: Kind, given: Kind) -> Outcome<()> {
    match (expected, given) {
        (Kind::Dense(size) | Kind::Multi(size), Kind::Dense(got)) | (Kind::Multi(size), Kind::Multi(got)) => {
            if size == got {
                Ok(())
            } else {
                Err(Fault::wrong_dimension(size, got))
            }
        }
        (Kind::Sparse, Kind::Sparse) => Ok(()),
        (Kind::Dense(_), Kind::Multi(_)) => Err(Fault::wrong_input("Conversion between multi and regular vectors failed")),
        (Kind::Sparse, _) | (_, Kind::Sparse) => Err(Fault::wrong_input("Conversion between sparse and regular vectors failed")),
    }
}
