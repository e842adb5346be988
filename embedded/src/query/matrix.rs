//! How near the points of a sample are to each other.

use std::collections::HashMap;

use qdrant_edge::{
    Condition, Filter, HasVectorCondition, NamedQuery, PointId, QueryEnum, QueryRequest, Sample, ScoringQuery, WithPayloadInterface,
    WithVector,
};
use qdrant_remote::models;

use crate::convert::{self, keys, point, vector};
use crate::engine::{self, Collection, Fault, Outcome, kind};

const SAMPLE: u64 = 10;
const NEIGHBOURS: u64 = 3;

/// A sample in the order of ids, and for each of its points the nearest others of it.
struct Matrix {
    ids: Vec<PointId>,
    rows: Vec<Vec<(PointId, f32)>>,
}

pub(crate) fn pairs(collection: &Collection, body: models::SearchMatrixRequest) -> Outcome<models::SearchMatrixPairsResponse> {
    let Matrix { ids, rows } = matrix(collection, body)?;
    let pairs = ids.iter().zip(rows).flat_map(|(&a, row)| {
        row.into_iter().map(move |(b, score)| models::SearchMatrixPair::new(point::id_out(a), point::id_out(b), score))
    });
    Ok(models::SearchMatrixPairsResponse::new(pairs.collect::<Vec<_>>()))
}

pub(crate) fn offsets(collection: &Collection, body: models::SearchMatrixRequest) -> Outcome<models::SearchMatrixOffsetsResponse> {
    let Matrix { ids, rows } = matrix(collection, body)?;
    let places: HashMap<PointId, u64> = ids.iter().copied().zip(0..).collect();
    let (mut from, mut to, mut scores) = (Vec::new(), Vec::new(), Vec::new());
    for (place, row) in (0..).zip(rows) {
        for (id, score) in row {
            if let Some(other) = places.get(&id) {
                from.push(place);
                to.push(*other);
                scores.push(score);
            }
        }
    }
    let ids: Vec<_> = ids.into_iter().map(point::id_out).collect();
    // The constructor takes its arguments in the order of the answer's fields.
    Ok(models::SearchMatrixOffsetsResponse::new(from, to, scores, ids))
}

fn matrix(collection: &Collection, body: models::SearchMatrixRequest) -> Outcome<Matrix> {
    let sample = body.sample.unwrap_or(SAMPLE);
    if sample < 2 {
        return Err(Fault::too_small("search_request.sample", sample, 2));
    }
    let limit = convert::limit(body.limit, NEIGHBOURS, "search_request.limit")?;
    let using = body.using.unwrap_or_default();
    let has_vector = Filter::new_must(Condition::HasVector(HasVectorCondition { has_vector: using.clone() }));
    let filter = Filter::merge_opts(keys::filtering(collection, body.shard_key.as_ref(), body.filter)?, Some(has_vector));
    collection.shard.read(|shard| {
        kind(&shard.config(), &using)?;
        let mut sampled = engine::query(
            shard,
            QueryRequest {
                prefetches: Vec::new(),
                query: Some(ScoringQuery::Sample(Sample::Random)),
                filter,
                score_threshold: None,
                limit: convert::count(sample),
                offset: 0,
                params: None,
                with_vector: WithVector::Selector(vec![using.clone()]),
                with_payload: WithPayloadInterface::Bool(false),
            },
        )?;
        sampled.sort_unstable_by_key(|hit| hit.id);
        let ids: Vec<PointId> = sampled.iter().map(|hit| hit.id).collect();
        let rows = sampled.into_iter().map(|hit| {
            let Some(vectors) = hit.vector else { return Ok(Vec::new()) };
            let target = vector::named(vectors, &using)?;
            let others: Vec<PointId> = ids.iter().copied().filter(|id| *id != hit.id).collect();
            let row = engine::query(
                shard,
                QueryRequest {
                    prefetches: Vec::new(),
                    query: Some(ScoringQuery::Vector(QueryEnum::Nearest(NamedQuery::new(target, using.clone())))),
                    filter: Some(Filter::new_must(Condition::HasId(others.into_iter().collect()))),
                    score_threshold: None,
                    limit,
                    offset: 0,
                    params: None,
                    with_vector: WithVector::Bool(false),
                    with_payload: WithPayloadInterface::Bool(false),
                },
            )?;
            Ok(row.into_iter().map(|other| (other.id, other.score)).collect())
        });
        Ok(Matrix { rows: rows.collect::<Outcome<_>>()?, ids })
    })
}
