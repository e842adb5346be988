//! Operations and RPCs, requests and replies.

use codegen::model::naming;
use codegen::plan::{Flat, GrpcHalf, Item, Safety};
use serde_json::{Value, json};

use super::documents::*;

/// An envelope as the server's answers have it.
fn reply(result: Value) -> Value {
    record([("result", result), ("time?", scalar("float")), ("status?", text())])
}

/// Operations that answer with a flag, by method and path.
fn flags(operations: &[(&str, &str, &str)]) -> (Value, Value) {
    let (mut paths, mut schemas) = (json!({}), json!({}));
    for (method, path, id) in operations {
        let name = format!("{}Reply", naming::variant(id));
        schemas[&name] = reply(bool());
        paths[*path][*method] = operation(id, None, named(&name));
    }
    (paths, schemas)
}

const ANSWER: &str = "message Request {} message Answer { bool result = 1; double time = 2; }";

fn half(paired: &Paired) -> Result<&GrpcHalf, Box<dyn std::error::Error>> {
    Ok(paired.plan.operations[0].grpc.as_ref().ok_or_else(|| format!("no RPC:\n{}", paired.ledger))?)
}

#[test]
fn words_of_the_method_or_of_both_names() -> Outcome {
    for (id, rpc, found) in [
        ("delete_payload", "rpc DeletePayload", true),
        ("delete_points", "rpc Delete", true),
        ("delete_point", "rpc Delete", true),
        ("points_delete", "rpc Delete", true),
        ("delete", "rpc Delete", true),
        ("delete_vectors", "rpc Delete", false),
        ("delete_all_points", "rpc Delete", false),
        ("delete_points", "rpc DeleteAll", false),
    ] {
        let (paths, schemas) = flags(&[("delete", "/it", id)]);
        let proto = format!("{ANSWER} service Points {{ {rpc}(Request) returns (Answer); }}");
        let paired = Documents::new(paths, schemas, &proto).pair()?;
        assert_eq!(paired.plan.operations[0].grpc.is_some(), found, "{id} and {rpc}");
        let line = if found { format!("op:{id} auto rpc:t.Points/{}", &rpc[4..]) } else { format!("op:{id} rest-only DELETE /it") };
        assert_eq!(paired.line(&format!("op:{id}")), line);
    }
    Ok(())
}

#[test]
fn words_that_fit_two_prove_nothing() -> Outcome {
    let (paths, schemas) = flags(&[("get", "/one", "get_point"), ("post", "/all", "get_points")]);
    let documents = Documents::new(paths, schemas, &format!("{ANSWER} service Points {{ rpc Get(Request) returns (Answer); }}"));
    let paired = documents.pair()?;
    assert_eq!(paired.line("op:get_point"), "op:get_point rest-only GET /one");
    assert_eq!(paired.line("op:get_points"), "op:get_points rest-only POST /all");
    assert_eq!(paired.line("rpc:t.Points/Get"), "rpc:t.Points/Get grpc-only through the raw client");

    let row = "[[operations]]\nid = \"op:get_points\"\nrpc = \"t.Points/Get\"\nwhy = \"several\"\n";
    let paired = documents.overrides(row).pair()?;
    assert_eq!(paired.line("op:get_point"), "op:get_point rest-only GET /one");
    assert_eq!(paired.line("op:get_points"), "op:get_points override rpc:t.Points/Get");
    assert_eq!(paired.line("rpc:t.Points/Get"), "rpc:t.Points/Get override op:get_points");
    Ok(())
}

#[test]
fn what_is_deprecated_needs_a_row() -> Outcome {
    let (paths, schemas) = flags(&[("post", "/all", "search_points")]);
    let proto = format!("{ANSWER} service Points {{ rpc Search(Request) returns (Answer) {{ option deprecated = true; }} }}");
    let paired = Documents::new(paths, schemas, &proto).pair()?;
    assert_eq!(paired.line("op:search_points"), "op:search_points rest-only POST /all");
    assert_eq!(paired.line("rpc:t.Points/Search"), "rpc:t.Points/Search grpc-only deprecated; through the raw client");
    Ok(())
}

#[test]
fn the_method_tells_how_safe_a_repetition_is() -> Outcome {
    let operations = [
        ("get", "/a", "read_it"),
        ("put", "/a", "put_it"),
        ("patch", "/a", "patch_it"),
        ("delete", "/a", "delete_it"),
        ("post", "/a", "post_it"),
        ("post", "/b", "search_it"),
    ];
    let (mut paths, schemas) = flags(&operations);
    paths["/b"]["post"]["parameters"] = json!([{ "name": "consistency", "in": "query", "schema": scalar("uint64") }]);
    let proto = format!("{ANSWER} service Others {{ rpc Nothing(Request) returns (Answer); }}");
    let safety = |paired: &Paired| -> Vec<Safety> { paired.plan.operations.iter().map(|operation| operation.safety).collect() };

    let documents = Documents::new(paths, schemas, &proto);
    use Safety::{IdempotentWrite, Read, Write};
    assert_eq!(safety(&documents.pair()?), [Read, IdempotentWrite, IdempotentWrite, IdempotentWrite, Write, Read]);

    let rows = "
        [[operations]]
        id = \"op:put_it\"
        safety = \"write\"
        why = \"a second time fails\"
        [[operations]]
        id = \"op:post_it\"
        safety = \"read\"
        why = \"counts\"";
    assert_eq!(safety(&documents.overrides(rows).pair()?), [Read, Write, IdempotentWrite, IdempotentWrite, Read, Read]);
    Ok(())
}

/// `set_thing` with a path and a query parameter and this body.
fn set_thing(body: Value, mut schemas: Value, messages: &str) -> Documents {
    let mut set = operation("set_thing", Some(body), named("SetThingReply"));
    set["parameters"] = json!([
        { "name": "wait", "in": "query", "schema": bool() },
        { "name": "collection_name", "in": "path", "required": true, "schema": text() },
    ]);
    schemas["SetThingReply"] = reply(bool());
    let proto = format!(
        "{messages} message Answer {{ bool result = 1; double time = 2; }} service Things {{ rpc Set(SetThing) returns (Answer); }}"
    );
    Documents::new(json!({ "/{collection_name}": { "post": set } }), schemas, &proto)
}

#[test]
fn fields_of_the_body_stand_among_the_parameters() -> Outcome {
    let schemas = json!({ "SetThing": record([("name", text()), ("size?", scalar("uint64"))]) });
    let messages = "message SetThing { string collection_name = 1; optional bool wait = 2; string name = 3; optional uint64 size = 4; }";
    let paired = set_thing(named("SetThing"), schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Answer auto reply of op:set_thing",
            "grpc:t.Answer.result auto same rest:SetThingReply.result",
            "grpc:t.Answer.time auto same rest:SetThingReply.time",
            "grpc:t.SetThing auto request of op:set_thing",
            "grpc:t.SetThing.collection_name auto same op:set_thing.collection_name",
            "grpc:t.SetThing.name auto same rest:SetThing.name",
            "grpc:t.SetThing.size auto same rest:SetThing.size",
            "grpc:t.SetThing.wait auto same op:set_thing.wait",
            "op:set_thing auto rpc:t.Things/Set",
            "op:set_thing.collection_name auto same grpc:t.SetThing.collection_name",
            "op:set_thing.wait auto same grpc:t.SetThing.wait",
            "rest:SetThing auto body of op:set_thing",
            "rest:SetThing.name auto same grpc:t.SetThing.name",
            "rest:SetThing.size auto same grpc:t.SetThing.size",
            "rest:SetThingReply auto reply of op:set_thing",
            "rest:SetThingReply.result auto same grpc:t.Answer.result",
            "rest:SetThingReply.status ignored says `ok` in every answer that is none of an error",
            "rest:SetThingReply.time auto same grpc:t.Answer.time",
            "rpc:t.Things/Set auto op:set_thing",
        ]
    );
    assert!(half(&paired)?.body_is_flat);
    Ok(())
}

#[test]
fn rows_name_parameters_by_operation_and_fields_by_component() -> Outcome {
    let schemas = || json!({ "SetThing": record([("name", text()), ("size", scalar("uint64")), ("extra?", bool())]) });
    let messages = "message SetThing { string collection_name = 1; string name = 3; uint64 size = 4; }";
    let paired = set_thing(named("SetThing"), schemas(), messages).pair()?;
    assert_eq!(paired.line("rest:SetThing.extra"), "rest:SetThing.extra unreviewed one-sided");
    assert_eq!(paired.line("op:set_thing.wait"), "op:set_thing.wait unreviewed one-sided");

    let rows = "
        [[one_sided]]
        id = \"rest:SetThing.extra\"
        policy = \"error\"
        why = \"REST alone\"
        [[one_sided]]
        id = \"rest:op:set_thing.wait\"
        policy = \"ignored\"
        why = \"gRPC always waits\"";
    let paired = set_thing(named("SetThing"), schemas(), messages).overrides(rows).pair()?;
    assert_eq!(paired.line("rest:SetThing.extra"), "rest:SetThing.extra rest-only REST alone");
    assert_eq!(paired.line("op:set_thing.wait"), "op:set_thing.wait ignored gRPC always waits");
    Ok(())
}

#[test]
fn a_body_may_be_one_level_deeper() -> Outcome {
    let schemas = json!({ "Params": record([("name", text()), ("size?", scalar("uint64"))]) });
    let messages = "
        message Params { string name = 1; optional uint64 size = 2; }
        message SetThing { string collection_name = 1; optional bool wait = 2; Params params = 3; }";
    let paired = set_thing(named("Params"), schemas, messages).pair()?;
    assert!(!half(&paired)?.body_is_flat);
    assert_eq!(paired.line("op:set_thing.body"), "op:set_thing.body auto renamed grpc:t.SetThing.params");
    assert_eq!(paired.line("rest:Params"), "rest:Params auto body of op:set_thing; grpc:t.Params (from rest:op:set_thing.body)");
    assert_eq!(paired.line("rest:Params.size"), "rest:Params.size auto same grpc:t.Params.size");
    Ok(())
}

#[test]
fn a_union_may_stand_for_the_messages_oneof() -> Outcome {
    let schemas = json!({ "Params": union([text(), scalar("uint64")]) });
    let messages =
        "message SetThing { string collection_name = 1; optional bool wait = 2; oneof kind { string name = 3; uint64 size = 4; } }";
    let paired = set_thing(named("Params"), schemas, messages).pair()?;
    assert_eq!(paired.line("op:set_thing.body"), "op:set_thing.body auto flattened into grpc:t.SetThing");
    assert_eq!(paired.line("rest:Params.String"), "rest:Params.String auto type grpc:t.SetThing.name");
    assert!(half(&paired)?.request_items.iter().any(|item| matches!(item, Item::Flat { flat, .. } if matches!(**flat, Flat::Union(_)))));
    Ok(())
}

#[test]
fn a_list_may_be_a_field() -> Outcome {
    let messages = "message SetThing { string collection_name = 1; optional bool wait = 2; repeated string names = 3; }";
    let paired = set_thing(list(text()), json!({}), messages).pair()?;
    assert_eq!(paired.line("op:set_thing.body"), "op:set_thing.body auto renamed grpc:t.SetThing.names");
    Ok(())
}

/// `get_thing` with this result, against this reply message.
fn get_thing(result: Value, mut schemas: Value, messages: &str) -> Documents {
    schemas["GetThingReply"] = reply(result);
    let proto = format!("{messages} message GetThing {{}} service Things {{ rpc Get(GetThing) returns (Answer); }}");
    Documents::new(json!({ "/thing": { "get": operation("get_thing", None, named("GetThingReply")) } }), schemas, &proto)
}

#[test]
fn a_result_may_be_a_field_of_any_name() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text())]) });
    let messages = "message Thing { string name = 1; } message Answer { Thing thing = 1; double time = 2; }";
    let paired = get_thing(named("Thing"), schemas, messages).pair()?;
    assert_eq!(paired.line("rest:GetThingReply.result"), "rest:GetThingReply.result auto renamed grpc:t.Answer.thing");
    assert_eq!(paired.line("rest:Thing"), "rest:Thing auto grpc:t.Thing (from op:get_thing.reply)");
    Ok(())
}

#[test]
fn a_result_may_be_the_reply_itself() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("size", scalar("uint64"))]) });
    let paired = get_thing(named("Thing"), schemas, "message Answer { string name = 1; uint64 size = 2; double time = 3; }").pair()?;
    assert_eq!(paired.line("rest:GetThingReply.result"), "rest:GetThingReply.result auto flattened into grpc:t.Answer");
    assert_eq!(paired.line("rest:Thing.size"), "rest:Thing.size auto same grpc:t.Answer.size");
    assert_eq!(paired.line("grpc:t.Answer.time"), "grpc:t.Answer.time auto same rest:GetThingReply.time");
    Ok(())
}

#[test]
fn a_key_of_the_result_may_be_the_reply_itself() -> Outcome {
    let schemas = json!({ "Thing": record([("names", list(text()))]) });
    let paired = get_thing(named("Thing"), schemas, "message Answer { repeated string names = 1; double time = 2; }").pair()?;
    assert_eq!(paired.line("rest:Thing.names"), "rest:Thing.names auto same grpc:t.Answer.names");
    Ok(())
}

#[test]
fn a_flag_needs_no_field() -> Outcome {
    let paired = get_thing(bool(), json!({}), "message Answer { double time = 1; }").pair()?;
    assert_eq!(paired.line("rest:GetThingReply.result"), "rest:GetThingReply.result auto success is that there is a reply");
    assert!(matches!(half(&paired)?.reply_items[0], Item::Success { .. }));
    Ok(())
}

#[test]
fn what_grpc_does_not_report_is_ignored() -> Outcome {
    let mut documents = get_thing(text(), json!({ "Usage": record([("cpu", scalar("uint64"))]) }), "message Answer { string result = 1; }");
    documents.schema("GetThingReply", record([("result", text()), ("time?", scalar("float")), ("usage?", named("Usage"))]));
    let paired = documents.pair()?;
    assert_eq!(paired.line("rest:GetThingReply.time"), "rest:GetThingReply.time ignored gRPC reports no time for this operation");
    assert_eq!(paired.line("rest:GetThingReply.usage"), "rest:GetThingReply.usage ignored gRPC reports no usage for this operation");
    assert_eq!(paired.line("rest:GetThingReply.status"), "", "a document without `status`");
    Ok(())
}

#[test]
fn a_result_without_a_counterpart_is_for_a_row_to_decide() -> Outcome {
    let documents = || get_thing(text(), json!({}), "message Answer { bool ok = 1; double time = 2; }");
    let paired = documents().pair()?;
    assert_eq!(paired.line("rest:GetThingReply.result"), "rest:GetThingReply.result unreviewed one-sided");
    assert_eq!(paired.line("grpc:t.Answer.ok"), "grpc:t.Answer.ok unreviewed one-sided");

    let rows = "
        [[one_sided]]
        id = \"rest:GetThingReply.result\"
        policy = \"error\"
        why = \"gRPC says less\"
        [[one_sided]]
        id = \"grpc:t.Answer.ok\"
        policy = \"ignored\"
        why = \"always true\"";
    let paired = documents().overrides(rows).pair()?;
    assert_eq!(paired.line("rest:GetThingReply.result"), "rest:GetThingReply.result rest-only gRPC says less");
    assert_eq!(paired.line("grpc:t.Answer.ok"), "grpc:t.Answer.ok ignored always true");
    Ok(())
}
