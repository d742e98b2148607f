use jiff::Timestamp;
use proptest::prelude::*;

use super::format;

#[test]
fn milliseconds_and_no_more() {
    let at = |text: &str| format(text.parse::<Timestamp>().unwrap());
    assert_eq!(at("2026-01-09T02:02:12Z"), "2026-01-09T02:02:12Z");
    assert_eq!(at("2026-01-09T11:02:12.3456789+09:00"), "2026-01-09T02:02:12.345Z");
    assert_eq!(at("2026-01-09T02:02:12.0001Z"), "2026-01-09T02:02:12Z");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(millisecond in -60_000_000_000_000_i64..200_000_000_000_000) {
        let at = Timestamp::from_millisecond(millisecond).unwrap();
        prop_assert_eq!(format(at).parse::<Timestamp>().unwrap(), at);
    }
}
