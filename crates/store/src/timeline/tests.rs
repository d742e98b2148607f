use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn id(text: &str) -> Uuid {
    let millis = u64::try_from(at(text).as_millisecond()).unwrap();
    uuid::Builder::from_unix_timestamp_millis(millis, &[255; 10]).into_uuid()
}

#[test]
fn ids_of_the_period_and_an_hour_around_it_are_inside() {
    let window = Window::new(Some(at("2026-01-01T12:00:00Z")), Some(at("2026-01-01T13:00:00Z")), None);
    let inside = |text| (window.from..window.below).contains(&id(text));
    assert!(inside("2026-01-01T11:00:00Z"));
    assert!(inside("2026-01-01T13:59:59.999Z"));
    assert!(!inside("2026-01-01T10:59:59.999Z"));
    assert!(!inside("2026-01-01T14:00:00Z"));
    assert!(window.at_from < window.at_before);
}

#[test]
fn an_open_period_holds_every_id() {
    let window = Window::new(None, None, None);
    assert!(window.from.is_nil());
    assert_eq!(window.below, Uuid::max());
}

#[test]
fn a_page_ends_before_the_entry_or_the_period_whichever_is_earlier() {
    let (early, late) = (id("2026-01-01T12:30:00Z"), id("2026-02-01T00:00:00Z"));
    let to = Some(at("2026-01-01T13:00:00Z"));
    assert_eq!(Window::new(None, to, Some(early)).below, early);
    assert!(Window::new(None, to, Some(late)).below < late);
}
