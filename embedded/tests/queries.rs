//! Every kind of query and read, over both protocols, with what it must find.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::HashMap;

use qdrant_remote::filter::field;
use qdrant_remote::models::{
    ContextInput, ContextPair, ContextPairOneOrMany, ContextQuery, Direction, DiscoverInput, DiscoverQuery, Distance, Expression,
    FormulaQuery, Fusion, FusionQuery, GroupId, LookupLocation, Mmr, Modifier, MultiVectorConfig, NearestQuery, OrderBy, OrderByQuery,
    PayloadSchemaType, PointStruct, Prefetch, Query, QueryInterface, QueryRequest, RecommendInput, RecommendQuery, RecommendStrategy,
    SampleQuery, ScoredPoint, SparseVector, SparseVectorParams, SumExpression, Vector, VectorInput, VectorParams,
};
use qdrant_remote::{Client, Error};
use support::{line, plane, server, upsert};

fn ids(points: &[ScoredPoint]) -> Vec<u64> {
    points.iter().map(|point| point.id.as_integer().unwrap()).collect()
}

async fn ask(client: &Client, query: impl Into<QueryInterface>, limit: u64) -> Result<Vec<u64>, Error> {
    Ok(ids(&client.query_points("line").query(query).limit(limit).send().await?.points))
}

/// Ten points on a line, even and odd, with an index on both fields.
async fn numbers(client: &Client) {
    plane(client, "line", Distance::Euclid).await;
    let parity = |id: u64| if id.is_multiple_of(2) { "even" } else { "odd" };
    let points = line(0..10).into_iter().zip(0..).map(|(point, id)| {
        let payload = qdrant_remote::models::Payload::from([("parity", parity(id))]).with("rank", 100 - id);
        point.payload(payload)
    });
    upsert(client, "line", points.collect()).await;
    for (field, schema) in [("parity", PayloadSchemaType::Keyword), ("rank", PayloadSchemaType::Integer)] {
        client.create_field_index("line").field_name(field).field_schema(schema).wait(true).send().await.unwrap();
    }
}

#[tokio::test]
async fn vectors_and_points_are_compared_with() {
    let (_server, clients) = server().await;
    numbers(&clients[0]).await;
    for client in &clients {
        assert_eq!(ask(client, vec![4.2, 0.0], 3).await.unwrap(), [4, 5, 3]);
        assert_eq!(ask(client, VectorInput::from(4u64), 2).await.unwrap().len(), 2, "the point itself is not found");
        assert!(!ask(client, VectorInput::from(4u64), 9).await.unwrap().contains(&4));
        let even = field("parity").eq("even");
        let found = client.query_points("line").query(vec![5.0, 0.0]).filter(even).score_threshold(1.5).send().await.unwrap();
        let mut near = ids(&found.points);
        near.sort_unstable();
        assert_eq!(near, [4, 6], "a threshold of a distance is the longest");
        let nothing = client.query_points("line").limit(3).send().await.unwrap();
        assert_eq!(ids(&nothing.points), [0, 1, 2]);
    }
}

#[tokio::test]
async fn examples_lead_somewhere() {
    let (_server, clients) = server().await;
    numbers(&clients[0]).await;
    for client in &clients {
        let recommend = |positive: &[u64], negative: &[u64], strategy| {
            let inputs = |ids: &[u64]| ids.iter().map(|id| VectorInput::from(*id)).collect::<Vec<_>>();
            let input = RecommendInput::new().positive(inputs(positive)).negative(inputs(negative)).strategy(strategy);
            QueryInterface::from(Query::Recommend(RecommendQuery::new(input)))
        };
        // The mean of 2 and 4, as far again beyond 1: 2 * 3 - 1 = 5.
        let found = ask(client, recommend(&[2, 4], &[1], RecommendStrategy::AverageVector), 1).await.unwrap();
        assert_eq!(found, [5]);
        let found = ask(client, recommend(&[0], &[9], RecommendStrategy::BestScore), 2).await.unwrap();
        assert_eq!(found[0], 1);
        let nobody = ask(client, recommend(&[], &[], RecommendStrategy::BestScore), 2).await.unwrap_err();
        assert!(nobody.is_invalid_request());

        let pair = || ContextPair::new(VectorInput::from(9u64), VectorInput::from(0u64));
        let discover = DiscoverQuery::new(DiscoverInput::new(vec![2.0, 0.0], Some(ContextPairOneOrMany::One(pair()))));
        let found = ask(client, Query::Discover(discover), 1).await.unwrap();
        assert_eq!(found, [5], "the nearest to 2 on the side of 9");
        let context = ContextQuery::new(Some(ContextInput::One(pair())));
        let found = ask(client, Query::Context(context), 4).await.unwrap();
        assert!(found.iter().all(|id| *id > 4), "{found:?}");
        let missing = ask(client, VectorInput::from(77u64), 1).await.unwrap_err();
        assert!(missing.is_not_found());
    }
}

#[tokio::test]
async fn results_are_ordered_sampled_and_fused() {
    let (_server, clients) = server().await;
    numbers(&clients[0]).await;
    for client in &clients {
        let by_rank = |direction| OrderByQuery::new(OrderBy::new("rank").direction(direction));
        assert_eq!(ask(client, Query::OrderBy(by_rank(Direction::Asc)), 2).await.unwrap(), [9, 8]);
        assert_eq!(ask(client, Query::OrderBy(by_rank(Direction::Desc)), 2).await.unwrap(), [0, 1]);
        let mut sample = ask(client, Query::Sample(SampleQuery::new()), 100).await.unwrap();
        sample.sort_unstable();
        assert_eq!(sample, (0..10).collect::<Vec<_>>());

        let near = |x: f32| Prefetch::new().query(vec![x, 0.0]).limit(3);
        let fused = |fusion| client.query_points("line").prefetch([near(2.0), near(3.2)]).query(FusionQuery::new(fusion)).limit(2);
        let found = fused(Fusion::Rrf).send().await.unwrap();
        let mut best = ids(&found.points);
        best.sort_unstable();
        assert_eq!(best, [2, 3], "those that are near both");
        assert_eq!(fused(Fusion::Dbsf).send().await.unwrap().points.len(), 2);
        let rescored = client.query_points("line").prefetch([near(0.0)]).query(vec![9.0, 0.0]).limit(10).send().await.unwrap();
        assert_eq!(ids(&rescored.points), [2, 1, 0]);

        let sum = SumExpression::new([Expression::from("$score".to_owned()), Expression::from("rank".to_owned())]);
        let boosted = client.query_points("line").prefetch([near(0.0)]).query(FormulaQuery::new(Expression::from(sum)));
        let found = boosted.send().await.unwrap();
        assert!(found.points.iter().all(|point| point.score >= 98.0), "{found:?}");

        let bare = client.query_points("line").prefetch([near(0.0)]).send().await.unwrap_err();
        assert!(bare.server_message().starts_with("Bad request: A query is needed to merge the prefetches."));
        let diverse = NearestQuery::new(vec![0.0, 0.0]).mmr(Mmr::new().diversity(1.0).candidates_limit(10));
        let found = client.query_points("line").query(Query::Nearest(diverse)).limit(2).send().await.unwrap();
        assert_eq!(ids(&found.points), [0, 9], "the nearest, then what differs most from it");
        assert!(found.points.iter().all(|point| point.vector.is_none()), "nobody asked for vectors");
    }
}

#[tokio::test]
async fn batches_groups_and_matrices_are_composed() {
    let (_server, clients) = server().await;
    numbers(&clients[0]).await;
    plane(&clients[0], "names", Distance::Dot).await;
    for client in &clients {
        let searches = [1.0, 8.0].map(|x| QueryRequest::new().query(vec![x, 0.0]).limit(1));
        let answers = client.query_batch_points("line").searches(searches).send().await.unwrap().into_inner();
        assert_eq!(answers.iter().flat_map(|answer| ids(&answer.points)).collect::<Vec<_>>(), [1, 8]);

        let groups = client.query_points_groups("line").query(vec![0.0, 0.0]).group_by("parity").group_size(2).limit(5);
        let groups = groups.with_payload(true).send().await.unwrap().into_inner().groups;
        let shown: Vec<_> = groups.iter().map(|group| (group.id.clone(), ids(&group.hits))).collect();
        let named = |name: &str| GroupId::from(name.to_owned());
        assert_eq!(shown, [(named("even"), vec![0, 2]), (named("odd"), vec![1, 3])]);
        assert_eq!(groups[1].hits[0].payload.as_ref().unwrap()["rank"], 99);

        let pairs = client.search_matrix_pairs("line").sample(10).limit(1).send().await.unwrap().into_inner().pairs;
        assert_eq!(pairs.len(), 10);
        assert!(pairs.iter().all(|pair| pair.score == 1.0), "{pairs:?}");
        let offsets = client.search_matrix_offsets("line").sample(10).limit(2).send().await.unwrap().into_inner();
        assert_eq!((offsets.ids.len(), offsets.scores.len()), (10, 20));
        assert_eq!(offsets.offsets_row.iter().max(), Some(&9));
    }
}

#[tokio::test]
async fn points_are_read_counted_and_faceted() {
    let (_server, clients) = server().await;
    numbers(&clients[0]).await;
    for client in &clients {
        let odd = || field("parity").eq("odd");
        assert_eq!(client.count_points("line").filter(odd()).send().await.unwrap().count, 5);
        let facet = client.facet("line").key("parity").send().await.unwrap();
        assert_eq!(facet.hits.iter().map(|hit| hit.count).collect::<Vec<_>>(), [5, 5]);
        assert!(client.facet("line").key("unindexed").send().await.unwrap().hits.is_empty());

        let page = client.scroll_points("line").filter(odd()).limit(2).send().await.unwrap().into_inner();
        assert_eq!(page.next_page_offset.unwrap().as_integer(), Some(5));
        let ordered = client.scroll_points("line").order_by(OrderBy::new("rank")).limit(2).send().await.unwrap();
        assert_eq!(ordered.points[0].id.as_integer(), Some(9));
        assert!(ordered.points[0].order_value.is_some());

        let points = client.get_points("line").ids([3u64, 77, 3]).send().await.unwrap().into_inner();
        assert_eq!(points.len(), 1);
        assert!(points[0].payload.is_none() && points[0].vector.is_none(), "nothing that was not asked for");
    }
    let one = clients[0].get_point("line", 3u64).send().await.unwrap();
    assert_eq!(one.dense_vector(), Some(&[3.0, 0.0][..]));
    let missing = clients[0].get_point("line", 77u64).send().await.unwrap_err();
    assert_eq!(missing.server_message(), "Not found: Point with id 77 does not exists!");
}

#[tokio::test]
async fn vectors_of_all_kinds_are_searched() {
    let (_server, clients) = server().await;
    let rows = VectorParams::new(2, Distance::Dot).multivector_config(MultiVectorConfig::new());
    let vectors = HashMap::from([("rows".to_owned(), rows), ("dense".to_owned(), VectorParams::new(2, Distance::Cosine))]);
    let sparse = HashMap::from([("words".to_owned(), SparseVectorParams::new().modifier(Modifier::Idf))]);
    clients[0].create_collection("all").vectors(vectors).sparse_vectors(sparse).send().await.unwrap();
    let points = (1..4u16).map(|id| {
        let x = f32::from(id);
        let vectors = [
            ("rows", Vector::MultiDense(vec![vec![x, 0.0], vec![0.0, x]])),
            ("dense", Vector::Dense(vec![x, 1.0])),
            ("words", Vector::Sparse(SparseVector::new([u32::from(id), 9], [1.0, 1.0]))),
        ];
        PointStruct::new(u64::from(id), HashMap::from(vectors.map(|(name, vector)| (name.to_owned(), vector))))
    });
    upsert(&clients[0], "all", points.collect()).await;
    plane(&clients[0], "elsewhere", Distance::Dot).await;
    upsert(&clients[0], "elsewhere", line(5..6)).await;
    for client in &clients {
        let ask = |query: VectorInput, using: &str| client.query_points("all").query(query).using(using).limit(1).with_vector(true);
        let found = ask(vec![vec![1.0, 0.0], vec![0.0, 1.0]].into(), "rows").send().await.unwrap();
        assert_eq!((ids(&found.points), found.points[0].score), (vec![3], 6.0));
        assert_eq!(found.points[0].named_vector("rows").unwrap().multi_dense().unwrap()[1], [0.0, 3.0]);
        let found = ask(SparseVector::new([2, 9], [1.0, 1.0]).into(), "words").send().await.unwrap();
        assert_eq!(ids(&found.points), [2]);
        let elsewhere = LookupLocation::new("elsewhere").vector("");
        let found = ask(5u64.into(), "dense").lookup_from(elsewhere).send().await.unwrap();
        assert_eq!(ids(&found.points), [3]);
        let mixed = ask(vec![1.0, 0.0].into(), "words").send().await.unwrap_err();
        assert_eq!(mixed.server_message(), "Wrong input: Conversion between sparse and regular vectors failed");
    }
}
