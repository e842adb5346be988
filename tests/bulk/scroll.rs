//! Reading all points: every one once, whatever the pages.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::{StreamExt, TryStreamExt};
use qdrant_remote::filter::field;
use qdrant_remote::models::{
    Condition, ConditionOneOrMany, Direction, ExtendedPointId, Filter, OrderBy, OrderByInterface, OrderValue, Record, ScrollRequest,
    ScrollResult, StartFrom,
};
use qdrant_remote::stub::Stub;
use qdrant_remote::testing::MockStub;
use qdrant_remote::{BoxFuture, CallOptions, Client, Error, ErrorKind, Protocol, Response, RetryPolicy, blocking, requests};
use serde_json::json;
use tokio::sync::Notify;

use crate::served::Served;
use crate::support::FakeServer;
use crate::upload::integers;

/// Points 0, 1, 2 …, each with a value to order by, behind a server that reads pages as Qdrant does.
#[derive(Clone, Default)]
pub struct Shelf {
    values: Arc<Vec<OrderValue>>,
    asked: Arc<Mutex<Vec<ScrollRequest>>>,
    arrived: Arc<Notify>,
    /// The number of the request that fails, counted from zero, and its status.
    failing: Option<(usize, u16)>,
}

impl Shelf {
    pub fn of(values: impl IntoIterator<Item = OrderValue>) -> Self {
        Self { values: Arc::new(values.into_iter().collect()), ..Self::default() }
    }

    fn count(count: usize) -> Self {
        Self::of((0..count).map(|_| OrderValue::Integer(0)))
    }

    fn asked(&self) -> Vec<ScrollRequest> {
        self.asked.lock().unwrap().clone()
    }

    async fn arrived(&self, count: usize) {
        loop {
            let next = self.arrived.notified();
            if self.asked().len() >= count {
                return;
            }
            next.await;
        }
    }

    fn page(&self, request: ScrollRequest) -> ScrollResult {
        let limit = request.limit.unwrap() as usize;
        let excluded = excluded(request.filter.as_ref());
        let ids = (0..self.values.len()).filter(|id| !excluded.contains(&(*id as u64).into()));
        let Some(OrderByInterface::OrderBy(order)) = request.order_by else {
            let start = request.offset.map_or(0, |offset| offset.as_integer().unwrap()) as usize;
            let mut ids = ids.filter(|id| *id >= start);
            let points: Vec<_> = ids.by_ref().take(limit).map(|id| Record::new(id as u64)).collect();
            let mut page = ScrollResult::new(points);
            page.next_page_offset = ids.next().map(|id| (id as u64).into());
            return page;
        };
        let sign = if order.direction == Some(Direction::Desc) { -1.0 } else { 1.0 };
        let number = |value: &OrderValue| match value {
            OrderValue::Integer(value) => sign * *value as f64,
            OrderValue::Float(value) => sign * value,
            _ => unreachable!(),
        };
        let start = match order.start_from {
            None => f64::NEG_INFINITY,
            Some(StartFrom::Integer(value)) => sign * value as f64,
            Some(StartFrom::Float(value)) => sign * value,
            Some(other) => panic!("{other:?}"),
        };
        let mut ids: Vec<_> = ids.filter(|id| number(&self.values[*id]) >= start).collect();
        ids.sort_by(|a, b| number(&self.values[*a]).total_cmp(&number(&self.values[*b])));
        ids.truncate(limit);
        ScrollResult::new(ids.iter().map(|id| Record::new(*id as u64).order_value(self.values[*id].clone())).collect::<Vec<_>>())
    }
}

/// The ids that a filter leaves out.
fn excluded(filter: Option<&Filter>) -> Vec<ExtendedPointId> {
    let conditions = match filter.and_then(|filter| filter.must_not.clone()) {
        Some(ConditionOneOrMany::One(condition)) => vec![*condition],
        Some(ConditionOneOrMany::Many(conditions)) => conditions,
        Some(other) => panic!("{other:?}"),
        None => Vec::new(),
    };
    let ids = |condition| match condition {
        Condition::HasId(ids) => ids.has_id,
        other => panic!("{other:?}"),
    };
    conditions.into_iter().flat_map(ids).collect()
}

impl Stub for Shelf {
    fn scroll_points<'a>(
        &'a self,
        request: requests::ScrollPoints,
        _options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<ScrollResult>, Error>> {
        Box::pin(async move {
            let number = {
                let mut asked = self.asked.lock().unwrap();
                asked.push(request.body.clone());
                asked.len() - 1
            };
            self.arrived.notify_waiters();
            if let Some((failing, status)) = self.failing
                && failing == number
            {
                return Err(Error::from_status(status, "a segment is broken"));
            }
            Ok(Response::new(self.page(request.body)))
        })
    }
}

fn ids(points: &[Record]) -> Vec<ExtendedPointId> {
    points.iter().map(|point| point.id.clone()).collect()
}

pub async fn every_point_comes_once(protocol: Protocol) {
    for (count, page_size, pages) in [(0, 10, 1), (1, 10, 1), (10, 10, 1), (11, 10, 2), (1000, 7, 143), (5, 1, 5)] {
        let shelf = Shelf::count(count);
        let server = Served::start(protocol, shelf.clone()).await;
        for prefetch in [false, true] {
            let stream = server.client().scroll_all("c").page_size(page_size).prefetch(prefetch).stream();
            let points: Vec<_> = stream.try_collect().await.unwrap();
            assert_eq!(ids(&points), integers(0..count as u64));
        }
        assert_eq!(shelf.asked().len(), 2 * pages);
    }
}

pub async fn each_page_is_asked_for_alike(protocol: Protocol) {
    let shelf = Shelf::count(25);
    let server = Served::start(protocol, shelf.clone()).await;
    let scroll = server.client().scroll_all("c").page_size(10).with_payload(["a"]).with_vector(["v"]).shard_key("north");
    let points: Vec<_> = scroll.filter(field("a").eq(1)).stream().try_collect().await.unwrap();
    assert_eq!(points.len(), 25);
    let asked = shelf.asked();
    let offsets: Vec<_> = asked.iter().map(|request| request.offset.clone()).collect();
    assert_eq!(offsets, [None, Some(10_u64.into()), Some(20_u64.into())]);
    for request in asked {
        let mut json = serde_json::to_value(request).unwrap();
        json.as_object_mut().unwrap().remove("offset");
        let rest = json!({ "limit": 10, "with_payload": ["a"], "with_vector": ["v"], "shard_key": "north" });
        let filter = json.as_object_mut().unwrap().remove("filter").unwrap();
        assert!(filter.to_string().contains(r#"{"key":"a","match":{"value":1}}"#), "{filter}");
        for (key, value) in rest.as_object().unwrap() {
            let one_or_many = json[key] == *value || json[key] == json!([value]) || json[key]["include"] == *value;
            assert!(one_or_many, "{key}: {}", json[key]);
        }
    }
}

pub async fn reading_goes_on_where_it_stopped(protocol: Protocol) {
    let server = Served::start(protocol, Shelf::count(23)).await;
    let client = server.client();
    for taken in 0..=23 {
        let mut stream = client.scroll_all("c").page_size(5).stream();
        assert_eq!(stream.offset(), None);
        let mut points: Vec<_> = stream.by_ref().take(taken).try_collect().await.unwrap();
        let rest = match (stream.offset().cloned(), taken) {
            (Some(offset), _) => client.scroll_all("c").page_size(4).resume_from(offset).stream().try_collect().await.unwrap(),
            (None, 0) => client.scroll_all("c").stream().try_collect().await.unwrap(),
            (None, _) => Vec::new(),
        };
        points.extend(rest);
        assert_eq!(ids(&points), integers(0..23), "after {taken}");
    }
    let both = client.scroll_all("c").resume_from(3_u64).order_by("n").stream().next().await.unwrap();
    assert!(both.unwrap_err().to_string().contains("`resume_from` and `order_by`"));
}

pub async fn a_failed_page_is_the_last_item(protocol: Protocol) {
    for prefetch in [false, true] {
        let shelf = Shelf { failing: Some((2, 500)), ..Shelf::count(100) };
        let server = Served::start(protocol, shelf.clone()).await;
        let client = server.client();
        let mut stream = client.scroll_all("c").page_size(10).prefetch(prefetch).stream();
        let points: Vec<_> = stream.by_ref().take(20).try_collect().await.unwrap();
        assert_eq!(ids(&points), integers(0..20));
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(error.server_message(), "a segment is broken");
        assert!(stream.next().await.is_none());
        let offset = stream.offset().unwrap().clone();
        let rest: Vec<_> = client.scroll_all("c").resume_from(offset).stream().try_collect().await.unwrap();
        assert_eq!(ids(&rest), integers(20..100));
    }
}

pub async fn a_page_that_fails_in_passing_is_asked_for_again(protocol: Protocol) {
    for (prefetch, order) in [(false, false), (true, false), (true, true)] {
        let shelf = Shelf { failing: Some((2, 503)), ..Shelf::of((0..50).map(OrderValue::Integer)) };
        let server = Served::start(protocol, shelf.clone()).await;
        let retry = RetryPolicy::new().base_wait(std::time::Duration::from_millis(1));
        let mut scroll = server.client().scroll_all("c").page_size(9).prefetch(prefetch).retry(retry);
        if order {
            scroll = scroll.order_by("n");
        }
        let points: Vec<_> = scroll.stream().try_collect().await.unwrap();
        assert_eq!(ids(&points), integers(0..50));
        assert_eq!(shelf.asked().len(), 7);
        assert_eq!(shelf.asked()[2], shelf.asked()[3]);
    }
}

pub async fn ties_are_no_matter_in_an_order(protocol: Protocol) {
    let (integer, float) = (OrderValue::Integer, OrderValue::Float);
    let kinds: [Vec<OrderValue>; 5] = [
        (0..50).map(|n| integer(n * 7 % 50)).collect(),
        (0..50).map(|n| integer(n / 3)).collect(),
        (0..50).map(|n| integer(i64::from(n > 25))).collect(),
        (0..50).map(|n| float(f64::from(n % 4) / 3.0)).collect(),
        (0..50).map(|_| float(0.0)).collect(),
    ];
    for values in kinds {
        for (direction, page_size) in [(Direction::Asc, 4), (Direction::Desc, 7), (Direction::Asc, 10), (Direction::Asc, 50)] {
            let shelf = Shelf::of(values.clone());
            let server = Served::start(protocol, shelf.clone()).await;
            let order = OrderBy::new("n").direction(direction.clone());
            let mut stream = server.client().scroll_all("c").page_size(page_size).order_by(order).prefetch(page_size == 7).stream();
            let points: Vec<_> = stream.by_ref().try_collect().await.unwrap();
            assert_eq!(stream.offset(), None);
            let mut sorted = ids(&points);
            sorted.sort();
            assert_eq!(sorted, integers(0..50), "{direction:?} {page_size} {values:?}");
            let ordered: Vec<_> = points.iter().map(|point| serde_json::to_value(&point.order_value).unwrap().as_f64().unwrap()).collect();
            assert!(ordered.windows(2).all(|pair| if direction == Direction::Asc { pair[0] <= pair[1] } else { pair[0] >= pair[1] }));
            assert!(shelf.asked().len() <= 50 / page_size as usize + 2);
        }
    }
}

pub async fn prefetching_is_one_page_ahead(protocol: Protocol) {
    let shelf = Shelf::count(100);
    let server = Served::start(protocol, shelf.clone()).await;
    let mut stream = server.client().scroll_all("c").page_size(10).prefetch(true).stream();
    stream.next().await.unwrap().unwrap();
    shelf.arrived(2).await;
    for _ in 0..9 {
        stream.next().await.unwrap().unwrap();
    }
    assert_eq!(shelf.asked().len(), 2);
    stream.next().await.unwrap().unwrap();
    shelf.arrived(3).await;
    drop(stream);

    let shelf = Shelf::count(100);
    let server = Served::start(protocol, shelf.clone()).await;
    let mut stream = server.client().scroll_all("c").page_size(10).stream();
    for _ in 0..10 {
        stream.next().await.unwrap().unwrap();
    }
    assert_eq!(shelf.asked().len(), 1);
}

pub async fn the_same_page_again_is_an_error(protocol: Protocol) {
    let mock = MockStub::new();
    mock.on(|request: &requests::ScrollPoints| {
        let mut page = ScrollResult::new([Record::new(1_u64).order_value(5)]);
        page.next_page_offset = request.body.order_by.is_none().then(|| 1_u64.into());
        Ok(page)
    });
    let server = Served::start(protocol, mock).await;
    let points: Vec<_> = server.client().scroll_all("c").page_size(1).stream().collect().await;
    let kinds: Vec<_> = points.iter().map(|point| point.as_ref().map(|_| ()).map_err(Error::kind)).collect();
    assert_eq!(kinds, [Ok(()), Err(ErrorKind::Decode)]);
    let points: Vec<_> = server.client().scroll_all("c").page_size(1).order_by("n").stream().collect().await;
    assert!(points[0].is_ok() && points[1].is_err() && points.len() == 2);
}

#[tokio::test]
async fn a_dropped_stream_reads_no_further() {
    let server = FakeServer::playing(Protocol::Rest, [crate::support::Answer::Hang]).await;
    let mut stream = server.client().scroll_all("c").stream();
    tokio::select! {
        _ = stream.next() => panic!("the server hangs"),
        () = server.arrived(1) => {}
    }
    drop(stream);
    server.idle().await;
}

#[test]
fn blocking_reading_is_an_iterator() {
    let shelf = Shelf { failing: Some((8, 500)), ..Shelf::count(45) };
    let client = blocking::Client::from_stub(shelf);
    for prefetch in [false, true] {
        let mut points = client.scroll_all("c").page_size(20).prefetch(prefetch).iter();
        let first: Vec<_> = points.by_ref().take(7).map(Result::unwrap).collect();
        assert_eq!(points.offset(), Some(&7_u64.into()));
        let rest: Vec<_> = points.map(Result::unwrap).collect();
        assert_eq!([ids(&first), ids(&rest)].concat(), integers(0..45));
    }
    let failed: Vec<_> = client.scroll_all("c").page_size(10).retry(RetryPolicy::off()).iter().collect();
    assert!(failed.len() == 21 && failed[20].is_err());
    let inside = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async { client.scroll_all("c").iter().next() });
    assert!(inside.unwrap().unwrap_err().to_string().contains("inside an async task"));
}

#[tokio::test]
async fn points_flow_from_one_client_into_another() {
    let (shelf, sent) = (Shelf::count(1000), Arc::new(AtomicUsize::new(0)));
    let mock = MockStub::new();
    let counting = Arc::clone(&sent);
    mock.on(move |request: &requests::UpsertPoints| {
        let points = serde_json::to_value(&request.body).unwrap()["points"].as_array().unwrap().len();
        counting.fetch_add(points, Ordering::SeqCst);
        Ok(qdrant_remote::models::UpdateResult::new(qdrant_remote::models::UpdateStatus::Completed))
    });
    let (from, to) = (Client::from_stub(shelf), Client::from_stub(mock));
    let report = to.upload("c").try_stream(from.scroll_all("c").with_vector(true).stream()).send().await.unwrap();
    assert_eq!((report.points, sent.load(Ordering::SeqCst)), (1000, 1000));
}
