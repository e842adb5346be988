//! Changes as text, a line each, and as Markdown for the change log.

use std::fmt::Write;

use super::{Change, Kind};

const GROUPS: [(&str, &str); 4] =
    [("op:", "Operations"), ("rest:", "Models"), ("rpc:", "RPCs (raw clients)"), ("grpc:", "Messages (raw clients)")];

/// A line each: what breaks is marked with `!`; then how many there are.
pub fn text(changes: &[Change], old: &str, new: &str) -> String {
    let mut text = format!("# {old} -> {new}\n");
    for change in changes {
        let mark = if change.breaking { '!' } else { ' ' };
        let sign = match change.kind {
            Kind::Added => '+',
            Kind::Removed => '-',
            Kind::Changed => '~',
        };
        let _ = writeln!(text, "{}", format!("{mark} {sign} {} {}", change.id, change.detail).trim_end());
    }
    let count = |kind| changes.iter().filter(|change| change.kind == kind).count();
    let breaking = changes.iter().filter(|change| change.breaking).count();
    let (added, removed, changed) = (count(Kind::Added), count(Kind::Removed), count(Kind::Changed));
    let _ = writeln!(text, "# {added} added, {removed} removed, {changed} changed; {breaking} of them breaking");
    text
}

/// A section for the change log.
pub fn markdown(changes: &[Change], old: &str, new: &str) -> String {
    let mut text = format!("### Interface of Qdrant {new}, before {old}\n");
    for (prefix, title) in GROUPS {
        let group: Vec<&Change> = changes.iter().filter(|change| change.owner.starts_with(prefix)).collect();
        if group.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n#### {title}\n");
        for (kind, word) in [(Kind::Removed, "Removed"), (Kind::Changed, "Changed"), (Kind::Added, "Added")] {
            for change in group.iter().filter(|change| change.kind == kind) {
                let breaking = if change.breaking { "**Breaking.** " } else { "" };
                let id = change.id.split_once(':').map_or(change.id.as_str(), |(_, id)| id);
                let detail = if change.detail.is_empty() { String::new() } else { format!(": `{}`", change.detail.replace('`', "")) };
                let _ = writeln!(text, "- {breaking}{word} `{id}`{detail}");
            }
        }
    }
    if changes.is_empty() {
        text.push_str("\nNo change.\n");
    }
    text
}
