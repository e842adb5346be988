//! Texts with at least one of several words.

use crate::filter::Field;
use crate::models::{Condition, MatchTextAny};

impl Field {
    /// At least one word of the text is in the value.
    #[doc(alias = "match text any")]
    pub fn has_any_word(self, text: impl Into<String>) -> Condition {
        self.condition().r#match(MatchTextAny::new(text)).into()
    }
}
