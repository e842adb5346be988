//! Queries in all their forms.

use qdrant_remote::{models, requests};

use super::strict::{Strict, Use, groups_cost, query_cost};
use crate::convert::point;
use crate::engine::{Collection, Engine, Outcome};
use crate::query;

pub(super) fn query(engine: &Engine, request: requests::QueryPoints) -> Outcome<models::QueryResponse> {
    let collection = engine.collection(&request.collection_name)?;
    let strict = Strict::of(&collection)?;
    strict.timeout(request.timeout)?;
    strict.query(&request.body)?;
    strict.read(query_cost(&request.body))?;
    answer(query::query(engine, &collection, request.body)?)
}

pub(super) fn batch(engine: &Engine, request: requests::QueryBatchPoints) -> Outcome<Vec<models::QueryResponse>> {
    let collection = engine.collection(&request.collection_name)?;
    let strict = Strict::of(&collection)?;
    strict.timeout(request.timeout)?;
    strict.searches(request.body.searches.len())?;
    request.body.searches.iter().try_for_each(|search| strict.query(search))?;
    strict.read(request.body.searches.iter().map(query_cost).sum())?;
    let searches = request.body.searches.into_iter();
    searches.map(|search| answer(query::query(engine, &collection, search)?)).collect()
}

fn answer(found: Vec<qdrant_edge::ScoredPoint>) -> Outcome<models::QueryResponse> {
    Ok(models::QueryResponse::new(found.into_iter().map(point::scored).collect::<Vec<_>>()))
}

pub(super) fn groups(engine: &Engine, request: requests::QueryPointsGroups) -> Outcome<models::GroupsResult> {
    let collection = engine.collection(&request.collection_name)?;
    let strict = Strict::of(&collection)?;
    strict.timeout(request.timeout)?;
    strict.groups(&request.body)?;
    strict.read(groups_cost(&request.body))?;
    query::groups::groups(engine, &collection, request.body)
}

pub(super) fn matrix_pairs(engine: &Engine, request: requests::SearchMatrixPairs) -> Outcome<models::SearchMatrixPairsResponse> {
    let collection = engine.collection(&request.collection_name)?;
    matrix(&collection, request.timeout, &request.body)?;
    query::matrix::pairs(&collection, request.body)
}

pub(super) fn matrix_offsets(engine: &Engine, request: requests::SearchMatrixOffsets) -> Outcome<models::SearchMatrixOffsetsResponse> {
    let collection = engine.collection(&request.collection_name)?;
    matrix(&collection, request.timeout, &request.body)?;
    query::matrix::offsets(&collection, request.body)
}

fn matrix(collection: &Collection, timeout: Option<u64>, body: &models::SearchMatrixRequest) -> Outcome<()> {
    let strict = Strict::of(collection)?;
    strict.timeout(timeout)?;
    // A sample of points, each with so many others.
    strict.limit(Some(body.sample.unwrap_or(10).saturating_mul(body.limit.unwrap_or(3))))?;
    strict.filter(body.filter.as_ref(), Use::Retrieve)?;
    strict.read(crate::convert::count(body.sample.unwrap_or(10)))
}
