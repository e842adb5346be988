//! The normalisations of a way to the other protocol and back: where one side says in one way what the other says in
//! several. Everything else must come back as it went.

use serde_json::{Map, Value};

/// What each normalisation is, for the test's report.
pub const NORMALISATIONS: &[&str] = &[
    "one value is a list of one (filter clauses, prefetch, context, shard keys)",
    "an empty list or map is absent where gRPC has no presence",
    "a shorthand is the object that it stands for (order_by, with_lookup, stop words)",
    "a batch of points is a list of points",
    "a nearest query without more is its vector",
    "`include` is the bare list of fields",
    "a flag that is off is absent where gRPC says it by an empty message (keyword prefix)",
    "snapshot operations wait unless told not to",
    "64-bit floats that gRPC keeps in 32 bits are rounded",
    "free options of a document are a map, typed ones too",
    "how and why a shard is transferred is reported over REST only",
    "the defaults of shard_number and on_disk_payload are written out where gRPC cannot leave them out",
    "the unnamed vector's settings are those under the empty name",
    "examples of a recommendation are points first, then vectors (until 1.18)",
];

/// A document of a component with every normalisation applied; those of a field hold for the component that it has.
pub fn normal_of(component: &str, value: &Value) -> Value {
    let field = match component {
        "OrderByInterface" => "order_by",
        "WithLookupInterface" => "with_lookup",
        "WithPayloadInterface" => "with_payload",
        "StopwordsInterface" => "stopwords",
        "ShardKeySelector" => "shard_key",
        _ => return normal(value),
    };
    normal(&serde_json::json!({ field: value }))
}

/// A document with every normalisation applied.
pub fn normal(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(normal).collect()),
        Value::Object(fields) => object(fields),
        other => other.clone(),
    }
}

fn object(fields: &Map<String, Value>) -> Value {
    let mut fields: Map<String, Value> = fields.iter().map(|(key, value)| (key.clone(), normal(value))).collect();
    for key in ["must", "should", "must_not", "prefetch", "context"] {
        if let Some(value) = fields.get_mut(key).filter(|value| value.is_object()) {
            *value = Value::Array(vec![value.take()]);
        }
    }
    if let Some(value) = fields.get_mut("shard_key").filter(|value| value.is_array())
        && let Value::Array(keys) = value
        && keys.len() == 1
    {
        *value = keys.remove(0);
    }
    for (key, short) in [("order_by", "key"), ("with_lookup", "collection")] {
        if let Some(value) = fields.get_mut(key).filter(|value| value.is_string()) {
            *value = serde_json::json!({ short: value.take() });
        }
    }
    if let Some(include) = fields.get("with_payload").and_then(|value| value.get("include")).cloned() {
        fields.insert("with_payload".to_owned(), include);
    }
    if let Some(Value::String(language)) = fields.get("stopwords").cloned() {
        fields.insert("stopwords".to_owned(), serde_json::json!({ "languages": [language] }));
    }
    // A report of REST alone.
    if fields.contains_key("sync") && fields.contains_key("from") && fields.contains_key("to") {
        fields.remove("method");
        fields.remove("comment");
    }
    // Defaults that gRPC cannot leave out.
    if fields.contains_key("shard_number") || fields.contains_key("on_disk_payload") {
        for (key, default) in [("shard_number", Value::from(1)), ("on_disk_payload", Value::Bool(true))] {
            if fields.get(key) == Some(&default) {
                fields.remove(key);
            }
        }
    }
    if fields.get("prefix") == Some(&Value::Bool(false)) {
        fields.remove("prefix");
    }
    // Two lists over gRPC; of a query, whose input has no limit, they are one.
    for key in ["positive", "negative"] {
        let recommendation = fields.contains_key("limit");
        if let Some(Value::Array(examples)) = fields.get_mut(key).filter(|_| recommendation) {
            examples.sort_by_key(|example| !(example.is_number() || example.is_string()));
        }
    }
    if fields.len() == 1
        && let Some(nearest) = fields.get_mut("nearest")
    {
        return nearest.take();
    }
    if let Some(batch) = fields.remove("batch") {
        fields.insert("points".to_owned(), transposed(&batch));
    }
    fields.retain(|_, value| !value.is_null() && *value != Value::Array(Vec::new()) && *value != Value::Object(Map::new()));
    Value::Object(fields)
}

/// Columns as points.
pub fn transposed(batch: &Value) -> Value {
    let empty = Vec::new();
    let ids = batch["ids"].as_array().unwrap_or(&empty);
    let point = |index: usize| {
        let vector = match &batch["vectors"] {
            Value::Object(columns) => Value::Object(columns.iter().map(|(name, column)| (name.clone(), column[index].clone())).collect()),
            column => column[index].clone(),
        };
        normal(&serde_json::json!({ "id": ids[index], "vector": vector, "payload": batch["payloads"][index] }))
    };
    Value::Array((0..ids.len()).map(point).collect())
}
