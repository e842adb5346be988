//! What strict mode looks at in filters and formulas: how many conditions there are, and what they compare.

use qdrant_remote::models;

/// Counts the conditions of a filter, and collects those on fields with their whole keys.
pub(super) fn count<'f>(filter: &'f models::Filter, above: &str, fields: &mut Vec<(String, &'f models::FieldCondition)>) -> u64 {
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
pub(super) fn size(field: &models::FieldCondition) -> u64 {
    let length = |value: &serde_json::Value, key: &str| value.get(key).and_then(serde_json::Value::as_array).map_or(0, Vec::len);
    let compared = field.r#match.as_ref().and_then(|value| serde_json::to_value(value).ok());
    compared.map_or(0, |value| (length(&value, "any") + length(&value, "except")) as u64)
}

/// An index that knows the order of words.
pub(super) const PHRASES: &str = "text (with phrase_matching: true)";

/// The types of index that serve a condition.
pub(super) fn types(field: &models::FieldCondition) -> &'static [&'static str] {
    use models::{Match, RangeInterface, ValueVariants};
    match (&field.r#match, &field.range) {
        (Some(Match::Text(_) | Match::TextAny(_)), _) => &["text"],
        (Some(Match::Phrase(_)), _) => &[PHRASES],
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
        (None, None) => &["bool", "datetime", "float", "geo", "integer", "keyword", "keyword (with prefix: true)", "text", PHRASES, "uuid"],
    }
}

fn any(variants: &models::AnyVariants) -> &'static [&'static str] {
    match variants {
        models::AnyVariants::Integers(_) => &["integer"],
        _ => &["keyword"],
    }
}

/// The payload fields that a formula computes with, each with the types of index that serve it.
pub(super) fn variables<'f>(formula: &'f models::Expression, found: &mut Vec<(&'f str, &'static [&'static str])>) {
    use models::Expression as Given;
    match formula {
        Given::String(name) if !name.starts_with('$') => found.push((name, &["float", "integer"])),
        Given::GeoDistance(given) => found.push((&given.geo_distance.to, &["geo"])),
        Given::DatetimeKey(given) => found.push((&given.datetime_key, &["datetime"])),
        Given::Mult(given) => given.mult.iter().for_each(|one| variables(one, found)),
        Given::Sum(given) => given.sum.iter().for_each(|one| variables(one, found)),
        Given::Neg(given) => variables(&given.neg, found),
        Given::Abs(given) => variables(&given.abs, found),
        Given::Div(given) => [&given.div.left, &given.div.right].into_iter().for_each(|one| variables(one, found)),
        Given::Sqrt(given) => variables(&given.sqrt, found),
        Given::Pow(given) => [&given.pow.base, &given.pow.exponent].into_iter().for_each(|one| variables(one, found)),
        Given::Exp(given) => variables(&given.exp, found),
        Given::Log10(given) => variables(&given.log10, found),
        Given::Ln(given) => variables(&given.ln, found),
        Given::LinDecay(given) => decay(&given.lin_decay, found),
        Given::ExpDecay(given) => decay(&given.exp_decay, found),
        Given::GaussDecay(given) => decay(&given.gauss_decay, found),
        _ => {}
    }
}

fn decay<'f>(given: &'f models::DecayParamsExpression, found: &mut Vec<(&'f str, &'static [&'static str])>) {
    variables(&given.x, found);
    given.target.iter().for_each(|target| variables(target, found));
}
