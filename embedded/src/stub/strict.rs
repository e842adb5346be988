//! Strict mode: what a collection refuses because it would cost too much.

use qdrant_edge::ShardInfo;
use qdrant_remote::models;

use crate::convert::same;
use crate::engine::{Collection, Fault, Outcome};

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
            let known = self.info()?.payload_schema;
            let indexed = |key: &str, types: &[&str]| {
                let index = known.iter().find(|(known, _)| known.to_string() == key);
                index.is_some_and(|(_, index)| same::<String>(index.data_type).is_ok_and(|kind| types.contains(&kind.as_str())))
            };
            for (key, field) in &fields {
                let types = types(field);
                if !indexed(key, types) {
                    return Err(Fault::bad_request(format_args!(
                        "Index required but not found for \"{key}\" of one of the following types: [{}]. Help: Create an index for \
                         this key or use a different filter.",
                        types.join(", ")
                    )));
                }
            }
        }
        Ok(())
    }

    pub(super) fn upsert(&self, body: &models::PointInsertOperations) -> Outcome<()> {
        let (points, filter) = match body {
            models::PointInsertOperations::List(list) => (list.points.len(), list.update_filter.as_ref()),
            models::PointInsertOperations::Batch(batch) => (batch.batch.ids.len(), batch.update_filter.as_ref()),
            _ => (0, None),
        };
        self.points(points)?;
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
        self.params(body.params.as_ref())?;
        self.filter(body.filter.as_ref(), Use::Retrieve)?;
        self.prefetches(body.prefetch.as_ref())
    }

    pub(super) fn prefetches(&self, prefetches: Option<&models::PrefetchOneOrMany>) -> Outcome<()> {
        let prefetches = match prefetches {
            Some(models::PrefetchOneOrMany::One(one)) => std::slice::from_ref(&**one),
            Some(models::PrefetchOneOrMany::Many(many)) => many.as_slice(),
            _ => &[],
        };
        prefetches.iter().try_for_each(|prefetch| {
            self.limit(prefetch.limit)?;
            self.params(prefetch.params.as_ref())?;
            self.filter(prefetch.filter.as_ref(), Use::Retrieve)?;
            self.prefetches(prefetch.prefetch.as_ref())
        })
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

fn too_much(what: &str, asked: impl std::fmt::Display, most: impl std::fmt::Display) -> Fault {
    Fault::bad_request(format_args!(
        "Limit exceeded {asked} > {most} for \"{what}\". Help: Reduce the \"{what}\" parameter to or below {most}."
    ))
}

/// Counts the conditions of a filter, and collects those on fields with their whole keys.
fn count<'f>(filter: &'f models::Filter, above: &str, fields: &mut Vec<(String, &'f models::FieldCondition)>) -> u64 {
    let lists = [&filter.must, &filter.should, &filter.must_not];
    let listed = lists.into_iter().flatten().flat_map(|conditions| match conditions {
        models::ConditionOneOrMany::One(condition) => std::slice::from_ref(&**condition),
        models::ConditionOneOrMany::Many(conditions) => conditions.as_slice(),
        _ => &[],
    });
    let counted = filter.min_should.iter().flat_map(|min_should| &min_should.conditions);
    let one = |condition: &'f models::Condition| match condition {
        models::Condition::Field(field) => {
            fields.push((format!("{above}{}", field.key), field));
            1
        }
        models::Condition::Nested(nested) => count(&nested.nested.filter, &format!("{above}{}[].", nested.nested.key), fields),
        models::Condition::Filter(filter) => count(filter, above, fields),
        _ => 1,
    };
    listed.chain(counted).map(one).sum()
}

/// How many values a condition compares with.
fn size(field: &models::FieldCondition) -> u64 {
    let length = |value: &serde_json::Value, key: &str| value.get(key).and_then(serde_json::Value::as_array).map_or(0, Vec::len);
    let compared = field.r#match.as_ref().and_then(|value| serde_json::to_value(value).ok());
    compared.map_or(0, |value| (length(&value, "any") + length(&value, "except")) as u64)
}

/// The types of index that serve a condition.
fn types(field: &models::FieldCondition) -> &'static [&'static str] {
    use models::{Match, RangeInterface, ValueVariants};
    match (&field.r#match, &field.range) {
        (Some(Match::Text(_) | Match::TextAny(_) | Match::Phrase(_)), _) => &["text"],
        (Some(Match::Value(matched)), _) => match matched.value {
            ValueVariants::String(_) => &["keyword"],
            ValueVariants::Integer(_) => &["integer"],
            _ => &["bool"],
        },
        (Some(Match::Any(matched)), _) => any(&matched.any),
        (Some(Match::Except(matched)), _) => any(&matched.except),
        (Some(_), _) => &["keyword"],
        (None, Some(RangeInterface::DatetimeRange(_))) => &["datetime"],
        (None, Some(_)) => &["float", "integer"],
        (None, None) if field.geo_radius.is_some() || field.geo_bounding_box.is_some() || field.geo_polygon.is_some() => &["geo"],
        (None, None) => &["bool", "datetime", "float", "geo", "integer", "keyword", "text", "uuid"],
    }
}

fn any(variants: &models::AnyVariants) -> &'static [&'static str] {
    match variants {
        models::AnyVariants::Integers(_) => &["integer"],
        _ => &["keyword"],
    }
}
