//! Schemas by chance, each with the type that a `.proto` would have for it.

use serde_json::{Value, json};

use crate::random::Random;
use crate::release::{Release, reference, text};

/// Scalars with their gRPC types.
const SCALARS: &[(&str, &str, &str)] = &[
    ("boolean", "", "bool"),
    ("string", "", "string"),
    ("string", "uuid", "string"),
    ("string", "date-time", "google.protobuf.Timestamp"),
    ("string", "uri", "string"),
    ("integer", "uint", "uint64"),
    ("integer", "uint8", "uint32"),
    ("integer", "uint16", "uint32"),
    ("integer", "uint32", "uint32"),
    ("integer", "uint64", "uint64"),
    ("integer", "int32", "int32"),
    ("integer", "int64", "int64"),
    ("integer", "", "uint64"),
    ("number", "float", "float"),
    ("number", "double", "double"),
    ("number", "", "double"),
];

/// A schema, and what a field of a message would be to go with it: label and type.
pub struct Made {
    pub schema: Value,
    pub label: &'static str,
    pub proto: String,
}

fn plain(schema: Value, proto: &str) -> Made {
    Made { schema, label: "", proto: proto.to_owned() }
}

fn scalar(random: &mut Random) -> Made {
    let (kind, format, proto) = SCALARS[random.below(SCALARS.len())];
    let mut schema = json!({ "type": kind });
    if !format.is_empty() {
        schema["format"] = json!(format);
    }
    if kind != "string" && kind != "boolean" && random.below(3) == 0 {
        schema["minimum"] = json!(1);
        schema["maximum"] = json!(100);
    }
    plain(schema, proto)
}

/// A reference to any component that is no envelope.
fn named(release: &Release, random: &mut Random) -> Made {
    let all = release.named(|schema| schema.get("properties").or(schema.get("enum")).or(schema.get("anyOf")).is_some());
    let name = &all[random.below(all.len())];
    let is_known = release.proto_types("message ").contains(name) || release.proto_types("enum ").contains(name);
    plain(reference(name), if is_known { name } else { "string" })
}

/// A type in place: an enum, an object, a union, free JSON.
fn in_place(release: &Release, random: &mut Random) -> Made {
    match random.below(5) {
        0 => plain(json!({ "type": "string", "enum": ["drawn", "by-chance", "NOT_HERE"] }), "string"),
        1 => {
            let (one, other) = (scalar(random).schema, named(release, random).schema);
            plain(json!({ "type": "object", "required": ["one"], "properties": { "one": one, "other": other } }), "string")
        }
        2 => plain(json!({ "anyOf": [{ "type": "string" }, { "type": "integer", "format": "uint64" }, { "nullable": true }] }), "string"),
        3 => {
            let keyed = |key: &str| json!({ "type": "object", "required": [key], "properties": { key: text() } });
            plain(json!({ "oneOf": [keyed("this"), keyed("that")] }), "string")
        }
        _ => plain(json!({}), "Value"),
    }
}

/// Any schema.
pub fn any(release: &Release, random: &mut Random) -> Made {
    let inner = match random.below(4) {
        0 => in_place(release, random),
        1 => named(release, random),
        _ => scalar(random),
    };
    match random.below(6) {
        0 => Made { schema: json!({ "type": "array", "items": inner.schema, "minItems": 1 }), label: "repeated ", proto: inner.proto },
        1 => {
            let proto = format!("map<string, {}>", inner.proto);
            plain(json!({ "type": "object", "additionalProperties": inner.schema }), &proto)
        }
        2 => Made { schema: json!({ "type": "array", "items": { "type": "array", "items": inner.schema } }), ..inner },
        _ => Made { label: "optional ", ..inner },
    }
}

/// The same schema as a field holds it that may be absent, in any of the ways to write that.
pub fn absent(schema: Value, random: &mut Random) -> Value {
    let is_reference = schema.get("$ref").is_some();
    let mut field = match random.below(4) {
        0 => json!({ "anyOf": [schema, { "nullable": true }] }),
        1 if is_reference => json!({ "allOf": [schema] }),
        2 if is_reference => json!({ "allOf": [schema], "nullable": true }),
        3 if !is_reference => {
            let mut schema = schema;
            schema["nullable"] = json!(true);
            schema
        }
        _ => return schema,
    };
    match random.below(5) {
        0 => field["default"] = Value::Null,
        1 => field["deprecated"] = json!(true),
        2 => field["description"] = json!("What it is.\n\n* a list\n```rust\ncode\n```"),
        3 => field["title"] = json!("title"),
        _ => {}
    }
    field
}
