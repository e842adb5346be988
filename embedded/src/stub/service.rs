//! The server itself: what it is and whether it is well.

use qdrant_remote::{models, requests};
use serde_json::{Map, Value, json};

use crate::engine::{Engine, Outcome};

/// The release whose behaviour is given.
const RELEASE: &str = "1.19.0";

pub(super) fn root(_: &Engine, _: requests::Root) -> Outcome<models::VersionInfo> {
    Ok(models::VersionInfo::new("qdrant - vector search engine", RELEASE))
}

pub(super) fn healthz(_: &Engine, _: requests::Healthz) -> Outcome<String> {
    Ok("healthz check passed".to_owned())
}

pub(super) fn livez(_: &Engine, _: requests::Livez) -> Outcome<String> {
    Ok("healthz check passed".to_owned())
}

pub(super) fn readyz(_: &Engine, _: requests::Readyz) -> Outcome<String> {
    Ok("all shards are ready".to_owned())
}

/// The whole answer: the document leaves its form open.
pub(super) fn get_issues(_: &Engine, _: requests::GetIssues) -> Outcome<Map<String, Value>> {
    let entry = |key: &str, value| (key.to_owned(), value);
    Ok(Map::from_iter([entry("result", json!({"issues": []})), entry("status", json!("ok")), entry("time", json!(0.0))]))
}

pub(super) fn clear_issues(_: &Engine, _: requests::ClearIssues) -> Outcome<bool> {
    Ok(true)
}

/// What was set last, and nothing that is measured by it.
pub(super) fn get_quotas(engine: &Engine, _: requests::GetQuotas) -> Outcome<models::QuotaStatus> {
    Ok(models::QuotaStatus::new(engine.quotas(), models::QuotaUsage::new()))
}

/// Nothing limits what is stored here: the settings are kept until the server stops, and told.
pub(super) fn update_quotas(engine: &Engine, request: requests::UpdateQuotas) -> Outcome<bool> {
    engine.set_quotas(request.body);
    Ok(true)
}

/// Few numbers, all true.
pub(super) fn telemetry(engine: &Engine, _: requests::Telemetry) -> Outcome<models::TelemetryData> {
    let collections = models::CollectionsTelemetry::new(engine.all().len() as u64);
    let app = models::AppBuildTelemetry::new("qdrant-remote-embedded", RELEASE, engine.started);
    Ok(models::TelemetryData::new(engine.id.to_string(), collections).app(app))
}

/// Few numbers, all true.
pub(super) fn metrics(engine: &Engine, _: requests::Metrics) -> Outcome<String> {
    let collections = engine.all();
    let mut points = 0;
    for collection in &collections {
        points += collection.shard.read(|shard| Ok(shard.info().points_count))?;
    }
    let info = format!("app_info{{name=\"qdrant\",version=\"{RELEASE}\"}}");
    let gauges = [
        (info.as_str(), "app_info", "the release whose behaviour is given", 1),
        ("collections_total", "collections_total", "number of collections", collections.len()),
        ("points_total", "points_total", "number of points in all collections", points),
    ];
    let shown = gauges.map(|(sample, name, help, value)| format!("# HELP {name} {help}\n# TYPE {name} gauge\n{sample} {value}\n"));
    Ok(shown.concat())
}

/// Nothing is ever being optimized.
pub(super) fn get_optimizations(engine: &Engine, request: requests::GetOptimizations) -> Outcome<models::OptimizationsResponse> {
    let collection = engine.collection(&request.collection_name)?;
    let segments = collection.shard.read(|shard| Ok(shard.info().segments_count as u64))?;
    let summary = models::OptimizationsSummary::new(0, 0, 0, segments);
    Ok(models::OptimizationsResponse::new(summary, Vec::<models::Optimization>::new()))
}
