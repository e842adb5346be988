//! Uploads to servers that fail: which batches were sent how often, and what is said of the rest.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use qdrant_remote::models::{PointInsertOperations, PointStruct, UpdateResult, UpdateStatus};
use qdrant_remote::stub::Stub;
use qdrant_remote::upload::OnError;
use qdrant_remote::{BoxFuture, CallOptions, Client, Error, ErrorKind, Protocol, Response, RetryPolicy, requests};

use crate::served::Served;
use crate::support::{Answer, FakeServer, Seen};
use crate::upload::{first, integers, numbers, taken};

const BATCH: usize = 10;

/// How often the batch that begins with each id was sent.
fn tally(protocol: Protocol, server: &FakeServer) -> BTreeMap<u64, usize> {
    let mut tally = BTreeMap::new();
    for seen in server.seen() {
        *tally.entry(first(protocol, &seen)).or_default() += 1;
    }
    tally
}

fn quick() -> RetryPolicy {
    RetryPolicy::new().base_wait(Duration::from_millis(1))
}

/// Answers so the first `times` that one of the batches comes, and takes everything else.
async fn failing(protocol: Protocol, batches: &'static [u64], times: usize, answer: Answer) -> FakeServer {
    let counts: Vec<_> = batches.iter().map(|_| AtomicU64::new(0)).collect();
    let script = move |_: usize, seen: &Seen| {
        let batch = first(protocol, seen);
        match batches.iter().position(|failing| *failing == batch) {
            Some(index) if counts[index].fetch_add(1, Ordering::SeqCst) < times as u64 => answer.clone(),
            _ => taken(),
        }
    };
    FakeServer::start(protocol, script).await
}

pub async fn only_what_failed_is_sent_again(protocol: Protocol) {
    let server = failing(protocol, &[0, 30, 90], 2, Answer::failure(503, 14, "starting")).await;
    let report = server.client().upload("c").points(numbers(100)).batch_points(BATCH).retry(quick()).send().await.unwrap();
    assert_eq!((report.points, report.batches, report.retries), (100, 10, 6));
    let expected = (0..10).map(|batch| (batch * 10, if [0, 3, 9].contains(&batch) { 3 } else { 1 })).collect();
    assert_eq!(tally(protocol, &server), expected);
}

pub async fn broken_connections_are_survived(protocol: Protocol) {
    let server = failing(protocol, &[20, 50], 1, Answer::Break).await;
    let upload = server.client().upload("c").points(numbers(100)).batch_points(BATCH).parallel(1);
    let report = upload.retry(quick()).send().await.unwrap();
    assert_eq!((report.points, report.retries), (100, 2));
    let expected = (0..10).map(|batch| (batch * 10, if [2, 5].contains(&batch) { 2 } else { 1 })).collect();
    assert_eq!(tally(protocol, &server), expected);
}

pub async fn a_rate_limit_is_waited_for(protocol: Protocol) {
    let server = failing(protocol, &[20], 1, Answer::rate_limited("1")).await;
    let begun = Instant::now();
    let report = server.client().upload("c").points(numbers(100)).batch_points(BATCH).send().await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
    assert_eq!((report.points, report.retries), (100, 1));
    let expected = (0..10).map(|batch| (batch * 10, if batch == 2 { 2 } else { 1 })).collect();
    assert_eq!(tally(protocol, &server), expected);
    // The others did not wait for it.
    assert_eq!(first(protocol, &server.last()), 20);
}

pub async fn a_rate_limit_beyond_the_deadline_ends_the_batch(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::rate_limited("30")]).await;
    let upload = server.client().upload("c").points(numbers(10)).deadline(Duration::from_secs(10));
    let begun = Instant::now();
    let failed = upload.send().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert!(failed.error().is_rate_limited());
    assert_eq!(failed.error().retry_after(), Some(Duration::from_secs(30)));
    assert_eq!(server.count(), 1);
}

pub async fn a_stalled_batch_fails_and_the_rest_goes_on(protocol: Protocol) {
    let server = failing(protocol, &[0], 1, Answer::Hang).await;
    let upload = server.client().upload("c").points(numbers(100)).batch_points(BATCH).parallel(2);
    let report = upload.deadline(Duration::from_millis(500)).on_error(OnError::Collect).send().await.unwrap();
    assert_eq!((report.points, report.retries), (90, 0));
    assert_eq!(report.failures.len(), 1);
    assert_eq!(report.failures[0].error.kind(), ErrorKind::Timeout);
    assert_eq!(report.failures[0].ids, integers(0..10));
    assert!(tally(protocol, &server).values().all(|count| *count == 1));
}

struct Panicking;

impl Stub for Panicking {
    fn upsert_points<'a>(
        &'a self,
        _request: requests::UpsertPoints,
        _options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<UpdateResult>, Error>> {
        Box::pin(async { panic!("a bug of the stub") })
    }
}

#[tokio::test]
async fn a_panic_reaches_the_caller() {
    let upload = tokio::spawn(Client::from_stub(Panicking).upload("c").points(numbers(u64::MAX)).send());
    assert!(upload.await.unwrap_err().is_panic());
    let source = numbers(u64::MAX).inspect(|point| assert!(point.id != 700_u64.into(), "a bug of the source"));
    let server = FakeServer::playing(Protocol::Rest, [taken()]).await;
    let upload = tokio::spawn(server.client().upload("c").points(source).send());
    assert!(upload.await.unwrap_err().is_panic());
}

/// Answers one batch late, and the others at once.
struct Late {
    batch: u64,
    by: Duration,
}

impl Stub for Late {
    fn upsert_points<'a>(
        &'a self,
        request: requests::UpsertPoints,
        _options: &'a CallOptions,
    ) -> BoxFuture<'a, Result<Response<UpdateResult>, Error>> {
        Box::pin(async move {
            let PointInsertOperations::List(list) = &request.body else { panic!("uploads send lists") };
            if list.points[0].id == self.batch.into() {
                tokio::time::sleep(self.by).await;
            }
            Ok(Response::new(UpdateResult::new(UpdateStatus::Completed)))
        })
    }
}

pub async fn late_answers_hold_up_nobody(protocol: Protocol) {
    let server = Served::start(protocol, Late { batch: 10, by: Duration::from_millis(700) }).await;
    let client = server.client();
    let mut steps = Vec::new();
    let upload = client.upload("c").points(numbers(100)).batch_points(BATCH).parallel(2);
    let report = upload.progress(|progress| steps.push((progress.points, progress.elapsed))).send().await.unwrap();
    assert_eq!(report.points, 100);
    assert!(report.elapsed >= Duration::from_millis(700));
    // All others were through before.
    assert_eq!(steps[8].0, 90);
    assert!(steps[8].1 < Duration::from_millis(700), "{steps:?}");
}

pub async fn stopping_accounts_for_every_point(protocol: Protocol) {
    let server = failing(protocol, &[20], usize::MAX, Answer::failure(400, 3, "no such vector")).await;
    let mut pulled = 0;
    let points = numbers(1000).inspect(|_| pulled += 1);
    let failed = server.client().upload("c").points(points).batch_points(BATCH).parallel(1).send().await.unwrap_err();
    assert!(failed.error().is_invalid_request());
    assert!(failed.to_string().contains("no such vector"), "{failed}");
    let (error, report) = failed.into_parts();
    assert_eq!(error.operation(), Some("upsert_points"));
    assert_eq!((report.points, report.batches, report.retries), (20, 2, 0));
    assert_eq!(report.failures[0].ids, integers(20..30));
    assert!(!report.is_complete());
    assert_eq!(report.points as usize + report.failed_ids().count() + report.unsent.len(), pulled);
    assert_eq!(report.unsent, integers(30..pulled as u64));
    assert!(pulled <= 40, "{pulled}");
    assert_eq!(server.count(), 3);
}

pub async fn stopping_cuts_waits_short(protocol: Protocol) {
    let script = move |_: usize, seen: &Seen| match first(protocol, seen) {
        0 => Answer::rate_limited("50"),
        10 => Answer::failure(400, 3, "no such vector"),
        _ => taken(),
    };
    let server = FakeServer::start(protocol, script).await;
    let begun = Instant::now();
    let failed = server.client().upload("c").points(numbers(100)).batch_points(BATCH).parallel(2).send().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert!(failed.error().is_invalid_request());
    assert_eq!(failed.report().failures.len(), 2);
    assert_eq!(tally(protocol, &server)[&0], 1);
}

pub async fn failures_are_collected(protocol: Protocol) {
    let server = failing(protocol, &[0, 70], usize::MAX, Answer::failure(500, 13, "disk full")).await;
    let upload = server.client().upload("c").points(numbers(100)).batch_points(BATCH).on_error(OnError::Collect);
    let mut failed = 0;
    let report = upload.progress(|progress| failed = progress.failed).send().await.unwrap();
    assert_eq!((report.points, report.batches, failed), (80, 8, 20));
    assert!(report.unsent.is_empty() && !report.is_complete());
    let mut ids: Vec<_> = report.failed_ids().cloned().collect();
    ids.sort();
    assert_eq!(ids, [integers(0..10), integers(70..80)].concat());
    assert!(report.failures.iter().all(|failure| failure.error.server_message() == "disk full"));
    assert!(tally(protocol, &server).values().all(|count| *count == 1));
}

pub async fn no_more_is_held_than_the_batches_on_their_way_and_one(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::Hang]).await;
    let pulled = Arc::new(AtomicU64::new(0));
    let counting = Arc::clone(&pulled);
    let points = numbers(u64::MAX).inspect(move |_| _ = counting.fetch_add(1, Ordering::SeqCst));
    let client = server.client();
    let upload = tokio::spawn(client.upload("c").points(points).batch_points(BATCH).parallel(3).send());
    server.arrived(3).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(pulled.load(Ordering::SeqCst) <= 40, "{pulled:?}");
    assert_eq!(server.count(), 3);
    upload.abort();
    assert!(upload.await.unwrap_err().is_cancelled());
}

pub async fn dropping_the_upload_stops_it(protocol: Protocol) {
    let server = FakeServer::start(protocol, |n, _| if n < 2 { taken() } else { Answer::Hang }).await;
    let client = server.client();
    let mut upload = Box::pin(client.upload("c").points(numbers(u64::MAX)).batch_points(BATCH).parallel(2).send());
    tokio::select! {
        ended = &mut upload => panic!("{ended:?}"),
        () = server.arrived(4) => {}
    }
    drop(upload);
    if protocol == Protocol::Rest {
        // Connections with a request on its way are of no more use.
        server.idle().await;
    }
    // Nothing of the upload is left that could send: the next request is that of the next call.
    let next = client.upsert_points("c").points(numbers(1)).deadline(Duration::from_millis(200)).send().await;
    assert_eq!(next.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(server.count(), 5);
    assert_eq!(first(protocol, &server.last()), 0);
    drop(client);
    server.idle().await;
}

#[derive(Debug)]
struct Torn;

impl std::fmt::Display for Torn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the tape is torn")
    }
}

impl std::error::Error for Torn {}

pub async fn a_broken_source_ends_the_upload_after_what_came(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [taken()]).await;
    let points = stream::iter(numbers(15).map(Ok::<PointStruct, Torn>)).chain(stream::iter([Err(Torn)])).chain(stream::pending());
    let failed = server.client().upload("c").try_stream(points).batch_points(BATCH).send().await.unwrap_err();
    assert!(failed.to_string().contains("the tape is torn"), "{failed}");
    let source = std::error::Error::source(&failed).unwrap();
    assert!(source.is::<Torn>());
    assert_eq!((failed.report().points, failed.report().batches), (15, 2));
    assert_eq!(server.count(), 2);

    // An error of this crate stays what it is.
    let points = stream::iter([Err::<PointStruct, _>(Error::from_status(404, "gone"))]);
    let failed = server.client().upload("c").try_stream(points).send().await.unwrap_err();
    assert!(failed.error().is_not_found());
}
