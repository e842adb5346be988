//! How far a download is.

use std::time::Duration;

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SnapshotProgress {
    /// Bytes that have arrived.
    pub bytes: u64,
    /// Bytes in all, where it is known.
    pub total: Option<u64>,
    /// The time since the first byte was asked for.
    pub elapsed: Duration,
}

/// Who is told.
pub(super) type Listener<'a> = Box<dyn FnMut(&SnapshotProgress) + Send + 'a>;
