//! What is known of the state that the requests met: scenes, each on a collection that is made anew.
//!
//! The recording holds a part of the requests of many tests, which used one name for one collection after another. A
//! request goes to a collection that has the vectors it needs: as the recording makes or describes it, or else as the
//! requests suggest. What a refused request says of a limit tells which change of settings came right before it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::rows::Row;
use super::vectors::Vectors;

/// Requests to one collection, with how it is made.
pub struct Scene<'a> {
    pub collection: &'a str,
    /// The settings of the collection; `None` where it was not there.
    pub settings: Option<Value>,
    /// Whether the settings are those of the recording.
    pub recorded: bool,
    pub vectors: Vectors,
    /// The points that were there.
    pub points: Vec<Value>,
    /// The shard keys that were there; `None` where points have none.
    pub keys: Option<Vec<Value>>,
    /// What was asked for before, and is not counted here.
    pub before: Vec<&'a Row>,
    pub rows: Vec<&'a Row>,
}

impl<'a> Scene<'a> {
    fn new(collection: &'a str, settings: Option<Value>, recorded: bool) -> Self {
        let vectors = settings.as_ref().map(Vectors::of).unwrap_or_default();
        Scene { collection, settings, recorded, vectors, points: Vec::new(), keys: None, before: Vec::new(), rows: Vec::new() }
    }
}

/// Words of a refusal, and the limit that they are about.
const LIMITS: [(&str, &str); 21] = [
    ("for \"hnsw_ef\"", "search_max_hnsw_ef"),
    ("for \"oversampling\"", "search_max_oversampling"),
    ("for \"limit\"", "max_query_limit"),
    ("for \"timeout\"", "max_timeout"),
    ("for \"update limit\"", "upsert_max_batchsize"),
    ("for \"search batch size\"", "search_max_batchsize"),
    ("Exact search disabled", "search_allow_exact"),
    ("Condition size limit", "condition_max_size"),
    ("Filter condition limit", "filter_max_conditions"),
    ("Max points count", "max_points_count"),
    ("Max payload storage size", "max_collection_payload_size_bytes"),
    ("Max vector storage size", "max_collection_vector_size_bytes"),
    ("maximum number of payload indices", "max_payload_index_count"),
    ("Index required but not found", "unindexed_filtering_retrieve"),
    ("Index required but not found", "unindexed_filtering_update"),
    ("Multivector 'dense-multi' has a limit", "multivector_config"),
    ("Index of type", "unindexed_filtering_retrieve"),
    ("Read rate limit", "read_rate_limit"),
    ("Write rate limit", "write_rate_limit"),
    ("hnsw_config.m = 0 and hnsw_config.payload_m = 0", "payload_m"),
    ("hnsw_config.m = 0)", "payload_m"),
];

/// The change of settings that a refusal is about: it sets the limit, best the one whose number the refusal tells.
fn cause<'a>(refused: &Row, rows: &[&'a Row]) -> Option<&'a Row> {
    let writes = ["/delete", "/payload", "/batch", "/vectors"].iter().any(|end| refused.kind().ends_with(end));
    let limits = LIMITS.iter().filter(|(words, limit)| refused.refusal().contains(words) && (!writes || !limit.ends_with("retrieve")));
    let (_, limit) = limits.max_by_key(|(_, limit)| writes && limit.ends_with("update"))?;
    let told = |row: &Row| {
        let strict = &row.request["strict_mode_config"][limit];
        match strict.is_null() {
            true => row.request["vectors"].as_object()?.values().map(|params| params["hnsw_config"][limit].clone()).find(|m| !m.is_null()),
            false => Some(strict.clone()),
        }
    };
    let exact = |value: &Value| refused.refusal().contains(&format!("> {value}")) || refused.refusal().contains(&format!("of {value} "));
    let changes = || rows.iter().filter(|row| row.good() && row.method == "PATCH").filter_map(|row| Some((*row, told(row)?)));
    let best = changes().find(|(_, value)| exact(value));
    // What is refused is not what is allowed.
    best.or_else(|| changes().find(|(_, value)| *value != true)).map(|(row, _)| row)
}

/// The scenes of one collection.
pub fn scenes<'a>(collection: &'a str, rows: Vec<&'a Row>) -> Vec<Scene<'a>> {
    let mut scenes: Vec<Scene> = Vec::new();
    for row in &rows {
        if row.creates() {
            let mut scene = Scene::new(collection, Some(row.request.clone()), true);
            scene.rows.push(row);
            scenes.push(scene);
        }
    }
    for row in rows.iter().filter(|row| row.good() && row.kind() == "GET /collections/{}") {
        let settings = described(&row.response["result"]["config"]);
        let mut scene = Scene::new(collection, Some(settings), true);
        // A description tells more than a creation, so it has a collection of its own.
        scene.rows.push(row);
        scenes.push(scene);
    }
    let (plain, refused): (Vec<&Row>, Vec<&Row>) =
        rows.iter().filter(|row| !(row.creates() || row.good() && row.turn() == 10 || row.keyed())).partition(|row| row.good());
    let mut anywhere = Vec::new();
    let absent = |row: &&Row| row.kind().ends_with("/exists") && row.response["result"]["exists"] == false;
    for row in plain.iter().filter(|row| row.turn() != 20) {
        let needed = Vectors::needed(row);
        match needed.kinds.is_empty() {
            true if absent(row) => {}
            true => anywhere.push(*row),
            false => place(collection, &mut scenes, row, needed),
        }
    }
    for row in anywhere {
        if scenes.is_empty() {
            scenes.push(guess(collection, Vectors::default()));
        }
        scenes.iter_mut().max_by_key(|scene| scene.rows.len()).unwrap().rows.push(row);
    }
    let mut nothing = Scene::new(collection, None, true);
    nothing.rows.extend(plain.iter().copied().filter(absent));
    let mut limited = Vec::new();
    for row in refused {
        let gone = row.status == 404 && row.refusal().contains(&format!("`{collection}` doesn't exist"));
        if gone || (row.kind() == "PUT /collections/{}" && row.status != 409) {
            nothing.rows.push(row);
            continue;
        }
        if scenes.is_empty() {
            scenes.push(guess(collection, Vectors::needed(row)));
        }
        let needed = Vectors::needed(row);
        let at = (0..scenes.len()).max_by_key(|at| (scenes[*at].vectors.serve(&needed), scenes[*at].rows.len())).unwrap();
        match cause(row, &rows) {
            Some(change) => limited.push((at, change, row)),
            None => scenes[at].rows.push(row),
        }
    }
    for row in plain.iter().filter(|row| row.turn() == 20) {
        match scenes.last_mut() {
            Some(scene) if row.response["result"] != false => scene.rows.push(row),
            _ => nothing.rows.push(row),
        }
    }
    let mut keyed = rows.iter().filter(|row| row.keyed()).peekable();
    if keyed.peek().is_some() {
        let custom = |scene: &Scene| scene.settings.as_ref().is_some_and(|settings| settings["sharding_method"] == "custom");
        let at = scenes.iter().position(custom).unwrap_or_else(|| {
            scenes.push(guess(collection, Vectors::default()));
            scenes.len() - 1
        });
        let scene = &mut scenes[at];
        for row in keyed {
            if !scene.recorded {
                scene.vectors.join(&Vectors::needed(row));
            }
            scene.rows.push(row);
        }
        let made: Vec<&Value> = scene.rows.iter().filter_map(|row| row.makes_key()).collect();
        let mut keys: Vec<Value> = scene.rows.iter().flat_map(|row| row.keys()).filter(|key| !made.contains(&key)).collect();
        keys.sort_by_key(Value::to_string);
        keys.dedup();
        scene.keys = Some(keys);
    }
    for scene in &mut scenes {
        if !scene.recorded && scene.settings.is_none() {
            let mut settings = scene.vectors.settings();
            if scene.keys.is_some() {
                settings["sharding_method"] = json!("custom");
            }
            scene.settings = Some(settings);
        }
        scene.rows.sort_by_key(|row| row.turn());
        scene.points = points(&scene.vectors, &scene.rows, false);
    }
    for (at, change, row) in limited {
        let like = &scenes[at];
        let filling = like.rows.iter().filter(|row| row.good() && [4, 5].contains(&row.turn()));
        let before = filling.copied().chain([change]).collect();
        let Scene { settings, recorded, vectors, points, keys, .. } = like;
        let (settings, recorded, vectors) = (settings.clone(), *recorded, vectors.clone());
        let (points, keys) = (points.clone(), keys.clone());
        scenes.push(Scene { collection, settings, recorded, vectors, points, keys, before, rows: vec![row] });
    }
    scenes.insert(0, nothing);
    scenes
}

fn guess(collection: &str, vectors: Vectors) -> Scene<'_> {
    Scene { vectors, ..Scene::new(collection, None, false) }
}

fn place<'a>(collection: &'a str, scenes: &mut Vec<Scene<'a>>, row: &'a Row, needed: Vectors) {
    let known = scenes.iter().position(|scene| scene.recorded && scene.vectors.serve(&needed));
    match known.or_else(|| scenes.iter().position(|scene| !scene.recorded && scene.vectors.fit(&needed))) {
        Some(at) => {
            if !scenes[at].recorded {
                scenes[at].vectors.join(&needed);
            }
            scenes[at].rows.push(row);
        }
        None => {
            let mut scene = guess(collection, needed);
            scene.rows.push(row);
            scenes.push(scene);
        }
    }
}

/// The settings of a new collection, of those that a collection tells.
fn described(config: &Value) -> Value {
    let params = &config["params"];
    let mut body = json!({
        "vectors": params["vectors"], "sparse_vectors": params["sparse_vectors"], "on_disk_payload": params["on_disk_payload"],
        "hnsw_config": config["hnsw_config"], "optimizers_config": config["optimizer_config"],
        "quantization_config": config["quantization_config"], "metadata": config["metadata"],
    });
    body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    body
}

/// The points that a scene's requests name or its answers show, without those that its requests bring: with what the
/// answers tell of them, and any vectors for the rest; none beside those that are told if these are the `whole`.
pub fn points(vectors: &Vectors, rows: &[&Row], whole: bool) -> Vec<Value> {
    let good = || rows.iter().filter(|row| row.good());
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    good().filter(|row| row.turn() == 4).flat_map(|row| row.brought()).for_each(|point| {
        seen.insert(point["id"].to_string());
    });
    let mut note = |point: &Value| {
        let id = point["id"].to_string();
        if seen.contains(&id) {
            return;
        }
        let known = known.entry(id).or_insert_with(|| json!({"id": point["id"]}));
        for part in ["payload", "vector"] {
            if known[part].is_null() && !point[part].is_null() {
                known[part] = point[part].clone();
            }
        }
    };
    for row in good() {
        row.shown().into_iter().for_each(&mut note);
        named(row).into_iter().for_each(|id| note(&json!({"id": id})));
    }
    // A formula fails at points that were there.
    for row in rows.iter().filter(|row| row.status == 400 && row.request["query"]["formula"].is_object()) {
        let listed = row.queries().into_iter().flat_map(|query| query["filter"]["must"].as_array().cloned().unwrap_or_default());
        for condition in listed.collect::<Vec<_>>() {
            condition["has_id"].as_array().into_iter().flatten().for_each(|id| note(&json!({"id": id})));
        }
    }
    for (index, point) in known.values_mut().enumerate() {
        let mut own = vectors.stand_in(index + 1);
        match point["vector"].take() {
            named @ Value::Object(_) if whole => own = named,
            Value::Object(told) => told.into_iter().for_each(|(name, vector)| own[name] = vector),
            Value::Null => {}
            unnamed => own[""] = unnamed,
        }
        if vectors.kinds.len() == 1 && own.get("").is_some() {
            own = own[""].take();
        }
        point["vector"] = own;
    }
    known.into_values().collect()
}

/// The points that a request cannot do without.
fn named(row: &Row) -> Vec<Value> {
    let id = |value: &&Value| value.is_u64() || value.is_string();
    let list = |value: &Value| value.as_array().into_iter().flatten().filter(id).cloned().collect::<Vec<_>>();
    let mut ids = Vec::new();
    let operations = row.request["operations"].as_array().into_iter().flatten();
    for part in operations.filter_map(|operation| operation.as_object()?.values().next()).chain([&row.request]) {
        ids.extend(list(&part["points"]));
    }
    if row.kind().contains("/points/vectors") || row.kind().contains("/points/batch") {
        ids.extend(row.brought().into_iter().map(|point| point["id"].clone()));
    }
    for query in row.queries().into_iter().filter(|query| query["lookup_from"].is_null()) {
        let query = &query["query"];
        let pairs = [&query["context"], &query["discover"]["context"]];
        let pairs = pairs.into_iter().flat_map(|pairs| pairs.as_array().cloned().unwrap_or_else(|| vec![pairs.clone()]));
        for pair in pairs.collect::<Vec<_>>().iter().filter(|pair| pair.is_object()) {
            ids.extend([&pair["positive"], &pair["negative"]].into_iter().filter(id).cloned());
        }
        ids.extend(
            [query, &query["nearest"], &query["discover"]["target"], &query["relevance_feedback"]["target"]]
                .into_iter()
                .filter(id)
                .cloned(),
        );
        ids.extend(list(&query["recommend"]["positive"]));
        ids.extend(list(&query["recommend"]["negative"]));
        let feedback = query["relevance_feedback"]["feedback"].as_array().into_iter().flatten();
        ids.extend(feedback.map(|item| &item["example"]).filter(id).cloned());
    }
    if let Some(id) = row.kind().strip_prefix("GET /collections/{}/points/") {
        ids.push(id.parse::<u64>().map_or_else(|_| json!(id), |id| json!(id)));
    }
    ids
}

/// Payload indexes that the answers show to have been there: of fields that were put in order or counted by value.
pub fn indexes(rows: &[&Row]) -> Vec<Value> {
    let mut found = BTreeMap::new();
    for row in rows.iter().filter(|row| row.good()) {
        for (key, schema) in row.response["result"]["payload_schema"].as_object().into_iter().flatten() {
            let schema = if schema["params"].is_null() { &schema["data_type"] } else { &schema["params"] };
            found.insert(key.clone(), schema.clone());
        }
        let ordered = row.queries().into_iter().map(|query| (&query["query"]["order_by"], &query["order_by"]));
        for order in ordered.flat_map(|(one, other)| [one, other]) {
            let Some(key) = order.as_str().or(order["key"].as_str()) else { continue };
            let values = row.shown().into_iter().map(|point| &point["payload"][key]).chain([&order["start_from"]]);
            let kind = match values.into_iter().find(|value| !value.is_null()) {
                Some(Value::String(_)) => "datetime",
                Some(value) if value.is_f64() => "float",
                _ => "integer",
            };
            found.entry(key.to_owned()).or_insert(json!(kind));
        }
        let hits = row.response["result"]["hits"].as_array().into_iter().flatten();
        for value in hits.map(|hit| &hit["value"]).take(1) {
            let kind = match value {
                Value::String(_) => "keyword",
                Value::Bool(_) => "bool",
                _ => "integer",
            };
            found.entry(row.request["key"].as_str().unwrap_or_default().to_owned()).or_insert(json!(kind));
        }
    }
    found.into_iter().map(|(key, kind)| json!({"field_name": key, "field_schema": kind})).collect()
}

/// Collections that requests of a scene look into, with the points and vectors that they look for.
pub fn looked_into(scene: &Scene) -> Vec<(String, Value, Vec<Value>)> {
    let mut found: BTreeMap<String, (Vectors, BTreeSet<u64>)> = BTreeMap::new();
    for query in scene.rows.iter().filter(|row| row.good()).flat_map(|row| row.queries()) {
        let (Some(name), using) = (query["lookup_from"]["collection"].as_str(), query["using"].as_str().unwrap_or_default()) else {
            continue;
        };
        let (vectors, ids) = found.entry(name.to_owned()).or_default();
        if let Some(kind) = scene.vectors.kinds.get(using) {
            let name = query["lookup_from"]["vector"].as_str().unwrap_or_default();
            vectors.kinds.insert(name.to_owned(), *kind);
        }
        let query = &query["query"];
        let recommend = [&query["recommend"]["positive"], &query["recommend"]["negative"]];
        let lists = recommend.into_iter().flat_map(|list| list.as_array().into_iter().flatten());
        ids.extend(lists.chain([query, &query["nearest"]]).filter_map(Value::as_u64));
    }
    let with_lookup = scene.rows.iter().filter(|row| row.good()).map(|row| &row.request["with_lookup"]);
    for lookup in with_lookup.filter_map(|lookup| lookup.as_str().or(lookup["collection"].as_str())) {
        found.entry(lookup.to_owned()).or_default();
    }
    let made = found.into_iter().map(|(name, (vectors, ids))| {
        let points = ids.into_iter().map(|id| json!({"id": id, "vector": vectors.stand_in(id as usize)}));
        (name, vectors.settings(), points.collect())
    });
    made.collect()
}
