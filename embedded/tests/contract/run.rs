//! Runs scenarios on every route and compares what they saw.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::join_all;
use qdrant_remote::Protocol;
use serde_json::Value;

use crate::api::Api;
use crate::backend::{Backend, Route};
use crate::compare::{difference, normal};
use crate::coverage::Coverage;
use crate::differences;
use crate::scenarios::{self, Scenario};
use crate::table::{Outcome, Row, Table};

thread_local! {
    /// Where the last panic of this thread was, and what it said.
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps panics from being printed: the table tells them.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let text = text.unwrap_or("no message");
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        PANIC.with_borrow_mut(|kept| *kept = format!("{text} (at {place})"));
    }));
}

/// Runs the scenarios that are wanted, prints the table, and says whether all is well.
pub async fn everything(wanted: &[String], coverage: &Coverage) -> bool {
    let mut backend = Backend::start().await;
    let routes = backend.routes().await;
    let known = differences::known();
    let chosen = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
    let mut rows = Vec::new();
    let mut skipped = Vec::new();
    for scenario in scenarios::all().iter().filter(|scenario| chosen(scenario.name)) {
        let lack = scenario.needs.iter().find_map(|need| backend.lacks(*need));
        let mut outcomes = match lack {
            Some(lack) => {
                skipped.extend(scenario.covers);
                vec![Outcome::Skipped(lack.to_owned()); routes.len()]
            }
            None => on_all(scenario, &routes, &backend).await,
        };
        outcomes.resize(routes.len() + 1, Outcome::Absent);
        if let (Some(reason), Some(_), None) = (known.get(scenario.name), backend.stands_in.then_some(()), lack) {
            outcomes = excused(outcomes, reason);
        }
        rows.push(Row { scenario: scenario.name.to_owned(), outcomes });
    }
    let columns = routes.iter().map(|route| route.name.to_owned()).chain(["blocking".to_owned()]).collect();
    let table = Table { backend: backend.name.clone(), columns, rows };
    table.print();
    let covered = !wanted.is_empty() || report(coverage, &skipped);
    if let Some(server) = backend.embedded.take() {
        server.stop().await;
    }
    table.good() && covered
}

/// Runs a scenario on all routes at once, and as a blocking program where it has that form.
async fn on_all(scenario: &Scenario, routes: &[Route], backend: &Backend) -> Vec<Outcome> {
    let runs = join_all(routes.iter().map(|route| tokio::spawn(one(scenario.clone(), route.clone())))).await;
    let mut runs: Vec<Result<Value, String>> = runs.into_iter().map(|run| run.unwrap_or_else(|error| Err(error.to_string()))).collect();
    if let Some(steps) = scenario.blocking {
        let clients = [Protocol::Rest, Protocol::Grpc].map(|protocol| backend.blocking(protocol));
        let both = clients.map(|client| tokio::task::spawn_blocking(move || blocking(steps, &client)));
        let both = join_all(both).await.into_iter().map(|run| run.unwrap_or_else(|error| Err(error.to_string())));
        runs.push(
            both.reduce(|one, other| match (one?, other?) {
                (one, other) if one == other => Ok(one),
                (one, other) => Err(format!("not the same over both: {}", difference("", &one, &other).unwrap_or_default())),
            })
            .unwrap_or_else(|| Err("nothing ran".to_owned())),
        );
    }
    let expected = runs[0].as_ref().ok();
    let judged = runs.iter().map(|run| match (run, expected) {
        (Ok(_), None) => Outcome::Passed,
        (Ok(seen), Some(expected)) => match difference("", expected, seen) {
            None => Outcome::Passed,
            Some(place) => Outcome::Failed(format!("not the same as over {}: {place}", routes[0].name)),
        },
        (Err(text), _) => Outcome::Failed(text.clone()),
    });
    judged.collect()
}

/// Runs the blocking form of a scenario; gives its transcript.
fn blocking(steps: scenarios::Blocking, client: &qdrant_remote::blocking::Client) -> Result<Value, String> {
    let prefix = format!("contract-{}-blocking-{}.", std::process::id(), client.as_async().protocol());
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| steps(client, &prefix)));
    let mut seen = outcome.map_err(|_| PANIC.with_borrow(Clone::clone))?;
    normal(&mut seen, &prefix);
    Ok(serde_json::json!([{ "typed": seen }]))
}

/// Runs a scenario on one route; gives its transcript.
async fn one(scenario: Scenario, route: Route) -> Result<Value, String> {
    let prefix = format!("contract-{}-{}-{}.", std::process::id(), scenario.name, route.name.replace('>', "-"));
    let api = Arc::new(Api::new(route, prefix.clone()));
    let outcome = AssertUnwindSafe((scenario.run)(Arc::clone(&api))).catch_unwind().await;
    let said = PANIC.with_borrow(Clone::clone);
    if let Ok(all) = api.client.get_collections().send().await {
        for collection in all.into_inner().collections.into_iter().filter(|collection| collection.name.starts_with(&prefix)) {
            drop(api.client.delete_collection(collection.name).send().await);
        }
    }
    outcome.map(|()| api.transcript()).map_err(|_| said)
}

/// A scenario that is listed as different must fail somewhere.
fn excused(outcomes: Vec<Outcome>, reason: &str) -> Vec<Outcome> {
    if outcomes.iter().all(|outcome| matches!(outcome, Outcome::Passed | Outcome::Absent)) {
        let text = "listed in differences.toml, and no longer different: take it out".to_owned();
        return vec![Outcome::Failed(text); outcomes.len()];
    }
    let excuse = |outcome| if outcome == Outcome::Absent { outcome } else { Outcome::Differs(reason.to_owned()) };
    outcomes.into_iter().map(excuse).collect()
}

/// Prints what nobody called, and says whether that is as it should be.
fn report(coverage: &Coverage, skipped: &[&'static str]) -> bool {
    let (operations, rpcs) = coverage.missing();
    let all = qdrant_remote::operations::OPERATIONS;
    let paired = all.iter().filter(|operation| operation.rpc.is_some()).count();
    println!("operations answered: {} of {}, RPCs: {} of {paired}", all.len() - operations.len(), all.len(), paired - rpcs.len());
    let (elsewhere, missing): (Vec<_>, Vec<_>) = operations.into_iter().partition(|name| skipped.contains(name));
    if !elsewhere.is_empty() {
        println!("left to scenarios that were skipped here: {}", elsewhere.join(", "));
    }
    let rpcs = rpcs.into_iter().filter(|rpc| {
        let operation = all.iter().find(|operation| operation.rpc == Some(*rpc));
        operation.is_none_or(|operation| !skipped.contains(&operation.name))
    });
    let uncalled: Vec<_> = missing.into_iter().chain(rpcs).collect();
    if !uncalled.is_empty() {
        println!("answered to no scenario: {}", uncalled.join(", "));
    }
    uncalled.is_empty()
}
