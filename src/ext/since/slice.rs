//! Disjoint parts of a collection.

use crate::models::{Condition, Slice, SliceCondition};

impl Condition {
    /// The point is in part `index` of `total` parts, into which the server divides all points by their ids.
    #[must_use]
    pub fn slice(total: u32, index: u32) -> Self {
        SliceCondition::new(Slice::new(total, index)).into()
    }
}
