//! Vectors: the forms in which a point has them.

use crate::models::{Record, ScoredPoint, SparseVector, Vector, VectorOutput, VectorStruct, VectorStructOutput};

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

impl Record {
    /// The point's unnamed vector, if it came with one that is a list of numbers.
    pub fn dense(&self) -> Option<&[f32]> {
        self.vector.as_ref()?.dense()
    }

    /// The point's vector of this name, if it came with it.
    pub fn named_vector(&self, name: &str) -> Option<&VectorOutput> {
        self.vector.as_ref()?.named(name)
    }
}

impl ScoredPoint {
    /// The point's unnamed vector, if it came with one that is a list of numbers.
    pub fn dense(&self) -> Option<&[f32]> {
        self.vector.as_ref()?.dense()
    }

    /// The point's vector of this name, if it came with it.
    pub fn named_vector(&self, name: &str) -> Option<&VectorOutput> {
        self.vector.as_ref()?.named(name)
    }
}

/// What was read can be written.
impl From<VectorStructOutput> for VectorStruct {
    fn from(vectors: VectorStructOutput) -> Self {
        match vectors {
            VectorStructOutput::Dense(vector) => Self::Dense(vector),
            VectorStructOutput::MultiDense(rows) => Self::MultiDense(rows),
            VectorStructOutput::Named(named) => Self::Named(named.into_iter().map(|(name, vector)| (name, vector.into())).collect()),
        }
    }
}

impl From<VectorOutput> for Vector {
    fn from(vector: VectorOutput) -> Self {
        match vector {
            VectorOutput::Dense(vector) => Self::Dense(vector),
            VectorOutput::Sparse(vector) => Self::Sparse(vector),
            VectorOutput::MultiDense(rows) => Self::MultiDense(rows),
        }
    }
}

impl SparseVector {
    /// Each index with its value.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, f32)> {
        self.indices.iter().copied().zip(self.values.iter().copied())
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
        assert_eq!(record.dense(), None);
        assert_eq!(record.named_vector("a").and_then(VectorOutput::dense), Some([1.0, 2.0].as_slice()));
        let sparse = record.named_vector("b").and_then(VectorOutput::sparse).map(|sparse| sparse.pairs().collect::<Vec<_>>());
        assert_eq!(sparse, Some(vec![(7, 0.5)]));
        assert_eq!(record.named_vector("c").and_then(VectorOutput::multi_dense).map(<[_]>::len), Some(2));
        assert_eq!(record.named_vector("d"), None);
        let point: ScoredPoint = serde_json::from_str(r#"{"id":1,"version":0,"score":1,"vector":[0.5]}"#)?;
        assert_eq!(point.dense(), Some([0.5].as_slice()));
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
}
