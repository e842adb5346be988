//! Fusion by rank, with settings.

use crate::ext::settings_are_queries;
use crate::models::{Query, Rrf, RrfQuery};

impl Query {
    /// The results of all prefetches as one, by their ranks; the constant `k` and a weight for each prefetch are settings.
    #[must_use]
    pub fn rrf() -> Rrf {
        Rrf::new()
    }
}

settings_are_queries!(Rrf: RrfQuery::new);
