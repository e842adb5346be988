//! `explain` prints what the ledger says about one id.

mod common;

use common::{Documents, Outcome, run, stderr};

const LEDGER: &str = "# 4 entries
op:get_points auto qdrant.Points/Get
rest:Point auto same
rest:Point.id override why
rest:PointId auto grpc:qdrant.PointId (from rest:Filter.has_id)
rest:Filter auto grpc:qdrant.Filter (from rest:op:count_points.filter)
";

const OVERRIDES: &str = "# comment
[[fields]]
rest = \"rest:Point.id\"
grpc = \"grpc:qdrant.Point.num\"
why = \"the number\"

[[fields]]
rest = \"rest:PointId.x\"
grpc = \"grpc:qdrant.PointId.y\"
why = \"not rest:Point.id\"
";

#[test]
fn an_id_is_explained_with_what_is_below_it() -> Outcome {
    let documents = Documents::new()?;
    documents.add("generated/ledger.txt", LEDGER)?;
    documents.add("codegen/overrides.toml", OVERRIDES)?;
    let output = run(&documents.path(""), &["explain", "rest:Point"])?;
    assert_eq!(
        String::from_utf8(output.stdout)?,
        "rest:Point auto same\nrest:Point.id override why\noverride: [[fields]] rest = \"rest:Point.id\" grpc = \"grpc:qdrant.Point.num\" why = \"the number\"\n"
    );

    let output = run(&documents.path(""), &["explain", "rest:PointId"])?;
    let text = String::from_utf8(output.stdout)?;
    assert!(text.contains("walk: rest:PointId <- rest:Filter.has_id <- op:count_points.filter\n"), "{text}");

    let output = run(&documents.path(""), &["explain", "rest:Line"])?;
    assert_eq!(stderr(&output), "error: generated/ledger.txt: no entry for `rest:Line`\n");
    assert_eq!(output.status.code(), Some(1));
    Ok(())
}
