//! Refuses types that have no end: later stages follow what a type holds, and Rust could not hold it.

use std::collections::BTreeSet;

use super::grpc::{self, Grpc, Presence};
use super::rest::{Kind, Rest, Schema, Ty};
use crate::error::Error;

/// Checks the REST side.
///
/// # Errors
/// Names the first component that stands for itself, or of which there is no finite value.
pub fn rest(rest: &Rest) -> Result<(), Error> {
    for name in rest.schemas.keys() {
        if stands_for_itself(rest, name) {
            return Err(Error::other(format!("model: rest:{name} is another name for itself")));
        }
    }
    let mut finite: BTreeSet<&str> = BTreeSet::new();
    loop {
        let before = finite.len();
        let found: Vec<&str> =
            rest.schemas.values().filter(|schema| is_finite(rest, schema, &finite)).map(|schema| schema.name.as_str()).collect();
        finite.extend(found);
        if finite.len() == before {
            break;
        }
    }
    match rest.schemas.keys().find(|name| !finite.contains(name.as_str())) {
        Some(name) => Err(Error::other(format!("model: rest:{name} must hold itself, without an end"))),
        None => Ok(()),
    }
}

/// Whether names for lists, maps and other types lead back to this one.
fn stands_for_itself(rest: &Rest, name: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = Some(name);
    while let Some(current) = next {
        if !seen.insert(current) {
            return current == name;
        }
        next = match rest.schemas.get(current).map(|schema| &schema.kind) {
            Some(Kind::Alias(inner)) => innermost(inner),
            _ => None,
        };
    }
    false
}

/// The component at the bottom of lists and maps.
fn innermost(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Named(name) => Some(name),
        Ty::List(inner) | Ty::Map(inner) | Ty::Nullable(inner) => innermost(inner),
        _ => None,
    }
}

fn is_finite(rest: &Rest, schema: &Schema, finite: &BTreeSet<&str>) -> bool {
    // A list, a map and what may be null end by being empty; a reference that leads nowhere is somebody else's error.
    let ends = |ty: &Ty| match ty {
        Ty::Named(name) => finite.contains(name.as_str()) || !rest.schemas.contains_key(name),
        _ => true,
    };
    match &schema.kind {
        Kind::Enum(_) => true,
        Kind::Alias(inner) => ends(inner),
        Kind::Struct(fields) => fields.iter().all(|field| field.optional() || ends(&field.ty)),
        Kind::Union(variants) => variants.is_empty() || variants.iter().any(|variant| ends(&variant.ty)),
    }
}

/// Checks the gRPC side.
///
/// # Errors
/// Names the first message that holds nothing but itself.
pub fn grpc(grpc: &Grpc) -> Result<(), Error> {
    for name in grpc.messages.keys() {
        let mut seen = BTreeSet::new();
        let mut next = Some(name.as_str());
        while let Some(current) = next {
            if !seen.insert(current) {
                return Err(Error::other(format!("model: grpc:{name} holds nothing but itself")));
            }
            next = only_message(grpc, current);
        }
    }
    Ok(())
}

/// The message that is all that a message holds.
fn only_message<'a>(grpc: &'a Grpc, name: &str) -> Option<&'a str> {
    let message = grpc.messages.get(name)?;
    let mut all = message.fields.iter().chain(message.oneofs.iter().flat_map(|oneof| &oneof.fields));
    match (all.next(), all.next()) {
        (Some(grpc::Field { ty: grpc::Ty::Message(inner), presence: Presence::Plain | Presence::Optional, .. }), None) => Some(inner),
        _ => None,
    }
}
