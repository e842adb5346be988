//! Filters: conditions, and how they are joined.

mod field;
mod join;
mod range;
mod values;

pub use field::{Field, field};
pub use range::{Bound, Span};

use crate::models::{Condition, ConditionOneOrMany, ExtendedPointId, Filter, HasIdCondition, MinShould};

/// Conditions come from [`field`], from [`Condition::has_id`] and the like, and from other filters. `&`, `|` and `!`
/// join conditions and filters alike, and every setter that takes a filter takes a condition too.
///
/// ```
/// use qdrant_remote::filter::field;
/// use qdrant_remote::models::Filter;
///
/// let filter = Filter::must([field("city").eq("London"), field("price").lt(10.0)]);
/// let same = field("city").eq("London") & field("price").lt(10.0);
/// assert_eq!(filter, same);
///
/// let json = serde_json::json!({
///     "must": [{ "key": "city", "match": { "value": "London" } }, { "key": "price", "range": { "lt": 10.0 } }],
///     "must_not": [{ "is_empty": { "key": "seller" } }],
/// });
/// assert_eq!(serde_json::to_value(filter & !field("seller").is_empty())?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Filter {
    /// Points for which all conditions hold.
    #[must_use]
    pub fn must(conditions: impl Into<ConditionOneOrMany>) -> Self {
        let mut filter = Self::new();
        filter.must = Some(conditions.into());
        filter
    }

    /// Points for which at least one condition holds.
    #[must_use]
    pub fn should(conditions: impl Into<ConditionOneOrMany>) -> Self {
        let mut filter = Self::new();
        filter.should = Some(conditions.into());
        filter
    }

    /// Points for which no condition holds.
    #[must_use]
    pub fn must_not(conditions: impl Into<ConditionOneOrMany>) -> Self {
        let mut filter = Self::new();
        filter.must_not = Some(conditions.into());
        filter
    }

    /// Points for which at least so many of the conditions hold.
    #[must_use]
    pub fn min_should(least: u64, conditions: impl IntoIterator<Item = impl Into<Condition>>) -> Self {
        let mut filter = Self::new();
        filter.min_should = Some(MinShould::new(conditions, least));
        filter
    }
}

/// The points for which the condition holds.
impl From<Condition> for Filter {
    fn from(condition: Condition) -> Self {
        match condition {
            Condition::Filter(filter) => *filter,
            condition => Self::must([condition]),
        }
    }
}

/// Conditions on points themselves; those on payload fields begin with [`field`].
impl Condition {
    /// The point has one of these ids.
    #[must_use]
    pub fn has_id(ids: impl IntoIterator<Item = impl Into<ExtendedPointId>>) -> Self {
        HasIdCondition::new(ids).into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_constructor_as_json() {
        let (a, b) = (|| field("a").eq(1), || field("b").eq(true));
        let [x, y] = [json!({ "key": "a", "match": { "value": 1 } }), json!({ "key": "b", "match": { "value": true } })];
        for (filter, json) in [
            (Filter::must([a(), b()]), json!({ "must": [x, y] })),
            (Filter::should(vec![a(), b()]), json!({ "should": [x, y] })),
            (Filter::must_not(a()), json!({ "must_not": x })),
            (Filter::min_should(1, [a(), b()]), json!({ "min_should": { "conditions": [x, y], "min_count": 1 } })),
            (Filter::from(a()), json!({ "must": [x] })),
            (Filter::from(Condition::from(Filter::should([a()]))), json!({ "should": [x] })),
            (Condition::has_id([1, 2]).into(), json!({ "must": [{ "has_id": [1, 2] }] })),
        ] {
            assert_eq!(serde_json::to_value(&filter).ok(), Some(json.clone()));
            assert_eq!(serde_json::from_value::<Filter>(json).ok(), Some(filter));
        }
    }
}
