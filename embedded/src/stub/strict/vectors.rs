//! What strict mode looks at in vectors: how large they are, and whether those that are searched have an index.

use qdrant_remote::models;

use super::Strict;
use crate::convert::same;
use crate::engine::{Fault, Outcome};

impl Strict<'_> {
    /// Refuses multivectors with too many rows and sparse vectors with too many values.
    pub(super) fn vectors(&self, body: &models::PointInsertOperations) -> Outcome<()> {
        let Some(limits) = self.limits.as_ref().filter(|limits| limits.multivector_config.is_some() || limits.sparse_config.is_some())
        else {
            return Ok(());
        };
        let vectors: serde_json::Value = match body {
            models::PointInsertOperations::List(list) => {
                list.points.iter().map(|point| same::<serde_json::Value>(&point.vector)).collect::<Outcome<_>>()?
            }
            models::PointInsertOperations::Batch(batch) => same(&batch.batch.vectors)?,
            _ => return Ok(()),
        };
        let rows: Vec<(String, usize)> = limited(limits.multivector_config.as_ref(), "max_vectors")?;
        let values: Vec<(String, usize)> = limited(limits.sparse_config.as_ref(), "max_length")?;
        let named = |name: &str| -> Vec<&serde_json::Value> {
            match &vectors {
                serde_json::Value::Array(points) => points.iter().filter_map(|vectors| vectors.get(name)).collect(),
                columns => columns.get(name).and_then(serde_json::Value::as_array).into_iter().flatten().collect(),
            }
        };
        for (name, most) in rows {
            if let Some(got) = named(&name).iter().filter_map(|vector| vector.as_array()).map(Vec::len).find(|got| *got > most) {
                return Err(Fault::bad_request(format_args!(
                    "Multivector '{name}' has a limit of {most} vectors, but {got} were provided!"
                )));
            }
        }
        for (name, most) in values {
            let lengths = named(&name).into_iter().filter_map(|vector| vector.get("indices")?.as_array()).map(Vec::len);
            if let Some(got) = lengths.into_iter().find(|got| *got > most) {
                return Err(Fault::bad_request(format_args!(
                    "Sparse vector '{name}' has a limit of {most} indices, but {got} were provided!"
                )));
            }
        }
        Ok(())
    }

    /// Refuses a search that no index serves, where exact search is not allowed.
    pub(super) fn searched(&self, name: &str, filter: Option<&models::Filter>) -> Outcome<()> {
        if self.limits.as_ref().is_none_or(|limits| limits.search_allow_exact != Some(false)) {
            return Ok(());
        }
        let config = self.collection.config();
        let params = match &config.params.vectors {
            Some(models::VectorsConfig::Single(params)) if name.is_empty() => params,
            Some(models::VectorsConfig::Named(named)) => match named.get(name) {
                Some(params) => params,
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        let own = params.hnsw_config.as_ref();
        let m = own.and_then(|own| own.m).unwrap_or(config.hnsw_config.m);
        let payload_m = own.and_then(|own| own.payload_m).or(config.hnsw_config.payload_m);
        match (m, payload_m) {
            (0, Some(0)) => Err(Fault::bad_request(format_args!(
                "Request is forbidden on '{name}' because vector indexing is disabled (hnsw_config.m = 0 and hnsw_config.payload_m = 0). \
                 Help: Enable vector indexing, use a prefetch query with indexed vectors or enable strict mode `search_allow_exact` option"
            ))),
            (0, _) if filter.is_none() => Err(Fault::bad_request(format_args!(
                "Request is forbidden on '{name}' because global vector indexing is disabled (hnsw_config.m = 0). Help: Use \
                 tenant-specific filter, enable global vector indexing or enable strict mode `search_allow_exact` option"
            ))),
            _ => Ok(()),
        }
    }
}

/// The limits that are set for vectors by their names.
fn limited(config: Option<impl serde::Serialize>, key: &str) -> Outcome<Vec<(String, usize)>> {
    let config: Option<std::collections::BTreeMap<String, serde_json::Value>> = config.map(same).transpose()?;
    let limit = |(name, limits): (String, serde_json::Value)| Some((name, crate::convert::count(limits.get(key)?.as_u64()?)));
    Ok(config.into_iter().flatten().filter_map(limit).collect())
}
