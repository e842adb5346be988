//! All points of a collection for code that is not async.

use std::fmt;

use futures_util::StreamExt;

use super::Client;
use crate::error::Error;
use crate::mode::Blocking;
use crate::models::{ExtendedPointId, Record};
use crate::scroll::{self, ScrollAll};

/// All points of a collection: an iterator of them, whose steps may block the thread.
#[must_use = "nothing is read until the points are asked for"]
pub struct Points {
    client: Client,
    points: scroll::Points,
}

impl Client {
    /// Begins to read all points of a collection; go on with [`ScrollAll::iter`].
    pub fn scroll_all(&self, collection_name: impl Into<String>) -> ScrollAll<Blocking> {
        ScrollAll::new(self.clone(), collection_name.into())
    }
}

impl ScrollAll<Blocking> {
    /// The points, as an iterator. A page that cannot be read is an item with the error, and then it ends.
    pub fn iter(self) -> Points {
        let client = self.client.clone();
        let points = self.points(client.as_async().clone());
        Points { client, points }
    }
}

impl Points {
    /// The point that comes next; see the async [`Points::offset`](scroll::Points::offset).
    pub fn offset(&self) -> Option<&ExtendedPointId> {
        self.points.offset()
    }
}

impl Iterator for Points {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.points.ready() {
            Some(point) => Some(Ok(point)),
            None => self.client.run(self.points.next()).unwrap_or_else(|error| Some(Err(error))),
        }
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.points.fmt(f)
    }
}
