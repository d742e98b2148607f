use super::*;
use crate::samples::{self, at, now};
use proptest::prelude::*;

fn judge(typed: &str) -> Result<(), Cause> {
    judge_in(&samples::tenant(), typed)
}

fn judge_in(tenant: &Tenant, typed: &str) -> Result<(), Cause> {
    acceptable(typed, &Circumstances { user: &samples::user(), tenant, equals_current: false })
}

fn refused(message: &'static str) -> Result<(), Cause> {
    Err(Cause::PasswordRefused(message))
}

#[test]
fn length_is_counted_in_characters_after_normalization() {
    assert_eq!(judge("7 chars"), refused(message::SHORT));
    assert_eq!(judge("8 chars!"), Ok(()));
    assert_eq!(judge("비밀번호는길게요"), Ok(()), "eight syllables");
    assert_eq!(judge("비밀번호는길게"), refused(message::SHORT), "seven, though 21 bytes");
    // Eight letters and eight combining accents are eight characters in NFC, seven and seven are seven.
    assert_eq!(judge(&"e\u{301}".repeat(8)), Ok(()));
    assert_eq!(judge(&"e\u{301}".repeat(7)), refused(message::SHORT));
    assert_eq!(judge(&"xy".repeat(128)), Ok(()));
    assert_eq!(judge(&format!("{}x", "xy".repeat(128))), refused(message::LONG));
}

#[test]
fn both_spellings_of_a_character_are_one_password() {
    assert_eq!(normalized("e\u{301}tude"), normalized("\u{e9}tude"));
    assert_eq!(normalized("  As Typed  "), "  As Typed  ", "nothing is cut or folded");
}

#[test]
fn names_of_the_user_and_his_organization_are_refused() {
    for typed in ["xx-MILLER-42", "iamjordan77", "Contoso-2026!", "my cloud 123"] {
        assert_eq!(judge(typed), refused(message::NAME), "{typed}");
    }
    assert_eq!(judge("gmb-correct-horse"), Ok(()));
    let short = Tenant { display_name: "Abc".into(), domains: Vec::new(), ..samples::tenant() };
    assert_eq!(judge_in(&short, "abcabcabcabc"), Ok(()), "three letters are no name");
}

#[test]
fn the_present_password_is_refused() {
    let (user, tenant) = (samples::user(), samples::tenant());
    let circumstances = Circumstances { user: &user, tenant: &tenant, equals_current: true };
    assert_eq!(acceptable("correct horse", &circumstances), refused(message::UNCHANGED));
}

#[test]
fn only_the_profile_of_2019_asks_for_kinds_of_characters() {
    let strict = Tenant { profile: Profile::Strict2019, ..samples::tenant() };
    assert_eq!(judge("onlylowercase"), Ok(()));
    assert_eq!(judge_in(&strict, "onlylowercase"), refused(message::SIMPLE));
    assert_eq!(judge_in(&strict, "lower and blank"), refused(message::SIMPLE));
    assert_eq!(judge_in(&strict, "Lower and blank"), Ok(()));
}

#[test]
fn a_temporary_password_is_overdue_after_72_hours() {
    let set = |origin, seconds: i64| Password { set_at: at(-seconds), ..samples::password(origin, 0) };
    assert!(!is_overdue(&set(PasswordOrigin::Temporary, 72 * 3600), now()));
    assert!(is_overdue(&set(PasswordOrigin::Temporary, 72 * 3600 + 1), now()));
    assert!(!is_overdue(&set(PasswordOrigin::Owner, 900 * 86_400), now()), "passwords do not expire");
}

proptest! {
    #[test]
    fn whatever_is_accepted_is_long_enough_and_not_too_long(typed in "\\PC{0,300}") {
        if judge(&typed).is_ok() {
            let length = normalized(&typed).chars().count();
            prop_assert!((SHORTEST..=LONGEST).contains(&length));
            prop_assert!(!typed.to_lowercase().contains("miller"));
        }
    }
}
