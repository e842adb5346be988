//! The exceptions that structure cannot prove: `overrides.toml`, each row with its reason, every row used.

mod rows;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

pub(super) use self::rows::ModuleRow;
use self::rows::{FieldRow, ManualRow, PolicyName, Row, Rows, SafetyName, named};
use super::{OneSided, Safety};
use crate::Error;

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
    row: String,
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
        let (rows, count) = Rows::parse(path, text, version)?;
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

    fn mark(&self, row: String) {
        self.used.borrow_mut().push(row);
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
        self.mark(row.name());
        row.rpc.as_deref()
    }

    /// The safety class that a row gives an operation.
    pub fn safety(&self, operation: &str) -> Option<Safety> {
        let row = self.rows.operations.iter().find(|row| row.id == format!("op:{operation}") && row.safety.is_some())?;
        self.mark(row.name());
        Some(match row.safety? {
            SafetyName::Read => Safety::Read,
            SafetyName::IdempotentWrite => Safety::IdempotentWrite,
            SafetyName::Write => Safety::Write,
        })
    }

    fn field_row(&self, rest: &str, grpc: &str) -> Option<&FieldRow> {
        self.rows.fields.iter().find(|row| row.rest == format!("rest:{rest}") && row.grpc == format!("grpc:{grpc}"))
    }

    /// Whether a row gives a REST field or variant this gRPC one; ids without their prefixes.
    pub fn renamed(&self, rest: &str, grpc: &str) -> bool {
        self.field_row(rest, grpc).is_some()
    }

    /// Notes that what `renamed` says was followed.
    pub fn use_renamed(&self, rest: &str, grpc: &str) {
        if let Some(row) = self.field_row(rest, grpc) {
            self.mark(row.name());
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
        self.mark(row.name());
        match (row.policy, row.implied) {
            (PolicyName::Error, Some(implied)) => OneSided::ErrorUnless(implied),
            (PolicyName::Error, None) => OneSided::Error,
            (PolicyName::Ignored, _) => OneSided::Ignored,
        }
    }

    /// The reason that a row gives for a one-sided id.
    pub fn why_one_sided(&self, id: &str) -> Option<&str> {
        self.rows.one_sided.iter().find(|row| row.id == id).map(|row| row.why())
    }

    fn manual_row(&self, rest: &str, grpc: &str) -> Option<&ManualRow> {
        let fits = |row: &&ManualRow| row.rest == format!("rest:{rest}") && row.grpc == format!("grpc:{grpc}");
        self.rows.manual.iter().find(fits).filter(|row| self.in_use(row.module.as_deref()))
    }

    /// Whether a pair of types has hand-written impls.
    pub fn manual(&self, rest: &str, grpc: &str) -> bool {
        let found = self.manual_row(rest, grpc);
        if let Some(row) = found {
            self.mark(row.name());
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
                found.push(Group { row: row.name(), function: row.function.clone(), rest, grpc, reaches: pairs_of(&row.reaches) });
            }
        }
        found
    }

    /// Notes that a group was used.
    pub fn use_group(&self, group: &Group) {
        self.mark(group.row.clone());
    }

    /// How a union is normalised.
    pub fn normalise(&self, union: &str) -> Option<Normalise<'_>> {
        let row = self.rows.normalise.iter().find(|row| row.union == format!("rest:{union}"))?;
        self.mark(row.name());
        let function = Some(row.function.as_str()).filter(|function| self.in_use(module_of(function)));
        Some(Normalise { variant: &row.variant, from: &row.from, function })
    }

    /// The function that takes a variant to gRPC.
    pub fn arm(&self, union: &str, variant: &str) -> Option<&str> {
        let row = self.rows.arms.iter().find(|row| row.id == format!("rest:{union}.{variant}"))?;
        if !self.in_use(module_of(&row.function)) {
            return None;
        }
        self.mark(row.name());
        Some(&row.function)
    }

    /// The modules of `convert::manual` that the used rows name.
    pub fn modules(&self) -> BTreeSet<String> {
        let used = self.used.borrow();
        let rows = &self.rows;
        let types = rows.manual.iter().map(|row| (row.name(), row.module.as_deref()));
        let functions = (rows.groups.iter().map(|row| (row.name(), &row.function)))
            .chain(rows.normalise.iter().map(|row| (row.name(), &row.function)))
            .chain(rows.arms.iter().map(|row| (row.name(), &row.function)));
        let functions = functions.map(|(row, function)| (row, module_of(function)));
        let modules = types.chain(functions).filter(|(row, _)| used.contains(row)).filter_map(|(_, module)| module);
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
        let (rows, modules) = (&self.rows, self.modules());
        let mut names = Vec::new();
        names.extend(rows.operations.iter().map(Row::name));
        names.extend(rows.fields.iter().map(Row::name));
        names.extend(rows.one_sided.iter().map(Row::name));
        names.extend(rows.manual.iter().map(Row::name));
        names.extend(rows.groups.iter().map(Row::name));
        names.extend(rows.normalise.iter().map(Row::name));
        names.extend(rows.arms.iter().map(Row::name));
        names.extend(rows.modules.iter().filter(|row| !row.facade && !modules.contains(&row.name)).map(Row::name));
        names.retain(|name| !used.contains(name));
        names
    }
}
