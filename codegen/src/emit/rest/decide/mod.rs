//! Decides, for every union, which variant takes which JSON value. Two variants that no value tells apart are an error.

mod kinds;
mod objects;
#[cfg(test)]
mod tests;

use indexmap::IndexMap;

pub use kinds::{Kinds, kinds};
pub use objects::{Form, Key, Objects};

use crate::error::Error;
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

/// Plans all unions of the model, and the unions of list items that they need.
///
/// # Errors
/// When two variants of a union cannot be told apart.
pub fn plan(rest: &Rest) -> Result<IndexMap<String, Plan>, Error> {
    let mut plans = IndexMap::new();
    for schema in rest.schemas.values() {
        if let Kind::Union(variants) = &schema.kind {
            plan_union(rest, &schema.name, variants, &mut plans)?;
        }
    }
    Ok(plans)
}

fn plan_union(rest: &Rest, name: &str, variants: &[Variant], plans: &mut IndexMap<String, Plan>) -> Result<(), Error> {
    let all: Vec<Kinds> = variants.iter().map(|variant| kinds(rest, &variant.ty)).collect();
    let takers = |kind: Kinds| (0..variants.len()).filter(|index| all[*index].contains(kind)).collect::<Vec<_>>();
    let context = Context { rest, name, variants };
    let array = array(&context, &takers(Kinds::ARRAY), plans)?;
    let plan = Plan {
        name: name.to_owned(),
        variants: variants.to_vec(),
        boolean: context.only("booleans", takers(Kinds::BOOL))?,
        unsigned: context.integers("integers", takers(Kinds::UNSIGNED))?,
        negative: context.integers("integers below zero", takers(Kinds::NEGATIVE))?,
        float: context.only("numbers", takers(Kinds::FLOAT))?,
        strings: context.strings(takers(Kinds::STRING))?,
        array,
        object: objects::plan(&context, &takers(Kinds::OBJECT))?,
    };
    plans.insert(name.to_owned(), plan);
    Ok(())
}

/// The union that is being planned.
pub(crate) struct Context<'a> {
    pub(crate) rest: &'a Rest,
    pub(crate) name: &'a str,
    pub(crate) variants: &'a [Variant],
}

impl Context<'_> {
    fn ambiguous(&self, what: &str, one: usize, other: usize) -> Error {
        Error::other(format!(
            "emit: rest:{}: variants `{}` and `{}` cannot be told apart: both take {what}",
            self.name, self.variants[one].name, self.variants[other].name
        ))
    }

    fn only(&self, what: &str, takers: Vec<usize>) -> Result<Option<usize>, Error> {
        match takers.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            [one, other, ..] => Err(self.ambiguous(what, *one, *other)),
        }
    }

    /// What the variant holds, behind aliases.
    fn ty(&self, index: usize) -> &Ty {
        resolve(self.rest, &self.variants[index].ty)
    }

    /// Unsigned integers before signed ones before floats: each takes what the one before it cannot hold.
    fn integers(&self, what: &str, mut takers: Vec<usize>) -> Result<Vec<usize>, Error> {
        let rank = |index: &usize| match self.ty(*index) {
            Ty::Uint(_) => 0,
            Ty::I64 => 1,
            Ty::F32 | Ty::F64 => 2,
            _ => 3,
        };
        takers.sort_by_key(rank);
        for pair in takers.windows(2) {
            if rank(&pair[0]) == rank(&pair[1]) || rank(&pair[1]) == 3 {
                return Err(self.ambiguous(what, pair[0], pair[1]));
            }
        }
        Ok(takers)
    }

    /// Closed sets before open ones: enums by their values, then what has a syntax, then any string.
    fn strings(&self, mut takers: Vec<usize>) -> Result<Vec<usize>, Error> {
        let rank = |index: &usize| match self.ty(*index) {
            Ty::Named(name) if matches!(self.rest.schemas.get(name).map(|schema| &schema.kind), Some(Kind::Enum(_))) => 0,
            Ty::Uuid => 1,
            Ty::DateTime => 2,
            Ty::Str => 3,
            _ => 4,
        };
        takers.sort_by_key(rank);
        for (place, one) in takers.iter().enumerate() {
            for other in &takers[place + 1..] {
                let apart = match (self.rest.values(self.ty(*one)), self.rest.values(self.ty(*other))) {
                    (Some(values), Some(others)) => !values.iter().any(|value| others.contains(value)),
                    _ => rank(one) != rank(other) && rank(other) != 4,
                };
                if !apart {
                    return Err(self.ambiguous("strings", *one, *other));
                }
            }
        }
        Ok(takers)
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

fn array(context: &Context<'_>, takers: &[usize], plans: &mut IndexMap<String, Plan>) -> Result<Array, Error> {
    let (one, other) = match takers {
        [] => return Ok(Array::Nobody),
        [only] => return Ok(Array::One(*only)),
        [one, other, ..] => (*one, *other),
    };
    let mut items = Vec::new();
    for index in takers {
        let Ty::List(item) = context.ty(*index) else { return Err(context.ambiguous("arrays", one, other)) };
        items.push(Variant { name: item_name(item), ty: (**item).clone(), boxed: false });
    }
    let name = items.iter().map(|item| item.name.as_str()).collect::<Vec<_>>().join("Or");
    if !plans.contains_key(&name) {
        plan_union(context.rest, &name, &items, plans)
            .map_err(|error| Error::other(format!("{error} (the first items of arrays in rest:{})", context.name)))?;
    }
    Ok(Array::ByItem { items: name, variants: takers.to_vec() })
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
