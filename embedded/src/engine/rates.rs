//! How often a collection may be read and written: budgets that fill up again within a minute.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::guard::Lock;

/// The budgets of one collection.
#[derive(Default)]
pub(crate) struct Rates {
    pub(crate) reads: Budget,
    pub(crate) writes: Budget,
}

/// A budget of operations.
#[derive(Default)]
pub(crate) struct Budget(Mutex<Option<State>>);

struct State {
    per_minute: u64,
    left: f64,
    at: Instant,
}

/// Why a budget does not allow something.
#[derive(Debug, PartialEq)]
pub(crate) enum Spent {
    /// It costs more than there ever is.
    TooLarge,
    /// There will be enough after this time.
    Wait { left: f64, time: Duration },
}

impl Budget {
    /// Takes `cost` out of a budget of so many operations a minute. Another limit than before begins with a full budget.
    pub(crate) fn take(&self, per_minute: u64, cost: u64, now: Instant) -> Result<(), Spent> {
        let full = per_minute as f64;
        let mut budget = self.0.locked();
        let state = budget.take().filter(|state| state.per_minute == per_minute);
        let State { left, at, .. } = state.unwrap_or(State { per_minute, left: full, at: now });
        let mut left = (left + now.saturating_duration_since(at).as_secs_f64() * full / 60.0).min(full);
        let cost = cost as f64;
        let outcome = if cost > full {
            Err(Spent::TooLarge)
        } else if cost > left {
            Err(Spent::Wait { left, time: Duration::from_secs_f64(((cost - left) * 60.0 / full).ceil()) })
        } else {
            left -= cost;
            Ok(())
        };
        *budget = Some(State { per_minute, left, at: now });
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_fills_up_within_a_minute() {
        let (budget, start) = (Budget::default(), Instant::now());
        assert_eq!(budget.take(2, 3, start), Err(Spent::TooLarge));
        assert_eq!(budget.take(2, 1, start), Ok(()));
        assert_eq!(budget.take(2, 1, start), Ok(()));
        assert_eq!(budget.take(2, 1, start), Err(Spent::Wait { left: 0.0, time: Duration::from_secs(30) }));
        assert_eq!(budget.take(2, 1, start + Duration::from_secs(31)), Ok(()));
        assert!(matches!(budget.take(2, 2, start + Duration::from_secs(600)), Ok(())), "no more than full");
        assert_eq!(budget.take(5, 5, start + Duration::from_secs(600)), Ok(()), "another limit is another budget");
    }
}
