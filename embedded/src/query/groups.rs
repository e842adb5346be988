//! Queries whose results are grouped by a payload field.

use qdrant_edge::{JsonPath, Payload, QueryRequest, ScoredPoint, WithPayloadInterface, WithVector};
use qdrant_remote::models;
use serde_json::Value;

use super::request;
use crate::convert::{self, path, point, same_or};
use crate::engine::{self, Collection, Engine, Fault, Outcome};

const GROUPS: u64 = 10;
const GROUP_SIZE: u64 = 3;
/// By how much more is asked for when the groups are not full yet.
const WIDER: usize = 8;

/// The best groups, each with its best points.
pub(crate) fn groups(engine: &Engine, collection: &Collection, body: models::QueryGroupsRequest) -> Outcome<models::GroupsResult> {
    let group_by = path(&body.group_by)?;
    let groups = convert::limit(body.limit, GROUPS, "internal.limit")?;
    let size = convert::limit(body.group_size, GROUP_SIZE, "internal.group_size")?;
    let with_payload = same_or(body.with_payload, WithPayloadInterface::Bool(false))?;
    let with_vector = same_or(body.with_vector, WithVector::Bool(false))?;
    let lookup = body.with_lookup.map(Lookup::new).transpose()?;
    let mut single = models::QueryRequest::new();
    single.shard_key = body.shard_key;
    single.prefetch = body.prefetch;
    single.query = body.query;
    single.using = body.using;
    single.filter = body.filter;
    single.params = body.params;
    single.score_threshold = body.score_threshold;
    single.lookup_from = body.lookup_from;
    let mut request = request(engine, collection, single)?;
    request.with_payload = WithPayloadInterface::Fields(vec![group_by.clone()]);
    request.limit = groups.saturating_mul(size);
    let found = fill(collection, &request, &group_by, groups, size)?;
    let full = read(collection, &found, with_payload, with_vector)?;
    let groups = found.into_iter().map(|(id, hits)| {
        let lookup = lookup.as_ref().map(|lookup| lookup.record(engine, &id)).transpose()?.flatten();
        let hits = hits.iter().filter_map(|hit| full.get(&hit.id).map(|full| complete(hit, full))).collect::<Vec<_>>();
        let mut group = models::PointGroup::new(hits, id);
        group.lookup = lookup;
        Ok(group)
    });
    Ok(models::GroupsResult::new(groups.collect::<Outcome<Vec<_>>>()?))
}

type Groups = Vec<(models::GroupId, Vec<ScoredPoint>)>;

/// Asks for more and more points until the groups are full or there are no more.
fn fill(collection: &Collection, request: &QueryRequest, group_by: &JsonPath, groups: usize, size: usize) -> Outcome<Groups> {
    let mut request = request.clone();
    loop {
        let points = collection.shard.read(|shard| engine::query(shard, request.clone()))?;
        let exhausted = points.len() < request.limit;
        let found = collect(points, group_by, groups, size);
        let full = found.len() == groups && found.iter().all(|(_, hits)| hits.len() == size);
        if exhausted || full {
            return Ok(found);
        }
        request.limit = request.limit.saturating_mul(WIDER);
    }
}

/// Sorts points into groups; both come in the order of their scores.
fn collect(points: Vec<ScoredPoint>, group_by: &JsonPath, groups: usize, size: usize) -> Groups {
    let mut found: Groups = Vec::new();
    for mut hit in points {
        let Some(Payload(payload)) = hit.payload.take() else { continue };
        let values = group_by.value_get(&payload).into_iter().flat_map(|value| match value {
            Value::Array(items) => items.iter().collect(),
            value => vec![value],
        });
        for id in values.filter_map(group_id) {
            match found.iter().position(|(known, _)| *known == id) {
                Some(place) => {
                    let hits = &mut found[place].1;
                    // A value that stands twice in one payload counts once.
                    if hits.len() < size && hits.last().is_none_or(|last| last.id != hit.id) {
                        hits.push(hit.clone());
                    }
                }
                None if found.len() < groups => found.push((id, vec![hit.clone()])),
                None => {}
            }
        }
    }
    found
}

fn group_id(value: &Value) -> Option<models::GroupId> {
    match value {
        Value::String(text) => Some(models::GroupId::String(text.clone())),
        Value::Number(number) => number.as_u64().map(models::GroupId::Integer).or_else(|| number.as_i64().map(models::GroupId::Negative)),
        _ => None,
    }
}

type Full = std::collections::HashMap<qdrant_edge::PointId, models::Record>;

/// Reads what is wanted of all hits.
fn read(collection: &Collection, groups: &Groups, with_payload: WithPayloadInterface, with_vector: WithVector) -> Outcome<Full> {
    let mut ids: Vec<_> = groups.iter().flat_map(|(_, hits)| hits).map(|hit| hit.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let records = collection.shard.read(|shard| Ok(shard.retrieve(&ids, Some(with_payload), Some(with_vector))?))?;
    Ok(records.into_iter().map(|record| (record.id, point::record(record))).collect())
}

fn complete(hit: &ScoredPoint, full: &models::Record) -> models::ScoredPoint {
    let mut out = point::scored(hit.clone());
    out.payload = full.payload.clone();
    out.vector = full.vector.clone();
    out
}

/// Where the record that belongs to a group is found.
struct Lookup {
    collection: String,
    with_payload: WithPayloadInterface,
    with_vector: WithVector,
}

impl Lookup {
    fn new(given: models::WithLookupInterface) -> Outcome<Self> {
        let lookup = match given {
            models::WithLookupInterface::String(collection) => models::WithLookup::new(collection),
            models::WithLookupInterface::WithLookup(lookup) => lookup,
            _ => return Err(Fault::format("an unknown form of `with_lookup`")),
        };
        Ok(Lookup {
            collection: lookup.collection,
            with_payload: same_or(lookup.with_payload, WithPayloadInterface::Bool(true))?,
            with_vector: same_or(lookup.with_vectors, WithVector::Bool(false))?,
        })
    }

    /// The record whose id is the group's.
    fn record(&self, engine: &Engine, group: &models::GroupId) -> Outcome<Option<models::Record>> {
        let collection =
            engine.find(&self.collection).ok_or_else(|| Fault::not_found(format_args!("Collection {} not found", self.collection)))?;
        let id = match group {
            models::GroupId::Integer(number) => qdrant_edge::PointId::NumId(*number),
            models::GroupId::String(text) => match uuid::Uuid::parse_str(text) {
                Ok(uuid) => qdrant_edge::PointId::Uuid(uuid),
                Err(_) => return Ok(None),
            },
            _ => return Ok(None),
        };
        let wanted = (Some(self.with_payload.clone()), Some(self.with_vector.clone()));
        let found = collection.shard.read(|shard| Ok(shard.retrieve(&[id], wanted.0, wanted.1)?))?;
        Ok(found.into_iter().next().map(point::record))
    }
}
