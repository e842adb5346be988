//! A limit on how much extra load the retries of all clones of a client may make together.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// How many retries a client and its clones may spend: a share of their calls, and a reserve for the first ones.
/// Against a server that fails everything, load grows by the share and no more.
#[derive(Clone, Debug)]
pub struct RetryBudget {
    share: i64,
    reserve: i64,
    balance: Arc<AtomicI64>,
}

/// One retry, in the unit of the balance.
const RETRY: i64 = 1000;

impl RetryBudget {
    /// One retry for every ten calls, and ten at once.
    pub fn new() -> Self {
        Self::with(0.1, 10)
    }

    /// `share` retries for each call, and `reserve` at once.
    pub fn with(share: f64, reserve: u32) -> Self {
        let thousandths = (share.clamp(0.0, 100.0) * RETRY as f64).round() as i64;
        let reserve = i64::from(reserve) * RETRY;
        Self { share: thousandths, reserve, balance: Arc::new(AtomicI64::new(reserve)) }
    }

    /// No limit.
    pub fn unlimited() -> Self {
        Self::with(100.0, u32::MAX)
    }

    /// A call begins: it earns its share.
    pub(crate) fn earn(&self) {
        let add = |balance: i64| (balance < self.reserve).then(|| (balance + self.share).min(self.reserve));
        let _ = self.balance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// A retry is about to be sent: whether the budget has it.
    pub(crate) fn spend(&self) -> bool {
        let take = |balance: i64| (balance >= RETRY).then_some(balance - RETRY);
        self.balance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_server_sees_a_tenth_more() {
        let budget = RetryBudget::new();
        let clone = budget.clone();
        let retries = (0..1000)
            .filter(|n| {
                budget.earn();
                if n % 2 == 0 { budget.spend() } else { clone.spend() }
            })
            .count();
        assert!((100..=110).contains(&retries), "{retries}");
    }

    #[test]
    fn the_extremes() {
        let none = RetryBudget::with(0.0, 0);
        none.earn();
        assert!(!none.spend());
        let all = RetryBudget::unlimited();
        assert!((0..100_000).all(|_| all.spend()));
    }
}
