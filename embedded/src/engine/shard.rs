//! One shard of the engine behind the order of calls that the engine needs.
//!
//! The engine is sound only when writes, flushes and changes of its settings never meet: `flush` panics when a write
//! is under way, and `drop` panics when the folder went first. Reads run beside each other and beside writes.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, RwLock};

use qdrant_edge::{EdgeConfig, EdgeShard, UpdateOperation};

use super::fault::{Fault, Outcome};
use super::guard::{Lock, SharedLock, caught};
use super::journal::Journal;
use super::log;

/// An open shard; `None` inside once it is closed.
pub(crate) struct Shard {
    folder: PathBuf,
    engine: RwLock<Option<EdgeShard>>,
    writes: Mutex<Writes>,
}

struct Writes {
    /// The number of the next operation: the engine counts them the same way, and gives points that version.
    next: u64,
    unflushed: bool,
    journal: Journal,
}

impl Writes {
    /// Brings everything to disk, and forgets how it came about.
    fn flush(&mut self, engine: &EdgeShard) -> Outcome<()> {
        engine.flush();
        self.flushed()
    }

    fn flushed(&mut self) -> Outcome<()> {
        self.unflushed = false;
        self.journal.clear()
    }
}

impl Shard {
    /// Makes a new shard in `folder`, which must exist and be empty.
    pub(crate) fn create(folder: &Path, config: EdgeConfig) -> Outcome<Self> {
        let engine = caught(|| Ok(EdgeShard::new(folder, config)?))?;
        let (journal, _) = Journal::open(folder)?;
        Ok(Shard::around(folder, engine, Writes { next: 0, unflushed: false, journal }))
    }

    /// Opens the shard that an earlier run left in `folder` after so many operations, and does again what it could not
    /// bring to disk.
    pub(crate) fn open(folder: &Path, operations: u64) -> Outcome<Self> {
        log::shorten(folder)?;
        let engine = caught(|| Ok(EdgeShard::load(folder, None)?))?;
        let (journal, entries) = Journal::open(folder)?;
        // The engine goes on counting where it was, and counts what is done again.
        let counted = entries.last().map_or(operations, |(number, _)| operations.max(number + 1));
        let writes = Writes { next: counted + entries.len() as u64, unflushed: !entries.is_empty(), journal };
        for (_, operation) in entries {
            caught(|| Ok(engine.update(operation)?))?;
        }
        Ok(Shard::around(folder, engine, writes))
    }

    fn around(folder: &Path, engine: EdgeShard, writes: Writes) -> Self {
        Shard { folder: folder.to_owned(), engine: RwLock::new(Some(engine)), writes: Mutex::new(writes) }
    }

    /// Asks the engine something.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&EdgeShard) -> Outcome<T>) -> Outcome<T> {
        let engine = self.engine.reading();
        let engine = engine.as_ref().ok_or_else(closed)?;
        caught(|| work(engine))
    }

    /// Applies the operation that `prepare` makes, or none, and gives its number.
    ///
    /// The engine applies a batch point by point, in no order, and stops at the first fault. So `prepare` looks at
    /// everything first, and what it sees does not change before the operation is through: a batch is applied whole or
    /// not at all.
    pub(crate) fn write(&self, prepare: impl FnOnce(&EdgeShard) -> Outcome<Option<UpdateOperation>>) -> Outcome<u64> {
        let mut writes = self.writes.locked();
        self.read(|engine| {
            let Some(operation) = prepare(engine)? else { return Ok(writes.next.saturating_sub(1)) };
            let number = writes.next;
            let line = Journal::line(number, &operation)?;
            // The engine keeps an operation in its log even if it fails.
            writes.next = number + 1;
            writes.unflushed = true;
            engine.update(operation)?;
            writes.journal.add(&line)?;
            Ok(number)
        })
    }

    /// How many operations there were.
    pub(crate) fn operations(&self) -> u64 {
        self.writes.locked().next
    }

    /// Brings everything to disk, and gives the number of operations that are there, or `None` if nothing was new.
    pub(crate) fn flush(&self) -> Outcome<Option<u64>> {
        let mut writes = self.writes.locked();
        if !writes.unflushed {
            return Ok(None);
        }
        self.read(|engine| writes.flush(engine))?;
        Ok(Some(writes.next))
    }

    /// Runs `work`, given the number of operations, while all of them are on disk and none comes.
    pub(crate) fn frozen<T>(&self, work: impl FnOnce(u64) -> Outcome<T>) -> Outcome<T> {
        let mut writes = self.writes.locked();
        self.read(|engine| writes.flush(engine))?;
        work(writes.next)
    }

    /// Closes the shard and opens it again with other settings. When the engine refuses them, the old ones come back.
    pub(crate) fn reconfigure(&self, change: impl FnOnce(&mut EdgeConfig) -> Outcome<()>) -> Outcome<()> {
        let mut writes = self.writes.locked();
        let mut slot = self.engine.writing();
        let engine = slot.take().ok_or_else(closed)?;
        // A copy, because the guard that `config` gives must be gone before anything else is called.
        let before = engine.config().clone();
        let mut after = before.clone();
        if let Err(fault) = change(&mut after) {
            *slot = Some(engine);
            return Err(fault);
        }
        caught(|| {
            drop(engine);
            Ok(())
        })?;
        writes.flushed()?;
        let (engine, outcome) = match caught(|| Ok(EdgeShard::load(&self.folder, Some(after))?)) {
            Ok(engine) => (engine, Ok(())),
            Err(fault) => (caught(|| Ok(EdgeShard::load(&self.folder, Some(before))?))?, Err(fault)),
        };
        *slot = Some(engine);
        outcome
    }

    /// Flushes and closes the shard once the calls under way are through; later calls find nothing.
    pub(crate) fn close(&self) -> Outcome<()> {
        let mut writes = self.writes.locked();
        let Some(engine) = self.engine.writing().take() else { return Ok(()) };
        caught(|| {
            drop(engine);
            Ok(())
        })?;
        writes.flushed()
    }
}

fn closed() -> Fault {
    Fault::not_found("the collection was deleted meanwhile")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::fs::File;
    use std::io::Write;

    use qdrant_edge::{
        Distance, EdgeVectorParams, PointInsertOperations, PointOperations, PointStructPersisted, VectorStructPersisted, WalOptions,
    };

    use super::*;

    fn config() -> EdgeConfig {
        EdgeConfig::builder().vector("", EdgeVectorParams::builder(2, Distance::Dot).build()).build()
    }

    fn insert(id: u64) -> UpdateOperation {
        let vector = VectorStructPersisted::Single(vec![1.0, 2.0]);
        let point = PointStructPersisted { id: id.into(), vector, payload: None };
        UpdateOperation::PointOperation(PointOperations::UpsertPoints(PointInsertOperations::PointsList(vec![point])))
    }

    #[test]
    fn flushes_and_writes_do_not_meet() {
        let folder = tempfile::tempdir().unwrap();
        let shard = Shard::create(folder.path(), config()).unwrap();
        std::thread::scope(|scope| {
            for writer in 0..3 {
                let shard = &shard;
                scope.spawn(move || {
                    for id in 0..100 {
                        shard.write(|_| Ok(Some(insert(writer * 100 + id)))).unwrap();
                    }
                });
            }
            for _ in 0..50 {
                shard.flush().unwrap();
            }
        });
        assert_eq!(shard.read(|engine| Ok(engine.info().points_count)).unwrap(), 300);
        assert_eq!(shard.operations(), 300);
        shard.close().unwrap();
    }

    #[test]
    fn what_is_flushed_is_found_even_if_the_process_dies() {
        let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let shard = Shard::create(folder.path(), config()).unwrap();
        shard.write(|_| Ok(Some(insert(1)))).unwrap();
        assert_eq!(shard.flush().unwrap(), Some(1));
        assert_eq!(shard.flush().unwrap(), None, "nothing is new");
        copy_all(folder.path(), copy.path());
        let found = Shard::open(copy.path(), 1).unwrap();
        assert_eq!(found.read(|engine| Ok(engine.info().points_count)).unwrap(), 1);
        assert_eq!(found.write(|_| Ok(Some(insert(2)))).unwrap(), 1);
    }

    #[test]
    fn so_is_what_is_not_flushed() {
        let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let shard = Shard::create(folder.path(), config()).unwrap();
        for id in 0..3 {
            shard.write(|_| Ok(Some(insert(id)))).unwrap();
        }
        copy_all(folder.path(), copy.path());
        let mut torn = File::options().append(true).open(copy.path().join("unflushed.jsonl")).unwrap();
        torn.write_all(b"[3,{\"upsert").unwrap();
        let found = Shard::open(copy.path(), 0).unwrap();
        assert_eq!(found.read(|engine| Ok(engine.info().points_count)).unwrap(), 3);
        let number = found.write(|_| Ok(Some(insert(9)))).unwrap();
        assert_eq!(number, 6, "three that were, and three that were done again");
        found.flush().unwrap();
        assert_eq!(std::fs::metadata(copy.path().join("unflushed.jsonl")).unwrap().len(), 0);
    }

    fn copy_all(from: &Path, to: &Path) {
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                std::fs::create_dir(&target).unwrap();
                copy_all(&entry.path(), &target);
            } else {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    #[test]
    fn the_log_is_shortened_and_counted_on() {
        let folder = tempfile::tempdir().unwrap();
        let full = || std::fs::read_dir(folder.path().join("wal")).unwrap();
        let full = || full().filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("closed-")).count();
        let small = WalOptions { segment_capacity: 4096, ..WalOptions::default() };
        let shard = Shard::create(folder.path(), EdgeConfig { wal_options: Some(small), ..config() }).unwrap();
        for id in 0..200 {
            shard.write(|_| Ok(Some(insert(id)))).unwrap();
        }
        shard.close().unwrap();
        assert!(full() > 2, "{}", full());
        let shard = Shard::open(folder.path(), 200).unwrap();
        assert_eq!(full(), 1);
        let delete = PointOperations::DeletePoints { ids: vec![199.into()] };
        assert_eq!(shard.write(|_| Ok(Some(UpdateOperation::PointOperation(delete)))).unwrap(), 200);
        assert_eq!(shard.read(|engine| Ok(engine.info().points_count)).unwrap(), 199, "what is older than its point is not done");
    }

    #[test]
    fn a_failed_change_of_settings_leaves_the_old_ones() {
        let folder = tempfile::tempdir().unwrap();
        let shard = Shard::create(folder.path(), config()).unwrap();
        shard.write(|_| Ok(Some(insert(1)))).unwrap();
        assert!(shard.reconfigure(|_| Err(Fault::internal("no"))).is_err());
        let refused = shard.reconfigure(|config| {
            config.vectors.insert(String::new(), EdgeVectorParams::builder(3, Distance::Dot).build());
            Ok(())
        });
        assert!(refused.is_err(), "stored vectors have another size");
        assert_eq!(shard.read(|engine| Ok(engine.config().vectors[""].size)).unwrap(), 2);
        assert_eq!(shard.read(|engine| Ok(engine.info().points_count)).unwrap(), 1);
    }

    #[test]
    fn panics_of_the_engine_are_faults() {
        let folder = tempfile::tempdir().unwrap();
        let shard = Shard::create(folder.path(), config()).unwrap();
        let fault = shard.read(|_| -> Outcome<()> { std::panic::panic_any("on purpose") }).unwrap_err();
        assert_eq!(fault, Fault::internal("the engine panicked: on purpose"));
        shard.write(|_| Ok(Some(insert(1)))).unwrap();
        shard.close().unwrap();
        assert!(shard.read(|_| Ok(())).is_err(), "closed");
    }
}
