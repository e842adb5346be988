//! x
use super::documents::*;
use serde_json::{json, Value};

fn show(name: &str, d: Documents) {
    println!("=== {name}");
    match d.pair() { Ok(p) => { println!("{}", p.ledger.lines().filter(|l| !l.starts_with('#')).collect::<Vec<_>>().join("\n")); for o in &p.plan.operations { println!("{} {:?} {:?}", o.rest.id, o.safety, o.grpc.as_ref().map(|g| (&g.rpc, g.body_is_flat, g.by_override))); } }, Err(e) => println!("ERR {e}") }
}
fn path(path: &str, method: &str, op: Value) -> Value { json!({ path: { method: op } }) }

fn reply(result: Value) -> Value { record([("result", result), ("time?", scalar("float")), ("status?", text())]) }

#[test]
fn explore() {
    show("words", Documents::new(path("/points/{id}", "delete", operation("delete_point", None, named("DeletePointReply"))), json!({"DeletePointReply": reply(bool())}),
      "message DeletePoints {} message Done { bool result = 1; double time = 2; } service Points { rpc Delete(DeletePoints) returns (Done); }"));
    show("method words", Documents::new(path("/points/{id}", "delete", operation("delete_payload", None, named("DeletePointReply"))), json!({"DeletePointReply": reply(bool())}),
      "message DeletePoints {} message Done { bool result = 1; double time = 2; } service Points { rpc DeletePayload(DeletePoints) returns (Done); }"));
    show("rivals", Documents::new(json!({"/a": {"get": operation("get_point", None, named("R"))}, "/b": {"post": operation("get_points", None, named("R"))}}), json!({"R": reply(bool())}),
      "message A {} message Done { bool result = 1; } service Points { rpc Get(A) returns (Done); }"));
    show("deprecated", Documents::new(json!({"/b": {"post": operation("get_points", None, named("R"))}}), json!({"R": reply(bool())}),
      "message A {} message Done { bool result = 1; } service Points { rpc Get(A) returns (Done) { option deprecated = true; } }"));
    show("override", Documents::new(json!({"/b": {"post": operation("points_search", None, named("SReply"))}}), json!({"SReply": reply(bool())}),
      "message A {} message Done { bool result = 1; } service Points { rpc Find(A) returns (Done); }").overrides("[[operations]]\nid = \"op:points_search\"\nrpc = \"t.Points/Find\"\nsafety = \"read\"\nwhy = \"x\"\n"));
    let body = |b: Value| operation("set_thing", Some(b), named("SetThingReply"));
    show("flat body", Documents::new(json!({"/b": {"post": body(named("SetThing"))}}), json!({"SetThing": record([("name", text()), ("size?", scalar("uint64"))]), "SetThingReply": reply(bool())}),
      "message SetThing { string name = 1; optional uint64 size = 2; } message Done { bool result = 1; } service Things { rpc Set(SetThing) returns (Done); }"));
    show("deeper body", Documents::new(json!({"/b": {"post": body(named("Thing"))}}), json!({"Thing": record([("name", text()), ("size?", scalar("uint64"))]), "SetThingReply": reply(bool())}),
      "message Thing { string name = 1; optional uint64 size = 2; } message SetThing { Thing thing = 1; } message Done { bool result = 1; } service Things { rpc Set(SetThing) returns (Done); }"));
    show("union body", Documents::new(json!({"/b": {"post": body(named("Thing"))}}), json!({"Thing": union([text(), scalar("uint64")]), "SetThingReply": reply(bool())}),
      "message SetThing { oneof kind { string name = 1; uint64 size = 2; } } message Done { bool result = 1; } service Things { rpc Set(SetThing) returns (Done); }"));
    show("list body", Documents::new(json!({"/b": {"post": body(list(text()))}}), json!({"SetThingReply": reply(bool())}),
      "message SetThing { repeated string names = 1; } message Done { bool result = 1; } service Things { rpc Set(SetThing) returns (Done); }"));
    let get = || operation("get_thing", None, named("GetThingReply"));
    let with = |op: Value, result: Value, extra: Value, reply_message: &str| {
        let mut schemas = json!({"GetThingReply": reply(result)});
        for (k, v) in extra.as_object().unwrap() { schemas[k] = v.clone(); }
        Documents::new(json!({"/b": {"get": op}}), schemas, &format!("message GetThing {{}} {reply_message} service Things {{ rpc Get(GetThing) returns (Answer); }}"))
    };
    show("reply deeper", with(get(), named("Thing"), json!({"Thing": record([("name", text())])}), "message Thing { string name = 1; } message Answer { Thing thing = 1; double time = 2; }"));
    show("reply flat", with(get(), named("Thing"), json!({"Thing": record([("name", text()), ("size", scalar("uint64"))])}), "message Answer { string name = 1; uint64 size = 3; double time = 2; }"));
    show("reply nested list", with(get(), named("Thing"), json!({"Thing": record([("names", list(text()))])}), "message Answer { repeated string names = 1; double time = 2; }"));
    show("reply no result", with(get(), bool(), json!({}), "message Answer { double time = 2; }"));
    show("reply bad", with(get(), text(), json!({}), "message Answer { bool ok = 1; double time = 2; }"));
}
