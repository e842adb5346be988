//! Rows that differ, the exceptions among them, and the table at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A row that is known to differ.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    id: String,
    /// What of the row differs: `conversion`, `request`, `response`, `request/cross`, `response/cross`, `operation`.
    side: String,
    /// The release for which it differs; every one without.
    release: Option<String>,
    why: String,
}

#[derive(Deserialize)]
struct Exceptions {
    #[serde(default)]
    row: Vec<Exception>,
}

/// The folder of the corpus: the repository's, or the one that `QDRANT_REMOTE_CORPUS` names.
pub fn corpus() -> PathBuf {
    match std::env::var_os("QDRANT_REMOTE_CORPUS") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"),
    }
}

/// What was found in one file.
pub struct Report {
    file: &'static str,
    rows: BTreeSet<String>,
    sides: BTreeSet<(String, String)>,
    kinds: BTreeMap<String, (usize, usize)>,
    problems: BTreeMap<(String, String), String>,
}

impl Report {
    /// An empty report.
    pub fn new(file: &'static str) -> Self {
        Self { file, rows: BTreeSet::new(), sides: BTreeSet::new(), kinds: BTreeMap::new(), problems: BTreeMap::new() }
    }

    /// Notes what came of one side of a row.
    pub fn note(&mut self, id: &str, kind: &str, side: &str, problem: Option<String>) {
        self.rows.insert(id.to_owned());
        self.sides.insert((id.to_owned(), side.to_owned()));
        let (all, differ) = self.kinds.entry(kind.to_owned()).or_default();
        *all += 1;
        if let Some(problem) = problem {
            *differ += 1;
            self.problems.insert((id.to_owned(), side.to_owned()), format!("{kind}: {problem}"));
        }
    }

    /// Prints the table and the totals; panics when a row differs that is not excepted, or an exception is not needed.
    pub fn finish(mut self, least: usize) {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/exceptions.toml")).unwrap();
        let exceptions: Exceptions = toml::from_str(&text).unwrap();
        let own = corpus().starts_with(env!("CARGO_MANIFEST_DIR"));
        let (mut excepted, mut needless) = (BTreeSet::new(), Vec::new());
        for exception in exceptions.row {
            assert!(!exception.why.is_empty(), "{} has no reason", exception.id);
            if exception.release.is_some_and(|release| release != qdrant_remote::operations::RELEASE)
                || !self.sides.contains(&(exception.id.clone(), exception.side.clone()))
            {
                continue;
            }
            match self.problems.remove(&(exception.id.clone(), exception.side.clone())) {
                Some(_) => {
                    excepted.insert(exception.id.clone());
                }
                None => needless.push(format!("{} {}", exception.id, exception.side)),
            }
        }
        println!("{:<64} {:>6} {:>6}", "kind", "sides", "differ");
        for (kind, (all, differ)) in &self.kinds {
            println!("{kind:<64} {all:>6} {differ:>6}");
        }
        let mut bad: Vec<&str> = self.problems.keys().map(|(id, _)| id.as_str()).collect();
        bad.dedup();
        let disagree = bad.len();
        let excepted = excepted.iter().filter(|id| !bad.contains(&id.as_str())).count();
        println!(
            "{}: rows {}, agree {}, excepted {excepted}, disagree {disagree}",
            self.file,
            self.rows.len(),
            self.rows.len() - disagree - excepted
        );
        let list: Vec<String> = self.problems.iter().map(|((id, side), problem)| format!("{id} {side}: {problem}")).collect();
        assert!(list.is_empty(), "{} sides differ:\n{}", list.len(), list.join("\n"));
        assert!(needless.is_empty() || !own, "exceptions that are not needed any more: {needless:?}");
        assert!(!own || self.rows.len() >= least, "{} rows: the corpus is not whole", self.rows.len());
    }
}
