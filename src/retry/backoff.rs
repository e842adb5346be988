//! How long to wait between attempts: exponential, and random so that clients do not come back together.

use std::time::Duration;

/// A wait before attempt `attempt + 1`, where `random` is in `0.0..1.0`: anything up to `base` doubled per attempt,
/// at most `cap`, and at least a tenth of it so that no retry is immediate.
pub(crate) fn wait(attempt: u32, base: Duration, cap: Duration, random: f64) -> Duration {
    let doubled = base.saturating_mul(1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX));
    doubled.min(cap).mul_f64(0.1 + 0.9 * random.clamp(0.0, 1.0))
}

/// The wait that the server asked for and up to a tenth more.
pub(crate) fn after(asked: Duration, random: f64) -> Duration {
    asked.saturating_add(asked.min(Duration::from_secs(3600)).mul_f64(0.1 * random.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_up_to_the_cap() {
        let (base, cap) = (Duration::from_millis(100), Duration::from_secs(1));
        for (attempt, longest) in [(1, 100), (2, 200), (3, 400), (4, 800), (5, 1000), (6, 1000), (40, 1000), (u32::MAX, 1000)] {
            let longest = Duration::from_millis(longest);
            assert_eq!(wait(attempt, base, cap, 1.0), longest, "attempt {attempt}");
            assert_eq!(wait(attempt, base, cap, 0.0), longest.mul_f64(0.1), "attempt {attempt}");
        }
    }

    #[test]
    fn the_server_is_never_hurried() {
        let asked = Duration::from_secs(2);
        assert_eq!(after(asked, 0.0), asked);
        assert_eq!(after(asked, 1.0), Duration::from_millis(2200));
        assert!(after(Duration::MAX, 1.0) == Duration::MAX);
    }
}
