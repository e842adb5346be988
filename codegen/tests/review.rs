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
