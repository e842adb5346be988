//! Names of parameters where the rule's name is taken: what a body holds and what every builder has keep theirs.

use indexmap::IndexMap;

use super::naming;
use super::rest::{Body, Field, Kind, Operation, Schema, Ty};

/// What every builder has: setters of call options, and its own parts.
const OWN: &[&str] = &["client", "deadline", "header", "into_parts", "new", "options", "protocol", "request", "retry", "send"];

/// A name beside what every builder has.
pub fn setter(name: &str) -> String {
    if OWN.contains(&name) { format!("{name}_field") } else { name.to_owned() }
}

/// Names the parameters whose names stand for something else already; the wire keeps what it has.
pub fn name(operation: &mut Operation, schemas: &IndexMap<String, Schema>) {
    let mut taken: Vec<String> = OWN.iter().map(|&name| name.to_owned()).collect();
    if let Some(body) = &operation.body {
        taken.push("body".to_owned());
        if let Body::Json(ty) = body {
            taken.extend(fields(ty, schemas).into_iter().map(|field| setter(&field.name)));
        }
    }
    operation.path_params.iter_mut().for_each(|field| rename(field, &taken));
    taken.extend(operation.path_params.iter().map(|field| field.name.clone()));
    operation.query_params.iter_mut().for_each(|field| rename(field, &taken));
}

fn rename(field: &mut Field, taken: &[String]) {
    field.name = naming::field(&field.wire);
    while taken.contains(&field.name) {
        field.name.push_str("_parameter");
    }
}

/// The fields of a struct, or of the structs that a union chooses between.
fn fields<'a>(ty: &Ty, schemas: &'a IndexMap<String, Schema>) -> Vec<&'a Field> {
    let Ty::Named(name) = ty else { return Vec::new() };
    match schemas.get(name).map(|schema| &schema.kind) {
        Some(Kind::Struct(fields)) => fields.iter().collect(),
        Some(Kind::Union(variants)) => {
            let kinds = variants.iter().filter_map(|variant| match &variant.ty {
                Ty::Named(name) => schemas.get(name).map(|schema| &schema.kind),
                _ => None,
            });
            kinds.filter_map(|kind| if let Kind::Struct(fields) = kind { Some(fields) } else { None }).flatten().collect()
        }
        _ => Vec::new(),
    }
}
