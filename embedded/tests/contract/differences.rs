//! Scenarios that the embedded server is known to fail, with reasons.

use std::collections::BTreeMap;

/// Name of the scenario to the reason.
pub fn known() -> BTreeMap<String, String> {
    let text = include_str!("differences.toml");
    let table: toml::Table = text.parse().unwrap();
    table.into_iter().map(|(name, reason)| (name, reason.as_str().unwrap().to_owned())).collect()
}
