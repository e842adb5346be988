//! Random JSON by the schemas of the OpenAPI document.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Makes documents of components.
pub struct Json {
    schemas: Map<String, Value>,
    paths: Map<String, Value>,
}

impl Json {
    /// Reads the imported document.
    pub fn read() -> Self {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("specs/openapi.json");
        let mut document: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let mut take = |pointer: &str| match document.pointer_mut(pointer).map(Value::take) {
            Some(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        Self { schemas: take("/components/schemas"), paths: take("/paths") }
    }

    /// Whether the document has a component of this name.
    pub fn has(&self, name: &str) -> bool {
        self.schemas.contains_key(name)
    }

    /// A value of a component.
    pub fn component(&self, name: &str, random: &mut Random) -> Value {
        self.value(&self.schemas[name], random, 0, name)
    }

    fn operation(&self, id: &str) -> &Value {
        self.paths
            .values()
            .flat_map(|item| item.as_object().into_iter().flat_map(Map::values))
            .find(|operation| operation["operationId"] == id)
            .unwrap_or_else(|| panic!("no operation {id}"))
    }

    /// A request of an operation: parameters, and `body`.
    pub fn request(&self, id: &str, random: &mut Random) -> Value {
        let operation = self.operation(id);
        let mut request = Map::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let required = parameter["in"] == "path" || parameter["required"] == true;
            if required || random.chance(2) {
                let name = parameter["name"].as_str().unwrap();
                request.insert(name.to_owned(), self.value(&parameter["schema"], random, 0, name));
            }
        }
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        if body.is_object() {
            request.insert("body".to_owned(), self.value(body, random, 0, "body"));
        }
        Value::Object(request)
    }

    /// A reply of an operation: `result`, `time`, `usage`; `timed` where gRPC has the time as well.
    pub fn reply(&self, id: &str, timed: bool, random: &mut Random) -> Value {
        let schema = &self.operation(id)["responses"]["200"]["content"]["application/json"]["schema"];
        let result = &schema["properties"]["result"];
        if result.is_null() {
            return json!({ "result": self.value(schema, random, 0, id), "time": 0.0 });
        }
        json!({ "result": self.value(result, random, 0, id), "time": if timed { 0.5 } else { 0.0 } })
    }

    fn value(&self, schema: &Value, random: &mut Random, depth: usize, place: &str) -> Value {
        let schema = match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                let name = reference.rsplit('/').next().unwrap_or_default();
                return self.value(&self.schemas[name], random, depth + 1, place);
            }
            None => schema,
        };
        if let Some(variants) = schema.get("anyOf").or(schema.get("oneOf")).and_then(Value::as_array) {
            let nullable = variants.iter().any(is_null);
            let variants: Vec<&Value> = variants.iter().filter(|variant| !is_null(variant)).collect();
            if nullable && (depth > 5 || random.chance(4)) {
                return Value::Null;
            }
            // Deep inside, the first variant ends recursive types: it is a number, an id or a plain condition.
            let index = if depth > 6 { 0 } else { random.below(variants.len()) };
            return self.value(variants[index], random, depth + 1, place);
        }
        if let Some(only) = schema.get("allOf").and_then(|all| all.get(0)) {
            return self.value(only, random, depth, place);
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return values[random.below(values.len())].clone();
        }
        match schema.get("type").and_then(Value::as_str) {
            None => random.json(2),
            Some("boolean") => Value::Bool(random.chance(2)),
            Some("integer") => random.integer(schema),
            Some("number") => random.number(schema),
            Some("string") => random.string(schema),
            Some("array") => {
                let most = if depth > 6 { 1 } else { 3 };
                let least = usize::from(schema.get("minItems").is_some());
                let count = least + random.below(most + 1 - least);
                Value::Array((0..count).map(|_| self.value(&schema["items"], random, depth + 1, place)).collect())
            }
            Some("object") => self.object(schema, random, depth, place),
            Some(other) => panic!("{place}: type {other}"),
        }
    }

    fn object(&self, schema: &Value, random: &mut Random, depth: usize, place: &str) -> Value {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let mut fields = Map::new();
            for (key, property) in properties {
                if required.contains(&key.as_str()) || (depth < 7 && random.chance(2)) {
                    fields.insert(key.clone(), self.value(property, random, depth + 1, key));
                }
            }
            self.mend(&mut fields, random);
            return Value::Object(fields);
        }
        match schema.get("additionalProperties") {
            Some(values) if values.is_object() => {
                let keys = (0..random.below(3)).map(|_| random.word()).collect::<Vec<_>>();
                Value::Object(keys.into_iter().map(|key| (key, self.value(values, random, depth + 1, place))).collect())
            }
            _ => random.object(2),
        }
    }

    /// What the document cannot say: columns are as long as the ids, sparse values as their indices.
    fn mend(&self, fields: &mut Map<String, Value>, random: &mut Random) {
        if let (Some(Value::Array(ids)), Some(vectors)) = (fields.get("ids"), fields.get("vectors")) {
            let count = ids.len();
            let resize = |column: &Value| -> Value {
                let items = column.as_array().cloned().unwrap_or_default();
                let filler = items.first().cloned();
                Value::Array((0..count).filter_map(|index| items.get(index).cloned().or(filler.clone())).collect())
            };
            let vectors = match vectors {
                Value::Object(columns) => {
                    let full = columns.iter().filter(|(_, column)| column.as_array().is_some_and(|items| !items.is_empty()));
                    Value::Object(full.map(|(name, column)| (name.clone(), resize(column))).collect())
                }
                column => resize(column),
            };
            let short = vectors.as_array().is_some_and(|items| items.len() != count);
            let vectors = if short { Value::Array((0..count).map(|_| json!([1.5])).collect()) } else { vectors };
            fields.insert("vectors".to_owned(), vectors);
            if let Some(Value::Array(payloads)) = fields.get("payloads") {
                let payloads = (0..count).map(|index| payloads.get(index).cloned().unwrap_or(Value::Null)).collect();
                fields.insert("payloads".to_owned(), Value::Array(payloads));
            }
        }
        // Points and filter together are one of the things that gRPC cannot say; seldom is often enough.
        if fields.contains_key("points") && fields.contains_key("filter") && !random.chance(8) {
            fields.remove("filter");
        }
    }
}

fn is_null(schema: &Value) -> bool {
    schema.as_object().is_some_and(|object| object.len() == 1 && object.get("nullable") == Some(&Value::Bool(true)))
}
