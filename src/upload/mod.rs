//! Uploads of any number of points: in batches, several at a time, with only those sent again that failed.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use futures_util::{StreamExt, stream};
use tokio::sync::watch;

use crate::client::Client;
use crate::error::Error;
use crate::failed::Failed;
use crate::future::runtime;
use crate::mode::{Async, Mode};
use crate::models::{PointStruct, PointsList, ShardKeySelector, WriteOrdering};
use crate::optional;
use crate::options::CallOptions;
use crate::protocol::Protocol;
use crate::retry::RetryPolicy;

mod collect;
mod columns;
mod encode;
mod point;
mod report;
mod run;
mod send;
mod size;

pub use columns::Columns;
pub use point::NewPoint;
pub use report::{UploadFailure, UploadProgress, UploadReport};

use collect::{Collector, Limits, Source};
use encode::{Common, Encoder};
use run::Run;
use send::Sender;

/// Points in one batch.
const BATCH_POINTS: usize = 256;
/// Encoded bytes in one batch: three quarters of what a server reads.
const BATCH_BYTES: usize = 24 * 1024 * 1024;
/// The longest that one batch may take. Servers ask for waits of up to a minute.
const BATCH_DEADLINE: Duration = Duration::from_secs(120);

/// What an upload does when points cannot be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// Begins no more requests, waits for those on their way, and fails.
    #[default]
    Stop,
    /// Goes on; the report says what failed.
    Collect,
}

/// What is called after every batch.
type OnProgress<'a> = Box<dyn FnMut(&UploadProgress) + Send + 'a>;

/// Uploads points in batches. Made by [`Client::upload`].
///
/// Batches are sent over the client's protocol, several at a time, and again by the retry policy where they fail. At most
/// the batches on their way and one more are in memory, however many points there are. Which point wins when several have
/// the same id is not said.
///
/// Dropping the future stops the upload: what was sent stays sent, nothing more is.
///
/// ```
/// # use qdrant_remote::{Client, Error, models::PointStruct};
/// # async fn upload(client: Client) -> Result<(), Error> {
/// let points = (0..1_000_000_u64).map(|id| PointStruct::new(id, vec![id as f32; 128]));
/// let report = client.upload("numbers").points(points).parallel(4).send().await?;
/// assert_eq!(report.points, 1_000_000);
/// # Ok(())
/// # }
/// ```
#[must_use = "an upload does nothing until `send` is called"]
pub struct Upload<'a, M: Mode = Async> {
    pub(crate) client: M::Client,
    source: Result<Source<'a>, Error>,
    common: Common,
    options: CallOptions,
    batch_points: usize,
    batch_bytes: usize,
    parallel: Option<usize>,
    deadline: Duration,
    on_error: OnError,
    progress: Option<OnProgress<'a>>,
}

impl Client {
    /// Begins an upload of points to a collection; give them with [`Upload::points`] or [`Upload::stream`].
    pub fn upload<'a>(&self, collection_name: impl Into<String>) -> Upload<'a> {
        Upload::new(self.clone(), collection_name.into())
    }

    /// Begins an upload of points that are there as columns.
    pub fn upload_columns<'a>(&self, collection_name: impl Into<String>, columns: Columns<'a>) -> Upload<'a> {
        Upload::new(self.clone(), collection_name.into()).columns(columns)
    }
}

impl<'a, M: Mode> Upload<'a, M> {
    pub(crate) fn new(client: M::Client, collection: String) -> Self {
        Self {
            client,
            source: Err(Error::invalid_request("there is nothing to upload: call `.points(…)` or `.stream(…)` before `send`")),
            common: Common { collection, wait: None, ordering: None, settings: PointsList::new(Vec::<PointStruct>::new()) },
            options: CallOptions::default(),
            batch_points: BATCH_POINTS,
            batch_bytes: BATCH_BYTES,
            parallel: None,
            deadline: BATCH_DEADLINE,
            on_error: OnError::Stop,
            progress: None,
        }
    }

    /// The points to upload, taken from the iterator as they are needed. Replaces what was given before.
    pub fn points<I>(self, points: I) -> Self
    where
        I: IntoIterator<Item: Into<NewPoint>, IntoIter: Send + 'a>,
    {
        self.stream(stream::iter(points))
    }

    /// The points to upload, taken from the stream as they are needed. Replaces what was given before.
    pub fn stream(self, points: impl Stream<Item: Into<NewPoint>> + Send + 'a) -> Self {
        self.source(points.map(|point| Ok(point.into())).boxed())
    }

    /// The points to upload, from a stream that may fail: what came before the error is sent, and then the upload fails.
    pub fn try_stream<P, E>(self, points: impl Stream<Item = Result<P, E>> + Send + 'a) -> Self
    where
        P: Into<NewPoint>,
        E: StdError + Send + Sync + 'static,
    {
        self.source(points.map(|point| point.map(Into::into).map_err(of_source)).boxed())
    }

    pub(crate) fn columns(self, columns: Columns<'a>) -> Self {
        Self { source: columns.into_source(), ..self }
    }

    fn source(self, source: Source<'a>) -> Self {
        Self { source: Ok(source), ..self }
    }

    /// How many points a batch holds at most; 256 unless set.
    pub fn batch_points(mut self, points: usize) -> Self {
        self.batch_points = points.max(1);
        self
    }

    /// How long a request is at most, in encoded bytes; 24 MiB unless set. Servers read 32 MiB over REST. A single point
    /// that is longer is not sent.
    pub fn batch_bytes(mut self, bytes: usize) -> Self {
        self.batch_bytes = bytes;
        self
    }

    /// How many batches are on their way at the same time; unless set, as many as the client has channels.
    pub fn parallel(mut self, requests: usize) -> Self {
        self.parallel = Some(requests.max(1));
        self
    }

    /// Whether the server answers once a batch is searchable, not once it is safe.
    pub fn wait(mut self, wait: bool) -> Self {
        self.common.wait = Some(wait);
        self
    }

    /// How writes are ordered among replicas.
    pub fn ordering(mut self, ordering: impl Into<WriteOrdering>) -> Self {
        self.common.ordering = Some(ordering.into());
        self
    }

    /// The shard keys under which the points are kept.
    pub fn shard_key(mut self, shard_key: impl Into<ShardKeySelector>) -> Self {
        self.common.settings.shard_key = Some(shard_key.into());
        self
    }

    optional::points_list_update_filter! {
        /// Which points that exist already may be written over.
        pub fn update_filter(mut self, update_filter: impl Into<crate::models::Filter>) -> Self {
            self.common.settings.update_filter = Some(update_filter.into());
            self
        }
    }

    optional::points_list_update_mode! {
        /// Whether points are inserted, updated or both.
        pub fn update_mode(mut self, update_mode: impl Into<crate::models::UpdateMode>) -> Self {
            self.common.settings.update_mode = Some(update_mode.into());
            self
        }
    }

    /// What to do when points cannot be sent; the upload stops unless this is set.
    pub fn on_error(mut self, on_error: OnError) -> Self {
        self.on_error = on_error;
        self
    }

    /// Is called after each batch.
    pub fn progress(mut self, progress: impl FnMut(&UploadProgress) + Send + 'a) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    /// When and how often a batch is sent again; as the client does with reads unless set. Whole points are written, so
    /// it makes no difference whether a batch that failed had arrived. The client's retry budget is not touched: the load
    /// stays within [`parallel`](Self::parallel).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// The longest that one batch may take, with all waits and retries; two minutes unless set, whatever the client's
    /// `timeout`.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Adds a header to all requests.
    pub fn header(mut self, name: http::HeaderName, value: http::HeaderValue) -> Self {
        self.options.headers.append(name, value);
        self
    }

    /// Sends over the given protocol.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.options.protocol = Some(protocol);
        self
    }

    fn prepare(self, client: Client) -> Result<Run<'a>, Error> {
        runtime()?;
        let encoder = Encoder::new(&client, &self.options);
        let limits = Limits {
            points: self.batch_points,
            bytes: self.batch_bytes,
            overhead: encoder.overhead(&self.common),
            protocol: encoder.protocol(),
        };
        let policy = self.options.retry.clone().unwrap_or_else(|| client.retry_policy());
        let parallel = self.parallel.unwrap_or_else(|| client.pool_size());
        let (stopped, _) = watch::channel(false);
        Ok(Run {
            collector: Collector::new(self.source?, limits),
            encoder,
            common: Arc::new(self.common),
            sender: Arc::new(Sender { client, options: self.options, policy, deadline: self.deadline, stopped }),
            parallel,
            on_error: self.on_error,
            progress: self.progress,
        })
    }

    pub(crate) async fn run(self, client: Client) -> Result<UploadReport, Failed<UploadReport>> {
        match self.prepare(client) {
            Ok(run) => run.run().await,
            Err(error) => Err(Failed::new(error, UploadReport::default())),
        }
    }
}

impl Upload<'_, Async> {
    /// Uploads everything.
    ///
    /// # Errors
    /// The first failure, with the report, unless failures are collected; and in any case what keeps the upload from
    /// beginning, or a source that fails.
    pub async fn send(self) -> Result<UploadReport, Failed<UploadReport>> {
        let client = self.client.clone();
        self.run(client).await
    }
}

/// The error of a stream of points.
fn of_source(source: impl StdError + Send + Sync + 'static) -> Error {
    match (&source as &(dyn StdError + 'static)).downcast_ref::<Error>() {
        Some(own) => own.clone(),
        None => Error::invalid_request(format!("the source of the points failed: {source}")).with_source(source),
    }
}

impl<M: Mode> fmt::Debug for Upload<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("collection", &self.common.collection)
            .field("batch_points", &self.batch_points)
            .field("batch_bytes", &self.batch_bytes)
            .field("parallel", &self.parallel)
            .field("on_error", &self.on_error)
            .finish_non_exhaustive()
    }
}
