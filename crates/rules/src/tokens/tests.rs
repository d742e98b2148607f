mod grants;
mod interleavings;
mod refreshing;

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn access_tokens_live_sixty_to_ninety_minutes(random in any::<u64>()) {
        prop_assert!((3600..=5400).contains(&access_token_seconds(random)));
    }
}

#[test]
fn both_ends_of_the_range_are_reached_and_the_spread_is_even() {
    assert_eq!((access_token_seconds(0), access_token_seconds(u64::MAX)), (3600, 5400));
    let steps: u32 = 18_010;
    let seconds: Vec<i64> = (0..steps)
        .map(|step| access_token_seconds(u64::from(step) * (u64::MAX / u64::from(steps))))
        .collect();
    let mean = seconds.iter().sum::<i64>() / i64::from(steps);
    assert!((4495..=4505).contains(&mean), "{mean}");
}
