//! `&`, `|` and `!` on conditions and filters.

use std::ops::{BitAnd, BitOr, Not};

use crate::models::{Condition, ConditionOneOrMany, Filter};

impl Filter {
    /// Both hold. What both have goes into one list where the meaning allows it, so that filters stay flat.
    fn and(mut self, mut other: Self) -> Self {
        self.must = joined(self.must.take(), other.must.take());
        self.must_not = joined(self.must_not.take(), other.must_not.take());
        if self.should.is_none() {
            self.should = other.should.take();
        }
        if self.min_should.is_none() {
            self.min_should = other.min_should.take();
        }
        // What is left has no place of its own beside what is there.
        if other != Self::default() {
            self.must = joined(self.must.take(), Some(Condition::from(other).into()));
        }
        self
    }

    /// At least one holds.
    fn or(self, other: Self) -> Self {
        let mut alternatives = self.alternatives();
        alternatives.extend(other.alternatives());
        Self::should(alternatives)
    }

    /// The conditions of which one has to hold; the whole filter where it is no such list.
    fn alternatives(mut self) -> Vec<Condition> {
        let should = self.should.take().map(list).unwrap_or_default();
        if !should.is_empty() && self == Self::default() {
            return should;
        }
        if !should.is_empty() {
            self.should = Some(should.into());
        }
        vec![self.into_condition()]
    }

    /// The filter as one condition: the only one of its conditions that must hold, else itself.
    fn into_condition(mut self) -> Condition {
        let mut must = self.must.take().map(list).unwrap_or_default();
        if self == Self::default() && must.len() == 1 {
            return must.remove(0);
        }
        if !must.is_empty() {
            self.must = Some(must.into());
        }
        self.into()
    }
}

fn list(conditions: ConditionOneOrMany) -> Vec<Condition> {
    match conditions {
        ConditionOneOrMany::One(condition) => vec![*condition],
        ConditionOneOrMany::Many(conditions) => conditions,
    }
}

fn joined(one: Option<ConditionOneOrMany>, other: Option<ConditionOneOrMany>) -> Option<ConditionOneOrMany> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let mut all = list(one);
            all.extend(list(other));
            Some(all.into())
        }
        (one, other) => one.or(other),
    }
}

macro_rules! operators {
    ($($side:ty),*) => {$(
        /// Both hold.
        impl<T: Into<Filter>> BitAnd<T> for $side {
            type Output = Filter;

            fn bitand(self, other: T) -> Filter {
                Filter::from(self).and(other.into())
            }
        }

        /// At least one holds.
        impl<T: Into<Filter>> BitOr<T> for $side {
            type Output = Filter;

            fn bitor(self, other: T) -> Filter {
                Filter::from(self).or(other.into())
            }
        }

        /// It does not hold.
        impl Not for $side {
            type Output = Filter;

            fn not(self) -> Filter {
                Filter::must_not([Filter::from(self).into_condition()])
            }
        }
    )*};
}

operators!(Condition, Filter);

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::ext::filters::field;

    fn condition(key: &str) -> Condition {
        field(key).eq(1)
    }

    fn as_json(key: &str) -> Value {
        json!({ "key": key, "match": { "value": 1 } })
    }

    #[test]
    fn operators_give_flat_filters() {
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|key| move || condition(key));
        let [ja, jb, jc, jd] = ["a", "b", "c", "d"].map(as_json);
        for (filter, json) in [
            (a() & b() & c(), json!({ "must": [ja, jb, jc] })),
            (a() & (b() & c()), json!({ "must": [ja, jb, jc] })),
            (a() | b() | c(), json!({ "should": [ja, jb, jc] })),
            (a() | (b() | c()), json!({ "should": [ja, jb, jc] })),
            (!a(), json!({ "must_not": [ja] })),
            (!a() & !b(), json!({ "must_not": [ja, jb] })),
            (!!a(), json!({ "must_not": [{ "must_not": [ja] }] })),
            (!(a() & b()), json!({ "must_not": [{ "must": [ja, jb] }] })),
            (a() & !b(), json!({ "must": [ja], "must_not": [jb] })),
            (a() & b() | c(), json!({ "should": [{ "must": [ja, jb] }, jc] })),
            (a() & (b() | c()), json!({ "must": [ja], "should": [jb, jc] })),
            ((a() | b()) & (c() | d()), json!({ "should": [ja, jb], "must": { "should": [jc, jd] } })),
            (a() & (b() | c()) & d(), json!({ "must": [ja, jd], "should": [jb, jc] })),
            ((a() & (b() | c())) | d(), json!({ "should": [{ "must": [ja], "should": [jb, jc] }, jd] })),
            (
                Filter::min_should(1, [a()]) & Filter::min_should(1, [b()]),
                json!({
                    "min_should": { "conditions": [ja], "min_count": 1 },
                    "must": { "min_should": { "conditions": [jb], "min_count": 1 } },
                }),
            ),
            (Filter::must(a()) & Filter::must(b()), json!({ "must": [ja, jb] })),
        ] {
            assert_eq!(serde_json::to_value(&filter).ok(), Some(json));
        }
    }

    /// Every filter over three facts that the operators make holds exactly where the same Rust expression does.
    #[test]
    #[allow(clippy::nonminimal_bool, reason = "the same expressions as those of the filters")]
    fn operators_mean_what_they_mean_in_rust() {
        fn holds(filter: &Filter, facts: [bool; 3]) -> bool {
            let of = |conditions: &Option<ConditionOneOrMany>| conditions.clone().map(list).unwrap_or_default();
            let one = |condition: &Condition| match condition {
                Condition::Filter(filter) => holds(filter, facts),
                Condition::Field(field) => facts[["a", "b", "c"].iter().position(|key| *key == field.key).unwrap_or_default()],
                _ => false,
            };
            let should = of(&filter.should);
            (should.is_empty() || should.iter().any(one)) && of(&filter.must).iter().all(one) && !of(&filter.must_not).iter().any(one)
        }
        type Fact = fn(bool, bool, bool) -> bool;
        let [a, b, c] = ["a", "b", "c"].map(|key| move || condition(key));
        let cases: [(Filter, Fact); 8] = [
            (a() & b() | c(), |a, b, c| a && b || c),
            ((a() | b()) & (b() | c()), |a, b, c| (a || b) && (b || c)),
            (!(a() & !b()) & (c() | a()), |a, b, c| !(a && !b) && (c || a)),
            ((!a() & (b() | c())) | a(), |a, b, c| (!a && (b || c)) || a),
            (!(a() | b()) | !c(), |a, b, c| !(a || b) || !c),
            (!!(a() | b()) & !!c(), |a, b, c| (a || b) && c),
            (Filter::default() & a(), |a, _, _| a),
            (Filter::default() | a(), |_, _, _| true),
        ];
        for (filter, fact) in cases {
            for bits in 0..8_u8 {
                let [a, b, c] = [bits & 1 > 0, bits & 2 > 0, bits & 4 > 0];
                assert_eq!(holds(&filter, [a, b, c]), fact(a, b, c), "{filter:?} with {a} {b} {c}");
            }
        }
    }
}
