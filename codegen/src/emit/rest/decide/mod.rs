//! Decides, for every union, which variant takes which JSON value. Of two variants that no value tells apart the first
//! takes it, as the server tries them in their order; that is a doubt for a maintainer to look at.

mod kinds;
mod objects;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeSet;

use indexmap::IndexMap;

pub use kinds::{Kinds, kinds};
pub use objects::{Form, Key, Objects};

use crate::model::Rest;
use crate::model::rest::{Kind, Ty, Variant};

/// How the values of one union are told apart.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The union's name in Rust.
    pub name: String,
    /// Its variants.
    pub variants: Vec<Variant>,
    /// The variant that takes booleans.
    pub boolean: Option<usize>,
    /// The variants that take integers from zero on, in the order in which they are tried.
    pub unsigned: Vec<usize>,
    /// The variants that take integers below zero, in the order in which they are tried.
    pub negative: Vec<usize>,
    /// The variant that takes other numbers.
    pub float: Option<usize>,
    /// The variants that take strings, in the order in which they are tried.
    pub strings: Vec<usize>,
    /// Who takes arrays.
    pub array: Array,
    /// Who takes objects.
    pub object: Object,
}

/// Who takes arrays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Array {
    /// No variant.
    Nobody,
    /// This variant takes all of them.
    One(usize),
    /// The first item decides.
    ByItem {
        /// The name of the union that the first item is decoded as.
        items: String,
        /// The variants of this union in the order of those of `items`. The first takes the empty array.
        variants: Vec<usize>,
    },
}

/// Who takes objects.
#[derive(Clone, Debug)]
pub enum Object {
    /// No variant.
    Nobody,
    /// This variant takes all of them.
    One(usize),
    /// The keys decide.
    ByKey(Objects),
}

/// What was decided about all unions.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// The plans, by the names of the unions.
    pub plans: IndexMap<String, Plan>,
    /// Ids of variants that may not get what is theirs, and why.
    pub doubts: IndexMap<String, String>,
}

impl Decisions {
    /// The enums that tell objects apart: a value that none of them has belongs to no variant.
    pub fn tags(&self) -> BTreeSet<&str> {
        let objects = self.plans.values().filter_map(|plan| match &plan.object {
            Object::ByKey(objects) => Some(objects),
            _ => None,
        });
        objects.flat_map(Objects::tags).collect()
    }
}

/// Plans all unions of the model, and the unions of list items that they need.
pub fn plan(rest: &Rest) -> Decisions {
    let mut all = Decisions::default();
    for schema in rest.schemas.values() {
        if let Kind::Union(variants) = &schema.kind {
            plan_union(rest, &schema.name, variants, &mut all);
        }
    }
    all
}

fn plan_union(rest: &Rest, name: &str, variants: &[Variant], decisions: &mut Decisions) {
    let all: Vec<Kinds> = variants.iter().map(|variant| kinds(rest, &variant.ty)).collect();
    let takers = |kind: Kinds| (0..variants.len()).filter(|index| all[*index].contains(kind)).collect::<Vec<_>>();
    let context = Context { rest, name, variants, doubts: RefCell::default() };
    let array = array(&context, &takers(Kinds::ARRAY), decisions);
    let plan = Plan {
        name: name.to_owned(),
        variants: variants.to_vec(),
        boolean: context.only("booleans", takers(Kinds::BOOL)),
        unsigned: context.integers("integers", takers(Kinds::UNSIGNED)),
        negative: context.integers("integers below zero", takers(Kinds::NEGATIVE)),
        float: context.only("numbers", takers(Kinds::FLOAT)),
        strings: context.strings(takers(Kinds::STRING)),
        array,
        object: objects::plan(&context, &takers(Kinds::OBJECT)),
    };
    decisions.plans.insert(name.to_owned(), plan);
    decisions.doubts.extend(context.doubts.into_inner());
}

/// The union that is being planned.
pub(crate) struct Context<'a> {
    pub(crate) rest: &'a Rest,
    pub(crate) name: &'a str,
    pub(crate) variants: &'a [Variant],
    pub(crate) doubts: RefCell<Vec<(String, String)>>,
}

impl Context<'_> {
    /// Notes that `other` gets nothing of what `one` takes as well.
    fn doubt(&self, what: &str, one: usize, other: usize) {
        let id = format!("rest:{}.{}", self.name, self.variants[other].name);
        self.doubts
            .borrow_mut()
            .push((id, format!("cannot be told apart from `{}`, which is tried first: {what}", self.variants[one].name)));
    }

    fn only(&self, what: &str, takers: Vec<usize>) -> Option<usize> {
        let first = *takers.first()?;
        takers[1..].iter().for_each(|other| self.doubt(&format!("both take {what}"), first, *other));
        Some(first)
    }

    /// What the variant holds, behind aliases.
    fn ty(&self, index: usize) -> &Ty {
        resolve(self.rest, &self.variants[index].ty)
    }

    /// Unsigned integers before signed ones before floats: each takes what the one before it cannot hold.
    fn integers(&self, what: &str, mut takers: Vec<usize>) -> Vec<usize> {
        let rank = |index: &usize| match self.ty(*index) {
            Ty::Uint(_) => 0,
            Ty::I64 => 1,
            Ty::F32 | Ty::F64 => 2,
            _ => 3,
        };
        takers.sort_by_key(rank);
        let mut kept: Vec<usize> = Vec::new();
        for taker in takers {
            match kept.last() {
                Some(before) if rank(before) == rank(&taker) || rank(&taker) == 3 => {
                    self.doubt(&format!("both take {what}"), *before, taker);
                }
                _ => kept.push(taker),
            }
        }
        kept
    }

    /// Closed sets before open ones: enums by their values, then what has a syntax, then any string.
    fn strings(&self, mut takers: Vec<usize>) -> Vec<usize> {
        let rank = |index: &usize| match self.ty(*index) {
            Ty::Named(name) if matches!(self.rest.schemas.get(name).map(|schema| &schema.kind), Some(Kind::Enum(_))) => 0,
            Ty::Uuid => 1,
            Ty::DateTime => 2,
            Ty::Str => 3,
            _ => 4,
        };
        takers.sort_by_key(rank);
        let apart = |one: &usize, other: &usize| match (self.rest.values(self.ty(*one)), self.rest.values(self.ty(*other))) {
            (Some(values), Some(others)) => !values.iter().any(|value| others.contains(value)),
            _ => rank(one) != rank(other) && rank(other) != 4,
        };
        let mut kept: Vec<usize> = Vec::new();
        for taker in takers {
            match kept.iter().find(|before| !apart(before, &taker)) {
                Some(before) => self.doubt("both take strings", *before, taker),
                None => kept.push(taker),
            }
        }
        kept
    }
}

/// A type behind aliases.
pub(crate) fn resolve<'a>(rest: &'a Rest, ty: &'a Ty) -> &'a Ty {
    match ty {
        Ty::Named(name) => match rest.schemas.get(name).map(|schema| &schema.kind) {
            Some(Kind::Alias(inner)) => resolve(rest, inner),
            _ => ty,
        },
        _ => ty,
    }
}

fn array(context: &Context<'_>, takers: &[usize], decisions: &mut Decisions) -> Array {
    let first = match takers {
        [] => return Array::Nobody,
        [only] => return Array::One(*only),
        [first, ..] => *first,
    };
    let mut items = Vec::new();
    for index in takers {
        let Ty::List(item) = context.ty(*index) else {
            takers[1..].iter().for_each(|other| context.doubt("both take arrays", first, *other));
            return Array::One(first);
        };
        items.push(Variant { name: item_name(item), ty: (**item).clone(), boxed: false });
    }
    let name = items.iter().map(|item| item.name.as_str()).collect::<Vec<_>>().join("Or");
    if !decisions.plans.contains_key(&name) {
        let mut inner = Decisions::default();
        plan_union(context.rest, &name, &items, &mut inner);
        for (id, why) in inner.doubts {
            let variant = items.iter().position(|item| id.ends_with(&format!(".{}", item.name)));
            let id = variant.map_or(id, |index| format!("rest:{}.{}", context.name, context.variants[takers[index]].name));
            context.doubts.borrow_mut().push((id, format!("{why} (the first items of arrays)")));
        }
        decisions.plans.extend(inner.plans);
    }
    Array::ByItem { items: name, variants: takers.to_vec() }
}

/// The name of a list item's type as a variant.
fn item_name(ty: &Ty) -> String {
    match ty {
        Ty::Bool => "Bool".to_owned(),
        Ty::I64 | Ty::Uint(_) => "Integer".to_owned(),
        Ty::F32 | Ty::F64 => "Float".to_owned(),
        Ty::Str => "String".to_owned(),
        Ty::Uuid => "Uuid".to_owned(),
        Ty::DateTime => "DateTime".to_owned(),
        Ty::Json | Ty::Bytes => "Any".to_owned(),
        Ty::Named(name) => name.clone(),
        Ty::List(item) => format!("{}List", item_name(item)),
        Ty::Map(values) => format!("{}Map", item_name(values)),
        Ty::Nullable(inner) => format!("Nullable{}", item_name(inner)),
    }
}
