//! Classifies what the plan converts: operations, pairs, enums and everything on the way through them.

use std::collections::BTreeSet;

use super::{Class, Ledger};
use crate::model::rest::{Answer, Body, Kind, Ty};
use crate::model::{Grpc, Rest, grpc};
use crate::plan::overrides::Overrides;
use crate::plan::{Conv, Flat, Item, OneSided, Other, Pair, Plan, Step, Way};

/// The ledger while it is filled.
pub(super) struct Walk<'a> {
    pub(super) rest: &'a Rest,
    pub(super) grpc: &'a Grpc,
    pub(super) overrides: &'a Overrides,
    pub(super) plan: &'a Plan,
    pub(super) ledger: &'a mut Ledger,
}

impl Walk<'_> {
    /// Classifies everything: what is converted first, then what is left.
    pub(super) fn everything(&mut self) {
        let plan = self.plan;
        self.operations(plan);
        self.pairs(plan);
        self.enums(plan);
        self.newer(plan);
        self.rest_left(plan);
        self.grpc_left(plan);
    }

    /// What hand-written conversions were not written for.
    fn newer(&mut self, plan: &Plan) {
        for known in plan.known.iter().filter(|known| !known.facade) {
            for member in &known.newer {
                let why = format!("newer than src/convert/manual/{}.rs", known.module);
                self.ledger.note(format!("{}.{}", known.id, member.name), Class::Unreviewed, why);
            }
        }
    }

    fn operations(&mut self, plan: &Plan) {
        for operation in &plan.operations {
            let id = format!("op:{}", operation.rest.id);
            match &operation.grpc {
                None => self.ledger.note(id, Class::RestOnly, format!("{} {}", operation.rest.method, operation.rest.path)),
                Some(half) => {
                    let class = if half.by_override { Class::Override } else { Class::Auto };
                    self.ledger.note(id.clone(), class, format!("rpc:{}", half.rpc));
                    self.ledger.note(format!("rpc:{}", half.rpc), class, id.clone());
                    self.ledger.note(format!("grpc:{}", half.request), Class::Auto, format!("request of {id}"));
                    self.ledger.note(format!("grpc:{}", half.reply), Class::Auto, format!("reply of {id}"));
                    let body = match &operation.rest.body {
                        Some(Body::Json(Ty::Named(name))) => Some(name.clone()),
                        _ => None,
                    };
                    if let Some(name) = &body {
                        self.ledger.note(format!("rest:{name}"), Class::Auto, format!("body of {id}"));
                    }
                    let own: BTreeSet<String> =
                        operation.rest.path_params.iter().chain(&operation.rest.query_params).map(|field| field.wire.clone()).collect();
                    let place = body.filter(|_| half.body_is_flat);
                    for item in &half.request_items {
                        let schema = match (&place, item.first_rest()) {
                            (Some(body), Some(wire)) if !own.contains(wire) => body.clone(),
                            _ => id.clone(),
                        };
                        self.item(&schema, &half.request, item);
                    }
                    if let Answer::Envelope { reply, .. } = &operation.rest.answer {
                        self.ledger.note(format!("rest:{reply}"), Class::Auto, format!("reply of {id}"));
                        for field in self.rest.fields(&Ty::Named(reply.clone())).unwrap_or_default() {
                            let why = match field.wire.as_str() {
                                "status" => "says `ok` in every answer that is none of an error".to_owned(),
                                wire @ ("time" | "usage") if !half.reply_items.iter().any(|item| item.first_rest() == Some(wire)) => {
                                    format!("gRPC reports no {wire} for this operation")
                                }
                                _ => continue,
                            };
                            self.ledger.note(format!("rest:{reply}.{}", field.wire), Class::Ignored, why);
                        }
                    }
                    let reply = match &operation.rest.answer {
                        Answer::Envelope { reply, .. } => reply.clone(),
                        _ => format!("{id}.reply"),
                    };
                    for item in &half.reply_items {
                        self.item(&reply, &half.reply, item);
                    }
                }
            }
        }
        for rpc in &plan.grpc_only {
            let why = if rpc.deprecated { "deprecated; through the raw client" } else { "through the raw client" };
            self.ledger.note(format!("rpc:{}", rpc.path), Class::GrpcOnly, why);
        }
    }

    fn pairs(&mut self, plan: &Plan) {
        for pair in plan.pairs.values() {
            let Pair { rest, grpc, flat, leftover, reached_from } = pair;
            let class = if matches!(flat, Flat::Manual) { Class::Manual } else { Class::Auto };
            self.ledger.note(format!("rest:{rest}"), class, format!("grpc:{grpc} (from {reached_from})"));
            self.ledger.note(format!("grpc:{grpc}"), class, format!("rest:{rest}"));
            self.flat(rest, grpc, flat);
            for item in leftover {
                self.item(rest, grpc, item);
            }
        }
    }

    fn enums(&mut self, plan: &Plan) {
        for pair in plan.enums.values() {
            self.ledger.note(format!("rest:{}", pair.rest), Class::Auto, format!("grpc:{}", pair.grpc));
            self.ledger.note(format!("grpc:{}", pair.grpc), Class::Auto, format!("rest:{}", pair.rest));
            for (value, name, number) in &pair.values {
                self.ledger.note(format!("rest:{}.{value}", pair.rest), Class::Auto, format!("grpc:{}={name}", pair.grpc));
                self.ledger.note(format!("grpc:{}={name}", pair.grpc), Class::Auto, format!("rest:{}.{value}, number {number}", pair.rest));
            }
            for (value, policy) in &pair.rest_only {
                self.one_sided(format!("rest:{}.{value}", pair.rest), *policy, Class::RestOnly);
            }
            for (name, number) in &pair.grpc_only {
                let id = format!("grpc:{}={name}", pair.grpc);
                if pair.zero_is_absent && *number == 0 {
                    self.ledger.note(id, Class::Auto, "means that nothing was said: absent");
                } else {
                    self.ledger.note(id, Class::Auto, format!("kept as `Unknown` of rest:{}", pair.rest));
                }
            }
        }
    }

    fn flat(&mut self, rest: &str, grpc: &str, flat: &Flat) {
        match flat {
            Flat::Struct { schema, items } => self.items(schema, grpc, items),
            Flat::Normalised { union, variant, schema, items, others } => {
                self.ledger.note(format!("rest:{union}"), Class::Manual, format!("normalised into {variant}"));
                self.ledger.note(format!("rest:{union}.{variant}"), Class::Auto, format!("grpc:{grpc}"));
                for other in others {
                    self.other(union, schema, other);
                }
                self.ledger.note(format!("rest:{schema}"), Class::Auto, format!("grpc:{grpc}"));
                self.items(schema, grpc, items);
            }
            Flat::Shorthand { union, text, full, schema, key, items } => {
                self.ledger.note(format!("rest:{union}.{text}"), Class::Auto, format!("shorthand for {schema}.{}", key.wire));
                self.ledger.note(format!("rest:{union}.{full}"), Class::Auto, format!("grpc:{grpc}"));
                self.ledger.note(format!("rest:{schema}"), Class::Auto, format!("grpc:{grpc}"));
                self.items(schema, grpc, items);
            }
            Flat::Union(plan) => {
                for arm in &plan.arms {
                    let class = if arm.strategy == "override" { Class::Override } else { Class::Auto };
                    let target = format!("grpc:{}.{}", plan.message, arm.field.wire);
                    let last = match &arm.manual_to_grpc {
                        None => self.steps(&arm.leaf.steps, class, &format!("{} {target}", arm.strategy)),
                        Some(function) => {
                            self.steps(&arm.leaf.steps, Class::Manual, &format!("{} {target}, to gRPC by {function}", arm.strategy))
                        }
                    };
                    self.ledger.note(target, class, format!("{} {last}", arm.strategy));
                    self.conv(&arm.conv);
                }
                for (leaf, policy) in &plan.rest_only {
                    if let Some(Step::Variant { union, name, .. }) = leaf.steps.last() {
                        self.one_sided(format!("rest:{union}.{name}"), *policy, Class::RestOnly);
                        self.inside(&leaf.ty, Class::RestOnly, "inside a variant that gRPC lacks");
                    }
                }
                for (field, policy) in &plan.grpc_only {
                    self.one_sided(format!("grpc:{}.{}", plan.message, field.wire), *policy, Class::GrpcOnly);
                }
            }
            Flat::Selector { union, variants, grpc: field, message, common, .. } => {
                self.ledger.note(format!("rest:{union}"), Class::Auto, format!("selector grpc:{message}"));
                self.ledger.note(format!("grpc:{message}"), Class::Auto, format!("selector rest:{union}"));
                self.ledger.note(format!("grpc:{grpc}.{}", field.wire), Class::Auto, format!("selector rest:{union}"));
                for (variant, schema, key, inner, conv) in variants {
                    let target = format!("grpc:{message}.{}", inner.wire);
                    self.ledger.note(format!("rest:{union}.{}", variant.name), Class::Auto, format!("selector {target}"));
                    self.ledger.note(format!("rest:{schema}"), Class::Auto, format!("selector {target}"));
                    self.ledger.note(format!("rest:{schema}.{}", key.wire), Class::Auto, format!("selector {target}"));
                    self.ledger.note(target, Class::Auto, format!("selector rest:{schema}.{}", key.wire));
                    self.conv(conv);
                    self.items(schema, grpc, common);
                }
            }
            Flat::Manual => {
                self.inside(&Ty::Named(rest.to_owned()), Class::Manual, &format!("by hand, grpc:{grpc}"));
                if let Ok(message) = self.grpc.message(grpc) {
                    for field in message.fields.iter().chain(message.oneofs.iter().flat_map(|oneof| &oneof.fields)) {
                        self.ledger.note(format!("grpc:{grpc}.{}", field.wire), Class::Manual, format!("rest:{rest}"));
                        // A message that only carries one value of the pair belongs to the same code.
                        if let grpc::Ty::Message(inner) = &field.ty
                            && let Ok(inner) = self.grpc.message(inner)
                            && let ([only], []) = (inner.fields.as_slice(), inner.oneofs.as_slice())
                        {
                            self.ledger.note(format!("grpc:{}", inner.name), Class::Manual, format!("rest:{rest}"));
                            self.ledger.note(format!("grpc:{}.{}", inner.name, only.wire), Class::Manual, format!("rest:{rest}"));
                        }
                    }
                }
            }
        }
    }

    /// A variant that is brought into the struct `into`.
    fn other(&mut self, union: &str, into: &str, other: &Other) {
        let id = format!("rest:{union}.{}", other.variant.name);
        let Some(Way { schema, from, to, function, common, refused }) = &other.way else {
            return self.ledger.note(id, Class::Unreviewed, "gRPC has no form of it");
        };
        let detail = format!("by {function}");
        self.ledger.note(id, Class::Manual, &detail);
        self.ledger.note(format!("rest:{schema}"), Class::Manual, format!("becomes rest:{into}"));
        self.ledger.note(format!("rest:{schema}.{}", from.wire), Class::Manual, format!("rest:{into}.{} {detail}", to.wire));
        self.inside(&from.ty, Class::Manual, &detail);
        for field in common {
            self.ledger.note(format!("rest:{schema}.{}", field.wire), Class::Auto, format!("same rest:{into}.{}", field.wire));
        }
        for field in refused {
            self.ledger.note(format!("rest:{schema}.{}", field.wire), Class::Unreviewed, format!("rest:{into} lacks it"));
        }
    }

    fn items(&mut self, schema: &str, grpc: &str, items: &[Item]) {
        for item in items {
            self.item(schema, grpc, item);
        }
    }

    fn item(&mut self, schema: &str, grpc: &str, item: &Item) {
        let rest_id = |wire: &str| if schema.starts_with("op:") { format!("{schema}.{wire}") } else { format!("rest:{schema}.{wire}") };
        let grpc_id = |wire: &str| format!("grpc:{grpc}.{wire}");
        match item {
            Item::One { rest, grpc, conv, strategy } => {
                let class = if *strategy == "override" { Class::Override } else { Class::Auto };
                self.ledger.note(rest_id(&rest.wire), class, format!("{strategy} {}", grpc_id(&grpc.wire)));
                self.ledger.note(grpc_id(&grpc.wire), class, format!("{strategy} {}", rest_id(&rest.wire)));
                self.conv(conv);
                if let (Ty::Named(name), grpc::Ty::Message(value), grpc::Presence::Map) = (&rest.ty, &grpc.ty, &grpc.presence)
                    && self.overrides.manual(name, &format!("map<{value}>"))
                {
                    self.inside(&rest.ty, Class::Manual, &format!("by hand, map<{value}>"));
                }
            }
            Item::Constant { rest } => {
                self.ledger.note(rest_id(&rest.wire), Class::Auto, "constant: the message's type says it");
                self.inside(&rest.ty, Class::Auto, "constant");
            }
            Item::RestOnly { rest, policy } => self.one_sided(rest_id(&rest.wire), *policy, Class::RestOnly),
            Item::Success { rest } => self.ledger.note(rest_id(&rest.wire), Class::Auto, "success is that there is a reply"),
            Item::Split { rest, union, parts } => {
                self.ledger.note(rest_id(&rest.wire), Class::Auto, "split over several fields");
                self.ledger.note(format!("rest:{union}"), Class::Auto, format!("split over fields of grpc:{grpc}"));
                for (variant, field, conv) in parts {
                    self.ledger.note(format!("rest:{union}.{}", variant.name), Class::Auto, format!("split {}", grpc_id(&field.wire)));
                    self.ledger.note(grpc_id(&field.wire), Class::Auto, format!("split rest:{union}.{}", variant.name));
                    self.conv(conv);
                }
            }
            Item::Select { grpc: field, message, arms, .. } => {
                self.ledger.note(grpc_id(&field.wire), Class::Auto, "one of several optional fields");
                self.ledger.note(format!("grpc:{message}"), Class::Auto, "one of several optional fields");
                for (rest, variant, conv) in arms {
                    let target = format!("grpc:{message}.{}", variant.wire);
                    self.ledger.note(rest_id(&rest.wire), Class::Auto, format!("selects {target}"));
                    self.ledger.note(target, Class::Auto, format!("selected by {}", rest_id(&rest.wire)));
                    self.conv(conv);
                }
            }
            Item::Flat { rest, flat } => {
                self.ledger.note(rest_id(&rest.wire), Class::Auto, format!("flattened into grpc:{grpc}"));
                if let Ty::Named(name) = &rest.ty {
                    self.ledger.note(format!("rest:{name}"), Class::Auto, format!("flattened into grpc:{grpc}"));
                    self.flat(name, grpc, flat);
                }
            }
            Item::Manual { rest, grpc, function } => {
                for field in rest {
                    self.ledger.note(rest_id(&field.wire), Class::Manual, format!("by {function}"));
                    self.inside(&field.ty, Class::Manual, &format!("by {function}"));
                }
                for field in grpc {
                    self.ledger.note(grpc_id(&field.wire), Class::Manual, format!("by {function}"));
                }
            }
            Item::GrpcOnly { grpc, policy } => self.one_sided(grpc_id(&grpc.wire), *policy, Class::GrpcOnly),
            Item::GrpcOnlyOneof { message, oneof, policy } => {
                let fields: Vec<String> = self
                    .grpc
                    .message(message)
                    .map(|message| {
                        message
                            .oneofs
                            .iter()
                            .filter(|one| one.wire == *oneof)
                            .flat_map(|one| &one.fields)
                            .map(|field| field.wire.clone())
                            .collect()
                    })
                    .unwrap_or_default();
                for wire in fields {
                    self.one_sided(format!("grpc:{message}.{wire}"), *policy, Class::GrpcOnly);
                }
            }
        }
    }

    fn one_sided(&mut self, id: String, policy: OneSided, class: Class) {
        // Rows name parameters of an operation under `rest:`.
        let why = self
            .overrides
            .why_one_sided(&id)
            .or_else(|| self.overrides.why_one_sided(&format!("rest:{id}")))
            .unwrap_or_default()
            .to_owned();
        match policy {
            OneSided::Error | OneSided::ErrorUnless(_) => self.ledger.note(id, class, why),
            OneSided::Ignored => self.ledger.note(id, Class::Ignored, why),
            OneSided::Unreviewed => self.ledger.note(id, Class::Unreviewed, "one-sided"),
        }
    }

    /// Notes what a conversion passes through: keys, wrappers.
    fn conv(&mut self, conv: &Conv) {
        match conv {
            Conv::Same | Conv::Trait | Conv::Enum { .. } => {}
            Conv::EnumText { rest } => self.inside(&Ty::Named(rest.clone()), Class::Auto, "a free string"),
            Conv::List(inner) | Conv::Map(inner) => self.conv(inner),
            Conv::OneOrMany { union, one, many, item } => {
                self.ledger.note(format!("rest:{union}"), Class::Auto, "one or many");
                self.ledger.note(format!("rest:{union}.{}", one.0), Class::Auto, "one or many");
                self.ledger.note(format!("rest:{union}.{many}"), Class::Auto, "one or many");
                self.conv(item);
            }
            Conv::Wrapper { message, field, inner } | Conv::OneofWrapper { message, field, inner, .. } => {
                self.ledger.note(format!("grpc:{message}"), Class::Auto, "wrapper of one value");
                self.ledger.note(format!("grpc:{message}.{}", field.wire), Class::Auto, "wrapper of one value");
                self.conv(inner);
            }
            Conv::Key { schema, field, inner } => {
                self.ledger.note(format!("rest:{schema}"), Class::Auto, "key around one value");
                self.ledger.note(format!("rest:{schema}.{}", field.wire), Class::Auto, "key around one value");
                self.conv(inner);
            }
            Conv::Presence { message } => self.ledger.note(format!("grpc:{message}"), Class::Auto, "present or absent"),
            Conv::Tag { rest, message } => {
                self.inside(&Ty::Named(rest.clone()), Class::Auto, &format!("grpc:{message}"));
                self.ledger.note(format!("grpc:{message}"), Class::Auto, format!("rest:{rest}"));
            }
        }
    }

    /// Notes the unions and keys on the way to a leaf; the id of the leaf itself.
    fn steps(&mut self, steps: &[Step], class: Class, detail: &str) -> String {
        let mut last = String::new();
        for (index, step) in steps.iter().enumerate() {
            let end = index + 1 == steps.len();
            match step {
                Step::Variant { union, name, .. } => {
                    self.ledger.note(format!("rest:{union}"), Class::Auto, "");
                    last = format!("rest:{union}.{name}");
                    if end { self.ledger.note(last.clone(), class, detail) } else { self.ledger.note(last.clone(), Class::Auto, "opened") }
                }
                Step::Key { schema, field } => {
                    self.ledger.note(format!("rest:{schema}"), Class::Auto, "key around one value");
                    self.ledger.note(format!("rest:{schema}.{}", field.wire), Class::Auto, "key around one value");
                }
            }
        }
        last
    }

    /// Notes a schema and its members with one class, down to what has a pair of its own.
    fn inside(&mut self, ty: &Ty, class: Class, detail: &str) {
        let mut seen = BTreeSet::new();
        if let Ty::Named(name) = ty {
            self.note_inside(name, class, detail, &mut seen);
        } else {
            self.descend(ty, class, detail, &mut seen);
        }
    }

    fn note_inside(&mut self, name: &str, class: Class, detail: &str, seen: &mut BTreeSet<String>) {
        let Some(schema) = self.rest.schemas.get(name) else { return };
        if !seen.insert(name.to_owned()) {
            return;
        }
        self.ledger.note(format!("rest:{name}"), class, detail);
        match &schema.kind {
            Kind::Struct(fields) => {
                for field in fields {
                    self.ledger.note(format!("rest:{name}.{}", field.wire), class, detail);
                    self.descend(&field.ty, class, detail, seen);
                }
            }
            Kind::Union(variants) => {
                for variant in variants {
                    self.ledger.note(format!("rest:{name}.{}", variant.name), class, detail);
                    self.descend(&variant.ty, class, detail, seen);
                }
            }
            Kind::Enum(values) => {
                for value in values {
                    self.ledger.note(format!("rest:{name}.{value}"), class, detail);
                }
            }
            Kind::Alias(inner) => self.descend(inner, class, detail, seen),
        }
    }

    fn descend(&mut self, ty: &Ty, class: Class, detail: &str, seen: &mut BTreeSet<String>) {
        match ty {
            Ty::List(inner) | Ty::Map(inner) | Ty::Nullable(inner) => self.descend(inner, class, detail, seen),
            Ty::Named(name) => {
                let paired = self.plan.pairs.keys().chain(self.plan.enums.keys()).any(|(rest, _)| rest == name);
                if !paired {
                    self.note_inside(name, class, detail, seen);
                }
            }
            _ => {}
        }
    }
}
