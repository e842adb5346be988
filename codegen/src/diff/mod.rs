//! What changed between two releases: operations, RPCs, types and their members on both protocols, and whether it breaks
//! code that uses this crate.
//!
//! What breaks follows from how the crate is generated. Models are `#[non_exhaustive]`, take what must be there in `new`
//! and the rest by setters, and unions and enums are matched with a last arm: so what may be absent, variants, values,
//! types and operations are added without harm, and what is taken away or held otherwise breaks. A `Stub` answers
//! operations that it does not write. Messages are reached through the raw clients alone, where code is expected to
//! write `..Default::default()` and a last arm. A default, a path or a number on the wire is no part of any signature.

mod members;
mod operations;
mod print;

use std::path::Path;

use crate::model::words::{self, Member};
use crate::model::{Grpc, Rest};
use crate::plan::overrides::Overrides;
use crate::{Error, load, repair};

pub use print::{markdown, text};

/// A release with its model.
pub struct Side {
    /// Its version.
    pub version: String,
    /// REST.
    pub rest: Rest,
    /// gRPC.
    pub grpc: Grpc,
}

impl Side {
    /// Reads an imported release, with the names that rows give to variants.
    ///
    /// # Errors
    /// A document is missing or is none.
    pub fn read(specs: &Path, overrides: &Path) -> Result<Self, Error> {
        let version = load::release(specs)?.version;
        let overrides = Overrides::read(overrides, &version)?;
        let document = repair::repair(load::openapi(&specs.join("openapi.json"))?.document)?.0;
        let rest = Rest::read(&document, &overrides.variant_names())?;
        let grpc = Grpc::read(&load::proto(&specs.join("proto"))?)?;
        Ok(Self { version, rest, grpc })
    }
}

/// What happened to an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The newer release alone has it.
    Added,
    /// The older release alone has it.
    Removed,
    /// Both have it, not the same.
    Changed,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The operation, RPC or type that it belongs to.
    pub owner: String,
    /// The id, as in the ledger.
    pub id: String,
    /// What happened.
    pub kind: Kind,
    /// What it is, or was and is.
    pub detail: String,
    /// Whether code that uses this crate may no longer compile, or fail where it did not.
    pub breaking: bool,
}

/// All changes, operations first, then the types of REST, RPCs and the types of gRPC.
pub fn diff(old: &Side, new: &Side) -> Vec<Change> {
    let mut changes = operations::operations(&old.rest, &new.rest);
    changes.extend(types(rest_types(&old.rest), rest_types(&new.rest)));
    changes.extend(operations::rpcs(&old.grpc, &new.grpc));
    changes.extend(types(grpc_types(&old.grpc), grpc_types(&new.grpc)));
    changes
}

/// A type of either side.
struct Type {
    id: String,
    kind: &'static str,
    members: Vec<Member>,
}

fn rest_types(rest: &Rest) -> Vec<Type> {
    use crate::model::rest::Kind as K;
    let types = rest.schemas.values().map(|schema| {
        let kind = match schema.kind {
            K::Struct(_) => "struct",
            K::Union(_) => "union",
            K::Enum(_) => "enum",
            K::Alias(_) => "alias",
        };
        Type { id: format!("rest:{}", schema.name), kind, members: words::of_schema(&schema.kind) }
    });
    types.collect()
}

fn grpc_types(grpc: &Grpc) -> Vec<Type> {
    let messages = grpc.messages.values().map(|message| (&message.name, "message"));
    let enums = grpc.enums.values().map(|item| (&item.name, "enum"));
    let of = |(name, kind): (&String, &'static str)| {
        let members = match grpc.messages.get(name) {
            Some(message) => words::of_message(message),
            None => grpc.enums.get(name).map(words::of_enum).unwrap_or_default(),
        };
        Type { id: format!("grpc:{name}"), kind, members }
    };
    messages.chain(enums).map(of).collect()
}

fn types(old: Vec<Type>, new: Vec<Type>) -> Vec<Change> {
    let mut changes = Vec::new();
    for ty in &new {
        match old.iter().find(|other| other.id == ty.id) {
            None => changes.push(whole(ty, Kind::Added)),
            Some(before) if before.kind != ty.kind => changes.push(Change {
                owner: ty.id.clone(),
                id: ty.id.clone(),
                kind: Kind::Changed,
                detail: format!("{} -> {}", in_words(before), in_words(ty)),
                breaking: true,
            }),
            Some(before) => changes.extend(members::members(&ty.id, &before.members, &ty.members)),
        }
    }
    changes.extend(old.iter().filter(|ty| new.iter().all(|other| other.id != ty.id)).map(|ty| whole(ty, Kind::Removed)));
    changes
}

fn whole(ty: &Type, kind: Kind) -> Change {
    Change { owner: ty.id.clone(), id: ty.id.clone(), kind, detail: in_words(ty), breaking: kind == Kind::Removed }
}

fn in_words(ty: &Type) -> String {
    let members: Vec<String> = ty.members.iter().map(Member::to_string).collect();
    format!("{} {{ {} }}", ty.kind, members.join(", "))
}
