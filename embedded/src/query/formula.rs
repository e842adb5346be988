//! Formulas: scores computed from payload, conditions and the scores of prefetches.

use qdrant_edge::{DecayKind, Expression, Formula, ScoringQuery};
use qdrant_remote::models;

use crate::convert::{filter, path, same};
use crate::engine::{Collection, Fault, Outcome};

pub(super) fn formula(collection: &Collection, query: models::FormulaQuery) -> Outcome<ScoringQuery> {
    let formula =
        Formula { formula: expression(collection, query.formula)?, defaults: query.defaults.unwrap_or_default().into_iter().collect() };
    Ok(ScoringQuery::Formula(formula.try_into()?))
}

fn expression(collection: &Collection, given: models::Expression) -> Outcome<Expression> {
    use models::Expression as Given;
    Ok(match given {
        Given::Float(number) => Expression::Constant(number),
        Given::String(name) => Expression::Variable(name),
        Given::Condition(condition) => Expression::Condition(Box::new(filter::condition(collection, condition)?)),
        Given::GeoDistance(given) => {
            Expression::GeoDistance { origin: same(given.geo_distance.origin)?, to: path(&given.geo_distance.to)? }
        }
        Given::Datetime(given) => Expression::Datetime(given.datetime),
        Given::DatetimeKey(given) => Expression::DatetimeKey(path(&given.datetime_key)?),
        Given::Mult(given) => Expression::Mult(all(collection, given.mult)?),
        Given::Sum(given) => Expression::Sum(all(collection, given.sum)?),
        Given::Neg(given) => Expression::Neg(boxed(collection, given.neg)?),
        Given::Abs(given) => Expression::Abs(boxed(collection, given.abs)?),
        Given::Div(given) => Expression::Div {
            left: boxed(collection, given.div.left)?,
            right: boxed(collection, given.div.right)?,
            by_zero_default: given.div.by_zero_default,
        },
        Given::Sqrt(given) => Expression::Sqrt(boxed(collection, given.sqrt)?),
        Given::Pow(given) => Expression::Pow { base: boxed(collection, given.pow.base)?, exponent: boxed(collection, given.pow.exponent)? },
        Given::Exp(given) => Expression::Exp(boxed(collection, given.exp)?),
        Given::Log10(given) => Expression::Log10(boxed(collection, given.log10)?),
        Given::Ln(given) => Expression::Ln(boxed(collection, given.ln)?),
        Given::LinDecay(given) => decay(collection, DecayKind::Lin, given.lin_decay)?,
        Given::ExpDecay(given) => decay(collection, DecayKind::Exp, given.exp_decay)?,
        Given::GaussDecay(given) => decay(collection, DecayKind::Gauss, given.gauss_decay)?,
        _ => return Err(Fault::format("an expression of an unknown kind")),
    })
}

fn decay(collection: &Collection, kind: DecayKind, given: models::DecayParamsExpression) -> Outcome<Expression> {
    Ok(Expression::Decay {
        kind,
        x: boxed(collection, given.x)?,
        target: given.target.map(|given| boxed(collection, given)).transpose()?,
        midpoint: given.midpoint,
        scale: given.scale,
    })
}

fn boxed(collection: &Collection, given: models::Expression) -> Outcome<Box<Expression>> {
    expression(collection, given).map(Box::new)
}

fn all(collection: &Collection, given: Vec<models::Expression>) -> Outcome<Vec<Expression>> {
    given.into_iter().map(|given| expression(collection, given)).collect()
}
