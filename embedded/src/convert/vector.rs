//! Vectors: to be stored, to be compared with, and out again.

use qdrant_edge::{SparseVector, TypedMultiDenseVector, VectorInternal, VectorPersisted, VectorStructInternal, VectorStructPersisted};
use qdrant_remote::models;

use super::{inference, keys};
use crate::engine::{Fault, Outcome, check_rows, check_sparse};

/// The vectors of a point that is to be stored.
pub(crate) fn stored(vectors: models::VectorStruct) -> Outcome<VectorStructPersisted> {
    Ok(match vectors {
        models::VectorStruct::Dense(vector) => VectorStructPersisted::Single(vector),
        models::VectorStruct::MultiDense(rows) => VectorStructPersisted::MultiDense(rows),
        models::VectorStruct::Named(vectors) => {
            VectorStructPersisted::Named(vectors.into_iter().map(|(name, vector)| Ok((name, one(vector)?))).collect::<Outcome<_>>()?)
        }
        models::VectorStruct::Document(document) => unnamed(VectorPersisted::Sparse(inference::stored(document)?)),
        other => return Err(inference::impossible(&other)),
    })
}

/// One vector of a point that is to be stored.
pub(crate) fn one(vector: models::Vector) -> Outcome<VectorPersisted> {
    Ok(match vector {
        models::Vector::Dense(vector) => VectorPersisted::Dense(vector),
        models::Vector::MultiDense(rows) => VectorPersisted::MultiDense(rows),
        models::Vector::Sparse(vector) => VectorPersisted::Sparse(sparse(vector)),
        models::Vector::Document(document) => VectorPersisted::Sparse(inference::stored(document)?),
        other => return Err(inference::impossible(&other)),
    })
}

/// A vector without a name, of whatever kind.
pub(crate) fn unnamed(vector: VectorPersisted) -> VectorStructPersisted {
    VectorStructPersisted::Named([(String::new(), vector)].into())
}

fn sparse(vector: models::SparseVector) -> SparseVector {
    SparseVector { indices: vector.indices, values: vector.values }
}

/// What a query compares with: a vector, or the point whose vector it is.
pub(crate) enum Asked {
    Vector(VectorInternal),
    Point(models::ExtendedPointId),
}

/// What a query compares with.
pub(crate) fn asked(input: models::VectorInput) -> Outcome<Asked> {
    Ok(Asked::Vector(match input {
        models::VectorInput::Id(id) => return Ok(Asked::Point(id)),
        models::VectorInput::Dense(vector) => VectorInternal::Dense(vector),
        models::VectorInput::MultiDense(rows) => {
            check_rows(&rows, format_args!("query"))?;
            VectorInternal::MultiDense(TypedMultiDenseVector::try_from_matrix(rows)?)
        }
        models::VectorInput::Sparse(vector) => {
            let mut vector = sparse(vector);
            check_sparse(&mut vector, format_args!("query"))?;
            VectorInternal::Sparse(vector)
        }
        models::VectorInput::Document(document) => VectorInternal::Sparse(inference::asked(document)?),
        other => return Err(inference::impossible(&other)),
    }))
}

/// The vectors of a point as an answer carries them.
pub(crate) fn out(vectors: VectorStructInternal) -> models::VectorStructOutput {
    match vectors {
        VectorStructInternal::Single(vector) => models::VectorStructOutput::Dense(vector),
        VectorStructInternal::MultiDense(rows) => models::VectorStructOutput::MultiDense(rows.into_multi_vectors()),
        VectorStructInternal::Named(mut vectors) => {
            let all = vectors.len();
            vectors.retain(|name, _| !keys::is_mark(name));
            match vectors.remove("") {
                // It has a name only because the marks have one.
                Some(VectorInternal::Dense(vector)) if vectors.is_empty() && all > 1 => models::VectorStructOutput::Dense(vector),
                Some(VectorInternal::MultiDense(rows)) if vectors.is_empty() && all > 1 => {
                    models::VectorStructOutput::MultiDense(rows.into_multi_vectors())
                }
                unnamed => {
                    vectors.extend(unnamed.map(|vector| (String::new(), vector)));
                    models::VectorStructOutput::Named(vectors.into_iter().map(|(name, vector)| (name, one_out(vector))).collect())
                }
            }
        }
    }
}

fn one_out(vector: VectorInternal) -> models::VectorOutput {
    match vector {
        VectorInternal::Dense(vector) => models::VectorOutput::Dense(vector),
        VectorInternal::MultiDense(rows) => models::VectorOutput::MultiDense(rows.into_multi_vectors()),
        VectorInternal::Sparse(SparseVector { indices, values }) => {
            models::VectorOutput::Sparse(models::SparseVector::new(indices, values))
        }
    }
}

/// Takes the vector called `name` out of a point's vectors.
pub(crate) fn named(vectors: VectorStructInternal, name: &str) -> Outcome<VectorInternal> {
    let found = match vectors {
        VectorStructInternal::Single(vector) if name.is_empty() => Some(VectorInternal::Dense(vector)),
        VectorStructInternal::MultiDense(rows) if name.is_empty() => Some(VectorInternal::MultiDense(rows)),
        VectorStructInternal::Named(mut vectors) => vectors.remove(name),
        VectorStructInternal::Single(_) | VectorStructInternal::MultiDense(_) => None,
    };
    found.ok_or_else(|| Fault::not_found(format_args!("Vector with name \"{name}\" for point not found")))
}
