//! One query: what points are scored by.

use qdrant_edge::external::ordered_float::OrderedFloat;
use qdrant_edge::{
    ContextPair, ContextQuery, DiscoverQuery, FeedbackItem, FeedbackNaiveQuery, Fusion, Mmr, NaiveFeedbackStrategy, NamedQuery, OrderBy,
    OrderByInterface, PointId, QueryEnum, RecommendQuery, Sample, ScoringQuery, VectorInternal,
};
use qdrant_remote::models;

use super::{Context, average, formula};
use crate::convert::{count, same};
use crate::engine::{Fault, Outcome};

/// The constant of reciprocal rank fusion where the query gives none.
const RRF_K: usize = 2;
/// How much diversity counts where the query does not say.
const DIVERSITY: f32 = 0.5;

/// Reads one query of a tree.
pub(super) struct Scoring<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) using: String,
    pub(super) lookup: Option<models::LookupLocation>,
    pub(super) limit: usize,
    /// Where in the request the query stands.
    pub(super) at: &'a str,
    /// Points of this collection that the query names.
    pub(super) mentioned: Vec<PointId>,
}

impl Scoring<'_> {
    pub(super) fn query(&mut self, query: models::QueryInterface) -> Outcome<ScoringQuery> {
        use models::Query;
        // A collection to look up in must be there even if nothing is looked up.
        self.other()?;
        let query = match query {
            models::QueryInterface::VectorInput(input) => return self.nearest(input, None),
            models::QueryInterface::Query(query) => query,
            _ => return Err(unknown()),
        };
        match query {
            Query::Nearest(query) => self.nearest(query.nearest, query.mmr),
            Query::Recommend(query) => self.recommend(query.recommend),
            Query::Discover(query) => self.discover(query.discover),
            Query::Context(query) => {
                let pairs = match query.context {
                    None => Vec::new(),
                    Some(models::ContextInput::One(pair)) => vec![pair],
                    Some(models::ContextInput::Many(pairs)) => pairs,
                    Some(_) => return Err(unknown()),
                };
                let pairs = self.pairs(pairs)?;
                Ok(vector(QueryEnum::Context(self.named(ContextQuery::new(pairs)))))
            }
            Query::OrderBy(query) => {
                let order: OrderByInterface = same(query.order_by)?;
                Ok(ScoringQuery::OrderBy(OrderBy::from(order)))
            }
            Query::Fusion(query) => match query.fusion {
                models::Fusion::Rrf => self.fusion(Fusion::Rrf { k: RRF_K, weights: None }),
                models::Fusion::Dbsf => self.fusion(Fusion::Dbsf),
                _ => Err(unknown()),
            },
            Query::Rrf(query) => {
                let k = match query.rrf.k {
                    Some(0) => return Err(Fault::too_small(format_args!("{}.rrf.k", self.at), 0, 1)),
                    k => k.map_or(RRF_K, count),
                };
                let weights = query.rrf.weights.map(|weights| weights.into_iter().map(OrderedFloat).collect());
                self.fusion(Fusion::Rrf { k, weights })
            }
            Query::Formula(query) => formula::formula(self.context.collection, query),
            Query::Sample(_) => Ok(ScoringQuery::Sample(Sample::Random)),
            Query::RelevanceFeedback(query) => self.feedback(query.relevance_feedback),
            _ => Err(unknown()),
        }
    }

    fn named<Q>(&self, query: Q) -> NamedQuery<Q> {
        NamedQuery::new(query, self.using.clone())
    }

    fn fusion(&self, fusion: Fusion) -> Outcome<ScoringQuery> {
        if !self.using.is_empty() {
            return Err(Fault::bad_request("Fusion queries cannot be combined with the 'using' field."));
        }
        Ok(ScoringQuery::Fusion(fusion))
    }

    fn nearest(&mut self, input: models::VectorInput, mmr: Option<models::Mmr>) -> Outcome<ScoringQuery> {
        let target = self.resolve(input)?;
        let Some(mmr) = mmr else {
            return Ok(vector(QueryEnum::Nearest(self.named(target))));
        };
        let diversity = mmr.diversity.unwrap_or(DIVERSITY);
        if !(0.0..=1.0).contains(&diversity) {
            let text = format_args!("value {diversity} invalid, must be from 0.0 to 1.0");
            return Err(Fault::invalid(format_args!("{}.mmr.diversity", self.at), text));
        }
        Ok(ScoringQuery::Mmr(Mmr {
            vector: target,
            using: self.using.clone(),
            lambda: OrderedFloat(1.0 - diversity),
            candidates_limit: mmr.candidates_limit.map_or(self.limit, count),
        }))
    }

    fn recommend(&mut self, body: models::RecommendInput) -> Outcome<ScoringQuery> {
        let positives = self.resolve_all(body.positive.unwrap_or_default())?;
        let negatives = self.resolve_all(body.negative.unwrap_or_default())?;
        if positives.is_empty() && negatives.is_empty() {
            let text = "Validation error: At least one positive or negative vector/id must be provided [{}]";
            return Err(Fault::invalid(format_args!("{}.recommend.positives, negatives", self.at), text));
        }
        match body.strategy {
            None | Some(models::RecommendStrategy::AverageVector) => {
                let target = average::towards(&positives, &negatives)?;
                Ok(vector(QueryEnum::Nearest(self.named(target))))
            }
            Some(models::RecommendStrategy::BestScore) => {
                let query = RecommendQuery::new(positives, negatives);
                Ok(vector(QueryEnum::RecommendBestScore(self.named(query))))
            }
            Some(models::RecommendStrategy::SumScores) => {
                let query = RecommendQuery::new(positives, negatives);
                Ok(vector(QueryEnum::RecommendSumScores(self.named(query))))
            }
            Some(_) => Err(unknown()),
        }
    }

    fn discover(&mut self, body: models::DiscoverInput) -> Outcome<ScoringQuery> {
        let target = self.resolve(body.target)?;
        let pairs = match body.context {
            None => Vec::new(),
            Some(models::ContextPairOneOrMany::One(pair)) => vec![pair],
            Some(models::ContextPairOneOrMany::Many(pairs)) => pairs,
            Some(_) => return Err(unknown()),
        };
        let pairs = self.pairs(pairs)?;
        Ok(vector(QueryEnum::Discover(self.named(DiscoverQuery::new(target, pairs)))))
    }

    fn pairs(&mut self, pairs: Vec<models::ContextPair>) -> Outcome<Vec<ContextPair<VectorInternal>>> {
        let resolved = pairs
            .into_iter()
            .map(|pair| Ok(ContextPair { positive: self.resolve(pair.positive)?, negative: self.resolve(pair.negative)? }));
        resolved.collect()
    }

    fn feedback(&mut self, body: models::RelevanceFeedbackInput) -> Outcome<ScoringQuery> {
        let at = format!("{}.relevance_feedback", self.at);
        let models::FeedbackStrategy::Naive(strategy) = body.strategy else { return Err(unknown()) };
        let models::NaiveFeedbackStrategyParams { a, b, c, .. } = strategy.naive;
        if b < 0.0 {
            return Err(Fault::too_small(format_args!("{at}.strategy.naive.b"), format!("{b:?}"), "0.0"));
        }
        if body.feedback.is_empty() {
            return Err(Fault::invalid(format_args!("{at}.__all__"), "feedback elements must be non-empty"));
        }
        let target = self.resolve(body.target)?;
        let feedback =
            body.feedback.into_iter().map(|item| Ok(FeedbackItem { vector: self.resolve(item.example)?, score: OrderedFloat(item.score) }));
        let feedback = feedback.collect::<Outcome<_>>()?;
        let coefficients = NaiveFeedbackStrategy { a: OrderedFloat(a), b: OrderedFloat(b), c: OrderedFloat(c) };
        Ok(vector(QueryEnum::FeedbackNaive(self.named(FeedbackNaiveQuery { target, feedback, coefficients }))))
    }
}

fn vector(query: QueryEnum) -> ScoringQuery {
    ScoringQuery::Vector(query)
}

fn unknown() -> Fault {
    Fault::format("a query of an unknown kind")
}
