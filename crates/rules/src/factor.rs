//! Whether a second factor's code counts. Verifying it against the secret is done elsewhere; what is
//! decided here is that each code counts once, and which failures are counted.
//!
//! Sources: RFC 6238 section 5.2 (a code is accepted once), DESIGN section 5.

use model::verdict::Cause;
use model::{CredentialId, Timestamp};

/// How many recovery codes are handed out at registration.
pub const RECOVERY_CODES: usize = 10;

/// Accepts the time step a TOTP code was found to belong to, and gives the step to remember.
///
/// `matched` is the step within the drift window whose code was typed; `last_step` is the last accepted one.
/// A step is accepted neither twice nor after a later one: [`Cause::SecondFactorReplayed`].
pub fn accept_step(matched: Option<i64>, last_step: Option<i64>) -> Result<i64, Cause> {
    match (matched, last_step) {
        (None, _) => Err(Cause::SecondFactorWrong),
        (Some(step), Some(last)) if step <= last => Err(Cause::SecondFactorReplayed),
        (Some(step), _) => Ok(step),
    }
}

/// The recovery code that was typed, as the store knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryMatch {
    /// The code's id.
    pub id: CredentialId,
    /// When it was used before.
    pub used_at: Option<Timestamp>,
}

/// Accepts a recovery code, once.
pub fn accept_recovery_code(matched: Option<RecoveryMatch>) -> Result<CredentialId, Cause> {
    match matched {
        None => Err(Cause::SecondFactorWrong),
        Some(RecoveryMatch { used_at: Some(_), .. }) => Err(Cause::SecondFactorReplayed),
        Some(RecoveryMatch { id, used_at: None }) => Ok(id),
    }
}

/// Whether a refusal counts towards the user's lock. A replayed code counts like a wrong one: whoever
/// replays it has watched it.
pub fn counts_as_failure(cause: &Cause) -> bool {
    matches!(cause, Cause::SecondFactorWrong | Cause::SecondFactorReplayed)
}

#[cfg(test)]
mod tests;
