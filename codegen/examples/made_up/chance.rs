//! Changes that a release could well bring, drawn by chance: what comes on one side or on both, what goes, what is
//! written otherwise.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::forms::ANSWERS;
use crate::random::Random;
use crate::release::{Release, reference, text};
use crate::schemas::{self, Made};

/// Draws from this seed.
pub fn add(release: &mut Release, seed: u64) -> Result<(), Box<dyn Error>> {
    release.in_one_file();
    let mut random = Random::new(seed);
    let kept = Kept::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("overrides.toml"))?;
    type Change = fn(&mut Release, &mut Random, &Kept);
    let changes: &[(Change, usize)] = &[
        (field, 60),
        (required_in_an_answer, 8),
        (value, 12),
        (variant, 12),
        (operation, 8),
        (parameter, 12),
        (rpc, 4),
        (field_of_a_message, 12),
        (without_a_field, 15),
        (without_a_value, 4),
        (without_an_operation, 3),
        (renamed_operation, 3),
        (without_an_rpc, 2),
        (without_a_message_field, 8),
        (deprecated, 10),
        (in_place, 6),
    ];
    for (change, most) in changes {
        for _ in 0..random.below(most + 1) {
            change(release, &mut random, &kept);
        }
    }
    Ok(())
}

/// What hand-written code needs.
struct Kept {
    /// Operations, and `Type.member`, by the rows in the overrides.
    ids: BTreeSet<String>,
    /// The examples, which use fields of messages too.
    examples: String,
}

impl Kept {
    fn read(overrides: &Path) -> Result<Self, Box<dyn Error>> {
        let rows: toml::Table = std::fs::read_to_string(overrides)?.parse()?;
        // The examples query, and what is left out by operation has its types.
        let more = [
            "query_points",
            "QueryRequest.query",
            "QueryRequest.filter",
            "QueryResponse",
            "ShardKeysResponse.shard_keys",
            "ShardKeyDescription.key",
        ];
        let mut kept: BTreeSet<String> = more.map(str::to_owned).into();
        for row in rows["modules"].as_array().into_iter().flatten().filter(|row| row.get("facade").is_some()) {
            for ty in row["types"].as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
                let (id, members) = ty.split_once(" { ").ok_or("no members")?;
                let name = id.split_once(':').map_or(id, |(_, name)| name);
                kept.insert(name.to_owned());
                kept.extend(members.split(", ").map(|member| format!("{name}.{}", member.split(": ").next().unwrap_or_default())));
            }
        }
        let mut examples = String::new();
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples"))? {
            let path = entry?.path();
            if path.is_file() {
                examples.push_str(&std::fs::read_to_string(path)?);
            }
        }
        Ok(Self { ids: kept, examples })
    }

    fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }
}

const WORDS: &[&str] = &[
    "score",
    "type",
    "match",
    "async",
    "limit",
    "request",
    "client",
    "send",
    "options",
    "new",
    "value",
    "values",
    "result",
    "body",
    "url",
    "id",
    "deadline",
    "kind",
    "default",
    "clone",
    "into",
    "from",
    "fmt",
    "eq",
    "header",
    "unknown",
    "key",
    "time",
    "vector",
    "x",
    "self_id",
    "made-up",
    "camelCase",
    "with2numbers3",
    "is_empty",
];

/// A name for a member of `owner` that it does not have yet.
fn name(release: &mut Release, owner: &str, random: &mut Random) -> String {
    let word = WORDS[random.below(WORDS.len())];
    let plain = |name: &str| name.replace(['-', '_'], "").to_lowercase();
    let number = release.number();
    let properties = release.schemas().get(owner).and_then(|schema| schema["properties"].as_object());
    let taken = properties.is_some_and(|all| all.keys().any(|other| plain(other) == plain(word)));
    if taken || random.below(2) == 0 { format!("{word}_{number}") } else { word.to_owned() }
}

fn structs(release: &Release) -> Vec<String> {
    release.named(|schema| schema.get("properties").is_some())
}

/// An optional field, with one in the message of the same name or without.
fn field(release: &mut Release, random: &mut Random, _: &Kept) {
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
fn required_in_an_answer(release: &mut Release, random: &mut Random, kept: &Kept) {
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
fn value(release: &mut Release, random: &mut Random, _: &Kept) {
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
fn variant(release: &mut Release, random: &mut Random, kept: &Kept) {
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
fn operation(release: &mut Release, random: &mut Random, _: &Kept) {
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

fn parameter(release: &mut Release, random: &mut Random, _: &Kept) {
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

fn rpc(release: &mut Release, random: &mut Random, _: &Kept) {
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
fn field_of_a_message(release: &mut Release, random: &mut Random, _: &Kept) {
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

fn without_a_field(release: &mut Release, random: &mut Random, kept: &Kept) {
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

fn without_a_value(release: &mut Release, random: &mut Random, kept: &Kept) {
    let enums = release.named(|schema| schema["enum"].as_array().is_some_and(|values| values.len() > 2));
    let name = &enums[random.below(enums.len())];
    let Some(values) = release.schemas()[name]["enum"].as_array_mut() else { return };
    let at = random.below(values.len());
    if !kept.has(&format!("{name}.{}", values[at].as_str().unwrap_or_default())) {
        values.remove(at);
    }
}

fn without_an_operation(release: &mut Release, random: &mut Random, kept: &Kept) {
    let ids: Vec<String> = release.operation_ids().into_iter().filter(|id| !kept.has(id)).collect();
    let id = &ids[random.below(ids.len())];
    for item in release.document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        item.retain(|_, operation| operation["operationId"] != id.as_str());
    }
}

fn renamed_operation(release: &mut Release, random: &mut Random, kept: &Kept) {
    let ids: Vec<String> = release.operation_ids().into_iter().filter(|id| !kept.has(id)).collect();
    let id = &ids[random.below(ids.len())];
    let new = format!("{id}_{}", release.number());
    release.operations(|operation| {
        if operation["operationId"] == id.as_str() {
            operation["operationId"] = json!(new);
        }
    });
}

fn without_an_rpc(release: &mut Release, random: &mut Random, _: &Kept) {
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
fn without_a_message_field(release: &mut Release, random: &mut Random, kept: &Kept) {
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

fn deprecated(release: &mut Release, random: &mut Random, _: &Kept) {
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
fn in_place(release: &mut Release, random: &mut Random, kept: &Kept) {
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
