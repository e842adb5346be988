//! Reads of points: by id, in pages, counted, and counted by value.

use std::collections::HashSet;

use qdrant_edge::{CountRequest, FacetRequest, FacetValue, OperationError, ScrollRequest, WithPayloadInterface, WithVector};
use qdrant_remote::{models, requests};

use super::strict::{Strict, Use, filter_cost};
use crate::convert::{self, keys, path, point, same, same_or};
use crate::engine::{Collection, Engine, Fault, Outcome, kind};

const PAGE: u64 = 10;
const HITS: u64 = 10;

pub(super) fn get(engine: &Engine, request: requests::GetPoint) -> Outcome<models::Record> {
    let collection = engine.collection(&request.collection_name)?;
    Strict::of(&collection)?.read(1)?;
    let id = point::id(request.id)?;
    let wanted = (Some(WithPayloadInterface::Bool(true)), Some(WithVector::Bool(true)));
    let found = collection.shard.read(|shard| Ok(shard.retrieve(&[id], wanted.0, wanted.1)?))?;
    let found = found.into_iter().next().map(point::record);
    found.ok_or_else(|| Fault::not_found(format_args!("Point with id {id} does not exists!")))
}

pub(super) fn retrieve(engine: &Engine, request: requests::GetPoints) -> Outcome<Vec<models::Record>> {
    let body = request.body;
    let mut seen = HashSet::new();
    let mut ids = point::ids(body.ids)?;
    ids.retain(|id| seen.insert(*id));
    // Nothing but the ids unless asked, whatever the document says.
    let with_payload = same_or(body.with_payload, WithPayloadInterface::Bool(false))?;
    let with_vector = same_or(body.with_vector, WithVector::Bool(false))?;
    let collection = engine.collection(&request.collection_name)?;
    check_names(&collection, &with_vector)?;
    Strict::of(&collection)?.read(ids.len())?;
    keys::keep(&collection, body.shard_key.as_ref(), &mut ids)?;
    let found = collection.shard.read(|shard| Ok(shard.retrieve(&ids, Some(with_payload), Some(with_vector))?))?;
    Ok(point::records(found))
}

pub(super) fn scroll(engine: &Engine, request: requests::ScrollPoints) -> Outcome<models::ScrollResult> {
    let body = request.body;
    let limit = convert::limit(body.limit, PAGE, "scroll_request.limit")?;
    if body.order_by.is_some() && body.offset.is_some() {
        return Err(Fault::wrong_input(
            "Cannot use an `offset` when using `order_by`. The alternative for paging is to use `order_by.start_from` and \
             a filter to exclude the IDs that you've already seen for the `order_by.start_from` value",
        ));
    }
    let with_vector = same_or(body.with_vector, WithVector::Bool(false))?;
    let collection = engine.collection(&request.collection_name)?;
    check_names(&collection, &with_vector)?;
    let strict = Strict::of(&collection)?;
    strict.timeout(request.timeout)?;
    strict.limit(Some(limit as u64))?;
    strict.filter(body.filter.as_ref(), Use::Retrieve)?;
    strict.read(filter_cost(body.filter.as_ref()))?;
    let request = ScrollRequest {
        offset: body.offset.map(point::id).transpose()?,
        limit: Some(limit),
        filter: keys::filtering(&collection, body.shard_key.as_ref(), body.filter)?,
        with_payload: Some(same_or(body.with_payload, WithPayloadInterface::Bool(true))?),
        with_vector,
        order_by: body.order_by.map(same).transpose()?,
    };
    let (points, next) = collection.shard.read(|shard| Ok(shard.scroll(request)?))?;
    let mut page = models::ScrollResult::new(point::records(points));
    page.next_page_offset = next.map(point::id_out);
    Ok(page)
}

pub(super) fn count(engine: &Engine, request: requests::CountPoints) -> Outcome<models::CountResult> {
    let body = request.body;
    let collection = engine.collection(&request.collection_name)?;
    let strict = Strict::of(&collection)?;
    strict.timeout(request.timeout)?;
    strict.filter(body.filter.as_ref(), Use::Retrieve)?;
    strict.read(filter_cost(body.filter.as_ref()))?;
    let request_ =
        CountRequest { filter: keys::filtering(&collection, body.shard_key.as_ref(), body.filter)?, exact: body.exact.unwrap_or(true) };
    let count = collection.shard.read(|shard| Ok(shard.count(request_)?))?;
    Ok(models::CountResult::new(count as u64))
}

pub(super) fn facet(engine: &Engine, request: requests::Facet) -> Outcome<models::FacetResponse> {
    let body = request.body;
    let (key, limit) = (path(&body.key)?, convert::limit(body.limit, HITS, "facet_request.limit")?);
    let collection = engine.collection(&request.collection_name)?;
    let strict = Strict::of(&collection)?;
    strict.timeout(request.timeout)?;
    strict.limit(Some(limit as u64))?;
    strict.filter(body.filter.as_ref(), Use::Retrieve)?;
    strict.read(filter_cost(body.filter.as_ref()))?;
    let asked = FacetRequest {
        key,
        limit,
        filter: keys::filtering(&collection, body.shard_key.as_ref(), body.filter)?,
        exact: body.exact.unwrap_or(false),
    };
    let found = collection.shard.read(|shard| match shard.facet(asked) {
        Ok(found) => Ok(found.hits),
        // A server finds no values where there is no index.
        Err(OperationError::MissingMapIndexForFacet { .. }) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    })?;
    let hits = found.into_iter().map(|hit| {
        let value = match hit.value {
            FacetValue::Keyword(text) => models::FacetValue::String(text),
            FacetValue::Int(number) => models::FacetValue::Integer(number),
            FacetValue::Uuid(bits) => models::FacetValue::String(uuid::Uuid::from_u128(bits).to_string()),
            FacetValue::Bool(value) => models::FacetValue::Bool(value),
        };
        models::FacetValueHit::new(value, hit.count as u64)
    });
    Ok(models::FacetResponse::new(hits.collect::<Vec<_>>()))
}

/// Refuses names of vectors that the collection does not have.
fn check_names(collection: &Collection, wanted: &WithVector) -> Outcome<()> {
    match wanted {
        WithVector::Selector(names) => collection.shard.read(|shard| {
            let config = shard.config();
            names.iter().try_for_each(|name| kind(&config, name).map(drop))
        }),
        WithVector::Bool(_) => Ok(()),
    }
}
