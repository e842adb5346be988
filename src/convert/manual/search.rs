//! Vectors of search, recommend and discover, which releases until 1.18 have: a vector with its name, or an example that
//! is a point or a vector, over REST; flat fields over gRPC.

use crate::convert::{Convert, ConvertError, at};
use crate::known::{Known, newer};
use crate::models::{self, NamedVectorStruct, RecommendExample};
use crate::pb;

/// A vector as its numbers, its name, and the indices of a sparse one.
pub(crate) fn vector_to_grpc(vector: NamedVectorStruct) -> Result<(Vec<f32>, Option<String>, Option<pb::SparseIndices>), ConvertError> {
    Ok(match vector {
        NamedVectorStruct::Dense(data) => (data, None, None),
        NamedVectorStruct::Named(vector) => {
            let models::NamedVector { name, vector, .. } = vector.known()?;
            (vector, Some(name), None)
        }
        NamedVectorStruct::Sparse(vector) => {
            let models::NamedSparseVector { name, vector, .. } = vector.known()?;
            let models::SparseVector { indices, values, .. } = vector.known()?;
            (values, Some(name), Some(pb::SparseIndices { data: indices, ..Default::default() }))
        }
        _ => return Err(newer()),
    })
}

/// Without a name a dense vector is the unnamed one; a sparse one has a name always, and the unnamed one's is empty.
pub(crate) fn vector_to_rest(
    data: Vec<f32>,
    name: Option<String>,
    indices: Option<pb::SparseIndices>,
) -> Result<NamedVectorStruct, ConvertError> {
    Ok(match (indices, name) {
        (Some(indices), name) => {
            let vector = models::SparseVector::new(at(indices.known(), "sparse_indices")?.data, data);
            NamedVectorStruct::Sparse(models::NamedSparseVector::new(name.unwrap_or_default(), vector))
        }
        (None, Some(name)) => NamedVectorStruct::Named(models::NamedVector::new(name, data)),
        (None, None) => NamedVectorStruct::Dense(data),
    })
}

/// Examples as the ids and the vectors among them.
pub(crate) fn examples_to_grpc(examples: Option<Vec<RecommendExample>>) -> Result<(Vec<pb::PointId>, Vec<pb::Vector>), ConvertError> {
    let (mut ids, mut vectors) = (Vec::new(), Vec::new());
    for example in examples.into_iter().flatten() {
        match example.convert()?.example {
            Some(pb::vector_example::Example::Id(id)) => ids.push(id),
            Some(pb::vector_example::Example::Vector(vector)) => vectors.push(vector),
            _ => return Err(newer()),
        }
    }
    Ok((ids, vectors))
}

/// The ids come first.
pub(crate) fn examples_to_rest(ids: Vec<pb::PointId>, vectors: Vec<pb::Vector>) -> Result<Option<Vec<RecommendExample>>, ConvertError> {
    use pb::vector_example::Example;
    if ids.is_empty() && vectors.is_empty() {
        return Ok(None);
    }
    let examples = ids.into_iter().map(Example::Id).chain(vectors.into_iter().map(Example::Vector));
    examples.map(|example| pb::VectorExample { example: Some(example), ..Default::default() }.convert()).collect::<Result<_, _>>().map(Some)
}

impl Convert<pb::VectorExample> for RecommendExample {
    fn convert(self) -> Result<pb::VectorExample, ConvertError> {
        use pb::vector_example::Example;
        let example = match self {
            Self::Id(id) => Example::Id(id.convert()?),
            Self::Dense(data) => Example::Vector(models::Vector::Dense(data).convert()?),
            Self::Sparse(vector) => Example::Vector(models::Vector::Sparse(vector).convert()?),
            _ => return Err(newer()),
        };
        Ok(pb::VectorExample { example: Some(example), ..Default::default() })
    }
}

impl Convert<RecommendExample> for pb::VectorExample {
    fn convert(self) -> Result<RecommendExample, ConvertError> {
        use pb::vector_example::Example;
        match self.known()?.example {
            Some(Example::Id(id)) => Ok(RecommendExample::Id(at(id.convert(), "id")?)),
            Some(Example::Vector(vector)) => match at(vector.convert(), "vector")? {
                models::Vector::Dense(data) => Ok(RecommendExample::Dense(data)),
                models::Vector::Sparse(vector) => Ok(RecommendExample::Sparse(vector)),
                _ => Err(ConvertError::not_expressible("an example of this form of vector").field("vector")),
            },
            Some(_) => Err(newer()),
            None => Err(ConvertError::empty_oneof("example")),
        }
    }
}
