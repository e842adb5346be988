//! Types that the walk meets more than once, and types with code of their own.

use codegen::plan::{Conv, Flat};
use serde_json::json;

use super::documents::*;

#[test]
fn recursive_types_end() -> Outcome {
    let schemas = json!({
        "Thing": union([text(), named("Not"), named("All")]),
        "Not": record([("not", named("Thing"))]),
        "All": record([("all", list(named("Thing")))]),
    });
    let messages = "
        message Several { repeated Thing things = 1; }
        message Thing { oneof kind { string text = 1; Thing not = 2; Several all = 3; } }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(paired.line("rest:Thing"), "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)");
    assert_eq!(paired.line("rest:Thing.Not"), "rest:Thing.Not auto key grpc:t.Thing.not");
    assert_eq!(paired.line("rest:Thing.All"), "rest:Thing.All auto key grpc:t.Thing.all");
    let Flat::Union(plan) = paired.flat("Thing", "Thing")? else { return Err("no union".into()) };
    let boxed: Vec<(&str, bool)> = plan.arms.iter().map(|arm| (arm.field.wire.as_str(), arm.field.boxed)).collect();
    assert_eq!(boxed, [("not", true), ("all", false), ("text", false)]);
    Ok(())
}

/// What recursion takes for granted is taken back when the pair does not hold after all.
#[test]
fn a_pair_that_fails_takes_what_relied_on_it_along() -> Outcome {
    let schemas = json!({
        "Thing": record([("name", text()), ("node?", named("Node"))]),
        "Node": record([("child?", named("Child")), ("a", text()), ("b", text()), ("c", text())]),
        "Child": record([("parent", named("Node")), ("name", text())]),
    });
    let messages = "
        message Node { Child child = 1; bool x = 2; bool y = 3; }
        message Child { Node parent = 1; string name = 2; }
        message Thing { string name = 1; Node node = 2; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(paired.line("rest:Thing.node"), "rest:Thing.node unreviewed one-sided");
    assert_eq!(paired.line("rest:Child"), "rest:Child unreviewed reached from a paired operation, converted by nothing");
    assert_eq!(paired.plan.pairs.len(), 1);
    Ok(())
}

#[test]
fn one_type_may_go_with_several() -> Outcome {
    let schemas = json!({
        "Thing": record([("size", named("Params")), ("change?", named("Params"))]),
        "Params": record([("m", scalar("uint64")), ("on?", bool())]),
    });
    let messages = "
        message Params { uint64 m = 1; optional bool on = 2; }
        message ParamsDiff { optional uint64 m = 1; optional bool on = 2; }
        message Thing { Params size = 1; ParamsDiff change = 2; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.line("rest:Params"),
        "rest:Params auto grpc:t.Params (from rest:Thing.size); grpc:t.ParamsDiff (from rest:Thing.change)"
    );
    assert_eq!(paired.line("rest:Params.m"), "rest:Params.m auto same grpc:t.Params.m; same grpc:t.ParamsDiff.m");
    assert_eq!(paired.line("grpc:t.ParamsDiff"), "grpc:t.ParamsDiff auto rest:Params");
    Ok(())
}

#[test]
fn what_one_of_several_lacks_is_unreviewed_although_another_has_it() -> Outcome {
    let schemas = json!({
        "Thing": record([("change?", named("Params")), ("size", named("Params"))]),
        "Params": record([("m", scalar("uint64")), ("on?", bool())]),
    });
    for order in ["ParamsDiff change = 1; Params size = 2;", "Params change = 1; ParamsDiff size = 2;"] {
        let messages = format!(
            "message Params {{ uint64 m = 1; optional bool on = 2; }} message ParamsDiff {{ uint64 m = 1; }} message Thing {{ {order} }}"
        );
        let paired = Documents::of_types(schemas.clone(), &messages).pair()?;
        assert_eq!(paired.line("rest:Params.on"), "rest:Params.on unreviewed one-sided", "{order}");
    }
    Ok(())
}

#[test]
fn free_json_has_code_of_its_own() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("payload", map(json!({}))), ("extra?", json!({}))]) });
    let messages = "
        message Value { oneof kind { string text = 1; bool flag = 2; } }
        message Thing { string name = 1; map<string, Value> payload = 2; Value extra = 3; }";
    let row = "[[manual]]\nrest = \"rest:any\"\ngrpc = \"grpc:t.Value\"\nwhy = \"free JSON\"\n";
    let paired = Documents::of_types(schemas.clone(), messages).overrides(row).pair()?;
    assert_eq!((paired.conv("payload")?, paired.conv("extra")?), (&Conv::Trait, &Conv::Trait));

    let paired = Documents::of_types(schemas, messages).pair()?;
    assert!(paired.plan.pairs.is_empty(), "free JSON goes with a message only by a row:\n{}", paired.ledger);
    Ok(())
}

#[test]
fn hand_written_pairs_reach_on() -> Outcome {
    let schemas = json!({
        "Thing": record([("name", text()), ("vector", named("Vector"))]),
        "Vector": union([list(scalar("float")), named("Sparse")]),
        "Sparse": record([("indices", list(scalar("uint32"))), ("values", list(scalar("float")))]),
    });
    let messages = "
        message Sparse { repeated uint32 indices = 1; repeated float values = 2; }
        message Vector { repeated float data = 1; repeated uint32 indices = 2; Sparse sparse = 3; }
        message Thing { string name = 1; Vector vector = 2; }";
    let row =
        "[[manual]]\nrest = \"rest:Vector\"\ngrpc = \"grpc:t.Vector\"\nreaches = [\"rest:Sparse = grpc:t.Sparse\"]\nwhy = \"old form\"\n";
    let paired = Documents::of_types(schemas, messages).overrides(row).pair()?;
    assert!(matches!(paired.flat("Vector", "Vector")?, Flat::Manual));
    assert_eq!(paired.line("rest:Vector"), "rest:Vector manual grpc:t.Vector (from rest:Thing.vector); by hand, grpc:t.Vector");
    assert_eq!(paired.line("rest:Vector.Dense"), "rest:Vector.Dense manual by hand, grpc:t.Vector");
    assert_eq!(paired.line("grpc:t.Vector.indices"), "grpc:t.Vector.indices manual rest:Vector");
    assert_eq!(paired.line("rest:Sparse"), "rest:Sparse auto grpc:t.Sparse (from rest:Vector)");
    Ok(())
}
