use super::*;

#[test]
fn the_movable_clock_goes_forward_only() {
    let clock = MovableClock::ahead_by(-5);
    assert_eq!(clock.offset_seconds(), 0);
    clock.move_to(86_400);
    clock.move_to(10);
    assert_eq!(clock.offset_seconds(), 86_400);
    let ahead = clock.now().duration_since(SystemClock.now()).as_secs();
    assert!((86_399..=86_400).contains(&ahead), "{ahead}");
}

#[test]
fn an_absurd_offset_stops_at_the_end_of_time() {
    assert_eq!(MovableClock::ahead_by(i64::MAX).now(), Timestamp::MAX);
}
