//! x
use super::documents::*;
use serde_json::json;

fn show(name: &str, d: Documents) {
    println!("=== {name}");
    match d.pair() { Ok(p) => { println!("{}", p.types().join("\n")); }, Err(e) => println!("ERR {e}") }
}

#[test]
fn explore() {
    show("by key", Documents::of_types(json!({"Thing": union([named("HasId"), named("IsEmpty")]), "HasId": record([("has_id", list(text()))]), "IsEmpty": record([("is_empty", text())])}),
      "message Has { repeated string ids = 1; } message Thing { oneof kind { Has has_id = 1; string is_empty = 2; } }"));
    show("by type name", Documents::of_types(json!({"Thing": union([named("Circle"), named("Square")]), "Circle": record([("radius", scalar("double")),("x", scalar("double"))]), "Square": record([("width", scalar("double")),("x", scalar("double"))])}),
      "message Circle { double radius = 1; double x = 2; } message Square { double width = 1; double x = 2; } message Thing { oneof kind { Square first = 1; Circle second = 2; } }"));
    show("by type", Documents::of_types(json!({"Thing": union([text(), scalar("uint64"), scalar("uuid")])}),
      "message Thing { oneof kind { uint64 num = 1; string keyword = 2; string uuid = 3; } }"));
    show("by type shared words", Documents::of_types(json!({"Thing": union([named("TextMatch"), named("PhraseMatch")]), "TextMatch": record([("value", text()), ("strict", bool())]), "PhraseMatch": record([("value", text()), ("strict", bool())])}),
      "message First { string value = 1; bool strict = 2; } message Thing { oneof kind { First match_phrase = 1; First match_text = 2; } }"));
    show("opened", Documents::of_types(json!({"Thing": union([named("Value"), named("AnyOf")]), "Value": union([text(), scalar("int64")]), "AnyOf": record([("any", named("AnyVariants"))]), "AnyVariants": union([list(text()), list(scalar("int64"))])}),
      "message Strings { repeated string strings = 1; } message Integers { repeated int64 integers = 1; } message Thing { oneof kind { string keyword = 1; int64 integer = 2; Strings keywords = 3; Integers integers = 4; } }"));
    show("selector", Documents::of_types(json!({"Thing": union([named("ByPoints"), named("ByFilter")]), "ByPoints": record([("points", list(text())), ("shard?", text())]), "ByFilter": record([("filter", named("Filter")), ("shard?", text())]), "Filter": record([("must", text())])}),
      "message Filter { string must = 1; } message Ids { repeated string ids = 1; } message Selector { oneof one { Ids points = 1; Filter filter = 2; } } message Thing { Selector selector = 1; optional string shard = 2; }"));
    show("shorthand", Documents::of_types(json!({"Thing": union([text(), named("Full")]), "Full": record([("key", text()), ("direction?", bool())])}),
      "message Thing { string key = 1; optional bool direction = 2; }"));
    show("second form", Documents::of_types(json!({"Thing": union([text(), named("Whole")]), "Whole": record([("text", text())])}),
      "message Thing { oneof kind { string text = 1; } }"));
    show("second form back", Documents::of_types(json!({"Thing": union([list(text()), scalar("uint64")])}),
      "message Texts { repeated string texts = 1; } message Old { repeated string olds = 1; } message Thing { oneof kind { Texts strings = 1; Old old = 3; uint64 num = 2; } }"));
    show("restonly", Documents::of_types(json!({"Thing": union([text(), scalar("uint64"), bool()])}),
      "message Thing { oneof kind { string text = 1; uint64 num = 2; } }"));
    show("recursion", Documents::of_types(json!({"Thing": union([text(), named("Not"), named("All")]), "Not": record([("not", named("Thing"))]), "All": record([("all", list(named("Thing")))])}),
      "message Things_ { repeated Thing things = 1; } message Thing { oneof kind { string text = 1; Thing not = 2; Things_ all = 3; } }"));
    show("several", Documents::of_types(json!({"Thing": record([("size", named("Params")), ("change?", named("Params"))]), "Params": record([("m", scalar("uint64")), ("on?", bool())])}),
      "message Params { uint64 m = 1; optional bool on = 2; } message ParamsDiff { uint64 m = 1; optional bool on = 2; } message Thing { Params size = 1; ParamsDiff change = 2; }"));
    show("enum", Documents::of_types(json!({"Thing": record([("color", named("Color")), ("shade?", named("Shade"))]), "Color": words(["red", "dark_blue"]), "Shade": words(["light", "dark"])}),
      "enum Color { RED = 0; DarkBlue = 1; } enum Shade { ShadeUnknown = 0; ShadeLight = 1; SHADE_DARK = 2; ShadeMiddle = 3; } message Thing { Color color = 1; optional Shade shade = 2; }"));
    show("enum rest only", Documents::of_types(json!({"Thing": record([("color", named("Color")), ("name", text())]), "Color": words(["red", "blue", "green"])}),
      "enum Color { Red = 0; Blue = 1; Yellow = 2; } message Thing { Color color = 1; string name = 2;}"));
    show("enum text", Documents::of_types(json!({"Thing": record([("color", named("Color")), ("name", text())]), "Color": words(["red", "blue", "green"])}),
      "message Thing { string color = 1; string name = 2;}"));
    show("false friends", Documents::of_types(json!({"Thing": record([("name", text()), ("config?", named("Config"))]), "Config": record([("on_disk", bool()), ("full", scalar("uint64"))])}),
      "message Config { map<string, string> map = 1; } message Thing { string name = 1; Config config = 2; }"));
    show("false friends 2", Documents::of_types(json!({"Thing": record([("a", text()), ("b", scalar("uint64"))])}),
      "message Thing { bool c = 1; bool d = 2; }"));
    show("false friends enum", Documents::of_types(json!({"Thing": record([("name", text()), ("kind", named("Kind"))]), "Kind": words(["a", "b", "c"])}),
      "enum Kind { A = 0; X = 1; Y = 2; } message Thing { string name = 1; Kind kind = 2; }"));
}
