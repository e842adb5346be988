//! Compiles what the REST emitters make of every case in `cases/`, and runs some of it.
#![allow(missing_docs, dead_code, unexpected_cfgs, unused_imports, reason = "most cases are there to be compiled")]
#![allow(clippy::wrong_self_convention, reason = "setters are called as the fields are: `is_empty`")]

use std::error::Error;
use std::path::Path;

// The runtime that generated code calls.
#[path = "../../src/ext/datetime.rs"]
mod datetime;
#[path = "../../src/decode/mod.rs"]
mod decode;
mod ext {
    pub use super::datetime::{DateTime, DateTimeError};

    pub struct PointIdError;
}
mod transport {
    pub mod rest {
        #[derive(Clone, Debug)]
        pub struct CallContext;
    }
}

macro_rules! cases {
    ($($case:ident $($client:ident)?,)*) => {
        $(mod $case {
            include!(concat!("cases/", stringify!($case), "/expected.rs"));
            $(impl progenitor_client::ClientHooks<crate::transport::rest::CallContext> for &$client::Client {})?
        })*

        const CASES: &[&str] = &[$(stringify!($case)),*];
    };
}

cases! {
    alias,
    enum_tag,
    enum_unknown,
    operation_parameters rest,
    operation_streams rest,
    operation_upload rest,
    struct_fields,
    struct_keyword_and_rename,
    union_keys,
    union_kinds,
    union_lists,
    union_map,
    union_nested,
    union_scalars,
    union_tag,
}

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn every_case_is_compiled() -> Outcome {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"))? {
        found.push(entry?.file_name().to_string_lossy().into_owned());
    }
    found.sort();
    assert_eq!(found, CASES);
    Ok(())
}

#[test]
fn a_struct_keeps_null_and_leaves_out_absence() -> Outcome {
    use struct_fields::models::{Part, Sample};
    let when: ext::DateTime = "2024-01-01".parse()?;
    let sample =
        Sample::new("a", 3, 0.5, when, uuid::Uuid::nil(), true, ["x"], [Part::new()], [("p", Part::new().weight(1.5))], vec![None], None)
            .limit(7)
            .part(Part::default());
    let json = serde_json::json!({
        "name": "a", "size": 3, "share": 0.5, "when": "2024-01-01T00:00:00Z", "id": "00000000-0000-0000-0000-000000000000", "free": true,
        "labels": ["x"], "parts": [{}], "by_name": { "p": { "weight": 1.5 } }, "holes": [null], "maybe": null, "limit": 7, "part": {},
    });
    assert_eq!(serde_json::to_value(&sample)?, json);
    assert_eq!(serde_json::from_value::<Sample>(json)?, sample);
    Ok(())
}

#[test]
fn an_enum_keeps_what_it_does_not_know() -> Outcome {
    use enum_unknown::models::Distance;
    for (text, value) in [("Cosine", Distance::Cosine), ("4x", Distance::N4x), ("new", Distance::Unknown("new".to_owned()))] {
        assert_eq!(serde_json::from_value::<Distance>(text.into())?, value);
        assert_eq!(serde_json::to_value(&value)?, text);
        assert_eq!((value.to_string().as_str(), text.parse()), (text, Ok(value)));
    }
    Ok(())
}

#[test]
fn a_tag_fills_itself_in() -> Outcome {
    use enum_tag::models::Sample;
    assert_eq!(serde_json::to_string(&Sample::new().size(1))?, r#"{"type":"only","size":1}"#);
    assert_eq!(Sample::new(), Sample::default());
    Ok(())
}

#[test]
fn unions_are_made_from_what_they_hold() -> Outcome {
    use union_nested::models::{Inner, Outer, Query, Text};
    assert_eq!(Outer::from(7), Outer::Inner(Inner::Integer(7)));
    assert_eq!(Outer::from([0.5]), Outer::Inner(Inner::Dense(vec![0.5])));
    assert_eq!(Outer::from(Text::new("a")), Outer::Inner(Inner::Text(Text::new("a"))));
    let query = Outer::from(Query::new(vec![0.5]));
    assert_eq!(serde_json::from_str::<Outer>(r#"{"nearest":[0.5]}"#)?, query);
    Ok(())
}
