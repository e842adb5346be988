//! Conditions on a payload field.

use std::ops::RangeBounds;

use super::range::{Bound, Side, Span, count, one_sided};
use crate::models::{
    AnyVariants, Condition, FieldCondition, Filter, GeoBoundingBox, GeoPoint, GeoPolygon, GeoRadius, IsEmptyCondition, IsNullCondition,
    MatchAny, MatchExcept, MatchText, MatchValue, Nested, NestedCondition, PayloadField, ValueVariants,
};

/// The payload field at a path: `city`, `country.capital`, `towns[].name`. Its methods are the conditions on it.
///
/// Where a field holds a list, a condition holds if it does for one of the values.
///
/// ```
/// use qdrant_remote::filter::field;
/// use qdrant_remote::models::{DateTime, GeoPoint};
///
/// let since: DateTime = "2024-01-01".parse()?;
/// let filter = field("city").any_of(["London", "Paris"])
///     & field("price").between(10.0..20.0)
///     & field("seen").gte(since)
///     & field("at").in_radius(GeoPoint::new(-0.1, 51.5), 2_000.0)
///     & (field("text").has_words("quiet garden") | field("stars").gt(4))
///     & !field("closed").eq(true);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn field(key: impl Into<String>) -> Field {
    Field(key.into())
}

/// A payload field, of which conditions are made; see [`field`].
#[derive(Clone, Debug)]
#[must_use = "a field is no condition yet"]
pub struct Field(pub(crate) String);

impl Field {
    pub(crate) fn condition(self) -> FieldCondition {
        FieldCondition::new(self.0)
    }

    /// The value is this string, integer or boolean. For other numbers, use [`between`](Field::between).
    pub fn eq(self, value: impl Into<ValueVariants>) -> Condition {
        self.condition().r#match(MatchValue::new(value)).into()
    }

    /// The value is one of these strings or integers.
    #[doc(alias = "match any")]
    pub fn any_of(self, values: impl Into<AnyVariants>) -> Condition {
        self.condition().r#match(MatchAny::new(values)).into()
    }

    /// There is a value, and it is none of these strings or integers.
    #[doc(alias = "match except")]
    pub fn none_of(self, values: impl Into<AnyVariants>) -> Condition {
        self.condition().r#match(MatchExcept::new(values)).into()
    }

    /// The value is less than this, or earlier.
    pub fn lt(self, bound: impl Into<Bound>) -> Condition {
        self.on_side(Side::Below, bound.into())
    }

    /// The value is at most this, or no later.
    pub fn lte(self, bound: impl Into<Bound>) -> Condition {
        self.on_side(Side::UpTo, bound.into())
    }

    /// The value is more than this, or later.
    pub fn gt(self, bound: impl Into<Bound>) -> Condition {
        self.on_side(Side::Above, bound.into())
    }

    /// The value is at least this, or no earlier.
    pub fn gte(self, bound: impl Into<Bound>) -> Condition {
        self.on_side(Side::From, bound.into())
    }

    fn on_side(self, side: Side, bound: Bound) -> Condition {
        self.condition().range(one_sided(side, bound)).into()
    }

    /// The value is in this range of numbers or date-times: `1..=5`, `0.5..`, `from..to`, or a model with bounds.
    #[doc(alias = "range")]
    pub fn between(self, span: impl Into<Span>) -> Condition {
        self.condition().range(span.into().0).into()
    }

    /// All words of the text are in the value, in any order. Without a text index the value must contain the text as it
    /// is.
    #[doc(alias = "match text")]
    pub fn has_words(self, text: impl Into<String>) -> Condition {
        self.condition().r#match(MatchText::new(text)).into()
    }

    /// The place is at most so many metres from the centre.
    #[doc(alias = "geo_radius")]
    pub fn in_radius(self, center: impl Into<GeoPoint>, metres: f64) -> Condition {
        self.condition().geo_radius(GeoRadius::new(center, metres)).into()
    }

    /// The place is between these corners: the north-western and the south-eastern one.
    #[doc(alias = "geo_bounding_box")]
    pub fn in_box(self, top_left: impl Into<GeoPoint>, bottom_right: impl Into<GeoPoint>) -> Condition {
        self.condition().geo_bounding_box(GeoBoundingBox::new(top_left, bottom_right)).into()
    }

    /// The place is inside this outline, of which the last point is the first again; or in a polygon with holes.
    #[doc(alias = "geo_polygon")]
    pub fn in_polygon(self, outline: impl Into<GeoPolygon>) -> Condition {
        self.condition().geo_polygon(outline).into()
    }

    /// One and the same object in the list under the key satisfies the filter, whose keys begin inside that object.
    pub fn nested(self, filter: impl Into<Filter>) -> Condition {
        NestedCondition::new(Nested::new(self.0, filter)).into()
    }

    /// The field is absent, null or an empty list.
    pub fn is_empty(self) -> Condition {
        IsEmptyCondition::new(PayloadField::new(self.0)).into()
    }

    /// The field is there, and null.
    pub fn is_null(self) -> Condition {
        IsNullCondition::new(PayloadField::new(self.0)).into()
    }

    /// The field has so many values: `2..`, `1..=3`. A single value counts as one, none as zero.
    pub fn values_count(self, range: impl RangeBounds<u64>) -> Condition {
        self.condition().values_count(count(range)).into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::models::{DateTime, GeoLineString, Range};

    fn check(cases: impl IntoIterator<Item = (Condition, Value)>) {
        for (condition, json) in cases {
            assert_eq!(serde_json::to_value(&condition).ok(), Some(json.clone()));
            assert_eq!(serde_json::from_value::<Condition>(json).ok(), Some(condition));
        }
    }

    #[test]
    fn matches_as_json() {
        let a = || field("a");
        check([
            (a().eq("x"), json!({ "key": "a", "match": { "value": "x" } })),
            (a().eq(String::from("x")), json!({ "key": "a", "match": { "value": "x" } })),
            (a().eq(5), json!({ "key": "a", "match": { "value": 5 } })),
            (a().eq(true), json!({ "key": "a", "match": { "value": true } })),
            (a().any_of(["x", "y"]), json!({ "key": "a", "match": { "any": ["x", "y"] } })),
            (a().any_of([1, 2]), json!({ "key": "a", "match": { "any": [1, 2] } })),
            (a().none_of(vec!["x".to_owned()]), json!({ "key": "a", "match": { "except": ["x"] } })),
            (a().has_words("good cheap"), json!({ "key": "a", "match": { "text": "good cheap" } })),
            (a().is_empty(), json!({ "is_empty": { "key": "a" } })),
            (a().is_null(), json!({ "is_null": { "key": "a" } })),
            (a().values_count(2..), json!({ "key": "a", "values_count": { "gte": 2 } })),
            (a().values_count(1..=3), json!({ "key": "a", "values_count": { "gte": 1, "lte": 3 } })),
            (a().values_count(..4), json!({ "key": "a", "values_count": { "lt": 4 } })),
            (
                a().nested(field("b").eq("c") & !field("d").is_null()),
                json!({ "nested": { "key": "a", "filter": {
                    "must": [{ "key": "b", "match": { "value": "c" } }],
                    "must_not": [{ "is_null": { "key": "d" } }],
                } } }),
            ),
        ]);
    }

    #[test]
    fn ranges_as_json() -> Result<(), Box<dyn std::error::Error>> {
        let a = || field("a");
        let (from, to): (DateTime, DateTime) = ("2024-01-01".parse()?, "2024-06-30T12:00:00Z".parse()?);
        let range = |range: Value| json!({ "key": "a", "range": range });
        check([
            (a().lt(1.5), range(json!({ "lt": 1.5 }))),
            (a().lte(1.5_f32), range(json!({ "lte": 1.5 }))),
            (a().gt(1), range(json!({ "gt": 1.0 }))),
            (a().gte(7_u32), range(json!({ "gte": 7.0 }))),
            (a().between(1..5), range(json!({ "gte": 1.0, "lt": 5.0 }))),
            (a().between(1.0..=5.0), range(json!({ "gte": 1.0, "lte": 5.0 }))),
            (a().between(0.5..), range(json!({ "gte": 0.5 }))),
            (a().between(..0.5), range(json!({ "lt": 0.5 }))),
            (a().between(..=0.5), range(json!({ "lte": 0.5 }))),
            (a().between(Range::new().gt(1.0)), range(json!({ "gt": 1.0 }))),
            (a().gt(from), range(json!({ "gt": "2024-01-01T00:00:00Z" }))),
            (a().between(from..to), range(json!({ "gte": "2024-01-01T00:00:00Z", "lt": "2024-06-30T12:00:00Z" }))),
            (a().between(..=to), range(json!({ "lte": "2024-06-30T12:00:00Z" }))),
        ]);
        Ok(())
    }

    #[test]
    fn places_as_json() {
        let point = GeoPoint::new;
        let corners = [point(0.0, 0.0), point(0.0, 2.0), point(2.0, 2.0), point(0.0, 0.0)];
        let outline = json!({ "points": corners });
        let hole = GeoLineString::new(corners.clone());
        check([
            (
                field("a").in_radius(point(13.4, 52.5), 1000.0),
                json!({ "key": "a", "geo_radius": { "center": { "lon": 13.4, "lat": 52.5 }, "radius": 1000.0 } }),
            ),
            (
                field("a").in_box(point(13.0, 53.0), point(14.0, 52.0)),
                json!({ "key": "a", "geo_bounding_box": {
                    "top_left": { "lon": 13.0, "lat": 53.0 }, "bottom_right": { "lon": 14.0, "lat": 52.0 } } }),
            ),
            (field("a").in_polygon(corners.clone()), json!({ "key": "a", "geo_polygon": { "exterior": outline } })),
            (
                field("a").in_polygon(GeoPolygon::new(hole.clone()).interiors([hole])),
                json!({ "key": "a", "geo_polygon": { "exterior": outline, "interiors": [outline] } }),
            ),
        ]);
    }
}
