//! Small documents in the repaired normal form, and what pairing makes of them.

use std::error::Error;
use std::path::Path;

use codegen::model::{Grpc, Rest};
use codegen::plan::ledger::Ledger;
use codegen::plan::overrides::Overrides;
use codegen::plan::{Conv, Flat, Item, Plan};
use codegen::{load, pair};
use serde_json::{Map, Value, json};

pub type Outcome = Result<(), Box<dyn Error>>;

/// The release of the documents.
pub const RELEASE: &str = "1.2.0";

/// Services of the documents that are about types: one RPC, whose request holds a `Thing`.
const THING: &str = "
message MakeThing { Thing thing = 1; }
message Made { bool result = 1; }
service Things { rpc MakeThing(MakeThing) returns (Made); }
";

pub fn text() -> Value {
    json!({ "type": "string" })
}

pub fn bool() -> Value {
    json!({ "type": "boolean" })
}

/// A scalar with a format: `uint64`, `double`, `uuid`, `date-time` ...
pub fn scalar(format: &str) -> Value {
    let kind = match format {
        "float" | "double" => "number",
        "uuid" | "date-time" => "string",
        _ => "integer",
    };
    json!({ "type": kind, "format": format })
}

pub fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

pub fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

pub fn map(values: Value) -> Value {
    json!({ "type": "object", "additionalProperties": values })
}

pub fn union<const N: usize>(variants: [Value; N]) -> Value {
    json!({ "oneOf": variants.to_vec() })
}

pub fn words<const N: usize>(values: [&str; N]) -> Value {
    json!({ "type": "string", "enum": values.to_vec() })
}

/// A struct; a name with a question mark is a field that may be absent.
pub fn record<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let required: Vec<&str> = fields.iter().map(|(name, _)| *name).filter(|name| !name.ends_with('?')).collect();
    let properties: Map<String, Value> = fields
        .iter()
        .map(|(name, schema)| {
            let mut schema = schema.clone();
            if name.ends_with('?') {
                schema = if schema.get("$ref").is_some() { json!({ "allOf": [schema] }) } else { schema };
                schema["nullable"] = json!(true);
            }
            (name.trim_end_matches('?').to_owned(), schema)
        })
        .collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// Both documents and the overrides.
pub struct Documents {
    paths: Value,
    schemas: Value,
    proto: String,
    overrides: String,
}

impl Documents {
    pub fn new(paths: Value, schemas: Value, proto: &str) -> Self {
        Self { paths, schemas, proto: format!("syntax = \"proto3\";\npackage t;\n{proto}"), overrides: String::new() }
    }

    /// Documents whose one operation carries the component `Thing` and the message `Thing`.
    pub fn of_types(mut schemas: Value, messages: &str) -> Self {
        schemas["MakeThing"] = record([("thing", named("Thing"))]);
        schemas["MakeThingReply"] = record([("result", bool())]);
        let paths = json!({ "/things": { "put": operation("make_thing", Some(named("MakeThing")), named("MakeThingReply")) } });
        Self::new(paths, schemas, &format!("{THING}{messages}"))
    }

    pub fn overrides(mut self, rows: &str) -> Self {
        self.overrides = rows.to_owned();
        self
    }

    /// Adds or replaces a component.
    pub fn schema(&mut self, name: &str, schema: Value) {
        self.schemas[name] = schema;
    }

    pub fn pair(&self) -> Result<Paired, Box<dyn Error>> {
        let overrides = Overrides::parse(Path::new("overrides.toml"), &self.overrides, RELEASE)?;
        let document = json!({ "paths": self.paths, "components": { "schemas": self.schemas } });
        let rest = Rest::read(&document, &overrides.variant_names())?;
        let sources = [("t.proto".to_owned(), self.proto.clone())].into();
        let grpc = Grpc::read(&load::compile(Path::new("proto"), &sources)?)?;
        let plan = pair::pair(&rest, &grpc, &overrides)?;
        overrides.all_used()?;
        let ledger = Ledger::new(&rest, &grpc, &plan, &overrides).text();
        Ok(Paired { plan, ledger })
    }

    /// What is wrong with them.
    pub fn fault(&self) -> Result<String, Box<dyn Error>> {
        Ok(self.pair().err().ok_or("paired")?.to_string())
    }
}

/// An operation with a JSON body and a JSON answer.
pub fn operation(id: &str, body: Option<Value>, answer: Value) -> Value {
    let content = |schema: Value| json!({ "content": { "application/json": { "schema": schema } } });
    let mut operation = json!({ "operationId": id, "tags": ["things"], "responses": { "200": content(answer) } });
    if let Some(body) = body {
        operation["requestBody"] = content(body);
    }
    operation
}

/// The outcome.
pub struct Paired {
    pub plan: Plan,
    pub ledger: String,
}

impl Paired {
    /// The ledger's lines without the totals, and without those about the operation that carries `Thing`.
    pub fn lines(&self) -> Vec<&str> {
        let frame = ["#", "op:make_thing", "rpc:t.Things/MakeThing", "grpc:t.Made", "grpc:t.MakeThing", "rest:MakeThing"];
        self.ledger.lines().filter(|line| !frame.iter().any(|prefix| line.starts_with(prefix))).collect()
    }

    /// The ledger's line for an id.
    pub fn line(&self, id: &str) -> &str {
        let found = self.ledger.lines().find(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with(' ')));
        found.unwrap_or("")
    }

    pub fn flat(&self, rest: &str, grpc: &str) -> Result<&Flat, Box<dyn Error>> {
        let key = (rest.to_owned(), format!("t.{grpc}"));
        Ok(&self.plan.pairs.get(&key).ok_or_else(|| format!("{rest} is not paired with {grpc}:\n{}", self.ledger))?.flat)
    }

    /// The fields of a pair of a struct and a message.
    pub fn items(&self, rest: &str, grpc: &str) -> Result<&[Item], Box<dyn Error>> {
        match self.flat(rest, grpc)? {
            Flat::Struct { items, .. } => Ok(items),
            other => Err(format!("no struct: {other:?}").into()),
        }
    }

    /// How a field of `Thing` converts that goes with one field of the message.
    pub fn conv(&self, wire: &str) -> Result<&Conv, Box<dyn Error>> {
        let found = self.items("Thing", "Thing")?.iter().find_map(|item| match item {
            Item::One { rest, conv, .. } if rest.wire == wire => Some(conv),
            _ => None,
        });
        Ok(found.ok_or_else(|| format!("`{wire}` is not one with one:\n{}", self.ledger))?)
    }
}
