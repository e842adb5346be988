//! Runs queries so that the engine cannot trip over them.

use qdrant_edge::external::ordered_float::OrderedFloat;
use qdrant_edge::{
    Condition, Distance, EdgeShard, Filter, HasIdCondition, Prefetch, QueryRequest, ScoredPoint, ScoringQuery, VectorStructInternal,
    WithPayloadInterface, WithVector,
};

use super::fault::Outcome;

/// Runs a query and gives what lies between its offset and its limit.
///
/// The engine takes the offset for a part of the limit and cuts nothing off, so that is done here.
pub(crate) fn query(engine: &EdgeShard, mut request: QueryRequest) -> Outcome<Vec<ScoredPoint>> {
    let offset = std::mem::take(&mut request.offset);
    request.limit = request.limit.saturating_add(offset);
    bound(&mut request, engine.info().points_count.max(1));
    for prefetch in &mut request.prefetches {
        settle(engine, prefetch, request.filter.as_ref())?;
    }
    let least = take_threshold(engine, request.query.as_ref(), &mut request.score_threshold);
    let wanted = request.with_vector.clone();
    let mut points = engine.query(request)?;
    points.iter_mut().for_each(|point| strip(point, &wanted));
    cut(&mut points, least);
    points.drain(..offset.min(points.len()));
    Ok(points)
}

/// Takes away vectors that nobody asked for: the engine leaves those in that it compared for diversity.
fn strip(point: &mut ScoredPoint, wanted: &WithVector) {
    match (wanted, &mut point.vector) {
        (WithVector::Bool(false), vector) => *vector = None,
        (WithVector::Selector(names), Some(VectorStructInternal::Named(vectors))) => vectors.retain(|name, _| names.contains(name)),
        _ => {}
    }
}

/// Lowers limits to what there is: the engine sets memory aside for as many results as it is asked for.
fn bound(request: &mut QueryRequest, most: usize) {
    request.limit = request.limit.min(most);
    bound_candidates(&mut request.query, most);
    request.prefetches.iter_mut().for_each(|prefetch| bound_prefetch(prefetch, most));
}

fn bound_prefetch(prefetch: &mut Prefetch, most: usize) {
    prefetch.limit = prefetch.limit.min(most);
    bound_candidates(&mut prefetch.query, most);
    prefetch.prefetches.iter_mut().for_each(|prefetch| bound_prefetch(prefetch, most));
}

fn bound_candidates(query: &mut Option<ScoringQuery>, most: usize) {
    if let Some(ScoringQuery::Mmr(mmr)) = query {
        mmr.candidates_limit = mmr.candidates_limit.min(most);
    }
}

type Threshold = Option<OrderedFloat<f32>>;

/// Takes away a threshold that the engine would apply the wrong way round, or panic at: where small distances are
/// near, but the query's scores are better the larger they are.
fn take_threshold(engine: &EdgeShard, query: Option<&ScoringQuery>, threshold: &mut Threshold) -> Threshold {
    let Some(ScoringQuery::Vector(query)) = query else { return None };
    if query.is_distance_scored() {
        return None;
    }
    match engine.config().vectors.get(query.get_vector_name()).map(|params| params.distance) {
        Some(Distance::Euclid | Distance::Manhattan) => threshold.take(),
        Some(Distance::Cosine | Distance::Dot) | None => None,
    }
}

fn cut(points: &mut Vec<ScoredPoint>, least: Threshold) {
    if let Some(OrderedFloat(least)) = least {
        points.retain(|point| point.score >= least);
    }
}

/// Replaces such a threshold inside a query by the limit that has the same effect: as many points as pass it.
fn settle(engine: &EdgeShard, prefetch: &mut Prefetch, outer: Option<&Filter>) -> Outcome<()> {
    let filter = Filter::merge_opts(outer.cloned(), prefetch.filter.clone());
    for inner in &mut prefetch.prefetches {
        settle(engine, inner, filter.as_ref())?;
    }
    let Some(least) = take_threshold(engine, prefetch.query.as_ref(), &mut prefetch.score_threshold) else {
        return Ok(());
    };
    let mut passing = engine.query(QueryRequest {
        prefetches: prefetch.prefetches.clone(),
        query: prefetch.query.clone(),
        filter,
        score_threshold: None,
        limit: prefetch.limit,
        offset: 0,
        params: prefetch.params,
        with_vector: WithVector::Bool(false),
        with_payload: WithPayloadInterface::Bool(false),
    })?;
    cut(&mut passing, Some(least));
    if passing.is_empty() {
        prefetch.prefetches.clear();
        prefetch.filter = Some(nothing());
    } else {
        prefetch.limit = passing.len();
    }
    Ok(())
}

/// A filter that no point passes.
fn nothing() -> Filter {
    Filter::new_must(Condition::HasId(HasIdCondition::from_iter([])))
}
