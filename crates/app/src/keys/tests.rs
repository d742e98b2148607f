use super::*;

fn key(kid: &str, state: KeyState, activates_at: &str) -> ServerKey {
    let at = activates_at.parse().unwrap();
    ServerKey {
        kid: kid.into(),
        algorithm: "RS256".into(),
        state,
        sealed: Vec::new(),
        certificate: Vec::new(),
        created_at: at,
        activates_at: at,
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn the_first_start_makes_a_key_that_signs_at_once() {
    let now = at("2026-01-01T00:00:00Z");
    assert_eq!(plan(&[], now), Plan { moves: vec![], make: vec![now] });
}

#[test]
fn nothing_happens_in_between() {
    let keys = [key("a", KeyState::Current, "2026-01-01T00:00:00Z")];
    assert_eq!(plan(&keys, at("2026-03-01T00:00:00Z")), Plan::default());
}

#[test]
fn a_successor_is_published_two_days_before_it_signs() {
    let keys = [key("a", KeyState::Current, "2026-01-01T00:00:00Z")];
    let due = at("2026-01-01T00:00:00Z") + SignedDuration::from_hours(SIGNING_DAYS * 24);
    let now = due - SignedDuration::from_hours(ANNOUNCE_HOURS);
    assert_eq!(plan(&keys, now).make, vec![due]);
}

#[test]
fn a_server_that_slept_still_publishes_before_it_signs() {
    let keys = [key("a", KeyState::Current, "2026-01-01T00:00:00Z")];
    let now = at("2027-01-01T00:00:00Z");
    assert_eq!(plan(&keys, now).make, vec![now + SignedDuration::from_hours(ANNOUNCE_HOURS)]);
}

#[test]
fn the_successor_takes_over_and_the_old_key_stays_published_for_a_while() {
    let keys = [
        key("a", KeyState::Current, "2026-01-01T00:00:00Z"),
        key("b", KeyState::Next, "2026-04-01T00:00:00Z"),
    ];
    let moves = plan(&keys, at("2026-04-01T00:00:00Z")).moves;
    assert_eq!(moves, vec![("a".into(), KeyState::Previous), ("b".into(), KeyState::Current)]);
    let after = [
        key("a", KeyState::Previous, "2026-01-01T00:00:00Z"),
        key("b", KeyState::Current, "2026-04-01T00:00:00Z"),
    ];
    assert_eq!(plan(&after, at("2026-04-02T00:00:00Z")), Plan::default());
    assert_eq!(plan(&after, at("2026-04-03T00:00:00Z")).moves, vec![("a".into(), KeyState::Retired)]);
}
