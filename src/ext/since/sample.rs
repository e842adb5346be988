//! Points by chance.

use crate::models::{Query, SampleQuery};

impl Query {
    /// Points drawn at random.
    #[must_use]
    pub fn sample() -> Self {
        SampleQuery::new().into()
    }
}
