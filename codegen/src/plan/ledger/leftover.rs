//! Classifies what no conversion touches: it belongs to operations or RPCs that the other side lacks, or nobody has
//! decided about it.

use std::collections::BTreeSet;

use super::Class;
use super::walk::Walk;
use crate::model::grpc;
use crate::model::rest::{Answer, Body, Kind, Ty};
use crate::plan::Plan;

impl Walk<'_> {
    /// What of REST is left belongs to operations that gRPC lacks, or is unreviewed.
    pub(super) fn rest_left(&mut self, plan: &Plan) {
        let mut paired = BTreeSet::new();
        for operation in plan.operations.iter().filter(|operation| operation.grpc.is_some()) {
            let body = match &operation.rest.body {
                Some(Body::Json(ty)) => Some(ty.clone()),
                _ => None,
            };
            let answer = match &operation.rest.answer {
                Answer::Envelope { reply, .. } => Some(Ty::Named(reply.clone())),
                Answer::Bare(ty) => Some(ty.clone()),
                Answer::Text | Answer::Bytes => None,
            };
            for ty in body.into_iter().chain(answer) {
                self.reach(&ty, &mut paired);
            }
        }
        for schema in self.rest.schemas.values() {
            let (class, detail) = if let (Kind::Alias(_), true) = (&schema.kind, paired.contains(&schema.name)) {
                (Class::Auto, "another name for what it holds")
            } else if paired.contains(&schema.name) {
                (Class::Unreviewed, "reached from a paired operation, converted by nothing")
            } else {
                (Class::RestOnly, "belongs to operations that gRPC lacks")
            };
            for id in members(&schema.name, &schema.kind) {
                if !self.ledger.lines.contains_key(&id) {
                    self.ledger.note(id, class, detail);
                }
            }
        }
    }

    fn reach(&self, ty: &Ty, seen: &mut BTreeSet<String>) {
        match ty {
            Ty::List(inner) | Ty::Map(inner) | Ty::Nullable(inner) => self.reach(inner, seen),
            Ty::Named(name) if seen.insert(name.clone()) => match self.rest.schemas.get(name).map(|schema| &schema.kind) {
                Some(Kind::Struct(fields)) => fields.iter().for_each(|field| self.reach(&field.ty, seen)),
                Some(Kind::Union(variants)) => variants.iter().for_each(|variant| self.reach(&variant.ty, seen)),
                Some(Kind::Alias(inner)) => self.reach(inner, seen),
                _ => {}
            },
            _ => {}
        }
    }

    /// What of gRPC is left belongs to RPCs that REST lacks, or is unreviewed.
    pub(super) fn grpc_left(&mut self, plan: &Plan) {
        let mut paired = BTreeSet::new();
        for half in plan.operations.iter().filter_map(|operation| operation.grpc.as_ref()) {
            self.reach_message(&half.request, &mut paired);
            self.reach_message(&half.reply, &mut paired);
        }
        let judge = |name: &str| {
            if paired.contains(name) {
                (Class::Unreviewed, "reached from a paired RPC, converted by nothing")
            } else {
                (Class::GrpcOnly, "belongs to RPCs that REST lacks")
            }
        };
        // Free JSON has primitives of its own.
        let json = ["qdrant.Value", "qdrant.Struct", "qdrant.ListValue", "qdrant.NullValue"];
        for message in self.grpc.messages.values() {
            let (class, detail) = if json.contains(&message.name.as_str()) { (Class::Manual, "free JSON") } else { judge(&message.name) };
            let fields = message.fields.iter().chain(message.oneofs.iter().flat_map(|oneof| &oneof.fields));
            let ids = fields.map(|field| format!("grpc:{}.{}", message.name, field.wire)).chain([format!("grpc:{}", message.name)]);
            for id in ids.collect::<Vec<_>>() {
                if !self.ledger.lines.contains_key(&id) {
                    self.ledger.note(id, class, detail);
                }
            }
        }
        for item in self.grpc.enums.values() {
            let (class, detail) = if json.contains(&item.name.as_str()) { (Class::Manual, "free JSON") } else { judge(&item.name) };
            let ids = item.values.iter().map(|(name, _)| format!("grpc:{}={name}", item.name)).chain([format!("grpc:{}", item.name)]);
            for id in ids.collect::<Vec<_>>() {
                if !self.ledger.lines.contains_key(&id) {
                    self.ledger.note(id, class, detail);
                }
            }
        }
    }

    fn reach_message(&self, name: &str, seen: &mut BTreeSet<String>) {
        if !seen.insert(name.to_owned()) {
            return;
        }
        let Some(message) = self.grpc.messages.get(name) else { return };
        for field in message.fields.iter().chain(message.oneofs.iter().flat_map(|oneof| &oneof.fields)) {
            if let grpc::Ty::Message(inner) | grpc::Ty::Enum(inner) = &field.ty {
                self.reach_message(inner, seen);
            }
        }
    }
}

/// The ids of a schema and its members.
fn members(name: &str, kind: &Kind) -> Vec<String> {
    let mut ids = vec![format!("rest:{name}")];
    match kind {
        Kind::Struct(fields) => ids.extend(fields.iter().map(|field| format!("rest:{name}.{}", field.wire))),
        Kind::Union(variants) => ids.extend(variants.iter().map(|variant| format!("rest:{name}.{}", variant.name))),
        Kind::Enum(values) => ids.extend(values.iter().map(|value| format!("rest:{name}.{value}"))),
        Kind::Alias(_) => {}
    }
    ids
}
