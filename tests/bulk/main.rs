//! Uploads, scrolls, snapshots and migrations against servers that fail, stall, limit, hang up and answer late.
#![cfg(all(feature = "rest", feature = "grpc", feature = "blocking", feature = "serve", feature = "testing"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails so")]
#![allow(clippy::redundant_closure_call, reason = "a macro's body that may return early")]

#[path = "../support/mod.rs"]
mod support;

mod served;
mod sink;

mod migrate;
mod scroll;
mod snapshot_failures;
mod snapshots;
mod upload;
mod upload_failures;
mod upload_inputs;
mod upload_runtime;

/// Runs the tests of a module over both protocols.
macro_rules! mirrored {
    ($rest:ident, $grpc:ident = $module:ident: $($test:ident)*) => {
        mod $rest {
            $(
                #[tokio::test]
                async fn $test() {
                    crate::$module::$test(qdrant_remote::Protocol::Rest).await;
                }
            )*
        }

        mod $grpc {
            $(
                #[tokio::test]
                async fn $test() {
                    crate::$module::$test(qdrant_remote::Protocol::Grpc).await;
                }
            )*
        }
    };
}

mirrored! { rest_upload, grpc_upload = upload:
    every_point_arrives_once
    batches_end_by_count_and_by_size
    long_requests_are_whole
    a_point_over_the_limit_is_named_and_not_sent
    settings_are_those_of_every_request
    progress_grows_to_the_report
    absent_ids_are_made_up
}

mirrored! { rest_upload_failures, grpc_upload_failures = upload_failures:
    only_what_failed_is_sent_again
    broken_connections_are_survived
    a_rate_limit_is_waited_for
    a_rate_limit_beyond_the_deadline_ends_the_batch
    a_stalled_batch_fails_and_the_rest_goes_on
    late_answers_hold_up_nobody
    stopping_accounts_for_every_point
    stopping_cuts_waits_short
    failures_are_collected
    no_more_is_held_than_the_batches_on_their_way_and_one
    dropping_the_upload_stops_it
    a_broken_source_ends_the_upload_after_what_came
}

mirrored! { rest_scroll, grpc_scroll = scroll:
    every_point_comes_once
    each_page_is_asked_for_alike
    reading_goes_on_where_it_stopped
    a_failed_page_is_the_last_item
    a_page_that_fails_in_passing_is_asked_for_again
    ties_are_no_matter_in_an_order
    prefetching_is_one_page_ahead
    the_same_page_again_is_an_error
}

mirrored! { rest_migrate, grpc_migrate = migrate:
    the_whole_configuration_comes_across
    collisions_are_settled_before_anything_changes
    merging_keeps_what_is_there
    an_interrupted_configuration_is_finished
    an_interrupted_copy_is_finished
    shard_keys_come_across_with_their_points
    counts_that_differ_are_an_error
}

mirrored! { rest_snapshots, grpc_snapshots = snapshots:
    snapshots_are_made_listed_and_deleted
}
