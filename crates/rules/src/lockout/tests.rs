use super::*;
use crate::samples::now;
use proptest::prelude::*;

fn after(failures: u32) -> Lockout {
    let mut lockout = Lockout::default();
    let mut when = now();
    for _ in 0..failures {
        when = lockout.locked_until.unwrap_or(when);
        lockout = failed(&lockout, None, &Settings::default(), when);
    }
    lockout
}

#[test]
fn the_tenth_failure_locks_for_a_minute() {
    assert_eq!(after(9).locked_until, None);
    let locked = after(10);
    assert_eq!(locked.locked_until, Some(later(now(), 60)));
    assert_eq!(admit(&locked, now()), Err(Cause::Locked));
    assert_eq!(admit(&locked, later(now(), 59)), Err(Cause::Locked));
    assert_eq!(admit(&locked, later(now(), 60)), Ok(()));
}

#[test]
fn each_further_failure_locks_twice_as_long_up_to_five_hours() {
    let settings = Settings::default();
    let seconds: Vec<i64> = (0..12).map(|locks| lock_seconds(locks, &settings)).collect();
    assert_eq!(seconds, [60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360, 18_000, 18_000, 18_000]);
    assert_eq!(lock_seconds(u32::MAX, &settings), 18_000);
}

#[test]
fn one_of_the_last_three_wrong_passwords_is_not_counted_again() {
    let settings = Settings::default();
    let once = failed(&Lockout::default(), Some([1; 32]), &settings, now());
    assert_eq!(failed(&once, Some([1; 32]), &settings, now()), once);
    let mut four = once.clone();
    for value in [2, 3, 4] {
        four = failed(&four, Some([value; 32]), &settings, now());
    }
    assert_eq!((four.failures, four.recent_wrong.len()), (4, 3));
    assert_eq!(failed(&four, Some([1; 32]), &settings, now()).failures, 5, "forgotten, so counted");
}

#[test]
fn a_success_forgets_everything() {
    assert_eq!(succeeded(), Lockout::default());
}

proptest! {
    #[test]
    fn locks_are_bounded_and_counters_only_grow(
        tries in prop::collection::vec((0_u8..6, 0_i64..40_000, any::<bool>()), 1..80),
        threshold in 0_u32..12,
    ) {
        let settings = Settings { threshold, ..Settings::default() };
        let (mut lockout, mut when) = (Lockout::default(), now());
        for (value, pause, remembers) in tries {
            when = later(when, pause);
            let wrong = remembers.then_some([value; 32]);
            let next = failed(&lockout, wrong, &settings, when);
            if lockout.is_locked(when) {
                prop_assert_eq!(&next, &lockout, "nothing is tried, so nothing is counted");
                prop_assert!(admit(&lockout, when).is_err());
            }
            prop_assert!(next.failures >= lockout.failures && next.failures <= lockout.failures + 1);
            prop_assert!(next.locks >= lockout.locks);
            prop_assert!(next.recent_wrong.len() <= 3);
            prop_assert!(next.locked_until >= lockout.locked_until, "a lock is never shortened by failing");
            if let Some(until) = next.locked_until {
                prop_assert!(until.duration_since(when).as_secs() <= settings.longest_lock_seconds);
                prop_assert!(next.failures >= settings.threshold);
            }
            if next.failures > lockout.failures && next.failures >= settings.threshold {
                prop_assert!(next.is_locked(when), "every counted failure beyond the threshold locks");
            }
            lockout = next;
        }
    }

    /// What the lock is for: in a year of trying as fast as it allows, a stranger gets a bounded number of tries.
    #[test]
    fn a_year_of_guessing_is_a_few_thousand_tries(start in 0_u32..20) {
        let mut lockout = after(start);
        let (mut when, mut tries) = (lockout.locked_until.unwrap_or(now()), 0_u32);
        let end = later(when, 365 * 86_400);
        while when < end {
            lockout = failed(&lockout, None, &Settings::default(), when);
            when = lockout.locked_until.unwrap_or(when);
            tries += 1;
        }
        prop_assert!(tries < 365 * 5 + 30, "{} tries", tries);
    }
}
