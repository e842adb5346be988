//! Strict mode: what a collection refuses because it would cost too much.

mod filters;
mod limits;
mod vectors;

use qdrant_edge::ShardInfo;
use qdrant_remote::models;

use crate::convert::same;
use crate::engine::{Collection, Fault, Outcome};
use filters::{count, size, types};
pub(super) use limits::{filter_cost, groups_cost, query_cost};

/// The limits of one collection, if it has any.
pub(super) struct Strict<'a> {
    collection: &'a Collection,
    limits: Option<models::StrictModeConfig>,
}

/// How a request's filter is used.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Use {
    Retrieve,
    Update,
}

impl<'a> Strict<'a> {
    pub(super) fn of(collection: &'a Collection) -> Outcome<Self> {
        let limits = collection.config().strict_mode_config.filter(|limits| limits.enabled == Some(true));
        Ok(Strict { collection, limits: limits.map(same).transpose()? })
    }

    pub(super) fn timeout(&self, timeout: Option<u64>) -> Outcome<()> {
        self.at_most("timeout", timeout, |limits| limits.max_timeout)
    }

    pub(super) fn limit(&self, limit: Option<u64>) -> Outcome<()> {
        self.at_most("limit", limit, |limits| limits.max_query_limit)
    }

    /// How many points an update brings.
    pub(super) fn points(&self, points: usize) -> Outcome<()> {
        self.at_most("update limit", Some(points as u64), |limits| limits.upsert_max_batchsize)
    }

    pub(super) fn searches(&self, searches: usize) -> Outcome<()> {
        self.at_most("search batch size", Some(searches as u64), |limits| limits.search_max_batchsize)
    }

    pub(super) fn params(&self, params: Option<&models::SearchParams>) -> Outcome<()> {
        let (Some(limits), Some(params)) = (&self.limits, params) else { return Ok(()) };
        self.at_most("hnsw_ef", params.hnsw_ef, |limits| limits.search_max_hnsw_ef)?;
        if params.exact == Some(true) && limits.search_allow_exact == Some(false) {
            return Err(Fault::bad_request("Exact search disabled!. Help: Set exact=false."));
        }
        let oversampling = params.quantization.as_ref().and_then(|quantization| quantization.oversampling);
        match (oversampling, limits.search_max_oversampling) {
            (Some(asked), Some(most)) if asked > most => Err(too_much("oversampling", asked, most)),
            _ => Ok(()),
        }
    }

    /// How many payload indexes there may be, where one more is asked for.
    pub(super) fn one_more_index(&self, field: &str) -> Outcome<()> {
        let Some(most) = self.limits.as_ref().and_then(|limits| limits.max_payload_index_count) else { return Ok(()) };
        let known = self.info()?.payload_schema;
        if known.len() as u64 >= most && !known.keys().any(|key| key.to_string() == field) {
            return Err(Fault::bad_request(format_args!(
                "Collection already has the maximum number of payload indices ({most}). Help: Please delete an existing index \
                 before creating a new one."
            )));
        }
        Ok(())
    }

    pub(super) fn filter(&self, filter: Option<&models::Filter>, purpose: Use) -> Outcome<()> {
        let (Some(limits), Some(filter)) = (&self.limits, filter) else { return Ok(()) };
        let mut fields = Vec::new();
        let conditions = count(filter, "", &mut fields);
        if let Some(most) = limits.filter_max_conditions.filter(|most| conditions > *most) {
            let text = format_args!(
                "Filter condition limit reached ({conditions} > {most}). Help: Reduce the amount of conditions of your filter."
            );
            return Err(Fault::bad_request(text));
        }
        for (_, field) in &fields {
            let size = size(field);
            if let Some(most) = limits.condition_max_size.filter(|most| size > *most) {
                let text = format_args!("Condition size limit reached ({size} > {most}). Help: Reduce the size of your condition.");
                return Err(Fault::bad_request(text));
            }
        }
        let allowed = match purpose {
            Use::Retrieve => limits.unindexed_filtering_retrieve,
            Use::Update => limits.unindexed_filtering_update,
        };
        if allowed == Some(false) {
            for (key, field) in &fields {
                self.indexed(key, types(field), "filter")?;
            }
        }
        Ok(())
    }

    /// Refuses to go by a field without an index that serves it.
    fn indexed(&self, key: &str, types: &[&str], instead: &str) -> Outcome<()> {
        let known = self.info()?.payload_schema;
        let index = known.into_iter().find(|(known, _)| known.to_string() == key).map(|(_, index)| index);
        let Some(index) = index else { return Err(unindexed(key, types, instead)) };
        let phrases = index.params.as_ref().is_some_and(|params| {
            same::<serde_json::Value>(params).is_ok_and(|params| params.get("phrase_matching") == Some(&serde_json::Value::Bool(true)))
        });
        let kind: String = same(index.data_type)?;
        let serves = |wanted: &&str| *wanted == kind || (*wanted == filters::PHRASES && kind == "text" && phrases);
        if types.iter().any(serves) { Ok(()) } else { Err(unindexed(key, types, instead)) }
    }

    pub(super) fn upsert(&self, body: &models::PointInsertOperations) -> Outcome<()> {
        let (points, filter) = match body {
            models::PointInsertOperations::List(list) => (list.points.len(), list.update_filter.as_ref()),
            models::PointInsertOperations::Batch(batch) => (batch.batch.ids.len(), batch.update_filter.as_ref()),
            _ => (0, None),
        };
        self.points(points)?;
        self.room(points)?;
        self.vectors(body)?;
        self.filter(filter, Use::Update)
    }

    pub(super) fn update_vectors(&self, body: &models::UpdateVectors) -> Outcome<()> {
        self.points(body.points.len())?;
        self.filter(body.update_filter.as_ref(), Use::Update)
    }

    pub(super) fn delete(&self, selector: &models::PointsSelector) -> Outcome<()> {
        match selector {
            models::PointsSelector::Filter(selector) => self.filter(Some(&selector.filter), Use::Update),
            _ => Ok(()),
        }
    }

    pub(super) fn clear_payload(&self, selector: &models::PointsSelector) -> Outcome<()> {
        self.delete(selector)
    }

    pub(super) fn set_payload(&self, body: &models::SetPayload) -> Outcome<()> {
        self.filter(body.filter.as_ref(), Use::Update)
    }

    pub(super) fn overwrite_payload(&self, body: &models::SetPayload) -> Outcome<()> {
        self.set_payload(body)
    }

    pub(super) fn delete_payload(&self, body: &models::DeletePayload) -> Outcome<()> {
        self.filter(body.filter.as_ref(), Use::Update)
    }

    /// One element of a batch of writes.
    pub(super) fn operation(&self, operation: &models::UpdateOperation) -> Outcome<()> {
        use models::UpdateOperation as Given;
        match operation {
            Given::Upsert(given) => self.upsert(&given.upsert),
            Given::UpdateVectors(given) => self.update_vectors(&given.update_vectors),
            Given::Delete(given) => self.delete(&given.delete),
            Given::ClearPayload(given) => self.clear_payload(&given.clear_payload),
            Given::SetPayload(given) => self.set_payload(&given.set_payload),
            Given::OverwritePayload(given) => self.overwrite_payload(&given.overwrite_payload),
            Given::DeletePayload(given) => self.delete_payload(&given.delete_payload),
            Given::DeleteVectors(given) => self.filter(given.delete_vectors.filter.as_ref(), Use::Update),
            _ => Ok(()),
        }
    }

    /// A query with everything in it.
    pub(super) fn query(&self, body: &models::QueryRequest) -> Outcome<()> {
        self.limit(Some(body.limit.unwrap_or(10)))?;
        self.part(body.query.as_ref(), body.using.as_deref(), body.filter.as_ref(), body.params.as_ref(), body.prefetch.as_ref())
    }

    /// The groups of a query, and what they are made by.
    pub(super) fn groups(&self, body: &models::QueryGroupsRequest) -> Outcome<()> {
        self.limit(body.limit)?;
        if self.limits.as_ref().is_some_and(|limits| limits.unindexed_filtering_retrieve == Some(false)) {
            let known = self.info()?.payload_schema;
            let index = known.into_iter().find(|(known, _)| known.to_string() == body.group_by);
            let kind: Option<String> = index.map(|(_, index)| same(index.data_type)).transpose()?;
            match kind.as_deref() {
                Some("keyword" | "integer" | "uuid" | "bool") => {}
                Some(kind) => {
                    return Err(Fault::bad_request(format_args!(
                        "Index of type \"{}{}\" found for \"{}\". Help: Create an index supporting `match` for this key.",
                        kind.get(..1).unwrap_or_default().to_uppercase(),
                        kind.get(1..).unwrap_or_default(),
                        body.group_by
                    )));
                }
                None => return Err(unindexed(&body.group_by, &["keyword", "integer", "uuid", "bool"], "key")),
            }
        }
        self.part(body.query.as_ref(), body.using.as_deref(), body.filter.as_ref(), body.params.as_ref(), body.prefetch.as_ref())
    }

    fn part(
        &self,
        query: Option<&models::QueryInterface>,
        using: Option<&str>,
        filter: Option<&models::Filter>,
        params: Option<&models::SearchParams>,
        prefetches: Option<&models::PrefetchOneOrMany>,
    ) -> Outcome<()> {
        self.params(params)?;
        self.filter(filter, Use::Retrieve)?;
        if let Some(models::QueryInterface::Query(models::Query::Formula(query))) = query {
            self.formula(&query.formula)?;
        } else if query.is_some() {
            self.searched(using.unwrap_or_default(), filter)?;
        }
        let prefetches = match prefetches {
            Some(models::PrefetchOneOrMany::One(one)) => std::slice::from_ref(&**one),
            Some(models::PrefetchOneOrMany::Many(many)) => many.as_slice(),
            _ => &[],
        };
        prefetches.iter().try_for_each(|one| {
            self.limit(one.limit)?;
            self.part(one.query.as_ref(), one.using.as_deref(), one.filter.as_ref(), one.params.as_ref(), one.prefetch.as_ref())
        })
    }

    fn formula(&self, formula: &models::Expression) -> Outcome<()> {
        if self.limits.as_ref().is_none_or(|limits| limits.unindexed_filtering_retrieve != Some(false)) {
            return Ok(());
        }
        let mut found = Vec::new();
        filters::variables(formula, &mut found);
        found.into_iter().try_for_each(|(key, types)| self.indexed(key, types, "formula expression"))
    }

    fn info(&self) -> Outcome<ShardInfo> {
        self.collection.shard.read(|shard| Ok(shard.info()))
    }

    fn at_most(&self, what: &str, asked: Option<u64>, limit: impl Fn(&models::StrictModeConfig) -> Option<u64>) -> Outcome<()> {
        match (asked, self.limits.as_ref().and_then(limit)) {
            (Some(asked), Some(most)) if asked > most => Err(too_much(what, asked, most)),
            _ => Ok(()),
        }
    }
}

fn unindexed(key: &str, types: &[&str], instead: &str) -> Fault {
    Fault::bad_request(format_args!(
        "Index required but not found for \"{key}\" of one of the following types: [{}]. Help: Create an index for this key or use a \
         different {instead}.",
        types.join(", ")
    ))
}

fn too_much(what: &str, asked: impl std::fmt::Display, most: impl std::fmt::Display) -> Fault {
    Fault::bad_request(format_args!(
        "Limit exceeded {asked} > {most} for \"{what}\". Help: Reduce the \"{what}\" parameter to or below {most}."
    ))
}
