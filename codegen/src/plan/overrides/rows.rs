//! The tables of `overrides.toml`: what a row is called, why it is there, and for which releases it holds.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use crate::Error;
use crate::plan::modules::ModuleRow;

/// The tables of the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows {
    #[serde(default)]
    pub(super) variants: Vec<VariantRow>,
    #[serde(default)]
    pub(super) operations: Vec<OperationRow>,
    #[serde(default)]
    pub(super) fields: Vec<FieldRow>,
    #[serde(default)]
    pub(super) one_sided: Vec<OneSidedRow>,
    #[serde(default)]
    pub(super) manual: Vec<ManualRow>,
    #[serde(default)]
    pub(super) groups: Vec<GroupRow>,
    #[serde(default)]
    pub(super) normalise: Vec<NormaliseRow>,
    #[serde(default)]
    pub(super) arms: Vec<ArmRow>,
    #[serde(default)]
    pub(super) modules: Vec<ModuleRow>,
}

/// A variant's name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VariantRow {
    pub(super) id: String,
    pub(super) name: String,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// An operation's RPC, or its safety.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OperationRow {
    pub(super) id: String,
    pub(super) rpc: Option<String>,
    pub(super) safety: Option<SafetyName>,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SafetyName {
    Read,
    IdempotentWrite,
    Write,
}

/// Two fields or variants that belong together although their names do not say so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldRow {
    pub(super) rest: String,
    pub(super) grpc: String,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// A field, variant or value that only one side has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OneSidedRow {
    pub(super) id: String,
    pub(super) policy: PolicyName,
    /// The value that the other side implies.
    pub(super) implied: Option<bool>,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PolicyName {
    Error,
    Ignored,
}

/// A pair of types with hand-written impls.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ManualRow {
    pub(super) rest: String,
    pub(super) grpc: String,
    /// The module of `convert::manual` that has the impls; those of free JSON are there for every release.
    pub(super) module: Option<String>,
    /// Pairs that the hand-written code uses: `rest:X = grpc:Y`.
    #[serde(default)]
    pub(super) reaches: Vec<String>,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// Fields that a hand-written pair of functions converts together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupRow {
    pub(super) rest: Vec<String>,
    pub(super) grpc: Vec<String>,
    pub(super) function: String,
    /// Pairs that the hand-written code uses: `rest:X = grpc:Y`.
    #[serde(default)]
    pub(super) reaches: Vec<String>,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// A union of which a hand-written function brings one variant into another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NormaliseRow {
    pub(super) union: String,
    pub(super) variant: String,
    /// The variant that the function takes a field of.
    pub(super) from: String,
    pub(super) function: String,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// A variant whose way to gRPC is a hand-written function.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArmRow {
    pub(super) id: String,
    pub(super) function: String,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// What every row has.
pub(in crate::plan) trait Row {
    /// The table that it stands in.
    const TABLE: &str;

    /// What no other row of its table has.
    fn key(&self) -> String;

    /// Its reason.
    fn why(&self) -> &str;

    /// The releases between which it holds, as written.
    fn bounds(&self) -> [Option<&str>; 2];

    /// How messages and notes name it.
    fn name(&self) -> String {
        named(Self::TABLE, &self.key())
    }
}

macro_rules! rows {
    ($($row:ident $table:ident($this:ident) $key:expr;)*) => {
        $(impl Row for $row {
            const TABLE: &str = stringify!($table);

            fn key(&self) -> String {
                let $this = self;
                $key
            }

            fn why(&self) -> &str {
                &self.why
            }

            fn bounds(&self) -> [Option<&str>; 2] {
                [self.since.as_deref(), self.until.as_deref()]
            }
        })*

        impl Rows {
            /// Reads rows from text, and says how many hold for `version` and how many are for other releases.
            pub(super) fn parse(path: &Path, text: &str, version: &str) -> Result<(Self, (usize, usize)), Error> {
                let mut rows: Self = toml::from_str(text).map_err(|error| {
                    let start = error.span().map_or(0, |span| span.start);
                    let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
                    Error::at(path, format!("line {line}"), error.message())
                })?;
                let now = release(version).ok_or_else(|| Error::other(format!("`{version}` is no release")))?;
                let mut count = (0, 0);
                $(keep(&mut rows.$table, &now, &mut count).map_err(|what| Error::in_file(path, what))?;)*
                Ok((rows, count))
            }
        }
    };
}

rows! {
    VariantRow variants(row) row.id.clone();
    OperationRow operations(row) row.id.clone();
    FieldRow fields(row) format!("{} = {}", row.rest, row.grpc);
    OneSidedRow one_sided(row) row.id.clone();
    ManualRow manual(row) format!("{} = {}", row.rest, row.grpc);
    // A function may serve several types, so its name is not enough.
    GroupRow groups(row) format!("{} of {}", row.function, row.rest.join(", "));
    NormaliseRow normalise(row) row.union.clone();
    ArmRow arms(row) row.id.clone();
    ModuleRow modules(row) row.name.clone();
}

/// Leaves of a table what holds for the release `now`.
fn keep<R: Row>(table: &mut Vec<R>, now: &[u64; 3], count: &mut (usize, usize)) -> Result<(), String> {
    let mut keys = BTreeSet::new();
    for row in std::mem::take(table) {
        let wrong = |what: &str| format!("{} {what}", row.name());
        if row.why().trim().is_empty() {
            return Err(wrong("has no reason: fill in `why`"));
        }
        // A series bounds as far as it says: 1.18.3 is until 1.18.
        let compared = |name: &str, text: Option<&str>| {
            let Some(text) = text else { return Ok(Ordering::Equal) };
            let bound = bound(text).ok_or_else(|| wrong(&format!("has a `{name}` that is no release: `{text}`")))?;
            Ok::<_, String>(now.get(..bound.len()).unwrap_or(now).cmp(&bound))
        };
        let [since, until] = row.bounds();
        if compared("since", since)?.is_lt() || compared("until", until)?.is_gt() {
            count.1 += 1;
            continue;
        }
        count.0 += 1;
        if !keys.insert(row.key()) {
            return Err(wrong("is there twice"));
        }
        table.push(row);
    }
    Ok(())
}

/// How messages and notes name a row.
pub(super) fn named(table: &str, key: &str) -> String {
    format!("[[{table}]] `{key}`")
}

/// A release as numbers: `1.19.0`.
fn release(text: &str) -> Option<[u64; 3]> {
    bound(text)?.try_into().ok()
}

/// A release, or a series of them (`1.18`), as numbers.
fn bound(text: &str) -> Option<Vec<u64>> {
    let numbers: Option<Vec<u64>> = text.split('.').map(|part| part.parse().ok()).collect();
    numbers.filter(|numbers| numbers.len() <= 3)
}
