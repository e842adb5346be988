//! Collects points into batches, by count and by encoded size, without holding up the task.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use futures_core::Stream;

use super::point::NewPoint;
use super::report::UploadFailure;
use super::size::{self, Sizer};
use crate::error::Error;
use crate::future::BoxFuture;
use crate::models::{ExtendedPointId, PointStruct};
use crate::protocol::Protocol;

/// Where points come from. An error ends it.
pub(super) type Source<'a> = Pin<Box<dyn Stream<Item = Result<NewPoint, Error>> + Send + 'a>>;

/// The longest that points are collected in one go while other tasks wait.
const SLICE: Duration = Duration::from_micros(250);

/// When a batch is full.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) points: usize,
    pub(super) bytes: usize,
    /// What a request takes beside its points.
    pub(super) overhead: usize,
    pub(super) protocol: Protocol,
}

/// Points that go into one request.
pub(super) struct Batch {
    pub(super) points: Vec<PointStruct>,
    /// At most so many bytes do they take.
    pub(super) bound: usize,
}

/// What comes out of the source.
pub(super) enum Collected {
    Batch(Batch),
    /// A point that no request can take.
    Refused(UploadFailure),
    /// The source failed, and gives no more.
    Broken(Error),
}

/// Turns a source of points into batches.
pub(super) struct Collector<'a> {
    /// Gone when it has ended.
    source: Option<Source<'a>>,
    limits: Limits,
    sizer: Sizer,
    batch: Batch,
    /// A point for which the batch had no room, with its size.
    left: Option<(PointStruct, usize)>,
    broken: Option<Error>,
    /// Lets other tasks go first.
    pause: Option<BoxFuture<'static, ()>>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(source: Source<'a>, limits: Limits) -> Self {
        let batch = Batch { points: Vec::new(), bound: 0 };
        Self { source: Some(source), limits, sizer: Sizer::new(limits.protocol), batch, left: None, broken: None, pause: None }
    }

    /// The points that were taken from the source and are in no batch.
    pub(super) fn rest(&mut self) -> Vec<ExtendedPointId> {
        let left = self.left.take().map(|(point, _)| point);
        self.batch.points.drain(..).chain(left).map(|point| point.id).collect()
    }

    /// The next batch, a point that fits into none, or nothing when the source has ended.
    pub(super) fn poll_collect(&mut self, context: &mut Context<'_>) -> Poll<Option<Collected>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        let begun = Instant::now();
        loop {
            if let Some(collected) = self.make_room() {
                return Poll::Ready(Some(collected));
            }
            let Some(source) = &mut self.source else {
                let rest = self.take_batch().map(Collected::Batch);
                return Poll::Ready(rest.or_else(|| self.broken.take().map(Collected::Broken)));
            };
            match ready!(source.as_mut().poll_next(context)) {
                Some(Ok(point)) => match point.into_point() {
                    Ok(point) => {
                        let size = self.sizer.bound(&point);
                        self.left = Some((point, size));
                    }
                    Err(failure) => return Poll::Ready(Some(Collected::Refused(failure))),
                },
                Some(Err(error)) => {
                    self.broken = Some(error);
                    self.source = None;
                }
                None => self.source = None,
            }
            if begun.elapsed() > SLICE {
                let pause = self.pause.insert(Box::pin(tokio::task::yield_now()));
                ready!(pause.as_mut().poll(context));
                self.pause = None;
            }
        }
    }

    /// Moves the point that is left over into the batch, or gives what stands in its way.
    fn make_room(&mut self) -> Option<Collected> {
        let Limits { points, bytes, overhead, protocol } = self.limits;
        let room = bytes.saturating_sub(overhead);
        let (point, bound) = self.left.take()?;
        let size = if bound > room { size::exact(protocol, &point) } else { bound };
        if size > room {
            let text = format!("the point {} takes {} bytes in a request, and `batch_bytes` is {bytes}", point.id, size + overhead);
            let error = Error::too_large(text).with_unsent(true);
            return Some(Collected::Refused(UploadFailure { ids: vec![point.id], error }));
        }
        if self.batch.bound + size > room {
            self.left = Some((point, size));
            return self.take_batch().map(Collected::Batch);
        }
        if self.batch.points.is_empty() {
            // Room for as many of its like as fit: growing would move all points while other tasks wait.
            self.batch.points.reserve_exact(points.min(room / size.max(1) + 1));
        }
        self.batch.bound += size;
        self.batch.points.push(point);
        let full = self.batch.points.len() >= points;
        full.then(|| self.take_batch()).flatten().map(Collected::Batch)
    }

    fn take_batch(&mut self) -> Option<Batch> {
        let next = Batch { points: Vec::new(), bound: 0 };
        Some(std::mem::replace(&mut self.batch, next)).filter(|batch| !batch.points.is_empty())
    }
}
