use super::{Secret, digits, matching_step, step_at};
use jiff::Timestamp;
use proptest::prelude::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn secret() -> Secret {
    Secret::new(b"12345678901234567890")
}

/// RFC 6238 appendix B, SHA-1, the last six of eight digits.
#[test]
fn the_standards_codes_come_out() {
    for (second, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(secret().code(step_at(at(second))), code);
        assert_eq!(matching_step(&secret(), code, at(second), 0), Some(second / 30));
    }
}

#[test]
fn the_window_is_as_wide_as_asked_and_never_wider_than_ten() {
    let now = at(1_234_567_890);
    let current = step_at(now);
    for (distance, drift, found) in [
        (0, 0, true),
        (1, 0, false),
        (-1, 1, true),
        (1, 1, true),
        (2, 1, false),
        (10, 255, true),
        (11, 255, false),
    ] {
        let code = secret().code(current + distance);
        let expected = found.then_some(current + distance);
        assert_eq!(matching_step(&secret(), &code, now, drift), expected, "{distance} within {drift}");
    }
}

#[test]
fn only_six_digits_are_a_code() {
    for good in ["005924", " 005 924 ", "005\u{a0}924"] {
        assert_eq!(digits(good), Some(*b"005924"), "{good}");
    }
    for bad in ["", "00592", "0059240", "5924", "-05924", "00592a", "٠٠٥٩٢٤", "005924\0", &" ".repeat(40)]
    {
        assert_eq!(digits(bad), None, "{bad}");
    }
}

#[test]
fn times_before_1970_have_steps_too() {
    assert_eq!((step_at(at(-1)), step_at(at(0)), step_at(at(29)), step_at(at(30))), (-1, 0, 0, 1));
}

#[test]
fn secrets_are_read_as_people_type_them() {
    let text = secret().to_base32();
    assert_eq!(*text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    for typed in [
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "gezd gnbv gy3t qojq gezd gnbv gy3t qojq",
        "GEZDGNBV-GY3TQOJQ-GEZDGNBV-GY3TQOJQ===",
    ] {
        assert_eq!(Secret::from_base32(typed), Some(secret()));
    }
    for bad in ["", "GEZDGNBV", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", &"A".repeat(257)] {
        assert_eq!(Secret::from_base32(bad), None, "{bad}");
    }
    assert_eq!(Secret::from_bytes(&[0; 15]), None);
    assert_eq!(Secret::from_bytes(&[0; 65]), None);
    assert_eq!(Secret::from_bytes(secret().as_bytes()), Some(secret()));
    assert_eq!(format!("{:?}", secret()), "Secret(..)");
}

#[test]
fn the_uri_carries_any_script() {
    assert_eq!(
        *secret().otpauth_uri("한빛 클라우드", "kim+1@example.kr"),
        concat!(
            "otpauth://totp/%ED%95%9C%EB%B9%9B%20%ED%81%B4%EB%9D%BC%EC%9A%B0%EB%93%9C:kim%2B1%40example.kr",
            "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%ED%95%9C%EB%B9%9B%20%ED%81%B4%EB%9D%BC%EC%9A%B0%EB%93%9C",
            "&algorithm=SHA1&digits=6&period=30"
        )
    );
}

proptest! {
    #[test]
    fn a_code_is_found_exactly_in_its_window(seed: [u8; 20], second in 0_i64..4_000_000_000, distance in -4_i64..=4, drift in 0_u8..4) {
        let secret = Secret::new(&seed);
        let now = at(second);
        let code = secret.code(step_at(now) + distance);
        let found = matching_step(&secret, &code, now, drift);
        let latest = (-i64::from(drift)..=i64::from(drift)).rev().map(|offset| step_at(now) + offset).find(|step| secret.code(*step) == code);
        prop_assert_eq!(found, latest);
        if distance.abs() <= i64::from(drift) {
            prop_assert!(found.is_some());
        }
    }

    #[test]
    fn base32_and_arbitrary_codes_never_crash(text in "\\PC{0,60}", seed in prop::collection::vec(any::<u8>(), 16..=64)) {
        let _ = Secret::from_base32(&text);
        let secret = Secret::from_bytes(&seed).unwrap();
        prop_assert_eq!(Secret::from_base32(&secret.to_base32()), Some(secret.clone()));
        let _ = matching_step(&secret, &text, at(0), 1);
    }
}
