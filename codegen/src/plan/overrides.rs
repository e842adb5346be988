//! The exceptions that structure cannot prove: `overrides.toml`, each row with its reason, every row used.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::Deserialize;

use super::modules::ModuleRow;
use super::{OneSided, Safety};
use crate::Error;

/// A row: what every row has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    #[serde(default)]
    variants: Vec<VariantRow>,
    #[serde(default)]
    operations: Vec<OperationRow>,
    #[serde(default)]
    fields: Vec<FieldRow>,
    #[serde(default)]
    one_sided: Vec<OneSidedRow>,
    #[serde(default)]
    manual: Vec<ManualRow>,
    #[serde(default)]
    groups: Vec<GroupRow>,
    #[serde(default)]
    normalise: Vec<NormaliseRow>,
    #[serde(default)]
    arms: Vec<ArmRow>,
    #[serde(default)]
    modules: Vec<ModuleRow>,
}

/// A variant's name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantRow {
    id: String,
    name: String,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// An operation's RPC, or its safety.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OperationRow {
    id: String,
    rpc: Option<String>,
    safety: Option<SafetyName>,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SafetyName {
    Read,
    IdempotentWrite,
    Write,
}

/// Two fields or variants that belong together although their names do not say so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldRow {
    rest: String,
    grpc: String,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// A field, variant or value that only one side has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OneSidedRow {
    id: String,
    policy: PolicyName,
    /// The value that the other side implies.
    implied: Option<bool>,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PolicyName {
    Error,
    Ignored,
}

/// A pair of types with hand-written impls.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManualRow {
    rest: String,
    grpc: String,
    /// The module of `convert::manual` that has the impls; those of free JSON are there for every release.
    module: Option<String>,
    /// Pairs that the hand-written code uses: `rest:X = grpc:Y`.
    #[serde(default)]
    reaches: Vec<String>,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// Fields that a hand-written pair of functions converts together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    rest: Vec<String>,
    grpc: Vec<String>,
    function: String,
    /// Pairs that the hand-written code uses: `rest:X = grpc:Y`.
    #[serde(default)]
    reaches: Vec<String>,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// A union of which a hand-written function brings one variant into another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NormaliseRow {
    union: String,
    variant: String,
    /// The variant that the function takes a field of.
    from: String,
    function: String,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

/// A variant whose way to gRPC is a hand-written function.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArmRow {
    id: String,
    function: String,
    why: String,
    since: Option<String>,
    until: Option<String>,
}

impl FieldRow {
    fn key(&self) -> String {
        format!("{} = {}", self.rest, self.grpc)
    }
}

impl GroupRow {
    /// A function may serve several types, so its name is not enough.
    fn key(&self) -> String {
        format!("{} of {}", self.function, self.rest.join(", "))
    }
}

impl ManualRow {
    fn key(&self) -> String {
        format!("{} = {}", self.rest, self.grpc)
    }
}

/// What a row says of a union that has one variant with a gRPC form.
#[derive(Clone, Copy, Debug)]
pub struct Normalise<'a> {
    /// The variant.
    pub variant: &'a str,
    /// The variant that becomes it.
    pub from: &'a str,
    /// The function for the field in which they differ, if it fits the release.
    pub function: Option<&'a str>,
}

/// Fields of a pair of types that a function converts together.
#[derive(Clone, Debug)]
pub struct Group {
    key: String,
    /// The function's module and name.
    pub function: String,
    /// Names of the REST fields.
    pub rest: Vec<String>,
    /// Names of the gRPC fields.
    pub grpc: Vec<String>,
    /// The pairs of types that the function uses.
    pub reaches: Vec<(String, String)>,
}

/// The rows, with a note of which were used.
#[derive(Debug)]
pub struct Overrides {
    file: PathBuf,
    rows: Rows,
    /// In the order of use, so that a failed attempt can take back what it used.
    used: RefCell<Vec<String>>,
    /// What is wrong with rows that were looked at.
    faults: RefCell<Vec<String>>,
    /// Modules of hand-written code that do not fit the release, and why.
    left_out: RefCell<BTreeMap<String, String>>,
    /// How many rows hold for the release, and how many are for others.
    pub count: (usize, usize),
}

/// How messages and notes name a row.
fn named(table: &str, key: &str) -> String {
    format!("[[{table}]] `{key}`")
}

/// The module of a function that a row names.
fn module_of(function: &str) -> Option<&str> {
    function.split_once("::").map(|(module, _)| module)
}

/// `rest:X = grpc:Y` as `(X, Y)`.
fn pairs_of(rows: &[String]) -> Vec<(String, String)> {
    let split = |row: &String| {
        let (rest, grpc) = row.split_once(" = ")?;
        Some((rest.strip_prefix("rest:")?.to_owned(), grpc.strip_prefix("grpc:")?.to_owned()))
    };
    rows.iter().filter_map(split).collect()
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

impl Overrides {
    /// Reads the rows that hold for `version`.
    ///
    /// # Errors
    /// The file is malformed, has a key that nobody knows, a row without a reason or twice, or `since` and `until` that
    /// are no releases.
    pub fn read(path: &Path, version: &str) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
        Self::parse(path, &text, version)
    }

    /// Reads rows from text.
    ///
    /// # Errors
    /// As [`Overrides::read`].
    pub fn parse(path: &Path, text: &str, version: &str) -> Result<Self, Error> {
        let mut rows: Rows = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
            Error::at(path, format!("line {line}"), error.message())
        })?;
        let mut count = (0, 0);
        let now = release(version).ok_or_else(|| Error::other(format!("`{version}` is no release")))?;
        macro_rules! keep {
            ($($table:ident: $key:expr),* $(,)?) => {$(
                let mut kept = Vec::new();
                let mut keys = BTreeSet::new();
                for row in std::mem::take(&mut rows.$table) {
                    let key = $key(&row);
                    let wrong = |what: String| Error::in_file(path, format!("{} {what}", named(stringify!($table), &key)));
                    if row.why.trim().is_empty() {
                        return Err(wrong("has no reason: fill in `why`".to_owned()));
                    }
                    // A series bounds as far as it says: 1.18.3 is until 1.18.
                    let compared = |name: &str, text: &Option<String>| {
                        let Some(text) = text.as_deref() else { return Ok(Ordering::Equal) };
                        let bound = bound(text).ok_or_else(|| wrong(format!("has a `{name}` that is no release: `{text}`")))?;
                        Ok(now.get(..bound.len()).unwrap_or(&now).cmp(&bound))
                    };
                    if compared("since", &row.since)?.is_lt() || compared("until", &row.until)?.is_gt() {
                        count.1 += 1;
                        continue;
                    }
                    count.0 += 1;
                    if !keys.insert(key.clone()) {
                        return Err(wrong("is there twice".to_owned()));
                    }
                    kept.push(row);
                }
                rows.$table = kept;
            )*};
        }
        keep!(
            variants: |row: &VariantRow| row.id.clone(),
            operations: |row: &OperationRow| row.id.clone(),
            fields: FieldRow::key,
            one_sided: |row: &OneSidedRow| row.id.clone(),
            manual: ManualRow::key,
            groups: GroupRow::key,
            normalise: |row: &NormaliseRow| row.union.clone(),
            arms: |row: &ArmRow| row.id.clone(),
            modules: |row: &ModuleRow| row.name.clone(),
        );
        Ok(Self::of(path.to_owned(), rows, count))
    }

    fn of(file: PathBuf, rows: Rows, count: (usize, usize)) -> Self {
        let (used, faults, left_out) = (RefCell::default(), RefCell::default(), RefCell::default());
        Self { file, rows, used, faults, left_out, count }
    }

    /// Notes what is wrong with a row.
    pub fn fault(&self, message: String) {
        self.faults.borrow_mut().push(message);
    }

    pub(super) fn module_rows(&self) -> impl Iterator<Item = &ModuleRow> {
        self.rows.modules.iter()
    }

    /// Takes the rows of a module as if they were not there.
    pub fn leave_out(&self, module: &str, why: String) {
        self.left_out.borrow_mut().entry(module.to_owned()).or_insert(why);
    }

    /// The modules that were left out, and why.
    pub fn left_out(&self) -> Vec<(String, String)> {
        self.left_out.borrow().iter().map(|(module, why)| (module.clone(), why.clone())).collect()
    }

    /// Whether the module of a row, or of the function that it names, is in use.
    fn in_use(&self, module: Option<&str>) -> bool {
        module.is_none_or(|module| !self.left_out.borrow().contains_key(module))
    }

    fn mark(&self, table: &str, key: &str) {
        self.used.borrow_mut().push(named(table, key));
    }

    /// How many uses were noted so far.
    pub fn uses(&self) -> usize {
        self.used.borrow().len()
    }

    /// Forgets the uses that were noted after the first `uses`.
    pub fn forget_uses(&self, uses: usize) {
        self.used.borrow_mut().truncate(uses);
    }

    /// Names of variants by `Union.RuleName`.
    pub fn variant_names(&self) -> IndexMap<String, String> {
        self.rows.variants.iter().map(|row| (row.id.trim_start_matches("rest:").to_owned(), row.name.clone())).collect()
    }

    /// The RPC that a row gives an operation.
    pub fn rpc(&self, operation: &str) -> Option<&str> {
        let row = self.rows.operations.iter().find(|row| row.id == format!("op:{operation}") && row.rpc.is_some())?;
        self.mark("operations", &row.id);
        row.rpc.as_deref()
    }

    /// The safety class that a row gives an operation.
    pub fn safety(&self, operation: &str) -> Option<Safety> {
        let row = self.rows.operations.iter().find(|row| row.id == format!("op:{operation}") && row.safety.is_some())?;
        self.mark("operations", &row.id);
        Some(match row.safety? {
            SafetyName::Read => Safety::Read,
            SafetyName::IdempotentWrite => Safety::IdempotentWrite,
            SafetyName::Write => Safety::Write,
        })
    }

    /// Whether a row gives a REST field or variant this gRPC one; ids without their prefixes.
    pub fn renamed(&self, rest: &str, grpc: &str) -> bool {
        self.rows.fields.iter().any(|row| row.rest == format!("rest:{rest}") && row.grpc == format!("grpc:{grpc}"))
    }

    /// Notes that what `renamed` says was followed.
    pub fn use_renamed(&self, rest: &str, grpc: &str) {
        if self.renamed(rest, grpc) {
            self.mark("fields", &format!("rest:{rest} = grpc:{grpc}"));
        }
    }

    /// For each row that gives a REST field or variant a gRPC one: its two ids, and the rows without it.
    pub fn without_each_field(&self) -> impl Iterator<Item = (&str, &str, Self)> {
        self.rows.fields.iter().enumerate().map(|(index, row)| {
            let mut rows = self.rows.clone();
            rows.fields.remove(index);
            let mut without = Self::of(self.file.clone(), rows, self.count);
            without.left_out.clone_from(&self.left_out);
            (row.rest.as_str(), row.grpc.as_str(), without)
        })
    }

    /// Notes that a row repeats what structure proves.
    pub fn redundant(&self, table: &str, key: &str) {
        self.fault(format!("{}: {} repeats what structure proves: remove it", self.file.display(), named(table, key)));
    }

    /// What a row says of a one-sided id.
    pub fn one_sided(&self, id: &str) -> OneSided {
        let Some(row) = self.rows.one_sided.iter().find(|row| row.id == id) else { return OneSided::Unreviewed };
        self.mark("one_sided", &row.id);
        match (row.policy, row.implied) {
            (PolicyName::Error, Some(implied)) => OneSided::ErrorUnless(implied),
            (PolicyName::Error, None) => OneSided::Error,
            (PolicyName::Ignored, _) => OneSided::Ignored,
        }
    }

    /// The reason that a row gives for a one-sided id.
    pub fn why_one_sided(&self, id: &str) -> Option<&str> {
        self.rows.one_sided.iter().find(|row| row.id == id).map(|row| row.why.as_str())
    }

    fn manual_row(&self, rest: &str, grpc: &str) -> Option<&ManualRow> {
        let fits = |row: &&ManualRow| row.rest == format!("rest:{rest}") && row.grpc == format!("grpc:{grpc}");
        self.rows.manual.iter().find(fits).filter(|row| self.in_use(row.module.as_deref()))
    }

    /// Whether a pair of types has hand-written impls.
    pub fn manual(&self, rest: &str, grpc: &str) -> bool {
        let found = self.manual_row(rest, grpc);
        if let Some(row) = found {
            self.mark("manual", &row.key());
        }
        found.is_some()
    }

    /// The module with the impls of a pair, and the pairs that its code uses.
    pub fn reaches(&self, rest: &str, grpc: &str) -> (String, Vec<(String, String)>) {
        let row = self.manual_row(rest, grpc);
        row.map(|row| (row.module.clone().unwrap_or_default(), pairs_of(&row.reaches))).unwrap_or_default()
    }

    /// Groups of fields inside these types.
    pub fn groups(&self, schema: &str, message: &str) -> Vec<Group> {
        let strip = |ids: &[String], prefix: &str| -> Option<Vec<String>> {
            ids.iter().map(|id| id.strip_prefix(prefix).map(str::to_owned)).collect()
        };
        let rest_prefix = format!("rest:{schema}.");
        let grpc_prefix = format!("grpc:{message}.");
        let mut found = Vec::new();
        for row in self.rows.groups.iter().filter(|row| self.in_use(module_of(&row.function))) {
            if let (Some(rest), Some(grpc)) = (strip(&row.rest, &rest_prefix), strip(&row.grpc, &grpc_prefix)) {
                found.push(Group { key: row.key(), function: row.function.clone(), rest, grpc, reaches: pairs_of(&row.reaches) });
            }
        }
        found
    }

    /// Notes that a group was used.
    pub fn use_group(&self, group: &Group) {
        self.mark("groups", &group.key);
    }

    /// How a union is normalised.
    pub fn normalise(&self, union: &str) -> Option<Normalise<'_>> {
        let row = self.rows.normalise.iter().find(|row| row.union == format!("rest:{union}"))?;
        self.mark("normalise", &row.union);
        let function = Some(row.function.as_str()).filter(|function| self.in_use(module_of(function)));
        Some(Normalise { variant: &row.variant, from: &row.from, function })
    }

    /// The function that takes a variant to gRPC.
    pub fn arm(&self, union: &str, variant: &str) -> Option<&str> {
        let row = self.rows.arms.iter().find(|row| row.id == format!("rest:{union}.{variant}"))?;
        if !self.in_use(module_of(&row.function)) {
            return None;
        }
        self.mark("arms", &row.id);
        Some(&row.function)
    }

    /// The modules of `convert::manual` that the used rows name.
    pub fn modules(&self) -> BTreeSet<String> {
        let used = self.used.borrow();
        let rows = &self.rows;
        let types = rows.manual.iter().map(|row| (named("manual", &row.key()), row.module.as_deref()));
        let functions = (rows.groups.iter().map(|row| (named("groups", &row.key()), &row.function)))
            .chain(rows.normalise.iter().map(|row| (named("normalise", &row.union), &row.function)))
            .chain(rows.arms.iter().map(|row| (named("arms", &row.id), &row.function)));
        let functions = functions.map(|(key, function)| (key, module_of(function)));
        let modules = types.chain(functions).filter(|(key, _)| used.contains(key)).filter_map(|(_, module)| module);
        modules.filter(|module| self.in_use(Some(module))).map(str::to_owned).collect()
    }

    /// Fails when a row is wrong or was never used, or when a module was left out.
    ///
    /// # Errors
    /// Names the first of them.
    pub fn all_used(&self) -> Result<(), Error> {
        if let Some((module, why)) = self.left_out().first() {
            return Err(Error::in_file(&self.file, format!("{} was not written for this release: {why}", named("modules", module))));
        }
        if let Some(fault) = self.faults.borrow().first() {
            return Err(Error::other(fault.clone()));
        }
        match self.unused().first() {
            Some(key) => Err(Error::in_file(&self.file, format!("{key} is used by nothing: structure proves it, or its ids are gone"))),
            None => Ok(()),
        }
    }

    /// The rows that nothing used so far.
    pub fn unused(&self) -> Vec<String> {
        let used: BTreeSet<String> = self.used.borrow().iter().cloned().collect();
        let mut keys = Vec::new();
        keys.extend(self.rows.operations.iter().map(|row| named("operations", &row.id)));
        keys.extend(self.rows.fields.iter().map(|row| named("fields", &row.key())));
        keys.extend(self.rows.one_sided.iter().map(|row| named("one_sided", &row.id)));
        keys.extend(self.rows.manual.iter().map(|row| named("manual", &row.key())));
        keys.extend(self.rows.groups.iter().map(|row| named("groups", &row.key())));
        keys.extend(self.rows.normalise.iter().map(|row| named("normalise", &row.union)));
        keys.extend(self.rows.arms.iter().map(|row| named("arms", &row.id)));
        let modules = self.modules();
        keys.extend(
            self.rows.modules.iter().filter(|row| !row.facade && !modules.contains(&row.name)).map(|row| named("modules", &row.name)),
        );
        keys.retain(|key| !used.contains(key));
        keys
    }
}
