//! Unions: which variant takes which JSON value, and what the errors say.

use qdrant_remote::models::*;
use serde::de::DeserializeOwned;
use serde::de::value::{MapDeserializer, StrDeserializer};
use serde::{Deserialize, Serialize};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// The variant that takes the value, whether the text, the reader or the tree of a value is decoded.
fn variant<T: DeserializeOwned + Serialize + std::fmt::Debug + PartialEq>(json: &str) -> Result<String, Box<dyn std::error::Error>> {
    let value: T = serde_json::from_str(json).map_err(|error| format!("{json}: {error}"))?;
    assert_eq!(serde_json::from_reader::<_, T>(json.as_bytes())?, value, "{json}");
    assert_eq!(serde_json::from_value::<T>(serde_json::from_str(json)?)?, value, "{json}");
    assert_eq!(serde_json::from_str::<T>(&serde_json::to_string(&value)?)?, value, "{json}");
    let text = format!("{value:?}");
    Ok(text.split(['(', ' ']).next().unwrap_or_default().to_owned())
}

fn error<T: DeserializeOwned>(json: &str) -> String {
    serde_json::from_str::<T>(json).err().map(|error| error.to_string()).unwrap_or_default()
}

macro_rules! cases {
    ($union:ty: $($json:expr => $variant:expr,)*) => {
        $(assert_eq!(variant::<$union>($json)?, $variant, "{}", $json);)*
    };
}

#[test]
fn numbers() -> Outcome {
    cases! { OrderValue:
        "1" => "Integer",
        "-1" => "Integer",
        "1.0" => "Float",
        "1e3" => "Float",
        "9223372036854775807" => "Integer",
        "9223372036854775808" => "Float",
        "-9223372036854775808" => "Integer",
    }
    cases! { GroupId:
        "\"a\"" => "String",
        "18446744073709551615" => "Integer",
        "-5" => "Negative",
    }
    cases! { ExtendedPointId:
        "0" => "Integer",
        "18446744073709551615" => "Integer",
        "\"5c56c793-69f3-4fbf-87e6-c4bf54c28c26\"" => "Uuid",
        "\"urn:uuid:5C56C793-69F3-4FBF-87E6-C4BF54C28C26\"" => "Uuid",
    }
    for refused in ["-1", "18446744073709551616", "1.0", "\"7\"", "true", "null", "[]", "{}"] {
        assert!(
            error::<ExtendedPointId>(refused).contains("expected an unsigned integer or a UUID"),
            "{}",
            error::<ExtendedPointId>(refused)
        );
    }
    assert!(error::<ValueVariants>("18446744073709551615").contains("expected a string, an integer or a boolean"));
    Ok(())
}

#[test]
fn strings() -> Outcome {
    cases! { StartFrom:
        "\"2024-02-29 12:30\"" => "DateTime",
        "5" => "Integer",
        "5.5" => "Float",
    }
    cases! { ReadConsistency:
        "\"majority\"" => "Type",
        "\"something new\"" => "Type",
        "2" => "Factor",
    }
    assert_eq!(serde_json::from_str::<ReadConsistencyType>("\"new\"")?, ReadConsistencyType::Unknown("new".to_owned()));
    assert!(error::<StartFrom>("\"yesterday\"").contains("expected an integer, a number or a date-time"));
    Ok(())
}

#[test]
fn arrays() -> Outcome {
    cases! { VectorStructOutput:
        "[]" => "Dense",
        "[1]" => "Dense",
        "[1, -2.5, 1e38]" => "Dense",
        "[[1], []]" => "MultiDense",
        "[[]]" => "MultiDense",
        "{}" => "Named",
        r#"{"a": [1], "b": {"indices": [], "values": []}, "c": [[1]]}"# => "Named",
    }
    cases! { BatchVectorStruct:
        "[[1], [2]]" => "Dense",
        "[[[1]], [[2], [3]]]" => "MultiDense",
        r#"[{"text": "a", "model": "m"}]"# => "Documents",
        r#"[{"model": "m", "image": [1, 2]}]"# => "Images",
        r#"[{"object": {"text": "a"}, "model": "m"}]"# => "InferenceObjects",
        r#"{"a": [[1], {"indices": [1], "values": [0.5]}]}"# => "Named",
    }
    cases! { AnyVariants:
        "[]" => "Strings",
        "[\"a\"]" => "Strings",
        "[1, -2]" => "Integers",
    }
    // Too large for 32 bits is no error on the server either.
    assert_eq!(serde_json::from_str::<VectorOutput>("[1e39]")?, VectorOutput::Dense(vec![f32::INFINITY]));
    assert!(error::<AnyVariants>("[1, \"a\"]").contains("expected i64"));
    assert!(
        error::<VectorStructOutput>("[true]").contains("expected a number or a list of numbers"),
        "{}",
        error::<VectorStructOutput>("[true]")
    );
    Ok(())
}

#[test]
fn objects_by_key() -> Outcome {
    cases! { Condition:
        r#"{"key": "a", "match": {"value": 1}}"# => "Field",
        r#"{"match": {"value": 1}, "key": "a"}"# => "Field",
        r#"{"is_empty": true, "key": "a"}"# => "Field",
        r#"{"is_null": null, "key": "a"}"# => "Field",
        r#"{"is_empty": {"key": "a"}}"# => "IsEmpty",
        r#"{"is_null": {"key": "a"}}"# => "IsNull",
        r#"{"has_id": [1]}"# => "HasId",
        r#"{"has_vector": "v"}"# => "HasVector",
        r#"{"nested": {"key": "a", "filter": {}}}"# => "Nested",
        r#"{"must": []}"# => "Filter",
        r#"{"new": 1, "min_should": {"conditions": [], "min_count": 1}}"# => "Filter",
        "{}" => "Filter",
    }
    assert!(
        error::<Condition>(r#"{"new_condition": {"a": 1}}"#)
            .contains("an object with `new_condition`, expected an object with one of `key`")
    );
    cases! { QueryInterface:
        "[0.5]" => "VectorInput",
        "7" => "VectorInput",
        r#"{"indices": [1], "values": [0.5]}"# => "VectorInput",
        r#"{"model": "m", "text": "a"}"# => "VectorInput",
        r#"{"nearest": [0.5]}"# => "Query",
        r#"{"fusion": "rrf"}"# => "Query",
        r#"{"sample": "random"}"# => "Query",
    }
    cases! { Expression:
        "1" => "Float",
        "\"$score\"" => "String",
        r#"{"key": "a", "match": {"value": 1}}"# => "Condition",
        r#"{"must": []}"# => "Condition",
        r#"{"mult": [1, "$score"]}"# => "Mult",
        r#"{"abs": {"neg": 1}}"# => "Abs",
    }
    Ok(())
}

#[test]
fn objects_by_value() -> Outcome {
    cases! { RangeInterface:
        r#"{"gt": 1, "lt": null}"# => "Range",
        r#"{"gt": null, "lte": "2024-01-01"}"# => "DatetimeRange",
        "{}" => "Range",
    }
    cases! { PayloadSchemaParams:
        r#"{"type": "keyword", "is_tenant": true}"# => "KeywordIndex",
        r#"{"is_tenant": true, "type": "uuid"}"# => "UuidIndex",
        r#"{"lowercase": true, "on_disk": true, "type": "text"}"# => "TextIndex",
    }
    assert!(error::<PayloadSchemaParams>(r#"{"type": "blob"}"#).contains("`type`: unknown value `blob`, expected one of `bool`"));
    for tag in ["blob", "float"] {
        let late = format!(r#"{{"lookup": true, "type": "{tag}"}}"#);
        assert!(error::<PayloadSchemaParams>(&late).contains(&format!("unknown value `{tag}`, expected `integer`")), "{late}");
    }
    cases! { VectorsConfig:
        r#"{"size": 4, "distance": "Dot"}"# => "Single",
        r#"{"on_disk": true, "hnsw_config": {}, "distance": "Dot", "size": 4}"# => "Single",
        r#"{"size": {"size": 4, "distance": "Dot"}}"# => "Named",
        r#"{"hnsw_config": {"size": 4, "distance": "Dot"}}"# => "Named",
        r#"{"text": {"size": 4, "distance": "Dot"}}"# => "Named",
        "{}" => "Named",
    }
    cases! { VectorStruct:
        r#"{"text": "a", "model": "m"}"# => "Document",
        r#"{"text": [1]}"# => "Named",
        r#"{"image": [1]}"# => "Named",
        r#"{"image": [1], "model": [2], "object": [3]}"# => "Named",
        r#"{"image": {"indices": [1], "values": [1]}, "model": "m"}"# => "Image",
        r#"{"options": {}, "object": 5, "model": "m"}"# => "InferenceObject",
    }
    cases! { DocumentOptions:
        r#"{"k": 1.5, "anything": [null]}"# => "Free",
    }
    Ok(())
}

#[test]
fn a_value_read_ahead_keeps_its_error() {
    let text = error::<VectorStruct>(r#"{"image": [1, "a"]}"#);
    assert!(text.contains("`image`: ") && text.contains("invalid type: string \"a\""), "{text}");
}

#[test]
fn nothing_free_is_lost() -> Outcome {
    let json = r#"{"id":1,"payload":{"null":null,"one":1,"float":1.0,"big":18446744073709551615,"list":[null,{}]},"vector":{}}"#;
    let point: PointStruct = serde_json::from_str(json)?;
    let again: serde_json::Value = serde_json::from_str(&serde_json::to_string(&point)?)?;
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(json)?);
    Ok(())
}

/// A number comes as an object with one key where `serde_json` keeps numbers as text.
#[test]
fn numbers_as_text() -> Outcome {
    let number = |text: &'static str| {
        OrderValue::deserialize(MapDeserializer::<_, serde::de::value::Error>::new(
            [("$serde_json::private::Number", text)].into_iter().map(|(key, value)| (key, StrDeserializer::new(value))),
        ))
    };
    assert_eq!(number("7")?, OrderValue::Integer(7));
    assert_eq!(number("-7")?, OrderValue::Integer(-7));
    assert_eq!(number("7.5")?, OrderValue::Float(7.5));
    Ok(())
}

#[test]
fn scalars_as_text() -> Outcome {
    assert_eq!("majority".parse::<ReadConsistency>()?, ReadConsistency::Type(ReadConsistencyType::Majority));
    assert_eq!("3".parse::<ReadConsistency>()?, ReadConsistency::Factor(3));
    assert_eq!("3".parse::<ShardKey>()?, ShardKey::Integer(3));
    assert_eq!("-3".parse::<ShardKey>()?, ShardKey::String("-3".to_owned()));
    assert_eq!(ShardKey::from("a b").to_string(), "a b");
    Ok(())
}

#[test]
fn deep_filters_neither_overflow_nor_pass_the_limit() -> Outcome {
    let nested = |depth: usize| format!("{}{{}}{}", "{\"must\":[".repeat(depth), "]}".repeat(depth));
    let decoding = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let deepest = serde_json::from_str::<Filter>(&nested(60)).is_ok();
        (deepest, error::<Filter>(&nested(200)))
    })?;
    let (deepest, deeper) = decoding.join().map_err(|_| "the decoding thread died")?;
    assert!(deepest && deeper.contains("recursion limit"), "{deepest}, {deeper}");
    Ok(())
}

#[cfg(feature = "rest")]
#[test]
fn errors_name_the_path() {
    let located = |json: &str| {
        let decoded: Result<QueryRequest, _> = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(json));
        decoded.err().map(|error| error.to_string()).unwrap_or_default()
    };
    for (json, path) in [
        (r#"{"query": [0.5, "a"]}"#, "query[1]: invalid type: string \"a\", expected f32"),
        (r#"{"query": {"nearest": {"indices": [-1], "values": [1]}}}"#, "query.nearest.indices[0]: invalid value: integer `-1`"),
        (r#"{"query": {"fusion": 5}}"#, "query.fusion: invalid type: integer `5`, expected a string"),
        (
            r#"{"filter": {"must": [{"key": "a"}, {"key": "a", "match": {"value": 0.5}}]}}"#,
            "filter.must[1].match.value: invalid type: floating point `0.5`",
        ),
        (
            r#"{"filter": {"must": {"nested": {"key": "a", "filter": {"should": 1}}}}}"#,
            "filter.must.nested.filter.should: invalid type: integer `1`",
        ),
        (r#"{"prefetch": [{"prefetch": {"limit": "a"}}]}"#, "prefetch[0].prefetch.limit: invalid type: string \"a\", expected u64"),
        // What had to be read ahead is named by its key.
        (
            r#"{"filter": {"must": {"key": "a", "range": {"gt": null, "lt": [1]}}}}"#,
            "filter.must.range: `lt`: invalid type: sequence, expected f64",
        ),
    ] {
        assert!(located(json).starts_with(path), "{}", located(json));
    }
}
