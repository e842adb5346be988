//! What a copy tells: how far it is, and in the end what came across and what did not.

use std::time::Duration;

use crate::models::ShardKey;

/// How far a copy is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct MigrationProgress<'a> {
    /// The collection whose points are being copied.
    pub collection: &'a str,
    /// Points that it has.
    pub total: u64,
    /// Points of it that the target took.
    pub points: u64,
    /// Points of it that the target had.
    pub skipped: u64,
    /// Encoded bytes of the points that the target took.
    pub bytes: u64,
}

/// What a copy did.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct MigrationReport {
    /// The collections that were begun, in their order. Only the last can be incomplete.
    pub collections: Vec<CollectionReport>,
    /// How long it took.
    pub elapsed: Duration,
}

/// What became of one collection.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CollectionReport {
    /// The name.
    pub name: String,
    /// Whether it was created at the target, not found there.
    pub created: bool,
    /// Payload indexes that were created.
    pub indexes: Vec<String>,
    /// Shard keys that were created.
    pub shard_keys: Vec<ShardKey>,
    /// Points that the target took.
    pub points: u64,
    /// Points that the target had and that were left as they are.
    pub skipped: u64,
    /// Encoded bytes of the points that the target took.
    pub bytes: u64,
    /// Requests that repeated one that had failed.
    pub retries: u64,
    /// Aliases that lead to it now.
    pub aliases: Vec<String>,
    /// Whether everything was copied, and the counts agree.
    pub complete: bool,
    /// What was left behind, and why.
    pub not_copied: Vec<String>,
}
