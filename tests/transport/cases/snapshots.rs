//! Snapshots of collections, shards and the whole server: listing, making, restoring, moving bytes.

use qdrant_remote::models::SnapshotPriority;
use qdrant_remote::pb;
use serde_json::json;

use super::*;

pub(super) fn cases() -> Vec<Case> {
    let at = |time: &str| json!({ "name": "x.snapshot", "creation_time": time, "size": 42, "checksum": "00ff" });
    let snapshot = || at("2026-08-04T10:11:12Z");
    // A REST server writes no zone.
    let written = || at("2026-08-04T10:11:12");
    let described = || pb::SnapshotDescription {
        name: "x.snapshot".into(),
        creation_time: Some(prost_types::Timestamp { seconds: 1_785_838_272, nanos: 0 }),
        size: 42,
        checksum: Some("00ff".into()),
    };
    let listed = || pb::ListSnapshotsResponse { snapshot_descriptions: vec![described()], time: TIME };
    let created = || pb::CreateSnapshotResponse { snapshot_description: Some(described()), time: TIME };
    let deleted = || pb::DeleteSnapshotResponse { time: TIME };
    let recovery = |location: &str| json!({ "location": location, "priority": "snapshot", "checksum": "00ff", "api_key": "hunter2" });
    vec![
        case!(LIST_SNAPSHOTS, |client| client.list_snapshots(NAME))
            .result(json!([snapshot()]))
            .written(json!([written()]))
            .grpc(|seen| assert_eq!(seen.message::<pb::ListSnapshotsRequest>().collection_name, NAME), listed()),
        case!(CREATE_SNAPSHOT, |client| client.create_snapshot(NAME).wait(true))
            .query("wait=true")
            .result(snapshot())
            .written(written())
            .grpc(|seen| assert_eq!(seen.message::<pb::CreateSnapshotRequest>().collection_name, NAME), created()),
        case!(DELETE_SNAPSHOT, |client| client.delete_snapshot(NAME, SNAPSHOT).wait(true)).query("wait=true").result(json!(true)).grpc(
            |seen| {
                let message: pb::DeleteSnapshotRequest = seen.message();
                assert_eq!((message.collection_name.as_str(), message.snapshot_name.as_str()), (NAME, SNAPSHOT));
            },
            deleted(),
        ),
        case!(LIST_FULL_SNAPSHOTS, |client| client.list_full_snapshots())
            .result(json!([snapshot()]))
            .written(json!([written()]))
            .grpc(|seen| assert!(seen.body.is_empty()), listed()),
        case!(CREATE_FULL_SNAPSHOT, |client| client.create_full_snapshot().wait(true))
            .query("wait=true")
            .result(snapshot())
            .written(written())
            .grpc(|seen| assert!(seen.body.is_empty()), created()),
        case!(DELETE_FULL_SNAPSHOT, |client| client.delete_full_snapshot(SNAPSHOT).wait(true))
            .query("wait=true")
            .result(json!(true))
            .grpc(|seen| assert_eq!(seen.message::<pb::DeleteFullSnapshotRequest>().snapshot_name, SNAPSHOT), deleted()),
        case!(LIST_SHARD_SNAPSHOTS, |client| client.list_shard_snapshots(NAME, SHARD))
            .result(json!([snapshot()]))
            .written(json!([written()])),
        case!(CREATE_SHARD_SNAPSHOT, |client| client.create_shard_snapshot(NAME, SHARD).wait(true))
            .query("wait=true")
            .result(snapshot())
            .written(written()),
        case!(DELETE_SHARD_SNAPSHOT, |client| client.delete_shard_snapshot(NAME, SHARD, SNAPSHOT).wait(true))
            .query("wait=true")
            .result(json!(true)),
        case!(RECOVER_FROM_SNAPSHOT, |client| client
            .recover_from_snapshot(NAME)
            .wait(true)
            .location("http://other/x.snapshot")
            .priority(SnapshotPriority::Snapshot)
            .checksum("00ff")
            .api_key("hunter2"))
        .query("wait=true")
        .json(recovery("http://other/x.snapshot"))
        .result(json!(true)),
        case!(RECOVER_SHARD_FROM_SNAPSHOT, |client| client
            .recover_shard_from_snapshot(NAME, SHARD)
            .wait(true)
            .location("file:///x.snapshot".to_owned())
            .priority(SnapshotPriority::Snapshot)
            .checksum("00ff")
            .api_key("hunter2"))
        .query("wait=true")
        .json(recovery("file:///x.snapshot"))
        .result(json!(true)),
        case!(RECOVER_FROM_UPLOADED_SNAPSHOT, |client| client
            .recover_from_uploaded_snapshot(NAME, BYTES.to_vec())
            .wait(true)
            .priority(SnapshotPriority::NoSync)
            .checksum("00ff"))
        .query("checksum=00ff&priority=no_sync&wait=true")
        .form()
        .result(json!(true)),
        case!(RECOVER_SHARD_FROM_UPLOADED_SNAPSHOT, |client| client
            .recover_shard_from_uploaded_snapshot(NAME, SHARD, BYTES.to_vec())
            .wait(true)
            .priority(SnapshotPriority::Replica)
            .checksum("00ff"))
        .query("checksum=00ff&priority=replica&wait=true")
        .form()
        .result(json!(true)),
        download!(GET_SNAPSHOT, |client| client.get_snapshot(NAME, SNAPSHOT)),
        download!(GET_FULL_SNAPSHOT, |client| client.get_full_snapshot(SNAPSHOT)),
        download!(GET_SHARD_SNAPSHOT, |client| client.get_shard_snapshot(NAME, SHARD, SNAPSHOT)),
        download!(STREAM_SHARD_SNAPSHOT, |client| client.stream_shard_snapshot(NAME, SHARD)),
    ]
}
