//! Finds what belongs together: operations first, then types by walking from the paired requests and replies, field by
//! field. Equal names alone prove nothing; a pair holds when what is inside pairs too.

mod operations;
mod structure;
mod unions;

use indexmap::IndexMap;

use crate::Error;
use crate::model::rest::{Kind, Ty};
use crate::model::{Grpc, Rest, grpc, naming};
use crate::plan::ledger::Ledger;
use crate::plan::overrides::Overrides;
use crate::plan::{Conv, EnumPair, Flat, Item, OneSided, Pair, Plan};

/// Pairs everything. What is wrong with overrides is noted in them.
///
/// # Errors
/// When the facade or a message cannot do without what the release lacks.
pub fn pair(rest: &Rest, grpc: &Grpc, overrides: &Overrides) -> Result<Plan, Error> {
    rest.name_faults.iter().for_each(|fault| overrides.fault(fault.clone()));
    overrides.fit_modules(rest, grpc)?;
    let plan = loop {
        let (uses, modules) = (overrides.uses(), overrides.left_out().len());
        let plan = walk(rest, grpc, overrides)?;
        // Where code that pairs rely on had to be left out, they are looked at again without it.
        if overrides.left_out().len() == modules {
            break plan;
        }
        overrides.forget_uses(uses);
    };
    for (field, other, without) in overrides.without_each_field() {
        let plan = walk(rest, grpc, &without)?;
        if Ledger::new(rest, grpc, &plan, &without).pairs(field, other) {
            overrides.redundant("fields", &format!("{field} = {other}"));
        }
    }
    Ok(plan)
}

fn walk(rest: &Rest, grpc: &Grpc, overrides: &Overrides) -> Result<Plan, Error> {
    let mut walker = Walker { rest, grpc, overrides, pairs: IndexMap::new(), enums: IndexMap::new(), lenient: false };
    let (operations, grpc_only) = walker.operations()?;
    let pairs = walker.pairs.into_iter().filter_map(|(key, pair)| Some((key, pair?))).collect();
    let (known, optional) = (overrides.known(rest, grpc), overrides.optional());
    Ok(Plan { pairs, enums: walker.enums, operations, grpc_only, manual: overrides.modules(), known, optional })
}

/// The walk's state. A pair that is being looked into stands as `None` and counts as found, so that recursive types
/// end; a failed attempt takes back what it noted.
struct Walker<'a> {
    rest: &'a Rest,
    grpc: &'a Grpc,
    overrides: &'a Overrides,
    pairs: IndexMap<(String, String), Option<Pair>>,
    enums: IndexMap<(String, String), EnumPair>,
    /// Whether most of a type is enough for its pair to hold.
    lenient: bool,
}

/// The fields of a message that nothing has been paired with yet.
#[derive(Clone, Debug)]
struct Target {
    message: String,
    fields: Vec<grpc::Field>,
    oneofs: Vec<grpc::Oneof>,
}

impl Target {
    fn take(&mut self, wire: &str) -> Option<grpc::Field> {
        let index = self.fields.iter().position(|field| field.wire == wire)?;
        Some(self.fields.remove(index))
    }
}

impl Walker<'_> {
    /// Runs `attempt`; when it finds nothing, forgets what it noted on the way.
    fn attempt<T>(&mut self, attempt: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.noted();
        let found = attempt(self);
        if found.is_none() {
            self.forget(before);
        }
        found
    }

    /// Runs `attempt` only to see what it would find.
    fn rehearse<T>(&mut self, attempt: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.noted();
        let found = attempt(self);
        self.forget(before);
        found
    }

    /// How much was noted so far: pairs, enums, uses of rows.
    fn noted(&self) -> (usize, usize, usize) {
        (self.pairs.len(), self.enums.len(), self.overrides.uses())
    }

    fn forget(&mut self, (pairs, enums, uses): (usize, usize, usize)) {
        self.pairs.truncate(pairs);
        self.enums.truncate(enums);
        self.overrides.forget_uses(uses);
    }

    fn target(&self, message: &str) -> Option<Target> {
        let message = self.grpc.messages.get(message)?;
        Some(Target { message: message.name.clone(), fields: message.fields.clone(), oneofs: message.oneofs.clone() })
    }

    /// One value on both sides.
    fn value(&mut self, rest: &Ty, grpc: &grpc::Ty, from: &str) -> Option<Conv> {
        self.attempt(|walker| walker.value_inner(rest, grpc, from))
    }

    fn value_inner(&mut self, rest: &Ty, grpc: &grpc::Ty, from: &str) -> Option<Conv> {
        use grpc::Ty as G;
        match (rest, grpc) {
            (Ty::Bool, G::Bool) | (Ty::I64, G::I64) | (Ty::Uint(64), G::U64) | (Ty::Uint(32), G::U32) => Some(Conv::Same),
            (Ty::F32, G::F32) | (Ty::F64, G::F64) | (Ty::Str, G::Str) => Some(Conv::Same),
            (Ty::Uint(64 | 8), G::U32) | (Ty::Uint(64), G::I64) | (Ty::F64, G::F32) => Some(Conv::Trait),
            (Ty::Uuid, G::Str) | (Ty::DateTime, G::Timestamp | G::Str) => Some(Conv::Trait),
            (Ty::Json, G::Message(message)) => self.overrides.manual("any", message).then_some(Conv::Trait),
            (Ty::Named(name), _) => self.named(name, grpc, from),
            (Ty::List(_) | Ty::Map(_), G::Message(message)) => self.wrapper(rest, message, from),
            (Ty::Bool | Ty::I64 | Ty::Uint(_) | Ty::F32 | Ty::F64 | Ty::Str | Ty::Uuid | Ty::DateTime, G::Message(message)) => {
                self.wrapper(rest, message, from)
            }
            _ => None,
        }
    }

    fn named(&mut self, name: &str, grpc: &grpc::Ty, from: &str) -> Option<Conv> {
        let ty = Ty::Named(name.to_owned());
        if let grpc::Ty::Message(message) = grpc
            && self.overrides.manual(name, message)
        {
            return self.pair(name, message, from);
        }
        let kind = self.rest.schemas.get(name)?.kind.clone();
        match (&kind, grpc) {
            (Kind::Alias(inner), _) => self.value(inner, grpc, from),
            (Kind::Enum(_), grpc::Ty::Enum(message)) => self.enumeration(name, message),
            (Kind::Enum(_), grpc::Ty::Str) => Some(Conv::EnumText { rest: name.to_owned() }),
            (Kind::Enum(values), grpc::Ty::Message(message)) => {
                let empty = self.grpc.messages.get(message).is_some_and(|message| message.fields.is_empty() && message.oneofs.is_empty());
                if empty && values.len() == 1 {
                    return Some(Conv::Tag { rest: name.to_owned(), message: message.clone() });
                }
                self.wrapper(&ty, message, from)
            }
            (Kind::Struct(_) | Kind::Union(_), grpc::Ty::Message(message)) => {
                self.pair(name, message, from).or_else(|| self.wrapper(&ty, message, from)).or_else(|| self.key(name, grpc, from))
            }
            (Kind::Struct(_), _) => self.key(name, grpc, from),
            (Kind::Union(_) | Kind::Enum(_), _) => None,
        }
    }

    /// A struct with one key, and what the key holds.
    fn key(&mut self, schema: &str, grpc: &grpc::Ty, from: &str) -> Option<Conv> {
        let field = self.only_key(schema)?;
        let inner = self.value(&field.ty, grpc, from)?;
        Some(Conv::Key { schema: schema.to_owned(), field, inner: Box::new(inner) })
    }

    /// The one field of a struct that has just one, which must be there.
    fn only_key(&self, schema: &str) -> Option<crate::model::rest::Field> {
        match &self.rest.schemas.get(schema)?.kind {
            Kind::Struct(fields) => match fields.as_slice() {
                [only] if !only.optional() => Some(only.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// A value, and a message with nothing in it but that value.
    fn wrapper(&mut self, rest: &Ty, message: &str, from: &str) -> Option<Conv> {
        let target = self.target(message)?;
        match (target.fields.as_slice(), target.oneofs.as_slice()) {
            ([field], []) => {
                let inner = self.occurrence(rest, field, from)?;
                Some(Conv::Wrapper { message: message.to_owned(), field: field.clone(), inner: Box::new(inner) })
            }
            ([], [oneof]) => match oneof.fields.as_slice() {
                [field] => {
                    let inner = self.value(rest, &field.ty, from)?;
                    let (message, oneof) = (message.to_owned(), oneof.wire.clone());
                    Some(Conv::OneofWrapper { message, oneof, field: field.clone(), inner: Box::new(inner) })
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What a field holds, repeated and map fields included.
    fn occurrence(&mut self, rest: &Ty, field: &grpc::Field, from: &str) -> Option<Conv> {
        let simple = |inner: Conv, wrap: fn(Box<Conv>) -> Conv| match inner {
            Conv::Same => Conv::Same,
            Conv::Trait => Conv::Trait,
            inner => wrap(Box::new(inner)),
        };
        if let Ty::Named(name) = rest
            && field.presence != grpc::Presence::Plain
            && field.presence != grpc::Presence::Optional
        {
            let id = match &field.ty {
                grpc::Ty::Message(message) => message.clone(),
                _ => String::new(),
            };
            if field.presence == grpc::Presence::Map && self.overrides.manual(name, &format!("map<{id}>")) {
                return Some(Conv::Trait);
            }
            return match self.rest.schemas.get(name)?.kind.clone() {
                Kind::Alias(inner) => self.occurrence(&inner, field, from),
                Kind::Union(variants) => match variants.as_slice() {
                    [one, many] if field.presence == grpc::Presence::Repeated && many.ty == Ty::List(Box::new(one.ty.clone())) => {
                        let item = self.value(&one.ty, &field.ty, from)?;
                        Some(Conv::OneOrMany {
                            union: name.clone(),
                            one: (one.name.clone(), one.boxed),
                            many: many.name.clone(),
                            item: Box::new(item),
                        })
                    }
                    _ => None,
                },
                _ => None,
            };
        }
        match (&field.presence, rest) {
            (grpc::Presence::Repeated, Ty::List(item)) => Some(simple(self.value(item, &field.ty, from)?, Conv::List)),
            (grpc::Presence::Map, Ty::Map(item)) => Some(simple(self.value(item, &field.ty, from)?, Conv::Map)),
            (grpc::Presence::Repeated | grpc::Presence::Map, _) => None,
            (_, Ty::Bool) => match &field.ty {
                grpc::Ty::Message(message) => {
                    let empty =
                        self.grpc.messages.get(message).is_some_and(|message| message.fields.is_empty() && message.oneofs.is_empty());
                    if empty { Some(Conv::Presence { message: message.clone() }) } else { self.value(rest, &field.ty, from) }
                }
                _ => self.value(rest, &field.ty, from),
            },
            _ => self.value(rest, &field.ty, from),
        }
    }

    /// A REST enum and a gRPC enum: every REST value must have its counterpart.
    fn enumeration(&mut self, rest: &str, grpc: &str) -> Option<Conv> {
        let key = (rest.to_owned(), grpc.to_owned());
        if !self.enums.contains_key(&key) {
            let enumeration = self.grpc.enums.get(grpc)?;
            let simple = grpc.rsplit('.').next().unwrap_or_default();
            let normal = |value: &str| {
                let value = naming::plain(value);
                value.strip_prefix(&naming::plain(simple)).filter(|rest| !rest.is_empty()).map_or(value.clone(), str::to_owned)
            };
            let mut left = enumeration.values.clone();
            let (mut values, mut rest_only) = (Vec::new(), Vec::new());
            for value in self.rest.values(&Ty::Named(rest.to_owned()))? {
                match left.iter().position(|(name, _)| normal(name) == naming::plain(value)) {
                    Some(index) => {
                        let (name, number) = left.remove(index);
                        values.push((value.clone(), name, number));
                    }
                    None => rest_only.push((value.clone(), self.overrides.one_sided(&format!("rest:{rest}.{value}")))),
                }
            }
            if values.is_empty() || (!rest_only.is_empty() && values.len() < rest_only.len()) {
                return None;
            }
            let zero_is_absent = left.iter().any(|(name, number)| *number == 0 && says_nothing(name));
            let pair = EnumPair { rest: rest.to_owned(), grpc: grpc.to_owned(), values, rest_only, grpc_only: left, zero_is_absent };
            self.enums.insert(key.clone(), pair);
        }
        let zero_is_absent = self.enums.get(&key)?.zero_is_absent;
        Some(Conv::Enum { rest: rest.to_owned(), grpc: grpc.to_owned(), zero_is_absent })
    }

    /// A component and a message that convert by impls of their own.
    fn pair(&mut self, rest: &str, grpc: &str, from: &str) -> Option<Conv> {
        let key = (rest.to_owned(), grpc.to_owned());
        if self.pairs.contains_key(&key) {
            return Some(Conv::Trait);
        }
        self.attempt(|walker| {
            walker.pairs.insert(key.clone(), None);
            let (flat, leftover) = walker.pair_inner(rest, grpc)?;
            let pair = Pair { rest: rest.to_owned(), grpc: grpc.to_owned(), flat, leftover, reached_from: from.to_owned() };
            walker.pairs.insert(key, Some(pair));
            Some(Conv::Trait)
        })
    }

    fn pair_inner(&mut self, rest: &str, grpc: &str) -> Option<(Flat, Vec<Item>)> {
        if self.overrides.manual(rest, grpc) {
            let (module, pairs) = self.overrides.reaches(rest, grpc);
            self.reach(&format!("rest:{rest}"), &module, pairs);
            return Some((Flat::Manual, Vec::new()));
        }
        let mut target = self.target(grpc)?;
        let flat = self.flat(rest, &mut target)?;
        let leftover = self.leftover(target);
        let simple = grpc.rsplit('.').next().unwrap_or_default();
        let lenient = self.lenient || naming::plain(simple) == naming::plain(rest);
        structure::acceptable(&flat, &leftover, lenient).then_some((flat, leftover))
    }

    /// Walks on from hand-written code, which uses these pairs. Without one of them the module does not fit.
    fn reach(&mut self, from: &str, module: &str, pairs: Vec<(String, String)>) {
        for (rest, grpc) in pairs {
            let ty = if self.grpc.enums.contains_key(&grpc) { grpc::Ty::Enum(grpc.clone()) } else { grpc::Ty::Message(grpc.clone()) };
            if self.value(&Ty::Named(rest.clone()), &ty, from).is_none() {
                self.overrides.leave_out(module, format!("`rest:{rest}` and `grpc:{grpc}` do not pair"));
            }
        }
    }

    /// What of a message nothing stands for.
    fn leftover(&self, target: Target) -> Vec<Item> {
        let fields = target.fields.into_iter().map(|grpc| {
            let policy = self.overrides.one_sided(&format!("grpc:{}.{}", target.message, grpc.wire));
            Item::GrpcOnly { grpc, policy }
        });
        let message = &target.message;
        let oneofs = target.oneofs.into_iter().map(|oneof| {
            let policies = oneof.fields.iter().map(|field| self.overrides.one_sided(&format!("grpc:{message}.{}", field.wire)));
            let policy = policies.reduce(|all, one| if all == one { all } else { OneSided::Unreviewed }).unwrap_or(OneSided::Unreviewed);
            Item::GrpcOnlyOneof { message: message.clone(), oneof: oneof.wire, policy }
        });
        fields.chain(oneofs).collect()
    }
}

/// Whether an enum value means that nothing was said.
fn says_nothing(name: &str) -> bool {
    let words = naming::words(name);
    words.iter().any(|word| word == "unknown" || word == "default")
}

/// How many words two names share, a plural counting as its singular.
fn shared_words(a: &str, b: &str) -> usize {
    let stem = |word: &String| word.trim_end_matches('s').to_owned();
    let b: Vec<String> = naming::words(b).iter().map(stem).collect();
    naming::words(a).iter().map(stem).filter(|word| b.contains(word)).count()
}

/// Whether nobody has decided about a one-sided field.
fn undecided(policy: OneSided) -> bool {
    policy == OneSided::Unreviewed
}
