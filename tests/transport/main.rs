//! How calls travel: both protocols, tested alike against fake servers on loopback.
//!
//! Behaviour that both protocols have is written once, in a module named for its topic, and run twice: `mirrored!`
//! makes `rest_…` and `grpc_…` of it.
#![cfg(all(feature = "rest", feature = "grpc", feature = "blocking"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails so")]

#[path = "../support/mod.rs"]
mod support;

mod auth;
mod cases;
mod channels;
mod close;
mod deadline;
mod errors;
mod headers;
mod names;
mod refused;
mod restarts;
mod retry;
mod secrets;
mod sizes;
mod version;

mod blocking;
mod grpc_faults;
mod grpc_operations;
mod pings;
mod processes;
mod protocols;
mod rest_operations;
mod rest_streams;
mod tls;
mod tracing_spans;

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

mirrored! { rest_auth, grpc_auth = auth:
    api_keys_and_tokens_are_sent
    a_hundred_waiting_calls_ask_for_one_token
    a_failing_provider_is_no_matter_while_the_token_is_good
    without_a_token_nothing_is_sent
    a_refused_token_is_not_used_again
    credentials_in_the_clear_are_warned_of_once
}

mirrored! { rest_channels, grpc_channels = channels:
    building_does_no_io
    a_server_may_start_after_the_client
    a_server_may_restart_between_calls
    a_server_may_close_idle_connections
    clones_share_connections
    a_runtime_may_end_before_the_client
}

mirrored! { rest_close, grpc_close = close:
    close_waits_for_calls_and_refuses_new_ones
    raw_clients_are_closed_too
    dropping_a_client_does_not_wait
}

mirrored! { rest_deadline, grpc_deadline = deadline:
    is_exact_and_final
    of_a_call_beats_that_of_the_client
    covers_connecting
    covers_the_body
    covers_retries
    zero_sends_nothing
    is_not_the_servers_timeout
    connect_timeout_is_its_own
    connect_timeout_covers_the_handshake
}

mirrored! { rest_errors, grpc_errors = errors:
    what_servers_answer_is_told_apart
    unreadable_answers_are_decode_errors
    proxies_answer_too
    no_connection_is_told_apart
    the_other_protocols_port_is_named
    an_unknown_operation_hints_at_versions
}

mirrored! { rest_headers, grpc_headers = headers:
    of_client_and_call_arrive
    of_a_call_replace_those_of_the_client
    the_api_key_wins_over_a_header_of_the_client
    of_the_transport_cannot_be_set
    the_user_agent_names_client_and_program
}

mirrored! { rest_names, grpc_names = names:
    reach_the_server_or_are_refused
    in_bodies_arrive_as_they_are
    of_headers_too
}

mirrored! { rest_refused, grpc_refused = refused:
    an_empty_name_is_not_sent
}

mirrored! { rest_restarts, grpc_restarts = restarts:
    a_write_is_never_sent_twice
}

mirrored! { rest_retry, grpc_retry = retry:
    off_means_one_request_for_every_operation_and_failure
    on_means_by_safety_class_for_every_operation_and_failure
    idempotent_writes_are_sent_again_if_allowed
    a_call_may_have_its_own_policy
    what_never_left_is_sent_again_even_if_a_write
    the_server_chooses_the_wait_in_seconds
    the_server_chooses_the_wait_by_date
    too_long_a_wait_fails_at_once
    the_deadline_caps_the_wait
    a_budget_limits_all_clones
    a_dropped_call_is_not_sent_again
}

mirrored! { rest_secrets, grpc_secrets = secrets:
    are_nowhere_to_be_read
    no_operation_tells_them
}

mirrored! { rest_sizes, grpc_sizes = sizes:
    gzip_is_used_on_request
    gzip_is_off_by_default
    large_answers_arrive
    a_large_answer_is_refused_by_a_cap
    a_large_request_is_refused_by_a_cap
}

mirrored! { rest_tls, grpc_tls = tls:
    own_authority_is_trusted
    a_client_certificate_is_shown
    every_failure_has_its_own_words
    a_server_name_may_be_given
    insecure_accepts_anything
}

mirrored! { rest_version, grpc_version = version:
    is_asked_for_once_beside_the_first_call
    is_not_asked_for_when_off
    too_far_apart_is_a_warning
    can_be_asked_for
    connect_checks_eagerly
}
