//! The ledger: one line for every schema, message, field, enum value and operation, with how it is classified.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::overrides::Overrides;
use super::{Conv, Flat, Item, OneSided, Pair, Plan, Step};
use crate::model::rest::{Answer, Body, Kind, Ty};
use crate::model::{Grpc, Rest, grpc};

/// How an id is classified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Paired by structure alone.
    Auto,
    /// Paired by a row of the overrides.
    Override,
    /// Converted by hand-written code.
    Manual,
    /// REST alone has it; setting it is an error over gRPC.
    RestOnly,
    /// gRPC alone has it; setting it is an error over REST.
    GrpcOnly,
    /// Left out, with a reason.
    Ignored,
    /// Nobody has decided yet.
    Unreviewed,
}

impl Class {
    /// The word in the ledger.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Override => "override",
            Self::Manual => "manual",
            Self::RestOnly => "rest-only",
            Self::GrpcOnly => "grpc-only",
            Self::Ignored => "ignored",
            Self::Unreviewed => "unreviewed",
        }
    }
}

/// The classified ids.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    lines: BTreeMap<String, (Class, String)>,
    rows: usize,
}

impl Ledger {
    /// Classifies everything.
    pub fn new(rest: &Rest, grpc: &Grpc, plan: &Plan, overrides: &Overrides) -> Self {
        let mut ledger = Self { lines: BTreeMap::new(), rows: overrides.count };
        let mut walk = Walk { rest, grpc, overrides, plan, ledger: &mut ledger };
        walk.operations(plan);
        walk.pairs(plan);
        walk.enums(plan);
        walk.rest_left(plan);
        walk.grpc_left(plan);
        ledger
    }

    /// Ids that nobody has decided about.
    pub fn unreviewed(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter(|(_, (class, _))| *class == Class::Unreviewed).map(|(id, _)| id.as_str())
    }

    /// The file's text: a line an id, then totals.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (id, (class, detail)) in &self.lines {
            let _ = writeln!(text, "{}", format!("{id} {} {detail}", class.word()).trim_end());
        }
        let mut totals: BTreeMap<Class, (usize, usize)> = BTreeMap::new();
        for (id, (class, _)) in &self.lines {
            let total = totals.entry(*class).or_default();
            total.0 += 1;
            total.1 += usize::from(is_member(id));
        }
        let _ = writeln!(text, "#");
        let _ = writeln!(
            text,
            "# total {} ids, {} of them fields, variants and enum values",
            self.lines.len(),
            self.lines.keys().filter(|id| is_member(id)).count()
        );
        for (class, (all, members)) in &totals {
            let _ = writeln!(text, "# {} {all} ids, {members} fields, variants and enum values", class.word());
        }
        let members = |class| totals.get(&class).map_or(0, |(_, members)| *members);
        let paired = members(Class::Auto) + members(Class::Override) + members(Class::Manual);
        if paired > 0 {
            #[allow(clippy::cast_precision_loss, reason = "a share of some thousands")]
            let share = members(Class::Auto) as f64 * 100.0 / paired as f64;
            let _ = writeln!(text, "# by structure alone {share:.1} % of {paired} paired fields, variants and enum values");
        }
        let _ = writeln!(text, "# override rows {}", self.rows);
        text
    }

    fn note(&mut self, id: String, class: Class, detail: impl Into<String>) {
        let detail = detail.into();
        self.lines
            .entry(id)
            .and_modify(|(old, text)| {
                if *old == class && !detail.is_empty() && !text.contains(&detail) {
                    text.push_str("; ");
                    text.push_str(&detail);
                } else if class < *old {
                    *old = class;
                    text.clone_from(&detail);
                }
            })
            .or_insert((class, detail));
    }
}

/// Whether an id is a field, a variant or an enum value.
fn is_member(id: &str) -> bool {
    match id.split_once(':') {
        Some(("rest" | "op", name)) => name.contains('.'),
        Some(("grpc", name)) => {
            name.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase())) || name.contains('=')
        }
        _ => false,
    }
}

struct Walk<'a> {
    rest: &'a Rest,
    grpc: &'a Grpc,
    overrides: &'a Overrides,
    plan: &'a Plan,
    ledger: &'a mut Ledger,
}

impl Walk<'_> {
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
                        let schema = match (&place, first(item)) {
                            (Some(body), Some(wire)) if !own.contains(wire) => body.clone(),
                            _ => id.clone(),
                        };
                        self.item(&schema, &half.request, item);
                    }
                    if let Answer::Envelope { reply, usage, .. } = &operation.rest.answer {
                        let has_usage = half.reply_items.iter().any(|item| first(item) == Some("usage"));
                        if *usage && !has_usage {
                            self.ledger.note(format!("rest:{reply}.usage"), Class::Ignored, "gRPC reports no usage for this operation");
                        }
                        self.ledger.note(format!("rest:{reply}"), Class::Auto, format!("reply of {id}"));
                        self.ledger.note(
                            format!("rest:{reply}.status"),
                            Class::Ignored,
                            "says `ok` in every answer that is none of an error",
                        );
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
            for value in &pair.rest_only {
                self.one_sided(format!("rest:{}.{value}", pair.rest), OneSided::Unreviewed, Class::RestOnly);
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
            Flat::Normalised { union, variant, function, schema, items } => {
                self.ledger.note(format!("rest:{union}"), Class::Manual, format!("normalised into {variant} by {function}"));
                for other in self.rest.variants(&Ty::Named(union.clone())).unwrap_or_default() {
                    let class = if other.name == *variant { Class::Auto } else { Class::Manual };
                    self.ledger.note(format!("rest:{union}.{}", other.name), class, format!("grpc:{grpc}"));
                    if class == Class::Manual {
                        self.inside(&other.ty, Class::Manual, &format!("by {function}"));
                    }
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
                    let last = self.steps(&arm.leaf.steps, class, &format!("{} {target}", arm.strategy));
                    if arm.manual_to_grpc.is_some() {
                        self.ledger.note(last.clone(), Class::Manual, target.clone());
                    }
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
            Item::GrpcOnlyOneof { message, oneof } => {
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
                    self.one_sided(format!("grpc:{message}.{wire}"), OneSided::Unreviewed, Class::GrpcOnly);
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

    /// What of REST is left belongs to operations that gRPC lacks, or is unreviewed.
    fn rest_left(&mut self, plan: &Plan) {
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
    fn grpc_left(&mut self, plan: &Plan) {
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

/// The first REST field of an item.
fn first(item: &Item) -> Option<&str> {
    match item {
        Item::One { rest, .. } | Item::Constant { rest } | Item::RestOnly { rest, .. } | Item::Success { rest } => Some(&rest.wire),
        Item::Split { rest, .. } | Item::Flat { rest, .. } => Some(&rest.wire),
        Item::Select { arms, .. } => arms.first().map(|(rest, _, _)| rest.wire.as_str()),
        Item::Manual { rest, .. } => rest.first().map(|rest| rest.wire.as_str()),
        Item::GrpcOnly { .. } | Item::GrpcOnlyOneof { .. } => None,
    }
}
