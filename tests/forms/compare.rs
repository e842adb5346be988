//! When two JSON documents say the same.

use qdrant_remote::models::DateTime;
use serde_json::Value;

/// Keys whose lists are sets: their order says nothing.
const SETS: &[&str] = &["any", "except", "has_id", "languages", "custom"];

/// Where two documents differ, if they do: absent is null, numbers count by value (also as 32-bit floats), date-times by
/// instant, sets in any order.
pub fn difference(place: &str, one: &Value, other: &Value) -> Option<String> {
    let differ = || Some(format!("{place}: {} became {}", cut(one), cut(other)));
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let mut keys: Vec<_> = one.keys().chain(other.keys()).collect();
            keys.sort();
            keys.dedup();
            let null = Value::Null;
            keys.into_iter().find_map(|key| {
                let (one, other) = (one.get(key).unwrap_or(&null), other.get(key).unwrap_or(&null));
                let place = format!("{place}/{key}");
                if SETS.contains(&key.as_str()) { difference(&place, &sorted(one), &sorted(other)) } else { difference(&place, one, other) }
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter().zip(other).enumerate().find_map(|(index, (one, other))| difference(&format!("{place}/{index}"), one, other))
        }
        (Value::Number(a), Value::Number(b)) => {
            #[allow(clippy::cast_possible_truncation, reason = "vectors and scores are 32-bit floats")]
            let equal = match (a.as_f64(), b.as_f64()) {
                _ if a == b => true,
                (Some(x), Some(y)) => x == y || (x as f32 == y as f32 && (a.is_f64() || b.is_f64())),
                _ => false,
            };
            if equal { None } else { differ() }
        }
        (Value::String(a), Value::String(b)) => {
            let instants = (a.parse::<DateTime>(), b.parse::<DateTime>());
            if a == b || matches!(instants, (Ok(a), Ok(b)) if a == b) { None } else { differ() }
        }
        _ if one == other => None,
        _ => differ(),
    }
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items = items.clone();
            items.sort_by_key(ToString::to_string);
            Value::Array(items)
        }
        other => other.clone(),
    }
}

fn cut(value: &Value) -> String {
    let text = value.to_string();
    text.chars().take(160).collect()
}
