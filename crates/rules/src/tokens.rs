//! Whether a grant of any kind becomes tokens.
//!
//! Each submodule is one grant of the token endpoint; [`stands`] is what all grants of users have in common,
//! so none can forget enforcement (DESIGN invariant 7).

mod code;
mod credentials;
mod device;
mod password;
mod refresh;

pub use code::{CodeDecision, CodeFacts, redeem_code};
pub use credentials::{CredentialsFacts, application_roles, client_credentials};
pub use device::{DeviceFacts, DeviceReady, device_poll};
pub use password::{PasswordChecked, PasswordDecision, PasswordFacts, password_grant};
pub use refresh::{Limits, RefreshDecision, RefreshFacts, refresh};

use crate::posture::Posture;
use model::Timestamp;
use model::grant::Grant;
use model::method::{Rank, rank};
use model::user::User;
use model::verdict::Cause;

/// Seconds an id token lives.
pub const ID_TOKEN_SECONDS: i64 = 60 * 60;
/// Seconds an authorization code lives (RFC 6749 section 4.1.2 recommends at most ten minutes).
pub const CODE_SECONDS: i64 = 10 * 60;
/// Seconds a device code and its user code live.
pub const DEVICE_CODE_SECONDS: i64 = 15 * 60;
/// Seconds a device waits between two questions.
pub const DEVICE_INTERVAL_SECONDS: i64 = 5;
/// Shortest life of an access token, in seconds.
const ACCESS_TOKEN_SHORTEST: i64 = 60 * 60;
/// Longest life of an access token, in seconds.
const ACCESS_TOKEN_LONGEST: i64 = 90 * 60;

/// Seconds an access token lives: 60 to 90 minutes, evenly spread, so that the clients of a large
/// organization do not all come back in the same second (`domain-facts.md` section 8.1).
pub fn access_token_seconds(random: u64) -> i64 {
    let span = u128::from((ACCESS_TOKEN_LONGEST - ACCESS_TOKEN_SHORTEST + 1).unsigned_abs());
    let offset = (u128::from(random) * span) >> u64::BITS;
    i64::try_from(offset).map_or(ACCESS_TOKEN_SHORTEST, |offset| ACCESS_TOKEN_SHORTEST + offset)
}

/// What a grant of a user stands on.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The grant.
    pub grant: &'a Grant,
    /// When the code, handle or device approval that is presented was handed out.
    pub issued_at: Timestamp,
    /// The user as he is now; `None` if the account is gone.
    pub user: Option<&'a User>,
    /// What the user's home tenant demands now.
    pub posture: &'a Posture,
    /// Whether the user has a second factor registered.
    pub registered: bool,
    /// The resource's name, for the cause of a refusal.
    pub resource_name: &'a str,
}

/// Whether a grant still stands: its user exists and is enabled, nothing revoked it, and it was made with the
/// proofs that are demanded now.
pub fn stands(standing: &Standing<'_>) -> Result<(), Cause> {
    user_stands(standing)?;
    proofs_suffice(standing)
}

/// The first half of [`stands`]: the account, and what revokes its grants (`domain-facts.md` section 8.4).
///
/// The account comes first: disabling one also revokes its grants, and the client is told why.
fn user_stands(standing: &Standing<'_>) -> Result<(), Cause> {
    let grant = standing.grant;
    let user = standing.user.filter(|user| user.id == grant.user && user.deleted_at.is_none());
    let user = user.ok_or(Cause::UserNotFound)?;
    if !user.may_sign_in() {
        return Err(Cause::UserDisabled(user.id));
    }
    not_revoked(grant, standing.issued_at)?;
    let valid_from = user.sessions_valid_from;
    if standing.issued_at.min(grant.created_at) < valid_from {
        return Err(Cause::GrantRevoked { issued_at: standing.issued_at, valid_from });
    }
    Ok(())
}

/// The second half of [`stands`]: enforcement switched on after the grant was made stops it.
fn proofs_suffice(standing: &Standing<'_>) -> Result<(), Cause> {
    let proofs = &standing.grant.proofs;
    if rank(proofs) == Rank::Nothing {
        return Err(Cause::LoginRequired);
    }
    standing.posture.require(proofs, standing.registered, standing.resource_name)
}

/// [`Cause::GrantRevoked`] if somebody revoked the grant itself.
fn not_revoked(grant: &Grant, issued_at: Timestamp) -> Result<(), Cause> {
    match grant.revoked_at {
        Some(valid_from) => Err(Cause::GrantRevoked { issued_at, valid_from }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
