//! Writes a release that nobody made: the one in a folder, where every type has one member more, every operation one
//! parameter more, and there are operations, types and variants that no release has. `made_up SPECS OUT`.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

const VERSION: &str = "99.0.0";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(specs), Some(out)) = (arguments.next(), arguments.next()) else { return Err("made_up SPECS OUT".into()) };
    let (specs, out) = (Path::new(&specs), Path::new(&out));
    fs::create_dir_all(out.join("proto"))?;
    let mut document: Value = serde_json::from_str(&fs::read_to_string(specs.join("openapi.json"))?)?;
    openapi(&mut document);
    fs::write(out.join("openapi.json"), serde_json::to_string_pretty(&document)?)?;
    fs::write(out.join("release.toml"), format!("version = \"{VERSION}\"\n\n[sha256]\n"))?;
    for entry in fs::read_dir(specs.join("proto"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)?;
        // The messages of free JSON are those of a standard, which does not change.
        let text = if name == "json_with_int.proto" { text } else { proto(&name, &text) };
        fs::write(out.join("proto").join(name), text)?;
    }
    Ok(())
}

fn openapi(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object_mut();
    for schema in schemas.into_iter().flat_map(Map::values_mut) {
        member(schema);
        if let Some(variants) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
            variants.iter_mut().for_each(member);
        }
    }
    let parameter = json!({ "in": "query", "name": "made_up_parameter", "required": false, "schema": { "type": "string" } });
    for operation in document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        for operation in operation.values_mut() {
            match operation.get_mut("parameters").and_then(Value::as_array_mut) {
                Some(parameters) => parameters.push(parameter.clone()),
                None => operation["parameters"] = json!([parameter]),
            }
        }
    }
    let text = || json!({ "type": "string" });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let schemas = &mut document["components"]["schemas"];
    schemas["MadeUpRequest"] = json!({ "type": "object", "required": ["name"], "properties": {
        "name": text(), "kind": { "anyOf": [reference("MadeUpKind"), { "nullable": true }] }, "vector": reference("VectorInput") } });
    schemas["MadeUpKind"] = json!({ "type": "string", "enum": ["one", "other"] });
    schemas["MadeUpResult"] =
        json!({ "type": "object", "required": ["count"], "properties": { "count": { "type": "integer", "format": "uint64" } } });
    schemas["MadeUpQuery"] = json!({ "type": "object", "required": ["imagine"], "properties": { "imagine": text() } });
    schemas["MadeUpMatch"] = json!({ "type": "object", "required": ["guess"], "properties": { "guess": text() } });
    schemas["MadeUpParams"] = json!({ "type": "object", "required": ["type"], "properties": { "type": reference("MadeUpType"), "size": { "type": "integer", "format": "uint64", "nullable": true } } });
    schemas["MadeUpType"] = json!({ "type": "string", "enum": ["made_up_index"] });
    for (union, variant) in
        [("Query", "MadeUpQuery"), ("Match", "MadeUpMatch"), ("PayloadSchemaParams", "MadeUpParams"), ("VectorStruct", "MadeUpQuery")]
    {
        let key = if schemas[union].get("oneOf").is_some() { "oneOf" } else { "anyOf" };
        if let Some(variants) = schemas[union][key].as_array_mut() {
            variants.push(reference(variant));
        }
    }
    let envelope = json!({ "type": "object", "properties": {
        "usage": { "anyOf": [reference("Usage"), { "nullable": true }] }, "time": { "type": "number", "format": "float" },
        "status": text(), "result": reference("MadeUpResult") } });
    let operation = |id: &str| {
        json!({ "operationId": id, "tags": ["Points"],
            "parameters": [{ "in": "path", "name": "collection_name", "required": true, "schema": text() }],
            "requestBody": { "content": { "application/json": { "schema": reference("MadeUpRequest") } } },
            "responses": { "200": { "description": "", "content": { "application/json": { "schema": envelope } } } } })
    };
    document["paths"]["/collections/{collection_name}/made_up"] = json!({ "post": operation("make_up_points") });
    document["paths"]["/collections/{collection_name}/made_up_alone"] = json!({ "post": operation("make_up_alone") });
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

fn proto(file: &str, text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let start = line.trim_start();
        lines.push(line.to_owned());
        if start.starts_with("message ") && start.ends_with('{') {
            lines.push("optional string made_up = 9000;".to_owned());
        } else if let Some(name) = start.strip_prefix("enum ").and_then(|rest| rest.strip_suffix(" {")) {
            // The first value of an enum is zero.
            let at = lines.len();
            lines.insert(at, format!("@{name}"));
        } else if let Some(at) = lines.iter().position(|line| line.starts_with('@'))
            && at + 2 == lines.len()
        {
            let name = lines.remove(at);
            lines.push(format!("{}MadeUp = 900;", &name[1..]));
        } else if start == "service Points {" {
            lines.push("rpc MakeUpPoints(MakeUpPoints) returns (MakeUpPointsResponse);".to_owned());
            lines.push("rpc MakeUpRaw(MakeUpPoints) returns (MakeUpPointsResponse);".to_owned());
        }
    }
    let mut text = lines.join("\n") + "\n";
    if file == "points.proto" {
        text.push_str(
            "message MakeUpPoints { string collection_name = 1; string name = 2; optional MadeUpKind kind = 3; optional VectorInput vector = 4; oneof more { string text = 5; uint64 number = 6; } }\n\
             enum MadeUpKind { One = 0; Other = 1; }\n\
             message MadeUpResult { uint64 count = 1; }\n\
             message MakeUpPointsResponse { MadeUpResult result = 1; double time = 2; optional Usage usage = 3; }\n",
        );
        text = text.replacen("message Query {\n", "message Query {\noneof imagination { string imagine = 9001; }\n", 1);
    }
    text
}
