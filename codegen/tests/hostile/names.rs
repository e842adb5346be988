//! Names that want out of where they are written: out of an identifier, a string, a comment or a folder.

use codegen::emit::rest;
use codegen::model::Rest;
use codegen::write::Files;
use serde_json::{Value, json};

use crate::documents::{Documents, Verdict};

pub const HOSTILE: &[&str] = &[
    "",
    "\"",
    "\\",
    "a\"b",
    "a\nb",
    "\n",
    "*/ fn main() {} /*",
    "#",
    "a]b",
    "`",
    "self",
    "Self",
    "crate",
    "super",
    "type",
    "do",
    "_",
    "größe",
    "日本",
    "1st",
    "../x",
    "/etc/passwd",
    "a b",
    "\0",
    "\u{202e}",
    "r#fn",
    "{0}",
    "Option",
    "Unknown",
    "mod",
    "String",
];

/// Where a name of the OpenAPI document comes in.
type Change = fn(&mut Value, &str);

const PLACES: &[(&str, Change)] = &[
    ("a component", |document, name| {
        let text = document.to_string().replace(
            "\"#/components/schemas/Filter\"",
            &json!(format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1"))).to_string(),
        );
        *document = serde_json::from_str(&text).unwrap();
        rename(&mut document["components"]["schemas"], "Filter", name);
    }),
    // What hand-written code needs keeps its name, or that would be the error.
    ("a property", |document, name| {
        document["components"]["schemas"]["SnapshotDescription"]["properties"][name] = json!({ "type": "string" });
    }),
    ("an enum's value", |document, name| {
        document["components"]["schemas"]["Direction"]["enum"].as_array_mut().unwrap().push(json!(name));
    }),
    ("an operation", |document, name| {
        let mut item = document["paths"]["/collections"].clone();
        item["get"]["operationId"] = json!(name);
        document["paths"]["/hostile"] = json!({ "get": item["get"] });
    }),
    ("a tag", |document, name| document["paths"]["/collections"]["get"]["tags"][0] = json!(name)),
    ("a path", |document, name| rename(&mut document["paths"], "/collections", &format!("/{name}"))),
    ("a query parameter", |document, name| {
        let parameters = document["paths"]["/collections/{collection_name}/points"]["put"]["parameters"].as_array_mut().unwrap();
        parameters.iter_mut().filter(|parameter| parameter["in"] == "query").take(1).for_each(|parameter| parameter["name"] = json!(name));
    }),
    ("the version", |document, name| document["info"]["version"] = json!(name)),
    ("the title", |document, name| document["info"]["title"] = json!(name)),
];

fn rename(holder: &mut Value, from: &str, to: &str) {
    let Value::Object(fields) = holder else { panic!("{from} is not there") };
    assert!(fields.contains_key(from), "{from} is not there");
    *fields = fields.iter().map(|(key, value)| (if key == from { to } else { key }.to_owned(), value.clone())).collect();
}

/// Each name in each place: generated as it is, or refused by an error that shows it. In full, on the whole documents, by
/// `make hostile-specs`.
#[test]
fn in_every_place_of_the_openapi_document() {
    let whole = std::env::var_os("HOSTILE").is_some().then(Documents::read);
    let (mut generated, mut refused, mut problems) = (0, 0, Vec::new());
    for (place, change) in PLACES {
        for name in HOSTILE {
            let verdict = match &whole {
                Some(documents) => {
                    let mut documents = documents.clone();
                    change(&mut documents.openapi, name);
                    documents.generate()
                }
                None => {
                    let mut document = small();
                    change(&mut document, name);
                    models_of(&document)
                }
            };
            match verdict {
                Verdict::Generated(_) => generated += 1,
                Verdict::Refused(text) if shows(&text, name) => refused += 1,
                Verdict::Refused(text) => problems.push(format!("{place} {name:?}: an error that does not show it: {text}")),
                Verdict::Broken(text) => problems.push(format!("{place} {name:?}: {text}")),
            }
        }
    }
    println!("names: {generated} generated, {refused} refused");
    assert!(problems.is_empty(), "{}:\n{}", problems.len(), problems.join("\n"));
}

/// A document in the normal form that repair makes, with one thing in each place.
fn small() -> Value {
    let answer = json!({ "200": { "description": "d", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Filter" } } } } });
    json!({
        "openapi": "3.0.1",
        "info": { "title": "t", "version": "v1" },
        "paths": {
            "/collections": { "get": { "operationId": "get_collections", "tags": ["Collections"], "responses": answer } },
            "/collections/{collection_name}/points": { "put": { "operationId": "put_points", "tags": ["Points"], "responses": answer, "parameters": [
                { "name": "collection_name", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "wait", "in": "query", "schema": { "type": "boolean" } },
            ] } },
        },
        "components": { "schemas": {
            "Filter": { "type": "object", "properties": { "direction": { "$ref": "#/components/schemas/Direction" } } },
            "SnapshotDescription": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" }, "checksum": { "type": "string", "nullable": true } } },
            "Direction": { "type": "string", "enum": ["asc", "desc"] },
        } },
    })
}

/// The models and the client of a document, which must parse.
fn models_of(document: &Value) -> Verdict {
    let emitted = std::panic::catch_unwind(|| {
        let rest = Rest::read(document, &Default::default())?;
        rest::emit(&rest, document)
    });
    match emitted {
        Err(_) => Verdict::Broken("a panic".to_owned()),
        Ok(Err(error)) => Verdict::Refused(error.to_string()),
        Ok(Ok(files)) => {
            match files.into_iter().find_map(|(path, tokens)| syn::parse2::<syn::File>(tokens).err().map(|error| (path, error))) {
                Some((path, error)) => Verdict::Broken(format!("{} does not parse: {error}", path.display())),
                None => Verdict::Generated(Files::new()),
            }
        }
    }
}

/// Progenitor does not say what it was at when it gave up; the error does.
#[test]
fn what_progenitor_gives_up_on_has_its_place() {
    let status: Change = |document, _| {
        let answer =
            json!({ "description": "", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Direction" } } } });
        document["paths"]["/collections"]["get"]["responses"]["201"] = answer;
    };
    let format: Change = |document, _| document["components"]["schemas"]["Filter"]["properties"]["direction"] = json!({ "not": 3 });
    let changes = [(status, "op:get_collections: "), (format, "rest:Filter: ")];
    for (change, place) in changes {
        let mut document = small();
        change(&mut document, "");
        match models_of(&document) {
            Verdict::Refused(text) => assert!(text.starts_with(&format!("emit: openapi.json: {place}")), "{text}"),
            Verdict::Broken(text) => panic!("{place}{text}"),
            Verdict::Generated(_) => panic!("{place}is not refused"),
        }
    }
}

/// Whether an error shows a name, as it is or escaped.
fn shows(text: &str, name: &str) -> bool {
    // A row about what has another name now.
    if text.contains("overrides.toml: [[") {
        return true;
    }
    let escaped = [name.to_owned(), name.escape_debug().to_string(), json!(name).to_string().trim_matches('"').to_owned()];
    escaped.iter().any(|name| text.contains(name.as_str())) || text.contains(&name.replace('~', "~0").replace('/', "~1"))
}

/// What a `.proto` file takes for a name is one, but for words that Rust keeps for itself.
#[test]
fn in_every_place_of_the_protos() {
    let some = if std::env::var_os("HOSTILE").is_some() { usize::MAX } else { 1 };
    let original = Documents::read();
    let changes = [
        ("SearchParams", "message"),
        ("FieldType", "enum"),
        ("hnsw_ef", "field"),
        ("FieldTypeKeyword", "value"),
        ("points_selector_one_of", "oneof"),
    ];
    let mut problems = Vec::new();
    for (from, place) in changes.into_iter().take(some) {
        for to in ["self", "Self", "crate", "super", "type", "fn", "_", "Option", "extern"].into_iter().take(some.saturating_mul(3)) {
            let mut documents = original.clone();
            for text in documents.protos.values_mut() {
                *text = whole_word(text, from, to);
            }
            match documents.generate() {
                Verdict::Generated(_) => {}
                Verdict::Refused(text) if text.contains(to) || text.contains(&format!("{from}`")) => {}
                Verdict::Refused(text) => problems.push(format!("{place} {to}: an error that does not show it: {text}")),
                Verdict::Broken(text) => problems.push(format!("{place} {to}: {text}")),
            }
        }
    }
    assert!(problems.is_empty(), "{}:\n{}", problems.len(), problems.join("\n"));
}

fn whole_word(text: &str, from: &str, to: &str) -> String {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut changed = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (rest[..at].chars().next_back(), rest[at + from.len()..].chars().next());
        changed.push_str(&rest[..at]);
        changed.push_str(if inside(before) || inside(after) { from } else { to });
        rest = &rest[at + from.len()..];
    }
    changed + rest
}
