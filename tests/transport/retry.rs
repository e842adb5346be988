//! When a call is sent again.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use qdrant_remote::operation::{Operation, Safety};
use qdrant_remote::operations::{self, OPERATIONS};
use qdrant_remote::{ErrorKind, Protocol, RetryBudget, RetryPolicy, Status};

use crate::cases::{self, Case, NAME, PerCall, Sent};
use crate::support::{Answer, FakeServer, builder, listen_again, nowhere};

/// One way to fail, and what is sent again after it.
struct Failure {
    name: &'static str,
    answer: Answer,
    resent: Resent,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Resent {
    Never,
    /// What changes nothing.
    Reads,
    /// Everything whose body can be sent twice.
    All,
}

fn failures() -> Vec<Failure> {
    let failure = |name, resent, answer| Failure { name, answer, resent };
    let malformed = Answer::Reply { status: 200, json: "{".to_owned(), message: vec![0xff].into(), gzip: false };
    let of = Answer::fail;
    vec![
        failure("unavailable", Resent::Reads, of(Status::Unavailable)),
        failure("bad gateway", Resent::Reads, Answer::failure(502, 14, "")),
        failure("gateway timeout", Resent::Reads, Answer::failure(504, 14, "")),
        failure("broken connection", Resent::Reads, Answer::Break),
        failure("rate limited", Resent::All, of(Status::RateLimited)),
        failure("rate limited, with a wait", Resent::All, Answer::rate_limited("0")),
        failure("no answer", Resent::Never, Answer::Hang),
        failure("malformed answer", Resent::Never, malformed),
        failure("internal", Resent::Never, of(Status::Internal)),
        failure("unknown", Resent::Never, Answer::failure(500, 2, "panic")),
        failure("the server's time limit", Resent::Never, of(Status::DeadlineExceeded)),
        failure("cancelled", Resent::Never, of(Status::Cancelled)),
        failure("precondition", Resent::Never, of(Status::FailedPrecondition)),
        failure("invalid", Resent::Never, of(Status::InvalidArgument)),
        failure("not found", Resent::Never, of(Status::NotFound)),
        failure("exists", Resent::Never, of(Status::AlreadyExists)),
        failure("unauthenticated", Resent::Never, of(Status::Unauthenticated)),
        failure("forbidden", Resent::Never, of(Status::PermissionDenied)),
        failure("unimplemented", Resent::Never, of(Status::Unimplemented)),
    ]
}

/// Calls every operation, and tells how often each was seen.
async fn calls_seen(protocol: Protocol, failure: &Failure, policy: RetryPolicy) -> Vec<(&'static Operation, Sent, usize)> {
    let server = FakeServer::playing(protocol, [failure.answer.clone()]).await;
    let client = server.builder().retry(policy).retry_budget(RetryBudget::unlimited()).build().unwrap();
    let cases: Vec<Case> = cases::all().into_iter().filter(|case| case.exists_over(protocol)).collect();
    let hangs = matches!(failure.answer, Answer::Hang);
    let per_call = PerCall { deadline: hangs.then_some(Duration::from_millis(500)), ..PerCall::default() };
    if hangs {
        for outcome in join_all(cases.iter().map(|case| (case.send)(&client, per_call.clone()))).await {
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Timeout);
        }
    } else {
        for case in &cases {
            if let Err(error) = (case.send)(&client, per_call.clone()).await {
                assert_eq!((error.operation(), error.protocol()), (Some(case.operation.name), Some(protocol)), "{}", failure.name);
            }
        }
    }
    let seen = server.seen();
    let count = |case: &Case| seen.iter().filter(|seen| case.is_seen_as(protocol, seen)).count();
    let counted: Vec<_> = cases.iter().map(|case| (case.operation, case.sent.clone(), count(case))).collect();
    assert_eq!(counted.iter().map(|(_, _, count)| count).sum::<usize>(), seen.len(), "every request belongs to a case");
    counted
}

pub(crate) async fn off_means_one_request_for_every_operation_and_failure(protocol: Protocol) {
    for failure in failures() {
        let seen = calls_seen(protocol, &failure, RetryPolicy::off()).await;
        assert_eq!(seen.len(), if protocol == Protocol::Rest { 69 } else { 43 });
        for (operation, _, count) in seen {
            assert_eq!(count, 1, "{} after {}", operation.name, failure.name);
        }
    }
}

pub(crate) async fn on_means_by_safety_class_for_every_operation_and_failure(protocol: Protocol) {
    let of_class = |safety| OPERATIONS.iter().filter(|operation| operation.safety == safety).count();
    assert_eq!((of_class(Safety::Read), of_class(Safety::IdempotentWrite), of_class(Safety::Write)), CLASSES);
    by_class(protocol, quick(), |safety| safety == Safety::Read).await;
}

pub(crate) async fn idempotent_writes_are_sent_again_if_allowed(protocol: Protocol) {
    by_class(protocol, quick().resend_idempotent_writes(true), |safety| safety != Safety::Write).await;
}

/// Reads, writes that may be repeated, writes that may not.
const CLASSES: (usize, usize, usize) = (35, 22, 12);

fn quick() -> RetryPolicy {
    RetryPolicy::new().attempts(3).base_wait(Duration::from_millis(1))
}

async fn by_class(protocol: Protocol, policy: RetryPolicy, repeatable: impl Fn(Safety) -> bool) {
    for failure in failures() {
        for (operation, sent, count) in calls_seen(protocol, &failure, policy.clone()).await {
            let again = match failure.resent {
                // A stream is gone once it was sent.
                _ if matches!(sent, Sent::Form) => false,
                Resent::Never => false,
                Resent::Reads => repeatable(operation.safety),
                Resent::All => true,
            };
            assert_eq!(count, if again { 3 } else { 1 }, "{} ({:?}) after {}", operation.name, operation.safety, failure.name);
        }
    }
}

pub(crate) async fn a_call_may_have_its_own_policy(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::fail(Status::Unavailable)]).await;
    let client = server.builder().retry(quick()).build().unwrap();
    client.collection_exists(NAME).retry(RetryPolicy::off()).send().await.unwrap_err();
    assert_eq!(server.count(), 1);
    client.collection_exists(NAME).retry(quick().attempts(5)).send().await.unwrap_err();
    assert_eq!(server.count(), 1 + 5);
    client.collection_exists(NAME).send().await.unwrap_err();
    assert_eq!(server.count(), 1 + 5 + 3);
}

pub(crate) async fn what_never_left_is_sent_again_even_if_a_write(protocol: Protocol) {
    let address = nowhere().await;
    let case = cases::of(operations::BATCH_UPDATE);
    assert_eq!(case.operation.safety, Safety::Write);
    let policy = RetryPolicy::new().attempts(1000).base_wait(Duration::from_millis(10)).longest_wait(Duration::from_millis(10));
    let client = builder(protocol, address).retry(policy).retry_budget(RetryBudget::unlimited()).build().unwrap();
    let call = tokio::spawn(async move { (cases::of(operations::BATCH_UPDATE).send)(&client, PerCall::default()).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let answer = case.answer();
    let server = FakeServer::on(listen_again(address).await, protocol, move |_, _| answer.clone());
    call.await.unwrap().unwrap();
    assert_eq!(server.count(), 1);
}

/// Two requests with the wait between them.
async fn measured(protocol: Protocol, limit: Answer) -> Duration {
    let server = FakeServer::playing(protocol, [limit, cases::of(operations::BATCH_UPDATE).answer()]).await;
    let client = server.client();
    let begun = Instant::now();
    (cases::of(operations::BATCH_UPDATE).send)(&client, PerCall::default()).await.unwrap();
    assert_eq!(server.count(), 2);
    begun.elapsed()
}

pub(crate) async fn the_server_chooses_the_wait_in_seconds(protocol: Protocol) {
    for answer in [Answer::rate_limited("1"), Answer::rate_limited("1").in_trailers()] {
        let waited = measured(protocol, answer).await;
        assert!((1.0..1.6).contains(&waited.as_secs_f64()), "{waited:?}");
    }
}

pub(crate) async fn the_server_chooses_the_wait_by_date(protocol: Protocol) {
    // A date has no fraction, so that two seconds from now is one to two.
    let date = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_secs(2)).unwrap();
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&date).unwrap();
    assert!(date.ends_with(" GMT"), "{date}");
    let waited = measured(protocol, Answer::rate_limited(&date)).await;
    assert!((0.9..2.6).contains(&waited.as_secs_f64()), "{waited:?}");
}

pub(crate) async fn too_long_a_wait_fails_at_once(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::rate_limited("3600")]).await;
    let begun = Instant::now();
    let error = server.builder().timeout(None).build().unwrap().collection_exists(NAME).send().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(Duration::from_secs(3600))));
    assert_eq!(server.count(), 1);
}

pub(crate) async fn the_deadline_caps_the_wait(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::rate_limited("5")]).await;
    let begun = Instant::now();
    let error = server.client().collection_exists(NAME).deadline(Duration::from_secs(4)).send().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(1), "a wait that ends too late is not begun");
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::RateLimited, Some(Duration::from_secs(5))));
    assert_eq!(server.count(), 1);
}

pub(crate) async fn a_budget_limits_all_clones(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::fail(Status::Unavailable)]).await;
    let client = server.builder().retry(quick()).retry_budget(RetryBudget::with(0.0, 3)).build().unwrap();
    for clone in vec![client; 5] {
        clone.collection_exists(NAME).send().await.unwrap_err();
    }
    assert_eq!(server.count(), 5 + 3);
}

pub(crate) async fn a_dropped_call_is_not_sent_again(protocol: Protocol) {
    let server = FakeServer::playing(protocol, [Answer::rate_limited("1"), Answer::exists()]).await;
    let client = server.client();
    tokio::select! {
        _ = client.collection_exists(NAME).send() => panic!("it waits a second"),
        () = async { server.arrived(1).await; tokio::time::sleep(Duration::from_millis(50)).await } => {}
    }
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(server.count(), 1);
}
