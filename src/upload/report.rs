//! What an upload tells: how far it is, and in the end what became of every point.

use std::time::Duration;

use crate::error::Error;
use crate::models::ExtendedPointId;

/// How far an upload is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// Points that the server took.
    pub points: u64,
    /// Points that could not be sent.
    pub failed: u64,
    /// Batches that the server took.
    pub batches: u64,
    /// Requests that repeated one that had failed.
    pub retries: u64,
    /// Encoded bytes of the batches that the server took; zero where a stub carries out the calls.
    pub bytes: u64,
    /// The time since the upload began.
    pub elapsed: Duration,
}

/// What an upload did.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct UploadReport {
    /// Points that the server took.
    pub points: u64,
    /// Batches that the server took.
    pub batches: u64,
    /// Requests that repeated one that had failed.
    pub retries: u64,
    /// Encoded bytes of the batches that the server took; zero where a stub carries out the calls.
    pub bytes: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// What failed, batch by batch.
    pub failures: Vec<UploadFailure>,
    /// Points that were taken from the source, and not sent because the upload stopped.
    pub unsent: Vec<ExtendedPointId>,
}

/// Points that could not be uploaded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UploadFailure {
    /// The ids of the points.
    pub ids: Vec<ExtendedPointId>,
    /// Why.
    pub error: Error,
}

impl UploadReport {
    /// Whether the server took every point of the source.
    pub fn is_complete(&self) -> bool {
        self.failures.is_empty() && self.unsent.is_empty()
    }

    /// The ids of the points that failed.
    pub fn failed_ids(&self) -> impl Iterator<Item = &ExtendedPointId> {
        self.failures.iter().flat_map(|failure| &failure.ids)
    }

    pub(super) fn progress(&self, failed: u64) -> UploadProgress {
        let Self { points, batches, retries, bytes, elapsed, .. } = *self;
        UploadProgress { points, failed, batches, retries, bytes, elapsed }
    }
}
