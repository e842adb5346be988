//! Every fix-up on a small document: what goes in, what comes out, how many places it changed.

use serde_json::{Map, Value, json};

use super::{FIX_UPS, FixUp, repair, run};
use crate::Error;

struct Case {
    fix_up: &'static str,
    changes: usize,
    before: Value,
    after: Value,
}

/// A document with these components.
fn components(schemas: Value) -> Value {
    json!({ "paths": {}, "components": { "schemas": schemas } })
}

/// A case of a fix-up that changes one schema, called `A`.
fn schema(fix_up: &'static str, changes: usize, before: Value, after: Value) -> Case {
    schemas(fix_up, changes, json!({ "A": before }), json!({ "A": after }))
}

fn schemas(fix_up: &'static str, changes: usize, before: Value, after: Value) -> Case {
    Case { fix_up, changes, before: components(before), after: components(after) }
}

/// A document with one operation, `do_it`.
fn document(mut operation: Value, schemas: Value) -> Value {
    operation["operationId"] = json!("do_it");
    json!({ "paths": { "/it": { "post": operation } }, "components": { "schemas": schemas } })
}

fn operation(fix_up: &'static str, before: Value, after: Value) -> Case {
    Case { fix_up, changes: 1, before: document(before, json!({})), after: document(after, json!({})) }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The body of a request or an answer.
fn content(media: &str, schema: Value) -> Value {
    json!({ "content": Value::Object(Map::from_iter([(media.to_owned(), json!({ "schema": schema }))])) })
}

fn of_operations() -> Vec<Case> {
    let envelope = |required: Value| {
        let mut envelope = json!({ "type": "object", "properties": { "time": { "type": "number" }, "result": { "type": "boolean" } } });
        if !required.is_null() {
            envelope["required"] = required;
        }
        envelope
    };
    let answer = |schema: Value| content("application/json", schema);
    let accepted = |mut answer: Value| {
        answer["x-accepted"] = json!(true);
        answer
    };
    vec![
        operation(
            "errors_to_transport",
            json!({ "responses": { "200": { "description": "" }, "4XX": { "description": "" } } }),
            json!({ "responses": { "200": { "description": "" } } }),
        ),
        operation(
            "errors_to_transport",
            json!({ "responses": { "default": { "description": "" }, "202": { "description": "" } } }),
            json!({ "responses": { "202": { "description": "" } } }),
        ),
        operation(
            "one_success_answer",
            json!({ "responses": { "200": { "description": "done" }, "202": { "description": "begun" } } }),
            json!({ "responses": { "2XX": { "description": "done", "x-accepted": true } } }),
        ),
        operation(
            "one_success_answer",
            json!({ "responses": { "200": { "description": "done" }, "201": { "description": "made" } } }),
            json!({ "responses": { "200": { "description": "done" } } }),
        ),
        operation(
            "plain_operations",
            json!({ "requestBody": content("multipart/form-data", json!({ "type": "object" })) }),
            json!({ "requestBody": {
                "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } },
                "x-multipart": "snapshot",
            } }),
        ),
        operation(
            "plain_operations",
            json!({ "parameters": [{ "in": "header" }, { "in": "query" }] }),
            json!({ "parameters": [{ "in": "query" }] }),
        ),
        operation(
            "plain_operations",
            json!({ "requestBody": { "content": { "application/x-ndjson": {}, "application/json": {} } } }),
            json!({ "requestBody": { "content": { "application/json": {} } } }),
        ),
        Case {
            fix_up: "plain_operations",
            changes: 1,
            before: document(json!({ "requestBody": content("application/x-ndjson", json!({})) }), json!({})),
            after: json!({
                "paths": { "/it": {} },
                "components": { "schemas": {} },
                "x-left-out": { "do_it": "a body of `application/x-ndjson` has no form here, so the operation is left out" },
            }),
        },
        Case {
            fix_up: "own_parameters",
            changes: 2,
            before: json!({ "paths": { "/{x}": {
                "summary": "",
                "parameters": [{ "in": "path", "name": "x" }, { "in": "query", "name": "y", "description": "of all" }],
                "get": { "parameters": [{ "in": "query", "name": "y" }] },
            } } }),
            after: json!({ "paths": { "/{x}": { "get": { "parameters": [{ "in": "path", "name": "x" }, { "in": "query", "name": "y" }] } } } }),
        },
        schemas(
            "boxes",
            1,
            json!({
                "A": { "required": ["b"], "properties": { "b": reference("B") } },
                "B": { "properties": { "a": { "allOf": [reference("A")], "nullable": true }, "list": { "items": reference("B") } } },
            }),
            json!({
                "A": { "required": ["b"], "properties": { "b": reference("B") } },
                "B": { "properties": { "a": { "allOf": [reference("BA")], "nullable": true }, "list": { "items": reference("B") } } },
                "BA": { "oneOf": [reference("A")] },
            }),
        ),
        operation("bodies_required", json!({ "requestBody": {} }), json!({ "requestBody": { "required": true } })),
        operation("bodies_required", json!({ "requestBody": { "required": false } }), json!({ "requestBody": { "required": true } })),
        Case {
            fix_up: "name_replies",
            changes: 1,
            before: document(json!({ "responses": { "200": answer(envelope(Value::Null)) } }), json!({})),
            after: document(
                json!({ "responses": { "200": answer(reference("DoItReply")) } }),
                json!({ "DoItReply": envelope(json!(["result"])) }),
            ),
        },
        // An answer that may come before there is a result requires none.
        Case {
            fix_up: "name_replies",
            changes: 1,
            before: document(json!({ "responses": { "2XX": accepted(answer(envelope(Value::Null))) } }), json!({})),
            after: document(
                json!({ "responses": { "2XX": accepted(answer(reference("DoItReply"))) } }),
                json!({ "DoItReply": envelope(json!([])) }),
            ),
        },
    ]
}

fn of_values() -> Vec<Case> {
    let statistics = reference("OperationDurationStatistics");
    let telemetry = |required: Value| {
        json!({ "VectorIndexSearchesTelemetry": {
            "type": "object",
            "properties": { "name": { "type": "string" }, "plain": statistics.clone() },
            "required": required,
        } })
    };
    vec![
        schemas("statistics_may_lack", 1, telemetry(json!(["name", "plain"])), telemetry(json!(["name"]))),
        schema(
            "drop_bounds",
            3,
            json!({ "type": "integer", "format": "uint64", "minimum": 0, "maximum": 9, "items": { "minLength": 1 } }),
            json!({ "type": "integer", "format": "uint64", "items": {} }),
        ),
        schema(
            "drop_bounds",
            3,
            json!({ "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "object", "additionalProperties": false } }),
            json!({ "type": "array", "items": { "type": "object" } }),
        ),
        schema("plain_formats", 1, json!({ "type": "integer" }), json!({ "type": "integer", "format": "uint64" })),
        schema("plain_formats", 1, json!({ "type": "integer", "format": "uint" }), json!({ "type": "integer", "format": "uint64" })),
        schema(
            "plain_formats",
            1,
            json!({ "type": "string", "format": "partial-date-time" }),
            json!({ "type": "string", "format": "date-time" }),
        ),
        schema("plain_formats", 1, json!({ "type": "string", "format": "uri" }), json!({ "type": "string" })),
        schema("plain_formats", 1, json!({ "type": "integer", "format": "int32" }), json!({ "type": "integer", "format": "int64" })),
        schema("plain_formats", 1, json!({ "type": "integer", "format": "uint16" }), json!({ "type": "integer", "format": "uint32" })),
        schema(
            "null_to_nullable",
            1,
            json!({ "anyOf": [reference("B"), { "nullable": true }] }),
            json!({ "allOf": [reference("B")], "nullable": true }),
        ),
        schema(
            "null_to_nullable",
            1,
            json!({ "anyOf": [{ "type": "string" }, { "nullable": true }], "default": null }),
            json!({ "type": "string", "default": null, "nullable": true }),
        ),
        schema(
            "null_to_nullable",
            1,
            json!({ "anyOf": [reference("B"), reference("C"), { "nullable": true }] }),
            json!({ "anyOf": [reference("B"), reference("C")], "nullable": true }),
        ),
        schemas(
            "nullable_components",
            1,
            json!({ "A": { "type": "string", "nullable": true }, "B": { "type": "array", "items": reference("A") } }),
            json!({ "A": { "type": "string" }, "B": { "type": "array", "items": { "allOf": [reference("A")], "nullable": true } } }),
        ),
        schema(
            "optional_is_nullable",
            2,
            json!({ "required": ["a"], "properties": {
                "a": { "type": "string", "default": "kept" }, "b": { "type": "integer", "default": 3 }, "c": reference("B"),
            } }),
            json!({ "required": ["a"], "properties": {
                "a": { "type": "string", "default": "kept" },
                "b": { "type": "integer", "x-default": 3, "nullable": true },
                "c": { "allOf": [reference("B")], "nullable": true },
            } }),
        ),
        schema(
            "optional_is_nullable",
            1,
            json!({ "properties": { "a": { "type": "string", "default": null } } }),
            json!({ "properties": { "a": { "type": "string", "nullable": true } } }),
        ),
    ]
}

fn of_unions() -> Vec<Case> {
    let word = |value: &str| json!({ "type": "string", "enum": [value] });
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    vec![
        schema(
            "merge_enums",
            1,
            json!({ "oneOf": [word("a"), { "type": "string", "enum": ["b", "c"] }] }),
            json!({ "type": "string", "enum": ["a", "b", "c"] }),
        ),
        schema("one_of_only", 1, json!({ "anyOf": [word("a"), texts] }), json!({ "oneOf": [word("a"), texts] })),
        schema(
            "collapse_equal_variants",
            1,
            json!({ "oneOf": [{ "type": "string" }, { "type": "string" }], "nullable": true }),
            json!({ "type": "string", "nullable": true }),
        ),
        schema(
            "collapse_equal_variants",
            1,
            json!({ "oneOf": [{ "type": "string" }, texts, { "type": "string" }] }),
            json!({ "oneOf": [{ "type": "string" }, texts] }),
        ),
        schema("collapse_equal_variants", 1, json!({ "oneOf": [{ "type": "string" }] }), json!({ "type": "string" })),
        // The only struct of a union stays its variant: others may come.
        schemas(
            "collapse_equal_variants",
            0,
            json!({ "A": { "oneOf": [reference("B")] }, "B": { "type": "string" } }),
            json!({ "A": { "oneOf": [reference("B")] }, "B": { "type": "string" } }),
        ),
        // A union and a struct written in a property; the union's struct has a tag.
        schemas(
            "hoist_inline",
            4,
            json!({ "A": { "properties": {
                "in_place": { "properties": { "b": { "type": "string" } }, "nullable": true, "default": null },
                "either": { "oneOf": [{ "type": "string" }, { "properties": { "kind": word("far_off") } }] },
            } } }),
            json!({
                "A": { "properties": {
                    "in_place": { "allOf": [reference("AInPlace")], "nullable": true },
                    "either": reference("AEither"),
                } },
                "AInPlace": { "properties": { "b": { "type": "string" } } },
                "AEitherFarOffKind": word("far_off"),
                "AEitherFarOff": { "properties": { "kind": reference("AEitherFarOffKind") } },
                "AEither": { "oneOf": [{ "type": "string" }, reference("AEitherFarOff")] },
            }),
        ),
        // One value or a list of it has one name in whatever place.
        schemas(
            "hoist_inline",
            1,
            json!({
                "A": { "properties": { "x": { "oneOf": [reference("B"), { "type": "array", "items": reference("B") }] } } },
                "C": { "properties": { "y": { "oneOf": [reference("B"), { "type": "array", "items": reference("B") }] } } },
            }),
            json!({
                "A": { "properties": { "x": reference("BOneOrMany") } },
                "C": { "properties": { "y": reference("BOneOrMany") } },
                "BOneOrMany": { "oneOf": [reference("B"), { "type": "array", "items": reference("B") }] },
            }),
        ),
        // Items, values of a map, and variants told apart by their only key or by their place.
        schemas(
            "hoist_inline",
            4,
            json!({ "A": { "properties": {
                "list": { "type": "array", "items": word("a") },
                "map": { "type": "object", "additionalProperties": { "properties": { "b": { "type": "string" } } } },
            } }, "B": { "oneOf": [{ "properties": { "only_key": { "type": "string" } } }, { "oneOf": [{ "type": "string" }, texts] }] } }),
            json!({
                "A": { "properties": {
                    "list": { "type": "array", "items": reference("AListItem") },
                    "map": { "type": "object", "additionalProperties": reference("AMapItem") },
                } },
                "B": { "oneOf": [reference("BOnlyKey"), reference("B1")] },
                "AListItem": word("a"),
                "AMapItem": { "properties": { "b": { "type": "string" } } },
                "BOnlyKey": { "properties": { "only_key": { "type": "string" } } },
                "B1": { "oneOf": [{ "type": "string" }, texts] },
            }),
        ),
    ]
}

fn cases() -> Vec<Case> {
    [of_operations(), of_values(), of_unions()].into_iter().flatten().collect()
}

fn fix_up(name: &str) -> &'static FixUp {
    FIX_UPS.iter().find(|fix_up| fix_up.name == name).unwrap_or_else(|| panic!("no fix-up `{name}`"))
}

#[test]
fn every_fix_up_does_what_it_is_for() {
    for Case { fix_up: name, changes, before, after } in cases() {
        let mut document = before.clone();
        let changed = (fix_up(name).apply)(&mut document).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(document, after, "{name} on {before}");
        assert_eq!(changed, changes, "{name} on {before}");
    }
}

#[test]
fn every_fix_up_is_named_where_it_is_not_needed() {
    for Case { fix_up: name, after, .. } in cases() {
        let mut document = after.clone();
        let changed = (fix_up(name).apply)(&mut document).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((changed, &document), (0, &after), "{name} on its own outcome");
        let (_, unused) = run(std::slice::from_ref(fix_up(name)), after).unwrap_or_else(|error| panic!("{name}: {error}"));
        let named = if fix_up(name).standing { Vec::new() } else { vec![name] };
        assert_eq!(unused, named);
    }
}

#[test]
fn every_fix_up_has_a_case() {
    let cases = cases();
    for fix_up in FIX_UPS {
        assert!(cases.iter().any(|case| case.fix_up == fix_up.name), "{}", fix_up.name);
    }
}

#[test]
fn parameters_bodies_and_answers_hold_schemas_too() -> Result<(), Error> {
    let bounded = json!({ "type": "integer", "format": "uint64", "minimum": 1 });
    let free = json!({ "type": "integer", "format": "uint64" });
    let with = |schema: &Value| {
        document(
            json!({
                "parameters": [{ "name": "limit", "in": "query", "schema": schema }],
                "requestBody": content("application/json", schema.clone()),
                "responses": { "200": content("application/json", schema.clone()) },
            }),
            json!({}),
        )
    };
    assert_eq!(run(std::slice::from_ref(fix_up("drop_bounds")), with(&bounded))?.0, with(&free));
    Ok(())
}

/// Two things of one name are two things.
#[test]
fn names_that_are_taken_are_numbered() -> Result<(), Error> {
    let result = json!({ "properties": { "result": { "type": "boolean" } } });
    let answer = json!({ "responses": { "200": content("application/json", result) } });
    let twice = json!({
        "A": { "properties": { "b_c": { "enum": ["x"] } } },
        "AB": { "properties": { "c": { "enum": ["y"] } } },
    });
    for (name, document, names) in [
        ("name_replies", document(answer, json!({ "DoItReply": {} })), vec!["DoItReply", "DoIt2Reply"]),
        ("hoist_inline", components(twice), vec!["A", "AB", "ABC", "ABC2"]),
        ("hoist_inline", components(json!({ "A": { "properties": { "b": { "enum": ["x"] } } }, "AB": {} })), vec!["A", "AB", "AB2"]),
    ] {
        let (repaired, _) = run(std::slice::from_ref(fix_up(name)), document)?;
        let found: Vec<&String> = repaired["components"]["schemas"].as_object().into_iter().flat_map(Map::keys).collect();
        assert_eq!(found, names, "{name}");
    }
    Ok(())
}

#[test]
fn the_first_success_answer_is_read_where_none_is_200() -> Result<(), Error> {
    let mut of_two = document(json!({ "responses": { "202": {}, "201": {} } }), json!({}));
    assert_eq!((fix_up("one_success_answer").apply)(&mut of_two)?, 1);
    assert_eq!(of_two, document(json!({ "responses": { "201": {} } }), json!({})));
    assert_eq!((fix_up("one_success_answer").apply)(&mut of_two)?, 0);
    Ok(())
}

#[test]
fn forms_that_no_release_had_so_far() -> Result<(), Error> {
    let field = |name: &str| json!({ "allOf": [reference(name)], "nullable": true });
    let a = |b: Value| json!({ "required": ["b"], "properties": { "b": b } });
    let (mut document, boxed) = (
        components(json!({ "A": a(reference("B")), "B": { "properties": { "a": field("A"), "list": { "items": reference("B") } } } })),
        components(json!({
            "A": a(reference("B")),
            "B": { "properties": { "a": field("BA"), "list": { "items": reference("B") } } },
            "BA": { "oneOf": [reference("A")] },
        })),
    );
    assert_eq!((fix_up("boxes").apply)(&mut document)?, 1);
    assert_eq!(document, boxed);
    let of = |own: Value| json!([{ "in": "path", "name": "x" }, own]);
    let path = |item: Value| json!({ "paths": { "/{x}": item } });
    let (shared, own) = (json!({ "in": "query", "name": "y", "description": "shared" }), json!({ "in": "query", "name": "y" }));
    let mut document = path(json!({ "summary": "", "parameters": of(shared), "get": { "parameters": [own] } }));
    assert_eq!((fix_up("own_parameters").apply)(&mut document)?, 2);
    assert_eq!(document, path(json!({ "get": { "parameters": of(own) } })));
    Ok(())
}

#[test]
fn an_answer_has_one_form() -> Result<(), Error> {
    let text = json!({ "type": "string" });
    for (before, after) in [
        (json!({}), content("text/plain", text.clone())),
        (json!({ "content": {} }), content("text/plain", text.clone())),
        (json!({ "content": { "text/html": {}, "application/x-ndjson": {} } }), content("text/html", text)),
        (json!({ "content": { "text/plain": {}, "application/json; charset=utf-8": {} } }), content("application/json", json!({}))),
    ] {
        let mut repaired = document(json!({ "responses": { "200": before } }), json!({}));
        assert_eq!((fix_up("plain_operations").apply)(&mut repaired)?, 1);
        assert_eq!(repaired, document(json!({ "responses": { "200": after } }), json!({})));
    }
    Ok(())
}

#[test]
fn a_document_that_needs_few_fix_ups_gets_those() -> Result<(), Error> {
    let answer = || content("application/json", json!({}));
    let (repaired, unused) = repair(document(json!({ "responses": { "200": answer(), "404": {} } }), json!({})))?;
    assert_eq!(repaired, document(json!({ "responses": { "200": answer() } }), json!({})));
    assert_eq!(unused.len(), FIX_UPS.iter().filter(|fix_up| !fix_up.standing).count() - 1);
    assert!(!unused.contains(&"errors_to_transport"));
    assert_eq!(
        super::unused(unused[0]).to_string(),
        "repair: fix-up `one_success_answer` changed nothing: the document no longer needs it, remove it"
    );
    Ok(())
}
