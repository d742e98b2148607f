//! The password grant (RFC 6749 section 4.3): a program sends the user's name and password.
//!
//! It cannot show a page, so whatever needs one refuses. As on the platform the password is evaluated first
//! (50126 against 50076, a documented oracle), behind lockout and rate limits (DESIGN section 6).

use crate::password::is_overdue;
use crate::posture::Posture;
use model::Timestamp;
use model::lockout::Lockout;
use model::method::Proof;
use model::tenant::{EnforcementState, Tenant};
use model::user::{Password, PasswordOrigin, User};
use model::verdict::Cause;

/// What checking the password gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordChecked {
    /// It is wrong, or there is no such account, or the account has no password.
    Wrong,
    /// It is right.
    Right(Proof),
}

/// What is known when a program sends a password.
#[derive(Clone, Copy, Debug)]
pub struct PasswordFacts<'a> {
    /// The user's home tenant.
    pub tenant: &'a Tenant,
    /// What it demands now.
    pub posture: &'a Posture,
    /// The counters that apply to this account from where the request came.
    pub lockout: &'a Lockout,
    /// What checking the password gave.
    pub checked: &'a PasswordChecked,
    /// The user, if the name belongs to one.
    pub user: Option<&'a User>,
    /// The password as it is kept.
    pub password: Option<&'a Password>,
    /// Whether the user has a second factor registered.
    pub registered: bool,
    /// The resource's name, for the cause of a refusal.
    pub resource_name: &'a str,
}

/// What becomes of a password grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordDecision {
    /// Issue tokens for this proof.
    Issue(Proof),
    /// Refuse.
    Refuse {
        /// Why.
        cause: Cause,
        /// Whether the attempt counts towards the account's lock.
        counts: bool,
        /// Whether it feeds the detection of password spray: the caller has learnt that the password is right.
        oracle: bool,
    },
}

impl PasswordDecision {
    fn refuse(cause: Cause) -> Self {
        let counts = cause == Cause::WrongPassword;
        let oracle = matches!(cause, Cause::MfaRequired { .. } | Cause::MfaEnrollmentRequired { .. });
        Self::Refuse { cause, counts, oracle }
    }
}

/// Decides about a password grant at `now`.
pub fn password_grant(facts: &PasswordFacts<'_>, now: Timestamp) -> PasswordDecision {
    check(facts, now).map_or_else(PasswordDecision::refuse, PasswordDecision::Issue)
}

fn check(facts: &PasswordFacts<'_>, now: Timestamp) -> Result<Proof, Cause> {
    if !facts.tenant.password_grant_allowed && facts.posture.enforcement != EnforcementState::Enforced {
        return Err(Cause::PasswordGrantDisabled);
    }
    if facts.lockout.is_locked(now) {
        return Err(Cause::Locked);
    }
    let (PasswordChecked::Right(proof), Some(user), Some(password)) =
        (facts.checked, facts.user, facts.password)
    else {
        return Err(Cause::WrongPassword);
    };
    if proof.credential != password.id || proof.version != password.version || user.deleted_at.is_some() {
        return Err(Cause::WrongPassword);
    }
    if !user.may_sign_in() {
        return Err(Cause::UserDisabled(user.id));
    }
    if password.origin == PasswordOrigin::Temporary || is_overdue(password, now) {
        return Err(Cause::PasswordMustChange);
    }
    facts.posture.require(std::slice::from_ref(proof), facts.registered, facts.resource_name)?;
    Ok(proof.clone())
}
