//! One member more of every type, one parameter more of every operation, and one type of each kind that is new.

use serde_json::{Map, Value, json};

use crate::release::{Release, reference, text};

pub fn add(release: &mut Release) {
    for schema in release.schemas().values_mut() {
        member(schema);
        if let Some(variants) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
            variants.iter_mut().for_each(member);
        }
    }
    let parameter = json!({ "in": "query", "name": "made_up_parameter", "required": false, "schema": text() });
    release.operations(|operation| match operation.get_mut("parameters").and_then(Value::as_array_mut) {
        Some(parameters) => parameters.push(parameter.clone()),
        None => operation["parameters"] = json!([parameter]),
    });
    types(release);
    let body = || Some(reference("MadeUpRequest"));
    release.add_operation(Release::operation("make_up_points", body(), &reference("MadeUpResult")));
    release.add_operation(Release::operation("make_up_alone", body(), &reference("MadeUpResult")));
    protos(release);
}

fn member(schema: &mut Value) {
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("made_up".to_owned(), json!({ "type": "string", "nullable": true }));
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut)
        && values.len() > 1
    {
        values.push(json!("made_up"));
    }
}

fn types(release: &mut Release) {
    let schemas: &mut Map<String, Value> = release.schemas();
    let mut add = |name: &str, schema: Value| schemas.insert(name.to_owned(), schema);
    add(
        "MadeUpRequest",
        json!({ "type": "object", "required": ["name"], "properties": {
            "name": text(), "kind": { "anyOf": [reference("MadeUpKind"), { "nullable": true }] }, "vector": reference("VectorInput") } }),
    );
    add("MadeUpKind", json!({ "type": "string", "enum": ["one", "other"] }));
    let count = json!({ "type": "integer", "format": "uint64" });
    add("MadeUpResult", json!({ "type": "object", "required": ["count"], "properties": { "count": count } }));
    add("MadeUpQuery", json!({ "type": "object", "required": ["imagine"], "properties": { "imagine": text() } }));
    add("MadeUpMatch", json!({ "type": "object", "required": ["guess"], "properties": { "guess": text() } }));
    let size = json!({ "type": "integer", "format": "uint64", "nullable": true });
    add("MadeUpParams", json!({ "type": "object", "required": ["type"], "properties": { "type": reference("MadeUpType"), "size": size } }));
    add("MadeUpType", json!({ "type": "string", "enum": ["made_up_index"] }));
    // Every union has a variant more.
    for union in release.named(|schema| schema.get("anyOf").or(schema.get("oneOf")).is_some_and(Value::is_array)) {
        let variant = match union.as_str() {
            "PayloadSchemaParams" => "MadeUpParams",
            "Match" => "MadeUpMatch",
            _ => "MadeUpQuery",
        };
        let schema = &mut release.schemas()[&union];
        let key = if schema.get("oneOf").is_some() { "oneOf" } else { "anyOf" };
        if let Some(variants) = schema[key].as_array_mut() {
            let is_enum = variants.iter().all(|variant| variant.get("enum").is_some());
            let new = if is_enum {
                json!({ "type": "string", "enum": ["made_up"] })
            } else if ["ExtendedPointId", "ReadConsistency", "ShardKey"].contains(&union.as_str()) {
                // It stands in addresses, or is a key.
                json!({ "type": "boolean" })
            } else {
                reference(variant)
            };
            variants.push(new);
        }
    }
}

fn protos(release: &mut Release) {
    release.proto_lines(|_, lines| {
        let mut changed = Vec::new();
        let mut first_of = None;
        for line in lines.drain(..) {
            let start = line.trim().to_owned();
            changed.push(line);
            if start.starts_with("message ") && start.ends_with('{') {
                changed.push("optional string made_up = 9000;".to_owned());
            } else if let Some(name) = start.strip_prefix("enum ").and_then(|rest| rest.strip_suffix(" {")) {
                first_of = Some(name.to_owned());
            } else if let Some(name) = first_of.take() {
                // The first value of an enum is zero.
                changed.push(format!("{name}MadeUp = 900;"));
            }
        }
        *lines = changed;
    });
    release.add_below("service Points {", "rpc MakeUpPoints(MakeUpPoints) returns (MakeUpPointsResponse);");
    release.add_below("service Points {", "rpc MakeUpRaw(MakeUpPoints) returns (MakeUpPointsResponse);");
    release.add_proto(
        "message MakeUpPoints { string collection_name = 1; string name = 2; optional MadeUpKind kind = 3; optional VectorInput vector = 4; oneof more { string text = 5; uint64 number = 6; } }\n\
         enum MadeUpKind { One = 0; Other = 1; }\n\
         message MadeUpResult { uint64 count = 1; }\n\
         message MakeUpPointsResponse { MadeUpResult result = 1; double time = 2; optional Usage usage = 3; }",
    );
    release.add_below("message Query {", "oneof imagination { string imagine = 9001; }");
}
