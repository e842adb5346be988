//! Answers why something was generated as it was: the ledger's lines for one id, the walk that reached it, and the rows
//! of the overrides that name it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::Error;

/// The lines of `ledger` for `id` itself and for everything below it, then how the walk got there, then the rows of
/// `overrides` about it.
///
/// # Errors
///
/// A file cannot be read, or the ledger has no such id.
pub fn explain(ledger: &Path, overrides: &Path, id: &str) -> Result<String, Error> {
    let text = fs::read_to_string(ledger).map_err(Error::io(ledger))?;
    let mut answer: Vec<String> = text.lines().filter(|line| concerns(line, id)).map(str::to_owned).collect();
    if answer.is_empty() {
        return Err(Error::in_file(ledger, format!("no entry for `{id}`")));
    }
    let walk = walk(&text, id);
    if !walk.is_empty() {
        answer.push(format!("walk: {id} <- {}", walk.join(" <- ")));
    }
    let rows = fs::read_to_string(overrides).map_err(Error::io(overrides))?;
    answer.extend(rows_about(&rows, id).map(|row| format!("override: {row}")));
    Ok(answer.join("\n"))
}

fn concerns(line: &str, id: &str) -> bool {
    line.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '.', '=']))
}

/// From an id back to the operation at which the walk began.
fn walk(ledger: &str, id: &str) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    let mut now = owner(id).to_owned();
    while let Some(from) = reached_from(ledger, &now).filter(|from| !steps.iter().any(|step| step == from)) {
        let operation = from.strip_prefix("rest:").filter(|rest| rest.starts_with("op:")).unwrap_or(from);
        steps.push(operation.to_owned());
        if operation.starts_with("op:") {
            break;
        }
        now = owner(from).to_owned();
    }
    steps
}

/// The type of a field: `rest:Filter.must` is of `rest:Filter`.
fn owner(id: &str) -> &str {
    match id.strip_prefix("rest:").and_then(|name| name.find('.')) {
        Some(end) => &id[..end + "rest:".len()],
        None => id,
    }
}

/// Where the walk came from when it met a type.
fn reached_from<'a>(ledger: &'a str, id: &str) -> Option<&'a str> {
    let line = ledger.lines().find(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with(' ')))?;
    line.split_once("(from ")?.1.split_once(')').map(|(from, _)| from)
}

/// The rows that name an id or something below it, each on one line.
fn rows_about<'a>(overrides: &'a str, id: &str) -> impl Iterator<Item = String> + 'a {
    let id = id.to_owned();
    overrides.split("[[").skip(1).filter_map(move |row| {
        let lines: Vec<&str> = row.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let named =
            lines.iter().skip(1).filter(|line| !line.starts_with("why")).flat_map(|line| line.split('"')).any(|text| concerns(text, &id));
        let mut one = String::new();
        let _ = write!(one, "[[{}", lines.join(" "));
        named.then_some(one)
    })
}
