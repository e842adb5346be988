//! The ledger: one line for every schema, message, field, enum value and operation, with how it is classified.

mod leftover;
mod walk;

use std::collections::BTreeMap;
use std::fmt::Write;

use indexmap::IndexMap;

use super::Plan;
use super::overrides::Overrides;
use crate::model::{Grpc, Rest};
use walk::Walk;

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
    rows: (usize, usize),
    /// Rows that nothing used, and code and fix-ups that the release has no use for.
    unused: Vec<String>,
}

impl Ledger {
    /// Classifies everything.
    pub fn new(rest: &Rest, grpc: &Grpc, plan: &Plan, overrides: &Overrides) -> Self {
        let mut unused: Vec<String> = overrides.unused().iter().map(|row| format!("unused override {row}")).collect();
        unused.extend(overrides.left_out().iter().map(|(module, why)| format!("module {module} left out: {why}")));
        let mut ledger = Self { lines: BTreeMap::new(), rows: overrides.count, unused };
        Walk { rest, grpc, overrides, plan, ledger: &mut ledger }.everything();
        ledger
    }

    /// Notes ids that somebody has to look at, and why.
    pub fn doubt(&mut self, doubts: &IndexMap<String, String>) {
        for (id, why) in doubts {
            self.note(id.clone(), Class::Unreviewed, why);
        }
    }

    /// Notes fix-ups that changed nothing.
    pub fn unused_fix_ups(&mut self, names: &[&str]) {
        self.unused.extend(names.iter().map(|name| format!("unused fix-up {name}")));
    }

    /// Ids that nobody has decided about, and what is open.
    pub fn unreviewed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.lines.iter().filter(|(_, (class, _))| *class == Class::Unreviewed).map(|(id, (_, why))| (id.as_str(), why.as_str()))
    }

    /// Whether the two ids are paired.
    pub fn pairs(&self, id: &str, other: &str) -> bool {
        self.lines.get(id).is_some_and(|(_, detail)| detail.split([' ', ';']).any(|word| word == other))
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
        let (rows, others) = self.rows;
        let _ = writeln!(text, "# override rows {rows}, {others} more for other releases");
        for row in &self.unused {
            let _ = writeln!(text, "# {row}");
        }
        text
    }

    fn note(&mut self, id: String, class: Class, detail: impl Into<String>) {
        let detail = detail.into();
        self.lines
            .entry(id)
            .and_modify(|(old, text)| {
                // What one pair leaves open stays open, whatever others do with it.
                if *old == class && !detail.is_empty() && !text.contains(&detail) {
                    text.push_str("; ");
                    text.push_str(&detail);
                } else if class == Class::Unreviewed || (class < *old && *old != Class::Unreviewed) {
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
