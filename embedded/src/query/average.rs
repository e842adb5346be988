//! One vector for several: towards the mean of what is liked, away from what is not.

use std::collections::BTreeMap;

use qdrant_edge::{SparseVector, TypedMultiDenseVector, VectorInternal};

use crate::engine::{Fault, Outcome};

/// The point that lies as far beyond the mean of `positives` as the mean of `negatives` lies before it.
pub(super) fn towards(positives: &[VectorInternal], negatives: &[VectorInternal]) -> Outcome<VectorInternal> {
    let Some(liked) = mean(positives)? else {
        return Err(Fault::wrong_input("At least one positive vector ID required with this strategy"));
    };
    match (liked, mean(negatives)?) {
        (liked, None) => Ok(liked),
        (VectorInternal::Dense(liked), Some(VectorInternal::Dense(disliked))) => {
            Ok(VectorInternal::Dense(liked.iter().zip(&disliked).map(|(a, b)| a + a - b).collect()))
        }
        (VectorInternal::Sparse(liked), Some(VectorInternal::Sparse(disliked))) => {
            let mut sum = BTreeMap::new();
            add(&mut sum, &liked, 2.0);
            add(&mut sum, &disliked, -1.0);
            Ok(VectorInternal::Sparse(collected(sum)))
        }
        (VectorInternal::MultiDense(mut liked), Some(VectorInternal::MultiDense(disliked))) => {
            // Rows have no order to average by, so the disliked ones are added turned round.
            liked.flattened_vectors.extend(disliked.flattened_vectors.iter().map(|x| -x));
            Ok(VectorInternal::MultiDense(liked))
        }
        _ => Err(mixed()),
    }
}

fn mean(vectors: &[VectorInternal]) -> Outcome<Option<VectorInternal>> {
    let Some((first, rest)) = vectors.split_first() else { return Ok(None) };
    let share = 1.0 / vectors.len() as f32;
    Ok(Some(match first {
        VectorInternal::Dense(first) => {
            let mut sum = first.clone();
            for vector in rest {
                let VectorInternal::Dense(vector) = vector else { return Err(mixed()) };
                sum.iter_mut().zip(vector).for_each(|(sum, x)| *sum += x);
            }
            sum.iter_mut().for_each(|x| *x *= share);
            VectorInternal::Dense(sum)
        }
        VectorInternal::Sparse(_) => {
            let mut sum = BTreeMap::new();
            for vector in vectors {
                let VectorInternal::Sparse(vector) = vector else { return Err(mixed()) };
                add(&mut sum, vector, share);
            }
            VectorInternal::Sparse(collected(sum))
        }
        VectorInternal::MultiDense(first) => {
            let mut rows = first.flattened_vectors.clone();
            for vector in rest {
                let VectorInternal::MultiDense(vector) = vector else { return Err(mixed()) };
                rows.extend_from_slice(&vector.flattened_vectors);
            }
            VectorInternal::MultiDense(TypedMultiDenseVector::try_from_flatten(rows, first.dim)?)
        }
    }))
}

fn add(sum: &mut BTreeMap<u32, f32>, vector: &SparseVector, factor: f32) {
    for (&index, value) in vector.indices.iter().zip(&vector.values) {
        *sum.entry(index).or_default() += value * factor;
    }
}

fn collected(sum: BTreeMap<u32, f32>) -> SparseVector {
    let (indices, values) = sum.into_iter().unzip();
    SparseVector { indices, values }
}

fn mixed() -> Fault {
    Fault::wrong_input("vectors of different kinds have no mean")
}
