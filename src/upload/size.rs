//! How long points are when they are encoded: an upper bound that costs no encoding, and the exact length where the
//! bound is not enough.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::known::Known;
use crate::models::{ExtendedPointId, PointStruct, SparseVector, Vector, VectorStruct};
use crate::protocol::Protocol;

/// How a protocol writes what points are made of, in bytes at most.
pub(super) struct Sizer {
    protocol: Protocol,
    /// A number of a vector with what separates it from the next.
    float: usize,
    index: usize,
    /// What surrounds a message, a list or an object.
    wrap: usize,
    number: usize,
}

/// A tag and a length of up to five bytes.
const FIELD: usize = 6;

impl Sizer {
    pub(super) const fn new(protocol: Protocol) -> Self {
        match protocol {
            // `-1.1754944e-38,` and `-1.7976931348623157e308,` are the longest numbers.
            Protocol::Rest => Self { protocol, float: 17, index: 11, wrap: 3, number: 25 },
            Protocol::Grpc => Self { protocol, float: 4, index: 5, wrap: 2 * FIELD, number: 11 },
        }
    }

    /// At most so many bytes does the point take in a request.
    pub(super) fn bound(&self, point: &PointStruct) -> usize {
        if point.newer().is_some() {
            return self.wrap + self.other(point);
        }
        let PointStruct { id, vector, payload, .. } = point;
        // The keys `id`, `vector` and `payload`, or the tags of the point and its fields.
        let keys = 32;
        let id = match id {
            ExtendedPointId::Integer(_) => 20,
            ExtendedPointId::Uuid(_) => 38,
            #[allow(unreachable_patterns, reason = "releases to come may add variants")]
            other => self.other(other),
        };
        let payload = payload.as_ref().map_or(0, |payload| self.object(&payload.0));
        keys + self.wrap + id + self.vectors(vector) + payload
    }

    fn vectors(&self, vectors: &VectorStruct) -> usize {
        self.wrap
            + match vectors {
                VectorStruct::Dense(numbers) => self.dense(numbers),
                VectorStruct::MultiDense(rows) => self.multi(rows),
                VectorStruct::Named(named) => {
                    named.iter().map(|(name, vector)| 2 * self.wrap + self.text(name) + self.vector(vector)).sum()
                }
                other => self.other(other),
            }
    }

    fn vector(&self, vector: &Vector) -> usize {
        match vector {
            Vector::Dense(numbers) => self.dense(numbers),
            Vector::MultiDense(rows) => self.multi(rows),
            Vector::Sparse(sparse) => self.sparse(sparse),
            other => self.other(other),
        }
    }

    fn dense(&self, numbers: &[f32]) -> usize {
        2 * self.wrap + self.float * numbers.len()
    }

    fn multi(&self, rows: &[Vec<f32>]) -> usize {
        2 * self.wrap + rows.iter().map(|row| self.dense(row)).sum::<usize>()
    }

    fn sparse(&self, sparse: &SparseVector) -> usize {
        // The keys `indices` and `values`.
        let keys = 24;
        keys + 3 * self.wrap + self.index * sparse.indices.len() + self.float * sparse.values.len()
    }

    /// An object for the server to make a vector of. As a message it is at most eight times as long as its JSON: that is
    /// what lists in lists come to.
    fn other(&self, object: &impl Serialize) -> usize {
        match self.protocol {
            Protocol::Rest => json_length(object),
            Protocol::Grpc => 64 + 8 * json_length(object),
        }
    }

    fn value(&self, value: &Value) -> usize {
        match value {
            Value::Null | Value::Bool(_) => 6,
            Value::Number(_) => self.number,
            Value::String(text) => self.text(text),
            Value::Array(values) => self.wrap + values.iter().map(|value| self.wrap + self.value(value)).sum::<usize>(),
            Value::Object(map) => self.object(map),
        }
    }

    fn object(&self, map: &Map<String, Value>) -> usize {
        self.wrap + map.iter().map(|(key, value)| 2 * self.wrap + self.text(key) + self.value(value)).sum::<usize>()
    }

    fn text(&self, text: &str) -> usize {
        match self.protocol {
            Protocol::Rest => {
                let escapes = text.bytes().map(|byte| if byte < b' ' { 5 } else { usize::from(byte == b'"' || byte == b'\\') });
                2 + text.len() + escapes.sum::<usize>()
            }
            Protocol::Grpc => FIELD + text.len(),
        }
    }
}

/// The length of the value as JSON.
pub(super) fn json_length(value: &impl Serialize) -> usize {
    struct Counter(usize);
    impl io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    match serde_json::to_writer(&mut counter, value) {
        Ok(()) => counter.0,
        // What has no JSON is refused when it is encoded.
        Err(_) => 0,
    }
}

/// The exact length of the point in a request, with what separates it from the next.
pub(super) fn exact(protocol: Protocol, point: &PointStruct) -> usize {
    match protocol {
        #[cfg(feature = "grpc")]
        Protocol::Grpc => {
            use crate::convert::Convert;
            use prost::Message;
            let message: Result<crate::pb::PointStruct, _> = point.clone().convert();
            // What has no message is refused when it is encoded.
            message.map_or(0, |message| FIELD + message.encoded_len())
        }
        _ => json_length(point) + 1,
    }
}

#[cfg(all(test, feature = "grpc"))]
mod tests {
    use std::collections::HashMap;
    use std::iter::repeat_with;

    use fastrand::Rng;
    use serde_json::json;

    use super::*;
    use crate::models::{Document, Image, InferenceObject, Payload};

    fn floats(rng: &mut Rng) -> Vec<f32> {
        let count = rng.usize(0..20);
        repeat_with(|| f32::from_bits(rng.u32(..))).filter(|float| float.is_finite()).take(count).collect()
    }

    fn text(rng: &mut Rng) -> String {
        let count = rng.usize(0..20);
        repeat_with(|| rng.char('\0'..='\u{3000}')).take(count).collect()
    }

    fn value(rng: &mut Rng, depth: usize) -> Value {
        match rng.usize(0..if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => rng.bool().into(),
            2 => rng.i64(..).into(),
            3 => rng.u64(..i64::MAX as u64).into(),
            4 => f64::from_bits(rng.u64(..)).into(),
            5 => text(rng).into(),
            6 => (0..rng.usize(0..5)).map(|_| value(rng, depth - 1)).collect(),
            _ => Value::Object(object(rng, depth - 1)),
        }
    }

    fn object(rng: &mut Rng, depth: usize) -> Map<String, Value> {
        (0..rng.usize(0..5)).map(|_| (text(rng), value(rng, depth))).collect()
    }

    fn vector(rng: &mut Rng) -> Vector {
        match rng.usize(0..6) {
            0 => Vector::Dense(floats(rng)),
            1 => Vector::MultiDense((0..rng.usize(0..4)).map(|_| floats(rng)).collect()),
            2 => Vector::Sparse(floats(rng).into_iter().map(|float| (rng.u32(..), float)).collect()),
            3 => Vector::Document(Document::new(text(rng), text(rng))),
            4 => Vector::Image(Image::new(value(rng, 3), text(rng)).options(object(rng, 2))),
            _ => Vector::InferenceObject(InferenceObject::new(value(rng, 3), text(rng)).options(object(rng, 2))),
        }
    }

    fn point(rng: &mut Rng) -> PointStruct {
        let id = if rng.bool() { ExtendedPointId::Integer(rng.u64(..)) } else { uuid::Uuid::from_u128(rng.u128(..)).into() };
        let vectors = match vector(rng) {
            Vector::Dense(numbers) => VectorStruct::Dense(numbers),
            Vector::MultiDense(rows) => VectorStruct::MultiDense(rows),
            Vector::Document(object) => VectorStruct::Document(object),
            Vector::Image(object) => VectorStruct::Image(object),
            Vector::InferenceObject(object) => VectorStruct::InferenceObject(object),
            Vector::Sparse(_) => VectorStruct::Named((0..rng.usize(0..4)).map(|_| (text(rng), vector(rng))).collect()),
        };
        let mut point = PointStruct::new(id, vectors);
        point.payload = rng.bool().then(|| Payload(object(rng, 4)));
        point
    }

    const PROTOCOLS: [Protocol; 2] = [Protocol::Rest, Protocol::Grpc];

    #[test]
    fn no_point_is_longer_than_its_bound() {
        let mut rng = Rng::with_seed(7);
        for _ in 0..5000 {
            let point = point(&mut rng);
            for protocol in PROTOCOLS {
                let (bound, exact) = (Sizer::new(protocol).bound(&point), exact(protocol, &point));
                assert!(exact > 0 && bound >= exact, "{protocol}: {exact} bytes, bound {bound}: {point:?}");
            }
        }
    }

    #[test]
    #[allow(clippy::excessive_precision, reason = "the longest spellings are the point")]
    fn the_longest_numbers_fit() {
        let longest =
            [f32::MIN_POSITIVE, 1e-5, -1.234_567_8e-5, -1.175_494_4e-38, f32::MIN, -3.402_823_4e38, -16_777_216.0, -1e15, -1.234_567_9e16];
        for float in longest {
            let point = PointStruct::new(u64::MAX, vec![float; 1000]);
            assert!(Sizer::new(Protocol::Rest).bound(&point) >= json_length(&point), "{float}");
        }
        let payload = Payload::from([
            ("a", json!(vec![-f64::MAX; 1000])),
            ("b", json!(vec![-f64::MIN_POSITIVE; 1000])),
            ("c", json!("\u{1}".repeat(1000))),
        ]);
        let point = PointStruct::new(1, [0.0]).payload(payload);
        for protocol in PROTOCOLS {
            assert!(Sizer::new(protocol).bound(&point) >= exact(protocol, &point));
        }
    }

    /// A bound that is far off makes small batches.
    #[test]
    fn the_bound_of_usual_points_is_close() {
        let mut rng = Rng::with_seed(7);
        let vectors = HashMap::from([("text".to_owned(), Vector::Dense(repeat_with(|| rng.f32() - 0.5).take(384).collect()))]);
        let point = PointStruct::new(1_000_000, vectors).payload(Payload::from([("text", "a sentence of the usual kind. ".repeat(20))]));
        for protocol in PROTOCOLS {
            let (bound, exact) = (Sizer::new(protocol).bound(&point), exact(protocol, &point));
            assert!(bound <= exact * 16 / 10, "{protocol}: {exact} bytes, bound {bound}");
        }
    }
}
