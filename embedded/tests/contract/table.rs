//! The table of results.

/// What became of one scenario on one route.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Passed,
    /// Not run, and why.
    Skipped(String),
    /// Fails where the embedded server is known to be no Qdrant, and why it is so.
    Differs(String),
    Failed(String),
    /// There is nothing to run.
    Absent,
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Outcome::Passed => "ok",
            Outcome::Skipped(_) => "skipped",
            Outcome::Differs(_) => "differs",
            Outcome::Failed(_) => "FAILED",
            Outcome::Absent => "-",
        }
    }
}

pub struct Row {
    pub scenario: String,
    pub outcomes: Vec<Outcome>,
}

pub struct Table {
    pub backend: String,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

impl Table {
    /// Prints the table, and the reasons under it.
    pub fn print(&self) {
        let width = self.rows.iter().map(|row| row.scenario.len()).max().unwrap_or(0).max(8);
        let head: String = self.columns.iter().map(|column| format!("  {column:<9}")).collect();
        println!("\nBackend: {}\n\n{:<width$}{head}", self.backend, "scenario");
        for row in &self.rows {
            let cells: String = row.outcomes.iter().map(|outcome| format!("  {:<9}", outcome.word())).collect();
            println!("{:<width$}{}", row.scenario, cells.trim_end());
        }
        let reasons: Vec<_> = self.rows.iter().filter_map(|row| Some((&row.scenario, self.reason(row)?))).collect();
        if !reasons.is_empty() {
            println!();
        }
        reasons.iter().for_each(|(scenario, reason)| println!("{scenario}: {reason}"));
        println!("\n{} scenarios, {} runs: {}", self.rows.len(), self.all().count(), self.summary());
    }

    fn reason(&self, row: &Row) -> Option<String> {
        let failed: Vec<String> = row
            .outcomes
            .iter()
            .zip(&self.columns)
            .filter_map(|(outcome, column)| match outcome {
                Outcome::Failed(reason) => Some(format!("FAILED {column}: {reason}")),
                _ => None,
            })
            .collect();
        if !failed.is_empty() {
            return Some(failed.join("\n    "));
        }
        row.outcomes.iter().find_map(|outcome| match outcome {
            Outcome::Skipped(reason) => Some(format!("skipped, {reason}")),
            Outcome::Differs(reason) => Some(format!("differs, {reason}")),
            _ => None,
        })
    }

    fn all(&self) -> impl Iterator<Item = &Outcome> {
        self.rows.iter().flat_map(|row| &row.outcomes).filter(|outcome| **outcome != Outcome::Absent)
    }

    fn count(&self, word: &str) -> usize {
        self.all().filter(|outcome| outcome.word() == word).count()
    }

    /// Numbers of outcomes, in a form that tools read.
    pub fn summary(&self) -> String {
        format!(
            "{} passed, {} failed, {} skipped, {} differ as listed",
            self.count("ok"),
            self.count("FAILED"),
            self.count("skipped"),
            self.count("differs")
        )
    }

    pub fn good(&self) -> bool {
        self.count("FAILED") == 0
    }
}
