//! Fields of a struct and fields of a message.

use codegen::model::rest::Ty;
use codegen::plan::{Conv, Flat, Item};
use serde_json::json;

use super::documents::*;

#[test]
fn equal_names_are_the_same_whatever_their_spelling() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("max_size?", scalar("uint64"))]) });
    let paired = Documents::of_types(schemas, "message Thing { optional uint64 maxSize = 2; string name = 1; }").pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.maxSize auto same rest:Thing.max_size",
            "grpc:t.Thing.name auto same rest:Thing.name",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.max_size auto same grpc:t.Thing.maxSize",
            "rest:Thing.name auto same grpc:t.Thing.name",
        ]
    );
    assert_eq!((paired.conv("name")?, paired.conv("max_size")?), (&Conv::Same, &Conv::Same));
    Ok(())
}

#[test]
fn the_order_is_the_documents_whichever_rule_pairs() -> Outcome {
    let schemas = json!({ "Thing": record([("left_over?", bool()), ("vector_size", scalar("uint64")), ("b", text()), ("a", text())]) });
    let messages = "message Thing { string a = 1; string b = 2; uint64 size_of_vectors = 3; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    let order: Vec<&str> = paired
        .items("Thing", "Thing")?
        .iter()
        .filter_map(|item| match item {
            Item::One { rest, .. } | Item::RestOnly { rest, .. } => Some(rest.wire.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(order, ["left_over", "vector_size", "b", "a"]);
    Ok(())
}

#[test]
fn shared_words_rename() -> Outcome {
    let schemas = json!({ "Thing": record([("vector_size", scalar("uint64")), ("payload_limit", scalar("uint64"))]) });
    let messages = "message Thing { uint64 limit_of_payloads = 1; uint64 size_of_vectors = 2; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.limit_of_payloads auto renamed rest:Thing.payload_limit",
            "grpc:t.Thing.size_of_vectors auto renamed rest:Thing.vector_size",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.payload_limit auto renamed grpc:t.Thing.limit_of_payloads",
            "rest:Thing.vector_size auto renamed grpc:t.Thing.size_of_vectors",
        ]
    );
    Ok(())
}

#[test]
fn the_only_ones_left_belong_together() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("offset?", scalar("uint64"))]) });
    let paired = Documents::of_types(schemas, "message Thing { string name = 1; optional uint64 start = 2; }").pair()?;
    assert_eq!(paired.line("rest:Thing.offset"), "rest:Thing.offset auto renamed grpc:t.Thing.start");
    assert_eq!(paired.line("grpc:t.Thing.start"), "grpc:t.Thing.start auto renamed rest:Thing.offset");
    Ok(())
}

#[test]
fn a_message_may_wrap_one_value() -> Outcome {
    let schemas = json!({ "Thing": record([("id", text()), ("vector", list(scalar("float"))), ("note?", text())]) });
    let messages = "
        message Id { oneof kind { string uuid = 1; } }
        message Note { optional string text = 1; }
        message Vector { repeated float data = 1; }
        message Thing { Id id = 1; Vector vector = 2; Note note = 3; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Id auto wrapper of one value",
            "grpc:t.Id.uuid auto wrapper of one value",
            "grpc:t.Note auto wrapper of one value",
            "grpc:t.Note.text auto wrapper of one value",
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.id auto wrapper rest:Thing.id",
            "grpc:t.Thing.note auto wrapper rest:Thing.note",
            "grpc:t.Thing.vector auto wrapper rest:Thing.vector",
            "grpc:t.Vector auto wrapper of one value",
            "grpc:t.Vector.data auto wrapper of one value",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.id auto wrapper grpc:t.Thing.id",
            "rest:Thing.note auto wrapper grpc:t.Thing.note",
            "rest:Thing.vector auto wrapper grpc:t.Thing.vector",
        ]
    );
    assert!(matches!(paired.conv("id")?, Conv::OneofWrapper { oneof, inner, .. } if oneof == "kind" && **inner == Conv::Same));
    assert!(matches!(paired.conv("vector")?, Conv::Wrapper { message, inner, .. } if message == "t.Vector" && **inner == Conv::Same));
    Ok(())
}

#[test]
fn a_struct_may_be_a_key_around_one_value() -> Outcome {
    let schemas =
        json!({ "Thing": record([("ids", named("Ids")), ("name", text())]), "Ids": record([("points", list(scalar("uint64")))]) });
    let messages = "message Numbers { repeated uint64 nums = 1; } message Thing { Numbers ids = 1; string name = 2; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    // The struct's field and the message's are the only ones left inside.
    assert_eq!(paired.line("rest:Ids.points"), "rest:Ids.points auto renamed grpc:t.Numbers.nums");

    let schemas = json!({ "Thing": record([("ids", named("Ids")), ("name", text())]), "Ids": record([("point", text())]) });
    let paired = Documents::of_types(schemas, "message Thing { string ids = 1; string name = 2; }").pair()?;
    assert_eq!(paired.line("rest:Thing.ids"), "rest:Thing.ids auto key grpc:t.Thing.ids");
    assert_eq!(paired.line("rest:Ids"), "rest:Ids auto key around one value");
    assert_eq!(paired.line("rest:Ids.point"), "rest:Ids.point auto key around one value");
    Ok(())
}

#[test]
fn one_or_many_is_a_list() -> Outcome {
    let schemas = json!({
        "Thing": record([("parts?", named("PartOneOrMany"))]),
        "PartOneOrMany": union([named("Part"), list(named("Part"))]),
        "Part": record([("name", text())]),
    });
    let messages = "message Part { string name = 1; } message Thing { repeated Part parts = 1; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Part auto rest:Part",
            "grpc:t.Part.name auto same rest:Part.name",
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.parts auto one-or-many rest:Thing.parts",
            "rest:Part auto grpc:t.Part (from rest:Thing.parts)",
            "rest:Part.name auto same grpc:t.Part.name",
            "rest:PartOneOrMany auto one or many",
            "rest:PartOneOrMany.Many auto one or many",
            "rest:PartOneOrMany.One auto one or many",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.parts auto one-or-many grpc:t.Thing.parts",
        ]
    );
    let expected = Conv::OneOrMany {
        union: "PartOneOrMany".to_owned(),
        one: ("One".to_owned(), false),
        many: "Many".to_owned(),
        item: Box::new(Conv::Trait),
    };
    assert_eq!(paired.conv("parts")?, &expected);
    Ok(())
}

#[test]
fn optional_fields_select_a_variant() -> Outcome {
    let schemas = json!({ "Thing": record([("name?", text()), ("number?", scalar("uint64"))]) });
    let messages = "message Id { oneof kind { string name = 1; uint64 number = 2; } } message Thing { Id id = 1; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Id auto one of several optional fields",
            "grpc:t.Id.name auto selected by rest:Thing.name",
            "grpc:t.Id.number auto selected by rest:Thing.number",
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.id auto one of several optional fields",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.name auto selects grpc:t.Id.name",
            "rest:Thing.number auto selects grpc:t.Id.number",
        ]
    );
    assert!(matches!(paired.items("Thing", "Thing")?, [Item::Select { message, oneof, arms, .. }]
        if message == "t.Id" && oneof == "kind" && arms.len() == 2));
    Ok(())
}

#[test]
fn a_union_is_split_over_fields() -> Outcome {
    let schemas = json!({
        "Thing": record([("name", text()), ("start_from?", named("StartFrom"))]),
        "StartFrom": union([scalar("double"), scalar("date-time")]),
    });
    let messages = "
        import \"google/protobuf/timestamp.proto\";
        message Thing { string name = 1; google.protobuf.Timestamp start_from_time = 2; optional double start_from_number = 3; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.name auto same rest:Thing.name",
            "grpc:t.Thing.start_from_number auto split rest:StartFrom.Float",
            "grpc:t.Thing.start_from_time auto split rest:StartFrom.DateTime",
            "rest:StartFrom auto split over fields of grpc:t.Thing",
            "rest:StartFrom.DateTime auto split grpc:t.Thing.start_from_time",
            "rest:StartFrom.Float auto split grpc:t.Thing.start_from_number",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.name auto same grpc:t.Thing.name",
            "rest:Thing.start_from auto split over several fields",
        ]
    );
    let [_, Item::Split { parts, .. }] = paired.items("Thing", "Thing")? else { return Err("no split".into()) };
    let convs: Vec<&Conv> = parts.iter().map(|(_, _, conv)| conv).collect();
    assert_eq!(convs, [&Conv::Same, &Conv::Trait]);
    Ok(())
}

#[test]
fn a_field_is_flattened() -> Outcome {
    let schemas = json!({
        "Thing": record([("name", text()), ("place", named("Place"))]),
        "Place": record([("lon", scalar("double")), ("lat", scalar("double"))]),
    });
    let paired = Documents::of_types(schemas, "message Thing { double lat = 1; double lon = 2; string name = 3; }").pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.lat auto same rest:Place.lat",
            "grpc:t.Thing.lon auto same rest:Place.lon",
            "grpc:t.Thing.name auto same rest:Thing.name",
            "rest:Place auto flattened into grpc:t.Thing",
            "rest:Place.lat auto same grpc:t.Thing.lat",
            "rest:Place.lon auto same grpc:t.Thing.lon",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.name auto same grpc:t.Thing.name",
            "rest:Thing.place auto flattened into grpc:t.Thing",
        ]
    );
    assert!(matches!(paired.items("Thing", "Thing")?, [Item::One { .. }, Item::Flat { flat, .. }]
        if matches!(&**flat, Flat::Struct { schema, items } if schema == "Place" && items.len() == 2)));
    Ok(())
}

#[test]
fn what_may_be_absent_is_not_flattened() -> Outcome {
    let schemas = json!({
        "Thing": record([("name", text()), ("place?", named("Place"))]),
        "Place": record([("lon", scalar("double")), ("lat", scalar("double"))]),
    });
    let paired = Documents::of_types(schemas, "message Thing { double lat = 1; double lon = 2; string name = 3; }").pair()?;
    assert_eq!(paired.line("rest:Thing.place"), "rest:Thing.place unreviewed reached from a paired operation, converted by nothing");
    Ok(())
}

#[test]
fn a_flag_is_the_presence_of_an_empty_message() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("all?", bool()), ("none", bool())]) });
    let messages = "message All {} message Thing { string name = 1; All all = 2; All none = 3; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.All auto present or absent",
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.all auto presence rest:Thing.all",
            "grpc:t.Thing.name auto same rest:Thing.name",
            "grpc:t.Thing.none auto presence rest:Thing.none",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.all auto presence grpc:t.Thing.all",
            "rest:Thing.name auto same grpc:t.Thing.name",
            "rest:Thing.none auto presence grpc:t.Thing.none",
        ]
    );
    Ok(())
}

#[test]
fn a_tag_is_said_by_the_message() -> Outcome {
    let schemas = json!({ "Thing": record([("type", named("ThingType")), ("name", text())]), "ThingType": words(["thing"]) });
    let paired = Documents::of_types(schemas, "message Thing { string name = 1; }").pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.name auto same rest:Thing.name",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.name auto same grpc:t.Thing.name",
            "rest:Thing.type auto constant: the message's type says it",
            "rest:ThingType auto constant",
            "rest:ThingType.thing auto constant",
        ]
    );
    Ok(())
}

#[test]
fn a_tag_may_be_an_empty_message() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("state?", named("Disabled"))]), "Disabled": words(["disabled"]) });
    let paired = Documents::of_types(schemas, "message Off {} message Thing { string name = 1; Off state = 2; }").pair()?;
    assert_eq!(paired.conv("state")?, &Conv::Tag { rest: "Disabled".to_owned(), message: "t.Off".to_owned() });
    assert_eq!(paired.line("rest:Disabled.disabled"), "rest:Disabled.disabled auto grpc:t.Off");
    assert_eq!(paired.line("grpc:t.Off"), "grpc:t.Off auto rest:Disabled");
    Ok(())
}

#[test]
fn scalars_are_the_same_or_checked() -> Outcome {
    for (rest, grpc, expected) in [
        (bool(), "bool", Some(Conv::Same)),
        (text(), "string", Some(Conv::Same)),
        (scalar("int64"), "int64", Some(Conv::Same)),
        (scalar("uint64"), "uint64", Some(Conv::Same)),
        (scalar("uint32"), "uint32", Some(Conv::Same)),
        (scalar("float"), "float", Some(Conv::Same)),
        (scalar("double"), "double", Some(Conv::Same)),
        (scalar("uint64"), "uint32", Some(Conv::Trait)),
        (scalar("uint8"), "uint32", Some(Conv::Trait)),
        (scalar("uint64"), "int64", Some(Conv::Trait)),
        (scalar("double"), "float", Some(Conv::Trait)),
        (scalar("uuid"), "string", Some(Conv::Trait)),
        (scalar("date-time"), "string", Some(Conv::Trait)),
        (scalar("date-time"), "google.protobuf.Timestamp", Some(Conv::Trait)),
        (text(), "bool", None),
        (text(), "google.protobuf.Timestamp", None),
        (scalar("float"), "double", None),
        (scalar("int64"), "uint64", None),
        (scalar("uint32"), "uint64", None),
        (scalar("uint64"), "double", None),
    ] {
        let case = format!("{rest} and {grpc}");
        let schemas = json!({ "Thing": record([("name", text()), ("size?", scalar("uint64")), ("value", rest)]) });
        let messages = format!(
            "import \"google/protobuf/timestamp.proto\"; message Thing {{ string name = 1; optional uint64 size = 2; {grpc} value = 3; }}"
        );
        let paired = Documents::of_types(schemas, &messages).pair()?;
        assert_eq!(paired.conv("value").ok(), expected.as_ref(), "{case}");
    }
    Ok(())
}

#[test]
fn lists_and_maps_convert_item_by_item() -> Outcome {
    let schemas = json!({
        "Thing": record([("colors", list(named("Color"))), ("sizes", map(scalar("uint64"))), ("parts", named("Parts")), ("by_color", map(named("Color")))]),
        "Color": words(["red", "blue"]),
        "Parts": map(named("Part")),
        "Part": record([("name", text())]),
    });
    let messages = "
        enum Color { Red = 0; Blue = 1; }
        message Part { string name = 1; }
        message Thing {
            repeated Color colors = 1;
            map<string, uint64> sizes = 2;
            map<string, Part> parts = 3;
            map<string, Color> by_color = 4;
        }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    let color = || Box::new(Conv::Enum { rest: "Color".to_owned(), grpc: "t.Color".to_owned(), zero_is_absent: false });
    assert_eq!(paired.conv("colors")?, &Conv::List(color()));
    assert_eq!(paired.conv("sizes")?, &Conv::Same);
    assert_eq!(paired.conv("parts")?, &Conv::Trait);
    assert_eq!(paired.conv("by_color")?, &Conv::Map(color()));
    assert_eq!(paired.line("rest:Parts"), "rest:Parts auto another name for what it holds");
    Ok(())
}

#[test]
fn what_one_side_alone_has_is_unreviewed() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("color?", text()), ("size?", scalar("uint64"))]) });
    let messages = "message Thing { string name = 1; optional bool flat = 2; repeated string words = 3; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.flat unreviewed one-sided",
            "grpc:t.Thing.name auto same rest:Thing.name",
            "grpc:t.Thing.words unreviewed one-sided",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.color unreviewed one-sided",
            "rest:Thing.name auto same grpc:t.Thing.name",
            "rest:Thing.size unreviewed one-sided",
        ]
    );
    let Item::RestOnly { rest, .. } = &paired.items("Thing", "Thing")?[1] else { return Err("no one-sided field".into()) };
    assert_eq!((rest.wire.as_str(), &rest.ty), ("color", &Ty::Str));
    Ok(())
}
