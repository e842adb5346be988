//! How often a collection may be asked, and how much it may hold.

use std::time::Instant;

use qdrant_edge::UpdateOperation;
use qdrant_remote::models;

use super::{Strict, filters};
use crate::engine::{Budget, Collection, Fault, Outcome, Spent, touched};

const MEGABYTE: f32 = 1024.0 * 1024.0;

impl Strict<'_> {
    /// Counts a read that costs so much.
    pub(in crate::stub) fn read(&self, cost: usize) -> Outcome<()> {
        let limit = self.limits.as_ref().and_then(|limits| limits.read_rate_limit);
        spend(limit, "Read", &self.collection.rates.reads, cost)
    }

    /// Counts writes by the points that they touch.
    pub(in crate::stub) fn write<'o>(&self, operations: impl IntoIterator<Item = &'o UpdateOperation>) -> Outcome<()> {
        let Some(limit) = self.limits.as_ref().and_then(|limits| limits.write_rate_limit) else { return Ok(()) };
        let points: Outcome<usize> =
            operations.into_iter().map(|operation| self.collection.shard.read(|shard| touched(shard, operation))).sum();
        spend(Some(limit), "Write", &self.collection.rates.writes, points?)
    }

    /// Whether so many points more may be stored.
    pub(super) fn room(&self, points: usize) -> Outcome<()> {
        let Some(limits) = &self.limits else { return Ok(()) };
        if let Some(most) = limits.max_points_count.filter(|most| self.stored().is_ok_and(|stored| (stored + points) as u64 > *most)) {
            return Err(Fault::bad_request(format_args!("Max points count limit of {most} reached!")));
        }
        if let Some(most) = limits.max_collection_vector_size_bytes
            && self.stored()? as u64 * size(self.collection) >= most
        {
            let shown = most as f32 / MEGABYTE;
            return Err(Fault::bad_request(format_args!("Max vector storage size limit of {shown}MB reached!")));
        }
        Ok(())
    }

    fn stored(&self) -> Outcome<usize> {
        Ok(self.info()?.points_count)
    }
}

fn spend(limit: Option<u64>, what: &str, budget: &Budget, cost: usize) -> Outcome<()> {
    let Some(limit) = limit else { return Ok(()) };
    let cost = cost.max(1);
    budget.take(limit, cost as u64, Instant::now()).map_err(|spent| match spent {
        Spent::TooLarge => {
            let text =
                format_args!("{what} rate limit exceeded, request larger than rate limiter capacity, please try to split your request");
            Fault::too_often(text, None)
        }
        Spent::Wait { left, time } => {
            let text = format_args!(
                "{what} rate limit exceeded: Operation requires {cost} tokens but only {left:.1} were available. Retry after {}s",
                time.as_secs()
            );
            Fault::too_often(text, Some(time))
        }
    })
}

/// The bytes of one point's dense vectors.
fn size(collection: &Collection) -> u64 {
    let bytes = |params: &models::VectorParams| {
        let one = match params.datatype {
            Some(models::Datatype::Uint8) => 1,
            Some(models::Datatype::Float16) => 2,
            _ => 4,
        };
        params.size * one
    };
    match collection.config().params.vectors {
        Some(models::VectorsConfig::Single(params)) => bytes(&params),
        Some(models::VectorsConfig::Named(named)) => named.values().map(bytes).sum(),
        _ => 0,
    }
}

/// What a filter costs: its conditions.
pub(in crate::stub) fn filter_cost(filter: Option<&models::Filter>) -> usize {
    let conditions = filter.map_or(0, |filter| filters::count(filter, "", &mut Vec::new()));
    usize::try_from(conditions).unwrap_or(usize::MAX)
}

/// What a query costs: the vectors that it compares with, its filter, and its prefetches.
pub(in crate::stub) fn query_cost(body: &models::QueryRequest) -> usize {
    part(body.query.as_ref(), body.filter.as_ref(), body.prefetch.as_ref())
}

/// The same of a query in groups.
pub(in crate::stub) fn groups_cost(body: &models::QueryGroupsRequest) -> usize {
    part(body.query.as_ref(), body.filter.as_ref(), body.prefetch.as_ref())
}

fn part(query: Option<&models::QueryInterface>, filter: Option<&models::Filter>, prefetch: Option<&models::PrefetchOneOrMany>) -> usize {
    let prefetches = match prefetch {
        Some(models::PrefetchOneOrMany::One(one)) => std::slice::from_ref(&**one),
        Some(models::PrefetchOneOrMany::Many(many)) => many.as_slice(),
        _ => &[],
    };
    let inner = prefetches.iter().map(|one| part(one.query.as_ref(), one.filter.as_ref(), one.prefetch.as_ref()));
    query.map_or(0, compared).max(1) + filter_cost(filter) + inner.sum::<usize>()
}

fn compared(query: &models::QueryInterface) -> usize {
    let rows = |input: &models::VectorInput| match input {
        models::VectorInput::MultiDense(rows) => rows.len(),
        _ => 1,
    };
    match query {
        models::QueryInterface::VectorInput(input) => rows(input),
        models::QueryInterface::Query(models::Query::Nearest(query)) => rows(&query.nearest),
        models::QueryInterface::Query(models::Query::Recommend(query)) => {
            let examples = [&query.recommend.positive, &query.recommend.negative];
            examples.into_iter().flatten().flatten().map(rows).sum()
        }
        _ => 1,
    }
}
