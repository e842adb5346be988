//! A release in memory, and the places where something can be added to it.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

const VERSION: &str = "99.0.0";

/// The messages of free JSON are those of a standard, which does not change.
const STANDARD: &str = "json_with_int.proto";

pub struct Release {
    pub document: Value,
    pub protos: BTreeMap<String, String>,
    /// How much was added.
    count: usize,
}

pub fn text() -> Value {
    json!({ "type": "string" })
}

pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

impl Release {
    pub fn read(specs: &Path) -> Result<Self, Box<dyn Error>> {
        let document = serde_json::from_str(&fs::read_to_string(specs.join("openapi.json"))?)?;
        let mut protos = BTreeMap::new();
        for entry in fs::read_dir(specs.join("proto"))? {
            let path = entry?.path();
            protos.insert(path.file_name().unwrap_or_default().to_string_lossy().into_owned(), fs::read_to_string(&path)?);
        }
        Ok(Self { document, protos, count: 0 })
    }

    pub fn write(&self, out: &Path) -> Result<(), Box<dyn Error>> {
        fs::create_dir_all(out.join("proto"))?;
        fs::write(out.join("openapi.json"), serde_json::to_string_pretty(&self.document)?)?;
        fs::write(out.join("release.toml"), format!("version = \"{VERSION}\"\n\n[sha256]\n"))?;
        for (name, text) in &self.protos {
            fs::write(out.join("proto").join(name), text)?;
        }
        Ok(())
    }

    /// Puts what the `.proto` files hold into one, so that every type can be used everywhere.
    pub fn in_one_file(&mut self) {
        let mut all = "syntax = \"proto3\";\n\npackage qdrant;\n\n".to_owned();
        for import in ["duration", "empty", "timestamp", "wrappers"] {
            all.push_str(&format!("import \"google/protobuf/{import}.proto\";\n"));
        }
        all.push_str(&format!("import \"{STANDARD}\";\n"));
        for text in self.protos.iter().filter(|(name, _)| *name != STANDARD).map(|(_, text)| text) {
            for line in text.lines().filter(|line| !["syntax ", "package ", "import "].iter().any(|start| line.starts_with(start))) {
                all.push_str(line);
                all.push('\n');
            }
        }
        self.protos.retain(|name, _| name == STANDARD);
        self.protos.insert("points.proto".to_owned(), all);
    }

    /// A number that nothing else has.
    pub fn number(&mut self) -> usize {
        self.count += 1;
        10_000 + self.count
    }

    pub fn schemas(&mut self) -> &mut Map<String, Value> {
        self.document["components"]["schemas"].as_object_mut().expect("there are components")
    }

    /// The names of the components for which something holds.
    pub fn named(&self, holds: impl Fn(&Value) -> bool) -> Vec<String> {
        let all = self.document["components"]["schemas"].as_object().into_iter().flatten();
        all.filter(|(_, schema)| holds(schema)).map(|(name, _)| name.clone()).collect()
    }

    /// Runs `change` on every operation.
    pub fn operations(&mut self, mut change: impl FnMut(&mut Value)) {
        for item in self.document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
            item.values_mut().for_each(&mut change);
        }
    }

    pub fn operation_ids(&self) -> Vec<String> {
        let items = self.document["paths"].as_object().into_iter().flat_map(Map::values).filter_map(Value::as_object);
        items.flat_map(Map::values).filter_map(|operation| operation["operationId"].as_str()).map(str::to_owned).collect()
    }

    /// The components that requests lead to.
    pub fn requested(&self) -> BTreeSet<String> {
        let items = self.document["paths"].as_object().into_iter().flat_map(Map::values).filter_map(Value::as_object);
        let mut open: Vec<&Value> = items.flat_map(Map::values).flat_map(|it| [&it["requestBody"], &it["parameters"]]).collect();
        let mut found = BTreeSet::new();
        while let Some(value) = open.pop() {
            match value {
                Value::Object(fields) => open.extend(fields.values()),
                Value::Array(items) => open.extend(items),
                Value::String(text) => {
                    if let Some(name) = text.strip_prefix("#/components/schemas/")
                        && found.insert(name.to_owned())
                    {
                        open.push(&self.document["components"]["schemas"][name]);
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// An operation that answers with a result in the usual envelope.
    pub fn operation(id: &str, body: Option<Value>, result: &Value) -> Value {
        let envelope = json!({ "type": "object", "properties": {
            "usage": { "anyOf": [reference("Usage"), { "nullable": true }] }, "time": { "type": "number", "format": "float" },
            "status": text(), "result": result } });
        let mut operation = json!({ "operationId": id, "tags": ["Points"],
            "parameters": [{ "in": "path", "name": "collection_name", "required": true, "schema": text() }],
            "responses": { "200": { "description": "", "content": { "application/json": { "schema": envelope } } } } });
        if let Some(body) = body {
            operation["requestBody"] = json!({ "content": { "application/json": { "schema": body } } });
        }
        operation
    }

    /// Adds an operation below a collection.
    pub fn add_operation(&mut self, operation: Value) {
        let path = format!("/collections/{{collection_name}}/{}", operation["operationId"].as_str().unwrap_or_default());
        self.document["paths"][path] = json!({ "post": operation });
    }

    /// Runs `change` on the lines of each `.proto` file.
    pub fn proto_lines(&mut self, mut change: impl FnMut(&str, &mut Vec<String>)) {
        for (name, text) in self.protos.iter_mut().filter(|(name, _)| *name != STANDARD) {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            change(name, &mut lines);
            *text = lines.join("\n") + "\n";
        }
    }

    /// Adds lines after the first one that is `start`; whether there is one.
    pub fn add_below(&mut self, start: &str, added: &str) -> bool {
        let mut found = false;
        self.proto_lines(|_, lines| {
            if let Some(at) = lines.iter().position(|line| line.trim() == start)
                && !found
            {
                lines.insert(at + 1, added.to_owned());
                found = true;
            }
        });
        found
    }

    /// Adds to the end of `points.proto`.
    pub fn add_proto(&mut self, added: &str) {
        if let Some(text) = self.protos.get_mut("points.proto") {
            text.push_str(added);
            text.push('\n');
        }
    }

    /// The messages, or the enums, of the first level.
    pub fn proto_types(&self, keyword: &str) -> Vec<String> {
        let files = self.protos.iter().filter(|(name, _)| *name != STANDARD);
        let lines = files.flat_map(|(_, text)| text.lines());
        lines.filter_map(|line| Some(line.strip_prefix(keyword)?.trim().strip_suffix(" {")?.to_owned())).collect()
    }
}
