//! Copies one collection.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::config::{self, Creation};
use super::points::{self, Shard};
use super::report::{CollectionReport, MigrationProgress};
use super::{Collision, Migration};
use crate::error::Error;
use crate::failed::Failed;
use crate::models::{CollectionClusterInfo, CollectionInfo, PayloadFieldSchema, ShardKey, ShardingMethod};
use crate::operations::CREATE_COLLECTION;
use crate::optional;
use crate::options::CallOptions;
use crate::{requests, upload::UploadReport};

/// One collection on its way.
pub(super) struct Copying<'m, 'a> {
    migration: &'m mut Migration<'a>,
    name: &'m str,
    /// What is at the target, and stays there.
    existing: Option<CollectionInfo>,
    report: &'m mut CollectionReport,
}

impl<'m, 'a> Copying<'m, 'a> {
    pub(super) fn new(migration: &'m mut Migration<'a>, name: &'m str, report: &'m mut CollectionReport) -> Self {
        Self { migration, name, existing: None, report }
    }

    /// Copies it, to where there `exists` one of the name or not.
    pub(super) async fn run(mut self, exists: bool) -> Result<(), Error> {
        let source = self.migration.from.get_collection(self.name).send().await?.into_inner();
        // What a single node answers here, or does not, matters only to collections with shard keys.
        let cluster = self.migration.from.collection_cluster_info(self.name).send().await.map(|info| info.into_inner());
        self.mention(cluster.as_ref().ok()).await;
        if exists && self.migration.collision == Collision::Replace {
            self.migration.to.delete_collection(self.name).send().await?;
        } else if exists {
            self.existing = Some(self.migration.to.get_collection(self.name).send().await?.into_inner());
        }
        self.configure(&source).await?;
        self.create_indexes(&source).await?;
        let shards = match source.config.params.sharding_method {
            Some(ShardingMethod::Custom) => {
                let keys = keys_of(&cluster?);
                self.create_shard_keys(&keys).await?;
                keys.into_values().map(|(key, _)| Some(key)).collect()
            }
            _ => vec![None],
        };
        let total = self.count(Side::Source).await?;
        for shard_key in shards {
            self.copy_points(shard_key, total, &source).await?;
        }
        self.verify().await
    }

    /// Lists what has no way across.
    async fn mention(&mut self, cluster: Option<&CollectionClusterInfo>) {
        let snapshots = self.migration.from.list_snapshots(self.name).send().await.map_or(0, |snapshots| snapshots.len());
        if snapshots > 0 {
            self.report.not_copied.push(format!("{snapshots} snapshots: they are files of the source"));
        }
        if cluster.is_some_and(|cluster| !cluster.remote_shards.is_empty()) {
            self.report.not_copied.push("placement of shards and replicas: the target chooses its nodes".to_owned());
        }
    }

    /// Creates the collection, or completes the configuration of one that an interrupted copy created.
    async fn configure(&mut self, source: &CollectionInfo) -> Result<(), Error> {
        let Creation { body, afterwards, left } = config::creation(&source.config)?;
        self.report.not_copied.extend(left.into_iter().map(|setting| format!("setting `{setting}`: no request takes it")));
        let to = &self.migration.to;
        let own = self.existing.as_ref().map(|existing| config::creation(&existing.config)).transpose()?;
        let afterwards = match own {
            None => {
                let options = CallOptions::new();
                let request = requests::CreateCollection::new(self.name.to_owned(), body);
                to.stub(CREATE_COLLECTION, &options)?.create_collection(request, &options).await?;
                self.report.created = true;
                afterwards
            }
            Some(own) if self.migration.collision == Collision::Resume && own.body == body => {
                afterwards.filter(|params| own.afterwards.as_ref() != Some(params))
            }
            Some(own) if own.body == body && own.afterwards == afterwards => None,
            Some(_) => {
                self.report.not_copied.push("configuration: the collection was at the target, and keeps its own".to_owned());
                None
            }
        };
        if let Some(params) = afterwards {
            to.update_collection(self.name).params(params).send().await?;
        }
        Ok(())
    }

    async fn create_indexes(&mut self, source: &CollectionInfo) -> Result<(), Error> {
        let fields: BTreeMap<_, _> = source.payload_schema.iter().collect();
        for (field, index) in fields {
            let (data_type, params) = (index.data_type.clone(), index.params.clone());
            if let Some(own) = self.existing.as_ref().and_then(|existing| existing.payload_schema.get(field)) {
                if (&own.data_type, &own.params) != (&data_type, &params) {
                    self.report.not_copied.push(format!("payload index `{field}`: the collection was at the target, and keeps its own"));
                }
                continue;
            }
            let schema = params.map_or(PayloadFieldSchema::SchemaType(data_type), PayloadFieldSchema::SchemaParams);
            self.migration.to.create_field_index(self.name).field_name(field).field_schema(schema).wait(true).send().await?;
            self.report.indexes.push(field.clone());
        }
        Ok(())
    }

    async fn create_shard_keys(&mut self, keys: &Keys) -> Result<(), Error> {
        let to = &self.migration.to;
        if keys.is_empty() {
            return Ok(());
        }
        let there: BTreeSet<String> = optional::list_shard_keys!({
            let there = to.list_shard_keys(self.name).send().await?.into_inner().shard_keys.unwrap_or_default();
            there.iter().map(|described| text_of(&described.key)).collect()
        } else {
            keys_of(&*to.collection_cluster_info(self.name).send().await?).into_keys().collect()
        });
        for (text, (key, shards)) in keys {
            if !there.contains(text) {
                let number = u32::try_from(shards.len()).unwrap_or(1);
                to.create_shard_key(self.name).shard_key(key.clone()).shards_number(number).send().await?;
                self.report.shard_keys.push(key.clone());
            }
        }
        Ok(())
    }

    async fn copy_points(&mut self, shard_key: Option<ShardKey>, total: u64, source: &CollectionInfo) -> Result<(), Error> {
        let (page_size, batch_points) = config::within_strict_mode(self.migration.page_size, source);
        let Migration { from, to, collision, parallel, progress, .. } = &mut *self.migration;
        let shard = Shard { from: from.clone(), to: to.clone(), name: self.name.to_owned(), shard_key: shard_key.clone(), page_size };
        let skipped = Arc::new(AtomicU64::new(0));
        let points = match collision {
            Collision::Resume if self.existing.is_some() => points::missing(shard, Arc::clone(&skipped)),
            _ => points::all(shard),
        };
        let mut upload = to.upload(self.name).try_stream(points).batch_points(batch_points).wait(true);
        if let Some(parallel) = parallel {
            upload = upload.parallel(*parallel);
        }
        if let Some(key) = shard_key {
            upload = upload.shard_key(key);
        }
        let (collection, before) = (self.name, self.report.skipped);
        let (points, bytes) = (self.report.points, self.report.bytes);
        if let Some(progress) = progress {
            let skipped = Arc::clone(&skipped);
            upload = upload.progress(move |upload| {
                let skipped = before + skipped.load(Ordering::Relaxed);
                let (points, bytes) = (points + upload.points, bytes + upload.bytes);
                progress(&MigrationProgress { collection, total, points, skipped, bytes });
            });
        }
        let (outcome, report) = match upload.send().await {
            Ok(report) => (Ok(()), report),
            Err(failed) => {
                let (error, report) = Failed::into_parts(failed);
                (Err(error), report)
            }
        };
        let UploadReport { points, bytes, retries, .. } = report;
        self.report.points += points;
        self.report.bytes += bytes;
        self.report.retries += retries;
        self.report.skipped += skipped.load(Ordering::Relaxed);
        outcome
    }

    async fn count(&self, side: Side) -> Result<u64, Error> {
        let client = match side {
            Side::Source => &self.migration.from,
            Side::Target => &self.migration.to,
        };
        Ok(client.count_points(self.name).exact(true).send().await?.count)
    }

    /// # Errors
    /// The target has not as many points as the source.
    async fn verify(&self) -> Result<(), Error> {
        let (source, target) = (self.count(Side::Source).await?, self.count(Side::Target).await?);
        // What was there before may be more.
        let agrees = if self.existing.is_some() { target >= source } else { target == source };
        match agrees {
            true => Ok(()),
            false => {
                let text = format!("`{}` has {source} points at the source and {target} at the target", self.name);
                Err(Error::decode(text).with_hint("were points written meanwhile?"))
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Source,
    Target,
}

/// Each shard key by its text, with the ids of its shards.
type Keys = BTreeMap<String, (ShardKey, BTreeSet<u32>)>;

fn keys_of(cluster: &CollectionClusterInfo) -> Keys {
    let local = cluster.local_shards.iter().map(|shard| (shard.shard_id, &shard.shard_key));
    let remote = cluster.remote_shards.iter().map(|shard| (shard.shard_id, &shard.shard_key));
    let mut keys = Keys::new();
    for (id, key) in local.chain(remote) {
        if let Some(key) = key {
            keys.entry(text_of(key)).or_insert_with(|| (key.clone(), BTreeSet::new())).1.insert(id);
        }
    }
    keys
}

/// A number and a string of the same digits differ.
fn text_of(key: &ShardKey) -> String {
    serde_json::to_string(key).unwrap_or_default()
}
