//! Answers why something was generated as it was: the ledger's lines for one id.

use std::fs;
use std::path::Path;

use crate::Error;

/// The lines of `ledger` for `id` itself and for everything below it.
///
/// # Errors
///
/// The ledger cannot be read, or has no such id.
pub fn explain(ledger: &Path, id: &str) -> Result<String, Error> {
    let text = fs::read_to_string(ledger).map_err(Error::io(ledger))?;
    let lines: Vec<&str> = text.lines().filter(|line| concerns(line, id)).collect();
    if lines.is_empty() {
        return Err(Error::in_file(ledger, format!("no entry for `{id}`")));
    }
    Ok(lines.join("\n"))
}

fn concerns(line: &str, id: &str) -> bool {
    line.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '.']))
}
