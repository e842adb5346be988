//! The tables of `overrides.toml`: what a row is called, why it is there, and for which releases it holds.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use crate::Error;

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

/// Makes the type of a row, with what every row has, and the table that holds such rows.
macro_rules! rows {
    ($(
        $(#[$of_row:meta])*
        $row:ident in $table:ident {
            $($(#[$of_field:meta])* $field:ident: $ty:ty,)*
        } named($this:ident) $key:expr;
    )*) => {
        $(
            $(#[$of_row])*
            #[derive(Clone, Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub(in crate::plan) struct $row {
                $($(#[$of_field])* pub(in crate::plan) $field: $ty,)*
                why: String,
                since: Option<String>,
                until: Option<String>,
            }

            impl Row for $row {
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
            }
        )*

        /// The tables of the file.
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct Rows {
            $(#[serde(default)] pub(super) $table: Vec<$row>,)*
        }

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
    /// A variant's name.
    VariantRow in variants {
        id: String,
        name: String,
    } named(row) row.id.clone();

    /// An operation's RPC, or its safety.
    OperationRow in operations {
        id: String,
        rpc: Option<String>,
        safety: Option<SafetyName>,
    } named(row) row.id.clone();

    /// Two fields or variants that belong together although their names do not say so.
    FieldRow in fields {
        rest: String,
        grpc: String,
    } named(row) format!("{} = {}", row.rest, row.grpc);

    /// A field, variant or value that only one side has.
    OneSidedRow in one_sided {
        id: String,
        policy: PolicyName,
        /// The value that the other side implies.
        implied: Option<bool>,
    } named(row) row.id.clone();

    /// A pair of types with hand-written impls.
    ManualRow in manual {
        rest: String,
        grpc: String,
        /// The module of `convert::manual` that has the impls; those of free JSON are there for every release.
        module: Option<String>,
        /// Pairs that the hand-written code uses: `rest:X = grpc:Y`.
        #[serde(default)]
        reaches: Vec<String>,
    } named(row) format!("{} = {}", row.rest, row.grpc);

    /// Fields that a hand-written pair of functions converts together. A function may serve several types, so its name is
    /// not enough.
    GroupRow in groups {
        rest: Vec<String>,
        grpc: Vec<String>,
        function: String,
        /// Pairs that the hand-written code uses: `rest:X = grpc:Y`.
        #[serde(default)]
        reaches: Vec<String>,
    } named(row) format!("{} of {}", row.function, row.rest.join(", "));

    /// A union of which a hand-written function brings one variant into another.
    NormaliseRow in normalise {
        union: String,
        variant: String,
        /// The variant that the function takes a field of.
        from: String,
        function: String,
    } named(row) row.union.clone();

    /// A variant whose way to gRPC is a hand-written function.
    ArmRow in arms {
        id: String,
        function: String,
    } named(row) row.id.clone();

    /// A module, and the types that it was written for.
    ModuleRow in modules {
        name: String,
        /// Whether it is a part of the facade, which no release can do without.
        #[serde(default)]
        facade: bool,
        /// `rest:Name { member: type, member: ?type }`; `..` at the end leaves the other members to others. Of an operation,
        /// `op:name`, the members are its required parameters.
        types: Vec<String>,
        /// What the module can do without: types, and fields of types.
        #[serde(default)]
        optional: Vec<String>,
    } named(row) row.name.clone();
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SafetyName {
    Read,
    IdempotentWrite,
    Write,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PolicyName {
    Error,
    Ignored,
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
