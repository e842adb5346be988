//! The operations of a shard that are not flushed yet: the engine keeps a log of them and does not read it when it opens,
//! so that without this a process that is killed would lose what it had acknowledged.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use qdrant_edge::UpdateOperation;

use super::fault::{Fault, Outcome};

const FILE: &str = "unflushed.jsonl";

/// One operation a line, after its number. What is written is safe from the end of the process, and not from that of the
/// machine.
pub(super) struct Journal(File);

/// An operation with its number.
pub(super) type Entry = (u64, UpdateOperation);

impl Journal {
    /// Opens that of a shard, and gives what is in it.
    pub(super) fn open(folder: &Path) -> Outcome<(Self, Vec<Entry>)> {
        let mut file = File::options().create(true).read(true).append(true).open(folder.join(FILE))?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        // The last line is that of an operation that nobody was told of, if it is not whole.
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        file.set_len(whole as u64)?;
        let entries: Result<_, _> = serde_json::Deserializer::from_slice(&text[..whole]).into_iter().collect();
        Ok((Journal(file), entries.map_err(|error| Fault::internal(format_args!("{FILE}: {error}")))?))
    }

    /// The line of an operation, to be written once it is through.
    pub(super) fn line(number: u64, operation: &UpdateOperation) -> Outcome<Vec<u8>> {
        let mut line = serde_json::to_vec(&(number, operation)).map_err(Fault::internal)?;
        line.push(b'\n');
        Ok(line)
    }

    pub(super) fn add(&mut self, line: &[u8]) -> Outcome<()> {
        Ok(self.0.write_all(line)?)
    }

    /// Forgets everything: it is on disk.
    pub(super) fn clear(&mut self) -> Outcome<()> {
        Ok(self.0.set_len(0)?)
    }
}
