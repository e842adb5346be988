//! Sends one batch until the server has taken it, or there is no use in it.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use tokio::sync::watch;
use tokio::time::Instant;

use super::encode::Ready;
use crate::client::Client;
use crate::error::Error;
use crate::models::ExtendedPointId;
use crate::operation::Safety;
use crate::operations::UPSERT_POINTS;
use crate::options::CallOptions;
use crate::retry::RetryPolicy;

/// How batches are sent.
pub(super) struct Sender {
    pub(super) client: Client,
    pub(super) options: CallOptions,
    pub(super) policy: RetryPolicy,
    /// The longest that one batch may take.
    pub(super) deadline: Duration,
    /// Whether the upload has stopped, and nothing is to be sent again.
    pub(super) stopped: watch::Sender<bool>,
}

/// What became of a batch.
pub(super) struct Outcome {
    pub(super) ids: Vec<ExtendedPointId>,
    pub(super) bytes: u64,
    pub(super) retries: u64,
    pub(super) result: Result<(), Error>,
}

/// What is so long that giving its memory back takes a while.
const LONG: usize = 1024 * 1024;

impl Sender {
    pub(super) async fn send(self: Arc<Self>, batch: Ready) -> Outcome {
        let Ready { ids, request, encoded } = batch;
        let bytes = encoded.as_ref().map_or(0, |encoded| encoded.len() as u64);
        let mut options = self.options.clone();
        options.retry = Some(RetryPolicy::off());
        options.encoded.clone_from(&encoded);
        let end = Instant::now().checked_add(self.deadline);
        let mut attempt = 1;
        let result = loop {
            options.deadline = Some(end.map_or(self.deadline, |end| end.saturating_duration_since(Instant::now())));
            let sent = match self.client.stub(UPSERT_POINTS, &options) {
                Ok(stub) => stub.upsert_points(request.clone(), &options).await,
                Err(error) => Err(error),
            };
            let error = match sent {
                Ok(_) => break Ok(()),
                Err(error) => error,
            };
            // Whole points are written, so sending them again is as harmless as reading again.
            let Some(wait) = self.policy.next_wait(attempt, Safety::Read, &error, fastrand::f64()) else { break Err(error) };
            let too_late = end.is_some_and(|end| Instant::now().checked_add(wait).is_none_or(|then| then >= end));
            if too_late || !self.wait(wait).await {
                break Err(error);
            }
            tracing::debug!(attempt, ?wait, error = %error, "sending a batch again");
            attempt += 1;
        };
        drop(options);
        release(encoded);
        Outcome { ids, bytes, retries: u64::from(attempt - 1), result }
    }

    /// Waits, and says whether the upload still goes on.
    async fn wait(&self, wait: Duration) -> bool {
        let mut stopped = self.stopped.subscribe();
        let stop = pin!(stopped.wait_for(|stopped| *stopped));
        matches!(select(pin!(tokio::time::sleep(wait)), stop).await, Either::Left(_))
    }
}

/// Frees the bytes of a batch, away from the caller's runtime where it takes a while.
fn release(encoded: Option<Bytes>) {
    if encoded.as_ref().is_some_and(|encoded| encoded.len() > LONG) {
        tokio::task::spawn_blocking(move || drop(encoded));
    }
}
