//! Rows of the overrides: what they do, and every way in which one can be wrong.

use codegen::plan::OneSided;
use serde_json::json;

use super::documents::*;

/// A struct of which each side has a field of its own.
fn one_sided() -> Documents {
    let schemas = json!({ "Thing": record([("name", text()), ("color?", text()), ("size?", scalar("uint64"))]) });
    Documents::of_types(schemas, "message Thing { string name = 1; optional bool flat = 2; repeated double weights = 3; }")
}

fn row(table: &str, keys: &str) -> String {
    format!("[[{table}]]\n{keys}\nwhy = \"a reason\"\n")
}

#[test]
fn a_row_decides_what_one_side_alone_has() -> Outcome {
    let rows = [
        row("one_sided", "id = \"rest:Thing.color\"\npolicy = \"error\""),
        row("one_sided", "id = \"rest:Thing.size\"\npolicy = \"ignored\""),
        row("one_sided", "id = \"grpc:t.Thing.flat\"\npolicy = \"error\""),
        row("one_sided", "id = \"grpc:t.Thing.weights\"\npolicy = \"ignored\""),
    ];
    let paired = one_sided().overrides(&rows.concat()).pair()?;
    assert_eq!(paired.line("rest:Thing.color"), "rest:Thing.color rest-only a reason");
    assert_eq!(paired.line("rest:Thing.size"), "rest:Thing.size ignored a reason");
    assert_eq!(paired.line("grpc:t.Thing.flat"), "grpc:t.Thing.flat grpc-only a reason");
    assert_eq!(paired.line("grpc:t.Thing.weights"), "grpc:t.Thing.weights ignored a reason");
    assert!(paired.ledger.ends_with("# override rows 4, 0 more for other releases\n"), "{}", paired.ledger);
    Ok(())
}

#[test]
fn a_row_decides_about_a_oneof_that_grpc_alone_has() -> Outcome {
    let documents = || {
        let schemas = json!({ "Thing": record([("name", text()), ("size", scalar("uint64"))]) });
        Documents::of_types(schemas, "message Thing { string name = 1; uint64 size = 2; oneof extra { bool a = 3; string b = 4; } }")
    };
    assert_eq!(documents().pair()?.line("grpc:t.Thing.a"), "grpc:t.Thing.a unreviewed one-sided");

    let rows = |second: &str| {
        let rows = [("a", "error"), ("b", second)];
        rows.map(|(name, policy)| row("one_sided", &format!("id = \"grpc:t.Thing.{name}\"\npolicy = \"{policy}\""))).concat()
    };
    let paired = documents().overrides(&rows("error")).pair()?;
    assert_eq!(paired.line("grpc:t.Thing.b"), "grpc:t.Thing.b grpc-only a reason");
    // Its variants share one fate.
    let paired = documents().overrides(&rows("ignored")).pair()?;
    assert_eq!(paired.line("grpc:t.Thing.b"), "grpc:t.Thing.b unreviewed one-sided");
    Ok(())
}

#[test]
fn an_implied_value_may_be_sent() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("wait?", bool())]) });
    let rows = row("one_sided", "id = \"rest:Thing.wait\"\npolicy = \"error\"\nimplied = true");
    let paired = Documents::of_types(schemas, "message Thing { string name = 1; }").overrides(&rows).pair()?;
    assert!(paired.items("Thing", "Thing")?.iter().any(|item| matches!(item,
        codegen::plan::Item::RestOnly { rest, policy: OneSided::ErrorUnless(true) } if rest.wire == "wait")));
    Ok(())
}

#[test]
fn a_row_pairs_fields_that_nothing_else_does() -> Outcome {
    let rows = row("fields", "rest = \"rest:Thing.color\"\ngrpc = \"grpc:t.Thing.paint\"");
    let schemas = json!({ "Thing": record([("name", text()), ("color?", text()), ("mood?", text())]) });
    let messages = "message Thing { string name = 1; optional string paint = 2; optional string spirit = 3; }";
    let paired = Documents::of_types(schemas, messages).overrides(&rows).pair()?;
    assert_eq!(paired.line("rest:Thing.color"), "rest:Thing.color override override grpc:t.Thing.paint");
    assert_eq!(paired.line("grpc:t.Thing.paint"), "grpc:t.Thing.paint override override rest:Thing.color");
    // Now these two are the only ones left.
    assert_eq!(paired.line("rest:Thing.mood"), "rest:Thing.mood auto renamed grpc:t.Thing.spirit");
    Ok(())
}

#[test]
fn a_group_converts_its_fields_together() -> Outcome {
    let schemas = json!({ "Thing": record([("name", text()), ("schema", named("Schema"))]), "Schema": union([text(), scalar("uint64")]) });
    let messages = "message Thing { string name = 1; optional uint64 kind = 2; optional string params = 3; }";
    let keys = "rest = [\"rest:Thing.schema\"]\ngrpc = [\"grpc:t.Thing.kind\", \"grpc:t.Thing.params\"]\nfunction = \"the_schema\"";
    let paired = Documents::of_types(schemas, messages).overrides(&row("groups", keys)).pair()?;
    assert_eq!(paired.line("rest:Thing.schema"), "rest:Thing.schema manual by the_schema");
    assert_eq!(paired.line("rest:Schema.Integer"), "rest:Schema.Integer manual by the_schema");
    assert_eq!(paired.line("grpc:t.Thing.kind"), "grpc:t.Thing.kind manual by the_schema");
    Ok(())
}

#[test]
fn a_union_is_normalised_into_one_variant() -> Outcome {
    let schemas = json!({
        "Thing": union([named("Batch"), named("List")]),
        "Batch": record([("batch", list(scalar("uint64"))), ("shard?", text()), ("order?", text())]),
        "List": record([("points", list(text())), ("shard?", text())]),
    });
    let keys = "union = \"rest:Thing\"\nvariant = \"List\"\nfrom = \"Batch\"\nfunction = \"as_list\"";
    let documents = Documents::of_types(schemas, "message Thing { repeated string points = 1; optional string shard = 2; }");
    let paired = documents.overrides(&row("normalise", keys)).pair()?;
    assert_eq!(paired.line("rest:Thing.Batch"), "rest:Thing.Batch manual by as_list");
    assert_eq!(paired.line("rest:Batch.batch"), "rest:Batch.batch manual rest:List.points by as_list");
    assert_eq!(paired.line("rest:Batch.shard"), "rest:Batch.shard auto same rest:List.shard");
    assert_eq!(paired.line("rest:Batch.order"), "rest:Batch.order unreviewed rest:List lacks it");
    assert_eq!(paired.line("rest:List.points"), "rest:List.points auto same grpc:t.Thing.points");
    Ok(())
}

#[test]
fn an_arm_has_its_own_way_to_grpc() -> Outcome {
    let schemas = json!({ "Thing": union([text(), scalar("uint64")]) });
    let keys = "id = \"rest:Thing.String\"\nfunction = \"as_number\"";
    let documents = Documents::of_types(schemas, "message Thing { oneof kind { string text = 1; uint64 num = 2; } }");
    let paired = documents.overrides(&row("arms", keys)).pair()?;
    assert_eq!(paired.line("rest:Thing.String"), "rest:Thing.String manual type grpc:t.Thing.text, to gRPC by as_number");
    Ok(())
}

#[test]
fn variants_are_named_by_a_row() -> Outcome {
    let schemas = || json!({ "Thing": union([text(), scalar("uint64")]) });
    let messages = "message Thing { oneof kind { string text = 1; uint64 num = 2; } }";
    let rows = row("variants", "id = \"rest:Thing.String\"\nname = \"Keyword\"");
    let paired = Documents::of_types(schemas(), messages).overrides(&rows).pair()?;
    assert_eq!(paired.line("rest:Thing.Keyword"), "rest:Thing.Keyword auto type grpc:t.Thing.text");

    let rows = row("variants", "id = \"rest:Thing.String\"\nname = \"Integer\"");
    let paired = Documents::of_types(schemas(), messages).overrides(&rows).pair()?;
    assert!(paired.lines().iter().any(|line| line.starts_with("rest:Thing.Integer2 ")), "{}", paired.ledger);
    Ok(())
}

#[test]
fn rows_hold_for_their_releases() -> Outcome {
    let keys = "id = \"rest:Thing.color\"\npolicy = \"error\"";
    for (bounds, holds) in [
        ("since = \"1.2.0\"", true),
        ("since = \"1.3.0\"", false),
        ("since = \"1.10.0\"", false),
        ("until = \"1.2.0\"", true),
        ("until = \"1.1.9\"", false),
        ("since = \"1.1.0\"\nuntil = \"1.10.0\"", true),
        ("since = \"1.2.1\"\nuntil = \"1.3.0\"", false),
        // A series holds whatever the patch.
        ("since = \"1.2\"\nuntil = \"1.2\"", true),
        ("since = \"1.3\"", false),
        ("until = \"1.1\"", false),
        ("until = \"1\"", true),
    ] {
        let paired = one_sided().overrides(&row("one_sided", &format!("{keys}\n{bounds}"))).pair()?;
        let class = if holds { "rest-only a reason" } else { "unreviewed one-sided" };
        assert_eq!(paired.line("rest:Thing.color"), format!("rest:Thing.color {class}"), "{bounds}");
        let rows = if holds { "1, 0" } else { "0, 1" };
        assert!(paired.ledger.ends_with(&format!("# override rows {rows} more for other releases\n")), "{bounds}: {}", paired.ledger);
    }
    // Two rows for one id, each for its releases.
    let rows = [row("one_sided", &format!("{keys}\nuntil = \"1.1.0\"")), row("one_sided", &format!("{keys}\nsince = \"1.2.0\""))];
    one_sided().overrides(&rows.concat()).pair()?;
    Ok(())
}

#[test]
fn malformed_rows_are_refused() -> Outcome {
    let keys = "id = \"rest:Thing.color\"\npolicy = \"error\"";
    for (text, expected) in [
        (format!("[[one_sided]]\n{keys}\n"), "line 1: missing field `why`"),
        (format!("[[one_sided]]\n{keys}\nwhy = \" \"\n"), "[[one_sided]] `rest:Thing.color` has no reason: fill in `why`"),
        (
            row("one_sided", &format!("{keys}\nreason = \"x\"")),
            "line 4: unknown field `reason`, expected one of `id`, `policy`, `implied`, `why`, `since`, `until`",
        ),
        (
            row("oneside", keys),
            "line 1: unknown field `oneside`, expected one of `variants`, `operations`, `fields`, `one_sided`, `manual`, `groups`, `normalise`, `arms`, `modules`",
        ),
        (row("one_sided", "id = \"rest:Thing.color\"\npolicy = \"warn\""), "line 3: unknown variant `warn`, expected `error` or `ignored`"),
        (
            row("operations", "id = \"op:make_thing\"\nsafety = \"harmless\""),
            "line 3: unknown variant `harmless`, expected one of `read`, `idempotent_write`, `write`",
        ),
        (
            row("one_sided", &format!("{keys}\nsince = \"1.2.0.1\"")),
            "[[one_sided]] `rest:Thing.color` has a `since` that is no release: `1.2.0.1`",
        ),
        (
            row("one_sided", &format!("{keys}\nuntil = \"next\"")),
            "[[one_sided]] `rest:Thing.color` has a `until` that is no release: `next`",
        ),
        (row("one_sided", keys).repeat(2), "[[one_sided]] `rest:Thing.color` is there twice"),
    ] {
        let fault = one_sided().overrides(&text).fault()?;
        assert_eq!(fault, format!("overrides.toml: {expected}"), "{text}");
    }
    Ok(())
}

#[test]
fn rows_that_nothing_uses_are_refused() -> Outcome {
    for (rows, key) in [
        (row("one_sided", "id = \"rest:Thing.colour\"\npolicy = \"error\""), "[[one_sided]] `rest:Thing.colour`"),
        (row("one_sided", "id = \"rest:Thing.name\"\npolicy = \"ignored\""), "[[one_sided]] `rest:Thing.name`"),
        (row("fields", "rest = \"rest:Thing.color\"\ngrpc = \"grpc:t.Thing.paint\""), "[[fields]] `rest:Thing.color = grpc:t.Thing.paint`"),
        // Both exist, but a text is no flag.
        (row("fields", "rest = \"rest:Thing.color\"\ngrpc = \"grpc:t.Thing.flat\""), "[[fields]] `rest:Thing.color = grpc:t.Thing.flat`"),
        (row("operations", "id = \"op:take_thing\"\nsafety = \"read\""), "[[operations]] `op:take_thing`"),
        (row("manual", "rest = \"rest:Other\"\ngrpc = \"grpc:t.Thing\""), "[[manual]] `rest:Other = grpc:t.Thing`"),
        (
            row("groups", "rest = [\"rest:Thing.color\"]\ngrpc = [\"grpc:t.Thing.paint\"]\nfunction = \"paint\""),
            "[[groups]] `paint of rest:Thing.color`",
        ),
        (row("normalise", "union = \"rest:Other\"\nvariant = \"A\"\nfrom = \"B\"\nfunction = \"as_a\""), "[[normalise]] `rest:Other`"),
        (row("arms", "id = \"rest:Other.A\"\nfunction = \"as_a\""), "[[arms]] `rest:Other.A`"),
    ] {
        let fault = one_sided().overrides(&rows).fault()?;
        assert_eq!(fault, format!("overrides.toml: {key} is used by nothing: structure proves it, or its ids are gone"));
    }
    let fault = one_sided().overrides(&row("variants", "id = \"rest:Thing.String\"\nname = \"Text\"")).fault()?;
    assert_eq!(fault, "overrides: [[variants]] `rest:Thing.String` matches no variant");
    let fault = one_sided().overrides(&row("operations", "id = \"op:make_thing\"\nrpc = \"t.Things/Build\"")).fault()?;
    assert_eq!(fault, "overrides: op:make_thing: no RPC `t.Things/Build`");
    Ok(())
}

/// What an attempt used that failed in the end was not used.
#[test]
fn rows_inside_a_pair_that_fails_are_refused() -> Outcome {
    let schemas = json!({
        "Thing": record([("name", text()), ("config?", named("Config"))]),
        "Config": record([("a", text()), ("b", text()), ("extra?", text())]),
    });
    let messages = "message Config { bool x = 1; bool y = 2; } message Thing { string name = 1; Config config = 2; }";
    let rows = row("one_sided", "id = \"rest:Config.extra\"\npolicy = \"ignored\"");
    let fault = Documents::of_types(schemas, messages).overrides(&rows).fault()?;
    let key = "[[one_sided]] `rest:Config.extra`";
    assert_eq!(fault, format!("overrides.toml: {key} is used by nothing: structure proves it, or its ids are gone"));
    Ok(())
}

#[test]
fn rows_that_repeat_what_structure_proves_are_refused() -> Outcome {
    let fields = |rest: &str, grpc: &str| row("fields", &format!("rest = \"rest:Thing.{rest}\"\ngrpc = \"grpc:t.Thing.{grpc}\""));
    for (rows, key) in [
        (fields("name", "name"), "[[fields]] `rest:Thing.name = grpc:t.Thing.name`"),
        (fields("vector_size", "size_of_vectors"), "[[fields]] `rest:Thing.vector_size = grpc:t.Thing.size_of_vectors`"),
        (fields("offset", "start"), "[[fields]] `rest:Thing.offset = grpc:t.Thing.start`"),
        (row("operations", "id = \"op:make_thing\"\nrpc = \"t.Things/MakeThing\""), "[[operations]] `op:make_thing`"),
        (row("operations", "id = \"op:make_thing\"\nsafety = \"idempotent_write\""), "[[operations]] `op:make_thing`"),
    ] {
        let schemas = json!({ "Thing": record([("name", text()), ("vector_size", scalar("uint64")), ("offset?", scalar("uint64"))]) });
        let messages = "message Thing { string name = 1; uint64 size_of_vectors = 2; optional uint64 start = 3; }";
        let fault = Documents::of_types(schemas, messages).overrides(&rows).fault()?;
        assert_eq!(fault, format!("overrides.toml: {key} repeats what structure proves: remove it"));
    }

    let rows = row("variants", "id = \"rest:Thing.String\"\nname = \"String\"");
    let schemas = json!({ "Thing": union([text(), scalar("uint64")]) });
    let fault =
        Documents::of_types(schemas, "message Thing { oneof kind { string text = 1; uint64 num = 2; } }").overrides(&rows).fault()?;
    assert_eq!(fault, "overrides: [[variants]] `rest:Thing.String` repeats what the rule says: remove it");
    Ok(())
}
