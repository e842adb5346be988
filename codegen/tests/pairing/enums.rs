//! Enums by the names of their values.

use codegen::plan::OneSided;
use serde_json::json;

use super::documents::*;

/// A color beside a name, so that the pair of the two holds with and without it.
fn colored(values: serde_json::Value, proto: &str) -> Documents {
    let schemas = json!({ "Thing": record([("name", text()), ("color?", named("Color"))]), "Color": values });
    Documents::of_types(schemas, &format!("{proto} message Thing {{ string name = 1; optional Color color = 2; }}"))
}

#[test]
fn spelling_and_the_enums_own_name_do_not_count() -> Outcome {
    let paired = colored(words(["dark_blue", "Red", "4x"]), "enum Color { COLOR_RED = 0; ColorDarkBlue = 1; Color_4x = 2; }").pair()?;
    assert_eq!(
        paired.lines(),
        [
            "grpc:t.Color auto rest:Color",
            "grpc:t.Color=COLOR_RED auto rest:Color.Red, number 0",
            "grpc:t.Color=ColorDarkBlue auto rest:Color.dark_blue, number 1",
            "grpc:t.Color=Color_4x auto rest:Color.4x, number 2",
            "grpc:t.Thing auto rest:Thing",
            "grpc:t.Thing.color auto same rest:Thing.color",
            "grpc:t.Thing.name auto same rest:Thing.name",
            "rest:Color auto grpc:t.Color",
            "rest:Color.4x auto grpc:t.Color=Color_4x",
            "rest:Color.Red auto grpc:t.Color=COLOR_RED",
            "rest:Color.dark_blue auto grpc:t.Color=ColorDarkBlue",
            "rest:Thing auto grpc:t.Thing (from rest:op:make_thing.thing)",
            "rest:Thing.color auto same grpc:t.Thing.color",
            "rest:Thing.name auto same grpc:t.Thing.name",
        ]
    );
    Ok(())
}

#[test]
fn a_zero_may_say_nothing() -> Outcome {
    for zero in ["UnknownColor", "Color_Unknown", "COLOR_DEFAULT"] {
        let paired = colored(words(["red", "blue"]), &format!("enum Color {{ {zero} = 0; Red = 1; Blue = 2; }}")).pair()?;
        let line = format!("grpc:t.Color={zero} auto means that nothing was said: absent");
        assert_eq!(paired.line(&format!("grpc:t.Color={zero}")), line);
        let pair = paired.plan.enums.values().next().ok_or("no enum")?;
        assert!(pair.zero_is_absent, "{zero}");
    }
    Ok(())
}

/// A zero that REST has a name for is a value, whatever its name says.
#[test]
fn a_zero_with_a_counterpart_says_something() -> Outcome {
    let paired = colored(words(["default", "red"]), "enum Color { Default = 0; Red = 1; }").pair()?;
    assert_eq!(paired.line("grpc:t.Color=Default"), "grpc:t.Color=Default auto rest:Color.default, number 0");
    assert!(paired.plan.enums.values().all(|pair| !pair.zero_is_absent));
    Ok(())
}

#[test]
fn what_grpc_alone_has_is_kept_as_unknown() -> Outcome {
    let paired = colored(words(["red", "blue"]), "enum Color { Red = 0; Blue = 1; Green = 2; }").pair()?;
    assert_eq!(paired.line("grpc:t.Color=Green"), "grpc:t.Color=Green auto kept as `Unknown` of rest:Color");
    Ok(())
}

#[test]
fn what_rest_alone_has_is_for_a_row_to_decide() -> Outcome {
    let documents = || colored(words(["red", "blue", "green"]), "enum Color { Red = 0; Blue = 1; }");
    assert_eq!(documents().pair()?.line("rest:Color.green"), "rest:Color.green unreviewed one-sided");

    let row = "[[one_sided]]\nid = \"rest:Color.green\"\npolicy = \"error\"\nwhy = \"since 1.2 over REST\"\n";
    let paired = documents().overrides(row).pair()?;
    assert_eq!(paired.line("rest:Color.green"), "rest:Color.green rest-only since 1.2 over REST");
    let pair = paired.plan.enums.values().next().ok_or("no enum")?;
    assert_eq!(pair.rest_only, [("green".to_owned(), OneSided::Error)]);
    Ok(())
}

#[test]
fn a_string_stands_for_any_value() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("color", named("Color"))]), "Color": words(["red", "blue"]) });
    let paired = Documents::of_types(schemas, "message Thing { string name = 1; string color = 2; }").pair()?;
    assert_eq!(paired.line("rest:Thing.color"), "rest:Thing.color auto same grpc:t.Thing.color");
    assert_eq!(paired.line("rest:Color.red"), "rest:Color.red auto a free string");
    assert_eq!(paired.line("rest:Color"), "rest:Color auto a free string");
    Ok(())
}
