//! All points of a collection, one after the other: page by page behind a stream or an iterator.

use std::fmt;
use std::time::Duration;

use crate::client::Client;
use crate::error::Error;
use crate::mode::{Async, Mode};
use crate::models::{
    ExtendedPointId, Filter, OrderBy, OrderByInterface, ReadConsistency, ScrollRequest, ShardKeySelector, WithPayloadInterface, WithVector,
};
use crate::options::CallOptions;
use crate::protocol::Protocol;
use crate::requests;
use crate::retry::RetryPolicy;

mod pages;
mod stream;

pub use stream::Points;

use pages::{Order, Pages};

/// Points on one page.
const PAGE_SIZE: u64 = 256;

/// Reads all points of a collection. Made by [`Client::scroll_all`].
///
/// Every point that is there all the while comes once, in the order of the ids, or as [`order_by`](Self::order_by) says.
/// One page is in memory, or two with [`prefetch`](Self::prefetch).
///
/// ```
/// # use futures_util::TryStreamExt;
/// # use qdrant_remote::{Client, Error};
/// # async fn scroll(client: Client) -> Result<(), Error> {
/// let mut points = client.scroll_all("cities").with_payload(["name"]).stream();
/// while let Some(point) = points.try_next().await? {
///     println!("{} {:?}", point.id, point.payload);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "nothing is read until the points are asked for"]
pub struct ScrollAll<M: Mode = Async> {
    pub(crate) client: M::Client,
    options: CallOptions,
    request: requests::ScrollPoints,
    page_size: u64,
    prefetch: bool,
}

impl Client {
    /// Begins to read all points of a collection; go on with [`ScrollAll::stream`].
    pub fn scroll_all(&self, collection_name: impl Into<String>) -> ScrollAll {
        ScrollAll::new(self.clone(), collection_name.into())
    }
}

impl<M: Mode> ScrollAll<M> {
    pub(crate) fn new(client: M::Client, collection: String) -> Self {
        let request = requests::ScrollPoints::new(collection, ScrollRequest::new());
        Self { client, options: CallOptions::default(), request, page_size: PAGE_SIZE, prefetch: false }
    }

    /// How many points are read at a time; 256 unless set.
    pub fn page_size(mut self, points: u64) -> Self {
        self.page_size = points.max(1);
        self
    }

    /// Reads the points that match only.
    pub fn filter(mut self, filter: impl Into<Filter>) -> Self {
        self.request.body.filter = Some(filter.into());
        self
    }

    /// Which parts of the payload to read; all unless set.
    pub fn with_payload(mut self, with_payload: impl Into<WithPayloadInterface>) -> Self {
        self.request.body.with_payload = Some(with_payload.into());
        self
    }

    /// Which vectors to read; none unless set.
    pub fn with_vector(mut self, with_vector: impl Into<WithVector>) -> Self {
        self.request.body.with_vector = Some(with_vector.into());
        self
    }

    /// Reads the points in the order of a payload field that has an index; those without it do not come.
    ///
    /// Servers have no offset here, so each page begins with the value at which the last one ended, and leaves out the
    /// points that came with that very value: their ids are kept and sent. A point with several values in the field may
    /// come more than once.
    pub fn order_by(mut self, order_by: impl Into<OrderByInterface>) -> Self {
        self.request.body.order_by = Some(order_by.into());
        self
    }

    /// Reads from the shards of these keys only.
    pub fn shard_key(mut self, shard_key: impl Into<ShardKeySelector>) -> Self {
        self.request.body.shard_key = Some(shard_key.into());
        self
    }

    /// How many replicas must agree.
    pub fn consistency(mut self, consistency: impl Into<ReadConsistency>) -> Self {
        self.request.consistency = Some(consistency.into());
        self
    }

    /// The server's own limit for each page, in seconds.
    pub fn timeout(mut self, timeout: u64) -> Self {
        self.request.timeout = Some(timeout);
        self
    }

    /// Begins with this point, as [`Points::offset`] of an earlier reading told it. Not together with `order_by`, where
    /// `start_from` of the [`OrderBy`] does this.
    pub fn resume_from(mut self, offset: impl Into<ExtendedPointId>) -> Self {
        self.request.body.offset = Some(offset.into());
        self
    }

    /// Whether the next page is already read while the present one is used; not unless set. It takes a task.
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.prefetch = prefetch;
        self
    }

    /// Limits the call of each page: connecting, sending, receiving, retries.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// Adds a header to the call of each page.
    pub fn header(mut self, name: http::HeaderName, value: http::HeaderValue) -> Self {
        self.options.headers.append(name, value);
        self
    }

    /// Reads over the given protocol.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.options.protocol = Some(protocol);
        self
    }

    /// Retries the call of each page by its own policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    pub(crate) fn points(self, client: Client) -> Points {
        let Self { options, mut request, page_size, prefetch, client: _ } = self;
        request.body.limit = Some(page_size);
        let order = match request.body.order_by.take() {
            None => Ok(None),
            Some(_) if request.body.offset.is_some() => {
                Err(Error::invalid_request("`resume_from` and `order_by` exclude each other: set `start_from` of the order"))
            }
            Some(OrderByInterface::String(key)) => Ok(Some(OrderBy::new(key))),
            Some(OrderByInterface::OrderBy(order)) => Ok(Some(order)),
            #[allow(unreachable_patterns, reason = "releases to come may add variants")]
            Some(_) => Err(Error::invalid_request("a scroll goes on by the value of a field, so `order_by` has to name one")),
        };
        let pages = order.map(|order| Pages::new(client, options, request, order.map(Order::new)));
        Points::new(pages, prefetch)
    }
}

impl ScrollAll<Async> {
    /// The points, as a stream. A page that cannot be read is an item with the error, and then it ends.
    pub fn stream(self) -> Points {
        let client = self.client.clone();
        self.points(client)
    }
}

impl<M: Mode> fmt::Debug for ScrollAll<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScrollAll").field("request", &self.request).field("page_size", &self.page_size).finish_non_exhaustive()
    }
}
