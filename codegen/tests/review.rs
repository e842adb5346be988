//! What a new release brings must be decided about before anything is generated.

mod common;

use common::{Outcome, Release};

const BRAND_NEW: &str = "optional string brand_new = 99;";
const SCHEMA: &str = r#"{"type": "string", "nullable": true}"#;

#[test]
fn what_nobody_has_decided_about_stops_the_generator() -> Outcome {
    let release = Release::new()?;
    release.add_field("ScrollPoints", BRAND_NEW)?;
    release.add_property("CountRequest", "brand_new", SCHEMA)?;
    assert_eq!(
        release.refused(&[])?,
        "error: 2 ids are unreviewed, `grpc:qdrant.ScrollPoints.brand_new` first (one-sided); add rows to DIR/overrides.toml or run with --accept-unreviewed\n"
    );
    assert!(!release.out().exists(), "something was written");

    release.generated(&["--accept-unreviewed"])?;
    for id in ["grpc:qdrant.ScrollPoints.brand_new", "rest:CountRequest.brand_new"] {
        assert_eq!(release.line(id)?, format!("{id} unreviewed one-sided"));
    }
    assert_eq!(release.line("# unreviewed")?, "# unreviewed 2 ids, 2 fields, variants and enum values");

    release.append(
        "overrides.toml",
        "
        [[one_sided]]
        id = \"grpc:qdrant.ScrollPoints.brand_new\"
        policy = \"error\"
        why = \"REST follows in the next release\"
        [[one_sided]]
        id = \"rest:CountRequest.brand_new\"
        policy = \"ignored\"
        why = \"counts are the same without\"",
    )?;
    release.generated(&[])?;
    assert_eq!(
        release.line("grpc:qdrant.ScrollPoints.brand_new")?,
        "grpc:qdrant.ScrollPoints.brand_new grpc-only REST follows in the next release"
    );
    assert_eq!(release.line("rest:CountRequest.brand_new")?, "rest:CountRequest.brand_new ignored counts are the same without");
    Ok(())
}

#[test]
fn what_both_sides_bring_under_one_name_needs_no_decision() -> Outcome {
    let release = Release::new()?;
    release.add_field("ScrollPoints", BRAND_NEW)?;
    release.add_property("ScrollRequest", "brand_new", SCHEMA)?;
    release.generated(&[])?;
    assert_eq!(release.line("rest:ScrollRequest.brand_new")?, "rest:ScrollRequest.brand_new auto same grpc:qdrant.ScrollPoints.brand_new");
    Ok(())
}

#[test]
fn rows_of_the_program_are_checked_too() -> Outcome {
    let release = Release::new()?;
    release.append("overrides.toml", "[[one_sided]]\nid = \"rest:CountRequest.gone\"\npolicy = \"error\"\nwhy = \"x\"\n")?;
    assert_eq!(
        release.refused(&[])?,
        "error: DIR/overrides.toml: [[one_sided]] `rest:CountRequest.gone` is used by nothing: structure proves it, or its ids are gone\n"
    );
    assert!(!release.out().exists(), "something was written");
    release.generated(&["--accept-unreviewed"])?;
    let ledger = std::fs::read_to_string(release.out().join("ledger.txt"))?;
    assert!(ledger.ends_with("\n# unused override [[one_sided]] `rest:CountRequest.gone`\n"), "it does not say so");
    Ok(())
}

/// What is generated of a release where something is otherwise than in that of the repository.
fn generated(change: impl FnOnce(&mut serde_json::Value)) -> Result<Release, Box<dyn std::error::Error>> {
    let release = Release::new()?;
    let file = release.path("specs/openapi.json");
    let mut document = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
    change(&mut document);
    std::fs::write(file, document.to_string())?;
    release.generated(&["--accept-unreviewed"])?;
    Ok(release)
}

#[test]
fn usage_is_what_answers_hold() -> Outcome {
    let usage = |change: fn(&mut serde_json::Value, &mut u32)| -> Result<[String; 2], Box<dyn std::error::Error>> {
        let release = generated(|document| {
            let mut answers = 0;
            for item in document["paths"].as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
                for operation in item.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
                    let fields = &mut operation["responses"]["200"]["content"]["application/json"]["schema"]["properties"];
                    if fields.get("usage").is_some() {
                        change(fields, &mut answers);
                        answers += 1;
                    }
                }
            }
        })?;
        let text = |name: &str| std::fs::read_to_string(release.out().join(name));
        Ok([text("optional.rs")?, text("rest_stub.rs")?])
    };
    const HARDWARE: &str = "#/components/schemas/HardwareUsage";
    let [optional, _] = usage(|fields, _| fields["usage"] = serde_json::json!({ "$ref": HARDWARE }))?;
    assert!(optional.contains("pub type Usage = crate::models::HardwareUsage;"), "{optional}");
    // Of several types that which most answers have; the others' is not read.
    let [optional, stub] = usage(|fields, count| {
        if *count == 0 {
            fields["usage"] = serde_json::json!({ "$ref": HARDWARE });
        }
    })?;
    assert!(optional.contains("pub type Usage = crate::models::Usage;"), "{optional}");
    let [_, all] = usage(|_, _| {})?;
    assert_eq!(stub.matches("with_usage").count() + 1, all.matches("with_usage").count());
    let [optional, stub] = usage(|fields, _| drop(fields.as_object_mut().and_then(|fields| fields.remove("usage"))))?;
    assert!(optional.contains("pub enum Usage {}") && !stub.contains("with_usage"), "{optional}");
    Ok(())
}

#[test]
fn helpers_are_left_out_where_they_were_not_written_for_the_release() -> Outcome {
    let all = ["any_word", "phrase", "prefix", "slice"];
    let mounted = |release: &Release| -> Result<[bool; 4], std::io::Error> {
        let text = std::fs::read_to_string(release.out().join("models/helpers.rs"))?;
        Ok(all.map(|module| text.contains(&format!("mod {module};"))))
    };
    assert_eq!(mounted(&generated(|_| {})?)?, [true; 4]);
    let other = generated(|document| {
        let schemas = &mut document["components"]["schemas"];
        // A variant that went while its type stays, a field that must be there now, and one that may.
        if let Some(variants) = schemas["Match"]["anyOf"].as_array_mut() {
            variants.retain(|variant| variant["$ref"] != "#/components/schemas/MatchPhrase");
        }
        for name in ["MatchPrefix", "MatchTextAny"] {
            schemas[name]["properties"]["made_up"] = serde_json::json!({ "type": "string" });
        }
        schemas["MatchPrefix"]["required"] = serde_json::json!(["prefix", "made_up"]);
    })?;
    assert_eq!(mounted(&other)?, [true, false, false, true]);
    Ok(())
}
