//! Queries: one constructor for each kind.

use crate::models::{
    ContextInput, ContextPair, ContextQuery, Direction, DiscoverInput, DiscoverQuery, Fusion, FusionQuery, NearestQuery, OrderBy,
    OrderByInterface, OrderByQuery, Query, QueryInterface, RecommendInput, RecommendQuery, VectorInput,
};

/// What `query` takes beside vectors and ids: constructors for every kind of query.
///
/// Some give a model with more settings, which is a query as it stands. With prefetches a query ranks what they found.
///
/// ```
/// use qdrant_remote::models::{Fusion, Mmr, Prefetch, Query, QueryRequest, RecommendStrategy};
///
/// let request = QueryRequest::new;
/// let near = request().query([0.1, 0.9]);
/// let varied = request().query(Query::nearest([0.1, 0.9]).mmr(Mmr::new().diversity(0.5)));
/// let alike = request().query(Query::recommend([1, 2]).negative([7]).strategy(RecommendStrategy::BestScore));
/// let newest = request().query(Query::order_by_desc("created"));
/// let hybrid = request()
///     .prefetch([Prefetch::new().query([0.1, 0.9]).using("dense"), Prefetch::new().query([(17, 0.5)]).using("sparse")])
///     .query(Query::fusion(Fusion::Rrf));
/// ```
impl Query {
    /// The points nearest to a vector, to the vector of a point, or to what a model makes of a text.
    pub fn nearest(vector: impl Into<VectorInput>) -> NearestQuery {
        NearestQuery::new(vector)
    }

    /// The points like these examples: vectors or ids. Counter-examples and the strategy are settings.
    #[must_use]
    pub fn recommend(positive: impl IntoIterator<Item = impl Into<VectorInput>>) -> RecommendInput {
        RecommendInput::new().positive(positive)
    }

    /// The points near to the target, on the good side of pairs of a good and a bad example.
    #[must_use]
    pub fn discover<P, N>(target: impl Into<VectorInput>, context: impl IntoIterator<Item = (P, N)>) -> DiscoverInput
    where
        P: Into<VectorInput>,
        N: Into<VectorInput>,
    {
        DiscoverInput::new(target, Some(pairs(context).into()))
    }

    /// The points on the good side of pairs of a good and a bad example.
    #[must_use]
    pub fn context<P, N>(context: impl IntoIterator<Item = (P, N)>) -> ContextQuery
    where
        P: Into<VectorInput>,
        N: Into<VectorInput>,
    {
        ContextQuery::new(Some(ContextInput::from(pairs(context))))
    }

    /// The points in the order of a payload field, the least first. The start is a setting.
    #[must_use]
    pub fn order_by(key: impl Into<String>) -> OrderBy {
        OrderBy::new(key)
    }

    /// The points in the order of a payload field, the greatest first.
    #[must_use]
    pub fn order_by_desc(key: impl Into<String>) -> OrderBy {
        OrderBy::new(key).direction(Direction::Desc)
    }

    /// The results of all prefetches as one: by their ranks, or by their scores.
    #[must_use]
    pub fn fusion(fusion: Fusion) -> Self {
        FusionQuery::new(fusion).into()
    }
}

fn pairs<P: Into<VectorInput>, N: Into<VectorInput>>(context: impl IntoIterator<Item = (P, N)>) -> Vec<ContextPair> {
    context.into_iter().map(|(positive, negative)| ContextPair::new(positive, negative)).collect()
}

/// A pair of a good and a bad example.
impl<P: Into<VectorInput>, N: Into<VectorInput>> From<(P, N)> for ContextPair {
    fn from((positive, negative): (P, N)) -> Self {
        Self::new(positive, negative)
    }
}

/// Makes a query of the settings inside it.
macro_rules! settings_are_queries {
    ($($settings:ty: $wrap:expr),* $(,)?) => {$(
        impl From<$settings> for $crate::models::Query {
            fn from(settings: $settings) -> Self {
                $wrap(settings).into()
            }
        }

        impl From<$settings> for $crate::models::QueryInterface {
            fn from(settings: $settings) -> Self {
                $crate::models::Query::from(settings).into()
            }
        }
    )*};
}
pub(crate) use settings_are_queries;

settings_are_queries! {
    RecommendInput: RecommendQuery::new,
    DiscoverInput: DiscoverQuery::new,
    OrderBy: |order| OrderByQuery::new(OrderByInterface::from(order)),
    Fusion: FusionQuery::new,
}

/// The vector of the point with this id.
impl From<&crate::models::ExtendedPointId> for QueryInterface {
    fn from(id: &crate::models::ExtendedPointId) -> Self {
        id.clone().into()
    }
}
