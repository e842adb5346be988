//! Operations with their parameters, bodies and answers, and RPCs.

use super::members::members;
use super::{Change, Kind};
use crate::model::rest::{Answer, Body, Field, Operation};
use crate::model::words::Member;
use crate::model::{Grpc, Rest, grpc};

pub(super) fn operations(old: &Rest, new: &Rest) -> Vec<Change> {
    let mut changes = Vec::new();
    let whole = |operation: &Operation, kind| {
        let id = format!("op:{}", operation.id);
        Change { owner: id.clone(), id, kind, detail: route(operation), breaking: kind == Kind::Removed }
    };
    for operation in new.operations.values() {
        match old.operations.get(&operation.id) {
            None => changes.push(whole(operation, Kind::Added)),
            Some(before) => changes.extend(changed(before, operation)),
        }
    }
    let gone = old.operations.values().filter(|operation| !new.operations.contains_key(&operation.id));
    changes.extend(gone.map(|operation| whole(operation, Kind::Removed)));
    changes
}

fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn changed(old: &Operation, new: &Operation) -> Vec<Change> {
    let id = format!("op:{}", new.id);
    let mut changes = Vec::new();
    let mut compare = |what: &str, before: String, after: String, breaking: bool| {
        if before != after {
            let (owner, detail) = (id.clone(), format!("{before} -> {after}"));
            changes.push(Change { id: format!("{owner}{what}"), owner, kind: Kind::Changed, detail, breaking });
        }
    };
    // The names of path parameters are in the route as well, and they do break.
    compare("", route(old), route(new), false);
    let names =
        |operation: &Operation| operation.path_params.iter().map(|field| format!("{}: {}", field.wire, field.ty)).collect::<Vec<_>>();
    compare(" path", names(old).join(", "), names(new).join(", "), true);
    compare(" body", body(old), body(new), true);
    compare(" answer", answer(old), answer(new), true);
    let parameters = |fields: &[Field]| fields.iter().map(Member::of_rest).collect::<Vec<_>>();
    changes.extend(members(&id, &parameters(&old.query_params), &parameters(&new.query_params)));
    changes
}

fn body(operation: &Operation) -> String {
    match &operation.body {
        None => "none".to_owned(),
        Some(Body::Json(ty)) => ty.to_string(),
        Some(Body::Multipart(field)) => format!("multipart `{field}`"),
    }
}

fn answer(operation: &Operation) -> String {
    match &operation.answer {
        Answer::Envelope { result, .. } => result.to_string(),
        Answer::Bare(ty) => format!("{ty} without envelope"),
        Answer::Text => "text".to_owned(),
        Answer::Bytes => "bytes".to_owned(),
    }
}

pub(super) fn rpcs(old: &Grpc, new: &Grpc) -> Vec<Change> {
    let described = |rpc: &grpc::Rpc| format!("{} -> {}", rpc.request, rpc.reply);
    let change = |rpc: &grpc::Rpc, kind, detail, breaking| {
        let id = format!("rpc:{}", rpc.path);
        Change { owner: id.clone(), id, kind, detail, breaking }
    };
    let mut changes = Vec::new();
    for rpc in new.rpcs.values() {
        match old.rpcs.get(&rpc.path) {
            None => changes.push(change(rpc, Kind::Added, described(rpc), false)),
            Some(before) => {
                if described(before) != described(rpc) {
                    let detail = format!("({}) -> ({})", described(before), described(rpc));
                    changes.push(change(rpc, Kind::Changed, detail, true));
                }
                if before.deprecated != rpc.deprecated {
                    let detail = if rpc.deprecated { "deprecated" } else { "no longer deprecated" };
                    changes.push(change(rpc, Kind::Changed, detail.to_owned(), false));
                }
            }
        }
    }
    let gone = old.rpcs.values().filter(|rpc| !new.rpcs.contains_key(&rpc.path));
    changes.extend(gone.map(|rpc| change(rpc, Kind::Removed, described(rpc), true)));
    changes
}
