//! What comes: fields, values, variants, operations, parameters, RPCs, on one side or on both.

use serde_json::{Value, json};

use super::{Kept, WORDS, name, structs};
use crate::forms::ANSWERS;
use crate::random::Random;
use crate::release::{Release, reference, text};
use crate::schemas::{self, Made};

/// An optional field, with one in the message of the same name or without.
pub(super) fn field(release: &mut Release, random: &mut Random, _: &Kept) {
    let owners = structs(release);
    let owner = &owners[random.below(owners.len())];
    let name = name(release, owner, random);
    let Made { schema, label, proto } = schemas::any(release, random);
    let schema = schemas::absent(schema, random);
    release.schemas()[owner]["properties"][&name] = schema;
    if random.below(3) > 0 {
        let number = release.number();
        let proto = if random.below(8) == 0 { "bytes".to_owned() } else { proto };
        let proto_name = name.replace('-', "_");
        let taken = release.protos.values().any(|text| {
            let inside = text.split(&format!("message {owner} {{\n")).nth(1).and_then(|rest| rest.split("\n}").next());
            inside.is_some_and(|inside| inside.contains(&format!(" {proto_name} = ")))
        });
        if !taken {
            release.add_below(&format!("message {owner} {{"), &format!("  {label}{proto} {proto_name} = {number};"));
        }
    }
}

/// A field that must be there, of a type that only answers have.
pub(super) fn required_in_an_answer(release: &mut Release, random: &mut Random, kept: &Kept) {
    let requested = release.requested();
    let owners: Vec<String> = structs(release).into_iter().filter(|name| !requested.contains(name) && !kept.has(name)).collect();
    let owner = &owners[random.below(owners.len())];
    let name = name(release, owner, random);
    let schema = schemas::any(release, random).schema;
    let schema = if random.below(4) == 0 { schemas::absent(schema, random) } else { schema };
    let owner = &mut release.schemas()[owner];
    owner["properties"][&name] = schema;
    match owner.get_mut("required").and_then(Value::as_array_mut) {
        Some(required) => required.push(json!(name)),
        None => owner["required"] = json!([name]),
    }
}

/// A value of an enum, on one side or on both.
pub(super) fn value(release: &mut Release, random: &mut Random, _: &Kept) {
    let enums = release.named(|schema| schema.get("enum").is_some());
    let name = &enums[random.below(enums.len())];
    let number = release.number();
    let side = random.below(3);
    if side != 1
        && let Some(values) = release.schemas()[name]["enum"].as_array_mut()
    {
        values.push(json!(format!("drawn_{number}")));
    }
    if side != 0 {
        release.proto_lines(|_, lines| {
            if let Some(at) = lines.iter().position(|line| line.trim() == format!("enum {name} {{")) {
                lines.insert(at + 2, format!("  Drawn{number} = {number};"));
            }
        });
    }
}

/// A variant of a union: an object with a key of its own or with a tag, a list, a number; with one in the oneof, or without.
pub(super) fn variant(release: &mut Release, random: &mut Random, kept: &Kept) {
    let unions = release.named(|schema| schema.get("anyOf").or(schema.get("oneOf")).is_some());
    let union = &unions[random.below(unions.len())];
    let number = release.number();
    let name = format!("Drawn{number}");
    let key = if release.schemas()[union].get("anyOf").is_some() { "anyOf" } else { "oneOf" };
    let variants = release.schemas()[union][key].as_array().cloned().unwrap_or_default();
    if variants.iter().all(|variant| variant.get("enum").is_some()) {
        let new = json!({ "type": "string", "enum": [format!("drawn_{number}")] });
        return release.schemas()[union][key].as_array_mut().into_iter().for_each(|all| all.push(new.clone()));
    }
    // What stands in addresses stays plain.
    let texts =
        ["ExtendedPointId", "ReadConsistency", "ShardKey", "ValueVariants"].contains(&union.as_str()) || kept.has(&format!("{union}.Bool"));
    let new = match random.below(4) {
        _ if texts => json!({ "type": "boolean" }),
        0 => {
            let tag = json!({ "type": "string", "enum": [format!("drawn_{number}")] });
            json!({ "type": "object", "required": ["type", "what"], "properties": { "type": tag, "what": text() } })
        }
        1 => json!({ "type": "array", "items": text() }),
        _ => {
            let schema = schemas::any(release, random).schema;
            json!({ "type": "object", "required": [format!("drawn_{number}")], "properties": { format!("drawn_{number}"): schema } })
        }
    };
    let new = if new["type"] == "object" && random.below(2) == 0 {
        release.schemas().insert(name.clone(), new);
        reference(&name)
    } else {
        new
    };
    release.schemas()[union][key].as_array_mut().into_iter().for_each(|all| all.push(new.clone()));
    if random.below(2) == 0 {
        release.proto_lines(|_, lines| {
            let message = lines.iter().position(|line| *line == format!("message {union} {{"));
            let oneof = message.and_then(|at| Some(at + lines[at..].iter().position(|line| line.trim().starts_with("oneof "))?));
            if let Some(at) = oneof.filter(|at| lines[message.unwrap_or_default() + 1..*at].iter().all(|line| line != "}")) {
                lines.insert(at + 1, format!("    string drawn_{number} = {number};"));
            }
        });
    }
}

/// An operation, new or like another, with an RPC of its own or without.
pub(super) fn operation(release: &mut Release, random: &mut Random, _: &Kept) {
    let number = release.number();
    let id = format!("draw_{number}");
    let known = release.operation_ids();
    let model = known[random.below(known.len())].clone();
    match random.below(3) {
        0 => {
            let body = schemas::any(release, random).schema;
            let result = schemas::any(release, random).schema;
            release.add_operation(Release::operation(&id, (random.below(3) > 0).then_some(body), &result));
        }
        1 => {
            let mut operation = Release::operation(&id, None, &text());
            let (_, content) = ANSWERS[random.below(ANSWERS.len() - 2)];
            operation["responses"]["200"]["content"] = serde_json::from_str(content).unwrap_or_default();
            release.add_operation(operation);
        }
        _ => {
            let mut like = None;
            let paths = release.document["paths"].as_object().into_iter().flatten();
            for (path, item) in paths {
                for (method, operation) in item.as_object().into_iter().flatten() {
                    if operation["operationId"] == model.as_str() {
                        like = Some((path.clone(), method.clone(), operation.clone()));
                    }
                }
            }
            if let Some((path, method, mut operation)) = like {
                operation["operationId"] = json!(id);
                operation["tags"] = json!([random.pick(&["Points", "drawn", "Two Words"])]);
                release.document["paths"][format!("{}/{id}", path.trim_end_matches('/'))] = json!({ method: operation });
            }
        }
    }
    if random.below(2) == 0 {
        let messages = release.proto_types("message ");
        let mut message = || messages[random.below(messages.len())].clone();
        let (request, reply) = (message(), message());
        release.add_below("service Points {", &format!("  rpc Draw{number}({request}) returns ({reply});"));
    }
}

pub(super) fn parameter(release: &mut Release, random: &mut Random, _: &Kept) {
    let ids = release.operation_ids();
    let id = &ids[random.below(ids.len())];
    let name = if random.below(2) == 0 { WORDS[random.below(WORDS.len())].to_owned() } else { format!("drawn_{}", release.number()) };
    let schema = schemas::any(release, random).schema;
    let place = ["query", "query", "query", "header", "cookie"][random.below(5)];
    let parameter = json!({ "in": place, "name": name, "schema": schema, "required": false, "style": if place == "header" { "simple" } else { "form" } });
    release.operations(|operation| {
        if operation["operationId"] == id.as_str() {
            let mut all = operation["parameters"].as_array().cloned().unwrap_or_default();
            let plain = |name: &Value| name.as_str().unwrap_or_default().replace(['-', '_'], "").to_lowercase();
            if !all.iter().any(|other| plain(&other["name"]) == plain(&parameter["name"])) {
                all.push(parameter.clone());
            }
            operation["parameters"] = Value::Array(all);
        }
    });
}

pub(super) fn rpc(release: &mut Release, random: &mut Random, _: &Kept) {
    let number = release.number();
    let messages = release.proto_types("message ");
    let (request, reply) = (&messages[random.below(messages.len())], &messages[random.below(messages.len())]);
    let (many, replies) = (["", "stream "][random.below(2)], ["", "stream "][random.below(2)]);
    let rpc = format!("  rpc Stream{number}({many}{request}) returns ({replies}{reply});");
    match random.below(2) {
        0 => drop(release.add_below("service Collections {", &rpc)),
        _ => release.add_proto(&format!("service Drawn{number} {{\n{rpc}\n}}")),
    }
}

/// A field that only a message has, of any form.
pub(super) fn field_of_a_message(release: &mut Release, random: &mut Random, _: &Kept) {
    let messages = release.proto_types("message ");
    let (message, other) = (&messages[random.below(messages.len())], &messages[random.below(messages.len())]);
    let number = release.number();
    let field = match random.below(8) {
        0 => format!("  repeated {other} drawn_{number} = {number};"),
        1 => format!("  map<uint32, {other}> drawn_{number} = {number};"),
        2 => format!("  oneof drawn_{number} {{ {other} one_{number} = {number}; string other_{number} = 1{number}; }}"),
        3 => format!("  enum Drawn{number} {{ NONE_{number} = 0; ONE_{number} = 1; }}\n  Drawn{number} drawn_{number} = {number};"),
        4 => format!(
            "  message Drawn{number} {{ {other} other = 1; google.protobuf.Duration took = 2; }}\n  Drawn{number} drawn_{number} = {number};"
        ),
        5 => format!("  reserved {number};"),
        6 => format!("  sfixed64 drawn_{number} = {number} [deprecated = true]; // why"),
        _ => format!("  bool drawn_{number} = {number};"),
    };
    release.add_below(&format!("message {message} {{"), &field);
}
