//! Queries in all their forms.

use qdrant_remote::{models, requests};

use crate::convert::point;
use crate::engine::{Engine, Outcome};
use crate::query;

pub(super) fn query(engine: &Engine, request: requests::QueryPoints) -> Outcome<models::QueryResponse> {
    let collection = engine.collection(&request.collection_name)?;
    answer(query::query(engine, &collection, request.body)?)
}

pub(super) fn batch(engine: &Engine, request: requests::QueryBatchPoints) -> Outcome<Vec<models::QueryResponse>> {
    let collection = engine.collection(&request.collection_name)?;
    let searches = request.body.searches.into_iter();
    searches.map(|search| answer(query::query(engine, &collection, search)?)).collect()
}

fn answer(found: Vec<qdrant_edge::ScoredPoint>) -> Outcome<models::QueryResponse> {
    Ok(models::QueryResponse::new(found.into_iter().map(point::scored).collect::<Vec<_>>()))
}

pub(super) fn groups(engine: &Engine, request: requests::QueryPointsGroups) -> Outcome<models::GroupsResult> {
    let collection = engine.collection(&request.collection_name)?;
    query::groups::groups(engine, &collection, request.body)
}

pub(super) fn matrix_pairs(engine: &Engine, request: requests::SearchMatrixPairs) -> Outcome<models::SearchMatrixPairsResponse> {
    query::matrix::pairs(&*engine.collection(&request.collection_name)?, request.body)
}

pub(super) fn matrix_offsets(engine: &Engine, request: requests::SearchMatrixOffsets) -> Outcome<models::SearchMatrixOffsetsResponse> {
    query::matrix::offsets(&*engine.collection(&request.collection_name)?, request.body)
}
