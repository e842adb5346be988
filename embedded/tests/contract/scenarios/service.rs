//! The server itself: who it is, how it is.

use serde_json::json;

use super::scenarios;
use crate::api::Api;

scenarios! {
    a_server_tells_its_version;
    a_server_tells_its_health;
    a_server_tells_its_state;
    issues_are_listed_and_cleared;
    quotas_are_told_and_set;
}

async fn a_server_tells_its_version(api: &Api) {
    let version = api.ok("root", json!({})).await;
    assert!(version["title"].as_str().unwrap().contains("qdrant"), "{version}");
    assert_eq!(version["version"].as_str().unwrap().split('.').count(), 3, "{version}");
    let parsed = api.client.server_version().await.unwrap();
    assert!(version["version"].as_str().unwrap().starts_with(&parsed.to_string()), "{parsed}");
}

async fn a_server_tells_its_health(api: &Api) {
    for operation in ["healthz", "livez"] {
        let text = api.ok(operation, json!({})).await;
        assert_eq!(text, "healthz check passed");
    }
    let text = api.ok("readyz", json!({})).await;
    assert_eq!(text, "all shards are ready");
}

async fn a_server_tells_its_state(api: &Api) {
    let collection = api.line("Dot").await;
    let telemetry = api.quietly("telemetry", json!({"details_level": 2, "anonymize": false})).await.unwrap();
    assert!(telemetry["app"]["version"].is_string(), "{telemetry}");
    assert!(telemetry["collections"]["number_of_collections"].as_u64().unwrap() >= 1, "{telemetry}");
    let metrics = api.quietly("metrics", json!({})).await.unwrap();
    let metrics = metrics.as_str().unwrap();
    assert!(metrics.lines().any(|line| line.starts_with("collections_total ")), "{metrics}");
    let optimizations = collection.bare("get_optimizations", json!({"completed_limit": 3})).await;
    assert_eq!(optimizations["running"], json!([]));
    assert_eq!(optimizations["summary"]["queued_optimizations"], 0);
}

async fn issues_are_listed_and_cleared(api: &Api) {
    let issues = api.quietly("get_issues", json!({})).await.unwrap();
    assert!(issues.is_object(), "{issues}");
    assert_eq!(api.ok("clear_issues", json!({})).await, true);
}

async fn quotas_are_told_and_set(api: &Api) {
    let before = api.quietly("get_quotas", json!({})).await.unwrap();
    assert!(before["config"].is_object(), "{before}");
    assert_eq!(api.ok("update_quotas", json!({"wait": true, "body": before["config"]})).await, true);
    let after = api.quietly("get_quotas", json!({})).await.unwrap();
    assert_eq!(after["config"], before["config"]);
}
