//! The examples and the snippets, with what they must find.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "the examples' own `main`")]
#![allow(clippy::duplicate_mod, reason = "each example brings what they share")]

#[path = "../examples/backup_restore.rs"]
mod backup_restore;
#[path = "../examples/migrate.rs"]
mod migrate;
#[path = "../examples/scroll_all.rs"]
mod scroll_all;
#[path = "../examples/search/main.rs"]
mod search;
mod snippets;
#[path = "../examples/upload_with_progress.rs"]
mod upload_with_progress;

/// The shipped digits: so many, and so many of each.
const DIGITS: u64 = 1797;
const LABELS: [u64; 10] = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];

#[tokio::test]
async fn upload_with_progress_sends_every_digit_twenty_times() {
    let report = upload_with_progress::run().await.unwrap();
    assert!(report.is_complete());
    assert_eq!((report.points, report.batches, report.retries), (20 * DIGITS, (20 * DIGITS).div_ceil(256), 0));
    assert!(report.bytes > 20 * DIGITS * 64);
}

#[tokio::test]
async fn scroll_all_reads_every_digit_and_goes_on_from_the_middle() {
    let read = scroll_all::run().await.unwrap();
    assert_eq!(read.labels, LABELS);
    assert_eq!((read.half, read.rest), (DIGITS / 2, DIGITS - DIGITS / 2));
}

#[tokio::test]
async fn backup_restore_brings_every_digit_back() {
    let counts = backup_restore::run().await.unwrap();
    assert_eq!((counts.before, counts.after), (DIGITS, DIGITS));
}

#[tokio::test]
async fn migrate_copies_all_and_then_what_was_lost() {
    let copies = migrate::run().await.unwrap();
    let [first, second] = [&copies.first, &copies.second].map(|report| &report.collections[0]);
    assert!(first.complete && first.created && second.complete && !second.created);
    assert_eq!((first.points, first.skipped, first.indexes.len()), (DIGITS, 0, 1));
    let sevens = LABELS[7];
    assert_eq!((second.points, second.skipped), (sevens, DIGITS - sevens));
}

#[tokio::test]
async fn semantic_search_finds_the_topic_of_every_question() {
    let answers = search::semantic::run().await.unwrap();
    assert_eq!(answers.len(), 10);
    for answer in &answers {
        assert_eq!(answer.found, answer.topic, "{}", answer.text);
    }
    assert_eq!(answers[4].text, "He wrote the symphony after he had lost his hearing.");
}

#[tokio::test]
async fn hybrid_search_finds_what_each_way_finds_first() {
    let found = search::hybrid::run().await.unwrap();
    assert_eq!(found.dense[0], "Let the dough rest overnight in the fridge, then bake it hot.");
    assert_ne!(found.sparse[0], found.dense[0]);
    assert!(found.hybrid.contains(&found.dense[0]) && found.hybrid.contains(&found.sparse[0]), "{:?}", found.hybrid);
}

#[tokio::test]
async fn multitenancy_keeps_tenants_apart() {
    let seen = search::multitenancy::run().await.unwrap();
    assert_eq!((seen.by_filter.len(), seen.left, seen.in_shard), (10, 90, 1));
    assert!(seen.by_filter.iter().all(|place| place == "Oslo"));
}

#[tokio::test]
async fn recommendations_follow_the_examples() {
    let recommended = search::recommendations::run().await.unwrap();
    assert_eq!(recommended.alike[..2], ["animals", "animals"]);
    assert_eq!(recommended.elsewhere.len(), 5);
    assert!(recommended.elsewhere.iter().all(|topic| topic != "animals" && topic != "money"), "{:?}", recommended.elsewhere);
    assert_eq!(recommended.discovered[..2], ["space", "space"]);
    assert!(recommended.discovered.iter().all(|topic| topic != "cooking"), "{:?}", recommended.discovered);
}

#[tokio::test]
async fn faceted_search_counts() {
    let facets = search::faceted::run().await.unwrap();
    assert!(facets.topics.len() == 10 && facets.topics.iter().all(|(_, count)| *count == 12));
    assert!(facets.places.len() == 4 && facets.places.iter().all(|(_, count)| *count == 6));
    let counts: std::collections::BTreeMap<_, _> = facets.with_word.into_iter().collect();
    assert_eq!(
        counts.into_iter().collect::<Vec<_>>(),
        [("cooking", 1), ("health", 1), ("space", 1), ("sport", 1)].map(|(a, b)| (a.to_owned(), b))
    );
}

#[tokio::test]
async fn geo_search_knows_the_globe() {
    let places = search::geo::run().await.unwrap();
    assert_eq!(places.near_berlin, ["Berlin", "Copenhagen", "Prague"]);
    assert_eq!(places.northern, ["Copenhagen", "Oslo"]);
    assert_eq!(places.iberian, ["Lisbon", "Madrid"]);
    assert_eq!(places.from_paris, ["Paris", "Berlin", "Prague", "Copenhagen", "Madrid", "Rome", "Oslo", "Lisbon"]);
}

#[tokio::test]
async fn axum_service_answers_and_says_what_is_missing() {
    let answers = search::axum::run().await.unwrap();
    assert_eq!(answers.found.0, "HTTP/1.1 200 OK");
    let found: serde_json::Value = serde_json::from_str(&answers.found.1).unwrap();
    assert_eq!(found.as_array().map(Vec::len), Some(2));
    assert_eq!(answers.missing.0, "HTTP/1.1 404 Not Found");
    assert!(answers.missing.1.contains("scroll_points"), "{}", answers.missing.1);
}
