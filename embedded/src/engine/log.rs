//! The engine's log of operations. The engine never reads it, nor makes it shorter: in a file, and with sixteen bytes of
//! memory, it keeps every write. What is not needed to go on counting is cleared away before a shard is opened.

use std::fs;
use std::path::Path;

use super::fault::Outcome;

const FOLDER: &str = "wal";
/// Files that are full are called this, and after the number of their first operation.
const FULL: &str = "closed-";

/// Removes all full files but the last, from which the engine counts on. The shard must be closed.
pub(super) fn shorten(shard: &Path) -> Outcome<()> {
    let mut full = Vec::new();
    for entry in fs::read_dir(shard.join(FOLDER))? {
        let entry = entry?;
        let first = entry.file_name().to_str().and_then(|name| name.strip_prefix(FULL)?.parse::<u64>().ok());
        full.extend(first.map(|first| (first, entry.path())));
    }
    full.sort_unstable();
    full.pop();
    for (_, path) in full {
        fs::remove_file(path)?;
    }
    Ok(())
}
