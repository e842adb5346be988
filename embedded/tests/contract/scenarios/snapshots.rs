//! Snapshots: made, listed, downloaded, brought back, uploaded, removed; of collections, shards and the whole server.

use qdrant_remote::ErrorKind;
use serde_json::{Value, json};

use super::scenarios;
use crate::api::{Api, Collection};

scenarios! {
    snapshots_come_and_go;
    a_snapshot_brings_everything_back;
    a_snapshot_is_uploaded;
    shards_have_snapshots;
    shards_take_snapshots;
    a_server_has_snapshots;
    snapshots_need_not_be_waited_for;
    snapshots_that_are_not_there;
}

/// Takes a snapshot, and gives its description. Names and sums differ from run to run.
async fn take(collection: &Collection<'_>) -> Value {
    let request = json!({"collection_name": collection.name, "wait": true});
    let taken = collection.api.quietly("create_snapshot", request).await.unwrap();
    assert!(taken["name"].as_str().unwrap().ends_with(".snapshot"), "{taken}");
    assert!(taken["size"].as_u64().unwrap() > 0, "{taken}");
    assert_eq!(taken["checksum"].as_str().map(str::len), Some(64), "{taken}");
    taken
}

async fn names(api: &Api, operation: &str, request: Value) -> Vec<String> {
    let listed = api.quietly(operation, request).await.unwrap();
    listed.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

async fn snapshots_come_and_go(api: &Api) {
    let collection = api.line("Dot").await;
    let named = json!({"collection_name": collection.name});
    assert_eq!(api.ok("list_snapshots", named.clone()).await, json!([]));
    let taken = take(&collection).await;
    let listed = api.quietly("list_snapshots", named.clone()).await.unwrap();
    assert_eq!(listed, json!([taken]));
    let which = json!({"collection_name": collection.name, "snapshot_name": taken["name"]});
    let (bytes, name) = api.download("get_snapshot", which.clone()).await;
    assert_eq!(bytes.len() as u64, taken["size"].as_u64().unwrap());
    assert!(name.is_none_or(|name| json!(name) == taken["name"]));
    let mut delete = which.clone();
    delete["wait"] = json!(true);
    assert_eq!(api.ok("delete_snapshot", delete.clone()).await, true);
    assert_eq!(api.ok("list_snapshots", named).await, json!([]));
    assert!(api.quietly("delete_snapshot", delete).await.unwrap_err().is_not_found());
    let gone = api.not_downloaded("get_snapshot", json!({"collection_name": collection.name, "snapshot_name": "nobody.snapshot"})).await;
    assert!(gone.is_not_found(), "{gone}");
}

async fn a_snapshot_brings_everything_back(api: &Api) {
    let collection = api.line("Dot").await;
    let before = collection.all().await;
    let info = collection.bare("get_collection", json!({})).await;
    let taken = take(&collection).await;
    collection.write("delete_points", json!({"filter": {}})).await;
    assert_eq!(collection.count(Value::Null).await, 0);
    // The server fetches its own snapshot, as it would another's.
    let location = format!("{}/collections/{}/snapshots/{}", api.own_address, collection.name, taken["name"].as_str().unwrap());
    let recover = |checksum: Value| {
        let body = json!({"location": location, "priority": "snapshot", "checksum": checksum, "api_key": api.key});
        api.quietly("recover_from_snapshot", json!({"collection_name": collection.name, "wait": true, "body": body}))
    };
    let wrong = recover(json!("3".repeat(64))).await.unwrap_err();
    assert!(wrong.is_invalid_request() && wrong.server_message().contains("checksum mismatch"), "{wrong}");
    assert_eq!(collection.count(Value::Null).await, 0, "nothing came");
    assert_eq!(recover(taken["checksum"].clone()).await.unwrap(), true);
    assert_eq!(collection.all().await, before);
    let after = collection.bare("get_collection", json!({})).await;
    assert_eq!((&after["config"], &after["payload_schema"]), (&info["config"], &info["payload_schema"]));
    collection.put(json!([{"id": 99, "vector": [1.0, 1.0]}])).await;
    assert_eq!(collection.count(Value::Null).await, 11);
    let outside = json!({"location": "file:///etc/passwd"});
    let outside = api.quietly("recover_from_snapshot", json!({"collection_name": collection.name, "body": outside})).await.unwrap_err();
    assert!(outside.is_permission_denied(), "{outside}");
}

async fn a_snapshot_is_uploaded(api: &Api) {
    let collection = api.line("Dot").await;
    let before = collection.all().await;
    let taken = take(&collection).await;
    let (bytes, _) = api.download("get_snapshot", json!({"collection_name": collection.name, "snapshot_name": taken["name"]})).await;
    collection.write("delete_points", json!({"filter": {}})).await;
    let done = api.upload(&collection.name, None, bytes.clone()).await.unwrap();
    api.note("recover_from_uploaded_snapshot", done.clone());
    assert_eq!(done, true);
    assert_eq!(collection.all().await, before);
    // A collection that is not there is made.
    let copy = Collection { api, name: api.name("copy") };
    assert_eq!(api.upload(&copy.name, None, bytes).await.unwrap(), true);
    assert_eq!(copy.all().await, before);
    let rubbish = api.upload(&collection.name, None, b"no snapshot".to_vec()).await.unwrap_err();
    assert!(rubbish.status().is_some(), "{rubbish}");
    assert_eq!(collection.all().await, before, "rubbish changes nothing");
}

async fn shards_have_snapshots(api: &Api) {
    let collection = api.line("Dot").await;
    let shard = |more: Value| {
        let mut request = json!({"collection_name": collection.name, "shard_id": 0});
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    };
    assert_eq!(api.ok("list_shard_snapshots", shard(json!({}))).await, json!([]));
    let taken = api.quietly("create_shard_snapshot", shard(json!({"wait": true}))).await.unwrap();
    assert_eq!(names(api, "list_shard_snapshots", shard(json!({}))).await, [taken["name"].as_str().unwrap()]);
    let (bytes, _) = api.download("get_shard_snapshot", shard(json!({"snapshot_name": taken["name"]}))).await;
    assert_eq!(bytes.len() as u64, taken["size"].as_u64().unwrap());
    let (streamed, _) = api.download("stream_shard_snapshot", shard(json!({}))).await;
    assert!(!streamed.is_empty());
    assert_eq!(api.ok("delete_shard_snapshot", shard(json!({"snapshot_name": taken["name"], "wait": true})).clone()).await, true);
    assert_eq!(api.ok("list_shard_snapshots", shard(json!({}))).await, json!([]));
    let nowhere = api.not_downloaded("stream_shard_snapshot", json!({"collection_name": collection.name, "shard_id": 77})).await;
    assert!(nowhere.is_not_found(), "{nowhere}");
}

async fn shards_take_snapshots(api: &Api) {
    let collection = api.line("Dot").await;
    let before = collection.all().await;
    let shard = json!({"collection_name": collection.name, "shard_id": 0, "wait": true});
    let taken = api.quietly("create_shard_snapshot", shard.clone()).await.unwrap();
    let mut which = shard.clone();
    which["snapshot_name"] = taken["name"].clone();
    let (bytes, _) = api.download("get_shard_snapshot", which).await;
    collection.write("delete_points", json!({"filter": {}})).await;
    let mut recover = shard;
    recover["body"] = json!({"location": taken["name"], "priority": "snapshot"});
    let done = api.ok("recover_shard_from_snapshot", recover).await;
    assert_eq!(done, true);
    assert_eq!(collection.all().await, before);
    collection.write("delete_points", json!({"filter": {}})).await;
    let done = api.upload(&collection.name, Some(0), bytes).await.unwrap();
    // The server says yes with nothing at all.
    assert!(done.is_null() || done == true, "{done}");
    assert_eq!(collection.all().await, before);
}

async fn a_server_has_snapshots(api: &Api) {
    let _collection = api.line("Dot").await;
    let taken = api.quietly("create_full_snapshot", json!({"wait": true})).await.unwrap();
    let name = taken["name"].as_str().unwrap().to_owned();
    assert!(name.starts_with("full-snapshot-"), "{taken}");
    assert!(names(api, "list_full_snapshots", json!({})).await.contains(&name));
    let (bytes, _) = api.download("get_full_snapshot", json!({"snapshot_name": name})).await;
    assert_eq!(bytes.len() as u64, taken["size"].as_u64().unwrap());
    assert_eq!(api.ok("delete_full_snapshot", json!({"snapshot_name": name, "wait": true})).await, true);
    assert!(!names(api, "list_full_snapshots", json!({})).await.contains(&name));
    let gone = api.not_downloaded("get_full_snapshot", json!({"snapshot_name": "nobody"})).await;
    assert!(gone.is_not_found(), "{gone}");
}

/// Over REST, a call can leave before its snapshot is there. gRPC always waits.
async fn snapshots_need_not_be_waited_for(api: &Api) {
    let collection = api.line("Dot").await;
    match api.quietly("create_snapshot", json!({"collection_name": collection.name, "wait": false})).await {
        Ok(taken) => assert!(taken.is_null() && api.rest_all_the_way(), "{taken}"),
        Err(error) => {
            assert!(!api.rest_all_the_way() && error.is_invalid_request() || error.kind() == ErrorKind::NotExpressible, "{error}");
            return;
        }
    }
    let named = json!({"collection_name": collection.name});
    for _ in 0..200 {
        if names(api, "list_snapshots", named.clone()).await.len() == 1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the snapshot never came");
}

async fn snapshots_that_are_not_there(api: &Api) {
    let collection = api.line("Dot").await;
    for (operation, request) in [
        ("delete_snapshot", json!({"collection_name": collection.name, "snapshot_name": "nobody", "wait": true})),
        ("delete_shard_snapshot", json!({"collection_name": collection.name, "shard_id": 0, "snapshot_name": "nobody", "wait": true})),
        ("delete_full_snapshot", json!({"snapshot_name": "nobody", "wait": true})),
        ("list_snapshots", json!({"collection_name": api.name("nowhere")})),
        ("create_snapshot", json!({"collection_name": api.name("nowhere"), "wait": true})),
        ("list_shard_snapshots", json!({"collection_name": collection.name, "shard_id": 77})),
        ("create_shard_snapshot", json!({"collection_name": collection.name, "shard_id": 77, "wait": true})),
    ] {
        let error = api.quietly(operation, request.clone()).await.unwrap_err();
        assert!(error.is_not_found(), "{operation} {request}: {error}");
    }
    for name in ["../../../etc/passwd", "..", "a/b"] {
        let error = api.not_downloaded("get_snapshot", json!({"collection_name": collection.name, "snapshot_name": name})).await;
        assert!(!error.is_retryable(), "{name}: {error}");
    }
}
