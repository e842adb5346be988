//! What the planner decides, and which unions it doubts.

use serde_json::{Value, json};

use super::*;
use crate::error::Error;

/// The model of these schemas.
fn model(schemas: Value) -> Result<Rest, Error> {
    Rest::read(&json!({ "components": { "schemas": schemas }, "paths": {} }), &IndexMap::new())
}

/// The plan of the union `U` among these schemas.
fn plan_of(schemas: Value) -> Result<Plan, Error> {
    let plans = plan(&model(schemas)?).plans;
    plans.get("U").cloned().ok_or_else(|| Error::other("no union `U`"))
}

fn doubts_about(schemas: Value) -> String {
    let doubts = model(schemas).map(|model| plan(&model).doubts).unwrap_or_default();
    doubts.iter().map(|(id, why)| format!("{id} {why}\n")).collect()
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn object(properties: Value, required: Value) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}

fn union(variants: Value) -> Value {
    json!({ "oneOf": variants })
}

fn integer(format: &str) -> Value {
    json!({ "type": "integer", "format": format })
}

fn number() -> Value {
    json!({ "type": "number", "format": "double", "nullable": true })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn by_key(plan: Plan) -> Result<Objects, Error> {
    match plan.object {
        Object::ByKey(objects) => Ok(objects),
        other => Err(Error::other(format!("decided as {other:?}"))),
    }
}

#[test]
fn integers_go_to_the_narrowest_type() -> Result<(), Error> {
    let plan = plan_of(json!({ "U": union(json!([{ "type": "number", "format": "double" }, integer("int64"), integer("uint64")])) }))?;
    assert_eq!((plan.unsigned, plan.negative, plan.float), (vec![2, 1, 0], vec![1, 0], Some(0)));
    Ok(())
}

#[test]
fn two_types_of_one_number_are_a_doubt() {
    let refusal = doubts_about(json!({ "Small": integer("uint32"), "U": union(json!([reference("Small"), integer("uint64")])) }));
    assert!(refusal.contains("rest:U") && refusal.contains("cannot be told apart"), "{refusal}");
}

#[test]
fn closed_strings_are_tried_before_open_ones() -> Result<(), Error> {
    let date_time = json!({ "type": "string", "format": "date-time" });
    let plan = plan_of(json!({
        "Name": { "type": "string", "enum": ["a", "b"] },
        "U": union(json!([text(), date_time, reference("Name")])),
    }))?;
    assert_eq!(plan.strings, [2, 1, 0]);
    Ok(())
}

#[test]
fn enums_that_share_a_value_are_a_doubt() {
    let refusal = doubts_about(json!({
        "One": { "type": "string", "enum": ["a", "b"] },
        "Other": { "type": "string", "enum": ["b", "c"] },
        "U": union(json!([reference("One"), reference("Other")])),
    }));
    assert_eq!(refusal, "rest:U.Other cannot be told apart from `One`, which is tried first: both take strings\n");
}

#[test]
fn the_first_item_decides_between_lists() -> Result<(), Error> {
    let plans = plan(&model(json!({
        "U": union(json!([list(integer("int64")), list(list(integer("int64"))), list(text())])),
    }))?)
    .plans;
    let items = "IntegerOrIntegerListOrString";
    assert_eq!(plans["U"].array, Array::ByItem { items: items.to_owned(), variants: vec![0, 1, 2] });
    assert_eq!(
        (plans[items].unsigned.as_slice(), &plans[items].array, plans[items].strings.as_slice()),
        ([0].as_slice(), &Array::One(1), [2].as_slice())
    );
    Ok(())
}

#[test]
fn lists_of_the_same_items_are_a_doubt() {
    let refusal = doubts_about(json!({
        "A": object(json!({ "x": text() }), json!([])),
        "B": object(json!({ "x": text() }), json!([])),
        "U": union(json!([list(reference("A")), list(reference("B"))])),
    }));
    assert_eq!(
        refusal,
        "rest:U.Bs cannot be told apart from `A`, which is tried first: no key separates `A` from `B` (the first items of arrays)\n"
    );
}

#[test]
fn a_required_key_separates() -> Result<(), Error> {
    let objects = by_key(plan_of(json!({
        "A": object(json!({ "x": text(), "shared": text() }), json!(["x"])),
        "B": object(json!({ "shared": text() }), json!(["shared"])),
        "U": union(json!([reference("A"), reference("B")])),
    }))?)?;
    assert_eq!((objects.keys["x"].holders, objects.keys["x"].required), (0b01, 0b01));
    assert_eq!((objects.keys["shared"].holders, objects.keys["shared"].required), (0b11, 0b10));
    Ok(())
}

#[test]
fn the_kind_of_a_value_separates() -> Result<(), Error> {
    let when = json!({ "type": "string", "format": "date-time", "nullable": true });
    let objects = by_key(plan_of(json!({
        "Numbers": object(json!({ "lt": number() }), json!([])),
        "Times": object(json!({ "lt": when }), json!([])),
        "U": union(json!([reference("Numbers"), reference("Times")])),
    }))?)?;
    // Null, boolean, number, string, array, object.
    assert_eq!(objects.keys["lt"].kinds, [0b11, 0, 0b01, 0b10, 0, 0]);
    Ok(())
}

#[test]
fn a_tag_separates() -> Result<(), Error> {
    let tagged = |tag: &str| object(json!({ "type": reference(tag), "size": number() }), json!(["type"]));
    let objects = by_key(plan_of(json!({
        "TagA": { "type": "string", "enum": ["a"] },
        "TagB": { "type": "string", "enum": ["b"] },
        "A": tagged("TagA"),
        "B": tagged("TagB"),
        "U": union(json!([reference("A"), reference("B")])),
    }))?)?;
    assert_eq!(objects.keys["type"].tags.iter().map(|(tag, forms)| (tag.as_str(), *forms)).collect::<Vec<_>>(), [("a", 0b01), ("b", 0b10)]);
    assert_eq!(objects.tags().collect::<Vec<_>>(), ["TagA", "TagB"]);
    Ok(())
}

#[test]
fn several_tags_separate_as_long_as_none_is_shared() -> Result<(), Error> {
    let tagged = |tag: &str| object(json!({ "type": reference(tag), "size": number() }), json!(["type"]));
    let schemas = |of_b: Value| {
        json!({
            "TagA": { "type": "string", "enum": ["a", "a2"] },
            "TagB": { "type": "string", "enum": of_b },
            "A": tagged("TagA"),
            "B": tagged("TagB"),
            "U": union(json!([reference("A"), reference("B")])),
        })
    };
    let objects = by_key(plan_of(schemas(json!(["b"])))?)?;
    let tags: Vec<(&str, u64)> = objects.keys["type"].tags.iter().map(|(tag, forms)| (tag.as_str(), *forms)).collect();
    assert_eq!(tags, [("a", 0b01), ("a2", 0b01), ("b", 0b10)]);
    let refusal = doubts_about(schemas(json!(["b", "a2"])));
    assert_eq!(refusal, "rest:U.B cannot be told apart from `A`, which is tried first: no key separates `A` from `B`\n");
    Ok(())
}

#[test]
fn structs_without_a_separating_key_are_a_doubt() {
    let refusal = doubts_about(json!({
        "A": object(json!({ "x": text(), "y": number() }), json!(["x"])),
        "B": object(json!({ "x": text(), "z": number() }), json!(["x"])),
        "U": union(json!([reference("A"), reference("B")])),
    }));
    assert_eq!(refusal, "rest:U.B cannot be told apart from `A`, which is tried first: no key separates `A` from `B`\n");
}

#[test]
fn a_map_takes_what_no_struct_claims() -> Result<(), Error> {
    let schemas = |size: Value| {
        json!({
            "Leaf": object(json!({ "x": text() }), json!([])),
            "Single": object(json!({ "size": size, "more": reference("Leaf") }), json!(["size"])),
            "U": union(json!([reference("Single"), { "type": "object", "additionalProperties": reference("Leaf") }])),
        })
    };
    let objects = by_key(plan_of(schemas(integer("uint64")))?)?;
    assert_eq!(objects.open, 0b10);
    assert_eq!(objects.keys["size"].kinds, [0, 0, 0b01, 0, 0, 0b10]);
    assert_eq!(objects.keys["more"].kinds, [0b01, 0, 0, 0, 0, 0b11]);
    // A struct whose only required key could be a key of the map just as well.
    let refusal = doubts_about(schemas(reference("Leaf")));
    assert!(refusal.contains("no key separates `Single` from a map"), "{refusal}");
    Ok(())
}

#[test]
fn a_free_map_that_comes_first_takes_every_object() -> Result<(), Error> {
    let plan = plan_of(json!({
        "Known": object(json!({ "x": text() }), json!([])),
        "U": union(json!([{ "type": "object" }, reference("Known")])),
    }))?;
    assert!(matches!(plan.object, Object::One(0)));
    Ok(())
}

#[test]
fn nested_unions_count_by_what_they_hold() -> Result<(), Error> {
    let objects = by_key(plan_of(json!({
        "A": object(json!({ "a": text() }), json!(["a"])),
        "B": object(json!({ "b": text() }), json!(["b"])),
        "C": object(json!({ "c": text() }), json!(["c"])),
        "Inner": union(json!([reference("A"), reference("B")])),
        "U": union(json!([reference("C"), reference("Inner")])),
    }))?)?;
    assert_eq!(objects.variants, [(0, 0b001), (1, 0b110)]);
    Ok(())
}
