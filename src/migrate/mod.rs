//! Copies collections from one server to another: configuration, payload indexes, shard keys, points, aliases.

use std::fmt;

use crate::client::Client;
use crate::failed::Failed;

mod collection;
mod config;
mod plan;
mod points;
mod report;

pub use report::{CollectionReport, MigrationProgress, MigrationReport};

use plan::Plan;

/// Points on one page, and in one batch.
const PAGE_SIZE: u64 = 256;

/// What to do with a collection that is at the target already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Collision {
    /// Fail before anything is changed.
    #[default]
    Fail,
    /// Delete it with the aliases that lead to it, and begin anew.
    Replace,
    /// Keep it and its configuration, and write all points of the source into it.
    Merge,
    /// Keep it and its configuration, and write the points that it has not. So a copy that was interrupted is finished;
    /// points that changed meanwhile are not written again.
    Resume,
}

/// What is called while points are copied.
type OnProgress<'a> = Box<dyn FnMut(&MigrationProgress<'_>) + Send + 'a>;

/// Copies collections between two clients.
///
/// A collection that is complete has been counted on both sides. What cannot be copied is listed in the report.
///
/// ```
/// # use qdrant_remote::{Client, Error};
/// # use qdrant_remote::migrate::{Collision, Migration};
/// # async fn migrate(from: Client, to: Client) -> Result<(), Error> {
/// let report = Migration::new(&from, &to).collections(["cities"]).on_collision(Collision::Resume).run().await?;
/// for collection in &report.collections {
///     println!("{}: {} points; not copied: {:?}", collection.name, collection.points, collection.not_copied);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is copied until `run` is called"]
pub struct Migration<'a> {
    from: Client,
    to: Client,
    collections: Option<Vec<String>>,
    collision: Collision,
    aliases: bool,
    page_size: u64,
    parallel: Option<usize>,
    progress: Option<OnProgress<'a>>,
}

impl<'a> Migration<'a> {
    /// Begins the settings of a copy of all collections with their aliases.
    pub fn new(from: &Client, to: &Client) -> Self {
        Self {
            from: from.clone(),
            to: to.clone(),
            collections: None,
            collision: Collision::Fail,
            aliases: true,
            page_size: PAGE_SIZE,
            parallel: None,
            progress: None,
        }
    }

    /// Copies these collections only.
    pub fn collections(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.collections = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// What to do with collections that are at the target already; the copy fails unless this is set.
    pub fn on_collision(mut self, collision: Collision) -> Self {
        self.collision = collision;
        self
    }

    /// Whether to copy the aliases of the collections; it is so unless set.
    pub fn aliases(mut self, aliases: bool) -> Self {
        self.aliases = aliases;
        self
    }

    /// How many points are read at a time, and written at a time at most; 256 unless set.
    pub fn page_size(mut self, points: u64) -> Self {
        self.page_size = points.max(1);
        self
    }

    /// How many batches are on their way to the target at the same time; as an upload unless set.
    pub fn parallel(mut self, requests: usize) -> Self {
        self.parallel = Some(requests);
        self
    }

    /// Is called after each batch.
    pub fn progress(mut self, progress: impl FnMut(&MigrationProgress<'_>) + Send + 'a) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    /// Copies everything.
    ///
    /// # Errors
    /// The first failure, with the report until then. Nothing was changed if a collection is missing at the source, or if
    /// one is at the target and may not be.
    pub async fn run(mut self) -> Result<MigrationReport, Failed<MigrationReport>> {
        let begun = tokio::time::Instant::now();
        let mut report = MigrationReport::default();
        let outcome = match Plan::make(&self).await {
            Ok(plan) => plan.carry_out(&mut self, &mut report).await,
            Err(error) => Err(error),
        };
        report.elapsed = begun.elapsed();
        match outcome {
            Ok(()) => Ok(report),
            Err(error) => Err(Failed::new(error, report)),
        }
    }

    /// Like [`run`](Self::run), for code that is not async.
    ///
    /// # Errors
    /// As `run`; or it was called inside an async task.
    #[cfg(feature = "blocking")]
    pub fn run_blocking(self) -> Result<MigrationReport, Failed<MigrationReport>> {
        let client = crate::blocking::Client::from(self.from.clone());
        client.run(self.run()).unwrap_or_else(|error| Err(Failed::new(error, MigrationReport::default())))
    }
}

impl fmt::Debug for Migration<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migration")
            .field("from", &self.from)
            .field("to", &self.to)
            .field("collections", &self.collections)
            .field("collision", &self.collision)
            .finish_non_exhaustive()
    }
}
