//! Schemas and operations in the normal form, read into the model.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Answer, Body, Field, Kind, Operation, Schema, Ty, Variant};
use crate::error::Error;
use crate::model::naming;

pub(super) fn kind(name: &str, schema: &Value) -> Result<Kind, Error> {
    if let Some(variants) = schema.get("oneOf").and_then(Value::as_array) {
        if variants.is_empty() {
            return Err(Error::other(format!("model: rest:{name}: a union without variants, so no value can be one")));
        }
        let variants = variants
            .iter()
            .map(|variant| Ok(Variant { name: String::new(), ty: ty(name, variant)?, boxed: false }))
            .collect::<Result<_, Error>>()?;
        return Ok(Kind::Union(variants));
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let texts: Vec<String> = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let others = values.iter().filter(|value| !value.is_string() && !value.is_null()).count();
        return match (texts.is_empty(), others) {
            (true, 0) => Err(Error::other(format!("model: rest:{name}: an enum without values, so no value can be one"))),
            (false, 0) => Ok(Kind::Enum(texts)),
            // Its type says enough of numbers.
            _ => Ok(Kind::Alias(ty(name, schema)?)),
        };
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let required: Vec<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let fields =
            properties.iter().map(|(key, property)| field(&format!("{name}.{key}"), key, property, required.contains(&key.as_str())));
        return Ok(Kind::Struct(fields.collect::<Result<_, _>>()?));
    }
    Ok(Kind::Alias(ty(name, schema)?))
}

fn field(place: &str, wire: &str, schema: &Value, required: bool) -> Result<Field, Error> {
    Ok(Field {
        wire: wire.to_owned(),
        name: naming::field(wire),
        ty: ty(place, schema)?,
        required,
        nullable: schema.get("nullable") == Some(&Value::Bool(true)),
        deprecated: schema.get("deprecated") == Some(&Value::Bool(true)),
        default: schema.get("x-default").cloned(),
    })
}

/// The type of a schema in the normal form; `place` is for the error.
fn ty(place: &str, schema: &Value) -> Result<Ty, Error> {
    let unknown = || Error::other(format!("model: rest:{place}: unknown form of schema: {schema}"));
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return Ok(Ty::Named(reference.rsplit('/').next().unwrap_or_default().to_owned()));
    }
    if let Some([only]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        return ty(place, only);
    }
    let format = schema.get("format").and_then(Value::as_str);
    Ok(match (schema.get("type").and_then(Value::as_str), format) {
        (None, _) => Ty::Json,
        (Some("boolean"), _) => Ty::Bool,
        (Some("integer"), Some("int64")) => Ty::I64,
        (Some("integer"), Some("uint8")) => Ty::Uint(8),
        (Some("integer"), Some("uint32")) => Ty::Uint(32),
        (Some("integer"), Some("uint64")) => Ty::Uint(64),
        (Some("number"), Some("float")) => Ty::F32,
        (Some("number"), Some("double") | None) => Ty::F64,
        (Some("string"), None) => Ty::Str,
        (Some("string"), Some("uuid")) => Ty::Uuid,
        (Some("string"), Some("date-time")) => Ty::DateTime,
        (Some("string"), Some("binary")) => Ty::Bytes,
        (Some("array"), _) => Ty::List(Box::new(nullable_ty(place, schema.get("items").ok_or_else(unknown)?)?)),
        (Some("object"), _) => match schema.get("additionalProperties") {
            None | Some(Value::Bool(true)) => Ty::Map(Box::new(Ty::Json)),
            Some(values) => Ty::Map(Box::new(nullable_ty(place, values)?)),
        },
        _ => return Err(unknown()),
    })
}

fn nullable_ty(place: &str, schema: &Value) -> Result<Ty, Error> {
    let inner = ty(place, schema)?;
    let nullable = schema.get("nullable") == Some(&Value::Bool(true));
    Ok(if nullable && inner != Ty::Json { Ty::Nullable(Box::new(inner)) } else { inner })
}

pub(super) fn operation(path: &str, method: &str, operation: &Value, schemas: &IndexMap<String, Schema>) -> Result<Operation, Error> {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let mut path_params = Vec::new();
    let mut query_params = Vec::new();
    for parameter in operation.get("parameters").and_then(Value::as_array).into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default();
        let in_path = parameter["in"] == "path";
        let required = in_path || parameter.get("required") == Some(&Value::Bool(true));
        let read = field(&format!("{id}.{name}"), name, &parameter["schema"], required)?;
        if in_path { &mut path_params } else { &mut query_params }.push(read);
    }
    path_params.sort_by_key(|field| path.find(&format!("{{{}}}", field.wire)));
    let body = match operation.get("requestBody") {
        None => None,
        Some(body) => Some(match body.get("x-multipart").and_then(Value::as_str) {
            Some(name) => Body::Multipart(name.to_owned()),
            None => match body["content"]["application/json"].get("schema") {
                Some(schema) => Body::Json(ty(&id, schema)?),
                None => return Err(Error::other(format!("model: op:{id} has a body without a JSON schema"))),
            },
        }),
    };
    let tag = operation["tags"][0].as_str().unwrap_or_default().to_owned();
    let method = method.to_ascii_uppercase();
    let answer = answer(&id, &operation["responses"], schemas)?;
    Ok(Operation { id, method, path: path.to_owned(), tag, path_params, query_params, body, answer })
}

/// The type in which most answers report usage; what reports it otherwise counts as reporting none.
pub(super) fn usage(operations: &mut IndexMap<String, Operation>, schemas: &IndexMap<String, Schema>) -> Option<Ty> {
    let reported = |reply: &str| match schemas.get(reply).map(|schema| &schema.kind) {
        Some(Kind::Struct(fields)) => fields.iter().find(|field| field.wire == "usage").map(|field| field.ty.clone()),
        _ => None,
    };
    let mut counts: IndexMap<Ty, usize> = IndexMap::new();
    for operation in operations.values() {
        if let Answer::Envelope { reply, .. } = &operation.answer
            && let Some(ty) = reported(reply)
        {
            *counts.entry(ty).or_default() += 1;
        }
    }
    // Of equals the first.
    let (most, _) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    for operation in operations.values_mut() {
        if let Answer::Envelope { reply, usage, .. } = &mut operation.answer {
            *usage = reported(reply).as_ref() == Some(&most);
        }
    }
    Some(most)
}

/// The envelope that a type is by its name, and the field with the result.
fn envelope<'a>(ty: &'a Ty, schemas: &'a IndexMap<String, Schema>) -> Option<(&'a str, &'a Field)> {
    let Ty::Named(name) = ty else { return None };
    match &schemas.get(name)?.kind {
        Kind::Struct(fields) if name.ends_with("Reply") => Some((name, fields.iter().find(|field| field.wire == "result")?)),
        _ => None,
    }
}

fn answer(id: &str, responses: &Value, schemas: &IndexMap<String, Schema>) -> Result<Answer, Error> {
    let response = responses.as_object().and_then(|all| all.values().next());
    let content = response.and_then(|response| response["content"].as_object()).and_then(|content| content.iter().next());
    let Some((media, body)) = content else {
        return Err(Error::other(format!("model: op:{id} has no success answer")));
    };
    let schema = body.get("schema").ok_or_else(|| Error::other(format!("model: op:{id} answers with `{media}` without a schema")))?;
    let ty = ty(id, schema)?;
    Ok(match media.as_str() {
        "text/plain" => Answer::Text,
        media if media != "application/json" => Answer::Bytes,
        _ => match envelope(&ty, schemas) {
            Some((reply, result)) => {
                let accepted = response.is_some_and(|response| response.get("x-accepted").is_some());
                let may_be_null = result.nullable && !accepted && result.ty != Ty::Json;
                let result = if may_be_null { Ty::Nullable(Box::new(result.ty.clone())) } else { result.ty.clone() };
                Answer::Envelope { reply: reply.to_owned(), result, usage: false, accepted }
            }
            None => Answer::Bare(ty),
        },
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_no_value_can_be_is_refused_with_its_place() {
        let error = |schema: Value| kind("PointsReplyUsage", &schema).err().map(|error| error.to_string());
        let none = |what: &str| Some(format!("model: rest:PointsReplyUsage: {what}, so no value can be one"));
        assert_eq!(error(json!({ "oneOf": [] })), none("a union without variants"));
        assert_eq!(error(json!({ "type": "string", "enum": [] })), none("an enum without values"));
        assert_eq!(error(json!({ "enum": [null] })), none("an enum without values"));
    }

    #[test]
    fn an_enum_of_numbers_is_a_number() -> Result<(), Error> {
        let read = |schema: Value| kind("Level", &schema);
        assert!(matches!(read(json!({ "type": "string", "enum": ["low", null] }))?, Kind::Enum(values) if values == ["low"]));
        assert!(matches!(read(json!({ "type": "integer", "format": "uint8", "enum": [1, 2] }))?, Kind::Alias(Ty::Uint(8))));
        assert!(matches!(read(json!({ "enum": ["low", 1] }))?, Kind::Alias(Ty::Json)));
        Ok(())
    }
}
