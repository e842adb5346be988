//! Vectors are moved through a conversion: the numbers stay where they are in memory.

use qdrant_remote::convert::Convert;
use qdrant_remote::{Response, models, pb, requests};

const DIMENSION: usize = 768;

fn numbers() -> Vec<f32> {
    vec![0.5; DIMENSION]
}

#[test]
fn of_an_upsert() {
    let points: Vec<models::PointStruct> = (0..100).map(|id| models::PointStruct::new(id, numbers())).collect();
    let places: Vec<*const f32> = points
        .iter()
        .map(|point| match &point.vector {
            models::VectorStruct::Dense(numbers) => numbers.as_ptr(),
            other => panic!("{other:?}"),
        })
        .collect();
    let body = models::PointInsertOperations::List(models::PointsList::new(points));
    let message: pb::UpsertPoints = requests::UpsertPoints::new("c".to_owned(), body).convert().unwrap();
    let moved: Vec<*const f32> = message
        .points
        .iter()
        .map(|point| match point.vectors.as_ref().and_then(|vectors| vectors.vectors_options.as_ref()) {
            Some(pb::vectors::VectorsOptions::Vector(pb::Vector { vector: Some(pb::vector::Vector::Dense(dense)), .. })) => {
                dense.data.as_ptr()
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(places, moved);
}

#[test]
fn of_a_reply() {
    let point = |id| pb::ScoredPoint {
        id: Some(pb::PointId { point_id_options: Some(pb::point_id::PointIdOptions::Num(id)) }),
        vectors: Some(pb::VectorsOutput {
            vectors_options: Some(pb::vectors_output::VectorsOptions::Vector(pb::VectorOutput {
                vector: Some(pb::vector_output::Vector::Dense(pb::DenseVector { data: numbers() })),
                ..Default::default()
            })),
        }),
        ..Default::default()
    };
    let message = pb::QueryResponse { result: (0..1_000).map(point).collect(), ..Default::default() };
    let place = |point: &pb::ScoredPoint| match point.vectors.as_ref().and_then(|vectors| vectors.vectors_options.as_ref()) {
        Some(pb::vectors_output::VectorsOptions::Vector(pb::VectorOutput {
            vector: Some(pb::vector_output::Vector::Dense(dense)),
            ..
        })) => dense.data.as_ptr(),
        other => panic!("{other:?}"),
    };
    let places: Vec<*const f32> = message.result.iter().map(place).collect();
    let response: Response<models::QueryResponse> = message.convert().unwrap();
    let moved: Vec<*const f32> = response
        .points
        .iter()
        .map(|point| match &point.vector {
            Some(models::VectorStructOutput::Dense(numbers)) => numbers.as_ptr(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(places, moved);
}
