//! What goes, gets another name, is given up or is written otherwise.

use serde_json::{Map, Value, json};

use super::{Kept, structs};
use crate::random::Random;
use crate::release::Release;

pub(super) fn without_a_field(release: &mut Release, random: &mut Random, kept: &Kept) {
    let owners = structs(release);
    let owner = &owners[random.below(owners.len())];
    let required = release.schemas()[owner]["required"].clone();
    let Some(properties) = release.schemas()[owner]["properties"].as_object_mut() else { return };
    let may_go =
        |name: &&String| !kept.has(&format!("{owner}.{name}")) && !required.as_array().is_some_and(|all| all.contains(&json!(name)));
    let names: Vec<String> = properties.keys().filter(may_go).cloned().collect();
    if let Some(name) = names.get(random.below(names.len())) {
        properties.remove(name);
    }
}

pub(super) fn without_a_value(release: &mut Release, random: &mut Random, kept: &Kept) {
    let enums = release.named(|schema| schema["enum"].as_array().is_some_and(|values| values.len() > 2));
    let name = &enums[random.below(enums.len())];
    let Some(values) = release.schemas()[name]["enum"].as_array_mut() else { return };
    let at = random.below(values.len());
    if !kept.has(&format!("{name}.{}", values[at].as_str().unwrap_or_default())) {
        values.remove(at);
    }
}

pub(super) fn without_an_operation(release: &mut Release, random: &mut Random, kept: &Kept) {
    let ids: Vec<String> = release.operation_ids().into_iter().filter(|id| !kept.has(id)).collect();
    let id = &ids[random.below(ids.len())];
    for item in release.document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        item.retain(|_, operation| operation["operationId"] != id.as_str());
    }
}

pub(super) fn renamed_operation(release: &mut Release, random: &mut Random, kept: &Kept) {
    let ids: Vec<String> = release.operation_ids().into_iter().filter(|id| !kept.has(id)).collect();
    let id = &ids[random.below(ids.len())];
    let new = format!("{id}_{}", release.number());
    release.operations(|operation| {
        if operation["operationId"] == id.as_str() {
            operation["operationId"] = json!(new);
        }
    });
}

pub(super) fn without_an_rpc(release: &mut Release, random: &mut Random, _: &Kept) {
    let at = random.below(50);
    let mut index = 0;
    release.proto_lines(|_, lines| {
        lines.retain(|line| {
            // An upload speaks to this one itself.
            let is_rpc = line.trim().starts_with("rpc ") && !line.contains(" Upsert(") && line.trim().ends_with(';');
            index += usize::from(is_rpc);
            !(is_rpc && index == at)
        });
    });
}

/// A field of a message goes, and what it was called and numbered is kept free.
pub(super) fn without_a_message_field(release: &mut Release, random: &mut Random, kept: &Kept) {
    let at = random.below(400);
    let mut index = 0;
    release.proto_lines(|_, lines| {
        for line in lines.iter_mut() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if let ["optional" | "repeated", _, name, "=", number] = words.as_slice()
                && let Some(number) = number.strip_suffix(';')
                && !kept.examples.contains(name)
            {
                index += 1;
                if index == at {
                    *line = format!("  reserved {number};\n  reserved \"{name}\";");
                }
            }
        }
    });
}

pub(super) fn deprecated(release: &mut Release, random: &mut Random, _: &Kept) {
    let owners = structs(release);
    let owner = &owners[random.below(owners.len())];
    let Some(properties) = release.schemas()[owner]["properties"].as_object_mut() else { return };
    let at = random.below(properties.len());
    if let Some(property) = properties.values_mut().nth(at).filter(|property| property.get("$ref").is_none()) {
        property["deprecated"] = json!(true);
    }
    let ids = release.operation_ids();
    let id = &ids[random.below(ids.len())];
    release.operations(|operation| {
        if operation["operationId"] == id.as_str() {
            operation["deprecated"] = json!(true);
        }
    });
}

/// What was referred to is written out where it stands.
pub(super) fn in_place(release: &mut Release, random: &mut Random, kept: &Kept) {
    let owners = structs(release);
    let owner = &owners[random.below(owners.len())];
    let all = release.schemas().clone();
    let Some(properties) = release.schemas()[owner]["properties"].as_object_mut() else { return };
    for (_, property) in properties.iter_mut().filter(|(key, _)| !kept.has(&format!("{owner}.{key}"))) {
        let name = property["$ref"].as_str().and_then(|target| target.rsplit('/').next()).unwrap_or_default().to_owned();
        // What holds itself cannot be written out.
        if let Some(schema) = all.get(&name).filter(|schema| !schema.to_string().contains("$ref")) {
            *property = schema.clone();
            return;
        }
    }
}
