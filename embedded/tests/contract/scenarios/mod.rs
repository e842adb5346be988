//! What is tried. Each scenario is an async function that makes calls and says what it expects of them.

mod cluster;
mod collections;
mod config;
mod defaults;
mod errors;
mod filters;
mod formula;
mod groups;
mod indexes;
mod payload;
mod points;
mod query;
mod reads;
mod service;
mod snapshots;
mod typed;
mod values;
mod vectors;
mod writes;

use std::sync::Arc;

use qdrant_remote::{BoxFuture, blocking};
use serde_json::Value;

use crate::api::Api;
use crate::backend::Need;

/// The form of a scenario for programs that are not asynchronous: a client and a prefix for names, what was seen.
pub type Blocking = fn(&blocking::Client, &str) -> Value;

#[derive(Clone)]
pub struct Scenario {
    pub name: &'static str,
    pub needs: &'static [Need],
    /// Operations that nobody else calls.
    pub covers: &'static [&'static str],
    pub run: fn(Arc<Api>) -> BoxFuture<'static, ()>,
    pub blocking: Option<Blocking>,
}

/// Lists scenarios: their functions, and in brackets what is special about them.
macro_rules! scenarios {
    ($($name:ident $([$($key:ident: $value:expr),+])?;)*) => {
        pub fn all() -> Vec<crate::scenarios::Scenario> {
            vec![$(crate::scenarios::Scenario {
                $($($key: $value,)+)?
                ..crate::scenarios::Scenario {
                    name: stringify!($name),
                    needs: &[],
                    covers: &[],
                    run: |api| Box::pin(async move { $name(&api).await }),
                    blocking: None,
                }
            }),*]
        }
    };
}
pub(crate) use scenarios;

/// Every scenario.
pub fn all() -> Vec<Scenario> {
    let areas = [
        service::all(),
        collections::all(),
        config::all(),
        indexes::all(),
        vectors::all(),
        points::all(),
        writes::all(),
        payload::all(),
        values::all(),
        reads::all(),
        filters::all(),
        query::all(),
        formula::all(),
        groups::all(),
        defaults::all(),
        errors::all(),
        snapshots::all(),
        cluster::all(),
        typed::all(),
    ];
    areas.into_iter().flatten().collect()
}
