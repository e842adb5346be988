//! One vector: the oneof of a current peer, or the flat fields of an older one.

use crate::convert::{Convert, ConvertError};
use crate::known::{Known, newer};
use crate::{models, pb};

/// Flat numbers with the number of rows that they make.
fn rows(data: Vec<f32>, count: u32) -> Result<Vec<Vec<f32>>, ConvertError> {
    let count = usize::try_from(count).unwrap_or_default();
    if count == 0 || !data.len().is_multiple_of(count) {
        return Err(ConvertError::out_of_range(count, "the rows of a multivector").field("vectors_count"));
    }
    let width = data.len() / count;
    if width == 0 {
        return Ok(vec![Vec::new(); count]);
    }
    Ok(data.chunks_exact(width).map(<[f32]>::to_vec).collect())
}

/// A vector of a peer that does not know the oneof yet.
fn flat(data: Vec<f32>, indices: Option<pb::SparseIndices>, count: Option<u32>) -> Result<models::VectorOutput, ConvertError> {
    Ok(match (indices, count) {
        (Some(indices), _) => models::VectorOutput::Sparse(models::SparseVector::new(indices.known()?.data, data)),
        (None, Some(count)) => models::VectorOutput::MultiDense(rows(data, count)?),
        (None, None) => models::VectorOutput::Dense(data),
    })
}

fn dense(data: Vec<f32>) -> pb::DenseVector {
    pb::DenseVector { data, ..Default::default() }
}

fn multi(vectors: Vec<Vec<f32>>) -> pb::MultiDenseVector {
    pb::MultiDenseVector { vectors: vectors.into_iter().map(dense).collect(), ..Default::default() }
}

fn multi_rows(multi: pb::MultiDenseVector) -> Result<Vec<Vec<f32>>, ConvertError> {
    multi.known()?.vectors.into_iter().map(|row| Ok(row.known()?.data)).collect()
}

impl Convert<pb::Vector> for models::Vector {
    fn convert(self) -> Result<pb::Vector, ConvertError> {
        use pb::vector::Vector as V;
        let vector = match self {
            Self::Dense(data) => V::Dense(dense(data)),
            Self::Sparse(sparse) => V::Sparse(sparse.convert()?),
            Self::MultiDense(rows) => V::MultiDense(multi(rows)),
            Self::Document(document) => V::Document(document.convert()?),
            Self::Image(image) => V::Image(image.convert()?),
            Self::InferenceObject(object) => V::Object(object.convert()?),
            _ => return Err(newer()),
        };
        Ok(pb::Vector { vector: Some(vector), ..Default::default() })
    }
}

impl Convert<models::Vector> for pb::Vector {
    #[allow(deprecated, reason = "older clients fill these fields")]
    fn convert(self) -> Result<models::Vector, ConvertError> {
        use pb::vector::Vector as V;
        let Self { data, indices, vectors_count, vector, .. } = self.known()?;
        Ok(match vector {
            Some(V::Dense(dense)) => models::Vector::Dense(dense.known()?.data),
            Some(V::Sparse(sparse)) => models::Vector::Sparse(sparse.convert()?),
            Some(V::MultiDense(multi)) => models::Vector::MultiDense(multi_rows(multi)?),
            Some(V::Document(document)) => models::Vector::Document(document.convert()?),
            Some(V::Image(image)) => models::Vector::Image(image.convert()?),
            Some(V::Object(object)) => models::Vector::InferenceObject(object.convert()?),
            Some(_) => return Err(newer()),
            None => match flat(data, indices, vectors_count)? {
                models::VectorOutput::Dense(dense) => models::Vector::Dense(dense),
                models::VectorOutput::Sparse(sparse) => models::Vector::Sparse(sparse),
                models::VectorOutput::MultiDense(rows) => models::Vector::MultiDense(rows),
                _ => return Err(newer()),
            },
        })
    }
}

impl Convert<pb::VectorOutput> for models::VectorOutput {
    fn convert(self) -> Result<pb::VectorOutput, ConvertError> {
        use pb::vector_output::Vector as V;
        let vector = match self {
            Self::Dense(data) => V::Dense(dense(data)),
            Self::Sparse(sparse) => V::Sparse(sparse.convert()?),
            Self::MultiDense(rows) => V::MultiDense(multi(rows)),
            _ => return Err(newer()),
        };
        Ok(pb::VectorOutput { vector: Some(vector), ..Default::default() })
    }
}

impl Convert<models::VectorOutput> for pb::VectorOutput {
    #[allow(deprecated, reason = "older servers fill these fields")]
    fn convert(self) -> Result<models::VectorOutput, ConvertError> {
        use pb::vector_output::Vector as V;
        let Self { data, indices, vectors_count, vector, .. } = self.known()?;
        Ok(match vector {
            Some(V::Dense(dense)) => models::VectorOutput::Dense(dense.known()?.data),
            Some(V::Sparse(sparse)) => models::VectorOutput::Sparse(sparse.convert()?),
            Some(V::MultiDense(multi)) => models::VectorOutput::MultiDense(multi_rows(multi)?),
            Some(_) => return Err(newer()),
            None => flat(data, indices, vectors_count)?,
        })
    }
}
