//! Telling structs and maps apart by their keys.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{field_kinds, kinds};
use super::{Context, Kinds, Object, resolve};
use crate::model::Rest;
use crate::model::rest::{Field, Kind, Ty};

/// A struct or a map that a union takes, at whatever depth of nested unions.
#[derive(Clone, Debug)]
pub struct Form {
    /// The variant of the planned union to which it belongs.
    pub variant: usize,
    /// What it is called in errors.
    pub name: String,
    /// The struct's fields, or what the map's values are.
    fields: Fields,
}

#[derive(Clone, Debug)]
enum Fields {
    Known(Vec<Field>),
    Free(Ty),
}

/// What the keys of an object say about its form. Sets of forms are bit masks in the order of `forms`.
#[derive(Clone, Debug)]
pub struct Objects {
    /// The forms.
    pub forms: Vec<Form>,
    /// The variants of the union that take objects, each with its forms.
    pub variants: Vec<(usize, u64)>,
    /// The forms that take any key.
    pub open: u64,
    /// Every key that a struct among the forms has, sorted.
    pub keys: BTreeMap<String, Key>,
}

/// What one key says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The forms that may have it.
    pub holders: u64,
    /// The forms that must have it.
    pub required: u64,
    /// The forms that may hold null, a boolean, a number, a string, an array, an object under it.
    pub kinds: [u64; 6],
    /// The forms that must hold this string under it, if the string tells every form that holds one.
    pub tags: BTreeMap<String, u64>,
}

/// The kinds in the order of [`Key::kinds`].
const ORDER: [Kinds; 6] = [Kinds::NULL, Kinds::BOOL, Kinds::NUMBER, Kinds::STRING, Kinds::ARRAY, Kinds::OBJECT];

pub(super) fn plan(context: &Context<'_>, takers: &[usize]) -> Object {
    let first = match takers {
        [] => return Object::Nobody,
        [only] => return Object::One(*only),
        [first, ..] => *first,
    };
    // A free map holds every object as it came and gives it back equal, so nothing is gained by looking further.
    if *context.ty(first) == Ty::Map(Box::new(Ty::Json)) {
        return Object::One(first);
    }
    let mut forms = Vec::new();
    for taker in takers {
        collect(context.rest, *taker, &context.variants[*taker].ty, &mut forms);
    }
    if let Some(form) = forms.get(64) {
        context.doubt("more than 64 forms of object", first, form.variant);
        forms.truncate(64);
    }
    let keys = keys(context.rest, &forms);
    let tags: BTreeSet<&str> = keys.iter().filter(|(_, key)| !key.tags.is_empty()).map(|(name, _)| name.as_str()).collect();
    for (place, other) in forms.iter().enumerate() {
        for one in &forms[..place] {
            if one.variant != other.variant && !told_apart(context.rest, &tags, one, other) {
                context.doubt(&format!("no key separates {} from {}", one.name, other.name), one.variant, other.variant);
            }
        }
    }
    let mask = |wanted: &dyn Fn(&Form) -> bool| {
        forms.iter().enumerate().filter(|(_, form)| wanted(form)).fold(0_u64, |mask, (index, _)| mask | (1 << index))
    };
    let variants = takers.iter().map(|taker| (*taker, mask(&|form| form.variant == *taker))).collect();
    let open = mask(&|form| matches!(form.fields, Fields::Free(_)));
    Object::ByKey(Objects { variants, open, keys, forms })
}

impl Objects {
    /// The enums that tell the forms apart.
    pub(super) fn tags(&self) -> impl Iterator<Item = &str> {
        let tags = self.keys.iter().filter(|(_, key)| key.tags.len() > 1).map(|(name, _)| name);
        let types = tags.flat_map(|name| self.forms.iter().filter_map(|form| Some(&form.field(name)?.ty)));
        types.filter_map(|ty| match ty {
            Ty::Named(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

fn collect(rest: &Rest, variant: usize, ty: &Ty, forms: &mut Vec<Form>) {
    match resolve(rest, ty) {
        Ty::Map(values) => forms.push(Form { variant, name: "a map".to_owned(), fields: Fields::Free((**values).clone()) }),
        Ty::Named(name) => match rest.schemas.get(name).map(|schema| &schema.kind) {
            Some(Kind::Struct(fields)) => forms.push(Form { variant, name: format!("`{name}`"), fields: Fields::Known(fields.clone()) }),
            Some(Kind::Union(variants)) => variants.iter().for_each(|inner| collect(rest, variant, &inner.ty, forms)),
            _ => {}
        },
        _ => {}
    }
}

fn keys(rest: &Rest, forms: &[Form]) -> BTreeMap<String, Key> {
    let names = forms.iter().flat_map(|form| match &form.fields {
        Fields::Known(fields) => fields.as_slice(),
        Fields::Free(_) => &[],
    });
    let mut keys: BTreeMap<String, Key> = names.map(|field| (field.wire.clone(), Key::default())).collect();
    for (name, key) in &mut keys {
        for (index, form) in forms.iter().enumerate() {
            let bit = 1_u64 << index;
            let Some(kinds) = form.kinds(rest, name) else { continue };
            key.holders |= bit;
            for (mask, kind) in key.kinds.iter_mut().zip(ORDER) {
                if kinds.meets(kind) {
                    *mask |= bit;
                }
            }
            if let Some(field) = form.field(name) {
                key.required |= if field.required { bit } else { 0 };
            }
        }
        key.tags = tags(rest, name, forms.iter().enumerate().filter(|(index, _)| key.kinds[3] & (1 << index) != 0));
    }
    keys
}

/// The strings under a key by which forms are told apart: each form has but one, or none is of two forms. Otherwise they
/// are values like others, and a release to come may add some.
fn tags<'a>(rest: &Rest, key: &str, forms: impl Iterator<Item = (usize, &'a Form)>) -> BTreeMap<String, u64> {
    let mut tags: BTreeMap<String, u64> = BTreeMap::new();
    let (mut lone, mut shared, mut count) = (true, false, 0);
    for (index, form) in forms {
        count += 1;
        let Some(values) = form.field(key).and_then(|field| rest.values(&field.ty)) else { return BTreeMap::new() };
        lone &= values.len() == 1;
        for value in values {
            let holders = tags.entry(value.clone()).or_default();
            shared |= *holders != 0;
            *holders |= 1 << index;
        }
    }
    if lone || (!shared && count > 1) { tags } else { BTreeMap::new() }
}

impl Form {
    fn field(&self, key: &str) -> Option<&Field> {
        match &self.fields {
            Fields::Known(fields) => fields.iter().find(|field| field.wire == key),
            Fields::Free(_) => None,
        }
    }

    /// The kinds that may stand under a key; nothing where the form does not have it.
    fn kinds(&self, rest: &Rest, key: &str) -> Option<Kinds> {
        match &self.fields {
            Fields::Known(_) => self.field(key).map(|field| field_kinds(rest, field)),
            Fields::Free(values) => Some(kinds(rest, values)),
        }
    }

    /// Every key that the form must have.
    fn required(&self) -> impl Iterator<Item = &Field> {
        let fields = match &self.fields {
            Fields::Known(fields) => fields.as_slice(),
            Fields::Free(_) => &[],
        };
        fields.iter().filter(|field| field.required)
    }

    /// Whether the form must have a key that the other does not have, or not with such a value.
    fn excludes(&self, rest: &Rest, tags: &BTreeSet<&str>, other: &Self) -> bool {
        let values = |form: &Self, key: &str| Some(rest.values(&form.field(key)?.ty)?.to_vec());
        self.required().any(|field| match other.kinds(rest, &field.wire) {
            None => true,
            Some(kinds) if !kinds.meets(field_kinds(rest, field)) => true,
            Some(_) if !tags.contains(field.wire.as_str()) => false,
            Some(_) => match (values(self, &field.wire), values(other, &field.wire)) {
                (Some(own), Some(others)) => own.iter().all(|value| !others.contains(value)),
                _ => false,
            },
        })
    }
}

/// Whether every object that is one form is not the other. Where nothing is required on either side, the empty object
/// is both and goes to the first.
fn told_apart(rest: &Rest, tags: &BTreeSet<&str>, one: &Form, other: &Form) -> bool {
    if one.excludes(rest, tags, other) || other.excludes(rest, tags, one) {
        return true;
    }
    let (Fields::Known(fields), Fields::Known(_)) = (&one.fields, &other.fields) else { return false };
    let shared: Vec<(&Field, &Field)> = fields.iter().filter_map(|field| Some((field, other.field(&field.wire)?))).collect();
    let nothing_required = one.required().next().is_none() && other.required().next().is_none();
    nothing_required && shared.iter().all(|(one, other)| !field_kinds(rest, one).not_null().meets(field_kinds(rest, other).not_null()))
}
