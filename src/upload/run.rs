//! Runs an upload: one batch is being collected or encoded while the others are on their way.

use std::future::poll_fn;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::OnError;
use super::collect::{Batch, Collected, Collector};
use super::encode::{Common, Encoder, Ready};
use super::report::{UploadFailure, UploadReport};
use super::send::{Outcome, Sender};
use crate::error::Error;
use crate::failed::Failed;
use crate::future::BoxFuture;
use crate::models::ExtendedPointId;

/// An upload under way.
pub(super) struct Run<'a> {
    pub(super) collector: Collector<'a>,
    pub(super) encoder: Encoder,
    pub(super) common: Arc<Common>,
    pub(super) sender: Arc<Sender>,
    pub(super) parallel: usize,
    pub(super) on_error: OnError,
    pub(super) progress: Option<super::OnProgress<'a>>,
}

type Encoded = Result<Ready, (Vec<ExtendedPointId>, Error)>;

/// What happens in an upload.
enum Event {
    Sent(Outcome),
    Failed(UploadFailure),
    /// The upload had stopped before these were sent.
    Unsent(Vec<ExtendedPointId>),
    Broken(Error),
}

/// The batches of an upload: those on their way, and the one to come.
struct Pipeline<'a> {
    collector: Collector<'a>,
    collected: bool,
    encoder: Encoder,
    common: Arc<Common>,
    encoding: Option<JoinHandle<Encoded>>,
    ready: Option<Ready>,
    sender: Arc<Sender>,
    flights: FuturesUnordered<BoxFuture<'static, Outcome>>,
    parallel: usize,
    stopped: bool,
}

impl<'a> Run<'a> {
    pub(super) async fn run(self) -> Result<UploadReport, Failed<UploadReport>> {
        let Self { collector, encoder, common, sender, parallel, on_error, mut progress } = self;
        let begun = Instant::now();
        let mut report = UploadReport::default();
        let (mut first_error, mut failed) = (None, 0);
        let mut pipeline = Pipeline {
            collector,
            collected: false,
            encoder,
            common,
            encoding: None,
            ready: None,
            sender,
            flights: FuturesUnordered::new(),
            parallel,
            stopped: false,
        };
        while let Some(event) = poll_fn(|context| pipeline.poll_event(context)).await {
            let failure = match event {
                Event::Sent(outcome) => count(&mut report, outcome),
                Event::Failed(failure) => Some(failure),
                Event::Unsent(ids) => {
                    report.unsent.extend(ids);
                    continue;
                }
                Event::Broken(error) => {
                    first_error.get_or_insert(error);
                    continue;
                }
            };
            if let Some(failure) = failure {
                if on_error == OnError::Stop {
                    first_error.get_or_insert_with(|| failure.error.clone());
                    pipeline.stop();
                }
                failed += failure.ids.len() as u64;
                report.failures.push(failure);
            }
            report.elapsed = begun.elapsed();
            if let Some(progress) = &mut progress {
                progress(&report.progress(failed));
            }
        }
        report.elapsed = begun.elapsed();
        match first_error {
            Some(error) => Err(Failed::new(error, report)),
            None => Ok(report),
        }
    }
}

fn count(report: &mut UploadReport, outcome: Outcome) -> Option<UploadFailure> {
    let Outcome { ids, bytes, retries, result } = outcome;
    report.retries += retries;
    match result {
        Ok(()) => {
            report.points += ids.len() as u64;
            report.batches += 1;
            report.bytes += bytes;
            None
        }
        Err(error) => Some(UploadFailure { ids, error }),
    }
}

impl Pipeline<'_> {
    /// Begins no more requests; those on their way come to their end.
    fn stop(&mut self) {
        self.stopped = true;
        self.sender.stopped.send_replace(true);
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Event>> {
        loop {
            if self.ready.is_none()
                && let Poll::Ready(Some(event)) = self.poll_prepare(context)
            {
                return Poll::Ready(Some(event));
            }
            if self.stopped
                && let Some(ready) = self.ready.take()
            {
                return Poll::Ready(Some(Event::Unsent(ready.ids)));
            }
            if self.flights.len() < self.parallel
                && let Some(ready) = self.ready.take()
            {
                self.flights.push(Box::pin(Arc::clone(&self.sender).send(ready)));
                continue;
            }
            return match self.flights.poll_next_unpin(context) {
                Poll::Ready(Some(outcome)) => Poll::Ready(Some(Event::Sent(outcome))),
                Poll::Ready(None) if self.collected && self.encoding.is_none() && self.ready.is_none() => Poll::Ready(None),
                _ => Poll::Pending,
            };
        }
    }

    /// Prepares the next batch. What stands in the way is an event.
    fn poll_prepare(&mut self, context: &mut Context<'_>) -> Poll<Option<Event>> {
        loop {
            if let Some(encoding) = &mut self.encoding {
                let Poll::Ready(encoded) = Pin::new(encoding).poll(context) else { return Poll::Pending };
                self.encoding = None;
                match encoded {
                    Ok(Ok(ready)) => {
                        self.ready = Some(ready);
                        return Poll::Ready(None);
                    }
                    Ok(Err((ids, error))) => return Poll::Ready(Some(Event::Failed(UploadFailure { ids, error }))),
                    Err(stopped) => match stopped.try_into_panic() {
                        Ok(panic) => resume_unwind(panic),
                        Err(stopped) => {
                            self.stop();
                            let error = Error::context("the runtime ends, and encodes no more points").with_source(stopped);
                            return Poll::Ready(Some(Event::Broken(error)));
                        }
                    },
                }
            }
            if self.collected {
                return Poll::Ready(None);
            }
            if self.stopped {
                self.collected = true;
                return Poll::Ready(Some(Event::Unsent(self.collector.rest())));
            }
            match self.collector.poll_collect(context) {
                Poll::Ready(Some(Collected::Batch(batch))) => self.encode(batch),
                Poll::Ready(Some(Collected::Refused(failure))) => return Poll::Ready(Some(Event::Failed(failure))),
                Poll::Ready(Some(Collected::Broken(error))) => return Poll::Ready(Some(Event::Broken(error))),
                Poll::Ready(None) => self.collected = true,
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    fn encode(&mut self, batch: Batch) {
        let (encoder, common) = (self.encoder.clone(), Arc::clone(&self.common));
        self.encoding = Some(tokio::task::spawn_blocking(move || encoder.ready(&common, batch)));
    }
}
