//! What the variants of unions are called, by rule or by a row, and which of them are boxed.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{Kind, Rest, Schema, Ty, Variant};
use crate::model::naming;

impl Rest {
    pub(super) fn name_variants(&mut self, names: &IndexMap<String, String>) {
        let mut faults = Vec::new();
        let mut used = BTreeSet::new();
        let mut renamed = Vec::new();
        let mut doubts = IndexMap::new();
        for (union, schema) in &self.schemas {
            let Kind::Union(variants) = &schema.kind else { continue };
            let mut taken = BTreeSet::new();
            for (index, variant) in variants.iter().enumerate() {
                let by_rule = self.variant_name(union, variants, &variant.ty);
                let key = format!("{union}.{by_rule}");
                let mut name = match names.get(&key) {
                    Some(name) => {
                        if *name == by_rule {
                            faults.push(format!("overrides: [[variants]] `rest:{key}` repeats what the rule says: remove it"));
                        }
                        used.insert(key);
                        name.clone()
                    }
                    None => by_rule,
                };
                if !taken.insert(name.clone()) {
                    let why = format!("two variants are called `{name}`: add a row to [[variants]]");
                    name = (2..).map(|number| format!("{name}{number}")).find(|name| taken.insert(name.clone())).unwrap_or(name);
                    doubts.insert(format!("rest:{union}.{name}"), why);
                }
                renamed.push((union.clone(), index, name));
            }
        }
        let unused = names.keys().filter(|key| !used.contains(*key));
        faults.extend(unused.map(|key| format!("overrides: [[variants]] `rest:{key}` matches no variant")));
        self.name_faults = faults;
        self.doubts.extend(doubts);
        for (union, index, name) in renamed {
            if let Some(Schema { kind: Kind::Union(variants), .. }) = self.schemas.get_mut(&union) {
                variants[index].name = name;
            }
        }
    }

    /// A variant's name by rule: the payload's own name without the words that it shares with the union's, the form of
    /// a vector, or the kind of a scalar.
    fn variant_name(&self, union: &str, variants: &[Variant], ty: &Ty) -> String {
        let one_or_many = union.ends_with("OneOrMany");
        match ty {
            _ if one_or_many => if matches!(ty, Ty::List(_)) { "Many" } else { "One" }.to_owned(),
            Ty::Named(name) => {
                let outer = naming::words(union);
                let inner = naming::words(name);
                let front = inner.iter().zip(&outer).take_while(|(a, b)| a == b).count();
                let back = inner.iter().rev().zip(outer.iter().rev()).take_while(|(a, b)| singular(a) == singular(b)).count();
                let kept = if back > 0 && back < inner.len() {
                    &inner[..inner.len() - back]
                } else if front > 0 && front < inner.len() {
                    &inner[front..]
                } else {
                    &inner[..]
                };
                naming::variant(&kept.join("_"))
            }
            Ty::List(item) => match &**item {
                Ty::F32 => "Dense".to_owned(),
                Ty::List(inner) if **inner == Ty::F32 => "MultiDense".to_owned(),
                Ty::List(_) => "MultiDenseBatch".to_owned(),
                Ty::Named(name) => format!("{name}s"),
                Ty::Str => "Strings".to_owned(),
                Ty::I64 | Ty::Uint(_) => "Integers".to_owned(),
                _ => "List".to_owned(),
            },
            Ty::Map(_) => "Named".to_owned(),
            Ty::Bool => "Bool".to_owned(),
            Ty::I64 if variants.iter().any(|other| matches!(other.ty, Ty::Uint(_))) => "Negative".to_owned(),
            Ty::I64 | Ty::Uint(_) => "Integer".to_owned(),
            Ty::F32 | Ty::F64 => "Float".to_owned(),
            Ty::Str => "String".to_owned(),
            Ty::Uuid => "Uuid".to_owned(),
            Ty::DateTime => "DateTime".to_owned(),
            Ty::Json | Ty::Bytes | Ty::Nullable(_) => "Any".to_owned(),
        }
    }

    pub(super) fn box_variants(&mut self) {
        let mut boxed = Vec::new();
        for (union, schema) in &self.schemas {
            let Kind::Union(variants) = &schema.kind else { continue };
            for (index, variant) in variants.iter().enumerate() {
                if self.holds(&variant.ty, union, &mut BTreeSet::new()) {
                    boxed.push((union.clone(), index));
                }
            }
        }
        for (union, index) in boxed {
            if let Some(Schema { kind: Kind::Union(variants), .. }) = self.schemas.get_mut(&union) {
                variants[index].boxed = true;
            }
        }
    }

    /// Whether a value of `ty` contains a `wanted` without a list or map between.
    fn holds<'a>(&'a self, ty: &'a Ty, wanted: &str, seen: &mut BTreeSet<&'a str>) -> bool {
        let name = match ty {
            Ty::Named(name) => name,
            Ty::Nullable(inner) => return self.holds(inner, wanted, seen),
            _ => return false,
        };
        if name == wanted {
            return true;
        }
        if !seen.insert(name) {
            return false;
        }
        match self.schemas.get(name).map(|schema| &schema.kind) {
            Some(Kind::Struct(fields)) => fields.iter().any(|field| self.holds(&field.ty, wanted, seen)),
            Some(Kind::Union(variants)) => variants.iter().any(|variant| self.holds(&variant.ty, wanted, seen)),
            Some(Kind::Alias(inner)) => self.holds(inner, wanted, seen),
            _ => false,
        }
    }
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}
