//! Points: writing, reading, payloads, vectors.

use qdrant_remote::filter::field;
use qdrant_remote::models::{
    ClearPayloadOperation, DeleteOperation, ExtendedPointId, Filter, Payload, PointIdsList, PointStruct, PointVectors, ReadConsistencyType,
    UpdateOperation, VectorStruct, WriteOrdering,
};
use qdrant_remote::pb;
use qdrant_remote::pb::point_id::PointIdOptions;
use serde_json::json;
use uuid::Uuid;

use super::*;

const QUERY: &str = "ordering=strong&timeout=9&wait=true";

fn uuid() -> Uuid {
    UUID.parse().unwrap()
}

fn ids() -> Vec<ExtendedPointId> {
    vec![1.into(), uuid().into()]
}

pub(super) fn num(id: u64) -> Option<pb::PointId> {
    Some(pb::PointId { point_id_options: Some(PointIdOptions::Num(id)) })
}

fn cities() -> Filter {
    Filter::must(field("city").eq("Oslo"))
}

fn cities_json() -> Value {
    json!({ "must": { "key": "city", "match": { "value": "Oslo" } } })
}

fn text(value: &str) -> pb::Value {
    pb::Value { kind: Some(pb::value::Kind::StringValue(value.into())) }
}

fn dense(data: &[f32]) -> pb::VectorsOutput {
    let vector = pb::vector_output::Vector::Dense(pb::DenseVector { data: data.to_vec() });
    let output = pb::VectorOutput { vector: Some(vector), ..Default::default() };
    pb::VectorsOutput { vectors_options: Some(pb::vectors_output::VectorsOptions::Vector(output)) }
}

/// What every write to points is answered.
fn updated() -> pb::PointsOperationResponse {
    let result = pb::UpdateResult { operation_id: Some(4), status: pb::UpdateStatus::Completed as i32 };
    pb::PointsOperationResponse { result: Some(result), time: TIME, usage: None }
}

fn updated_json() -> Value {
    json!({ "operation_id": 4, "status": "completed" })
}

fn selected_ids(selector: Option<pb::PointsSelector>) -> usize {
    match selector.and_then(|selector| selector.points_selector_one_of) {
        Some(pb::points_selector::PointsSelectorOneOf::Points(list)) => list.ids.len(),
        other => panic!("{other:?}"),
    }
}

fn selects_by_filter(selector: Option<pb::PointsSelector>) -> bool {
    let selector = selector.and_then(|selector| selector.points_selector_one_of);
    matches!(selector, Some(pb::points_selector::PointsSelectorOneOf::Filter(filter)) if filter.must.len() == 1)
}

/// What every write to points says beside its own.
macro_rules! is_write {
    ($message:ident) => {
        assert_eq!(($message.collection_name.as_str(), $message.wait, $message.timeout), (NAME, Some(true), Some(9)));
        assert_eq!($message.ordering.unwrap().r#type(), pb::WriteOrderingType::Strong);
    };
}

/// A write with its query parameters.
macro_rules! write {
    ($request:expr) => {
        $request.wait(true).ordering(WriteOrdering::Strong).timeout(9)
    };
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = writes();
    cases.extend(payloads());
    cases.extend(reads());
    cases
}

fn writes() -> Vec<Case> {
    vec![
        case!(UPSERT_POINTS, |client| write!(client.upsert_points(NAME)).points(vec![
            PointStruct::new(1, vec![0.5, 0.25]).payload(Payload::from([("city", "Oslo")])),
            PointStruct::new(uuid(), vec![1.0, 2.0]),
        ]))
        .query(QUERY)
        .json(json!({ "points": [
            { "id": 1, "vector": [0.5, 0.25], "payload": { "city": "Oslo" } },
            { "id": UUID, "vector": [1.0, 2.0] },
        ] }))
        .result(updated_json())
        .grpc(
            |seen| {
                let message: pb::UpsertPoints = seen.message();
                is_write!(message);
                assert_eq!(message.points[0].id, num(1));
                assert_eq!(message.points[0].payload["city"], text("Oslo"));
                assert_eq!(message.points.len(), 2);
            },
            updated(),
        ),
        case!(DELETE_POINTS, |client| write!(client.delete_points(NAME)).points(ids()))
            .query(QUERY)
            .json(json!({ "points": [1, UUID] }))
            .result(updated_json())
            .grpc(
                |seen| {
                    let message: pb::DeletePoints = seen.message();
                    is_write!(message);
                    assert_eq!(selected_ids(message.points), 2);
                },
                updated(),
            ),
        case!(BATCH_UPDATE, |client| write!(client.batch_update(NAME)).operations([
            UpdateOperation::from(DeleteOperation::new(PointIdsList::new([1]))),
            ClearPayloadOperation::new(PointIdsList::new(ids())).into(),
        ]))
        .query(QUERY)
        .json(json!({ "operations": [{ "delete": { "points": [1] } }, { "clear_payload": { "points": [1, UUID] } }] }))
        .result(json!([{ "operation_id": 4, "status": "completed" }, { "operation_id": 5, "status": "acknowledged" }]))
        .grpc(
            |seen| {
                let message: pb::UpdateBatchPoints = seen.message();
                is_write!(message);
                assert_eq!(message.operations.len(), 2);
            },
            pb::UpdateBatchResponse {
                result: vec![
                    pb::UpdateResult { operation_id: Some(4), status: pb::UpdateStatus::Completed as i32 },
                    pb::UpdateResult { operation_id: Some(5), status: pb::UpdateStatus::Acknowledged as i32 },
                ],
                time: TIME,
                usage: None,
            },
        ),
        case!(UPDATE_VECTORS, |client| write!(client.update_vectors(NAME))
            .points(vec![PointVectors::new(1, VectorStruct::from(vec![0.5]))]))
        .query(QUERY)
        .json(json!({ "points": [{ "id": 1, "vector": [0.5] }] }))
        .result(updated_json())
        .grpc(
            |seen| {
                let message: pb::UpdatePointVectors = seen.message();
                is_write!(message);
                assert_eq!(message.points[0].id, num(1));
            },
            updated(),
        ),
        case!(DELETE_VECTORS, |client| write!(client.delete_vectors(NAME)).points(ids()).vector(vec![VECTOR.to_owned()]))
            .query(QUERY)
            .json(json!({ "points": [1, UUID], "vector": [VECTOR] }))
            .result(updated_json())
            .grpc(
                |seen| {
                    let message: pb::DeletePointVectors = seen.message();
                    is_write!(message);
                    assert_eq!(selected_ids(message.points_selector), 2);
                    assert_eq!(message.vectors.unwrap().names, [VECTOR]);
                },
                updated(),
            ),
    ]
}

fn payloads() -> Vec<Case> {
    vec![
        case!(SET_PAYLOAD, |client| write!(client.set_payload(NAME)).payload(Payload::from([("city", "Rome")])).points(ids()).key("at"))
            .query(QUERY)
            .json(json!({ "payload": { "city": "Rome" }, "points": [1, UUID], "key": "at" }))
            .result(updated_json())
            .grpc(
                |seen| {
                    let message: pb::SetPayloadPoints = seen.message();
                    is_write!(message);
                    assert_eq!((&message.payload["city"], message.key.as_deref()), (&text("Rome"), Some("at")));
                    assert_eq!(selected_ids(message.points_selector), 2);
                },
                updated(),
            ),
        case!(OVERWRITE_PAYLOAD, |client| write!(client.overwrite_payload(NAME))
            .payload(Payload::from([("city", "Rome")]))
            .filter(cities()))
        .query(QUERY)
        .json(json!({ "payload": { "city": "Rome" }, "filter": cities_json() }))
        .result(updated_json())
        .grpc(
            |seen| {
                let message: pb::SetPayloadPoints = seen.message();
                is_write!(message);
                assert_eq!(message.payload["city"], text("Rome"));
                assert!(selects_by_filter(message.points_selector));
            },
            updated(),
        ),
        case!(DELETE_PAYLOAD, |client| write!(client.delete_payload(NAME)).keys(vec![FIELD.to_owned()]).points(ids()))
            .query(QUERY)
            .json(json!({ "keys": [FIELD], "points": [1, UUID] }))
            .result(updated_json())
            .grpc(
                |seen| {
                    let message: pb::DeletePayloadPoints = seen.message();
                    is_write!(message);
                    assert_eq!(message.keys, [FIELD]);
                    assert_eq!(selected_ids(message.points_selector), 2);
                },
                updated(),
            ),
        case!(CLEAR_PAYLOAD, |client| write!(client.clear_payload(NAME)).filter(cities()))
            .query(QUERY)
            .json(json!({ "filter": cities_json() }))
            .result(updated_json())
            .grpc(
                |seen| {
                    let message: pb::ClearPayloadPoints = seen.message();
                    is_write!(message);
                    assert!(selects_by_filter(message.points));
                },
                updated(),
            ),
    ]
}

fn reads() -> Vec<Case> {
    let record = || pb::RetrievedPoint {
        id: num(1),
        payload: [("city".to_owned(), text("Oslo"))].into(),
        vectors: Some(dense(&[0.5, 0.25])),
        ..Default::default()
    };
    let record_json = || json!({ "id": 1, "payload": { "city": "Oslo" }, "vector": [0.5, 0.25] });
    let oslo = record_json();
    vec![
        case!(GET_POINT, |client| client.get_point(NAME, uuid()).consistency(2)).query("consistency=2").result(oslo.clone()),
        case!(GET_POINTS, |client| client
            .get_points(NAME)
            .consistency(ReadConsistencyType::Quorum)
            .timeout(9)
            .ids(ids())
            .with_payload(true)
            .with_vector(true))
        .query("consistency=quorum&timeout=9")
        .json(json!({ "ids": [1, UUID], "with_payload": true, "with_vector": true }))
        .result(json!([oslo]))
        .grpc(
            |seen| {
                let message: pb::GetPoints = seen.message();
                assert_eq!((message.collection_name.as_str(), message.timeout, message.ids.len()), (NAME, Some(9), 2));
                let consistency = message.read_consistency.unwrap().value;
                assert_eq!(consistency, Some(pb::read_consistency::Value::Type(pb::ReadConsistencyType::Quorum as i32)));
            },
            pb::GetResponse { result: vec![record()], time: TIME, usage: None },
        ),
        case!(SCROLL_POINTS, |client| client
            .scroll_points(NAME)
            .consistency(2)
            .timeout(9)
            .offset(uuid())
            .limit(1)
            .filter(cities())
            .with_vector(true))
        .query("consistency=2&timeout=9")
        .json(json!({ "offset": UUID, "limit": 1, "filter": cities_json(), "with_vector": true }))
        .result(json!({ "points": [oslo], "next_page_offset": 2 }))
        .grpc(
            |seen| {
                let message: pb::ScrollPoints = seen.message();
                assert_eq!((message.collection_name.as_str(), message.timeout, message.limit), (NAME, Some(9), Some(1)));
                assert_eq!(message.offset.unwrap().point_id_options, Some(PointIdOptions::Uuid(UUID.into())));
                assert_eq!(message.read_consistency.unwrap().value, Some(pb::read_consistency::Value::Factor(2)));
            },
            pb::ScrollResponse { result: vec![record()], next_page_offset: num(2), time: TIME, usage: None },
        ),
        case!(COUNT_POINTS, |client| client
            .count_points(NAME)
            .consistency(ReadConsistencyType::All)
            .timeout(9)
            .filter(cities())
            .exact(true))
        .query("consistency=all&timeout=9")
        .json(json!({ "filter": cities_json(), "exact": true }))
        .result(json!({ "count": 5 }))
        .grpc(
            |seen| {
                let message: pb::CountPoints = seen.message();
                assert_eq!((message.collection_name.as_str(), message.timeout, message.exact), (NAME, Some(9), Some(true)));
                assert_eq!(message.filter.unwrap().must.len(), 1);
            },
            pb::CountResponse { result: Some(pb::CountResult { count: 5 }), time: TIME, usage: None },
        ),
        case!(FACET, |client| client.facet(NAME).consistency(1).timeout(9).key("city").limit(2).exact(true))
            .query("consistency=1&timeout=9")
            .json(json!({ "key": "city", "limit": 2, "exact": true }))
            .result(json!({ "hits": [{ "value": "Oslo", "count": 5 }, { "value": 7, "count": 1 }] }))
            .grpc(
                |seen| {
                    let message: pb::FacetCounts = seen.message();
                    assert_eq!((message.collection_name.as_str(), message.key.as_str()), (NAME, "city"));
                    assert_eq!((message.limit, message.exact, message.timeout), (Some(2), Some(true), Some(9)));
                },
                pb::FacetResponse {
                    hits: [(pb::facet_value::Variant::StringValue("Oslo".into()), 5), (pb::facet_value::Variant::IntegerValue(7), 1)]
                        .map(|(variant, count)| pb::FacetHit { value: Some(pb::FacetValue { variant: Some(variant) }), count })
                        .into(),
                    time: TIME,
                    usage: None,
                },
            ),
    ]
}
