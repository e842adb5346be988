//! The server itself: version, health, telemetry, issues, quotas.

use qdrant_remote::pb;
use serde_json::json;

use super::*;

pub(super) fn cases() -> Vec<Case> {
    let version = json!({ "title": "qdrant", "version": "1.19.0", "commit": "abc" });
    let telemetry = json!({
        "id": UUID,
        "app": { "name": "qdrant", "version": "1.19.0", "startup": "2026-08-04T10:11:12.5Z" },
        "collections": { "number_of_collections": 2 },
    });
    let quotas = json!({
        "config": { "enabled": true, "max_disk_usage_percent": 90 },
        "usage": { "resident_memory_percent": 12, "disk_usage_percent": 34 },
    });
    vec![
        case!(ROOT, |client| client.root()).bare(version).grpc(
            |seen| assert_eq!(seen.message::<pb::HealthCheckRequest>(), pb::HealthCheckRequest {}),
            pb::HealthCheckReply { title: "qdrant".into(), version: "1.19.0".into(), commit: Some("abc".into()) },
        ),
        case!(HEALTHZ, |client| client.healthz()).text("healthz check passed"),
        case!(LIVEZ, |client| client.livez()).text("livez check passed"),
        case!(READYZ, |client| client.readyz()).text("all shards are ready ✓"),
        case!(METRICS, |client| client.metrics().anonymize(true).per_collection(false).timeout(9))
            .query("anonymize=true&per_collection=false&timeout=9")
            .text("# TYPE app_info gauge\napp_info{name=\"qdrant\"} 1\n"),
        case!(TELEMETRY, |client| client.telemetry().anonymize(false).details_level(2).per_collection(true).timeout(9))
            .query("anonymize=false&details_level=2&per_collection=true&timeout=9")
            .result(telemetry),
        case!(GET_ISSUES, |client| client.get_issues()).bare(json!({ "issues": [{ "code": "UNINDEXED_FIELD/x" }] })),
        case!(CLEAR_ISSUES, |client| client.clear_issues()).result(json!(true)),
        case!(GET_QUOTAS, |client| client.get_quotas()).result(quotas),
        case!(UPDATE_QUOTAS, |client| client.update_quotas().wait(true).enabled(true).max_disk_usage_percent(90))
            .query("wait=true")
            .json(json!({ "enabled": true, "max_disk_usage_percent": 90 }))
            .result(json!(true)),
    ]
}
