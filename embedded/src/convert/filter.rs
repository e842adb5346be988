//! Filters: the same JSON on both sides, but for the conditions that the engine does not know yet.

use qdrant_edge::Filter;
use qdrant_remote::models;

use super::same;
use crate::engine::{Fault, Outcome};

pub(crate) fn filter(filter: models::Filter) -> Outcome<Filter> {
    known(&filter)?;
    same(filter)
}

pub(crate) fn optional(given: Option<models::Filter>) -> Outcome<Option<Filter>> {
    given.map(filter).transpose()
}

pub(crate) fn condition(condition: models::Condition) -> Outcome<qdrant_edge::Condition> {
    known_condition(&condition)?;
    same(condition)
}

/// Fails at a condition that the engine has no means for, which it would not understand.
fn known(filter: &models::Filter) -> Outcome<()> {
    let lists = [&filter.must, &filter.should, &filter.must_not];
    let listed = lists.into_iter().flatten().flat_map(|conditions| match conditions {
        models::ConditionOneOrMany::One(condition) => std::slice::from_ref(&**condition),
        models::ConditionOneOrMany::Many(conditions) => conditions.as_slice(),
        _ => &[],
    });
    let counted = filter.min_should.iter().flat_map(|min_should| &min_should.conditions);
    listed.chain(counted).try_for_each(known_condition)
}

fn known_condition(condition: &models::Condition) -> Outcome<()> {
    match condition {
        models::Condition::Slice(_) => Err(Fault::unsupported("the filter condition `slice`")),
        models::Condition::Field(field) => known_field(field),
        models::Condition::Nested(nested) => known(&nested.nested.filter),
        models::Condition::Filter(filter) => known(filter),
        _ => Ok(()),
    }
}

fn known_field(field: &models::FieldCondition) -> Outcome<()> {
    if *field == models::FieldCondition::new(field.key.clone()) {
        let text = "Validation error: At least one field condition must be specified [{}]";
        return Err(Fault::invalid("filter.__all__", text));
    }
    match field.r#match {
        Some(models::Match::Prefix(_)) => Err(Fault::unsupported("the filter condition `match.prefix`")),
        _ => Ok(()),
    }
}
