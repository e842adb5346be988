//! Vectors: the oneof of a current peer, or the flat fields of an older one.

use std::collections::HashMap;

use crate::convert::{Convert, ConvertError, at};
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
#[allow(deprecated, reason = "older servers fill these fields")]
fn flat(data: Vec<f32>, indices: Option<pb::SparseIndices>, count: Option<u32>) -> Result<models::VectorOutput, ConvertError> {
    Ok(match (indices, count) {
        (Some(indices), _) => models::VectorOutput::Sparse(models::SparseVector { indices: indices.data, values: data }),
        (None, Some(count)) => models::VectorOutput::MultiDense(rows(data, count)?),
        (None, None) => models::VectorOutput::Dense(data),
    })
}

fn multi(vectors: Vec<Vec<f32>>) -> pb::MultiDenseVector {
    pb::MultiDenseVector { vectors: vectors.into_iter().map(|data| pb::DenseVector { data }).collect() }
}

fn multi_rows(multi: pb::MultiDenseVector) -> Vec<Vec<f32>> {
    multi.vectors.into_iter().map(|row| row.data).collect()
}

#[allow(deprecated, reason = "the flat fields stay empty")]
fn vector(vector: pb::vector::Vector) -> pb::Vector {
    pb::Vector { data: Vec::new(), indices: None, vectors_count: None, vector: Some(vector) }
}

impl Convert<pb::Vector> for models::Vector {
    fn convert(self) -> Result<pb::Vector, ConvertError> {
        use pb::vector::Vector as V;
        Ok(vector(match self {
            Self::Dense(data) => V::Dense(pb::DenseVector { data }),
            Self::Sparse(sparse) => V::Sparse(sparse.convert()?),
            Self::MultiDense(rows) => V::MultiDense(multi(rows)),
            Self::Document(document) => V::Document(document.convert()?),
            Self::Image(image) => V::Image(image.convert()?),
            Self::InferenceObject(object) => V::Object(object.convert()?),
        }))
    }
}

impl Convert<models::Vector> for pb::Vector {
    #[allow(deprecated, reason = "older clients fill these fields")]
    fn convert(self) -> Result<models::Vector, ConvertError> {
        use pb::vector::Vector as V;
        let Self { data, indices, vectors_count, vector } = self;
        Ok(match vector {
            Some(V::Dense(dense)) => models::Vector::Dense(dense.data),
            Some(V::Sparse(sparse)) => models::Vector::Sparse(sparse.convert()?),
            Some(V::MultiDense(multi)) => models::Vector::MultiDense(multi_rows(multi)),
            Some(V::Document(document)) => models::Vector::Document(document.convert()?),
            Some(V::Image(image)) => models::Vector::Image(image.convert()?),
            Some(V::Object(object)) => models::Vector::InferenceObject(object.convert()?),
            None => match flat(data, indices, vectors_count)? {
                models::VectorOutput::Dense(dense) => models::Vector::Dense(dense),
                models::VectorOutput::Sparse(sparse) => models::Vector::Sparse(sparse),
                models::VectorOutput::MultiDense(rows) => models::Vector::MultiDense(rows),
            },
        })
    }
}

impl Convert<pb::VectorOutput> for models::VectorOutput {
    #[allow(deprecated, reason = "the flat fields stay empty")]
    fn convert(self) -> Result<pb::VectorOutput, ConvertError> {
        use pb::vector_output::Vector as V;
        let vector = match self {
            Self::Dense(data) => V::Dense(pb::DenseVector { data }),
            Self::Sparse(sparse) => V::Sparse(sparse.convert()?),
            Self::MultiDense(rows) => V::MultiDense(multi(rows)),
        };
        Ok(pb::VectorOutput { data: Vec::new(), indices: None, vectors_count: None, vector: Some(vector) })
    }
}

impl Convert<models::VectorOutput> for pb::VectorOutput {
    #[allow(deprecated, reason = "older servers fill these fields")]
    fn convert(self) -> Result<models::VectorOutput, ConvertError> {
        use pb::vector_output::Vector as V;
        let Self { data, indices, vectors_count, vector } = self;
        Ok(match vector {
            Some(V::Dense(dense)) => models::VectorOutput::Dense(dense.data),
            Some(V::Sparse(sparse)) => models::VectorOutput::Sparse(sparse.convert()?),
            Some(V::MultiDense(multi)) => models::VectorOutput::MultiDense(multi_rows(multi)),
            None => flat(data, indices, vectors_count)?,
        })
    }
}

impl Convert<pb::Vectors> for models::VectorStruct {
    fn convert(self) -> Result<pb::Vectors, ConvertError> {
        use pb::vectors::VectorsOptions as O;
        let one = |vector: models::Vector| vector.convert().map(O::Vector);
        let options = match self {
            Self::Dense(data) => one(models::Vector::Dense(data))?,
            Self::MultiDense(rows) => one(models::Vector::MultiDense(rows))?,
            Self::Document(document) => one(models::Vector::Document(document))?,
            Self::Image(image) => one(models::Vector::Image(image))?,
            Self::InferenceObject(object) => one(models::Vector::InferenceObject(object))?,
            Self::Named(named) => O::Vectors(pb::NamedVectors { vectors: named.convert()? }),
        };
        Ok(pb::Vectors { vectors_options: Some(options) })
    }
}

impl Convert<models::VectorStruct> for pb::Vectors {
    fn convert(self) -> Result<models::VectorStruct, ConvertError> {
        use pb::vectors::VectorsOptions as O;
        match self.vectors_options {
            Some(O::Vector(vector)) => Ok(match at(vector.convert(), "vector")? {
                models::Vector::Dense(data) => models::VectorStruct::Dense(data),
                models::Vector::MultiDense(rows) => models::VectorStruct::MultiDense(rows),
                models::Vector::Document(document) => models::VectorStruct::Document(document),
                models::Vector::Image(image) => models::VectorStruct::Image(image),
                models::Vector::InferenceObject(object) => models::VectorStruct::InferenceObject(object),
                // REST knows sparse vectors by name only; the unnamed one's name is empty.
                sparse @ models::Vector::Sparse(_) => models::VectorStruct::Named(HashMap::from([(String::new(), sparse)])),
            }),
            Some(O::Vectors(named)) => named.vectors.convert().map(models::VectorStruct::Named).map_err(|error| error.field("vectors")),
            None => Err(ConvertError::empty_oneof("vectors_options")),
        }
    }
}

impl Convert<pb::VectorsOutput> for models::VectorStructOutput {
    fn convert(self) -> Result<pb::VectorsOutput, ConvertError> {
        use pb::vectors_output::VectorsOptions as O;
        let options = match self {
            Self::Dense(data) => O::Vector(models::VectorOutput::Dense(data).convert()?),
            Self::MultiDense(rows) => O::Vector(models::VectorOutput::MultiDense(rows).convert()?),
            Self::Named(named) => O::Vectors(pb::NamedVectorsOutput { vectors: named.convert()? }),
        };
        Ok(pb::VectorsOutput { vectors_options: Some(options) })
    }
}

impl Convert<models::VectorStructOutput> for pb::VectorsOutput {
    fn convert(self) -> Result<models::VectorStructOutput, ConvertError> {
        use pb::vectors_output::VectorsOptions as O;
        match self.vectors_options {
            Some(O::Vector(vector)) => Ok(match at(vector.convert(), "vector")? {
                models::VectorOutput::Dense(data) => models::VectorStructOutput::Dense(data),
                models::VectorOutput::MultiDense(rows) => models::VectorStructOutput::MultiDense(rows),
                sparse @ models::VectorOutput::Sparse(_) => models::VectorStructOutput::Named(HashMap::from([(String::new(), sparse)])),
            }),
            Some(O::Vectors(named)) => {
                named.vectors.convert().map(models::VectorStructOutput::Named).map_err(|error| error.field("vectors"))
            }
            None => Err(ConvertError::empty_oneof("vectors_options")),
        }
    }
}
