//! What unions take, in words, for the errors of their decoders.

use std::collections::BTreeSet;

use super::decide::{Plan, resolve};
use crate::model::Rest;
use crate::model::naming;
use crate::model::rest::{Kind, Ty};

/// What a union takes, in words.
pub fn expected(rest: &Rest, plan: &Plan) -> String {
    let mut phrases = Vec::new();
    let mut keys = Vec::new();
    for variant in &plan.variants {
        describe(rest, &variant.ty, &mut phrases, &mut keys);
    }
    match keys.as_slice() {
        [] => {}
        [only] => phrases.push(format!("an object with `{only}`")),
        _ => phrases.push(format!("an object with one of `{}`", keys.join("`, `"))),
    }
    let mut seen = BTreeSet::new();
    phrases.retain(|phrase| seen.insert(phrase.clone()));
    match phrases.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, earlier)) => format!("{} or {last}", earlier.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// Adds the phrase of a type that is no struct, or the first key that tells a struct from others.
fn describe(rest: &Rest, ty: &Ty, phrases: &mut Vec<String>, keys: &mut Vec<String>) {
    match resolve(rest, ty) {
        Ty::Named(name) => match rest.schemas.get(name).map(|schema| &schema.kind) {
            Some(Kind::Struct(fields)) => {
                let required: Vec<_> = fields.iter().filter(|field| field.required).collect();
                let candidates = if required.is_empty() { fields.iter().collect() } else { vec![required[0]] };
                for field in candidates {
                    if !keys.contains(&field.wire) {
                        keys.push(field.wire.clone());
                    }
                }
            }
            Some(Kind::Union(variants)) => variants.iter().for_each(|variant| describe(rest, &variant.ty, phrases, keys)),
            Some(Kind::Enum(values)) if values.len() <= 3 => phrases.extend(values.iter().map(|value| format!("`{value}`"))),
            _ => phrases.push(format!("the name of a {}", naming::words(name).join(" "))),
        },
        ty => phrases.push(phrase(rest, ty)),
    }
}

fn phrase(rest: &Rest, ty: &Ty) -> String {
    let plural = |ty: &Ty| match resolve(rest, ty) {
        Ty::List(_) | Ty::Map(_) => phrase(rest, ty).replacen("a list", "lists", 1).replacen("a map", "maps", 1),
        Ty::F32 | Ty::F64 => "numbers".to_owned(),
        Ty::I64 | Ty::Uint(_) => "integers".to_owned(),
        Ty::Str => "strings".to_owned(),
        Ty::Named(name) => match naming::words(name).join(" ") {
            words if words.ends_with('s') => words,
            words if words.ends_with("ch") => format!("{words}es"),
            words => format!("{words}s"),
        },
        _ => "values".to_owned(),
    };
    match resolve(rest, ty) {
        Ty::Bool => "a boolean".to_owned(),
        Ty::I64 => "an integer".to_owned(),
        Ty::Uint(_) => "an unsigned integer".to_owned(),
        Ty::F32 | Ty::F64 => "a number".to_owned(),
        Ty::Str => "a string".to_owned(),
        Ty::Uuid => "a UUID".to_owned(),
        Ty::DateTime => "a date-time".to_owned(),
        Ty::List(item) => format!("a list of {}", plural(item)),
        Ty::Map(values) => format!("a map of {}", plural(values)),
        _ => "a value".to_owned(),
    }
}
