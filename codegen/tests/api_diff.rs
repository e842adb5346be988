//! What changed between two releases: golden for two real ones, and a small pair for every kind of change.

mod common;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use codegen::diff::{self, Side};
use codegen::load;
use codegen::model::{Grpc, Rest};
use common::{Outcome, expect, run, stderr, workspace};
use indexmap::IndexMap;
use serde_json::{Value, json};

fn real(specs: &Path) -> Result<Side, Box<dyn Error>> {
    Ok(Side::read(specs, &workspace().join("codegen/overrides.toml"))?)
}

#[test]
fn two_real_releases() -> Outcome {
    let dir = workspace().join("codegen/tests/releases");
    let (old, new) = (real(&dir.join("1.18.0"))?, real(&workspace().join("specs"))?);
    let changes = diff::diff(&old, &new);
    let name = format!("{}-to-{}", old.version, new.version);
    let texts = BTreeMap::from([
        (dir.join(format!("{name}.txt")), diff::text(&changes, &old.version, &new.version)),
        (dir.join(format!("{name}.md")), diff::markdown(&changes, &old.version, &new.version)),
    ]);
    expect("api_diff", &texts)
}

/// There and back is the same list with additions and removals exchanged.
#[test]
fn the_way_back_takes_away_what_was_added() -> Outcome {
    let (old, new) = (real(&workspace().join("codegen/tests/releases/1.18.0"))?, real(&workspace().join("specs"))?);
    let ids = |changes: Vec<diff::Change>, wanted| {
        let mut ids: Vec<_> = changes.into_iter().filter(|change| change.kind == wanted).map(|change| change.id).collect();
        ids.sort();
        ids
    };
    let added = ids(diff::diff(&old, &new), diff::Kind::Added);
    assert!(added.len() > 50, "{}", added.len());
    assert_eq!(ids(diff::diff(&new, &old), diff::Kind::Removed), added);
    assert!(diff::diff(&new, &new).is_empty());
    Ok(())
}

const RELEASE: &str = "# 1 -> 2\n";

fn side(paths: Value, schemas: Value, proto: &str) -> Result<Side, Box<dyn Error>> {
    let rest = Rest::read(&json!({ "paths": paths, "components": { "schemas": schemas } }), &IndexMap::new())?;
    let text = format!("syntax = \"proto3\"; package t; message Nothing {{}} {proto} service S {{ rpc Do(Nothing) returns (Nothing); }}");
    let grpc = Grpc::read(&load::compile(Path::new("proto"), &[("t.proto".to_owned(), text)].into())?)?;
    Ok(Side { version: String::new(), rest, grpc })
}

/// The lines of the difference without first and last.
fn lines(old: &Side, new: &Side) -> Vec<String> {
    let text = diff::text(&diff::diff(old, new), "1", "2");
    let lines = text.strip_prefix(RELEASE).unwrap_or(&text).lines();
    lines.filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

fn models(old: Value, new: Value) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(lines(&side(json!({}), old, "")?, &side(json!({}), new, "")?))
}

fn messages(old: &str, new: &str) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(lines(&side(json!({}), json!({}), old)?, &side(json!({}), json!({}), new)?))
}

fn record(properties: Value, required: Value) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}

#[test]
fn fields_of_models() -> Outcome {
    let text = || json!({ "type": "string" });
    let maybe = || json!({ "type": "string", "nullable": true });
    // A struct without any field is free JSON.
    let of = |mut properties: Value, required| {
        properties["always"] = maybe();
        json!({ "T": record(properties, required) })
    };
    for (old, new, expected) in [
        (of(json!({}), json!([])), of(json!({ "a": maybe() }), json!([])), "  + rest:T.a ?string"),
        (of(json!({}), json!([])), of(json!({ "a": text() }), json!(["a"])), "! + rest:T.a string"),
        (of(json!({ "a": maybe() }), json!([])), of(json!({}), json!([])), "! - rest:T.a ?string"),
        (
            of(json!({ "a": maybe() }), json!([])),
            of(json!({ "a": text() }), json!(["a"])),
            "! ~ rest:T.a ?string -> string, must be there now",
        ),
        (
            of(json!({ "a": text() }), json!(["a"])),
            of(json!({ "a": maybe() }), json!([])),
            "! ~ rest:T.a string -> ?string, may be absent now",
        ),
        (
            of(json!({ "a": { "type": "integer", "format": "uint32" } }), json!(["a"])),
            of(json!({ "a": { "type": "integer", "format": "uint64" } }), json!(["a"])),
            "! ~ rest:T.a u32 -> u64",
        ),
        (
            of(json!({ "a": { "type": "string", "nullable": true, "x-default": "x" } }), json!([])),
            of(json!({ "a": { "type": "string", "nullable": true, "x-default": "y" } }), json!([])),
            "  ~ rest:T.a default \"x\" -> \"y\"",
        ),
        (
            of(json!({ "a": maybe() }), json!([])),
            of(json!({ "a": { "type": "string", "nullable": true, "deprecated": true } }), json!([])),
            "  ~ rest:T.a deprecated",
        ),
    ] {
        assert_eq!(models(old, new)?, [expected]);
    }
    Ok(())
}

#[test]
fn types_variants_and_values() -> Outcome {
    let values = |values: Value| json!({ "E": { "type": "string", "enum": values } });
    let union = |variants: Value| json!({ "U": { "oneOf": variants } });
    let (text, number) = (json!({ "type": "string" }), json!({ "type": "number", "format": "double" }));
    for (old, new, expected) in [
        (json!({}), values(json!(["a", "b"])), "  + rest:E enum { a, b }"),
        (values(json!(["a", "b"])), json!({}), "! - rest:E enum { a, b }"),
        (values(json!(["a"])), values(json!(["a", "b"])), "  + rest:E.b"),
        (values(json!(["a", "b"])), values(json!(["a"])), "! - rest:E.b"),
        (union(json!([text])), union(json!([text, number])), "  + rest:U.Float f64"),
        (union(json!([text, number])), union(json!([text])), "! - rest:U.Float f64"),
        (json!({ "A": text }), json!({ "A": number }), "! ~ rest:A string -> f64"),
        (
            json!({ "A": text }),
            json!({ "A": { "oneOf": [text, number] } }),
            "! ~ rest:A alias { string } -> union { String: string, Float: f64 }",
        ),
    ] {
        assert_eq!(models(old, new)?, [expected]);
    }
    Ok(())
}

#[test]
fn operations() -> Outcome {
    let operation = |id: &str, parameters: Value, answer: &str| {
        json!({ "operationId": id, "tags": ["t"], "parameters": parameters,
            "responses": { "200": { "content": { "application/json": { "schema": { "type": answer } } } } } })
    };
    let query = |name: &str, required: bool| json!({ "in": "query", "name": name, "required": required, "schema": { "type": "boolean" } });
    let at = |path: &str, operation: Value| json!({ path: { "get": operation } });
    let plain = || at("/a", operation("get_a", json!([]), "boolean"));
    for (old, new, expected) in [
        (json!({}), plain(), vec!["  + op:get_a GET /a"]),
        (plain(), json!({}), vec!["! - op:get_a GET /a"]),
        (plain(), at("/b", operation("get_a", json!([]), "boolean")), vec!["  ~ op:get_a GET /a -> GET /b"]),
        (plain(), at("/a", operation("get_a", json!([query("q", false)]), "boolean")), vec!["  + op:get_a.q ?bool"]),
        (plain(), at("/a", operation("get_a", json!([query("q", true)]), "boolean")), vec!["! + op:get_a.q bool"]),
        (at("/a", operation("get_a", json!([query("q", false)]), "boolean")), plain(), vec!["! - op:get_a.q ?bool"]),
        (
            plain(),
            at("/a", operation("get_a", json!([]), "string")),
            vec!["! ~ op:get_a answer bool without envelope -> string without envelope"],
        ),
        (
            plain(),
            at("/a/{n}", operation("get_a", json!([{ "in": "path", "name": "n", "schema": { "type": "string" } }]), "boolean")),
            vec!["  ~ op:get_a GET /a -> GET /a/{n}", "! ~ op:get_a path  -> n: string"],
        ),
    ] {
        assert_eq!(lines(&side(old, json!({}), "")?, &side(new, json!({}), "")?), expected);
    }
    Ok(())
}

#[test]
fn messages_and_rpcs() -> Outcome {
    for (old, new, expected) in [
        ("", "message M { string a = 1; }", "  + grpc:t.M message { a: string }"),
        ("message M { string a = 1; }", "", "! - grpc:t.M message { a: string }"),
        ("message M {}", "message M { repeated string a = 1; }", "  + grpc:t.M.a [string]"),
        ("message M { string a = 1; }", "message M {}", "! - grpc:t.M.a string"),
        ("message M { int32 a = 1; }", "message M { int64 a = 1; }", "! ~ grpc:t.M.a int32 -> int64"),
        ("message M { string a = 1; }", "message M { optional string a = 1; }", "! ~ grpc:t.M.a string -> ?string"),
        ("message M { string a = 1; }", "message M { string a = 2; }", "  ~ grpc:t.M.a number 1 -> 2"),
        ("message M { string a = 1; }", "message M { oneof o { string a = 1; } }", "! ~ grpc:t.M.a no oneof -> oneof `o`"),
        (
            "message M { oneof o { string a = 1; } }",
            "message M { oneof o { string a = 1; string b = 2; } }",
            "  + grpc:t.M.b string, in oneof `o`",
        ),
        ("message M { string a = 1; }", "message M { string a = 1 [deprecated = true]; }", "  ~ grpc:t.M.a deprecated"),
        ("enum E { A = 0; }", "enum E { A = 0; B = 1; }", "  + grpc:t.E=B"),
        ("enum E { A = 0; B = 1; }", "enum E { A = 0; }", "! - grpc:t.E=B"),
        ("", "service R { rpc Get(Nothing) returns (Nothing); }", "  + rpc:t.R/Get t.Nothing -> t.Nothing"),
        ("service R { rpc Get(Nothing) returns (Nothing); }", "", "! - rpc:t.R/Get t.Nothing -> t.Nothing"),
        (
            "service R { rpc Get(Nothing) returns (Nothing); }",
            "service R { rpc Get(Nothing) returns (Nothing) { option deprecated = true; } }",
            "  ~ rpc:t.R/Get deprecated",
        ),
    ] {
        assert_eq!(messages(old, new)?, [expected], "{old} -> {new}");
    }
    Ok(())
}

#[test]
fn the_program_prints_both_forms() -> Outcome {
    let old = "codegen/tests/releases/1.18.0";
    let output = run(&workspace(), &["api-diff", "--old", old, "--new", "specs", "--overrides", "codegen/overrides.toml"])?;
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(String::from_utf8(output.stdout)?.starts_with("# 1.18.0 -> 1.19.0\n"));
    let arguments = ["api-diff", "--old", old, "--new", "specs", "--overrides", "codegen/overrides.toml", "--format", "markdown"];
    let output = run(&workspace(), &arguments)?;
    assert!(
        String::from_utf8(output.stdout)?
            .contains("- **Breaking.** Removed `search_points`: `POST /collections/{collection_name}/points/search`\n")
    );
    let output = run(&workspace(), &["api-diff", "--old", "nowhere", "--new", "specs"])?;
    assert_eq!(stderr(&output), "error: nowhere/release.toml: No such file or directory (os error 2)\n");
    Ok(())
}
