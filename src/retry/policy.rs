//! What is sent again, how often, and after how long.

use std::time::Duration;

use super::backoff;
use crate::error::Error;
use crate::operation::Safety;

/// When and how often a call is sent again.
///
/// An operation that changes nothing is sent again after a transient failure: no connection, a connection that broke,
/// a server that is unavailable or asks for fewer requests. One that changes something is sent again only where the
/// first request surely never arrived, or the server refused it because of its rate limit.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    attempts: u32,
    base: Duration,
    cap: Duration,
    longest_retry_after: Duration,
    resend_idempotent_writes: bool,
}

impl RetryPolicy {
    /// Three attempts; the first wait is at most 100 ms, each further one twice that, none over 5 s.
    pub fn new() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(100),
            cap: Duration::from_secs(5),
            longest_retry_after: Duration::from_secs(60),
            resend_idempotent_writes: false,
        }
    }

    /// Exactly one request, whatever happens.
    pub fn off() -> Self {
        Self { attempts: 1, ..Self::new() }
    }

    /// How many requests may be sent in all; at least one.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The longest first wait; it doubles with each attempt. Waits are random, so that many clients do not come back
    /// in step.
    #[must_use]
    pub fn base_wait(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// The longest wait between two attempts that the client chooses by itself.
    #[must_use]
    pub fn longest_wait(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// The longest wait that a server may ask for with `retry-after`; if it asks for more, the call fails at once.
    #[must_use]
    pub fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// Also sends writes again whose repetition changes nothing, such as an upsert, when it is not known whether the
    /// first one arrived. Another writer's change in between can be overwritten.
    #[must_use]
    pub fn resend_idempotent_writes(mut self, resend: bool) -> Self {
        self.resend_idempotent_writes = resend;
        self
    }

    /// How long to wait before the next attempt, or `None` when `error` is final. `attempt` counts from one, `random`
    /// is in `0.0..1.0`.
    pub(crate) fn next_wait(&self, attempt: u32, safety: Safety, error: &Error, random: f64) -> Option<Duration> {
        if attempt >= self.attempts || !self.may_resend(safety, error) {
            return None;
        }
        match error.retry_after() {
            Some(asked) => (asked <= self.longest_retry_after).then(|| backoff::after(asked, random)),
            None => Some(backoff::wait(attempt, self.base, self.cap, random)),
        }
    }

    fn may_resend(&self, safety: Safety, error: &Error) -> bool {
        if !error.is_retryable() {
            return false;
        }
        if error.is_rate_limited() || error.is_unsent() {
            return true;
        }
        match safety {
            Safety::Read => true,
            Safety::IdempotentWrite => self.resend_idempotent_writes,
            Safety::Write => false,
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ConnectReason;

    const SAFETIES: [Safety; 3] = [Safety::Read, Safety::IdempotentWrite, Safety::Write];

    fn resent(policy: &RetryPolicy, error: &Error) -> [bool; 3] {
        SAFETIES.map(|safety| policy.next_wait(1, safety, error, 0.5).is_some())
    }

    #[test]
    fn what_is_sent_again() {
        let policy = RetryPolicy::new();
        let refused = Error::connect(ConnectReason::Refused, "").with_unsent(true);
        let broken = Error::connect(ConnectReason::Closed, "");
        for (error, expected) in [
            (refused, [true, true, true]),
            (broken, [true, false, false]),
            (Error::connect(ConnectReason::Tls, "").with_unsent(true), [false; 3]),
            (Error::connect(ConnectReason::Protocol, ""), [false; 3]),
            (Error::from_status(503, ""), [true, false, false]),
            (Error::from_status(502, ""), [true, false, false]),
            (Error::from_status(504, ""), [true, false, false]),
            (Error::from_status(500, ""), [false; 3]),
            (Error::from_status(404, ""), [false; 3]),
            (Error::from_status(408, ""), [false; 3]),
            (Error::from_status(429, ""), [true; 3]),
            (Error::from_status(429, "").with_retry_after(Duration::from_secs(60)), [true; 3]),
            (Error::from_status(429, "").with_retry_after(Duration::from_secs(61)), [false; 3]),
            (Error::timeout(Duration::from_secs(1), 1), [false; 3]),
            (Error::decode(""), [false; 3]),
            (Error::closed(), [false; 3]),
        ] {
            assert_eq!(resent(&policy, &error), expected, "{error:?}");
            assert_eq!(resent(&RetryPolicy::off(), &error), [false; 3], "{error:?}");
        }
        let generous = RetryPolicy::new().resend_idempotent_writes(true);
        assert_eq!(resent(&generous, &Error::from_status(503, "")), [true, true, false]);
    }

    #[test]
    fn attempts_end() {
        let error = Error::from_status(503, "");
        let policy = RetryPolicy::new().attempts(3);
        let waits = [1, 2, 3, 4].map(|attempt| policy.next_wait(attempt, Safety::Read, &error, 1.0));
        assert_eq!(waits, [Some(Duration::from_millis(100)), Some(Duration::from_millis(200)), None, None]);
    }

    #[test]
    fn the_server_chooses_the_wait() {
        let error = Error::from_status(429, "").with_retry_after(Duration::from_secs(2));
        assert_eq!(RetryPolicy::new().next_wait(1, Safety::Write, &error, 0.0), Some(Duration::from_secs(2)));
    }
}
