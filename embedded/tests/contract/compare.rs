//! Puts answers into one form, and finds where two differ.

use serde_json::Value;

/// Takes out what may differ from run to run: the names of the run, the two forms of an empty payload, and the order of
/// points that score the same.
pub fn normal(value: &mut Value, prefix: &str) {
    match value {
        Value::String(text) => *text = text.replace(prefix, "~"),
        Value::Array(items) => {
            items.iter_mut().for_each(|item| normal(item, prefix));
            if items.iter().all(|item| item["score"].is_number() && !item["id"].is_null()) {
                let score = |item: &Value| item["score"].as_f64().unwrap_or_default();
                items.sort_by(|a, b| score(b).total_cmp(&score(a)).then_with(|| a["id"].to_string().cmp(&b["id"].to_string())));
            }
        }
        Value::Object(fields) => {
            if fields.contains_key("id")
                && fields.get("payload").is_some_and(|payload| payload.as_object().is_some_and(|map| map.is_empty()))
            {
                fields.remove("payload");
            }
            let entries = std::mem::take(fields);
            for (key, mut entry) in entries {
                normal(&mut entry, prefix);
                if !entry.is_null() {
                    fields.insert(key.replace(prefix, "~"), entry);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The first place where two values differ, if any.
pub fn difference(path: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            let inside = one.iter().zip(other).enumerate().find_map(|(index, (a, b))| difference(&format!("{path}[{index}]"), a, b));
            inside.or_else(|| (one.len() != other.len()).then(|| format!("{path}: {} and {} elements", one.len(), other.len())))
        }
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
            keys.into_iter().find_map(|key| {
                let (a, b) = (one.get(key).unwrap_or(&Value::Null), other.get(key).unwrap_or(&Value::Null));
                difference(&format!("{path}.{key}"), a, b)
            })
        }
        (one, other) if one == other => None,
        (one, other) => Some(format!("{path}: {one} and {other}")),
    }
}
