//! Texts with a phrase.

use crate::filter::Field;
use crate::models::{Condition, MatchPhrase};

impl Field {
    /// The words of the text are in the value, next to each other and in this order; needs a text index with
    /// `phrase_matching`.
    #[doc(alias = "match phrase")]
    pub fn has_phrase(self, text: impl Into<String>) -> Condition {
        self.condition().r#match(MatchPhrase::new(text)).into()
    }
}
