use super::*;
use crate::samples::{id, now};

#[test]
fn a_step_is_accepted_once_and_in_order() {
    let sequence =
        [(None, None), (Some(5), None), (Some(5), Some(5)), (Some(4), Some(5)), (Some(6), Some(5))];
    let results: Vec<_> = sequence.map(|(matched, last)| accept_step(matched, last)).into();
    assert_eq!(
        results,
        [
            Err(Cause::SecondFactorWrong),
            Ok(5),
            Err(Cause::SecondFactorReplayed),
            Err(Cause::SecondFactorReplayed),
            Ok(6)
        ]
    );
}

#[test]
fn a_recovery_code_is_accepted_once() {
    let code = RecoveryMatch { id: CredentialId(id(3)), used_at: None };
    assert_eq!(accept_recovery_code(Some(code)), Ok(code.id));
    let used = RecoveryMatch { used_at: Some(now()), ..code };
    assert_eq!(accept_recovery_code(Some(used)), Err(Cause::SecondFactorReplayed));
    assert_eq!(accept_recovery_code(None), Err(Cause::SecondFactorWrong));
}

#[test]
fn wrong_and_replayed_codes_count_and_nothing_else_does() {
    assert!(counts_as_failure(&Cause::SecondFactorWrong));
    assert!(counts_as_failure(&Cause::SecondFactorReplayed));
    assert!(!counts_as_failure(&Cause::Locked), "a lock must not feed itself");
    assert!(!counts_as_failure(&Cause::FlowReplayed));
}
