//! Points by the vectors that they have.

use crate::models::{Condition, HasVectorCondition};

impl Condition {
    /// The point has a vector of this name; the empty name is the unnamed vector.
    #[must_use]
    pub fn has_vector(name: impl Into<String>) -> Self {
        HasVectorCondition::new(name).into()
    }
}
