//! Refuses names that Rust could not spell, or not tell apart, before anything is made of them.
//!
//! Names become identifiers and file names by rules that drop what these may not hold; so nothing of a document gets out
//! of them. What is left must be an identifier, and one of its own where it stands.

use std::collections::BTreeMap;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::grpc::{Field as Member, Grpc};
use super::naming;
use super::rest::{Body, Field, Kind, Rest, Schema};
use crate::error::Error;

/// Types that the emitted modules use by these names: the prelude's, and our own beside the models.
const TAKEN: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "DateTime",
    "DateTimeError",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// The names that stand in one place, each with what it is made of.
struct Scope {
    place: String,
    names: BTreeMap<String, String>,
}

impl Scope {
    fn new(place: impl Into<String>) -> Self {
        Self { place: place.into(), names: BTreeMap::new() }
    }

    /// Takes the name in Rust of what the document calls `wire`.
    fn take(&mut self, wire: &str, rust: String) -> Result<(), Error> {
        let place = &self.place;
        if !naming::is_identifier(&rust) {
            let shown = if rust.is_empty() { "nothing".to_owned() } else { format!("`{}`", rust.escape_debug()) };
            let wire = wire.escape_debug();
            return Err(Error::other(format!("model: {place}: `{wire}` is no name that Rust could spell: {shown} is left of it")));
        }
        match self.names.insert(rust.clone(), wire.to_owned()) {
            None => Ok(()),
            Some(other) => Err(Error::other(format!(
                "model: {place}: `{}` and `{}` are both called `{rust}` in Rust",
                other.escape_debug(),
                wire.escape_debug()
            ))),
        }
    }
}

/// Checks the names of the REST side.
///
/// # Errors
/// Names the first name that does not do, and its place.
pub fn rest(rest: &Rest) -> Result<(), Error> {
    operations(rest)?;
    components(rest)?;
    rest.schemas.values().try_for_each(inside)
}

fn components(rest: &Rest) -> Result<(), Error> {
    let mut scope = Scope::new("components of REST");
    for name in rest.schemas.keys() {
        if TAKEN.contains(&name.as_str()) {
            return Err(Error::other(format!("model: rest:{name} has the name of a type that every module uses")));
        }
        if !name.starts_with(char::is_uppercase) || name.chars().any(|c| !c.is_alphanumeric()) {
            return Err(Error::other(format!(
                "model: rest:{}: the name of a component is a word that begins upper case",
                name.escape_debug()
            )));
        }
        scope.take(name, name.clone())?;
    }
    Ok(())
}

/// Checks the names in a component.
fn inside(schema: &Schema) -> Result<(), Error> {
    let place = format!("rest:{}", schema.name);
    let mut scope = Scope::new(&place);
    match &schema.kind {
        Kind::Struct(fields) => members(&place, fields),
        Kind::Enum(values) if values.is_empty() => Err(Error::other(format!("model: {place} is an enum without a value"))),
        Kind::Enum(values) => {
            scope.take("any other value", "Unknown".to_owned())?;
            values.iter().try_for_each(|value| scope.take(value, naming::variant(value)))
        }
        Kind::Union(variants) => variants.iter().try_for_each(|variant| scope.take(&variant.name, variant.name.clone())),
        Kind::Alias(_) => Ok(()),
    }
}

fn operations(rest: &Rest) -> Result<(), Error> {
    let mut operations = [Scope::new("operations"), Scope::new("requests of operations"), Scope::new("the table of operations")];
    let mut tags = Scope::new("tags of operations");
    for (id, operation) in &rest.operations {
        let [methods, requests, table] = &mut operations;
        methods.take(id, id.to_snake_case())?;
        requests.take(id, id.to_upper_camel_case())?;
        table.take(id, id.to_shouty_snake_case())?;
        if *id != id.to_snake_case() {
            return Err(Error::other(format!("model: op:{}: an operationId is in snake case", id.escape_debug())));
        }
        let place = format!("op:{id}");
        let tag = operation.tag.to_snake_case();
        if tag.is_empty() {
            return Err(Error::other(format!(
                "model: {place}: `{}` is no tag that a module could be called by",
                operation.tag.escape_debug()
            )));
        }
        if tags.names.get(&tag) != Some(&operation.tag) {
            tags.take(&operation.tag, tag.clone())?;
        }
        if tag == "mod" || naming::is_keyword(&tag) {
            return Err(Error::other(format!("model: {place}: a module cannot be called as its tag `{}`", operation.tag.escape_debug())));
        }
        template(&place, &operation.path, &operation.path_params)?;
        let parameters: Vec<Field> = operation.path_params.iter().chain(&operation.query_params).cloned().collect();
        members(&place, &parameters)?;
        if let Some(Body::Multipart(name)) = &operation.body {
            Scope::new(place).take(name, naming::field(name))?;
        }
    }
    Ok(())
}

/// A path is made of plain segments and of the operation's parameters, each once.
fn template(place: &str, path: &str, parameters: &[Field]) -> Result<(), Error> {
    let wrong = |why: String| Err(Error::other(format!("model: {place}: the path `{}` {why}", path.escape_debug())));
    let Some(inside) = path.strip_prefix('/') else { return wrong("does not begin with a slash".to_owned()) };
    let mut open: Vec<&str> = parameters.iter().map(|parameter| parameter.wire.as_str()).collect();
    for segment in inside.split('/') {
        if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            match open.iter().position(|parameter| *parameter == name) {
                Some(index) => drop(open.remove(index)),
                None => return wrong(format!("holds `{}`, which is no parameter, or twice", segment.escape_debug())),
            }
        } else if !segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) || matches!(segment, "." | "..") {
            return wrong(format!("holds `{}`, which is no plain segment", segment.escape_debug()));
        }
    }
    match open.first() {
        Some(name) => wrong(format!("lacks its parameter `{}`", name.escape_debug())),
        None => Ok(()),
    }
}

fn members(place: &str, fields: &[Field]) -> Result<(), Error> {
    let mut scope = Scope::new(place);
    fields.iter().try_for_each(|field| scope.take(&field.wire, field.name.clone()))
}

/// Checks the names of the gRPC side.
///
/// # Errors
/// Names the first name that does not do, and its place.
pub fn grpc(grpc: &Grpc) -> Result<(), Error> {
    let mut types: BTreeMap<String, Scope> = BTreeMap::new();
    let mut take = |name: &str| {
        let (scope, own) = name.rsplit_once('.').unwrap_or(("", name));
        let place = format!("grpc:{scope}");
        types.entry(scope.to_snake_case()).or_insert_with(|| Scope::new(place)).take(own, own.to_upper_camel_case())
    };
    grpc.messages.keys().chain(grpc.enums.keys()).try_for_each(|name| take(name))?;
    for message in grpc.messages.values() {
        // prost puts what belongs to a message in a module of its name, the enums of oneofs among it.
        message.oneofs.iter().try_for_each(|oneof| take(&format!("{}.{}", message.name, oneof.wire)))?;
    }
    for message in grpc.messages.values() {
        let place = format!("grpc:{}", message.name);
        let mut scope = Scope::new(&place);
        message.fields.iter().try_for_each(|field| scope.take(&field.wire, field.name.clone()))?;
        for oneof in &message.oneofs {
            scope.take(&oneof.wire, naming::field(&oneof.wire))?;
            variants(&format!("{place}.{}", oneof.wire), &oneof.fields)?;
        }
    }
    for item in grpc.enums.values() {
        let mut scope = Scope::new(format!("grpc:{}", item.name));
        item.values.iter().try_for_each(|(value, _)| scope.take(value, value.to_upper_camel_case()))?;
    }
    let mut services: BTreeMap<&str, Scope> = BTreeMap::new();
    for rpc in grpc.rpcs.values() {
        let scope = services.entry(&rpc.service).or_insert_with(|| Scope::new(format!("rpcs of grpc:{}", rpc.service)));
        scope.take(&rpc.method, rpc.method.to_snake_case())?;
    }
    Ok(())
}

fn variants(place: &str, fields: &[Member]) -> Result<(), Error> {
    let mut scope = Scope::new(place);
    fields.iter().try_for_each(|field| scope.take(&field.wire, field.wire.to_upper_camel_case()))
}
