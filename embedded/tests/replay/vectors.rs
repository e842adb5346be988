//! What vectors a request needs, and what vectors a collection has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::rows::Row;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Dense(usize),
    Multi(usize),
    Sparse,
    /// Named, but not shown.
    Any,
}

impl Kind {
    fn of(vector: &Value) -> Option<Kind> {
        if vector["indices"].is_array() {
            return Some(Kind::Sparse);
        }
        let numbers = vector.as_array().filter(|numbers| !numbers.is_empty())?;
        match numbers[0].as_array() {
            Some(row) => Some(Kind::Multi(row.len())),
            None => numbers.iter().all(Value::is_number).then_some(Kind::Dense(numbers.len())),
        }
    }

    /// A query by one vector may be meant for many.
    fn agrees(self, other: Kind) -> bool {
        match (self, other) {
            (Kind::Any, _) | (_, Kind::Any) => true,
            (Kind::Dense(one), Kind::Multi(other)) | (Kind::Multi(one), Kind::Dense(other)) => one == other,
            (one, other) => one == other,
        }
    }
}

/// Vectors by name.
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    pub kinds: BTreeMap<String, Kind>,
    /// Those that came back longer or shorter than one: they are not compared by their angle, or they would have been
    /// normalized.
    free: BTreeSet<String>,
}

impl Vectors {
    fn note(&mut self, name: &str, kind: Kind) {
        let known = self.kinds.entry(name.to_owned()).or_insert(kind);
        *known = match (*known, kind) {
            (Kind::Any, kind) => kind,
            (Kind::Dense(_), kind @ Kind::Multi(_)) => kind,
            (known, _) => known,
        };
    }

    fn note_point(&mut self, vector: &Value) {
        match vector.as_object().filter(|named| !named.contains_key("indices")) {
            Some(named) => named.iter().for_each(|(name, vector)| self.note_vector(name, vector)),
            None => self.note_vector("", vector),
        }
    }

    fn note_length(&mut self, vector: &Value) {
        let free = |vector: &Value| {
            let squares = vector.as_array().into_iter().flatten().filter_map(Value::as_f64).map(|number| number * number);
            let length: f64 = squares.sum();
            length > 0.0 && (length - 1.0).abs() > 1e-3
        };
        match vector.as_object() {
            Some(named) => self.free.extend(named.iter().filter(|(_, vector)| free(vector)).map(|(name, _)| name.clone())),
            None if free(vector) => self.free.extend([String::new()]),
            None => {}
        }
    }

    fn note_vector(&mut self, name: &str, vector: &Value) {
        if let Some(kind) = Kind::of(vector) {
            self.note(name, kind);
        }
    }

    /// What a request cannot do without.
    pub fn needed(row: &Row) -> Vectors {
        let mut vectors = Vectors::default();
        row.brought().iter().for_each(|point| vectors.note_point(&point["vector"]));
        for point in row.shown() {
            vectors.note_point(&point["vector"]);
            vectors.note_length(&point["vector"]);
        }
        for query in row.queries() {
            let using = query["using"].as_str();
            if let Some(using) = using {
                vectors.note(using, Kind::Any);
            }
            let using = using.unwrap_or_default();
            let targets = [&query["query"]["discover"]["target"], &query["query"]["relevance_feedback"]["target"]];
            for vector in [&query["query"], &query["query"]["nearest"]].into_iter().chain(targets) {
                vectors.note_vector(using, vector);
            }
            let recommend = &query["query"]["recommend"];
            for examples in [&recommend["positive"], &recommend["negative"]] {
                examples.as_array().into_iter().flatten().for_each(|example| vectors.note_vector(using, example));
            }
        }
        if row.kind().contains("/search/matrix/") {
            vectors.note(row.request["using"].as_str().unwrap_or_default(), Kind::Any);
        }
        if let Some(name) = row.kind().strip_prefix("DELETE /collections/{}/vectors/") {
            vectors.note(name, Kind::Any);
        }
        let deleted = row.request["vector"].as_array().filter(|_| row.kind().ends_with("/points/vectors/delete"));
        deleted.into_iter().flatten().filter_map(Value::as_str).for_each(|name| vectors.note(name, Kind::Any));
        vectors
    }

    /// What a collection has that is made with these settings.
    pub fn of(settings: &Value) -> Vectors {
        let mut vectors = Vectors::default();
        let mut dense = |name: &str, params: &Value| {
            let size = params["size"].as_u64().unwrap_or_default() as usize;
            let kind = if params["multivector_config"].is_object() { Kind::Multi(size) } else { Kind::Dense(size) };
            vectors.note(name, kind);
        };
        match settings["vectors"].as_object() {
            Some(params) if params.contains_key("size") => dense("", &settings["vectors"]),
            Some(named) => named.iter().for_each(|(name, params)| dense(name, params)),
            None => {}
        }
        settings["sparse_vectors"].as_object().into_iter().flatten().for_each(|(name, _)| vectors.note(name, Kind::Sparse));
        vectors
    }

    /// Whether a collection with these has what is needed.
    pub fn serve(&self, needed: &Vectors) -> bool {
        needed.kinds.iter().all(|(name, kind)| self.kinds.get(name).is_some_and(|known| known.agrees(*kind)))
    }

    /// Whether one collection can have these and others.
    pub fn fit(&self, others: &Vectors) -> bool {
        let unnamed = |vectors: &Vectors| vectors.kinds.get("").is_some_and(|kind| !matches!(kind, Kind::Sparse));
        let named = |vectors: &Vectors| vectors.kinds.iter().any(|(name, kind)| !name.is_empty() && !matches!(kind, Kind::Sparse));
        let clash = (unnamed(self) && named(others)) || (named(self) && unnamed(others));
        !clash && others.kinds.iter().all(|(name, kind)| self.kinds.get(name).is_none_or(|known| known.agrees(*kind)))
    }

    pub fn join(&mut self, others: &Vectors) {
        others.kinds.iter().for_each(|(name, kind)| self.note(name, *kind));
        self.free.extend(others.free.iter().cloned());
    }

    /// Settings of a collection that has them.
    pub fn settings(&self) -> Value {
        let (mut dense, mut sparse) = (serde_json::Map::new(), serde_json::Map::new());
        for (name, kind) in &self.kinds {
            let distance = if self.free.contains(name) { "Dot" } else { "Cosine" };
            match kind {
                Kind::Dense(size) => drop(dense.insert(name.clone(), json!({"size": size, "distance": distance}))),
                Kind::Multi(size) => drop(
                    dense
                        .insert(name.clone(), json!({"size": size, "distance": distance, "multivector_config": {"comparator": "max_sim"}})),
                ),
                Kind::Sparse => drop(sparse.insert(name.clone(), json!({}))),
                Kind::Any => drop(dense.insert(name.clone(), json!({"size": 4, "distance": distance}))),
            }
        }
        let vectors = match dense.remove("") {
            Some(unnamed) if dense.is_empty() => unnamed,
            unnamed => {
                dense.extend(unnamed.map(|params| (String::new(), params)));
                Value::Object(dense)
            }
        };
        json!({"vectors": vectors, "sparse_vectors": sparse})
    }

    /// Vectors of some point whose own are not known.
    pub fn stand_in(&self, seed: usize) -> Value {
        let row = |size: usize| -> Vec<f64> { (0..size).map(|at| ((seed * 31 + at * 7 + 1) as f64).sin()).collect() };
        let one = |kind: &Kind| match kind {
            Kind::Dense(size) => json!(row(*size)),
            Kind::Multi(size) => json!([row(*size)]),
            Kind::Sparse => json!({"indices": [seed % 50, 50 + seed % 50], "values": [0.5, 0.25]}),
            Kind::Any => json!(row(4)),
        };
        self.kinds.iter().map(|(name, kind)| (name.clone(), one(kind))).collect()
    }
}
