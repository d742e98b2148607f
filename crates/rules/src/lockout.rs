//! Smart lockout: guessing stops for a while, longer each time (`domain-facts.md` section 13.1).
//!
//! Counters are kept per account and per kind of place (familiar or not), so a stranger's guesses do not
//! lock the owner out; second factors are counted per user, whatever the place (DESIGN section 5).

use model::lockout::Lockout;
use model::verdict::Cause;
use model::{SignedDuration, Timestamp};

/// How many wrong passwords are remembered: repeating one of them is a habit, not a guess.
const REMEMBERED: usize = 3;

/// When and how long an account is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The failure that locks for the first time.
    pub threshold: u32,
    /// Seconds of the first lock; every further one doubles.
    pub first_lock_seconds: i64,
    /// Seconds no lock exceeds.
    pub longest_lock_seconds: i64,
}

impl Default for Settings {
    /// The platform's published numbers: ten failures, one minute. It does not publish how locks grow; ours
    /// double and end at five hours, which leaves a patient guesser about five tries a day and lets the
    /// owner in on the day he notices.
    fn default() -> Self {
        Self { threshold: 10, first_lock_seconds: 60, longest_lock_seconds: 5 * 60 * 60 }
    }
}

/// Whether anything may be tried at `now`.
pub fn admit(lockout: &Lockout, now: Timestamp) -> Result<(), Cause> {
    if lockout.is_locked(now) { Err(Cause::Locked) } else { Ok(()) }
}

/// The counters after a failure at `now`.
///
/// `wrong` is a keyed hash of the password that was tried; `None` where repeating a value means nothing, as
/// with one-time codes. While the account is locked nothing is tried, so nothing is counted.
pub fn failed(lockout: &Lockout, wrong: Option<[u8; 32]>, settings: &Settings, now: Timestamp) -> Lockout {
    let mut after = lockout.clone();
    if lockout.is_locked(now) || wrong.is_some_and(|wrong| lockout.recent_wrong.contains(&wrong)) {
        return after;
    }
    if let Some(wrong) = wrong {
        after.recent_wrong.push(wrong);
        let excess = after.recent_wrong.len().saturating_sub(REMEMBERED);
        after.recent_wrong.drain(..excess);
    }
    after.failures = lockout.failures.saturating_add(1);
    if after.failures >= settings.threshold {
        after.locked_until = Some(later(now, lock_seconds(lockout.locks, settings)));
        after.locks = lockout.locks.saturating_add(1);
    }
    after
}

/// The counters after a success.
pub fn succeeded() -> Lockout {
    Lockout::default()
}

/// Seconds of the lock that follows `locks` earlier ones.
fn lock_seconds(locks: u32, settings: &Settings) -> i64 {
    let longest = settings.longest_lock_seconds.max(0);
    let factor = 1_i64.checked_shl(locks.min(62)).unwrap_or(i64::MAX);
    settings.first_lock_seconds.max(0).saturating_mul(factor).min(longest)
}

fn later(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
