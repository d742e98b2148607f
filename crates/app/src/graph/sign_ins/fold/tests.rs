use super::super::tests::{code, entry, password};
use super::*;
use model::signin::RequirementProvider;

fn with(number: u128, second: i64, error_code: u32, steps: &[AuthenticationStep]) -> SignIn {
    SignIn { error_code, steps: steps.to_vec(), ..entry(number, second) }
}

/// The ids and steps of what readers see of entries, oldest first.
fn seen(entries: &[SignIn]) -> Vec<(u128, usize)> {
    let visible = entries.iter().filter(|entry| !is_part_of_a_later_one(entry, entries));
    visible.map(|entry| (entry.id.0.as_u128(), whole(entry.clone(), entries).steps.len())).collect()
}

#[test]
fn interruptions_and_wrong_codes_are_parts_of_the_last_entry() {
    let entries = [
        with(1, 0, 50_074, &[password(0, true)]),
        with(2, 5, 500_121, &[password(0, true), code(5, false)]),
        with(3, 9, 50_140, &[password(0, true), code(9, true)]),
        with(4, 12, 0, &[password(0, true), code(9, true)]),
    ];
    assert_eq!(seen(&entries), [(4, 3)]);
    let whole = whole(entries[3].clone(), &entries);
    assert_eq!(whole.steps, [password(0, true), code(5, false), code(9, true)]);
    assert_eq!((whole.error_code, whole.at), (0, entries[3].at));
}

#[test]
fn an_abandoned_sign_in_is_its_last_entry() {
    let entries =
        [with(1, 0, 50_074, &[password(0, true)]), with(2, 5, 500_121, &[password(0, true), code(5, false)])];
    assert_eq!(seen(&entries), [(2, 2)]);
    assert_eq!(seen(&entries[..1]), [(1, 1)]);
}

#[test]
fn wrong_passwords_stand_for_themselves() {
    let entries = [
        with(1, 0, 50_126, &[password(0, false)]),
        with(2, 3, 50_053, &[password(3, false)]),
        with(3, 5, 0, &[password(5, true)]),
    ];
    assert_eq!(seen(&entries), [(1, 1), (2, 1), (3, 1)]);
}

#[test]
fn two_sign_ins_with_one_correlation_id_stay_two() {
    let entries = [
        with(1, 0, 50_074, &[password(0, true)]),
        with(2, 5, 0, &[password(0, true), code(5, true)]),
        with(3, 60, 50_074, &[password(60, true)]),
        with(4, 65, 0, &[password(60, true), code(65, true)]),
    ];
    assert_eq!(seen(&entries), [(2, 2), (4, 2)]);
    // Begun in two tabs, by turns.
    let tabs = [
        with(1, 0, 50_074, &[password(0, true)]),
        with(2, 1, 50_074, &[password(1, true)]),
        with(3, 5, 0, &[password(0, true), code(5, true)]),
        with(4, 40, 0, &[password(1, true), code(40, true)]),
    ];
    assert_eq!(seen(&tabs), [(3, 2), (4, 2)]);
}

#[test]
fn a_flow_that_took_too_long_is_not_continued() {
    let entries = [with(1, 0, 50_140, &[password(0, true)]), with(2, 17 * 60, 0, &[password(0, true)])];
    assert_eq!(seen(&entries), [(1, 1), (2, 1)]);
}

#[test]
fn what_any_part_demanded_was_demanded() {
    let mut interrupted = with(1, 0, 50_074, &[password(0, true)]);
    interrupted.requirement = Requirement::MultiFactorAuthentication;
    interrupted.required_by = vec![RequirementProvider::EnforcedForCspAdmins];
    let entries = [interrupted, with(2, 5, 0, &[password(0, true), code(5, true)])];
    let whole = whole(entries[1].clone(), &entries);
    assert_eq!(whole.requirement, Requirement::MultiFactorAuthentication);
    assert_eq!(whole.required_by, [RequirementProvider::EnforcedForCspAdmins]);
}

#[test]
fn a_consent_interruption_of_a_running_session_is_folded() {
    // A session goes on without a new step; its steps appear in the last entry.
    let entries = [with(1, 0, 65_001, &[]), with(2, 5, 0, &[password(-500, true)])];
    assert_eq!(seen(&entries), [(2, 1)]);
}
