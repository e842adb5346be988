//! Vectors of points: one layer of forms over REST, two over gRPC.

use std::collections::HashMap;

use crate::convert::{Convert, ConvertError, at};
use crate::known::{Known, newer};
use crate::{models, pb};

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
            Self::Named(named) => O::Vectors(pb::NamedVectors { vectors: named.convert()?, ..Default::default() }),
            _ => return Err(newer()),
        };
        Ok(pb::Vectors { vectors_options: Some(options), ..Default::default() })
    }
}

impl Convert<models::VectorStruct> for pb::Vectors {
    fn convert(self) -> Result<models::VectorStruct, ConvertError> {
        use pb::vectors::VectorsOptions as O;
        match self.known()?.vectors_options {
            Some(O::Vector(vector)) => Ok(match at(vector.convert(), "vector")? {
                models::Vector::Dense(data) => models::VectorStruct::Dense(data),
                models::Vector::MultiDense(rows) => models::VectorStruct::MultiDense(rows),
                models::Vector::Document(document) => models::VectorStruct::Document(document),
                models::Vector::Image(image) => models::VectorStruct::Image(image),
                models::Vector::InferenceObject(object) => models::VectorStruct::InferenceObject(object),
                // REST knows sparse vectors by name only; the unnamed one's name is empty.
                sparse @ models::Vector::Sparse(_) => models::VectorStruct::Named(HashMap::from([(String::new(), sparse)])),
                _ => return Err(newer().field("vector")),
            }),
            Some(O::Vectors(named)) => {
                at(named.known().and_then(|named| named.vectors.convert()), "vectors").map(models::VectorStruct::Named)
            }
            Some(_) => Err(newer()),
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
            Self::Named(named) => O::Vectors(pb::NamedVectorsOutput { vectors: named.convert()?, ..Default::default() }),
            _ => return Err(newer()),
        };
        Ok(pb::VectorsOutput { vectors_options: Some(options), ..Default::default() })
    }
}

impl Convert<models::VectorStructOutput> for pb::VectorsOutput {
    fn convert(self) -> Result<models::VectorStructOutput, ConvertError> {
        use pb::vectors_output::VectorsOptions as O;
        match self.known()?.vectors_options {
            Some(O::Vector(vector)) => Ok(match at(vector.convert(), "vector")? {
                models::VectorOutput::Dense(data) => models::VectorStructOutput::Dense(data),
                models::VectorOutput::MultiDense(rows) => models::VectorStructOutput::MultiDense(rows),
                sparse @ models::VectorOutput::Sparse(_) => models::VectorStructOutput::Named(HashMap::from([(String::new(), sparse)])),
                _ => return Err(newer().field("vector")),
            }),
            Some(O::Vectors(named)) => {
                at(named.known().and_then(|named| named.vectors.convert()), "vectors").map(models::VectorStructOutput::Named)
            }
            Some(_) => Err(newer()),
            None => Err(ConvertError::empty_oneof("vectors_options")),
        }
    }
}
