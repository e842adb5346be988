//! Queries that learn from what someone found relevant.

use crate::ext::settings_are_queries;
use crate::models::{
    FeedbackItem, FeedbackStrategy, NaiveFeedbackStrategy, NaiveFeedbackStrategyParams, Query, RelevanceFeedbackInput,
    RelevanceFeedbackQuery, VectorInput,
};

impl Query {
    /// The points near to the target, ranked anew by how relevant examples were found: vectors or ids, each with a score.
    #[must_use]
    pub fn feedback<E: Into<VectorInput>>(
        target: impl Into<VectorInput>,
        feedback: impl IntoIterator<Item = (E, f32)>,
        strategy: impl Into<FeedbackStrategy>,
    ) -> RelevanceFeedbackInput {
        RelevanceFeedbackInput::new(target, feedback.into_iter().map(FeedbackItem::from), strategy)
    }
}

/// An example with its score.
impl<E: Into<VectorInput>> From<(E, f32)> for FeedbackItem {
    fn from((example, score): (E, f32)) -> Self {
        Self::new(example, score)
    }
}

/// The simple strategy with its three coefficients.
impl From<NaiveFeedbackStrategyParams> for FeedbackStrategy {
    fn from(params: NaiveFeedbackStrategyParams) -> Self {
        NaiveFeedbackStrategy::new(params).into()
    }
}

settings_are_queries!(RelevanceFeedbackInput: RelevanceFeedbackQuery::new);
