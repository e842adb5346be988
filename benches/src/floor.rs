//! What somebody would write by hand who knows exactly which reply comes: the floor.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Debug, Deserialize)]
pub struct Reply<V> {
    pub result: Points<V>,
    pub status: String,
    pub time: f64,
}

#[derive(Debug, Deserialize)]
pub struct Points<V> {
    pub points: Vec<Scored<V>>,
}

#[derive(Debug, Deserialize)]
pub struct Scored<V> {
    pub id: u64,
    pub version: u64,
    pub score: f32,
    pub payload: Option<Map<String, Value>>,
    pub vector: Option<V>,
}

pub type Dense = Vec<f32>;
pub type Named = HashMap<String, Vec<f32>>;
pub type Multi = Vec<Vec<f32>>;
pub type NamedSparse = HashMap<String, Sparse>;

#[derive(Debug, Deserialize)]
pub struct Sparse {
    pub indices: Vec<u32>,
    pub values: Vec<f32>,
}

#[derive(Debug, Serialize)]
pub struct Upsert {
    pub points: Vec<Point>,
}

#[derive(Debug, Serialize)]
pub struct Point {
    pub id: u64,
    pub vector: Vec<f32>,
    pub payload: Map<String, Value>,
}
