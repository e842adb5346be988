//! Unions and oneofs.

use codegen::plan::{Flat, UnionPlan};
use serde_json::json;

use super::documents::*;

fn union_plan(paired: &Paired) -> Result<&UnionPlan, Box<dyn std::error::Error>> {
    match paired.flat("Thing", "Thing")? {
        Flat::Union(plan) => Ok(plan),
        other => Err(format!("no union: {other:?}").into()),
    }
}

#[test]
fn keys_and_names_say_what_goes_together() -> Outcome {
    let schemas = json!({
        "Thing": union([named("IsEmptyCondition"), named("HasIdCondition"), text()]),
        "HasIdCondition": record([("has_id", list(text()))]),
        "IsEmptyCondition": record([("is_empty", text())]),
    });
    let messages = "
        message Ids { repeated string ids = 1; }
        message Thing { oneof kind { Ids has_id = 1; string string = 2; string is_empty = 3; } }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Ids auto wrapper of one value",
            "grpc:t.Ids.ids auto wrapper of one value",
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.has_id auto key rest:Thing.HasIdCondition",
            "grpc:t.Thing.is_empty auto key rest:Thing.IsEmptyCondition",
            "grpc:t.Thing.string auto key rest:Thing.String",
            "rest:HasIdCondition auto key around one value",
            "rest:HasIdCondition.has_id auto key around one value",
            "rest:IsEmptyCondition auto key around one value",
            "rest:IsEmptyCondition.is_empty auto key around one value",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.HasIdCondition auto key grpc:t.Thing.has_id",
            "rest:Thing.IsEmptyCondition auto key grpc:t.Thing.is_empty",
            "rest:Thing.String auto key grpc:t.Thing.string",
        ]
    );
    Ok(())
}

#[test]
fn so_do_the_names_of_types() -> Outcome {
    let schemas = json!({
        "Thing": union([named("Circle"), named("Square")]),
        "Circle": record([("size", scalar("double")), ("name", text())]),
        "Square": record([("size", scalar("double")), ("name", text())]),
    });
    let messages = "
        message Circle { double size = 1; string name = 2; }
        message Square { double size = 1; string name = 2; }
        message Thing { oneof kind { Square first = 1; Circle second = 2; } }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(paired.line("rest:Thing.Circle"), "rest:Thing.Circle auto type name grpc:t.Thing.second");
    assert_eq!(paired.line("rest:Thing.Square"), "rest:Thing.Square auto type name grpc:t.Thing.first");
    assert_eq!(paired.line("rest:Circle"), "rest:Circle auto grpc:t.Circle (from rest:Thing.Circle)");
    Ok(())
}

#[test]
fn else_what_they_hold_does() -> Outcome {
    let schemas = json!({ "Thing": union([bool(), scalar("uint64"), text()]) });
    let paired = Documents::of_types(schemas, "message Thing { oneof kind { string a = 1; bool b = 2; uint64 c = 3; } }").pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.a auto type rest:Thing.String",
            "grpc:t.Thing.b auto type rest:Thing.Bool",
            "grpc:t.Thing.c auto type rest:Thing.Integer",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.Bool auto type grpc:t.Thing.b",
            "rest:Thing.Integer auto type grpc:t.Thing.c",
            "rest:Thing.String auto type grpc:t.Thing.a",
        ]
    );
    Ok(())
}

#[test]
fn among_equal_types_shared_words_choose() -> Outcome {
    let schemas = json!({
        "Thing": union([named("TextMatch"), named("PhraseMatch")]),
        "TextMatch": record([("value", text()), ("strict", bool())]),
        "PhraseMatch": record([("value", text()), ("strict", bool())]),
    });
    let messages = "
        message Words { string value = 1; bool strict = 2; }
        message Thing { oneof kind { Words match_phrases = 1; Words match_text = 2; } }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(paired.line("rest:Thing.TextMatch"), "rest:Thing.TextMatch auto type grpc:t.Thing.match_text");
    assert_eq!(paired.line("rest:Thing.PhraseMatch"), "rest:Thing.PhraseMatch auto type grpc:t.Thing.match_phrases");
    Ok(())
}

#[test]
fn a_union_inside_is_opened() -> Outcome {
    let schemas = json!({
        "Thing": union([named("Value"), named("AnyOf")]),
        "Value": union([text(), scalar("int64")]),
        "AnyOf": record([("any", named("Several"))]),
        "Several": union([list(text()), list(scalar("int64"))]),
    });
    let messages = "
        message Strings { repeated string strings = 1; }
        message Integers { repeated int64 integers = 1; }
        message Thing { oneof kind { string keyword = 1; int64 number = 2; Strings keywords = 3; Integers numbers = 4; } }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Integers auto wrapper of one value",
            "grpc:t.Integers.integers auto wrapper of one value",
            "grpc:t.Strings auto wrapper of one value",
            "grpc:t.Strings.strings auto wrapper of one value",
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.keyword auto type rest:Value.String",
            "grpc:t.Thing.keywords auto type rest:Several.Strings",
            "grpc:t.Thing.number auto type rest:Value.Integer",
            "grpc:t.Thing.numbers auto type rest:Several.Integers",
            "rest:AnyOf auto key around one value",
            "rest:AnyOf.any auto key around one value",
            "rest:Several auto",
            "rest:Several.Integers auto type grpc:t.Thing.numbers",
            "rest:Several.Strings auto type grpc:t.Thing.keywords",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.AnyOf auto opened",
            "rest:Thing.Value auto opened",
            "rest:Value auto",
            "rest:Value.Integer auto type grpc:t.Thing.number",
            "rest:Value.String auto type grpc:t.Thing.keyword",
        ]
    );
    let depths: Vec<usize> = union_plan(&paired)?.arms.iter().map(|arm| arm.leaf.steps.len()).collect();
    assert_eq!(depths, [2, 2, 3, 3], "a variant inside a variant; one behind a key as well");
    Ok(())
}

#[test]
fn a_union_that_pairs_as_a_whole_is_not_opened() -> Outcome {
    let schemas = json!({ "Thing": union([named("Value"), bool()]), "Value": union([text(), scalar("int64")]) });
    let messages = "
        message Value { oneof kind { string text = 1; int64 number = 2; } }
        message Thing { oneof kind { Value value = 1; bool flag = 2; } }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(paired.line("rest:Thing.Value"), "rest:Thing.Value auto key grpc:t.Thing.value");
    assert_eq!(paired.line("rest:Value"), "rest:Value auto grpc:t.Value (from rest:Thing.Value)");
    Ok(())
}

#[test]
fn a_variant_may_have_a_second_form_on_the_other_side() -> Outcome {
    let schemas = json!({ "Thing": union([scalar("double"), scalar("date-time")]) });
    let messages = "
        import \"google/protobuf/timestamp.proto\";
        message Thing { oneof kind { double float = 1; google.protobuf.Timestamp timestamp = 2; string date_time = 3; } }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.line("rest:Thing.DateTime"),
        "rest:Thing.DateTime auto key grpc:t.Thing.date_time; second form grpc:t.Thing.timestamp"
    );
    let directions: Vec<(&str, bool, bool)> =
        union_plan(&paired)?.arms.iter().map(|arm| (arm.field.wire.as_str(), arm.to_grpc, arm.to_rest)).collect();
    assert_eq!(directions, [("float", true, true), ("date_time", true, true), ("timestamp", false, true)]);
    Ok(())
}

#[test]
fn two_variants_may_have_one_form_on_the_other_side() -> Outcome {
    let schemas = json!({
        "Thing": union([bool(), list(text()), named("Selector")]),
        "Selector": union([named("Include"), named("Exclude")]),
        "Include": record([("include", list(text()))]),
        "Exclude": record([("exclude", list(text()))]),
    });
    let messages = "
        message Texts { repeated string texts = 1; }
        message Thing { oneof kind { bool enable = 1; Texts include = 2; Texts exclude = 3; } }";
    let row = "[[fields]]\nrest = \"rest:Thing.Strings\"\ngrpc = \"grpc:t.Thing.include\"\nwhy = \"a bare list includes\"\n";
    let paired = Documents::of_types(schemas, messages).overrides(row).pair()?;
    assert_eq!(paired.line("rest:Thing.Strings"), "rest:Thing.Strings override override grpc:t.Thing.include");
    assert_eq!(paired.line("rest:Selector.Include"), "rest:Selector.Include auto second form grpc:t.Thing.include");
    assert_eq!(paired.line("rest:Selector.Exclude"), "rest:Selector.Exclude auto key grpc:t.Thing.exclude");
    let second = union_plan(&paired)?.arms.iter().find(|arm| arm.strategy == "second form").ok_or("no second form")?;
    assert_eq!((second.to_grpc, second.to_rest), (true, false));
    Ok(())
}

#[test]
fn structs_that_differ_in_a_key_select_a_variant_inside_a_field() -> Outcome {
    let schemas = json!({
        "Thing": union([named("ByPoints"), named("ByFilter")]),
        "ByPoints": record([("points", list(text())), ("shard?", text())]),
        "ByFilter": record([("filter", named("Filter")), ("shard?", text())]),
        "Filter": record([("must", text()), ("min", scalar("uint64"))]),
    });
    let messages = "
        message Filter { string must = 1; uint64 min = 2; }
        message Ids { repeated string ids = 1; }
        message Selector { oneof one { Ids points = 1; Filter filter = 2; } }
        message Thing { Selector selector = 1; optional string shard = 2; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Filter auto rest:Filter",
            "grpc:t.Filter.min auto same rest:Filter.min",
            "grpc:t.Filter.must auto same rest:Filter.must",
            "grpc:t.Ids auto wrapper of one value",
            "grpc:t.Ids.ids auto wrapper of one value",
            "grpc:t.Selector auto selector rest:Thing",
            "grpc:t.Selector.filter auto selector rest:ByFilter.filter",
            "grpc:t.Selector.points auto selector rest:ByPoints.points",
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.selector auto selector rest:Thing",
            "grpc:t.Thing.shard auto same rest:ByPoints.shard; same rest:ByFilter.shard",
            "rest:ByFilter auto selector grpc:t.Selector.filter",
            "rest:ByFilter.filter auto selector grpc:t.Selector.filter",
            "rest:ByFilter.shard auto same grpc:t.Thing.shard",
            "rest:ByPoints auto selector grpc:t.Selector.points",
            "rest:ByPoints.points auto selector grpc:t.Selector.points",
            "rest:ByPoints.shard auto same grpc:t.Thing.shard",
            "rest:Filter auto grpc:t.Filter (from rest:Thing.ByFilter)",
            "rest:Filter.min auto same grpc:t.Filter.min",
            "rest:Filter.must auto same grpc:t.Filter.must",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing); selector grpc:t.Selector",
            "rest:Thing.ByFilter auto selector grpc:t.Selector.filter",
            "rest:Thing.ByPoints auto selector grpc:t.Selector.points",
        ]
    );
    Ok(())
}

#[test]
fn a_string_is_shorthand_for_a_struct() -> Outcome {
    let schemas = json!({
        "Thing": union([text(), named("OrderBy")]),
        "OrderBy": record([("key", text()), ("descending?", bool())]),
    });
    let paired = Documents::of_types(schemas, "message Thing { string key = 1; optional bool descending = 2; }").pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.descending auto same rest:OrderBy.descending",
            "grpc:t.Thing.key auto same rest:OrderBy.key",
            "rest:OrderBy auto grpc:t.Thing",
            "rest:OrderBy.descending auto same grpc:t.Thing.descending",
            "rest:OrderBy.key auto same grpc:t.Thing.key",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.OrderBy auto grpc:t.Thing",
            "rest:Thing.String auto shorthand for OrderBy.key",
        ]
    );
    assert!(matches!(paired.flat("Thing", "Thing")?, Flat::Shorthand { text, key, .. } if text == "String" && key.wire == "key"));
    Ok(())
}

#[test]
fn variants_of_one_side_alone_are_unreviewed() -> Outcome {
    let schemas = json!({ "Thing": union([text(), scalar("uint64"), bool()]) });
    let messages = "
        message Two { double x = 1; double y = 2; }
        message Thing { oneof kind { string text = 1; uint64 num = 2; bool flag = 3; Two two = 4; } }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(paired.line("grpc:t.Thing.two"), "grpc:t.Thing.two unreviewed one-sided");

    let schemas = json!({ "Thing": union([text(), scalar("uint64"), bool()]) });
    let paired = Documents::of_types(schemas, "message Thing { oneof kind { string text = 1; uint64 num = 2; } }").pair()?;
    assert_eq!(paired.line("rest:Thing.Bool"), "rest:Thing.Bool unreviewed one-sided");
    Ok(())
}
