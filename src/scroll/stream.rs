//! The points of all pages as one stream.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec;

use futures_core::Stream;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::pages::{Page, Pages};
use crate::error::Error;
use crate::future::BoxFuture;
use crate::models::{ExtendedPointId, Record};

/// All points of a collection: a [`Stream`] of them. Made by [`ScrollAll::stream`](super::ScrollAll::stream).
#[must_use = "nothing is read until the points are asked for"]
pub struct Points {
    /// What was read and not given out.
    page: vec::IntoIter<Record>,
    /// The first point of the page to come, where it is known.
    offset: Option<ExtendedPointId>,
    next: Next,
    ordered: bool,
    prefetch: bool,
}

/// The page after the present one.
#[allow(clippy::large_enum_variant, reason = "one a stream")]
enum Next {
    /// Not asked for yet.
    Pages(Pages),
    Reading(BoxFuture<'static, Result<Page, Error>>),
    /// Being read by a task, which ends with this.
    Prefetching(JoinSet<Result<Page, Error>>),
    /// It cannot be asked for.
    Refused(Error),
    /// There is none.
    End,
}

impl Points {
    pub(super) fn new(pages: Result<Pages, Error>, prefetch: bool) -> Self {
        let offset = pages.as_ref().ok().and_then(|pages| pages.offset().cloned());
        let ordered = pages.as_ref().is_ok_and(Pages::is_ordered);
        let next = pages.map_or_else(Next::Refused, Next::Pages);
        Self { page: Vec::new().into_iter(), offset, next, ordered, prefetch }
    }

    /// The point that comes next, for [`ScrollAll::resume_from`](super::ScrollAll::resume_from): also after an error. There
    /// is none before the first page, after the last point, and with `order_by`.
    pub fn offset(&self) -> Option<&ExtendedPointId> {
        match self.page.as_slice() {
            _ if self.ordered => None,
            [point, ..] => Some(&point.id),
            [] => self.offset.as_ref(),
        }
    }

    /// The next point, if it was read already.
    #[cfg(feature = "blocking")]
    pub(crate) fn ready(&mut self) -> Option<Record> {
        self.page.next()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<(), Error>>> {
        let read = loop {
            match mem::replace(&mut self.next, Next::End) {
                Next::Pages(pages) => self.next = Next::Reading(Box::pin(pages.read())),
                Next::Reading(mut reading) => match reading.as_mut().poll(context) {
                    Poll::Ready(read) => break read,
                    Poll::Pending => {
                        self.next = Next::Reading(reading);
                        return Poll::Pending;
                    }
                },
                Next::Prefetching(mut task) => match task.poll_join_next(context) {
                    Poll::Ready(Some(Ok(read))) => break read,
                    Poll::Ready(Some(Err(stopped))) => {
                        break Err(Error::context("the task that read the next page has ended").with_source(stopped));
                    }
                    Poll::Ready(None) => return Poll::Ready(None),
                    Poll::Pending => {
                        self.next = Next::Prefetching(task);
                        return Poll::Pending;
                    }
                },
                Next::Refused(error) => break Err(error),
                Next::End => return Poll::Ready(None),
            }
        };
        match read {
            Ok(Page { points, next }) => {
                self.page = points;
                self.offset = next.as_ref().and_then(|pages| pages.offset().cloned());
                self.next = next.map_or(Next::End, |pages| self.begin(pages));
                Poll::Ready(Some(Ok(())))
            }
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }

    fn begin(&self, pages: Pages) -> Next {
        match Handle::try_current() {
            Ok(runtime) if self.prefetch => {
                let mut task = JoinSet::new();
                task.spawn_on(pages.read(), &runtime);
                Next::Prefetching(task)
            }
            _ => Next::Pages(pages),
        }
    }
}

impl Stream for Points {
    type Item = Result<Record, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(point) = self.page.next() {
                return Poll::Ready(Some(Ok(point)));
            }
            match self.poll_page(context) {
                Poll::Ready(Some(Ok(()))) => {}
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Points").field("ready", &self.page.len()).field("offset", &self.offset).finish_non_exhaustive()
    }
}
