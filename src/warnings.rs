//! How often a client warns of the same thing.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a client and its clones warn, through `tracing`, of the same thing: of credentials without TLS, of a server
/// of a far version, of a token that could not be renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warnings {
    /// Not at all.
    Off,
    /// Once.
    Once,
    /// When it happens, and not again within this time.
    AtMostEvery(Duration),
}

impl Default for Warnings {
    /// At most once a minute.
    fn default() -> Self {
        Warnings::AtMostEvery(Duration::from_secs(60))
    }
}

/// What a client warns of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Warning {
    Insecure,
    Version,
    Token,
}

/// Keeps count of the warnings of one client.
pub(crate) struct Warner {
    limit: Warnings,
    given: Mutex<[Option<Instant>; 3]>,
}

impl Warner {
    pub(crate) fn new(limit: Warnings) -> Self {
        Self { limit, given: Mutex::default() }
    }

    /// Whether to warn now, which is then counted.
    pub(crate) fn may(&self, warning: Warning) -> bool {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let last = &mut given[warning as usize];
        let may = match (self.limit, *last) {
            (Warnings::Off, _) | (Warnings::Once, Some(_)) => false,
            (Warnings::AtMostEvery(pause), Some(last)) => last.elapsed() >= pause,
            (_, None) => true,
        };
        if may {
            *last = Some(Instant::now());
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_is_counted_by_itself() {
        let twice = |limit| {
            let warner = Warner::new(limit);
            [Warning::Token, Warning::Token, Warning::Version].map(|warning| warner.may(warning))
        };
        assert_eq!(twice(Warnings::Off), [false, false, false]);
        assert_eq!(twice(Warnings::Once), [true, false, true]);
        assert_eq!(twice(Warnings::default()), [true, false, true]);
        assert_eq!(twice(Warnings::AtMostEvery(Duration::ZERO)), [true, true, true]);
    }
}
