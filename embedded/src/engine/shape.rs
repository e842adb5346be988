//! Whether a write is well formed by itself, whatever the collection is.

use std::fmt;

use qdrant_edge::{
    PointInsertOperations, PointOperations, SparseVector, UpdateOperation, VectorOperations, VectorPersisted, VectorStructPersisted,
};

use super::fault::{Fault, Outcome};

/// Checks every vector of an operation, and puts sparse ones in order. `at` is where in the request it stands.
pub(crate) fn operation(operation: &mut UpdateOperation, at: &str) -> Outcome<()> {
    for (index, vectors) in vectors_of(operation).into_iter().enumerate() {
        point(vectors, format_args!("{at}points[{index}].vector"))?;
    }
    Ok(())
}

/// The vectors that an operation brings, one entry a point.
pub(crate) fn vectors_of(operation: &mut UpdateOperation) -> Vec<&mut VectorStructPersisted> {
    match operation {
        UpdateOperation::PointOperation(PointOperations::UpsertPoints(insert)) => inserted(insert),
        UpdateOperation::PointOperation(PointOperations::UpsertPointsConditional(conditional)) => inserted(&mut conditional.points_op),
        UpdateOperation::VectorOperation(VectorOperations::UpdateVectors(update)) => {
            update.points.iter_mut().map(|point| &mut point.vector).collect()
        }
        _ => Vec::new(),
    }
}

/// The engine's column form never occurs: requests in it are turned into a list when they are read.
fn inserted(insert: &mut PointInsertOperations) -> Vec<&mut VectorStructPersisted> {
    match insert {
        PointInsertOperations::PointsList(points) => points.iter_mut().map(|point| &mut point.vector).collect(),
        PointInsertOperations::PointsBatch(_) => Vec::new(),
    }
}

fn point(vectors: &mut VectorStructPersisted, at: fmt::Arguments<'_>) -> Outcome<()> {
    match vectors {
        VectorStructPersisted::Single(vector) => dense(vector, at),
        VectorStructPersisted::MultiDense(rows) => multi(rows, at),
        VectorStructPersisted::Named(vectors) => {
            for vector in vectors.values_mut() {
                // A server names no key in these paths either: it prints a question mark.
                match vector {
                    VectorPersisted::Dense(vector) => dense(vector, format_args!("{at}.?")),
                    VectorPersisted::MultiDense(rows) => multi(rows, format_args!("{at}.?")),
                    VectorPersisted::Sparse(vector) => sparse(vector, format_args!("{at}.?")),
                }?;
            }
            Ok(())
        }
    }
}

fn dense(vector: &[f32], at: fmt::Arguments<'_>) -> Outcome<()> {
    if vector.is_empty() {
        return Err(Fault::invalid(format_args!("{at}.vector"), "dense vector must not be empty"));
    }
    Ok(())
}

/// Checks that a multivector has rows, and rows of one length.
pub(crate) fn multi(rows: &[Vec<f32>], at: fmt::Arguments<'_>) -> Outcome<()> {
    if rows.is_empty() || rows.iter().any(Vec::is_empty) {
        return Err(Fault::invalid(format_args!("{at}.data"), "all vectors must be non-empty"));
    }
    match rows.iter().find(|row| row.len() != rows[0].len()) {
        Some(row) => Err(Fault::invalid(
            format_args!("{at}.data"),
            format_args!("all vectors must have the same dimension, found vector with dimension {}", row.len()),
        )),
        None => Ok(()),
    }
}

/// Checks that a sparse vector is one (as many values as indices, no index twice), and puts it in order.
pub(crate) fn sparse(vector: &mut SparseVector, at: fmt::Arguments<'_>) -> Outcome<()> {
    if vector.indices.len() != vector.values.len() {
        let text = "Validation error: must be the same length as indices [{}]";
        return Err(Fault::invalid(format_args!("{at}.values"), text));
    }
    vector.sort_by_indices();
    if vector.indices.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Fault::invalid(format_args!("{at}.indices"), "Validation error: must be unique [{}]"));
    }
    Ok(())
}
