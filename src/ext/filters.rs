//! Filters and their conditions.

use crate::models::{
    AnyVariants, Condition, ConditionOneOrMany, ExtendedPointId, FieldCondition, Filter, HasIdCondition, HasVectorCondition,
    IsEmptyCondition, IsNullCondition, Match, MatchAny, MatchText, MatchValue, Nested, NestedCondition, PayloadField, RangeInterface,
    ValueVariants,
};

impl Filter {
    /// Points for which all conditions hold.
    pub fn all_of(conditions: impl Into<ConditionOneOrMany>) -> Self {
        Self::new().must(conditions)
    }

    /// Points for which at least one condition holds.
    pub fn any_of(conditions: impl Into<ConditionOneOrMany>) -> Self {
        Self::new().should(conditions)
    }

    /// Points for which no condition holds.
    pub fn none_of(conditions: impl Into<ConditionOneOrMany>) -> Self {
        Self::new().must_not(conditions)
    }
}

/// ```
/// use qdrant_remote::models::{Condition, Filter, Range};
///
/// let filter = Filter::all_of([
///     Condition::matches("city", "Berlin"),
///     Condition::range("population", Range::new().gte(100_000.0)),
/// ])
/// .must_not(Condition::is_empty("country"));
/// let json = serde_json::json!({
///     "must": [{ "key": "city", "match": { "value": "Berlin" } }, { "key": "population", "range": { "gte": 100_000.0 } }],
///     "must_not": { "is_empty": { "key": "country" } },
/// });
/// assert_eq!(serde_json::to_value(&filter)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Condition {
    /// The field has this value.
    pub fn matches(key: impl Into<String>, value: impl Into<ValueVariants>) -> Self {
        FieldCondition::new(key).r#match(MatchValue::new(value)).into()
    }

    /// The field has one of these values.
    pub fn matches_any(key: impl Into<String>, values: impl Into<AnyVariants>) -> Self {
        FieldCondition::new(key).r#match(MatchAny::new(values)).into()
    }

    /// The field has all words of this text.
    pub fn matches_text(key: impl Into<String>, text: impl Into<String>) -> Self {
        FieldCondition::new(key).r#match(Match::Text(MatchText::new(text))).into()
    }

    /// The field is in this range of numbers or date-times.
    pub fn range(key: impl Into<String>, range: impl Into<RangeInterface>) -> Self {
        FieldCondition::new(key).range(range).into()
    }

    /// The field is absent, null or an empty list.
    pub fn is_empty(key: impl Into<String>) -> Self {
        IsEmptyCondition::new(PayloadField::new(key)).into()
    }

    /// The field is null.
    pub fn is_null(key: impl Into<String>) -> Self {
        IsNullCondition::new(PayloadField::new(key)).into()
    }

    /// The point has one of these ids.
    pub fn has_id(ids: impl IntoIterator<Item = impl Into<ExtendedPointId>>) -> Self {
        HasIdCondition::new(ids).into()
    }

    /// The point has a vector of this name.
    pub fn has_vector(name: impl Into<String>) -> Self {
        HasVectorCondition::new(name).into()
    }

    /// One object in the list under the key satisfies the filter.
    pub fn nested(key: impl Into<String>, filter: Filter) -> Self {
        NestedCondition::new(Nested::new(key, filter)).into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn conditions_as_json() {
        let cases: [(Condition, Value); 9] = [
            (Condition::matches("a", 5), json!({ "key": "a", "match": { "value": 5 } })),
            (Condition::matches("a", true), json!({ "key": "a", "match": { "value": true } })),
            (Condition::matches_any("a", ["x", "y"]), json!({ "key": "a", "match": { "any": ["x", "y"] } })),
            (Condition::matches_any("a", [1, 2]), json!({ "key": "a", "match": { "any": [1, 2] } })),
            (Condition::matches_text("a", "words"), json!({ "key": "a", "match": { "text": "words" } })),
            (Condition::is_null("a"), json!({ "is_null": { "key": "a" } })),
            (Condition::has_id([1, 2]), json!({ "has_id": [1, 2] })),
            (Condition::has_vector("v"), json!({ "has_vector": "v" })),
            (
                Condition::nested("list", Filter::none_of(Condition::matches("a", "b"))),
                json!({ "nested": { "key": "list", "filter": { "must_not": { "key": "a", "match": { "value": "b" } } } } }),
            ),
        ];
        for (condition, json) in cases {
            assert_eq!(serde_json::to_value(&condition).ok(), Some(json.clone()));
            assert_eq!(serde_json::from_value::<Condition>(json).ok(), Some(condition));
        }
    }
}
