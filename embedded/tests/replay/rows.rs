//! The recorded requests, and when each makes sense.

use serde_json::Value;

use super::wire::corpus;

/// One recorded request with its answer.
pub struct Row {
    pub method: String,
    pub target: String,
    pub collection: String,
    pub request: Value,
    pub status: u16,
    pub response: Value,
}

impl Row {
    pub fn good(&self) -> bool {
        self.status < 300
    }

    /// The text of a refusal.
    pub fn refusal(&self) -> &str {
        self.response["status"]["error"].as_str().or(self.response.as_str()).unwrap_or_default()
    }

    /// The path without the names in it.
    pub fn kind(&self) -> String {
        let path = self.target.split('?').next().unwrap_or_default();
        let shown = path.replacen(&format!("/collections/{}", self.collection), "/collections/{}", 1);
        format!("{} {shown}", self.method)
    }

    /// Whether it makes its collection.
    pub fn creates(&self) -> bool {
        self.good() && self.kind() == "PUT /collections/{}"
    }

    /// When it makes sense among those to its collection.
    pub fn turn(&self) -> usize {
        let kind = self.kind();
        match kind.as_str() {
            "PUT /collections/{}" if self.good() => 0,
            // A limit would be felt by all that comes after it.
            "PATCH /collections/{}" if self.good() && self.request["strict_mode_config"].is_object() => 14,
            "PATCH /collections/{}" if self.good() => 7,
            _ if !self.good() => 8,
            "PUT /collections/{}/shards" => 2,
            _ if self.request["create_sharding_key"].is_object() => 2,
            "POST /collections/{}/shards/delete" => 13,
            _ if kind.starts_with("PUT /collections/{}/vectors/") => 3,
            "PUT /collections/{}/points" => 4,
            "PUT /collections/{}/index" => 5,
            "POST /collections/aliases" => 5,
            "GET /collections/{}" => 10,
            "DELETE /collections/{}" => 20,
            _ if kind.contains("/points/delete") || self.request["operations"].to_string().contains("\"delete\":") => 12,
            _ if kind.contains("/payload") || kind.contains("/points/batch") || kind.contains("/points/vectors") => 6,
            _ if self.method == "DELETE" => 13,
            _ => 9,
        }
    }

    /// Whether it speaks of shard keys, or of shards that have them.
    pub fn keyed(&self) -> bool {
        let kind = self.kind();
        !self.request["shard_key"].is_null()
            || kind.contains("/shards") && !kind.contains("/snapshot")
            || kind == "POST /collections/{}/cluster" && !self.refusal().contains("Auto sharding")
    }

    /// The shard keys that have to be there before.
    pub fn keys(&self) -> Vec<Value> {
        let request = &self.request;
        let mut keys = match &request["shard_key"] {
            Value::Array(keys) => keys.clone(),
            _ if self.makes_key().is_some() => Vec::new(),
            key => vec![key.clone()],
        };
        keys.extend([&request["replicate_points"]["from_shard_key"], &request["replicate_points"]["to_shard_key"]].map(Value::clone));
        if self.refusal().contains("already exists") {
            keys.push(request["create_sharding_key"]["shard_key"].clone());
        }
        let listed = self.response["result"]["shard_keys"].as_array().into_iter().flatten();
        keys.extend(listed.map(|listed| listed["key"].clone()));
        keys.retain(|key| !key.is_null());
        keys
    }

    /// The shard key that it makes.
    pub fn makes_key(&self) -> Option<&Value> {
        let keys = [&self.request["create_sharding_key"]["shard_key"], &self.request["shard_key"]];
        let place = usize::from(self.kind() == "PUT /collections/{}/shards");
        (self.good() && self.turn() == 2).then_some(keys[place])
    }

    /// The queries in the request, outer ones first: each with its vector's name.
    pub fn queries(&self) -> Vec<&Value> {
        let mut all = Vec::new();
        let mut open = vec![&self.request];
        while let Some(query) = open.pop() {
            for inner in [&query["prefetch"], &query["searches"]] {
                open.extend(inner.as_array().into_iter().flatten());
                open.extend(Some(inner).filter(|inner| inner.is_object()));
            }
            all.push(query);
        }
        all
    }

    /// The points that the request brings: of an upsert, of vectors, of a batch.
    pub fn brought(&self) -> Vec<Value> {
        let mut points = Vec::new();
        let operations = self.request["operations"].as_array().into_iter().flatten();
        let parts = operations.flat_map(|operation| [&operation["upsert"], &operation["update_vectors"]]).chain([&self.request]);
        for part in parts {
            points.extend(part["points"].as_array().into_iter().flatten().filter(|point| point.is_object()).cloned());
            let columns = &part["batch"];
            for (index, id) in columns["ids"].as_array().into_iter().flatten().enumerate() {
                let vector = match &columns["vectors"] {
                    Value::Object(named) => named.iter().map(|(name, column)| (name.clone(), column[index].clone())).collect(),
                    column => column[index].clone(),
                };
                points.push(serde_json::json!({"id": id, "vector": vector}));
            }
        }
        points
    }

    /// The points that the answer shows.
    pub fn shown(&self) -> Vec<&Value> {
        let result = &self.response["result"];
        let mut lists = vec![result, &result["points"]];
        lists.extend(result.as_array().into_iter().flatten().map(|answer| &answer["points"]));
        lists.extend(result["groups"].as_array().into_iter().flatten().map(|group| &group["hits"]));
        let points = lists.into_iter().flat_map(|list| list.as_array().into_iter().flatten());
        points.filter(|point| point["id"].is_u64() || point["id"].is_string()).collect()
    }
}

pub fn rows() -> Vec<Row> {
    let rows = corpus().into_iter().filter(|row| row["protocol"] == "rest").map(|row| {
        let target = row["target"].as_str().unwrap().to_owned();
        let path = target.split('?').next().unwrap().to_owned();
        let collection = path.strip_prefix("/collections/").and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
        Row {
            method: row["method"].as_str().unwrap().to_owned(),
            target,
            collection,
            request: row["request"].clone(),
            status: row["status"].as_u64().unwrap() as u16,
            response: row["response"].clone(),
        }
    });
    rows.collect()
}
