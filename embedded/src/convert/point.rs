//! Points: ids in, records and hits out.

use qdrant_edge::{OrderValue, PointId, Record, ScoredPoint};
use qdrant_remote::models;

use super::vector;
use crate::engine::{Fault, Outcome};

pub(crate) fn id(id: models::ExtendedPointId) -> Outcome<PointId> {
    match id {
        models::ExtendedPointId::Integer(number) => Ok(PointId::NumId(number)),
        models::ExtendedPointId::Uuid(uuid) => Ok(PointId::Uuid(uuid)),
        _ => Err(Fault::format("a point id of an unknown kind")),
    }
}

pub(crate) fn ids(ids: Vec<models::ExtendedPointId>) -> Outcome<Vec<PointId>> {
    ids.into_iter().map(id).collect()
}

pub(crate) fn id_out(id: PointId) -> models::ExtendedPointId {
    match id {
        PointId::NumId(number) => models::ExtendedPointId::Integer(number),
        PointId::Uuid(uuid) => models::ExtendedPointId::Uuid(uuid),
    }
}

pub(crate) fn record(record: Record) -> models::Record {
    let mut out = models::Record::new(id_out(record.id));
    out.payload = record.payload.map(|payload| models::Payload(payload.0));
    out.vector = record.vector.map(vector::out);
    out.order_value = record.order_value.map(order_value);
    out
}

pub(crate) fn records(found: Vec<Record>) -> Vec<models::Record> {
    found.into_iter().map(record).collect()
}

pub(crate) fn scored(point: ScoredPoint) -> models::ScoredPoint {
    let mut out = models::ScoredPoint::new(id_out(point.id), point.version, point.score);
    out.payload = point.payload.map(|payload| models::Payload(payload.0));
    out.vector = point.vector.map(vector::out);
    out.order_value = point.order_value.map(order_value);
    out
}

fn order_value(value: OrderValue) -> models::OrderValue {
    match value {
        OrderValue::Int(number) => models::OrderValue::Integer(number),
        OrderValue::Float(number) => models::OrderValue::Float(number),
    }
}
