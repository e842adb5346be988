//! Keywords by how they begin.

use crate::filter::Field;
use crate::models::{Condition, MatchPrefix};

impl Field {
    /// The value begins with this text; needs a keyword index with `prefix`.
    #[doc(alias = "match prefix")]
    pub fn starts_with(self, text: impl Into<String>) -> Condition {
        self.condition().r#match(MatchPrefix::new(text)).into()
    }
}
