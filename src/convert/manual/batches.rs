//! Batches: columns over REST, points over gRPC.

use std::collections::HashMap;

use crate::convert::ConvertError;
use crate::known::{Known, newer};
use crate::models;

/// Columns as points. Every column must be as long as that of the ids.
pub(crate) fn points(batch: models::Batch) -> Result<Vec<models::PointStruct>, ConvertError> {
    use models::BatchVectorStruct as B;
    let models::Batch { ids, vectors, payloads, .. } = batch.known()?;
    let count = ids.len();
    let same = |length: usize, column: &'static str| {
        let differs = ConvertError::out_of_range(format_args!("a column of {length}"), "the number of ids");
        if length == count { Ok(()) } else { Err(differs.field(column)) }
    };
    let rows: Vec<models::VectorStruct> = match vectors {
        B::Dense(rows) => rows.into_iter().map(models::VectorStruct::Dense).collect(),
        B::MultiDense(rows) => rows.into_iter().map(models::VectorStruct::MultiDense).collect(),
        B::Documents(rows) => rows.into_iter().map(models::VectorStruct::Document).collect(),
        B::Images(rows) => rows.into_iter().map(models::VectorStruct::Image).collect(),
        B::InferenceObjects(rows) => rows.into_iter().map(models::VectorStruct::InferenceObject).collect(),
        B::Named(columns) => {
            let mut rows = vec![HashMap::with_capacity(columns.len()); count];
            for (name, column) in columns {
                same(column.len(), "vectors")?;
                for (row, vector) in rows.iter_mut().zip(column) {
                    row.insert(name.clone(), vector);
                }
            }
            rows.into_iter().map(models::VectorStruct::Named).collect()
        }
        _ => return Err(newer().field("vectors")),
    };
    same(rows.len(), "vectors")?;
    let payloads = match payloads {
        Some(payloads) => {
            same(payloads.len(), "payloads")?;
            payloads
        }
        None => vec![None; count],
    };
    let points = ids.into_iter().zip(rows).zip(payloads);
    Ok(points
        .map(|((id, vector), payload)| {
            let point = models::PointStruct::new(id, vector);
            match payload {
                Some(payload) => point.payload(payload),
                None => point,
            }
        })
        .collect())
}
