//! Random values of every pair, both ways: the way there and back is the identity up to the normalisations, or a typed
//! refusal.

use std::collections::{BTreeMap, BTreeSet};

use qdrant_remote::convert::ConvertErrorKind;
use qdrant_remote::convert::registry::{MessageType, Pair, PairError, PairKind, messages, pairs};
use serde_json::{Map, Value, json};

use crate::forms::cross::{Crossing, back_and_there, there_and_back};
use crate::forms::normal::NORMALISATIONS;
use crate::json::Json;
use crate::message::{Messages, SECOND_FORMS};

/// Cases of a pair and direction.
const CASES: usize = 1_000;

/// Cases of a pair of which all were refused so far.
const MOST_CASES: usize = 20 * CASES;

/// A small generator with a seed that is printed, so that a failure can be had again.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// True once in `times`.
    pub fn chance(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn unsigned(&mut self) -> u64 {
        let shift = self.below(64);
        self.next() >> shift
    }

    pub fn signed(&mut self) -> i64 {
        let value = self.unsigned() as i64;
        if self.chance(2) { value.wrapping_neg() } else { value }
    }

    pub fn float(&mut self) -> f64 {
        f64::from(((self.signed() % 100_000) as f32) / 64.0)
    }

    pub fn seconds(&mut self) -> i64 {
        (self.next() % 4_000_000_000) as i64
    }

    pub fn nanos(&mut self) -> i32 {
        if self.chance(2) { 0 } else { (self.next() % 1_000_000_000) as i32 }
    }

    pub fn word(&mut self) -> String {
        const WORDS: &[&str] = &["a", "city", "größe", "x y", "日本", "a.b[]", "", "ключ"];
        format!("{}{}", WORDS[self.below(WORDS.len())], self.below(100))
    }

    pub fn uuid(&mut self) -> String {
        uuid::Uuid::from_u128(u128::from(self.next()) << 64 | u128::from(self.next())).to_string()
    }

    pub fn date(&mut self) -> String {
        const DATES: &[&str] =
            &["2024-05-06T07:08:09Z", "2024-05-06T07:08:09.123456789+02:00", "1999-12-31", "2024-05-06 07:08:09", "2024-05-06T07:08-11:30"];
        DATES[self.below(DATES.len())].to_owned()
    }

    pub fn integer(&mut self, schema: &Value) -> Value {
        let limit = schema.get("maximum").and_then(Value::as_u64);
        let least = schema.get("minimum").and_then(Value::as_u64).unwrap_or_default();
        match schema.get("format").and_then(Value::as_str) {
            Some("int64") => self.signed().into(),
            Some("uint8") => (self.next() % 101).into(),
            Some("uint32") => (self.unsigned() % u64::from(u32::MAX)).max(least).into(),
            _ => {
                let value = self.unsigned();
                limit.map_or(value, |limit| value % (limit + 1)).max(least).into()
            }
        }
    }

    pub fn number(&mut self, schema: &Value) -> Value {
        let value = if schema.get("maximum").is_some() { (self.below(65) as f64) / 64.0 } else { self.float() };
        json!(value)
    }

    pub fn string(&mut self, schema: &Value) -> Value {
        Value::String(match schema.get("format").and_then(Value::as_str) {
            Some("uuid") => self.uuid(),
            Some("date-time" | "partial-date-time") => self.date(),
            _ => self.word(),
        })
    }

    /// Any JSON; integers above `i64` are left to a case of their own.
    pub fn json(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => Value::Bool(self.chance(2)),
            2 => self.signed().into(),
            3 => json!(self.float() + 0.5),
            4 => Value::String(self.word()),
            5 => Value::Array((0..self.below(3)).map(|_| self.json(depth - 1)).collect()),
            _ => self.object(depth - 1),
        }
    }

    pub fn object(&mut self, depth: usize) -> Value {
        Value::Object((0..self.below(3)).map(|_| (self.word(), self.json(depth))).collect::<Map<_, _>>())
    }
}

/// A refusal that a random value may meet: what the other side cannot say, or numbers that do not fit.
fn refused(error: &PairError) -> bool {
    let PairError::Convert(error) = error else { return false };
    matches!(error.kind(), ConvertErrorKind::NotExpressible | ConvertErrorKind::OutOfRange)
}

#[derive(Default)]
struct Count {
    same: usize,
    refused: usize,
}

fn seed() -> u64 {
    std::env::var("SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_261_124)
}

#[test]
fn every_pair_from_rest_and_back() {
    let (json, messages) = (Json::read(), Messages::read());
    println!("SEED={}; normalisations:", seed());
    NORMALISATIONS.iter().for_each(|text| println!("  {text}"));
    let mut problems = BTreeMap::new();
    let (mut tested, mut total, mut refusals) = (0, 0, 0);
    for pair in pairs() {
        let mut random = Random::new(seed());
        let sample = |random: &mut Random| match pair.kind {
            PairKind::Request => Some(json.request(pair.rest, random)),
            PairKind::Reply => Some(json.reply(pair.rest, messages.has(pair.grpc, "time"), random)),
            _ if json.has(pair.rest) => Some(json.component(pair.rest, random)),
            _ => None,
        };
        if sample(&mut Random::new(0)).is_none() {
            // Bare lists and maps in wrappers are tested inside the types that hold them.
            assert_eq!(pair.kind, PairKind::Wrapper, "{pair:?} has no samples");
            continue;
        }
        tested += 1;
        let mut count = Count::default();
        for case in 0..CASES {
            let Some(value) = sample(&mut random) else { continue };
            match from_rest(&pair, &value) {
                Ok(_) => count.same += 1,
                Err(Some(problem)) => {
                    problems.entry(format!("{pair:?}")).or_insert(format!("case {case}: {problem}"));
                }
                Err(None) => count.refused += 1,
            }
        }
        total += CASES;
        refusals += count.refused;
        if count.same == 0 {
            problems.entry(format!("{pair:?}")).or_insert("every sample was refused".to_owned());
        }
    }
    println!("{tested} pairs, {total} cases, {refusals} refused");
    let list: Vec<String> = problems.iter().map(|(pair, problem)| format!("{pair} {problem}")).collect();
    assert!(list.is_empty(), "{} pairs:\n{}", list.len(), list.join("\n"));
}

/// A random value that `text` shows, as it came back; an error without text is a refusal that one may meet.
fn judged(crossing: Crossing, text: impl FnOnce() -> String) -> Result<Vec<u8>, Option<String>> {
    match crossing {
        Crossing::Same(back) => Ok(back),
        Crossing::Refused(error) if refused(&error) => Err(None),
        Crossing::Malformed(error) | Crossing::Refused(error) | Crossing::Returned(error) => Err(Some(format!("{error} in {}", text()))),
        Crossing::Differs(problem) => Err(Some(format!("{problem} in {}", text()))),
    }
}

fn from_rest(pair: &Pair, value: &Value) -> Result<Vec<u8>, Option<String>> {
    let text = value.to_string();
    judged(there_and_back(pair, text.as_bytes()), || text.chars().take(300).collect())
}

#[test]
fn every_pair_from_grpc_and_back() {
    let source = Messages::read();
    let types: BTreeMap<&str, MessageType> = messages().into_iter().map(|message| (message.name, message)).collect();
    println!("SEED={}", seed());
    let mut problems = BTreeMap::new();
    let (mut tested, mut total, mut refusals) = (0, 0, 0);
    let mut lost = BTreeSet::new();
    for pair in pairs() {
        let mut random = Random::new(seed());
        let message = &types[pair.grpc];
        let mut count = Count::default();
        for case in 0..MOST_CASES {
            if case >= CASES && count.same > 0 {
                break;
            }
            total += 1;
            let bytes = source.bytes(pair.grpc, &mut random);
            match from_grpc(&pair, message, &bytes) {
                Ok(back) => {
                    count.same += 1;
                    if back != bytes {
                        lost.append(&mut source.lost(pair.grpc, &bytes, &back));
                    }
                }
                Err(None) => count.refused += 1,
                Err(Some(problem)) => {
                    problems.entry(format!("{pair:?}")).or_insert(format!("case {case}: {problem}"));
                }
            }
        }
        tested += 1;
        refusals += count.refused;
        if count.same == 0 {
            problems.entry(format!("{pair:?}")).or_insert("every sample was refused".to_owned());
        }
    }
    println!("{tested} pairs, {total} cases, {refusals} refused");
    // What REST cannot hold has to be refused, and would not be missed by a comparison of what REST holds.
    let paired: BTreeSet<&str> = pairs().iter().map(|pair| pair.grpc).collect();
    let here = |field: &&str| field.rsplit_once('.').is_some_and(|(message, _)| paired.contains(message));
    let expected: BTreeSet<String> = SECOND_FORMS.iter().map(|(field, _)| *field).filter(here).map(str::to_owned).collect();
    assert_eq!(lost, expected, "fields that a message sets and does not get back");
    let list: Vec<String> = problems.iter().map(|(pair, problem)| format!("{pair} {problem}")).collect();
    assert!(list.is_empty(), "{} pairs:\n{}", list.len(), list.join("\n"));
}

fn from_grpc(pair: &Pair, message: &MessageType, bytes: &[u8]) -> Result<Vec<u8>, Option<String>> {
    match back_and_there(pair, message, bytes) {
        // An empty message stands for a missing one deep inside a random value; REST requires it.
        Crossing::Refused(error) if absent(&error) => Err(None),
        Crossing::Returned(error) if refused(&error) => Err(None),
        crossing => judged(crossing, || pair.grpc.to_owned()),
    }
}

fn absent(error: &PairError) -> bool {
    let PairError::Convert(error) = error else { return false };
    matches!(error.kind(), ConvertErrorKind::Missing | ConvertErrorKind::EmptyOneof)
}
