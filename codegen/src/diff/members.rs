//! Fields, parameters, variants and enum values, one by one.

use super::{Change, Kind};
use crate::model::words::Member;

/// What changed among the members of `owner`.
pub(super) fn members(owner: &str, old: &[Member], new: &[Member]) -> Vec<Change> {
    let change = |member: &Member, kind, detail, breaking| {
        let id = if member.name.is_empty() { owner.to_owned() } else { format!("{owner}{}{}", separator(owner, member), member.name) };
        Change { owner: owner.to_owned(), id, kind, detail, breaking }
    };
    let mut changes = Vec::new();
    for member in new {
        match old.iter().find(|other| other.name == member.name) {
            None => changes.push(change(member, Kind::Added, described(member), member.must)),
            Some(before) => {
                let (detail, breaking) = changed(before, member);
                if !detail.is_empty() {
                    changes.push(change(member, Kind::Changed, detail.join(", "), breaking));
                }
            }
        }
    }
    let gone = old.iter().filter(|member| new.iter().all(|other| other.name != member.name));
    changes.extend(gone.map(|member| change(member, Kind::Removed, described(member), true)));
    changes
}

/// The ledger writes `rest:Enum.value` and `grpc:Enum=Value`.
fn separator(owner: &str, member: &Member) -> char {
    if owner.starts_with("grpc:") && member.text.is_empty() { '=' } else { '.' }
}

fn described(member: &Member) -> String {
    let mut parts = Vec::new();
    if !member.text.is_empty() {
        parts.push(member.text.clone());
    }
    parts.extend(member.oneof.as_ref().map(|oneof| format!("in oneof `{oneof}`")));
    parts.extend(member.default.as_ref().map(|default| format!("default {default}")));
    if member.deprecated {
        parts.push("deprecated".to_owned());
    }
    parts.join(", ")
}

/// What is not the same, and whether that breaks anything.
fn changed(old: &Member, new: &Member) -> (Vec<String>, bool) {
    let mut details = Vec::new();
    let mut breaking = false;
    if old.text != new.text {
        details.push(format!("{} -> {}", old.text, new.text));
        breaking = true;
    }
    if old.must != new.must {
        details.push(if new.must { "must be there now" } else { "may be absent now" }.to_owned());
        breaking = true;
    }
    if old.oneof != new.oneof {
        let place = |oneof: &Option<String>| oneof.as_ref().map_or("no oneof".to_owned(), |oneof| format!("oneof `{oneof}`"));
        details.push(format!("{} -> {}", place(&old.oneof), place(&new.oneof)));
        breaking = true;
    }
    if old.default != new.default {
        let value = |default: &Option<String>| default.clone().unwrap_or_else(|| "none".to_owned());
        details.push(format!("default {} -> {}", value(&old.default), value(&new.default)));
    }
    if old.number != new.number {
        let value = |number: Option<i32>| number.map_or("none".to_owned(), |number| number.to_string());
        details.push(format!("number {} -> {}", value(old.number), value(new.number)));
    }
    if old.deprecated != new.deprecated {
        details.push(if new.deprecated { "deprecated" } else { "no longer deprecated" }.to_owned());
    }
    (details, breaking)
}
