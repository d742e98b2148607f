use super::{challenge, is_challenge, is_verifier, verify_s256};
use proptest::prelude::*;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// RFC 7636 appendix B.
#[test]
fn the_standards_example_verifies() {
    assert_eq!(challenge(VERIFIER), CHALLENGE);
    assert!(is_challenge(CHALLENGE));
    assert!(verify_s256(VERIFIER, CHALLENGE));
}

#[test]
fn nothing_else_verifies() {
    assert!(!verify_s256(CHALLENGE, CHALLENGE), "the plain method");
    assert!(!verify_s256(VERIFIER, ""));
    assert!(!verify_s256(VERIFIER, &format!("{CHALLENGE}=")));
    assert!(!verify_s256("", &challenge("")));
    let short = "a".repeat(42);
    assert!(!verify_s256(&short, &challenge(&short)));
}

#[test]
fn verifiers_have_43_to_128_unreserved_characters() {
    for (text, good) in [
        ("a".repeat(42), false),
        ("a".repeat(43), true),
        ("~._-".repeat(32), true),
        ("a".repeat(129), false),
        (format!("{}+", "a".repeat(50)), false),
        (format!("{}가", "a".repeat(50)), false),
    ] {
        assert_eq!(is_verifier(&text), good, "{text}");
    }
}

#[test]
fn challenges_are_43_characters_of_base64url() {
    for bad in [
        "",
        &CHALLENGE[1..],
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN",
    ] {
        assert!(!is_challenge(bad), "{bad}");
    }
}

proptest! {
    #[test]
    fn a_verifier_answers_its_own_challenge_only(a in "[A-Za-z0-9._~-]{43,128}", b in "[A-Za-z0-9._~-]{43,128}") {
        prop_assert!(verify_s256(&a, &challenge(&a)));
        prop_assert!(is_challenge(&challenge(&a)));
        prop_assert_eq!(verify_s256(&a, &challenge(&b)), a == b);
    }
}
