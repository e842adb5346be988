//! `explain` prints what the ledger says about one id.

mod common;

use common::{Documents, Outcome, run, stderr};

const LEDGER: &str = "# 4 entries
op:get_points auto qdrant.Points/Get
rest:Point auto same
rest:Point.id override why
rest:PointId auto same
";

#[test]
fn an_id_is_explained_with_what_is_below_it() -> Outcome {
    let documents = Documents::new()?;
    documents.add("generated/ledger.txt", LEDGER)?;
    let output = run(&documents.path(""), &["explain", "rest:Point"])?;
    assert_eq!(String::from_utf8(output.stdout)?, "rest:Point auto same\nrest:Point.id override why\n");

    let output = run(&documents.path(""), &["explain", "rest:Line"])?;
    assert_eq!(stderr(&output), "error: generated/ledger.txt: no entry for `rest:Line`\n");
    assert_eq!(output.status.code(), Some(1));
    Ok(())
}
