//! Queries that have two forms over gRPC.

use crate::convert::{Convert, ConvertError, at};
use crate::{models, pb};

/// Without `mmr` a nearest query is the plain variant.
pub(crate) fn nearest_query(query: models::NearestQuery) -> Result<pb::query::Variant, ConvertError> {
    match query {
        models::NearestQuery { nearest, mmr: None } => Ok(pb::query::Variant::Nearest(at(nearest.convert(), "nearest")?)),
        with_mmr => Ok(pb::query::Variant::NearestWithMmr(with_mmr.convert()?)),
    }
}
