//! Fix-ups of schemas.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use super::{for_each_operation, free};
use crate::error::Error;

/// Runs `visit` on every schema of the document, inner ones first.
fn for_each_schema(document: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    fn schema(value: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
        let Some(object) = value.as_object_mut() else { return };
        for key in ["anyOf", "oneOf", "allOf"] {
            if let Some(list) = object.get_mut(key).and_then(Value::as_array_mut) {
                list.iter_mut().for_each(|inner| schema(inner, visit));
            }
        }
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = object.get_mut(key) {
                schema(inner, visit);
            }
        }
        if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
            properties.values_mut().for_each(|inner| schema(inner, visit));
        }
        visit(object);
    }
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.values_mut().for_each(|inner| schema(inner, visit));
    }
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::values_mut) {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(inner) = parameter.get_mut("schema") {
                schema(inner, visit);
            }
        }
        let mut holders: Vec<&mut Value> = Vec::new();
        if let Some(operation) = operation.as_object_mut() {
            for (key, value) in operation.iter_mut() {
                match key.as_str() {
                    "requestBody" => holders.push(value),
                    "responses" => holders.extend(value.as_object_mut().into_iter().flat_map(Map::values_mut)),
                    _ => {}
                }
            }
        }
        for content in holders.into_iter().filter_map(|holder| holder.get_mut("content")).filter_map(Value::as_object_mut) {
            content.values_mut().filter_map(|media| media.get_mut("schema")).for_each(|inner| schema(inner, visit));
        }
    }
}

/// Bounds become wrapper types (`NonZeroU64`, checked strings) that refuse what a newer server may allow. The server
/// checks them and says so better.
pub fn drop_bounds(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_schema(document, &mut |schema| {
        for bound in ["minimum", "maximum", "minLength", "minItems", "uniqueItems"] {
            changed += usize::from(schema.remove(bound).is_some());
        }
        if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
            schema.remove("additionalProperties");
            changed += 1;
        }
    });
    Ok(changed)
}

/// Widths and formats by the few names that the model knows: a width that it lacks is the next wider one, `uint` and
/// nothing mean 64 bits, a partial date-time is a date-time, and any other string is a string.
pub fn plain_formats(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_schema(document, &mut |schema| {
        let format = schema.get("format").and_then(Value::as_str).map(str::to_owned);
        let kind = schema.get("type").and_then(Value::as_str).map(str::to_owned);
        let plain = match (kind.as_deref(), format.as_deref()) {
            (Some("integer"), Some("int64" | "uint8" | "uint32" | "uint64")) => return,
            (Some("integer"), Some("uint16")) => Some("uint32"),
            (Some("integer"), Some(format)) if format.starts_with("int") => Some("int64"),
            (Some("integer"), _) => Some("uint64"),
            (Some("number"), None | Some("float" | "double")) => return,
            (Some("number"), Some(_)) => Some("double"),
            (Some("string"), None | Some("uuid" | "date-time" | "binary")) => return,
            (Some("string"), Some("partial-date-time")) => Some("date-time"),
            (Some("string"), Some(_)) => None,
            _ => return,
        };
        changed += 1;
        match plain {
            Some(plain) => schema.insert("format".to_owned(), json!(plain)),
            None => schema.remove("format"),
        };
    });
    Ok(changed)
}

/// The server leaves out statistics of searches that never ran, which the document requires.
pub fn statistics_may_lack(document: &mut Value) -> Result<usize, Error> {
    let Some(schema) = document.pointer_mut("/components/schemas/VectorIndexSearchesTelemetry") else { return Ok(0) };
    let is_statistics =
        |schema: &Value, name: &str| schema["properties"][name]["$ref"] == "#/components/schemas/OperationDurationStatistics";
    let Some(required) = schema.get("required").and_then(Value::as_array) else { return Ok(0) };
    let kept: Vec<Value> = required.iter().filter(|name| !is_statistics(schema, name.as_str().unwrap_or_default())).cloned().collect();
    let changed = required.len() - kept.len();
    schema["required"] = Value::Array(kept);
    Ok(changed)
}

fn is_null(schema: &Value) -> bool {
    schema.as_object().is_some_and(|object| object.len() == 1 && object.get("nullable") == Some(&Value::Bool(true)))
}

/// `anyOf [X, null]` is X that may be null, `anyOf [X, Y, null]` a union that may be null.
pub fn null_to_nullable(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_schema(document, &mut |schema| {
        let Some(variants) = schema.get_mut("anyOf").and_then(Value::as_array_mut) else { return };
        let before = variants.len();
        variants.retain(|variant| !is_null(variant));
        if variants.len() == before {
            return;
        }
        changed += 1;
        if variants.len() == 1
            && let Some(only) = variants.pop()
        {
            schema.remove("anyOf");
            if only.get("$ref").is_some() {
                schema.insert("allOf".to_owned(), json!([only]));
            } else if let Value::Object(only) = only {
                schema.extend(only);
            }
        }
        schema.insert("nullable".to_owned(), Value::Bool(true));
    });
    Ok(changed)
}

/// A component that may be null is a component that is not, and references that may be.
pub fn nullable_components(document: &mut Value) -> Result<usize, Error> {
    let mut nullable = Vec::new();
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        for (name, schema) in schemas.iter_mut() {
            if schema.as_object_mut().is_some_and(|schema| schema.remove("nullable").is_some()) {
                nullable.push(format!("#/components/schemas/{name}"));
            }
        }
    }
    for_each_schema(document, &mut |schema| {
        if let Some(target) = schema.get("$ref").and_then(Value::as_str)
            && nullable.iter().any(|name| name == target)
        {
            let reference = json!({ "$ref": target });
            *schema = Map::from_iter([("allOf".to_owned(), json!([reference])), ("nullable".to_owned(), Value::Bool(true))]);
        }
    });
    Ok(nullable.len())
}

/// An enum whose values are documented one by one is written as a union of enums with one value each.
pub fn merge_enums(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_schema(document, &mut |schema| {
        let Some(variants) = schema.get("oneOf").and_then(Value::as_array) else { return };
        let values: Option<Vec<Value>> = variants
            .iter()
            .map(|variant| variant.get("enum").and_then(Value::as_array).cloned())
            .collect::<Option<Vec<_>>>()
            .map(|all| all.concat());
        if let Some(values) = values {
            schema.remove("oneOf");
            schema.insert("type".to_owned(), json!("string"));
            schema.insert("enum".to_owned(), Value::Array(values));
            changed += 1;
        }
    });
    Ok(changed)
}

/// Exactly one variant of a union holds, whichever keyword the document uses.
pub fn one_of_only(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_schema(document, &mut |schema| {
        if let Some(variants) = schema.remove("anyOf") {
            schema.insert("oneOf".to_owned(), variants);
            changed += 1;
        }
    });
    Ok(changed)
}

/// Variants that differ in prose alone (a URI or a path, both strings) are one; a union of one scalar or list is that.
pub fn collapse_equal_variants(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_schema(document, &mut |schema| {
        let Some(variants) = schema.get_mut("oneOf").and_then(Value::as_array_mut) else { return };
        let before = variants.len();
        let mut seen: Vec<Value> = Vec::new();
        variants.retain(|variant| {
            let new = !seen.contains(variant);
            seen.push(variant.clone());
            new
        });
        let plain = |variant: &Value| target(variant).is_none() && variant.as_object().is_some_and(|variant| !needs_name(variant));
        let one_plain = matches!(variants.as_slice(), [only] if plain(only));
        if variants.len() == before && !one_plain {
            return;
        }
        changed += 1;
        if let [only] = variants.as_slice()
            && let Value::Object(only) = only.clone()
        {
            schema.remove("oneOf");
            schema.extend(only);
        }
    });
    Ok(changed)
}

/// Whether a schema needs a name: a struct, a union, an enum.
fn needs_name(schema: &Map<String, Value>) -> bool {
    schema.contains_key("oneOf") || schema.contains_key("enum") || schema.get("properties").is_some()
}

/// The name of a `$ref`'s target.
pub(super) fn target(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str)?.rsplit('/').next()
}

/// A struct, union or enum written in place gets the name of the place; one value or a list of it, which stands in
/// many places, is `<Type>OneOrMany`.
pub fn hoist_inline(document: &mut Value) -> Result<usize, Error> {
    struct Hoist {
        named: Vec<(String, Value)>,
        taken: BTreeSet<String>,
    }
    impl Hoist {
        fn name(&mut self, place: &str, schema: &Map<String, Value>) -> String {
            let variants = schema.get("oneOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let name = match variants {
                [one, many] if target(one).is_some() && many.get("items").and_then(target) == target(one) => {
                    format!("{}OneOrMany", target(one).unwrap_or_default())
                }
                _ => place.to_owned(),
            };
            let body = Value::Object(schema.clone());
            if self.named.iter().any(|(other, schema)| *other == name && *schema == body) {
                return name;
            }
            let name = free(|number| format!("{name}{number}"), |name| self.taken.contains(name));
            self.taken.insert(name.clone());
            self.named.push((name.clone(), body));
            name
        }

        fn replace(&mut self, place: &str, value: &mut Value) {
            self.inside(place, value);
            let Some(schema) = value.as_object_mut() else { return };
            if !needs_name(schema) {
                return;
            }
            let nullable = schema.remove("nullable").is_some();
            schema.remove("default");
            let name = self.name(place, schema);
            let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
            *value = if nullable { json!({ "allOf": [reference], "nullable": true }) } else { reference };
        }

        fn inside(&mut self, place: &str, value: &mut Value) {
            if let Some(properties) = value.get_mut("properties").and_then(Value::as_object_mut) {
                for (key, inner) in properties {
                    self.replace(&format!("{place}{}", key.to_upper_camel_case()), inner);
                }
            }
            for key in ["items", "additionalProperties"] {
                if let Some(inner) = value.get_mut(key) {
                    self.replace(&format!("{place}Item"), inner);
                }
            }
            for (index, inner) in value.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
                let suffix = variant_hint(inner).unwrap_or_else(|| index.to_string());
                self.replace(&format!("{place}{suffix}"), inner);
            }
        }
    }

    let Some(schemas) = document["components"]["schemas"].as_object_mut() else {
        return Err(Error::other("repair: the document has no schemas"));
    };
    let mut hoist = Hoist { named: Vec::new(), taken: schemas.keys().cloned().collect() };
    for (name, schema) in schemas.iter_mut() {
        hoist.inside(name, schema);
    }
    for_each_operation(document, |id, operation| {
        let place = id.to_upper_camel_case();
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default().to_upper_camel_case();
            parameter.get_mut("schema").into_iter().for_each(|schema| hoist.replace(&format!("{place}{name}"), schema));
        }
        let mut content = |place: &str, holder: &mut Value| {
            let media = holder.get_mut("content").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
            media.filter_map(|media| media.get_mut("schema")).for_each(|schema| hoist.replace(place, schema));
        };
        operation.get_mut("requestBody").into_iter().for_each(|body| content(&format!("{place}Body"), body));
        let answers = operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
        answers.for_each(|answer| content(&format!("{place}Answer"), answer));
        Ok(())
    })?;
    let changed = hoist.named.len();
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.extend(hoist.named);
    }
    Ok(changed)
}

/// What tells an inline variant apart: the value of its tag, or its only key.
fn variant_hint(schema: &Value) -> Option<String> {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return schema.get("enum").map(|_| "Name".to_owned());
    };
    let tag = properties.values().find_map(|property| match property.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
        Some([only]) => only.as_str(),
        _ => None,
    });
    let only = (properties.len() == 1).then(|| properties.keys().next()).flatten();
    tag.or(only.map(String::as_str)).map(|hint| hint.to_upper_camel_case())
}

/// What may be absent is an `Option`: a default filled in while decoding could not be told from a value that was sent,
/// and an empty list not from none.
pub fn optional_is_nullable(document: &mut Value) -> Result<usize, Error> {
    let mut changed = 0;
    for_each_schema(document, &mut |schema| {
        let required: Vec<String> = schema
            .get("required")
            .and_then(Value::as_array)
            .map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            .unwrap_or_default();
        let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
        for (key, property) in properties {
            if required.contains(key) {
                continue;
            }
            let Some(property) = property.as_object_mut() else { continue };
            let before = property.clone();
            // Not filled in while decoding, but written out where the other side cannot leave the field out.
            if let Some(default) = property.remove("default").filter(|default| !default.is_null()) {
                property.insert("x-default".to_owned(), default);
            }
            if let Some(reference) = property.remove("$ref") {
                property.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
            }
            property.insert("nullable".to_owned(), Value::Bool(true));
            changed += usize::from(*property != before);
        }
    });
    Ok(changed)
}
