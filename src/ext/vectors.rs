//! Vectors: the forms in which a point has them.

use crate::convert::ConvertError;
use crate::known::newer;
use crate::models::{
    QueryInterface, Record, ScoredPoint, SparseVector, Vector, VectorInput, VectorOutput, VectorStruct, VectorStructOutput,
};

impl VectorStructOutput {
    /// The unnamed vector, if it is a list of numbers.
    pub fn dense(&self) -> Option<&[f32]> {
        match self {
            Self::Dense(vector) => Some(vector),
            _ => None,
        }
    }

    /// The unnamed vector, if it is a list of vectors.
    pub fn multi_dense(&self) -> Option<&[Vec<f32>]> {
        match self {
            Self::MultiDense(vectors) => Some(vectors),
            _ => None,
        }
    }

    /// The vector of this name.
    pub fn named(&self, name: &str) -> Option<&VectorOutput> {
        match self {
            Self::Named(vectors) => vectors.get(name),
            _ => None,
        }
    }
}

impl VectorOutput {
    /// The vector, if it is a list of numbers.
    pub fn dense(&self) -> Option<&[f32]> {
        match self {
            Self::Dense(vector) => Some(vector),
            _ => None,
        }
    }

    /// The vector, if it is sparse.
    pub fn sparse(&self) -> Option<&SparseVector> {
        match self {
            Self::Sparse(vector) => Some(vector),
            _ => None,
        }
    }

    /// The vector, if it is a list of vectors.
    pub fn multi_dense(&self) -> Option<&[Vec<f32>]> {
        match self {
            Self::MultiDense(vectors) => Some(vectors),
            _ => None,
        }
    }
}

macro_rules! vectors_of {
    ($($model:ident),*) => {$(
        /// The vectors that came with the point; none without `with_vector(true)`.
        impl $model {
            /// The unnamed vector, if it is a list of numbers.
            pub fn dense_vector(&self) -> Option<&[f32]> {
                self.vector.as_ref()?.dense()
            }

            /// The unnamed vector, if it is a list of vectors.
            pub fn multi_vector(&self) -> Option<&[Vec<f32>]> {
                self.vector.as_ref()?.multi_dense()
            }

            /// The vector of this name, whatever its form.
            pub fn named_vector(&self, name: &str) -> Option<&VectorOutput> {
                self.vector.as_ref()?.named(name)
            }

            /// The vector of this name, if it is sparse.
            pub fn sparse_vector(&self, name: &str) -> Option<&SparseVector> {
                self.named_vector(name)?.sparse()
            }
        }
    )*};
}

vectors_of!(Record, ScoredPoint);

/// What was read can be written.
///
/// # Errors
/// When a newer server gave what has no form for writing.
impl TryFrom<VectorStructOutput> for VectorStruct {
    type Error = ConvertError;

    fn try_from(vectors: VectorStructOutput) -> Result<Self, ConvertError> {
        Ok(match vectors {
            VectorStructOutput::Dense(vector) => Self::Dense(vector),
            VectorStructOutput::MultiDense(rows) => Self::MultiDense(rows),
            VectorStructOutput::Named(named) => {
                let written = named.into_iter().map(|(name, vector)| match vector.try_into() {
                    Ok(vector) => Ok((name, vector)),
                    Err(error) => Err(ConvertError::key(error, name)),
                });
                Self::Named(written.collect::<Result<_, _>>()?)
            }
            #[allow(unreachable_patterns, reason = "releases to come may add variants")]
            _ => return Err(newer()),
        })
    }
}

/// What was read can be written.
///
/// # Errors
/// When a newer server gave what has no form for writing.
impl TryFrom<VectorOutput> for Vector {
    type Error = ConvertError;

    fn try_from(vector: VectorOutput) -> Result<Self, ConvertError> {
        Ok(match vector {
            VectorOutput::Dense(vector) => Self::Dense(vector),
            VectorOutput::Sparse(vector) => Self::Sparse(vector),
            VectorOutput::MultiDense(rows) => Self::MultiDense(rows),
            #[allow(unreachable_patterns, reason = "releases to come may add variants")]
            _ => return Err(newer()),
        })
    }
}

impl SparseVector {
    /// Each index with its value.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, f32)> {
        self.indices.iter().copied().zip(self.values.iter().copied())
    }
}

/// Makes a dense or multi vector of what is borrowed, and of arrays of arrays.
macro_rules! from_borrowed {
    ($($model:ident),*) => {$(
        impl From<&Vec<f32>> for $model {
            fn from(vector: &Vec<f32>) -> Self {
                vector.as_slice().into()
            }
        }

        impl<const N: usize> From<&[f32; N]> for $model {
            fn from(vector: &[f32; N]) -> Self {
                vector.as_slice().into()
            }
        }

        impl<const N: usize> From<&[[f32; N]]> for $model {
            fn from(rows: &[[f32; N]]) -> Self {
                rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>().into()
            }
        }

        impl<const N: usize> From<Vec<[f32; N]>> for $model {
            fn from(rows: Vec<[f32; N]>) -> Self {
                rows.as_slice().into()
            }
        }

        impl<const N: usize, const M: usize> From<[[f32; N]; M]> for $model {
            fn from(rows: [[f32; N]; M]) -> Self {
                rows.as_slice().into()
            }
        }
    )*};
}

from_borrowed!(QueryInterface, Vector, VectorInput, VectorStruct);

/// Makes a sparse vector of index and value pairs.
macro_rules! from_pairs {
    ($($model:ident),*) => {$(
        impl<const N: usize> From<[(u32, f32); N]> for $model {
            fn from(pairs: [(u32, f32); N]) -> Self {
                SparseVector::from_iter(pairs).into()
            }
        }

        impl From<Vec<(u32, f32)>> for $model {
            fn from(pairs: Vec<(u32, f32)>) -> Self {
                SparseVector::from_iter(pairs).into()
            }
        }
    )*};
}

from_pairs!(SparseVector, QueryInterface, Vector, VectorInput);

/// Vectors by name.
impl<K: Into<String>, V: Into<Vector>> From<Vec<(K, V)>> for VectorStruct {
    fn from(vectors: Vec<(K, V)>) -> Self {
        Self::Named(vectors.into_iter().map(|(name, vector)| (name.into(), vector.into())).collect())
    }
}

impl FromIterator<(u32, f32)> for SparseVector {
    fn from_iter<I: IntoIterator<Item = (u32, f32)>>(pairs: I) -> Self {
        let (indices, values): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        Self::new(indices, values)
    }
}

#[cfg(test)]
mod tests {
    use crate::models::PointStruct;

    use super::*;

    #[test]
    fn vectors_of_a_record() -> Result<(), serde_json::Error> {
        let record: Record = serde_json::from_str(r#"{"id":1,"vector":{"a":[1,2],"b":{"indices":[7],"values":[0.5]},"c":[[1],[2]]}}"#)?;
        assert_eq!(record.dense_vector(), None);
        assert_eq!(record.named_vector("a").and_then(VectorOutput::dense), Some([1.0, 2.0].as_slice()));
        let sparse = record.sparse_vector("b").map(|sparse| sparse.pairs().collect::<Vec<_>>());
        assert_eq!(sparse, Some(vec![(7, 0.5)]));
        assert_eq!(record.named_vector("c").and_then(VectorOutput::multi_dense).map(<[_]>::len), Some(2));
        assert_eq!((record.named_vector("d"), record.sparse_vector("a"), record.multi_vector()), (None, None, None));
        let rows: Record = serde_json::from_str(r#"{"id":1,"vector":[[1],[2]]}"#)?;
        assert_eq!(rows.multi_vector(), Some([vec![1.0], vec![2.0]].as_slice()));
        let point: ScoredPoint = serde_json::from_str(r#"{"id":1,"version":0,"score":1,"vector":[0.5]}"#)?;
        assert_eq!(point.dense_vector(), Some([0.5].as_slice()));
        Ok(())
    }

    #[test]
    fn what_was_read_can_be_written() -> Result<(), Box<dyn std::error::Error>> {
        for json in ["[0.5,1.0]", "[[0.5],[1.0]]", r#"{"a":{"indices":[7],"values":[0.5]}}"#, r#"{"a":[0.5]}"#, r#"{"a":[[0.5],[1.0]]}"#] {
            let read: VectorStructOutput = serde_json::from_str(json)?;
            assert_eq!(serde_json::to_string(&VectorStruct::try_from(read)?)?, json);
        }
        Ok(())
    }

    #[test]
    fn points_from_plain_values() {
        assert_eq!(PointStruct::new(1, [0.5, 1.0]).vector, VectorStruct::Dense(vec![0.5, 1.0]));
        assert_eq!(PointStruct::new(1, vec![vec![0.5]]).vector, VectorStruct::MultiDense(vec![vec![0.5]]));
        let sparse: SparseVector = [(3, 0.5)].into_iter().collect();
        let VectorStruct::Named(named) = PointStruct::new(1, [("text", sparse.clone())]).vector else { unreachable!("a map was given") };
        assert_eq!(named.get("text"), Some(&Vector::Sparse(sparse)));
    }
    #[test]
    fn every_form_of_a_vector() {
        let dense = vec![0.5, 1.0];
        let expected = Vector::Dense(dense.clone());
        for vector in [Vector::from([0.5, 1.0]), Vector::from(&[0.5, 1.0]), Vector::from(&dense), Vector::from(&dense[..]), dense.into()] {
            assert_eq!(vector, expected);
        }
        let rows = vec![vec![0.5, 1.0], vec![0.0, 2.0]];
        let expected = VectorInput::MultiDense(rows.clone());
        let arrays = [[0.5, 1.0], [0.0, 2.0]];
        for vector in [VectorInput::from(rows), arrays.into(), arrays.to_vec().into(), VectorInput::from(&arrays[..])] {
            assert_eq!(vector, expected);
        }
        let expected = Vector::Sparse(SparseVector::new([3, 5], [0.5, 1.5]));
        assert_eq!(Vector::from([(3, 0.5), (5, 1.5)]), expected);
        assert_eq!(Vector::from(vec![(3, 0.5), (5, 1.5)]), expected);
    }

    #[test]
    fn points_with_named_vectors() {
        let named = |vectors: VectorStruct| match vectors {
            VectorStruct::Named(named) => named,
            other => unreachable!("{other:?} is not named"),
        };
        let mixed = named(PointStruct::new(1, [("dense", Vector::from([0.5])), ("sparse", [(3, 0.5)].into())]).vector);
        assert_eq!(mixed["dense"], Vector::Dense(vec![0.5]));
        assert_eq!(mixed["sparse"], Vector::Sparse(SparseVector::new([3], [0.5])));
        let same = named(PointStruct::new(1, vec![("a".to_owned(), [0.5]), ("b".to_owned(), [1.0])]).vector);
        assert_eq!(same.len(), 2);
    }
}
