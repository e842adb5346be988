//! How long points are when they are encoded: an upper bound that costs no encoding, and the exact length where the
//! bound is not enough.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value};

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
        let PointStruct { id, vector, payload } = point;
        // The keys `id`, `vector` and `payload`, or the tags of the point and its fields.
        let keys = 32;
        let id = match id {
            ExtendedPointId::Integer(_) => 20,
            ExtendedPointId::Uuid(_) => 38,
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
                VectorStruct::Document(object) => self.other(object),
                VectorStruct::Image(object) => self.other(object),
                VectorStruct::InferenceObject(object) => self.other(object),
            }
    }

    fn vector(&self, vector: &Vector) -> usize {
        match vector {
            Vector::Dense(numbers) => self.dense(numbers),
            Vector::MultiDense(rows) => self.multi(rows),
            Vector::Sparse(sparse) => self.sparse(sparse),
            Vector::Document(object) => self.other(object),
            Vector::Image(object) => self.other(object),
            Vector::InferenceObject(object) => self.other(object),
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
