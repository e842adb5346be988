//! Formulas: expressions with operators, and the query that scores by one.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::models::{
    AbsExpression, DatetimeExpression, DatetimeKeyExpression, DecayParamsExpression, DivExpression, DivParams, ExpDecayExpression,
    ExpExpression, Expression, FormulaQuery, GaussDecayExpression, GeoDistance, GeoDistanceParams, GeoPoint, LinDecayExpression,
    LnExpression, Log10Expression, MultExpression, NegExpression, PowExpression, PowParams, Query, SqrtExpression, SumExpression,
};

impl Query {
    /// Scores each prefetched point by a formula. Values for missing variables are a setting, `defaults`.
    #[must_use]
    pub fn formula(formula: impl Into<Expression>) -> FormulaQuery {
        FormulaQuery::new(formula)
    }
}

/// Formulas are written with `+`, `-`, `*`, `/`. A condition in one is 1 where it holds, else 0.
///
/// ```
/// use qdrant_remote::filter::field;
/// use qdrant_remote::models::{Expression, GeoPoint, Query};
///
/// let near = Expression::geo_distance(GeoPoint::new(13.4, 52.5), "place").decay().scale(5000.0).gaussian();
/// let fresh = Expression::datetime_field("seen").decay().target(Expression::datetime("2024-06-01")).scale(86_400.0);
/// let formula = Expression::score() + 0.5 * Expression::from(field("tag").any_of(["h1", "h2"])) + near - fresh.linear() / 2.0;
/// let query = Query::formula(formula);
/// ```
impl Expression {
    /// The score that the prefetch gave the point; with several prefetches, the first one.
    #[must_use]
    pub fn score() -> Self {
        Self::from("$score")
    }

    /// The score that a prefetch gave the point, by the place of the prefetch, from 0.
    #[must_use]
    pub fn score_of(prefetch: usize) -> Self {
        Self::from(format!("$score[{prefetch}]"))
    }

    /// The number that a payload field holds.
    #[must_use]
    pub fn field(key: impl Into<String>) -> Self {
        Self::from(key.into())
    }

    /// The seconds since 1970 of a fixed date-time, to compare with those of a field.
    #[must_use]
    pub fn datetime(text: impl Into<String>) -> Self {
        DatetimeExpression::new(text).into()
    }

    /// The seconds since 1970 of the date-time that a payload field holds.
    #[must_use]
    pub fn datetime_field(key: impl Into<String>) -> Self {
        DatetimeKeyExpression::new(key).into()
    }

    /// The metres between a place and the one that a payload field holds.
    #[must_use]
    pub fn geo_distance(origin: impl Into<GeoPoint>, key: impl Into<String>) -> Self {
        GeoDistance::new(GeoDistanceParams::new(origin, key)).into()
    }

    /// The value without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        AbsExpression::new(self).into()
    }

    /// The square root.
    #[must_use]
    pub fn sqrt(self) -> Self {
        SqrtExpression::new(self).into()
    }

    /// The value to a power.
    #[must_use]
    pub fn pow(self, exponent: impl Into<Self>) -> Self {
        PowExpression::new(PowParams::new(self, exponent)).into()
    }

    /// The number e to the power of the value.
    #[must_use]
    pub fn exp(self) -> Self {
        ExpExpression::new(self).into()
    }

    /// The natural logarithm.
    #[must_use]
    pub fn ln(self) -> Self {
        LnExpression::new(self).into()
    }

    /// The logarithm to the base 10.
    #[must_use]
    pub fn log10(self) -> Self {
        Log10Expression::new(self).into()
    }

    /// The value divided by another, or `otherwise` where that is zero.
    #[must_use]
    pub fn div_or(self, divisor: impl Into<Self>, otherwise: f32) -> Self {
        DivExpression::new(DivParams::new(self, divisor).by_zero_default(otherwise)).into()
    }

    /// The value brought between 0 and 1 by its distance from a target, 0 unless set. `scale` is the distance at which the
    /// result is `midpoint`, a half unless set. Ends with the form of the curve.
    pub fn decay(self) -> DecayParamsExpression {
        DecayParamsExpression::new(self)
    }
}

impl DecayParamsExpression {
    /// A straight line down to 0.
    #[must_use]
    pub fn linear(self) -> Expression {
        LinDecayExpression::new(self).into()
    }

    /// A curve that falls at once and flattens.
    #[must_use]
    pub fn exponential(self) -> Expression {
        ExpDecayExpression::new(self).into()
    }

    /// A bell.
    #[must_use]
    pub fn gaussian(self) -> Expression {
        GaussDecayExpression::new(self).into()
    }
}

/// The terms of a sum; anything else is one term.
fn terms(expression: Expression) -> Vec<Expression> {
    match expression {
        Expression::Sum(sum) => sum.sum,
        term => vec![term],
    }
}

/// The factors of a product; anything else is one factor.
fn factors(expression: Expression) -> Vec<Expression> {
    match expression {
        Expression::Mult(product) => product.mult,
        factor => vec![factor],
    }
}

impl<T: Into<Expression>> Add<T> for Expression {
    type Output = Self;

    fn add(self, other: T) -> Self {
        let mut all = terms(self);
        all.extend(terms(other.into()));
        SumExpression::new(all).into()
    }
}

impl<T: Into<Expression>> Sub<T> for Expression {
    type Output = Self;

    fn sub(self, other: T) -> Self {
        self + -other.into()
    }
}

impl<T: Into<Expression>> Mul<T> for Expression {
    type Output = Self;

    fn mul(self, other: T) -> Self {
        let mut all = factors(self);
        all.extend(factors(other.into()));
        MultExpression::new(all).into()
    }
}

/// The server answers with an error where the divisor is zero; [`Expression::div_or`] has a value for that.
impl<T: Into<Expression>> Div<T> for Expression {
    type Output = Self;

    fn div(self, other: T) -> Self {
        DivExpression::new(DivParams::new(self, other)).into()
    }
}

impl Neg for Expression {
    type Output = Self;

    fn neg(self) -> Self {
        NegExpression::new(self).into()
    }
}

/// A number on the left.
macro_rules! number_first {
    ($($operator:ident $method:ident $sign:tt),*) => {$(
        impl $operator<Expression> for f32 {
            type Output = Expression;

            fn $method(self, other: Expression) -> Expression {
                Expression::from(self) $sign other
            }
        }
    )*};
}

number_first!(Add add +, Sub sub -, Mul mul *, Div div /);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::filter::field;

    #[test]
    fn every_part_as_json() {
        let x = || Expression::field("x");
        let center = GeoPoint::new(1.0, 2.0);
        for (formula, json) in [
            (Expression::score(), json!("$score")),
            (Expression::score_of(1), json!("$score[1]")),
            (x() + 1.0 + Expression::field("y"), json!({ "sum": ["x", 1.0, "y"] })),
            (1.0 + x(), json!({ "sum": [1.0, "x"] })),
            (x() - 1.0, json!({ "sum": ["x", { "neg": 1.0 }] })),
            (1.0 - x(), json!({ "sum": [1.0, { "neg": "x" }] })),
            (x() * 2.0 * "y", json!({ "mult": ["x", 2.0, "y"] })),
            (2.0 * x() + 1.0, json!({ "sum": [{ "mult": [2.0, "x"] }, 1.0] })),
            (x() / 2.0, json!({ "div": { "left": "x", "right": 2.0 } })),
            (1.0 / x(), json!({ "div": { "left": 1.0, "right": "x" } })),
            (x().div_or("y", 0.5), json!({ "div": { "left": "x", "right": "y", "by_zero_default": 0.5 } })),
            (-x(), json!({ "neg": "x" })),
            (x().abs(), json!({ "abs": "x" })),
            (x().sqrt(), json!({ "sqrt": "x" })),
            (x().pow(2.0), json!({ "pow": { "base": "x", "exponent": 2.0 } })),
            (x().exp(), json!({ "exp": "x" })),
            (x().ln(), json!({ "ln": "x" })),
            (x().log10(), json!({ "log10": "x" })),
            (x() + field("a").eq("b"), json!({ "sum": ["x", { "key": "a", "match": { "value": "b" } }] })),
            (Expression::datetime("2024-01-01"), json!({ "datetime": "2024-01-01" })),
            (Expression::datetime_field("seen"), json!({ "datetime_key": "seen" })),
            (
                Expression::geo_distance(center, "place"),
                json!({ "geo_distance": { "origin": { "lon": 1.0, "lat": 2.0 }, "to": "place" } }),
            ),
            (x().decay().linear(), json!({ "lin_decay": { "x": "x" } })),
            (x().decay().target("y").exponential(), json!({ "exp_decay": { "x": "x", "target": "y" } })),
            (
                x().decay().scale(10.0).midpoint(0.25).gaussian(),
                json!({ "gauss_decay": { "x": "x", "scale": 10.0, "midpoint": 0.25 } }),
            ),
        ] {
            assert_eq!(serde_json::to_value(&formula).ok(), Some(json.clone()));
            assert_eq!(serde_json::from_value::<Expression>(json).ok(), Some(formula));
        }
    }
}
