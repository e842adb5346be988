//! Queries: from a request's tree to the engine's, with every point id replaced by the vector it stands for.

mod average;
mod formula;
pub(crate) mod groups;
mod input;
pub(crate) mod matrix;
mod scoring;

use qdrant_edge::external::ordered_float::OrderedFloat;
use qdrant_edge::{EdgeConfig, Filter, PointId, Prefetch, QueryRequest, ScoredPoint, ScoringQuery, SearchParams};
use qdrant_remote::models;

use crate::convert::{self, filter, keys, same, same_or};
use crate::engine::{self, Collection, Engine, Fault, Outcome};

/// How many results a query gives unless it says.
const LIMIT: u64 = 10;

/// Answers a query.
pub(crate) fn query(engine: &Engine, collection: &Collection, body: models::QueryRequest) -> Outcome<Vec<ScoredPoint>> {
    let request = request(engine, collection, body)?;
    collection.shard.read(|shard| engine::query(shard, request))
}

/// The engine's form of a query.
pub(crate) fn request(engine: &Engine, collection: &Collection, body: models::QueryRequest) -> Outcome<QueryRequest> {
    let limit = convert::limit(body.limit, LIMIT, "internal.limit")?;
    let part = Part {
        prefetch: body.prefetch,
        query: body.query,
        using: body.using.unwrap_or_default(),
        filter: keys::reading(collection, body.shard_key.as_ref(), body.filter)?,
        params: body.params,
        lookup: body.lookup_from,
        limit,
    };
    let Converted { prefetches, query, filter, params } = Context::new(engine, collection)?.part(part, "internal")?;
    Ok(QueryRequest {
        prefetches,
        query,
        filter,
        score_threshold: body.score_threshold.map(OrderedFloat),
        limit,
        offset: body.offset.map_or(0, convert::count),
        params,
        with_vector: same_or(body.with_vector, qdrant_edge::WithVector::Bool(false))?,
        with_payload: same_or(body.with_payload, qdrant_edge::WithPayloadInterface::Bool(false))?,
    })
}

/// What the parts of a query are read in.
pub(super) struct Context<'a> {
    engine: &'a Engine,
    collection: &'a Collection,
    /// The collection's settings as they were when the query began.
    config: EdgeConfig,
}

/// A query or a prefetch: what both consist of.
struct Part {
    prefetch: Option<models::PrefetchOneOrMany>,
    query: Option<models::QueryInterface>,
    using: String,
    filter: Option<models::Filter>,
    params: Option<models::SearchParams>,
    lookup: Option<models::LookupLocation>,
    limit: usize,
}

struct Converted {
    prefetches: Vec<Prefetch>,
    query: Option<ScoringQuery>,
    filter: Option<Filter>,
    params: Option<SearchParams>,
}

impl<'a> Context<'a> {
    pub(super) fn new(engine: &'a Engine, collection: &'a Collection) -> Outcome<Self> {
        let config = collection.shard.read(|shard| Ok(shard.config().clone()))?;
        Ok(Context { engine, collection, config })
    }

    fn part(&self, part: Part, at: &str) -> Outcome<Converted> {
        let prefetches = match part.prefetch {
            None => Vec::new(),
            Some(models::PrefetchOneOrMany::One(one)) => vec![*one],
            Some(models::PrefetchOneOrMany::Many(many)) => many,
            Some(_) => return Err(Fault::format("an unknown form of prefetch")),
        };
        if !prefetches.is_empty() && part.query.is_none() {
            return Err(Fault::bad_request("A query is needed to merge the prefetches. Can't have prefetches without defining a query."));
        }
        let prefetches = prefetches.into_iter().enumerate();
        let prefetches = prefetches.map(|(index, one)| self.prefetch(one, &format!("{at}.prefetch[{index}]"))).collect::<Outcome<_>>()?;
        let mut scoring = scoring::Scoring {
            context: self,
            using: part.using,
            lookup: part.lookup,
            limit: part.limit,
            at: &format!("{at}.query"),
            mentioned: Vec::new(),
        };
        let query = part.query.map(|query| scoring.query(query)).transpose()?;
        let mentioned = scoring.mentioned;
        let filter = without(filter::optional(self.collection, part.filter)?, mentioned);
        Ok(Converted { prefetches, query, filter, params: part.params.map(|given| params(given, at)).transpose()? })
    }

    fn prefetch(&self, body: models::Prefetch, at: &str) -> Outcome<Prefetch> {
        let limit = convert::limit(body.limit, LIMIT, &format!("{at}.limit"))?;
        let part = Part {
            prefetch: body.prefetch,
            query: body.query,
            using: body.using.unwrap_or_default(),
            filter: body.filter,
            params: body.params,
            lookup: body.lookup_from,
            limit,
        };
        let Converted { prefetches, query, filter, params } = self.part(part, at)?;
        let score_threshold = body.score_threshold.map(OrderedFloat);
        Ok(Prefetch { prefetches, query, limit, params, filter, score_threshold })
    }
}

/// Keeps the points that a query names out of its results.
fn without(filter: Option<Filter>, mentioned: Vec<PointId>) -> Option<Filter> {
    if mentioned.is_empty() {
        return filter;
    }
    let others = Filter::new_must_not(qdrant_edge::Condition::HasId(mentioned.into_iter().collect()));
    Filter::merge_opts(filter, Some(others))
}

fn params(mut given: models::SearchParams, at: &str) -> Outcome<SearchParams> {
    match (given.hnsw_ef, given.idf.take()) {
        (_, Some(models::IdfParams::IdfCorpus(_))) => Err(Fault::unsupported("the search parameter `idf` for a part of the points")),
        (Some(0), _) => Err(Fault::too_small(format_args!("{at}.params.hnsw_ef"), 0, 1)),
        _ => same(given),
    }
}
