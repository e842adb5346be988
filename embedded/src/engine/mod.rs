//! The collections of one server, by name and alias.

mod archive;
mod check;
mod collection;
mod fault;
mod fetch;
mod guard;
mod journal;
mod log;
mod query;
mod rates;
mod shape;
mod shard;
mod snapshots;
mod storage;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, RwLock};

use qdrant_edge::EdgeConfig;
use qdrant_remote::models::{CollectionConfig, DateTime, QuotaConfig};

pub(crate) use check::{asked, kind, touched};
pub(crate) use collection::Collection;
pub(crate) use fault::{Fault, Outcome};
pub(crate) use guard::caught;
use guard::{Lock, SharedLock};
pub(crate) use query::query;
pub(crate) use rates::{Budget, Spent};
pub(crate) use shape::{multi as check_rows, operation as check_shape, sparse as check_sparse};
pub(crate) use snapshots::Of;
pub(crate) use storage::Indexes;
use storage::Storage;

/// The longest name of a collection, in bytes.
const LONGEST_NAME: usize = 255;

/// Everything that one server holds.
pub(crate) struct Engine {
    /// What tells this run of the server from others.
    pub(crate) id: uuid::Uuid,
    pub(crate) started: DateTime,
    quotas: Mutex<QuotaConfig>,
    storage: Storage,
    collections: RwLock<BTreeMap<String, Arc<Collection>>>,
    aliases: RwLock<BTreeMap<String, String>>,
    /// Held while collections or aliases come or go, so that names stay unique and the disk follows in order.
    changes: Mutex<()>,
}

impl Engine {
    /// Opens the folder of a server with all that an earlier run left there.
    pub(crate) fn open(root: &Path) -> Outcome<Self> {
        let storage = Storage::open(root)?;
        let mut collections = BTreeMap::new();
        for folder in storage.collections()? {
            let collection = Collection::open(folder)?;
            collections.insert(collection.name.clone(), Arc::new(collection));
        }
        let aliases = storage.aliases()?;
        Ok(Engine {
            id: uuid::Uuid::new_v4(),
            started: snapshots::now()?,
            quotas: Mutex::new(QuotaConfig::new().enabled(false)),
            storage,
            collections: RwLock::new(collections),
            aliases: RwLock::new(aliases),
            changes: Mutex::new(()),
        })
    }

    /// The collection with this name or alias.
    pub(crate) fn collection(&self, name: &str) -> Outcome<Arc<Collection>> {
        check_length(name)?;
        self.find(name).ok_or_else(|| Fault::no_collection(name))
    }

    /// The collection with this name or alias, if there is one.
    pub(crate) fn find(&self, name: &str) -> Option<Arc<Collection>> {
        let aliases = self.aliases.reading();
        let name = aliases.get(name).map_or(name, String::as_str);
        self.collections.reading().get(name).cloned()
    }

    /// All collections in the order of their names.
    pub(crate) fn all(&self) -> Vec<Arc<Collection>> {
        self.collections.reading().values().cloned().collect()
    }

    pub(crate) fn create(&self, name: &str, config: CollectionConfig, engine: EdgeConfig) -> Outcome<()> {
        check_length(name)?;
        let _changes = self.changes.locked();
        if self.collections.reading().contains_key(name) {
            return Err(Fault::already_exists(name));
        }
        if self.aliases.reading().contains_key(name) {
            return Err(Fault::wrong_input(format_args!(
                "Can't create collection with name {name}. Alias with the same name already exists"
            )));
        }
        let folder = self.storage.make()?;
        let collection = Collection::create(name, config, engine, folder)?;
        self.collections.writing().insert(name.to_owned(), Arc::new(collection));
        Ok(())
    }

    /// Removes a collection and its aliases; `false` if there was none.
    pub(crate) fn delete(&self, name: &str) -> Outcome<bool> {
        let _changes = self.changes.locked();
        let Some(collection) = self.collections.writing().remove(name) else {
            return Ok(false);
        };
        let mut aliases = self.aliases();
        aliases.retain(|_, target| target != name);
        self.set_aliases(aliases)?;
        collection.remove()?;
        Ok(true)
    }

    /// A copy of all aliases: alias to collection.
    pub(crate) fn aliases(&self) -> BTreeMap<String, String> {
        self.aliases.reading().clone()
    }

    /// Changes aliases, all or none.
    pub(crate) fn change_aliases(
        &self,
        change: impl FnOnce(&mut BTreeMap<String, String>, &BTreeMap<String, Arc<Collection>>) -> Outcome<()>,
    ) -> Outcome<()> {
        let _changes = self.changes.locked();
        let mut aliases = self.aliases();
        change(&mut aliases, &self.collections.reading())?;
        self.set_aliases(aliases)
    }

    fn set_aliases(&self, aliases: BTreeMap<String, String>) -> Outcome<()> {
        if *self.aliases.reading() != aliases {
            self.storage.save_aliases(&aliases)?;
            *self.aliases.writing() = aliases;
        }
        Ok(())
    }

    pub(crate) fn quotas(&self) -> QuotaConfig {
        self.quotas.locked().clone()
    }

    pub(crate) fn set_quotas(&self, quotas: QuotaConfig) {
        *self.quotas.locked() = quotas;
    }

    /// A file for what arrives before it is looked at.
    pub(crate) fn scratch(&self) -> Outcome<tempfile::NamedTempFile> {
        Ok(tempfile::NamedTempFile::new_in(self.storage.root())?)
    }

    /// Downloads a snapshot to a file.
    pub(crate) fn fetch(&self, location: &str, api_key: Option<&str>) -> Outcome<tempfile::NamedTempFile> {
        let file = self.scratch()?;
        fetch::fetch(location, api_key, file.path())?;
        Ok(file)
    }

    /// Brings all collections to disk. A collection that fails does not keep the others from it.
    pub(crate) fn flush(&self) {
        self.each(Collection::flush);
    }

    /// Flushes and closes all collections.
    pub(crate) fn close(&self) {
        self.each(Collection::close);
    }

    fn each(&self, work: impl Fn(&Collection) -> Outcome<()>) {
        for collection in self.all() {
            if let Err(fault) = work(&collection) {
                tracing::error!(collection = collection.name, ?fault, "the collection is not safely on disk");
            }
        }
    }
}

/// Refuses names that no collection can have.
fn check_length(name: &str) -> Outcome<()> {
    match name.len() {
        1..=LONGEST_NAME => Ok(()),
        _ => Err(Fault::invalid_path(format_args!("collection_name: value {name:?} invalid, must be from 1 to {LONGEST_NAME} characters"))),
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.close();
    }
}
