//! Operations and RPCs, and with them the requests and replies from which the walk starts.

use std::collections::{BTreeMap, BTreeSet};

use super::structure::acceptable;
use super::{Target, Walker, undecided};
use crate::Error;
use crate::model::rest::{Answer, Body, Field, Kind, Operation, Ty};
use crate::model::{grpc, naming};
use crate::plan::{Flat, GrpcHalf, Item, OperationPlan, Safety};

impl Walker<'_> {
    /// Pairs operations with RPCs and walks from each pair.
    pub(super) fn operations(&mut self) -> Result<(Vec<OperationPlan>, Vec<grpc::Rpc>), Error> {
        let mut plans = Vec::new();
        let mut used = BTreeSet::new();
        let mut read = BTreeMap::new();
        for operation in self.rest.operations.values() {
            let (rpc, by_override) = match self.overrides.rpc(&operation.id) {
                Some("") => (None, true),
                Some(path) => {
                    let found = self.grpc.rpcs.get(path).cloned();
                    let fault = match &found {
                        None => Some(format!("no RPC `{path}`")),
                        Some(rpc) => self.hinders(operation, rpc).map(|why| format!("RPC `{path}`: {why}")),
                    };
                    if let Some(fault) = &fault {
                        self.overrides.fault(format!("overrides: op:{}: {fault}", operation.id));
                    } else if let Some(found) = &found
                        && self.rpc_by_words(operation).is_some_and(|rpc| rpc.path == found.path)
                    {
                        self.overrides.redundant("operations", &format!("op:{}", operation.id));
                    }
                    (found.filter(|_| fault.is_none()), true)
                }
                None => (self.rpc_by_words(operation), false),
            };
            // A message is read as one type alone, whatever it answers.
            let result = result(operation);
            let rpc = rpc.filter(|rpc| *read.entry(rpc.reply.clone()).or_insert_with(|| result.clone()) == result);
            let grpc = match rpc {
                Some(rpc) => {
                    used.insert(rpc.path.clone());
                    Some(self.half(operation, &rpc, by_override)?)
                }
                None => None,
            };
            let by_method = safety(operation);
            let safety = self.overrides.safety(&operation.id);
            if safety == Some(by_method) {
                self.overrides.redundant("operations", &format!("op:{}", operation.id));
            }
            let safety = safety.unwrap_or(by_method);
            plans.push(OperationPlan { safety, rest: operation.clone(), grpc });
        }
        let left = self.grpc.rpcs.values().filter(|rpc| !used.contains(&rpc.path)).cloned().collect();
        Ok((plans, left))
    }

    /// The RPC whose method and service say the same words as the operationId, if there is just one, and just one such
    /// operation; where none says them, the one whose request message does.
    fn rpc_by_words(&self, operation: &Operation) -> Option<grpc::Rpc> {
        let stem =
            |name: &str| -> BTreeSet<String> { naming::words(name).iter().map(|word| word.trim_end_matches('s').to_owned()).collect() };
        let by_method = |operation: &str, rpc: &grpc::Rpc| {
            let wanted = stem(operation);
            let method = stem(&rpc.method);
            let mut whole = method.clone();
            whole.extend(stem(&rpc.service));
            !rpc.deprecated && (wanted == method || wanted == whole)
        };
        let by_message = |operation: &str, rpc: &grpc::Rpc| {
            let message = rpc.request.rsplit('.').next().unwrap_or_default();
            !rpc.deprecated && stem(operation) == stem(message)
        };
        let said = self.grpc.rpcs.values().any(|rpc| by_method(&operation.id, rpc));
        let fits = |operation: &str, rpc: &grpc::Rpc| if said { by_method(operation, rpc) } else { by_message(operation, rpc) };
        let found: Vec<&grpc::Rpc> = self.grpc.rpcs.values().filter(|rpc| fits(&operation.id, rpc)).collect();
        let [only] = found.as_slice() else { return None };
        let rivals = self.rest.operations.keys().filter(|other| fits(other, only)).count();
        (rivals == 1 && self.hinders(operation, only).is_none()).then(|| (*only).clone())
    }

    /// Why an operation and an RPC cannot be the same call, whatever they are called.
    fn hinders(&self, operation: &Operation, rpc: &grpc::Rpc) -> Option<&'static str> {
        let message = |name: &String| self.grpc.messages.contains_key(name);
        if rpc.requests_stream || rpc.replies_stream {
            Some("a stream of messages has no REST form")
        } else if matches!(operation.body, Some(Body::Multipart(_))) {
            Some("a multipart body has no gRPC form")
        } else if matches!(operation.answer, Answer::Text | Answer::Bytes) {
            Some("text and bytes have no gRPC form")
        } else if !message(&rpc.request) || !message(&rpc.reply) {
            Some("its messages are not the server's own")
        } else {
            None
        }
    }

    fn half(&mut self, operation: &Operation, rpc: &grpc::Rpc, by_override: bool) -> Result<GrpcHalf, Error> {
        let place = format!("op:{}", operation.id);
        let target = self.target(&rpc.request).ok_or_else(|| Error::other(format!("{place}: no message `{}`", rpc.request)))?;
        let params: Vec<Field> = operation.path_params.iter().chain(&operation.query_params).cloned().collect();
        let body = match &operation.body {
            None => None,
            Some(Body::Json(ty)) => Some(ty.clone()),
            Some(Body::Multipart(_)) => None,
        };
        let (request_items, body_is_flat) = self.request(&place, params, body, target);
        let reply_items = self.reply(&place, operation, &rpc.reply)?;
        Ok(GrpcHalf {
            rpc: rpc.path.clone(),
            request: rpc.request.clone(),
            request_items,
            body_is_flat,
            reply: rpc.reply.clone(),
            reply_items,
            by_override,
        })
    }

    /// Path, query and body against the request message. A struct's fields stand among the parameters, unless the
    /// message holds the body as a whole; any other body is one field.
    fn request(&mut self, place: &str, params: Vec<Field>, body: Option<Ty>, target: Target) -> (Vec<Item>, bool) {
        let mut flat = params.clone();
        let mut whole = params;
        let mut component = None;
        let mut body_fields: Vec<(String, String)> = Vec::new();
        if let Some(ty) = body {
            if let (Ty::Named(name), Some(fields)) = (&ty, self.rest.fields(&ty)) {
                body_fields.extend(fields.iter().map(|field| (field.wire.clone(), format!("rest:{name}.{}", field.wire))));
                flat.extend(fields.to_vec());
                component = Some(name.clone());
            }
            whole.push(Field {
                wire: "body".to_owned(),
                name: "body".to_owned(),
                ty,
                required: true,
                nullable: false,
                deprecated: false,
                default: None,
            });
        }
        let has_fields = component.is_some();
        if !has_fields {
            flat.clone_from(&whole);
        }
        for (fields, is_flat, lenient) in [(&flat, has_fields, false), (&whole, false, false), (&flat, has_fields, true)] {
            let found = self.attempt(|walker| {
                let mut trial = target.clone();
                let (mut left, mut items) = (fields.clone(), Vec::new());
                if let Some(component) = component.as_deref().filter(|_| is_flat) {
                    walker.groups(component, &mut left, &mut trial, &mut items);
                }
                items.extend(walker.items(place, left, &mut trial)?);
                if is_flat {
                    walker.decide(&mut items, &body_fields);
                }
                items.extend(walker.leftover(trial));
                let flat = Flat::Struct { schema: place.to_owned(), items };
                let holds = acceptable(&flat, &[], lenient);
                let Flat::Struct { items, .. } = flat else { return None };
                (holds || (items.is_empty() && fields.is_empty())).then_some(items)
            });
            if let Some(items) = found {
                return (items, is_flat);
            }
        }
        let mut trial = target;
        let mut items = self.items(place, whole, &mut trial).unwrap_or_default();
        items.extend(self.leftover(trial));
        (items, false)
    }

    /// What rows say of fields that stand among the parameters under the name of the body's component.
    fn decide(&self, items: &mut [Item], fields: &[(String, String)]) {
        for item in items {
            if let Item::RestOnly { rest, policy } = item
                && undecided(*policy)
                && let Some((_, id)) = fields.iter().find(|(wire, _)| *wire == rest.wire)
            {
                *policy = self.overrides.one_sided(id);
            }
        }
    }

    /// Result, time and usage against the reply message.
    fn reply(&mut self, place: &str, operation: &Operation, reply: &str) -> Result<Vec<Item>, Error> {
        let mut target = self.target(reply).ok_or_else(|| Error::other(format!("{place}: no message `{reply}`")))?;
        let (ty, reply_schema, usage) = match &operation.answer {
            Answer::Envelope { result, reply, usage, .. } => (result.clone(), Some(reply.clone()), *usage),
            Answer::Bare(ty) => (ty.clone(), None, false),
            Answer::Text | Answer::Bytes => (Ty::Json, None, false),
        };
        let result = Field::required("result", ty.clone());
        let reply_place = format!("{place}.reply");
        let mut envelope = Vec::new();
        for name in ["time", "usage"].into_iter().filter(|name| usage || *name != "usage") {
            let schema = reply_schema.as_ref().and_then(|name| self.rest.schemas.get(name));
            if let Some(Kind::Struct(fields)) = schema.map(|schema| &schema.kind)
                && let Some(rest) = fields.iter().find(|field| field.wire == name).cloned()
                && target.fields.iter().any(|field| field.wire == name)
            {
                let mut rest = rest;
                if name == "time" {
                    // The reply keeps the server's own measure; REST narrows it to a float on the wire only.
                    rest.ty = Ty::F64;
                    rest.required = true;
                    rest.nullable = false;
                }
                let mut only =
                    Target { message: target.message.clone(), fields: target.take(name).into_iter().collect(), oneofs: Vec::new() };
                envelope.extend(self.items(&reply_place, vec![rest], &mut only).unwrap_or_default());
                envelope.extend(self.leftover(only));
            }
        }
        let mut items = self.result_item(&reply_place, reply_schema.as_deref(), result, &ty, &mut target);
        items.extend(envelope);
        items.extend(self.leftover(target));
        Ok(items)
    }

    fn result_item(&mut self, place: &str, envelope: Option<&str>, result: Field, ty: &Ty, target: &mut Target) -> Vec<Item> {
        // The field of this name, or else the only one that holds such a thing.
        let (named, others): (Vec<_>, Vec<_>) = target.fields.clone().into_iter().partition(|field| field.wire == result.wire);
        for (fields, strategy) in [(named, "same"), (others, "renamed")] {
            let mut found = fields.into_iter().filter_map(|field| {
                let conv = self.attempt(|walker| walker.occurrence(ty, &field, place))?;
                Some((field, conv))
            });
            if let (Some((grpc, conv)), None) = (found.next(), found.next()) {
                target.take(&grpc.wire);
                return vec![Item::One { rest: result, grpc, conv, strategy }];
            }
        }
        if *ty == Ty::Bool && target.fields.iter().all(|field| field.ty != grpc::Ty::Bool) {
            return vec![Item::Success { rest: result }];
        }
        if let Ty::Named(schema) = ty {
            let mut trial = target.clone();
            let flat = self.attempt(|walker| {
                let flat = walker.flat(schema, &mut trial)?;
                acceptable(&flat, &[], true).then_some(flat)
            });
            if let Some(flat) = flat {
                *target = trial;
                return vec![Item::Flat { rest: result, flat: Box::new(flat) }];
            }
        }
        // A row names it as the ledger does.
        let policy = self.overrides.one_sided(&format!("rest:{}.result", envelope.unwrap_or(place)));
        vec![Item::RestOnly { rest: result, policy }]
    }
}

/// What an operation's call resolves to, and whether it may come without.
fn result(operation: &Operation) -> Option<(Ty, bool)> {
    match &operation.answer {
        Answer::Envelope { result, accepted, .. } => Some((result.clone(), *accepted)),
        Answer::Bare(ty) => Some((ty.clone(), false)),
        Answer::Text | Answer::Bytes => None,
    }
}

/// Reads are GET or take a read consistency; PUT, PATCH and DELETE say what shall be, so that a second time changes
/// nothing more; the rest may.
fn safety(operation: &Operation) -> Safety {
    match operation.method.as_str() {
        "GET" => Safety::Read,
        _ if operation.query_params.iter().any(|field| field.wire == "consistency") => Safety::Read,
        "PUT" | "PATCH" | "DELETE" => Safety::IdempotentWrite,
        _ => Safety::Write,
    }
}
