//! Made-up points, the same in every run.

use serde_json::{Map, Value, json};

pub const COLLECTION: &str = "cities";
pub const WIDTH: usize = 768;

/// A generator of numbers that is good enough for test data.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Between -1 and 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// A vector of about unit length, as models make them.
pub fn vector(seed: u64, width: usize) -> Vec<f32> {
    let mut random = Random::new(seed);
    let scale = (3.0 / width as f64).sqrt();
    (0..width).map(|_| (random.unit() * scale) as f32).collect()
}

/// A payload of a dozen values, about 300 bytes as JSON.
pub fn payload(seed: u64) -> Map<String, Value> {
    let mut random = Random::new(seed);
    object(json!({
        "name": format!("Place {seed}"),
        "city": "Berlin",
        "population": random.bits() % 4_000_000,
        "rating": random.unit(),
        "open": seed.is_multiple_of(2),
        "tags": ["quiet", "green", "near the water"],
        "location": { "lon": 13.0 + random.unit(), "lat": 52.0 + random.unit() },
        "description": "A place with a long history, which is told on a sign beside the door.",
    }))
}

/// A payload of about 1 KiB as JSON, four levels deep.
pub fn nested(seed: u64) -> Map<String, Value> {
    let mut random = Random::new(seed);
    let mut item = |name: &str| {
        json!({
            "kind": name, "count": random.bits() % 1000, "weight": random.unit(), "valid": true, "note": null,
            "where": { "lon": random.unit() * 180.0, "lat": random.unit() * 90.0, "labels": ["north", "second floor"] },
        })
    };
    let items = [item("chair"), item("table"), item("lamp")];
    object(json!({
        "title": format!("Inventory {seed}"),
        "text": "Everything that was found in the rooms on the second floor when they were opened again after the winter.",
        "year": 1900 + seed % 100,
        "items": items,
        "owner": { "name": "A. Nobody", "since": "1987-03-01T00:00:00Z", "address": { "street": "Long Street", "number": 7 } },
    }))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The forms in which a reply holds vectors.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    None,
    Dense,
    Named,
    Multi,
    Sparse,
}

/// The vector of one point of a REST reply; in every form the same number of numbers.
fn output(form: Form, seed: u64) -> Value {
    match form {
        Form::None => Value::Null,
        Form::Dense => floats(vector(seed, WIDTH)),
        Form::Named => json!({ "image": floats(vector(seed, WIDTH / 2)), "text": floats(vector(seed + 1, WIDTH / 2)) }),
        Form::Multi => (0..8).map(|row| floats(vector(seed * 8 + row, WIDTH / 8))).collect(),
        Form::Sparse => {
            let mut random = Random::new(seed);
            let indices: Vec<u64> = (0..WIDTH as u64 / 2).map(|index| index * 80 + random.bits() % 80).collect();
            json!({ "words": { "indices": indices, "values": floats(vector(seed, WIDTH / 2)) } })
        }
    }
}

/// As JSON keeps the shortest text of a 32-bit float only while it is one, it goes through its text.
fn floats(vector: Vec<f32>) -> Value {
    vector.into_iter().map(|float| Value::from(float.to_string().parse::<f64>().unwrap_or_default())).collect()
}

/// A REST reply to a query.
pub fn rest_reply(points: u64, form: Form, payload: Option<fn(u64) -> Map<String, Value>>) -> Vec<u8> {
    let points: Vec<Value> = (0..points)
        .map(|id| {
            let mut point = json!({ "id": id, "version": id * 3, "score": 0.5 + id as f64 / 4096.0 });
            if let Some(payload) = payload {
                point["payload"] = Value::Object(payload(id));
            }
            if !matches!(form, Form::None) {
                point["vector"] = output(form, id);
            }
            point
        })
        .collect();
    let reply = json!({ "result": { "points": points }, "status": "ok", "time": 0.000_123_4 });
    serde_json::to_vec(&reply).unwrap_or_default()
}

/// The vector of one point of a gRPC reply.
fn grpc_vector(seed: u64, width: usize) -> qdrant_client::qdrant::VectorsOutput {
    use qdrant_client::qdrant::{DenseVector, VectorOutput, VectorsOutput, vector_output, vectors_output};
    let dense = vector_output::Vector::Dense(DenseVector { data: vector(seed, width) });
    #[allow(deprecated, reason = "the fields of older servers stay empty")]
    let output = VectorOutput { data: Vec::new(), indices: None, vectors_count: None, vector: Some(dense) };
    VectorsOutput { vectors_options: Some(vectors_output::VectorsOptions::Vector(output)) }
}

/// A gRPC reply to a query, made by the official crate's messages.
pub fn grpc_reply(points: u64, width: usize) -> Vec<u8> {
    use prost::Message;
    use qdrant_client::qdrant::{PointId, QueryResponse, ScoredPoint};
    let result = (0..points)
        .map(|id| ScoredPoint {
            id: Some(PointId::from(id)),
            payload: payload(id).into_iter().map(|(key, value)| (key, value.into())).collect(),
            score: 0.5 + id as f32 / 4096.0,
            version: id * 3,
            vectors: (width > 0).then(|| grpc_vector(id, width)),
            ..ScoredPoint::default()
        })
        .collect();
    QueryResponse { result, time: 0.000_123_4, usage: None }.encode_to_vec()
}

/// The points of a bulk benchmark: how long their vectors are, and how many are on a page of a scroll.
pub const BULK_WIDTH: usize = 128;
pub const PAGE: u64 = 256;

/// A REST reply to a scroll: what comes before the offset of the next page, and what after it.
pub fn rest_page() -> (Vec<u8>, Vec<u8>) {
    let points: Vec<Value> = (0..PAGE).map(|id| json!({ "id": id, "vector": floats(vector(id, BULK_WIDTH)) })).collect();
    let before = format!(r#"{{"result":{{"points":{},"next_page_offset":"#, Value::from(points));
    (before.into_bytes(), br#"},"status":"ok","time":0.0001234}"#.to_vec())
}

/// A gRPC reply to a scroll, without the offset of the next page, made by the official crate's messages.
pub fn grpc_page() -> Vec<u8> {
    use prost::Message;
    use qdrant_client::qdrant::{PointId, RetrievedPoint, ScrollResponse};
    let point =
        |id| RetrievedPoint { id: Some(PointId::from(id)), vectors: Some(grpc_vector(id, BULK_WIDTH)), ..RetrievedPoint::default() };
    ScrollResponse { result: (0..PAGE).map(point).collect(), time: 0.000_123_4, ..ScrollResponse::default() }.encode_to_vec()
}

/// What [`grpc_page`] lacks: the two are one message when they stand side by side.
pub fn grpc_next_page(offset: u64) -> Vec<u8> {
    use prost::Message;
    use qdrant_client::qdrant::{PointId, ScrollResponse};
    ScrollResponse { next_page_offset: Some(PointId::from(offset)), ..ScrollResponse::default() }.encode_to_vec()
}

/// A gRPC reply to a write, made by the official crate's messages.
pub fn grpc_written() -> Vec<u8> {
    use prost::Message;
    use qdrant_client::qdrant::{PointsOperationResponse, UpdateResult, UpdateStatus};
    let result = UpdateResult { operation_id: Some(7), status: UpdateStatus::Completed as i32 };
    PointsOperationResponse { result: Some(result), time: 0.000_123_4, usage: None }.encode_to_vec()
}

/// A REST reply to a write.
pub fn rest_written() -> Vec<u8> {
    br#"{"result":{"operation_id":7,"status":"completed"},"status":"ok","time":0.0001234}"#.to_vec()
}
