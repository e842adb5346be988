//! False friends: names that promise a pair which the content does not keep.

use serde_json::{Value, json};

use super::documents::*;

/// A `Thing` that pairs whatever is said about `config`.
fn with_config(config: Value, messages: &str) -> Documents {
    let schemas = json!({
        "Thing": record([("name", text()), ("size", scalar("uint64")), ("config?", named("Config"))]),
        "Config": config,
    });
    Documents::of_types(schemas, &format!("{messages} message Thing {{ string name = 1; uint64 size = 2; Config config = 3; }}"))
}

fn is_alone(documents: &Documents) -> Outcome {
    let paired = documents.pair()?;
    let lines = ["rest:Thing.config", "grpc:t.Thing.config"].map(|id| paired.line(id));
    assert_eq!(lines, ["rest:Thing.config unreviewed one-sided", "grpc:t.Thing.config unreviewed one-sided"], "{}", paired.ledger);
    assert_eq!(paired.line("rest:Config"), "rest:Config unreviewed reached from a paired operation, converted by nothing");
    assert_eq!(paired.line("grpc:t.Config"), "grpc:t.Config unreviewed reached from a paired RPC, converted by nothing");
    Ok(())
}

#[test]
fn a_struct_and_a_map_of_the_same_name() -> Outcome {
    let config = record([("on_disk", bool()), ("full", scalar("uint64"))]);
    is_alone(&with_config(config, "message Config { map<string, string> map = 1; }"))
}

#[test]
fn structs_of_the_same_name_with_other_fields() -> Outcome {
    let config = record([("a", text()), ("b", scalar("uint64")), ("c", bool())]);
    is_alone(&with_config(config, "message Config { string a = 1; double x = 2; double y = 3; }"))
}

#[test]
fn fields_of_the_same_name_that_hold_other_things() -> Outcome {
    let config = record([("on_disk", bool()), ("full", scalar("uint64"))]);
    is_alone(&with_config(config, "message Config { string on_disk = 1; bool full = 2; }"))
}

#[test]
fn enums_of_the_same_name_with_other_values() -> Outcome {
    let documents = |proto: &str| {
        let schemas = json!({
            "Thing": record([("name", text()), ("size", scalar("uint64")), ("kind?", named("Kind"))]),
            "Kind": words(["a", "b", "c"]),
        });
        Documents::of_types(schemas, &format!("{proto} message Thing {{ string name = 1; uint64 size = 2; optional Kind kind = 3; }}"))
    };
    for proto in ["enum Kind { X = 0; Y = 1; }", "enum Kind { A = 0; Y = 1; Z = 2; }"] {
        let paired = documents(proto).pair()?;
        assert_eq!(paired.line("rest:Thing.kind"), "rest:Thing.kind unreviewed one-sided", "{proto}");
        assert!(paired.plan.enums.is_empty(), "{proto}");
    }
    Ok(())
}

/// A pair of types with other names must hold without a rest; between types of one name more than half suffices.
#[test]
fn other_names_need_a_full_match() -> Outcome {
    let documents = |message: &str| {
        let schemas = json!({
            "Thing": record([("name", text()), ("size", scalar("uint64")), ("config?", named("Config"))]),
            "Config": record([("a", text()), ("b", text()), ("c", text())]),
        });
        Documents::of_types(
            schemas,
            &format!(
                "message {message} {{ string a = 1; string b = 2; bool d = 3; }}
                 message Thing {{ string name = 1; uint64 size = 2; {message} config = 3; }}"
            ),
        )
    };
    let paired = documents("Settings").pair()?;
    assert_eq!(paired.line("rest:Thing.config"), "rest:Thing.config unreviewed one-sided");

    // Two of three fields: no pair either, as what is left on both sides counts.
    let paired = documents("Config").pair()?;
    assert_eq!(paired.line("rest:Thing.config"), "rest:Thing.config unreviewed one-sided");
    Ok(())
}

#[test]
fn between_types_of_one_name_what_is_left_is_reported() -> Outcome {
    let config = record([("a", text()), ("b", text()), ("c", text())]);
    let paired = with_config(config, "message Config { string a = 1; string b = 2; }").pair()?;
    assert_eq!(paired.line("rest:Thing.config"), "rest:Thing.config auto same grpc:t.Thing.config");
    assert_eq!(paired.line("rest:Config.c"), "rest:Config.c unreviewed one-sided");
    Ok(())
}

#[test]
fn words_that_fit_twice_prove_nothing() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("vector_size?", scalar("uint64"))]) });
    let messages = "message Thing { string name = 1; optional uint64 size_min = 2; optional uint64 size_max = 3; }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.name auto same rest:Thing.name",
            "grpc:t.Thing.size_max unreviewed one-sided",
            "grpc:t.Thing.size_min unreviewed one-sided",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.name auto same grpc:t.Thing.name",
            "rest:Thing.vector_size unreviewed one-sided",
        ]
    );
    Ok(())
}

#[test]
fn variants_of_equal_types_without_a_word_in_common_prove_nothing() -> Outcome {
    let schemas = json!({
        "Thing": union([named("Alpha"), named("Beta"), bool(), scalar("uint64"), scalar("double")]),
        "Alpha": record([("value", text()), ("strict", bool())]),
        "Beta": record([("value", text()), ("strict", bool())]),
    });
    let messages = "
        message Words { string value = 1; bool strict = 2; }
        message Thing { oneof kind { Words first = 1; Words second = 2; bool flag = 3; uint64 num = 4; double float = 5; } }";
    let paired = Documents::of_types(schemas, messages).pair()?;
    assert_eq!(paired.line("rest:Thing.Alpha"), "rest:Thing.Alpha unreviewed reached from a paired operation, converted by nothing");
    Ok(())
}
