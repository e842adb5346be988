//! Copies between servers: nothing of the configuration is left behind, and what was interrupted is finished.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use qdrant_remote::migrate::{Collision, Migration, MigrationReport};
use qdrant_remote::models::{
    AliasDescription, AliasOperations, CollectionClusterInfo, CollectionDescription, CollectionInfo, CollectionsAliasesResponse,
    CollectionsResponse, CountResult, CreateCollection, ExtendedPointId, PayloadFieldSchema, PayloadIndexInfo, PointInsertOperations,
    PointStruct, Record, ScrollResult, ShardKey, ShardKeyDescription, ShardKeySelector, ShardKeysResponse, SnapshotDescription,
    UpdateResult, UpdateStatus,
};
use qdrant_remote::stub::Stub;
use qdrant_remote::{BoxFuture, CallOptions, Client, Error, Failed, Protocol, Response, RetryPolicy, requests};
use serde_json::{Value, json};

use crate::served::Served;

/// A collection in memory.
#[derive(Clone, Default)]
struct Kept {
    info: Value,
    created: Option<CreateCollection>,
    updated: Option<Value>,
    indexes: BTreeMap<String, PayloadFieldSchema>,
    shard_keys: BTreeMap<String, Option<u32>>,
    points: BTreeMap<ExtendedPointId, (PointStruct, String)>,
}

/// Just as much of a server as a copy asks for.
#[derive(Clone, Default)]
struct Store {
    collections: Arc<Mutex<BTreeMap<String, Kept>>>,
    aliases: Arc<Mutex<BTreeMap<String, String>>>,
    cluster: Arc<Mutex<Option<CollectionClusterInfo>>>,
    /// Upserts that succeed before all others fail.
    upserts: Arc<AtomicI64>,
    calls: Arc<Mutex<Vec<&'static str>>>,
}

fn shard_of(key: Option<&ShardKeySelector>) -> String {
    let text = |key: &ShardKey| serde_json::to_string(key).unwrap();
    match key {
        None => String::new(),
        Some(ShardKeySelector::One(key)) => text(key),
        Some(ShardKeySelector::Many(keys)) => text(&keys[0]),
        Some(other) => panic!("{other:?}"),
    }
}

impl Store {
    fn new() -> Self {
        let store = Self::default();
        store.upserts.store(i64::MAX, Ordering::SeqCst);
        store
    }

    fn with<T>(&self, name: &str, work: impl FnOnce(&mut Kept) -> T) -> Result<T, Error> {
        let mut collections = self.collections.lock().unwrap();
        collections.get_mut(name).map(work).ok_or_else(|| Error::from_status(404, format!("no collection {name}")))
    }

    fn get(&self, name: &str) -> Kept {
        self.with(name, |kept| kept.clone()).unwrap()
    }

    fn add(&self, name: &str, count: u64) {
        let points = (0..count).map(|id| {
            let point = PointStruct::new(id, [id as f32, 0.5]).payload([("n", id)]);
            (id.into(), (point, String::new()))
        });
        let kept = Kept { info: plain(), points: points.collect(), ..Kept::default() };
        self.collections.lock().unwrap().insert(name.to_owned(), kept);
    }

    async fn served(&self, protocol: Protocol) -> (Served, Client) {
        let server = Served::start(protocol, self.clone()).await;
        let client = server.builder().retry(RetryPolicy::off()).build().unwrap();
        (server, client)
    }
}

type Reply<'a, T> = BoxFuture<'a, Result<Response<T>, Error>>;

fn reply<'a, T: Send + 'a>(answer: impl FnOnce() -> Result<T, Error>) -> Reply<'a, T> {
    Box::pin(std::future::ready(answer().map(Response::new)))
}

fn done() -> UpdateResult {
    UpdateResult::new(UpdateStatus::Completed).operation_id(1)
}

macro_rules! answers {
    ($($method:ident($self:ident, $request:ident: $kind:ident) -> $result:ty $body:block)*) => {$(
        fn $method<'a>(&'a $self, $request: requests::$kind, _options: &'a CallOptions) -> Reply<'a, $result> {
            $self.calls.lock().unwrap().push(stringify!($method));
            reply(|| $body)
        }
    )*};
}

impl Stub for Store {
    answers! {
        get_collections(self, _request: GetCollections) -> CollectionsResponse {
            let names = self.collections.lock().unwrap().keys().map(|name| CollectionDescription::new(name.clone())).collect::<Vec<_>>();
            Ok(CollectionsResponse::new(names))
        }
        get_collections_aliases(self, _request: GetCollectionsAliases) -> CollectionsAliasesResponse {
            let aliases = self.aliases.lock().unwrap();
            let aliases = aliases.iter().map(|(alias, collection)| AliasDescription::new(alias.clone(), collection.clone()));
            Ok(CollectionsAliasesResponse::new(aliases.collect::<Vec<_>>()))
        }
        update_aliases(self, request: UpdateAliases) -> bool {
            for action in request.body.actions {
                let AliasOperations::Create(action) = action else { panic!("{action:?}") };
                let alias = action.create_alias;
                self.aliases.lock().unwrap().insert(alias.alias_name, alias.collection_name);
            }
            Ok(true)
        }
        get_collection(self, request: GetCollection) -> CollectionInfo {
            self.with(&request.collection_name, |kept| {
                let mut info: CollectionInfo = serde_json::from_value(kept.info.clone()).unwrap();
                for (field, schema) in &kept.indexes {
                    let PayloadFieldSchema::SchemaType(kind) = schema else { continue };
                    info.payload_schema.insert(field.clone(), PayloadIndexInfo::new(kind.clone(), 0_u64));
                }
                info
            })
        }
        create_collection(self, request: CreateCollection) -> bool {
            let kept = Kept { info: plain(), created: Some(request.body), ..Kept::default() };
            self.collections.lock().unwrap().insert(request.collection_name, kept);
            Ok(true)
        }
        update_collection(self, request: UpdateCollection) -> bool {
            self.with(&request.collection_name, |kept| kept.updated = Some(serde_json::to_value(&request.body).unwrap()))?;
            Ok(true)
        }
        delete_collection(self, request: DeleteCollection) -> bool {
            Ok(self.collections.lock().unwrap().remove(&request.collection_name).is_some())
        }
        create_field_index(self, request: CreateFieldIndex) -> UpdateResult {
            let body = request.body;
            self.with(&request.collection_name, |kept| kept.indexes.insert(body.field_name, body.field_schema.unwrap()))?;
            Ok(done())
        }
        collection_cluster_info(self, _request: CollectionClusterInfo) -> CollectionClusterInfo {
            self.cluster.lock().unwrap().clone().ok_or_else(|| Error::from_status(501, "one node"))
        }
        list_shard_keys(self, request: ListShardKeys) -> ShardKeysResponse {
            let keys = self.with(&request.collection_name, |kept| kept.shard_keys.keys().cloned().collect::<Vec<_>>())?;
            let keys = keys.iter().map(|key| ShardKeyDescription::new(serde_json::from_str::<ShardKey>(key).unwrap()));
            Ok(ShardKeysResponse::new().shard_keys(keys.collect::<Vec<_>>()))
        }
        create_shard_key(self, request: CreateShardKey) -> bool {
            let key = serde_json::to_string(&request.body.shard_key).unwrap();
            self.with(&request.collection_name, |kept| kept.shard_keys.insert(key, request.body.shards_number))?;
            Ok(true)
        }
        list_snapshots(self, _request: ListSnapshots) -> Vec<SnapshotDescription> {
            Ok(vec![SnapshotDescription::new("s", 1_u64)])
        }
        count_points(self, request: CountPoints) -> CountResult {
            assert_eq!(request.body.exact, Some(true));
            self.with(&request.collection_name, |kept| CountResult::new(kept.points.len() as u64))
        }
        upsert_points(self, request: UpsertPoints) -> UpdateResult {
            if self.upserts.fetch_sub(1, Ordering::SeqCst) <= 0 {
                return Err(Error::from_status(500, "pulled the plug"));
            }
            let PointInsertOperations::List(list) = request.body else { panic!("uploads send lists") };
            assert_eq!(request.wait, Some(true));
            let shard = shard_of(list.shard_key.as_ref());
            self.with(&request.collection_name, |kept| {
                kept.points.extend(list.points.into_iter().map(|point| (point.id.clone(), (point, shard.clone()))));
            })?;
            Ok(done())
        }
        scroll_points(self, request: ScrollPoints) -> ScrollResult {
            let body = request.body;
            let shard = shard_of(body.shard_key.as_ref());
            self.with(&request.collection_name, |kept| {
                let from = kept.points.iter().filter(|(id, point)| body.offset.as_ref().is_none_or(|offset| *id >= offset) && point.1 == shard);
                let mut records = from.map(|(_, (point, _))| record(point));
                let points: Vec<_> = records.by_ref().take(body.limit.unwrap() as usize).collect();
                let mut page = ScrollResult::new(points);
                page.next_page_offset = records.next().map(|record| record.id);
                page
            })
        }
        get_points(self, request: GetPoints) -> Vec<Record> {
            self.with(&request.collection_name, |kept| {
                request.body.ids.iter().filter_map(|id| kept.points.get(id)).map(|(point, _)| record(point)).collect()
            })
        }
    }
}

fn record(point: &PointStruct) -> Record {
    serde_json::from_value(serde_json::to_value(point).unwrap()).unwrap()
}

fn info(config: &Value, payload_schema: &Value) -> Value {
    json!({ "status": "green", "optimizer_status": "ok", "segments_count": 1, "config": config, "payload_schema": payload_schema })
}

/// What a server says of a collection without settings.
fn plain() -> Value {
    let params = json!({
        "vectors": { "size": 2, "distance": "Dot" }, "shard_number": 1, "replication_factor": 1, "write_consistency_factor": 1,
        "on_disk_payload": true,
    });
    let config = json!({
        "params": params,
        "hnsw_config": { "m": 16, "ef_construct": 100, "full_scan_threshold": 10000 },
        "optimizer_config": { "deleted_threshold": 0.25, "default_segment_number": 0, "flush_interval_sec": 5 },
    });
    info(&config, &json!({}))
}

/// Every setting that a collection can have.
fn rich() -> Value {
    json!({
        "params": {
            "vectors": { "a": { "size": 2, "distance": "Dot", "datatype": "float16", "multivector_config": { "comparator": "max_sim" } } },
            "shard_number": 4, "sharding_method": "auto", "replication_factor": 2, "write_consistency_factor": 2,
            "read_fan_out_factor": 3, "read_fan_out_delay_ms": 40, "on_disk_payload": true, "payload": { "memory": "cold" },
            "sparse_vectors": { "s": { "modifier": "idf", "index": { "full_scan_threshold": 7 } } },
        },
        "hnsw_config": {
            "m": 8, "ef_construct": 64, "full_scan_threshold": 5000, "max_indexing_threads": 2, "on_disk": true, "payload_m": 4,
            "memory": "cold", "inline_storage": true,
        },
        "optimizer_config": {
            "deleted_threshold": 0.3, "vacuum_min_vector_number": 500, "default_segment_number": 3, "max_segment_size": 1000,
            "memmap_threshold": 2000, "indexing_threshold": 3000, "flush_interval_sec": 7, "max_optimization_threads": 2,
            "prevent_unoptimized": true,
        },
        "wal_config": { "wal_capacity_mb": 16, "wal_segments_ahead": 2, "wal_retain_closed": 3 },
        "quantization_config": { "scalar": { "type": "int8", "quantile": 0.9, "always_ram": true } },
        "strict_mode_config": {
            "enabled": true, "max_query_limit": 90, "max_timeout": 10, "unindexed_filtering_retrieve": false,
            "unindexed_filtering_update": true, "search_max_hnsw_ef": 300, "search_allow_exact": true, "search_max_oversampling": 2.5,
            "upsert_max_batchsize": 30, "search_max_batchsize": 11, "max_collection_vector_size_bytes": 1000000, "read_rate_limit": 100,
            "write_rate_limit": 200, "max_collection_payload_size_bytes": 2000000, "max_points_count": 3000, "filter_max_conditions": 12,
            "condition_max_size": 13, "multivector_config": { "a": { "max_vectors": 9 } }, "sparse_config": { "s": { "max_length": 8 } },
            "max_payload_index_count": 14, "max_resident_memory_percent": 80,
        },
        "metadata": { "owner": "me", "deep": { "list": [1, 2] } },
    })
}

/// Copies from a server of one protocol to one of the other.
async fn copied<'a>(
    protocol: Protocol,
    from: &Store,
    to: &Store,
    settings: impl FnOnce(Migration<'a>) -> Migration<'a>,
) -> Result<MigrationReport, Failed<MigrationReport>> {
    let other = if protocol == Protocol::Rest { Protocol::Grpc } else { Protocol::Rest };
    let (_source, from) = from.served(protocol).await;
    let (_target, to) = to.served(other).await;
    settings(Migration::new(&from, &to)).run().await
}

pub async fn the_whole_configuration_comes_across(protocol: Protocol) {
    let (from, to) = (Store::new(), Store::new());
    from.add("c", 100);
    let schema = json!({ "year": { "data_type": "integer", "points": 5 } });
    let params = json!({ "type": "text", "tokenizer": "word", "min_token_len": 2, "on_disk": true });
    let both = json!({ "year": schema["year"], "text": { "data_type": "text", "params": params, "points": 5 } });
    from.with("c", |kept| kept.info = info(&rich(), &both)).unwrap();
    from.aliases.lock().unwrap().extend([("best".to_owned(), "c".to_owned()), ("other".to_owned(), "x".to_owned())]);
    let mut steps = Vec::new();
    let report = copied(protocol, &from, &to, |migration| {
        migration.progress(|progress| steps.push((progress.collection.to_owned(), progress.points, progress.total)))
    });
    let report = report.await.unwrap();

    let kept = to.get("c");
    let created = serde_json::to_value(kept.created.unwrap()).unwrap();
    let mut expected = rich();
    let expected = expected.as_object_mut().unwrap();
    let mut params = expected.remove("params").unwrap();
    for later in ["read_fan_out_factor", "read_fan_out_delay_ms"] {
        params.as_object_mut().unwrap().remove(later);
    }
    expected.extend(params.as_object().unwrap().clone());
    let optimizers = expected.remove("optimizer_config").unwrap();
    expected.insert("optimizers_config".to_owned(), optimizers);
    for (key, value) in expected.iter() {
        assert_eq!(without_defaults(&created[key]), *value, "{key}");
    }
    assert_eq!(created.as_object().unwrap().len(), expected.len());
    let updated = kept.updated.unwrap();
    assert_eq!(updated["params"]["read_fan_out_factor"], 3);
    assert_eq!(updated["params"]["read_fan_out_delay_ms"], 40);
    assert_eq!(serde_json::to_value(&kept.indexes["year"]).unwrap(), "integer");
    let text = serde_json::to_value(&kept.indexes["text"]).unwrap();
    assert_eq!(
        (&text["type"], &text["tokenizer"], &text["min_token_len"], &text["on_disk"]),
        (&json!("text"), &json!("word"), &json!(2), &json!(true))
    );

    assert_eq!(to.aliases.lock().unwrap().clone(), BTreeMap::from([("best".to_owned(), "c".to_owned())]));
    assert_eq!(kept.points.len(), 100);
    assert!(kept.points.iter().all(|(id, point)| point.0 == from.get("c").points[id].0));
    let copied = &report.collections[0];
    assert!(copied.created && copied.complete);
    assert_eq!((copied.points, copied.skipped), (100, 0));
    assert_eq!((&copied.indexes, &copied.aliases), (&vec!["text".to_owned(), "year".to_owned()], &vec!["best".to_owned()]));
    assert_eq!(copied.not_copied.len(), 1);
    assert!(copied.not_copied[0].contains("1 snapshots"), "{:?}", copied.not_copied);
    // Batches no larger than the strict mode allows.
    assert_eq!(steps.len(), 4);
    assert_eq!(steps.last(), Some(&("c".to_owned(), 100, 100)));
}

/// What a target is told over gRPC holds defaults that it cannot leave out.
fn without_defaults(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            map.iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.clone(), without_defaults(value))).collect()
        }
        // 32-bit floats of a message.
        Value::Number(number) if number.is_f64() => json!((number.as_f64().unwrap() * 1e6).round() / 1e6),
        other => other.clone(),
    }
}

pub async fn collisions_are_settled_before_anything_changes(protocol: Protocol) {
    let (from, to) = (Store::new(), Store::new());
    from.add("a", 10);
    from.add("b", 10);
    to.add("b", 3);
    from.aliases.lock().unwrap().insert("best".to_owned(), "a".to_owned());
    to.aliases.lock().unwrap().insert("best".to_owned(), "z".to_owned());

    let failed = copied(protocol, &from, &to, |migration| migration).await.unwrap_err();
    assert!(failed.error().is_invalid_request());
    assert!(failed.to_string().contains(r#"["b", "best"]"#), "{failed}");
    let failed = copied(protocol, &from, &to, |migration| migration.collections(["a", "nope"])).await.unwrap_err();
    assert!(failed.to_string().contains("nope"), "{failed}");
    to.aliases.lock().unwrap().insert("a".to_owned(), "z".to_owned());
    let failed = copied(protocol, &from, &to, |migration| migration.on_collision(Collision::Replace)).await.unwrap_err();
    assert!(failed.to_string().contains(r#"["a"]"#), "{failed}");
    let changes: BTreeSet<_> = to.calls.lock().unwrap().iter().copied().collect();
    assert_eq!(changes, BTreeSet::from(["get_collections", "get_collections_aliases"]));
    to.aliases.lock().unwrap().remove("a");

    let report = copied(protocol, &from, &to, |migration| migration.on_collision(Collision::Replace)).await.unwrap();
    assert!(report.collections.iter().all(|collection| collection.complete && collection.created));
    assert!(report.collections[0].not_copied.iter().any(|text| text.contains("alias `best`")));
    assert_eq!(to.aliases.lock().unwrap()["best"], "z");
    assert_eq!(to.get("b").points.len(), 10);
}

pub async fn merging_keeps_what_is_there(protocol: Protocol) {
    let (from, to) = (Store::new(), Store::new());
    from.add("c", 10);
    from.with("c", |kept| kept.info["config"]["hnsw_config"]["m"] = json!(8)).unwrap();
    to.add("c", 0);
    let schema = |kind: &str| json!({ "n": { "data_type": kind, "points": 5 }, "m": { "data_type": "keyword", "points": 5 } });
    from.with("c", |kept| kept.info["payload_schema"] = schema("integer")).unwrap();
    to.with("c", |kept| kept.info["payload_schema"] = schema("float")).unwrap();
    let own = PointStruct::new(99_u64, [1.0, 2.0]);
    to.with("c", |kept| kept.points.insert(99_u64.into(), (own, String::new()))).unwrap();
    let report = copied(protocol, &from, &to, |migration| migration.on_collision(Collision::Merge)).await.unwrap();
    assert!(!report.collections[0].created && report.collections[0].complete);
    assert_eq!(to.get("c").points.len(), 11);
    let not_copied = &report.collections[0].not_copied;
    assert!(not_copied.len() == 3 && not_copied[1].contains("configuration") && not_copied[2].contains("index `n`"), "{not_copied:?}");
    assert!(kept_untouched(&to.get("c")));
}

fn kept_untouched(kept: &Kept) -> bool {
    kept.created.is_none() && kept.updated.is_none()
}

/// Between the creation of a collection and what it is given afterwards a copy may end too.
pub async fn an_interrupted_configuration_is_finished(protocol: Protocol) {
    let (from, to) = (Store::new(), Store::new());
    from.add("c", 10);
    to.add("c", 0);
    from.with("c", |kept| kept.info["config"]["params"]["read_fan_out_factor"] = json!(3)).unwrap();
    let merged = copied(protocol, &from, &to, |migration| migration.on_collision(Collision::Merge)).await.unwrap();
    assert!(merged.collections[0].not_copied.iter().any(|text| text.contains("keeps its own")));
    assert!(kept_untouched(&to.get("c")));
    let resumed = copied(protocol, &from, &to, |migration| migration.on_collision(Collision::Resume)).await.unwrap();
    assert!(resumed.collections[0].not_copied.iter().all(|text| !text.contains("keeps its own")));
    assert_eq!(to.get("c").updated.unwrap()["params"], json!({ "read_fan_out_factor": 3 }));
    to.with("c", |kept| kept.info["config"]["params"]["read_fan_out_factor"] = json!(3)).unwrap();
    to.with("c", |kept| kept.updated = None).unwrap();
    copied(protocol, &from, &to, |migration| migration.on_collision(Collision::Resume)).await.unwrap();
    assert!(kept_untouched(&to.get("c")));
}

pub async fn an_interrupted_copy_is_finished(protocol: Protocol) {
    let (from, to) = (Store::new(), Store::new());
    from.add("a", 100);
    from.add("b", 500);
    from.with("b", |kept| kept.info["payload_schema"] = json!({ "n": { "data_type": "integer", "points": 5 } })).unwrap();
    to.upserts.store(5, Ordering::SeqCst);
    let failed = copied(protocol, &from, &to, |migration| migration.page_size(50).parallel(1)).await.unwrap_err();
    assert_eq!(failed.error().server_message(), "pulled the plug");
    let collections = &failed.report().collections;
    assert_eq!(
        collections.iter().map(|collection| (collection.complete, collection.points)).collect::<Vec<_>>(),
        [(true, 100), (false, 150)]
    );

    to.upserts.store(i64::MAX, Ordering::SeqCst);
    from.add("c", 7);
    let report = copied(protocol, &from, &to, |migration| migration.page_size(50).on_collision(Collision::Resume)).await.unwrap();
    let counts: Vec<_> = report.collections.iter().map(|collection| (collection.points, collection.skipped, collection.complete)).collect();
    assert_eq!(counts, [(0, 100, true), (350, 150, true), (7, 0, true)]);
    assert!(to.get("b").points.iter().all(|(id, point)| point.0 == from.get("b").points[id].0));
    assert_eq!(to.get("b").indexes.len(), 1);
}

pub async fn shard_keys_come_across_with_their_points(protocol: Protocol) {
    let (from, to) = (Store::new(), Store::new());
    from.add("c", 20);
    let number = |id: &ExtendedPointId| id.as_integer().unwrap();
    from.with("c", |kept| {
        kept.info["config"]["params"]["sharding_method"] = json!("custom");
        for (id, point) in &mut kept.points {
            point.1 = if number(id) < 5 { "\"north\"" } else { "7" }.to_owned();
        }
    })
    .unwrap();
    let shard = |id: u32, key: Value| json!({ "shard_id": id, "shard_key": key, "points_count": 1, "state": "Active" });
    let cluster = json!({
        "peer_id": 1, "shard_count": 3, "local_shards": [shard(0, json!("north")), shard(1, json!(7))],
        "remote_shards": [{ "shard_id": 2, "shard_key": 7, "peer_id": 2, "state": "Active" }, { "shard_id": 1, "shard_key": 7, "peer_id": 2, "state": "Active" }],
        "shard_transfers": [],
    });
    *from.cluster.lock().unwrap() = Some(serde_json::from_value(cluster).unwrap());
    let empty = json!({ "peer_id": 1, "shard_count": 0, "local_shards": [], "remote_shards": [], "shard_transfers": [] });
    *to.cluster.lock().unwrap() = Some(serde_json::from_value(empty).unwrap());
    let report = copied(protocol, &from, &to, |migration| migration).await.unwrap();
    let kept = to.get("c");
    assert_eq!(kept.shard_keys, BTreeMap::from([("\"north\"".to_owned(), Some(1)), ("7".to_owned(), Some(2))]));
    let shards: HashMap<_, _> = kept.points.iter().map(|(id, point)| (number(id), point.1.clone())).collect();
    assert!((0..20).all(|id| shards[&id] == if id < 5 { "\"north\"" } else { "7" }), "{shards:?}");
    assert_eq!((report.collections[0].points, report.collections[0].shard_keys.len()), (20, 2));
    assert!(report.collections[0].not_copied.iter().any(|text| text.contains("placement")));
}

pub async fn counts_that_differ_are_an_error(protocol: Protocol) {
    let (from, to) = (Store::new(), Store::new());
    from.add("c", 10);
    to.add("c", 0);
    // The source gains a point that the copy does not see.
    let counting = from.clone();
    let failed = copied(protocol, &from, &to, |migration| {
        migration.on_collision(Collision::Replace).progress(move |_| {
            let late = PointStruct::new(77_u64, [0.0, 0.0]);
            counting.with("c", |kept| kept.points.insert(77_u64.into(), (late, "elsewhere".to_owned()))).unwrap();
        })
    });
    let failed = failed.await.unwrap_err();
    assert!(failed.to_string().contains("11 points at the source and 10 at the target"), "{failed}");
    assert!(!failed.report().collections[0].complete);
}

#[test]
fn blocking_code_can_copy_too() {
    let (from, to) = (Store::new(), Store::new());
    from.add("c", 10);
    let report = Migration::new(&Client::from_stub(from), &Client::from_stub(to.clone())).run_blocking().unwrap();
    assert_eq!((report.collections[0].points, to.get("c").points.len()), (10, 10));
}
