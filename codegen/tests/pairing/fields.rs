//! x
use super::documents::*;
use serde_json::json;

fn show(name: &str, d: Documents) {
    println!("=== {name}");
    match d.pair() { Ok(p) => { println!("{}", p.ledger); }, Err(e) => println!("ERR {e}") }
}

#[test]
fn explore() {
    show("same", Documents::of_types(json!({"Thing": record([("name", text()), ("size?", scalar("uint64"))])}), "message Thing { string name = 1; optional uint64 size = 2; }"));
    show("words", Documents::of_types(json!({"Thing": record([("vector_size", scalar("uint64")), ("payload_limit", scalar("uint64")), ("name", text())])}), "message Thing { string name = 3; uint64 size_of_vectors = 1; uint64 limit_payloads = 2; }"));
    show("onlyleft", Documents::of_types(json!({"Thing": record([("name", text()), ("offset?", scalar("uint64"))])}), "message Thing { string name = 1; optional uint64 start = 2; }"));
    show("wrapper", Documents::of_types(json!({"Thing": record([("name?", text()), ("vector?", list(scalar("float")))])}), "message Name { string value = 1; } message Vector { repeated float data = 1; } message Thing { Name name = 1; Vector vector = 2; }"));
    show("oneofwrapper", Documents::of_types(json!({"Thing": record([("name", text()), ("vector?", list(scalar("float")))])}), "message Name { oneof kind { string value = 1; } } message Thing { Name name = 1; repeated float vector = 2; }"));
    show("select", Documents::of_types(json!({"Thing": record([("name?", text()), ("number?", scalar("uint64"))])}), "message Id { oneof kind { string name = 1; uint64 number = 2; } } message Thing { Id id = 1; }"));
    show("split", Documents::of_types(json!({"Thing": record([("start_from?", named("StartFrom"))]), "StartFrom": union([scalar("double"), scalar("date-time")])}), "import \"google/protobuf/timestamp.proto\"; message Thing { optional double start_from_number = 1; google.protobuf.Timestamp start_from_time = 2; }"));
    show("flat", Documents::of_types(json!({"Thing": record([("name", text()), ("place", named("Place"))]), "Place": record([("lon", scalar("double")), ("lat", scalar("double"))])}), "message Thing { string name = 1; double lon = 2; double lat = 3; }"));
    show("presence", Documents::of_types(json!({"Thing": record([("name", text()), ("all?", bool())])}), "message All {} message Thing { string name = 1; All all = 2; }"));
    show("tag", Documents::of_types(json!({"Thing": record([("type", named("ThingType")), ("name", text())]), "ThingType": words(["thing"])}), "message Thing { string name = 1; }"));
    show("oneormany", Documents::of_types(json!({"Thing": record([("parts?", named("PartOneOrMany"))]), "PartOneOrMany": union([named("Part"), list(named("Part"))]), "Part": record([("name", text())])}), "message Part { string name = 1; } message Thing { repeated Part parts = 1; }"));
}
