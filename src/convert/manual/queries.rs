//! Queries that have two forms over gRPC.

use crate::convert::{Convert, ConvertError, at};
use crate::known::Known;
use crate::{models, pb};

/// Without `mmr` a nearest query is the plain variant.
pub(crate) fn nearest_query(query: models::NearestQuery) -> Result<pb::query::Variant, ConvertError> {
    if query.mmr.is_none() && query.newer().is_none() {
        return Ok(pb::query::Variant::Nearest(at(query.nearest.convert(), "nearest")?));
    }
    Ok(pb::query::Variant::NearestWithMmr(query.convert()?))
}
