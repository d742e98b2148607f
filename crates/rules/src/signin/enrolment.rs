//! Who may register a first method with the password alone (DESIGN invariant 6).

use super::UserFacts;
use crate::password::is_overdue;
use model::Timestamp;
use model::user::PasswordOrigin;

/// Whether the password alone may enrol the first second factor of this account.
///
/// Only if the account never had one (a removed one counts: whoever stole the password would only have to
/// wait for a reset), and if the password is known to be its owner's: he chose it, or it was given to him for
/// one use within 72 hours. A password that an operator chose to stay is known to two people.
pub fn may_enrol_first(user: &UserFacts<'_>, now: Timestamp) -> bool {
    if user.had_method_ever || !user.methods.is_empty() {
        return false;
    }
    user.password.is_some_and(|password| match password.origin {
        PasswordOrigin::Owner => true,
        PasswordOrigin::Temporary => !is_overdue(password, now),
        PasswordOrigin::Operator => false,
    })
}
