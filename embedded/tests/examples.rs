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
