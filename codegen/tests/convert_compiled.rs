//! Compiles what the conversion emitters make of every case in `convert_cases/`, and runs it in both directions.
#![allow(missing_docs, dead_code, reason = "small stand-ins of the crate that generated code is part of")]

mod stand_ins;

use std::error::Error;
use std::fmt::Debug;
use std::path::Path;

use operation::models;
use stand_ins::error::ConvertErrorKind::{self, EmptyOneof, Invalid, Missing, NotExpressible, OutOfRange, UnknownValue};
use stand_ins::{Convert, Protocol, Response};

macro_rules! cases {
    ($($case:ident,)*) => {
        $(
            #[allow(clippy::all, clippy::allow_attributes_without_reason, unused_imports, unused_parens, unused_variables, reason = "generated")]
            mod $case {
                use crate::stand_ins::{Convert, ConvertEnum, ConvertError, Protocol, Response, steps as convert};
                include!(concat!("convert_cases/", stringify!($case), "/types.rs"));
                include!(concat!("convert_cases/", stringify!($case), "/expected.rs"));
            }
        )*

        const CASES: &[&str] = &[$(stringify!($case)),*];
    };
}

cases! {
    checked,
    enums,
    fields,
    flattened,
    one_or_many,
    one_sided,
    operation,
    presence,
    select,
    selector,
    shorthand,
    split,
    unions,
    wrappers,
}

/// Free text of an enum, which the crate's macro makes.
impl From<String> for enums::models::Word {
    fn from(text: String) -> Self {
        match text.as_str() {
            "yes" => Self::Yes,
            "no" => Self::No,
            _ => Self::Unknown(text),
        }
    }
}

type Outcome = Result<(), Box<dyn Error>>;

/// Both sides say the same.
fn same<R, G>(rest: R, grpc: G) -> Outcome
where
    R: Clone + Debug + PartialEq + Convert<G>,
    G: Clone + Debug + PartialEq + Convert<R>,
{
    assert_eq!(rest.clone().convert()?, grpc);
    assert_eq!(grpc.convert()?, rest);
    Ok(())
}

/// A value has no form on the other side.
fn fails<A: Convert<B>, B>(value: A, kind: ConvertErrorKind, text: &str) {
    let error = value.convert().err().map(|error| (error.kind(), error.to_string()));
    assert_eq!(error, Some((kind, text.to_owned())));
}

#[test]
fn every_case_is_compiled() -> Outcome {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/convert_cases"))? {
        found.push(entry?.file_name().to_string_lossy().into_owned());
    }
    found.sort();
    assert_eq!(found, CASES);
    Ok(())
}

#[test]
fn fields_keep_presence_where_both_sides_have_it() -> Outcome {
    use fields::{models, pb};
    let part = |name: &str| (models::Part { name: name.to_owned() }, pb::Part { name: name.to_owned() });
    let rest = models::Thing {
        name: "a".to_owned(),
        alias: None,
        note: Some(String::new()),
        limit: Some(3),
        exact: Some(true),
        parts: vec![part("p").0],
        labels: Some(vec!["l".to_owned()]),
        sizes: None,
        by_name: [("k".to_owned(), part("q").0)].into(),
        part: part("r").0,
        spare: None,
    };
    let grpc = pb::Thing {
        name: "a".to_owned(),
        alias: None,
        note: String::new(),
        limit: 3,
        exact: true,
        parts: vec![part("p").1],
        labels: vec!["l".to_owned()],
        sizes: [].into(),
        by_name: [("k".to_owned(), part("q").1)].into(),
        part: Some(part("r").1),
        spare: None,
    };
    same(rest.clone(), grpc.clone())?;

    // What gRPC cannot leave out gets the default of the document, else that of the type.
    let absent = models::Thing { note: None, limit: None, exact: None, ..rest };
    let absent: pb::Thing = absent.convert()?;
    assert_eq!((absent.note.as_str(), absent.limit, absent.exact), ("", 0, true));

    fails::<_, models::Thing>(pb::Thing { part: None, ..grpc }, Missing, "part: missing");
    Ok(())
}

#[test]
fn numbers_and_texts_are_checked() -> Outcome {
    use checked::{models, pb};
    let id = uuid::Uuid::nil();
    let rest = |size, sizes: &[u64]| models::Thing { size, id, sizes: sizes.to_vec(), scores: Some([("s".to_owned(), 0.5)].into()) };
    let grpc = pb::Thing { size: 1, id: id.to_string(), sizes: vec![2, 3], scores: [("s".to_owned(), 0.5)].into() };
    same(rest(1, &[2, 3]), grpc.clone())?;
    fails::<_, pb::Thing>(rest(1 << 32, &[]), OutOfRange, "size: 4294967296 does not fit into 32 bits");
    fails::<_, pb::Thing>(rest(0, &[5, 1 << 32]), OutOfRange, "sizes[1]: 4294967296 does not fit into 32 bits");
    fails::<_, models::Thing>(pb::Thing { id: "x".to_owned(), ..grpc }, Invalid, "id: `x` is no UUID");
    Ok(())
}

#[test]
fn enums_are_converted_by_their_own_numbers() -> Outcome {
    use enums::models::{Color, Shade, Thing, Word};
    use enums::pb;
    let rest = Thing {
        color: Color::DarkBlue,
        shade: Some(Shade::Dark),
        before: None,
        others: vec![Color::Red, Color::Unknown("violet".to_owned()), Color::Unknown("77".to_owned())],
        word: Word::Yes,
        by_name: Some([("k".to_owned(), Color::Red)].into()),
    };
    let grpc = pb::Thing {
        color: 1,
        shade: Some(2),
        before: 0,
        others: vec![0, 2, 77],
        word: "yes".to_owned(),
        by_name: [("k".to_owned(), 0)].into(),
    };
    same(rest.clone(), grpc.clone())?;
    let said_nothing = pb::Thing { shade: Some(0), ..grpc };
    assert_eq!(Convert::<Thing>::convert(said_nothing)?, Thing { shade: None, ..rest.clone() });

    let lacking = Thing { others: vec![Color::Red, Color::Green], ..rest.clone() };
    fails::<_, pb::Thing>(lacking, NotExpressible, "others[1]: the other protocol cannot express green");
    let unknown = Thing { by_name: Some([("k".to_owned(), Color::Unknown("mauve".to_owned()))].into()), ..rest };
    fails::<_, pb::Thing>(unknown, UnknownValue, "by_name[\"k\"]: the other protocol has no value `mauve`");
    Ok(())
}

#[test]
fn wrappers_are_put_on_and_taken_off() -> Outcome {
    use wrappers::{models, pb};
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let rest = models::Thing {
        id: "i".to_owned(),
        vector: Some(vec![0.5]),
        note: Some("n".to_owned()),
        key: models::Key { point: "p".to_owned() },
        groups: vec![texts(&["a"]), texts(&[])],
    };
    let grpc = pb::Thing {
        id: Some(pb::Id { kind: Some(pb::id::Kind::Uuid("i".to_owned())) }),
        vector: Some(pb::Vector { data: vec![0.5] }),
        note: Some(pb::Note { text: Some("n".to_owned()) }),
        key: "p".to_owned(),
        groups: vec![pb::Group { names: texts(&["a"]) }, pb::Group { names: vec![] }],
    };
    same(rest, grpc.clone())?;
    let without_id = pb::Thing { id: Some(pb::Id { kind: None }), ..grpc.clone() };
    fails::<_, models::Thing>(without_id, EmptyOneof, "id: nothing is set in `kind`");
    fails::<_, models::Thing>(pb::Thing { note: Some(pb::Note { text: None }), ..grpc }, Missing, "note.text: missing");
    Ok(())
}

#[test]
fn every_variant_has_its_way() -> Outcome {
    use unions::models::{All, AnyOf, Match, Not, Pair, Several, Thing, Value};
    use unions::pb::{self, thing::Kind};
    let grpc = |kind| pb::Thing { kind: Some(kind) };
    let text = || (Thing::String("t".to_owned()), grpc(Kind::Text("t".to_owned())));
    let pair = || ("a".to_owned(), "b".to_owned());
    same(text().0, text().1)?;
    same(Thing::Not(Box::new(Not { negated: text().0 })), grpc(Kind::Negated(Box::new(text().1))))?;
    same(Thing::All(All { all: vec![text().0] }), grpc(Kind::All(pb::Several { things: vec![text().1] })))?;
    same(Thing::Match(Match::Value(Value::Integer(7))), grpc(Kind::Integer(7)))?;
    same(Thing::Match(Match::Value(Value::Bool(true))), grpc(Kind::Flag(true)))?;
    same(Thing::Match(Match::AnyOf(AnyOf { any: Several::Integers(vec![7]) })), grpc(Kind::Integers(pb::Integers { integers: vec![7] })))?;
    same(Thing::Match(Match::AnyOf(AnyOf { any: Several::List(vec![true]) })), grpc(Kind::Flags(pb::Flags { flags: vec![true] })))?;
    same(Thing::Match(Match::Pair(Pair { a: pair().0, b: pair().1 })), grpc(Kind::Pair(pb::Pair { a: pair().0, b: pair().1 })))?;
    // A second form is read and never written.
    assert_eq!(Convert::<Thing>::convert(grpc(Kind::OldInteger(7)))?, Thing::Match(Match::Value(Value::Integer(7))));

    let deep = pb::Several { things: vec![text().1, grpc(Kind::Negated(Box::new(pb::Thing { kind: None })))] };
    fails::<_, Thing>(grpc(Kind::All(deep)), EmptyOneof, "all.things[1].negated: nothing is set in `kind`");
    fails::<_, Thing>(grpc(Kind::Weight(0.5)), NotExpressible, "the other protocol cannot express weight");
    Ok(())
}

#[test]
fn one_value_is_a_list_of_one() -> Outcome {
    use one_or_many::models::{Color, ColorOneOrMany, Part, PartOneOrMany, Thing, WordsOneOrMany};
    use one_or_many::pb;
    let part = Part { name: "p".to_owned() };
    let grpc = pb::Thing { parts: vec![pb::Part { name: "p".to_owned() }], colors: vec![1], words: vec!["w".to_owned()] };
    let many = Thing {
        parts: Some(PartOneOrMany::Many(vec![part.clone()])),
        colors: ColorOneOrMany::Many(vec![Color::Blue]),
        words: WordsOneOrMany::Many(vec!["w".to_owned()]),
    };
    same(many, grpc.clone())?;
    let one = Thing {
        parts: Some(PartOneOrMany::One(part)),
        colors: ColorOneOrMany::One(Color::Blue),
        words: WordsOneOrMany::One("w".to_owned()),
    };
    assert_eq!(Convert::<pb::Thing>::convert(one)?, grpc);
    Ok(())
}

#[test]
fn one_of_several_fields_at_most_is_selected() -> Outcome {
    use select::models::{Part, Thing};
    use select::pb::{self, id::Kind};
    let part = || Part { name: "p".to_owned() };
    let grpc = |kind: Option<Kind>| pb::Thing { id: kind.map(|kind| pb::Id { kind: Some(kind) }), size: 1 };
    same(Thing { name: None, part: None, size: 1 }, grpc(None))?;
    same(Thing { name: Some("n".to_owned()), part: None, size: 1 }, grpc(Some(Kind::Name("n".to_owned()))))?;
    same(Thing { name: None, part: Some(part()), size: 1 }, grpc(Some(Kind::Part(pb::Part { name: "p".to_owned() }))))?;
    let both = Thing { name: Some("n".to_owned()), part: Some(part()), size: 1 };
    fails::<_, pb::Thing>(both, NotExpressible, "part: the other protocol cannot express this field");
    fails::<_, Thing>(pb::Thing { id: Some(pb::Id { kind: None }), size: 1 }, EmptyOneof, "id: nothing is set in `kind`");
    Ok(())
}

#[test]
fn a_union_is_split_over_fields() -> Outcome {
    use split::models::{LimitBy, StartFrom, Thing};
    use split::pb;
    let none = pb::Thing { start_from_number: None, start_from_text: None, limit_number: None, limit_flag: None };
    same(
        Thing { start_from: Some(StartFrom::Float(0.5)), limit_by: LimitBy::Bool(true) },
        pb::Thing { start_from_number: Some(0.5), limit_flag: Some(true), ..none.clone() },
    )?;
    same(Thing { start_from: None, limit_by: LimitBy::Integer(3) }, pb::Thing { limit_number: Some(3), ..none.clone() })?;
    let much = Thing { start_from: None, limit_by: LimitBy::Integer(1 << 32) };
    fails::<_, pb::Thing>(much, OutOfRange, "limit_by: 4294967296 does not fit into 32 bits");
    let two = pb::Thing { limit_number: Some(3), limit_flag: Some(true), ..none.clone() };
    fails::<_, Thing>(two, NotExpressible, "limit_flag: the other protocol cannot express this field");
    fails::<_, Thing>(none, Missing, "limit_by: missing");
    Ok(())
}

#[test]
fn a_struct_selects_a_variant_by_its_key() -> Outcome {
    use selector::models::{ByFilter, ByPoints, Filter, Thing};
    use selector::pb::{self, selector::One};
    let grpc = |one| pb::Thing { selector: Some(pb::Selector { one }), shard: Some("s".to_owned()) };
    same(
        Thing::ByPoints(ByPoints { points: vec!["p".to_owned()], shard: Some("s".to_owned()) }),
        grpc(Some(One::Points(pb::Ids { ids: vec!["p".to_owned()] }))),
    )?;
    same(
        Thing::ByFilter(ByFilter { filter: Filter { must: "m".to_owned(), least: 1 }, shard: Some("s".to_owned()) }),
        grpc(Some(One::Filter(pb::Filter { must: "m".to_owned(), least: 1 }))),
    )?;
    fails::<_, Thing>(grpc(None), EmptyOneof, "selector: nothing is set in `one`");
    fails::<_, Thing>(pb::Thing { selector: None, shard: None }, Missing, "selector: missing");
    Ok(())
}

#[test]
fn shorthand_is_written_out() -> Outcome {
    use shorthand::models::{OrderBy, Thing};
    use shorthand::pb;
    let full = |descending| Thing::OrderBy(OrderBy { key: "k".to_owned(), descending });
    same(full(Some(true)), pb::Thing { key: "k".to_owned(), descending: Some(true) })?;
    let short: pb::Thing = Thing::String("k".to_owned()).convert()?;
    assert_eq!(short, pb::Thing { key: "k".to_owned(), descending: None });
    Ok(())
}

#[test]
fn a_struct_is_flattened() -> Outcome {
    use flattened::{models, pb};
    let place = models::Place { lon: 1.5, lat: 2.5 };
    same(models::Thing { name: "n".to_owned(), place }, pb::Thing { name: "n".to_owned(), lon: 1.5, lat: 2.5 })
}

#[test]
fn flags_and_tags_are_present_or_absent() -> Outcome {
    use presence::models::{Disabled, Thing, ThingType};
    use presence::pb;
    let rest = |all, state, any| Thing { r#type: ThingType::Thing, name: "n".to_owned(), all, state, any };
    let grpc = |all, state, any| pb::Thing { name: "n".to_owned(), all, state, any };
    same(rest(None, None, false), grpc(None, None, None))?;
    same(rest(Some(true), Some(Disabled::Disabled), true), grpc(Some(pb::All {}), Some(pb::Off {}), Some(pb::All {})))?;
    let unsaid: pb::Thing = rest(Some(false), None, false).convert()?;
    assert_eq!(unsaid, grpc(None, None, None));
    let unknown = rest(None, Some(Disabled::Unknown("paused".to_owned())), false);
    fails::<_, pb::Thing>(unknown, UnknownValue, "state: the other protocol has no value `paused`");
    Ok(())
}

#[test]
fn what_one_side_lacks_is_an_error_or_dropped_on_purpose() -> Outcome {
    use one_sided::models::Thing;
    use one_sided::pb::{self, thing::Extra};
    let rest = || Thing { name: "n".to_owned(), color: None, size: None, wait: None };
    let grpc = || pb::Thing { name: "n".to_owned(), flat: None, weights: vec![], extra: None };
    same(rest(), grpc())?;
    assert_eq!(Convert::<pb::Thing>::convert(Thing { size: Some(1), wait: Some(true), ..rest() })?, grpc());
    assert_eq!(Convert::<Thing>::convert(pb::Thing { weights: vec![0.5], ..grpc() })?, rest());

    let color = Thing { color: Some("red".to_owned()), ..rest() };
    fails::<_, pb::Thing>(color, NotExpressible, "color: the other protocol cannot express this field");
    fails::<_, pb::Thing>(Thing { wait: Some(false), ..rest() }, NotExpressible, "wait: the other protocol cannot express this field");
    fails::<_, Thing>(pb::Thing { flat: Some(false), ..grpc() }, NotExpressible, "flat: the other protocol cannot express this field");
    let extra = pb::Thing { extra: Some(Extra::A(false)), ..grpc() };
    fails::<_, Thing>(extra, NotExpressible, "extra: the other protocol cannot express this field");
    Ok(())
}

#[test]
fn an_operation_has_a_request_and_a_reply() -> Outcome {
    use operation::{models, pb, requests};
    let body = models::FindThings { limit: Some(3), name: "n".to_owned() };
    same(
        requests::FindThings { collection_name: "c".to_owned(), exact: None, limit_parameter: None, body },
        pb::FindThings { collection_name: "c".to_owned(), exact: None, name: "n".to_owned(), limit: Some(3) },
    )?;
    let thing = models::Thing { name: "t".to_owned(), size: 1 };
    let found = pb::Found { things: vec![pb::Thing { name: "t".to_owned(), size: 1 }], time: 0.25 };
    same(Response::new(vec![thing]).with_time(0.25).with_protocol(Protocol::Grpc), found)
}
