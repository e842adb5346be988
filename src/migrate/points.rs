//! The points to copy: all, or those that the target has not.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_core::Stream;
use futures_util::stream::{self, TryStreamExt};

use crate::client::Client;
use crate::error::Error;
use crate::models::{ExtendedPointId, Record, ShardKey};

/// Where points come from and go to.
pub(super) struct Shard {
    pub(super) from: Client,
    pub(super) to: Client,
    pub(super) name: String,
    pub(super) shard_key: Option<ShardKey>,
    pub(super) page_size: u64,
}

type Points = std::pin::Pin<Box<dyn Stream<Item = Result<Record, Error>> + Send>>;

/// Every point.
pub(super) fn all(shard: Shard) -> Points {
    let mut scroll = shard.from.scroll_all(&shard.name).page_size(shard.page_size).with_payload(true).with_vector(true).prefetch(true);
    if let Some(key) = shard.shard_key {
        scroll = scroll.shard_key(key);
    }
    Box::pin(scroll.stream())
}

/// The points whose ids the target has not; the others are counted.
pub(super) fn missing(shard: Shard, skipped: Arc<AtomicU64>) -> Points {
    let pages = stream::try_unfold(Some((shard, None)), move |state| {
        let skipped = Arc::clone(&skipped);
        async move {
            let Some((shard, offset)) = state else { return Ok(None) };
            let (ids, next) = shard.page(offset).await?;
            let count = ids.len();
            let lacking = shard.lacking(ids).await?;
            skipped.fetch_add((count - lacking.len()) as u64, Ordering::Relaxed);
            let records = shard.read(lacking).await?;
            let records = stream::iter(records.into_iter().map(Ok::<_, Error>));
            Ok::<_, Error>(Some((records, next.map(|next| (shard, Some(next))))))
        }
    });
    Box::pin(pages.try_flatten())
}

impl Shard {
    /// The ids on a page of the source, and where the next one begins.
    async fn page(&self, offset: Option<ExtendedPointId>) -> Result<(Vec<ExtendedPointId>, Option<ExtendedPointId>), Error> {
        let mut request = self.from.scroll_points(&self.name).limit(self.page_size).with_payload(false).with_vector(false);
        if let Some(offset) = offset {
            request = request.offset(offset);
        }
        if let Some(key) = &self.shard_key {
            request = request.shard_key(key.clone());
        }
        let page = request.send().await?.into_inner();
        Ok((page.points.into_iter().map(|point| point.id).collect(), page.next_page_offset))
    }

    /// Those that are not at the target.
    async fn lacking(&self, mut ids: Vec<ExtendedPointId>) -> Result<Vec<ExtendedPointId>, Error> {
        let mut request = self.to.get_points(&self.name).ids(ids.iter().cloned()).with_payload(false).with_vector(false);
        if let Some(key) = &self.shard_key {
            request = request.shard_key(key.clone());
        }
        let there: HashSet<_> = request.send().await?.into_inner().into_iter().map(|point| point.id).collect();
        ids.retain(|id| !there.contains(id));
        Ok(ids)
    }

    async fn read(&self, ids: Vec<ExtendedPointId>) -> Result<Vec<Record>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut request = self.from.get_points(&self.name).ids(ids).with_payload(true).with_vector(true);
        if let Some(key) = &self.shard_key {
            request = request.shard_key(key.clone());
        }
        Ok(request.send().await?.into_inner())
    }
}
