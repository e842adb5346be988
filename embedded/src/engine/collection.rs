//! One collection: its settings and its shard.

use std::sync::{Mutex, RwLock};

use qdrant_edge::{EdgeConfig, UpdateOperation};
use qdrant_remote::models::{CollectionConfig, PayloadFieldSchema};

use super::check;
use super::fault::Outcome;
use super::guard::{Lock, SharedLock};
use super::rates::Rates;
use super::shard::Shard;
use super::storage::{Folder, Indexes, Record};

/// A collection that is open.
pub(crate) struct Collection {
    pub(crate) name: String,
    pub(crate) shard: Shard,
    pub(crate) rates: Rates,
    config: RwLock<CollectionConfig>,
    indexes: RwLock<Indexes>,
    folder: Mutex<Folder>,
}

impl Collection {
    pub(crate) fn create(name: &str, config: CollectionConfig, engine: EdgeConfig, folder: Folder) -> Outcome<Self> {
        let shard = Shard::create(&folder.shard(), engine)?;
        let collection = Collection {
            name: name.to_owned(),
            shard,
            rates: Rates::default(),
            config: RwLock::new(config),
            indexes: RwLock::default(),
            folder: Mutex::new(folder),
        };
        collection.save(&collection.folder.locked(), collection.config(), 0)?;
        Ok(collection)
    }

    pub(crate) fn open(folder: Folder) -> Outcome<Self> {
        let Record { name, config, operations, indexes } = folder.load()?;
        let shard = Shard::open(&folder.shard(), operations)?;
        let (rates, config, indexes) = (Rates::default(), RwLock::new(config), RwLock::new(indexes));
        Ok(Collection { name, shard, rates, config, indexes, folder: Mutex::new(folder) })
    }

    /// A copy of the settings as they are now.
    pub(crate) fn config(&self) -> CollectionConfig {
        self.config.reading().clone()
    }

    /// The payload indexes as they were asked for.
    pub(crate) fn indexes(&self) -> Indexes {
        self.indexes.reading().clone()
    }

    /// Keeps what a payload index was asked to be.
    pub(crate) fn remember(&self, field: String, schema: Option<PayloadFieldSchema>) -> Outcome<()> {
        let folder = self.folder.locked();
        match schema {
            Some(schema) => drop(self.indexes.writing().insert(field, schema)),
            None => drop(self.indexes.writing().remove(&field)),
        }
        self.save(&folder, self.config(), self.shard.operations())
    }

    fn save(&self, folder: &Folder, config: CollectionConfig, operations: u64) -> Outcome<()> {
        folder.save(&Record { name: self.name.clone(), config, operations, indexes: self.indexes() })
    }

    /// Changes the settings: works out the new ones, lets the shard follow, and keeps them.
    pub(crate) fn change(&self, change: impl FnOnce(&Shard, &mut CollectionConfig) -> Outcome<()>) -> Outcome<()> {
        let folder = self.folder.locked();
        let mut config = self.config.reading().clone();
        change(&self.shard, &mut config)?;
        let operations = self.shard.operations();
        self.save(&folder, config.clone(), operations)?;
        *self.config.writing() = config;
        Ok(())
    }

    /// Applies an operation, whole or not at all, and gives its number.
    pub(crate) fn update(&self, mut operation: UpdateOperation) -> Outcome<u64> {
        self.shard.write(|engine| {
            check::operation(engine, &mut operation)?;
            Ok(Some(operation))
        })
    }

    /// Applies operations that are one to the caller, and gives the number of the last.
    pub(crate) fn update_all(&self, operations: Vec<UpdateOperation>) -> Outcome<u64> {
        operations.into_iter().try_fold(0, |_, operation| self.update(operation))
    }

    /// Brings everything to disk.
    pub(crate) fn flush(&self) -> Outcome<()> {
        let folder = self.folder.locked();
        match self.shard.flush()? {
            Some(operations) => self.save(&folder, self.config(), operations),
            None => Ok(()),
        }
    }

    /// Runs `work` on the collection's folder while everything is on disk and nothing is written.
    pub(crate) fn frozen<T>(&self, work: impl FnOnce(&std::path::Path) -> Outcome<T>) -> Outcome<T> {
        let folder = self.folder.locked();
        self.shard.frozen(|operations| {
            self.save(&folder, self.config(), operations)?;
            work(folder.path())
        })
    }

    /// Flushes and closes the shard; calls that come later find nothing.
    pub(crate) fn close(&self) -> Outcome<()> {
        self.flush()?;
        self.shard.close()
    }

    /// Closes the collection and removes its folder.
    pub(crate) fn remove(&self) -> Outcome<()> {
        self.shard.close()?;
        self.folder.locked().remove()
    }
}
