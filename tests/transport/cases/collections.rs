//! Collections, their aliases, indexes and named vectors.

use qdrant_remote::models::{
    CreateAlias, CreateAliasOperation, DenseVectorConfig, Distance, HnswConfigDiff, PayloadSchemaType, VectorParams, WriteOrdering,
};
use qdrant_remote::pb;
use serde_json::json;

use super::*;

pub(super) fn cases() -> Vec<Case> {
    let changed = || pb::CollectionOperationResponse { result: true, time: TIME };
    let updated = |status: pb::UpdateStatus| pb::PointsOperationResponse {
        result: Some(pb::UpdateResult { operation_id: Some(4), status: status as i32 }),
        time: TIME,
        usage: None,
    };
    let aliases = || json!({ "aliases": [{ "alias_name": "x", "collection_name": NAME }] });
    let listed = || pb::ListAliasesResponse {
        aliases: vec![pb::AliasDescription { alias_name: "x".into(), collection_name: NAME.into() }],
        time: TIME,
    };
    vec![
        case!(GET_COLLECTIONS, |client| client.get_collections()).result(json!({ "collections": [{ "name": NAME }] })).grpc(
            |seen| assert!(seen.body.is_empty()),
            pb::ListCollectionsResponse { collections: vec![pb::CollectionDescription { name: NAME.into() }], time: TIME },
        ),
        case!(COLLECTION_EXISTS, |client| client.collection_exists(NAME)).result(json!({ "exists": true })).grpc(
            |seen| assert_eq!(seen.message::<pb::CollectionExistsRequest>().collection_name, NAME),
            pb::CollectionExistsResponse { result: Some(pb::CollectionExists { exists: true }), time: TIME },
        ),
        case!(GET_COLLECTION, |client| client.get_collection(NAME))
            .result(info_json())
            .grpc(|seen| assert_eq!(seen.message::<pb::GetCollectionInfoRequest>().collection_name, NAME), info_message()),
        case!(CREATE_COLLECTION, |client| client
            .create_collection(NAME)
            .timeout(9)
            .vectors(VectorParams::new(4, Distance::Dot))
            .shard_number(2))
        .query("timeout=9")
        .json(json!({ "vectors": { "size": 4, "distance": "Dot" }, "shard_number": 2 }))
        .result(json!(true))
        .grpc(
            |seen| {
                let message: pb::CreateCollection = seen.message();
                assert_eq!((message.collection_name.as_str(), message.timeout, message.shard_number), (NAME, Some(9), Some(2)));
                let Some(pb::vectors_config::Config::Params(params)) = message.vectors_config.unwrap().config else { panic!("no params") };
                assert_eq!((params.size, params.distance()), (4, pb::Distance::Dot));
            },
            changed(),
        ),
        case!(UPDATE_COLLECTION, |client| client.update_collection(NAME).timeout(9).hnsw_config(HnswConfigDiff::default().m(32_u64)))
            .query("timeout=9")
            .json(json!({ "hnsw_config": { "m": 32 } }))
            .result(json!(true))
            .grpc(
                |seen| {
                    let message: pb::UpdateCollection = seen.message();
                    assert_eq!((message.collection_name.as_str(), message.timeout), (NAME, Some(9)));
                    assert_eq!(message.hnsw_config.unwrap().m, Some(32));
                },
                changed(),
            ),
        case!(DELETE_COLLECTION, |client| client.delete_collection(NAME).timeout(9)).query("timeout=9").result(json!(true)).grpc(
            |seen| {
                let message: pb::DeleteCollection = seen.message();
                assert_eq!((message.collection_name.as_str(), message.timeout), (NAME, Some(9)));
            },
            changed(),
        ),
        case!(GET_OPTIMIZATIONS, |client| client.get_optimizations(NAME).with("queued,completed").completed_limit(3))
            .query("completed_limit=3&with=queued%2Ccompleted")
            .result(json!({
                "summary": { "queued_optimizations": 1, "queued_segments": 2, "queued_points": 3, "idle_segments": 4 },
                "running": [],
                "completed": [],
            })),
        case!(UPDATE_ALIASES, |client| client
            .update_aliases()
            .timeout(9)
            .actions([CreateAliasOperation::new(CreateAlias::new(NAME, "x"))]))
        .query("timeout=9")
        .json(json!({ "actions": [{ "create_alias": { "collection_name": NAME, "alias_name": "x" } }] }))
        .result(json!(true))
        .grpc(
            |seen| {
                let message: pb::ChangeAliases = seen.message();
                assert_eq!(message.timeout, Some(9));
                let Some(pb::alias_operations::Action::CreateAlias(create)) = &message.actions[0].action else { panic!("{message:?}") };
                assert_eq!((create.collection_name.as_str(), create.alias_name.as_str()), (NAME, "x"));
            },
            changed(),
        ),
        case!(GET_COLLECTION_ALIASES, |client| client.get_collection_aliases(NAME))
            .result(aliases())
            .grpc(|seen| assert_eq!(seen.message::<pb::ListCollectionAliasesRequest>().collection_name, NAME), listed()),
        case!(GET_COLLECTIONS_ALIASES, |client| client.get_collections_aliases())
            .result(aliases())
            .grpc(|seen| assert!(seen.body.is_empty()), listed()),
        case!(CREATE_FIELD_INDEX, |client| client
            .create_field_index(NAME)
            .wait(true)
            .ordering(WriteOrdering::Strong)
            .timeout(9)
            .field_name(FIELD)
            .field_schema(PayloadSchemaType::Integer))
        .query("ordering=strong&timeout=9&wait=true")
        .json(json!({ "field_name": FIELD, "field_schema": "integer" }))
        .result(json!({ "operation_id": 4, "status": "completed" }))
        .grpc(
            |seen| {
                let message: pb::CreateFieldIndexCollection = seen.message();
                assert_eq!((message.collection_name.as_str(), message.field_name.as_str()), (NAME, FIELD));
                assert_eq!((message.wait, message.timeout), (Some(true), Some(9)));
                assert_eq!(message.field_type(), pb::FieldType::Integer);
            },
            updated(pb::UpdateStatus::Completed),
        ),
        case!(DELETE_FIELD_INDEX, |client| client.delete_field_index(NAME, FIELD).wait(false).ordering(WriteOrdering::Medium).timeout(9))
            .query("ordering=medium&timeout=9&wait=false")
            .result(json!({ "operation_id": 4, "status": "acknowledged" }))
            .grpc(
                |seen| {
                    let message: pb::DeleteFieldIndexCollection = seen.message();
                    assert_eq!((message.collection_name.as_str(), message.field_name.as_str()), (NAME, FIELD));
                    assert_eq!((message.wait, message.timeout), (Some(false), Some(9)));
                    assert_eq!(message.ordering.unwrap().r#type(), pb::WriteOrderingType::Medium);
                },
                updated(pb::UpdateStatus::Acknowledged),
            ),
        case!(CREATE_VECTOR_NAME, |client| client
            .create_vector_name(NAME, VECTOR)
            .wait(true)
            .ordering(WriteOrdering::Strong)
            .timeout(9)
            .dense(DenseVectorConfig::new(4, Distance::Cosine)))
        .query("ordering=strong&timeout=9&wait=true")
        .json(json!({ "dense": { "size": 4, "distance": "Cosine" } }))
        .result(json!({ "operation_id": 4, "status": "completed" }))
        .grpc(
            |seen| {
                let message: pb::CreateVectorNameRequest = seen.message();
                assert_eq!((message.collection_name.as_str(), message.vector_name.as_str()), (NAME, VECTOR));
                assert_eq!((message.wait, message.timeout), (Some(true), Some(9)));
            },
            updated(pb::UpdateStatus::Completed),
        ),
        case!(DELETE_VECTOR_NAME, |client| client.delete_vector_name(NAME, VECTOR).wait(true).ordering(WriteOrdering::Strong).timeout(9))
            .query("ordering=strong&timeout=9&wait=true")
            .result(json!({ "operation_id": 4, "status": "wait_timeout" }))
            .grpc(
                move |seen| {
                    let message: pb::DeleteVectorNameRequest = seen.message();
                    assert_eq!((message.collection_name.as_str(), message.vector_name.as_str()), (NAME, VECTOR));
                    assert_eq!(message.ordering, Some(pb::WriteOrdering { r#type: pb::WriteOrderingType::Strong as i32 }));
                },
                updated(pb::UpdateStatus::WaitTimeout),
            ),
    ]
}

fn info_json() -> Value {
    json!({
        "status": "yellow",
        "optimizer_status": "ok",
        "points_count": 5,
        "indexed_vectors_count": 4,
        "segments_count": 2,
        "config": {
            "params": {
                "vectors": { "size": 4, "distance": "Dot" },
                "shard_number": 1,
                "replication_factor": 1,
                "write_consistency_factor": 1,
                "on_disk_payload": true,
            },
            "hnsw_config": { "m": 16, "ef_construct": 100, "full_scan_threshold": 10000, "max_indexing_threads": 0, "on_disk": false },
            "optimizer_config": {
                "deleted_threshold": 0.25,
                "vacuum_min_vector_number": 1000,
                "default_segment_number": 0,
                "flush_interval_sec": 5,
            },
        },
        "payload_schema": { "city": { "data_type": "keyword", "points": 5 } },
    })
}

#[allow(deprecated, reason = "the server still sends what it has deprecated")]
fn info_message() -> pb::GetCollectionInfoResponse {
    let params = pb::VectorParams { size: 4, distance: pb::Distance::Dot as i32, ..Default::default() };
    let index = pb::PayloadSchemaInfo { data_type: pb::PayloadSchemaType::Keyword as i32, params: None, points: Some(5) };
    let config = pb::CollectionConfig {
        params: Some(pb::CollectionParams {
            vectors_config: Some(pb::VectorsConfig { config: Some(pb::vectors_config::Config::Params(params)) }),
            shard_number: 1,
            replication_factor: Some(1),
            write_consistency_factor: Some(1),
            on_disk_payload: true,
            ..Default::default()
        }),
        hnsw_config: Some(pb::HnswConfigDiff {
            m: Some(16),
            ef_construct: Some(100),
            full_scan_threshold: Some(10000),
            max_indexing_threads: Some(0),
            on_disk: Some(false),
            ..Default::default()
        }),
        optimizer_config: Some(pb::OptimizersConfigDiff {
            deleted_threshold: Some(0.25),
            vacuum_min_vector_number: Some(1000),
            default_segment_number: Some(0),
            flush_interval_sec: Some(5),
            ..Default::default()
        }),
        ..Default::default()
    };
    let info = pb::CollectionInfo {
        status: pb::CollectionStatus::Yellow as i32,
        optimizer_status: Some(pb::OptimizerStatus { ok: true, error: String::new() }),
        segments_count: 2,
        config: Some(config),
        payload_schema: [("city".to_owned(), index)].into(),
        points_count: Some(5),
        indexed_vectors_count: Some(4),
        ..Default::default()
    };
    pb::GetCollectionInfoResponse { result: Some(info), time: TIME }
}
