//! Structs and messages, field by field.

use super::{Target, Walker, shared_words, undecided};
use crate::model::rest::{Field, Kind, Ty, Variant};
use crate::model::{grpc, naming};
use crate::plan::overrides::Group;
use crate::plan::{Conv, Flat, Item, Other, Way};

/// Whether a pair holds: something is paired, nothing required is left on either side unless a row says what to do.
/// Between types of the same name more than half suffices: what is left is then reported instead of the whole pair.
pub(super) fn acceptable(flat: &Flat, leftover: &[Item], lenient: bool) -> bool {
    let items: &[Item] = match flat {
        Flat::Struct { items, .. } | Flat::Normalised { items, .. } | Flat::Shorthand { items, .. } => items,
        Flat::Selector { common, .. } => common,
        Flat::Union(plan) => {
            let left = plan.rest_only.iter().filter(|(_, policy)| undecided(*policy)).count()
                + plan.grpc_only.iter().filter(|(_, policy)| undecided(*policy)).count();
            let clean = leftover.iter().all(|item| !blocks(item));
            return !plan.arms.is_empty() && clean && (left == 0 || (lenient && plan.arms.len() > left));
        }
        Flat::Manual => return true,
    };
    let all = || items.iter().chain(leftover);
    let paired = items.iter().filter(|item| !matches!(item, Item::RestOnly { .. } | Item::Constant { .. })).count();
    let blocked = all().filter(|item| blocks(item)).count();
    let nothing = paired == 0 && all().all(|item| matches!(item, Item::Constant { .. }));
    let something = paired > 0 || matches!(flat, Flat::Selector { .. });
    (something || nothing) && (blocked == 0 || (lenient && paired > blocked))
}

/// Whether an item stands against its pair: it must be there on one side and has no counterpart on the other.
fn blocks(item: &Item) -> bool {
    match item {
        Item::RestOnly { rest, policy } => !rest.optional() && undecided(*policy),
        Item::GrpcOnly { grpc, policy } => grpc.presence == grpc::Presence::Plain && undecided(*policy),
        Item::GrpcOnlyOneof { policy, .. } => undecided(*policy),
        Item::Flat { flat, .. } => match &**flat {
            Flat::Struct { items, .. } => items.iter().any(blocks),
            _ => false,
        },
        _ => false,
    }
}

impl Walker<'_> {
    /// One component against what is left of a message.
    pub(super) fn flat(&mut self, schema: &str, target: &mut Target) -> Option<Flat> {
        match self.rest.schemas.get(schema)?.kind.clone() {
            Kind::Struct(fields) => {
                let items = self.items(schema, fields, target)?;
                Some(Flat::Struct { schema: schema.to_owned(), items })
            }
            Kind::Union(variants) => self.union_flat(schema, &variants, target),
            Kind::Enum(_) | Kind::Alias(_) => None,
        }
    }

    fn union_flat(&mut self, union: &str, variants: &[Variant], target: &mut Target) -> Option<Flat> {
        if let Some(row) = self.overrides.normalise(union) {
            let variant = row.variant.to_owned();
            let found = variants.iter().find(|other| other.name == variant)?;
            let Ty::Named(schema) = &found.ty else { return None };
            let fields = self.rest.fields(&found.ty)?.to_vec();
            let others = variants.iter().filter(|other| other.name != variant);
            let others = others.map(|other| {
                let function = row.function.filter(|_| row.from == other.name);
                let way = function.and_then(|function| self.way(&other.ty, &fields, function));
                Other { variant: other.clone(), way }
            });
            let others = others.collect();
            let items = self.items(schema, fields, target)?;
            return Some(Flat::Normalised { union: union.to_owned(), variant, schema: schema.clone(), items, others });
        }
        if let [text, full] = variants
            && text.ty == Ty::Str
            && let Ty::Named(schema) = &full.ty
            && let Some(fields) = self.rest.fields(&full.ty).map(<[Field]>::to_vec)
            && let Some(key) = fields.iter().find(|field| !field.optional()).cloned()
        {
            let items = self.items(schema, fields, target)?;
            return Some(Flat::Shorthand {
                union: union.to_owned(),
                text: text.name.clone(),
                full: full.name.clone(),
                schema: schema.clone(),
                key,
                items,
            });
        }
        if let [oneof] = target.oneofs.as_slice() {
            let oneof = oneof.clone();
            let message = target.message.clone();
            let plan = self.union_plan(union, variants, &message, &oneof)?;
            target.oneofs.clear();
            return Some(Flat::Union(plan));
        }
        self.selector(union, variants, target)
    }

    /// How a struct becomes one with the fields `target`: all but one field of each are the same, or need not be there.
    fn way(&self, ty: &Ty, target: &[Field], function: &str) -> Option<Way> {
        let Ty::Named(schema) = ty else { return None };
        let fields = self.rest.fields(ty)?;
        let in_both = |field: &&Field| target.contains(field);
        let lacks = |here: &[Field], there: &[Field]| match here
            .iter()
            .filter(|field| field.required && !there.contains(field))
            .collect::<Vec<_>>()
            .as_slice()
        {
            [only] => Some((*only).clone()),
            _ => None,
        };
        let (from, to) = (lacks(fields, target)?, lacks(target, fields)?);
        let common = fields.iter().filter(in_both).cloned().collect();
        let refused = fields.iter().filter(|field| !in_both(field) && **field != from).cloned().collect();
        Some(Way { schema: schema.clone(), from, to, function: function.to_owned(), common, refused })
    }

    /// A union of structs that differ in one key each, against a message with a oneof in one of its fields.
    fn selector(&mut self, union: &str, variants: &[Variant], target: &mut Target) -> Option<Flat> {
        let all: Vec<(Variant, String, Vec<Field>)> = variants
            .iter()
            .map(|variant| match &variant.ty {
                Ty::Named(schema) => Some((variant.clone(), schema.clone(), self.rest.fields(&variant.ty)?.to_vec())),
                _ => None,
            })
            .collect::<Option<_>>()?;
        let shared = |field: &Field| all.iter().all(|(_, _, fields)| fields.iter().any(|other| other.wire == field.wire));
        let common: Vec<Field> = all.first()?.2.iter().filter(|field| shared(field)).cloned().collect();
        let own: Vec<Field> = all
            .iter()
            .map(|(_, _, fields)| match fields.iter().filter(|field| !shared(field)).collect::<Vec<_>>().as_slice() {
                [only] => Some((*only).clone()),
                _ => None,
            })
            .collect::<Option<_>>()?;
        for grpc in target.fields.clone() {
            let grpc::Ty::Message(message) = &grpc.ty else { continue };
            let Some(inner) = self.target(message) else { continue };
            let ([], [oneof]) = (inner.fields.as_slice(), inner.oneofs.as_slice()) else { continue };
            let found = self.attempt(|walker| {
                let mut chosen = Vec::new();
                for ((variant, schema, _), key) in all.iter().zip(&own) {
                    let field = oneof.fields.iter().find(|field| field.wire == key.wire)?;
                    let conv = walker.value(&key.ty, &field.ty, &format!("rest:{union}.{}", variant.name))?;
                    chosen.push((variant.clone(), schema.clone(), key.clone(), field.clone(), conv));
                }
                let mut rest = target.clone();
                rest.take(&grpc.wire);
                let items = walker.items(union, common.clone(), &mut rest)?;
                Some((chosen, items, rest))
            });
            if let Some((variants, common, rest)) = found {
                *target = rest;
                return Some(Flat::Selector {
                    union: union.to_owned(),
                    variants,
                    message: message.clone(),
                    oneof: oneof.wire.clone(),
                    grpc,
                    common,
                });
            }
        }
        None
    }

    /// Fields of a struct against what is left of a message. What is paired leaves the target.
    pub(super) fn items(&mut self, schema: &str, fields: Vec<Field>, target: &mut Target) -> Option<Vec<Item>> {
        let mut left = fields.clone();
        let mut items = Vec::new();
        self.groups(schema, &mut left, target, &mut items);
        self.by_name(schema, &mut left, target, &mut items);
        self.select(schema, &mut left, target, &mut items);
        self.split(schema, &mut left, target, &mut items);
        self.oneofs(&mut left, target, &mut items);
        self.mostly(schema, &mut left, target, &mut items);
        self.by_words(schema, &mut left, target, &mut items);
        self.by_type(schema, &mut left, target, &mut items);
        self.flattened(schema, &mut left, target, &mut items);
        for rest in left {
            if self.rest.is_tag(&rest.ty) {
                items.push(Item::Constant { rest });
            } else {
                let policy = self.overrides.one_sided(&format!("rest:{schema}.{}", rest.wire));
                items.push(Item::RestOnly { rest, policy });
            }
        }
        // The document's order, whichever rule found a field.
        let position = |item: &Item| item.first_rest().and_then(|wire| fields.iter().position(|field| field.wire == wire));
        items.sort_by_key(position);
        Some(items)
    }

    /// Fields that rows have converted together.
    pub(super) fn groups(&mut self, schema: &str, left: &mut Vec<Field>, target: &mut Target, items: &mut Vec<Item>) {
        for group in self.overrides.groups(schema, &target.message) {
            let rest_fields: Vec<Field> =
                group.rest.iter().filter_map(|wire| left.iter().find(|field| field.wire == *wire).cloned()).collect();
            let has = |wire: &String| target.fields.iter().any(|field| field.wire == *wire);
            if rest_fields.len() != group.rest.len() || !group.grpc.iter().all(has) {
                continue;
            }
            self.overrides.use_group(&group);
            let Group { function, rest, grpc, reaches, .. } = group;
            let module = function.split_once("::").map_or("", |(module, _)| module);
            self.reach(&format!("rest:{schema}"), module, reaches);
            left.retain(|field| !rest.contains(&field.wire));
            let grpc = grpc.iter().filter_map(|wire| target.take(wire)).collect();
            items.push(Item::Manual { rest: rest_fields, grpc, function });
        }
    }

    fn one(&mut self, schema: &str, rest: &Field, grpc: &grpc::Field, strategy: &'static str) -> Option<Item> {
        let from = format!("rest:{schema}.{}", rest.wire);
        let conv = self.attempt(|walker| walker.occurrence(&rest.ty, grpc, &from))?;
        let strategy = match (&conv, strategy) {
            (_, "override") => "override",
            (Conv::Wrapper { .. } | Conv::OneofWrapper { .. }, _) => "wrapper",
            (Conv::OneOrMany { .. }, _) => "one-or-many",
            (Conv::Presence { .. }, _) => "presence",
            (Conv::Key { .. }, _) => "key",
            (_, strategy) => strategy,
        };
        Some(Item::One { rest: rest.clone(), grpc: grpc.clone(), conv, strategy })
    }

    fn by_name(&mut self, schema: &str, left: &mut Vec<Field>, target: &mut Target, items: &mut Vec<Item>) {
        left.retain(|rest| {
            let overridden = target.fields.iter().position(|field| {
                self.overrides.renamed(&format!("{schema}.{}", rest.wire), &format!("{}.{}", target.message, field.wire))
            });
            let same = || target.fields.iter().position(|field| naming::plain(&field.wire) == naming::plain(&rest.wire));
            let (index, strategy) = match overridden {
                Some(index) => (Some(index), "override"),
                None => (same(), "same"),
            };
            let Some(index) = index else { return true };
            let Some(item) = self.one(schema, rest, &target.fields[index].clone(), strategy) else { return true };
            let field = target.fields.remove(index);
            self.overrides.use_renamed(&format!("{schema}.{}", rest.wire), &format!("{}.{}", target.message, field.wire));
            items.push(item);
            false
        });
    }

    /// Optional fields whose names are the variants of a oneof inside one field of the message.
    fn select(&mut self, schema: &str, left: &mut Vec<Field>, target: &mut Target, items: &mut Vec<Item>) {
        for grpc in target.fields.clone() {
            let grpc::Ty::Message(message) = &grpc.ty else { continue };
            let Some(inner) = self.target(message) else { continue };
            let ([], [oneof]) = (inner.fields.as_slice(), inner.oneofs.as_slice()) else { continue };
            if oneof.fields.len() < 2 {
                continue;
            }
            let arms = self.attempt(|walker| {
                let mut arms = Vec::new();
                for field in &oneof.fields {
                    let rest = left.iter().find(|rest| rest.wire == field.wire && rest.optional())?;
                    let conv = walker.value(&rest.ty, &field.ty, &format!("rest:{schema}.{}", rest.wire))?;
                    arms.push((rest.clone(), field.clone(), conv));
                }
                Some(arms)
            });
            let Some(arms) = arms else { continue };
            left.retain(|rest| !arms.iter().any(|(taken, _, _)| taken.wire == rest.wire));
            target.take(&grpc.wire);
            items.push(Item::Select { message: message.clone(), oneof: oneof.wire.clone(), grpc, arms });
        }
    }

    /// A union whose variants have a field of the message each.
    fn split(&mut self, schema: &str, left: &mut Vec<Field>, target: &mut Target, items: &mut Vec<Item>) {
        left.retain(|rest| {
            let Ty::Named(union) = &rest.ty else { return true };
            let Some(variants) = self.rest.variants(&rest.ty).map(<[Variant]>::to_vec) else { return true };
            let found = self.attempt(|walker| {
                let mut parts: Vec<(Variant, grpc::Field, Conv)> = Vec::new();
                for variant in &variants {
                    let from = format!("rest:{schema}.{}", rest.wire);
                    let candidates: Vec<(grpc::Field, Conv)> = target
                        .fields
                        .iter()
                        .filter(|field| shared_words(&field.wire, &rest.wire) > 0)
                        .filter(|field| !matches!(field.presence, grpc::Presence::Repeated | grpc::Presence::Map))
                        .filter_map(|field| Some((field.clone(), walker.value(&variant.ty, &field.ty, &from)?)))
                        .filter(|(field, _)| !parts.iter().any(|(_, taken, _)| taken.wire == field.wire))
                        .collect();
                    let best = candidates.into_iter().max_by_key(|(field, _)| shared_words(&field.wire, &variant.name))?;
                    parts.push((variant.clone(), best.0, best.1));
                }
                (parts.len() > 1).then_some(parts)
            });
            let Some(parts) = found else { return true };
            parts.iter().for_each(|(_, field, _)| {
                target.take(&field.wire);
            });
            items.push(Item::Split { rest: rest.clone(), union: union.clone(), parts });
            false
        });
    }

    /// A union and a oneof of the message that bear one name.
    fn oneofs(&mut self, left: &mut Vec<Field>, target: &mut Target, items: &mut Vec<Item>) {
        left.retain(|rest| {
            let Ty::Named(union) = &rest.ty else { return true };
            let Some(variants) = self.rest.variants(&rest.ty).map(<[Variant]>::to_vec) else { return true };
            let Some(index) = target.oneofs.iter().position(|oneof| naming::plain(&oneof.wire) == naming::plain(&rest.wire)) else {
                return true;
            };
            let (message, oneof) = (target.message.clone(), target.oneofs[index].clone());
            let found = self.attempt(|walker| {
                let flat = Flat::Union(walker.union_plan(union, &variants, &message, &oneof)?);
                acceptable(&flat, &[], true).then_some(flat)
            });
            let Some(flat) = found else { return true };
            target.oneofs.remove(index);
            items.push(Item::Flat { rest: rest.clone(), flat: Box::new(flat) });
            false
        });
    }

    /// By name once more, where most of what both hold is enough: what a release adds to one side of a type is reported
    /// then, instead of the whole type.
    fn mostly(&mut self, schema: &str, left: &mut Vec<Field>, target: &mut Target, items: &mut Vec<Item>) {
        let before = std::mem::replace(&mut self.lenient, true);
        self.by_name(schema, left, target, items);
        self.lenient = before;
    }

    /// Names that share a word, where each is the other's best.
    fn by_words(&mut self, schema: &str, left: &mut Vec<Field>, target: &mut Target, items: &mut Vec<Item>) {
        let best = |name: &str, others: &mut dyn Iterator<Item = &str>| -> Option<String> {
            let mut scored: Vec<(usize, &str)> =
                others.map(|other| (shared_words(name, other), other)).filter(|(score, _)| *score > 0).collect();
            scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
            match scored.as_slice() {
                [(_, only)] => Some((*only).to_owned()),
                [(first, name), (second, _), ..] if first > second => Some((*name).to_owned()),
                _ => None,
            }
        };
        for rest in left.clone() {
            let Some(wire) = best(&rest.wire, &mut target.fields.iter().map(|field| field.wire.as_str())) else { continue };
            if best(&wire, &mut left.iter().map(|field| field.wire.as_str())).as_deref() != Some(rest.wire.as_str()) {
                continue;
            }
            let Some(grpc) = target.fields.iter().find(|field| field.wire == wire).cloned() else { continue };
            if let Some(item) = self.one(schema, &rest, &grpc, "renamed") {
                target.take(&wire);
                left.retain(|field| field.wire != rest.wire);
                items.push(item);
            }
        }
    }

    /// What is the only one left on both sides, if what it holds pairs.
    fn by_type(&mut self, schema: &str, left: &mut Vec<Field>, target: &mut Target, items: &mut Vec<Item>) {
        let open: Vec<Field> = left.iter().filter(|field| !self.rest.is_tag(&field.ty)).cloned().collect();
        if let ([rest], [grpc]) = (open.as_slice(), target.fields.clone().as_slice())
            && target.oneofs.is_empty()
            && let Some(item) = self.one(schema, rest, grpc, "renamed")
        {
            target.take(&grpc.wire);
            left.retain(|field| field.wire != rest.wire);
            items.push(item);
        }
    }

    /// A field whose own fields stand in the message itself.
    fn flattened(&mut self, schema: &str, left: &mut Vec<Field>, target: &mut Target, items: &mut Vec<Item>) {
        let open: Vec<Field> = left.iter().filter(|field| !self.rest.is_tag(&field.ty) && !field.optional()).cloned().collect();
        let [rest] = open.as_slice() else { return };
        let Ty::Named(inner) = &rest.ty else { return };
        // A recursive type would be written out inside itself; only a request's body may stand for a whole oneof.
        if self.rest.variants(&rest.ty).is_some() && !schema.starts_with("op:") {
            return;
        }
        let mut trial = target.clone();
        let found = self.attempt(|walker| {
            let flat = walker.flat(inner, &mut trial)?;
            acceptable(&flat, &[], schema.starts_with("op:")).then_some(flat)
        });
        if let Some(flat) = found {
            *target = trial;
            left.retain(|field| field.wire != rest.wire);
            items.push(Item::Flat { rest: rest.clone(), flat: Box::new(flat) });
        }
    }
}
