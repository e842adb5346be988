//! Formulas: scores computed from payload, conditions and the scores of prefetches.

use qdrant_edge::{DecayKind, Expression, Formula, ScoringQuery};
use qdrant_remote::models;

use crate::convert::{filter, path, same};
use crate::engine::{Fault, Outcome};

pub(super) fn formula(query: models::FormulaQuery) -> Outcome<ScoringQuery> {
    let formula = Formula { formula: expression(query.formula)?, defaults: query.defaults.unwrap_or_default().into_iter().collect() };
    Ok(ScoringQuery::Formula(formula.try_into()?))
}

fn expression(given: models::Expression) -> Outcome<Expression> {
    use models::Expression as Given;
    Ok(match given {
        Given::Float(number) => Expression::Constant(number),
        Given::String(name) => Expression::Variable(name),
        Given::Condition(condition) => Expression::Condition(Box::new(filter::condition(condition)?)),
        Given::GeoDistance(given) => {
            Expression::GeoDistance { origin: same(given.geo_distance.origin)?, to: path(&given.geo_distance.to)? }
        }
        Given::Datetime(given) => Expression::Datetime(given.datetime),
        Given::DatetimeKey(given) => Expression::DatetimeKey(path(&given.datetime_key)?),
        Given::Mult(given) => Expression::Mult(all(given.mult)?),
        Given::Sum(given) => Expression::Sum(all(given.sum)?),
        Given::Neg(given) => Expression::Neg(boxed(given.neg)?),
        Given::Abs(given) => Expression::Abs(boxed(given.abs)?),
        Given::Div(given) => {
            Expression::Div { left: boxed(given.div.left)?, right: boxed(given.div.right)?, by_zero_default: given.div.by_zero_default }
        }
        Given::Sqrt(given) => Expression::Sqrt(boxed(given.sqrt)?),
        Given::Pow(given) => Expression::Pow { base: boxed(given.pow.base)?, exponent: boxed(given.pow.exponent)? },
        Given::Exp(given) => Expression::Exp(boxed(given.exp)?),
        Given::Log10(given) => Expression::Log10(boxed(given.log10)?),
        Given::Ln(given) => Expression::Ln(boxed(given.ln)?),
        Given::LinDecay(given) => decay(DecayKind::Lin, given.lin_decay)?,
        Given::ExpDecay(given) => decay(DecayKind::Exp, given.exp_decay)?,
        Given::GaussDecay(given) => decay(DecayKind::Gauss, given.gauss_decay)?,
        _ => return Err(Fault::format("an expression of an unknown kind")),
    })
}

fn decay(kind: DecayKind, given: models::DecayParamsExpression) -> Outcome<Expression> {
    Ok(Expression::Decay {
        kind,
        x: boxed(given.x)?,
        target: given.target.map(boxed).transpose()?,
        midpoint: given.midpoint,
        scale: given.scale,
    })
}

fn boxed(given: models::Expression) -> Outcome<Box<Expression>> {
    expression(given).map(Box::new)
}

fn all(given: Vec<models::Expression>) -> Outcome<Vec<Expression>> {
    given.into_iter().map(expression).collect()
}
