//! Filters: the same JSON on both sides, but for the conditions that the engine does not know yet. Those are replaced by
//! others that the same points pass.

use std::hash::Hasher;

use qdrant_edge::{EdgeShard, Filter, JsonPath, PointId, Record, ScrollRequest, WithPayloadInterface, WithVector};
use qdrant_remote::models;
use serde_json::Value;
use siphasher::sip::SipHasher24;

use super::{path, point, same};
use crate::engine::{Collection, Fault, Outcome};

pub(crate) fn filter(collection: &Collection, mut given: models::Filter) -> Outcome<Filter> {
    Known { collection }.filter(&mut given, "")?;
    same(given)
}

pub(crate) fn optional(collection: &Collection, given: Option<models::Filter>) -> Outcome<Option<Filter>> {
    given.map(|given| filter(collection, given)).transpose()
}

pub(crate) fn condition(collection: &Collection, mut given: models::Condition) -> Outcome<qdrant_edge::Condition> {
    Known { collection }.condition(&mut given, "")?;
    same(given)
}

/// Makes conditions into ones that the engine knows.
struct Known<'a> {
    collection: &'a Collection,
}

impl Known<'_> {
    /// `above` is the key that those of the filter are relative to.
    fn filter(&self, filter: &mut models::Filter, above: &str) -> Outcome<()> {
        for conditions in [&mut filter.must, &mut filter.should, &mut filter.must_not].into_iter().flatten() {
            match conditions {
                models::ConditionOneOrMany::One(condition) => self.condition(condition, above)?,
                models::ConditionOneOrMany::Many(conditions) => self.all(conditions, above)?,
                _ => return Err(Fault::format("conditions of an unknown form")),
            }
        }
        filter.min_should.iter_mut().try_for_each(|min_should| self.all(&mut min_should.conditions, above))
    }

    fn all(&self, conditions: &mut [models::Condition], above: &str) -> Outcome<()> {
        conditions.iter_mut().try_for_each(|condition| self.condition(condition, above))
    }

    fn condition(&self, condition: &mut models::Condition, above: &str) -> Outcome<()> {
        match condition {
            models::Condition::Slice(slice) => {
                let ids = self.slice(slice.slice.total.into(), slice.slice.index.into())?;
                *condition = models::HasIdCondition::new(ids).into();
                Ok(())
            }
            models::Condition::Field(field) => self.field(field, above),
            models::Condition::Nested(nested) => {
                let above = format!("{above}{}[].", nested.nested.key.trim_end_matches("[]"));
                self.filter(&mut nested.nested.filter, &above)
            }
            models::Condition::Filter(filter) => self.filter(filter, above),
            _ => Ok(()),
        }
    }

    fn field(&self, field: &mut models::FieldCondition, above: &str) -> Outcome<()> {
        if *field == models::FieldCondition::new(field.key.clone()) {
            let text = "Validation error: At least one field condition must be specified [{}]";
            return Err(Fault::invalid("filter.__all__", text));
        }
        if let Some(models::Match::Prefix(matched)) = &field.r#match {
            let values = self.values(&path(&format!("{above}{}", field.key))?, &matched.prefix)?;
            field.r#match = Some(models::MatchAny::new(models::AnyVariants::Strings(values)).into());
        }
        Ok(())
    }

    /// The points whose hash falls into one of `total` parts.
    fn slice(&self, total: u64, index: u64) -> Outcome<Vec<models::ExtendedPointId>> {
        if index >= total {
            let text = "Validation error: Slice index must be less than the total number of slices [{}]";
            return Err(Fault::invalid("filter.__all__", text));
        }
        let mut ids = Vec::new();
        self.scan(WithPayloadInterface::Bool(false), |record| {
            if hash(record.id) % total == index {
                ids.push(point::id_out(record.id));
            }
        })?;
        Ok(ids)
    }

    /// The texts in a field that begin like this.
    fn values(&self, field: &JsonPath, prefix: &str) -> Outcome<Vec<String>> {
        let mut values = std::collections::BTreeSet::new();
        self.scan(WithPayloadInterface::Fields(vec![field.clone()]), |record| {
            let payload = record.payload.map(|payload| payload.0).unwrap_or_default();
            let found = field.value_get(&payload).into_iter().flat_map(|value| match value {
                Value::Array(items) => items.iter().collect(),
                value => vec![value],
            });
            let texts = found.filter_map(Value::as_str).filter(|text| text.starts_with(prefix));
            values.extend(texts.map(str::to_owned));
        })?;
        Ok(values.into_iter().collect())
    }

    fn scan(&self, with_payload: WithPayloadInterface, seen: impl FnMut(Record)) -> Outcome<()> {
        self.collection.shard.read(|shard| records(shard, None, with_payload))?.into_iter().for_each(seen);
        Ok(())
    }
}

/// Every point that passes a filter, without its vectors.
pub(super) fn records(shard: &EdgeShard, filter: Option<Filter>, with_payload: WithPayloadInterface) -> Outcome<Vec<Record>> {
    let request = ScrollRequest {
        offset: None,
        limit: Some(shard.info().points_count.max(1)),
        filter,
        with_payload: Some(with_payload),
        with_vector: WithVector::Bool(false),
        order_by: None,
    };
    Ok(shard.scroll(request)?.0)
}

fn hash(id: PointId) -> u64 {
    let mut hasher = SipHasher24::new();
    match id {
        PointId::NumId(number) => hasher.write(&number.to_le_bytes()),
        PointId::Uuid(uuid) => hasher.write(uuid.as_bytes()),
    }
    hasher.finish()
}
