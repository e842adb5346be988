//! Random changes of a JSON document: nodes that are removed, doubled, retyped, renamed or swapped, references that lead
//! nowhere or in circles, enums without end.

use serde_json::{Map, Value, json};

use crate::names::HOSTILE;
use crate::random::Random;

/// Changes one node; says which and how.
pub fn mutate(document: &mut Value, random: &mut Random) -> String {
    let mut pointers = Vec::new();
    collect(document, String::new(), &mut pointers);
    let pointer = pointers[random.below(pointers.len())].clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let other = document.pointer(&pointers[random.below(pointers.len())]).cloned().unwrap_or_default();
    let components: Vec<String> = document["components"]["schemas"].as_object().into_iter().flat_map(Map::keys).cloned().collect();
    let component = components.get(random.below(components.len())).cloned().unwrap_or_default();
    let what = random.below(7);
    let own = pointer.split('/').nth(3).unwrap_or_default().to_owned();
    let Some(holder) = document.pointer_mut(parent) else { return format!("nothing at {pointer}") };
    let name = HOSTILE[random.below(HOSTILE.len())];
    match (holder, what) {
        (Value::Object(fields), 0) => {
            fields.remove(&key);
            format!("{pointer} removed")
        }
        (Value::Object(fields), 1) => {
            let value = fields[&key].clone();
            fields.insert(format!("{key}_2"), value);
            format!("{pointer} doubled")
        }
        (Value::Object(fields), 2) => {
            let renamed = fields.iter().map(|(old, value)| (if *old == key { name.to_owned() } else { old.clone() }, value.clone()));
            *fields = renamed.collect();
            format!("{pointer} renamed {name:?}")
        }
        (Value::Array(items), 0) => {
            items.remove(key.parse().unwrap());
            format!("{pointer} removed")
        }
        (Value::Array(items), 1) => {
            let item = items[key.parse::<usize>().unwrap()].clone();
            items.push(item);
            format!("{pointer} doubled")
        }
        (holder, _) => {
            let new = match random.below(14) {
                0 => Value::Null,
                1 => json!(true),
                2 => json!(-1),
                3 => json!(1e300),
                4 => json!(name),
                5 => json!([]),
                6 => json!({}),
                7 => json!({ "$ref": "#/components/schemas/Nowhere" }),
                8 => json!({ "$ref": format!("#/components/schemas/{own}") }),
                9 => json!({ "$ref": format!("#/components/schemas/{component}") }),
                10 => json!({ "type": "string", "enum": (0..5_000).map(|n| format!("value_{n}")).collect::<Vec<_>>() }),
                11 => json!({ "type": random.pick(&["string", "integer", "number", "boolean", "array", "object", "wat"]) }),
                12 => {
                    json!({ "anyOf": [{ "type": "string" }, { "$ref": format!("#/components/schemas/{component}") }, { "type": "integer" }] })
                }
                _ => other,
            };
            let text = format!("{pointer} is now {}", new.to_string().chars().take(80).collect::<String>());
            match holder {
                Value::Object(fields) => drop(fields.insert(key, new)),
                Value::Array(items) => items[key.parse::<usize>().unwrap()] = new,
                _ => {}
            }
            text
        }
    }
}

fn collect(value: &Value, pointer: String, found: &mut Vec<String>) {
    if !pointer.is_empty() {
        found.push(pointer.clone());
    }
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                collect(value, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| collect(item, format!("{pointer}/{index}"), found)),
        _ => {}
    }
}
