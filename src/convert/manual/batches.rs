//! Batches: columns over REST, points over gRPC.

use std::collections::HashMap;

use crate::convert::ConvertError;
use crate::models;

/// A batch is columns; gRPC has points only. Every column must be as long as that of the ids.
pub(crate) fn points_list(operations: models::PointInsertOperations) -> Result<models::PointsList, ConvertError> {
    use models::BatchVectorStruct as B;
    let batch = match operations {
        models::PointInsertOperations::List(list) => return Ok(list),
        models::PointInsertOperations::Batch(batch) => batch,
    };
    let models::PointsBatch { batch: models::Batch { ids, vectors, payloads }, shard_key, update_filter, update_mode } = batch;
    let count = ids.len();
    let same = |length: usize, column: &'static str| {
        let differs = ConvertError::out_of_range(format_args!("a column of {length}"), "the number of ids");
        if length == count { Ok(()) } else { Err(differs.field(column).field("batch")) }
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
    let points = points.map(|((id, vector), payload)| models::PointStruct { id, vector, payload }).collect();
    Ok(models::PointsList { points, shard_key, update_filter, update_mode })
}
