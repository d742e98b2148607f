//! Redeeming an authorization code (RFC 6749 section 4.1.3, RFC 7636 section 4.6, RFC 9700 section 2.1.1).

use super::{CODE_SECONDS, Standing, stands};
use crate::posture::Posture;
use model::grant::{AuthorizationCode, Grant};
use model::user::User;
use model::verdict::Cause;
use model::{AppId, SignedDuration, TenantId, Timestamp};

/// What is known when a code is presented. The code was found and the secret in it compared.
#[derive(Clone, Copy, Debug)]
pub struct CodeFacts<'a> {
    /// The code as it is kept.
    pub code: &'a AuthorizationCode,
    /// The grant it redeems.
    pub grant: &'a Grant,
    /// The authenticated or public client that presents it.
    pub client: AppId,
    /// The tenant of the endpoint; `None` at `common` and `organizations`.
    pub tenant: Option<TenantId>,
    /// The redirect URI as the client repeats it.
    pub redirect_uri: Option<&'a str>,
    /// Whether the PKCE verifier matches the code's challenge; `None` if none was sent.
    pub verifier: Option<bool>,
    /// The user as he is now.
    pub user: Option<&'a User>,
    /// What the user's home tenant demands now.
    pub posture: &'a Posture,
    /// Whether the user has a second factor registered.
    pub registered: bool,
    /// The resource's name, for the cause of a refusal.
    pub resource_name: &'a str,
}

/// What becomes of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeDecision {
    /// Issue tokens, and mark the code as redeemed.
    Issue,
    /// Refuse; revoke the grant if the code was stolen or leaked.
    Refuse {
        /// Why.
        cause: Cause,
        /// Whether the grant is revoked with it.
        revoke: bool,
    },
}

/// Decides about a code at `now`.
pub fn redeem_code(facts: &CodeFacts<'_>, now: Timestamp) -> CodeDecision {
    if let Err(cause) = belongs(facts) {
        return CodeDecision::Refuse { cause, revoke: false };
    }
    if facts.code.redeemed_at.is_some() {
        // Whichever of the two came second: somebody else has the code (RFC 6749 section 4.1.2).
        return CodeDecision::Refuse { cause: Cause::CodeRedeemed, revoke: true };
    }
    match valid(facts, now) {
        Ok(()) => CodeDecision::Issue,
        Err(cause) => CodeDecision::Refuse { cause, revoke: false },
    }
}

/// Whether the code is this client's. A stranger learns nothing about it and harms nobody with it.
fn belongs(facts: &CodeFacts<'_>) -> Result<(), Cause> {
    if facts.code.grant == facts.grant.id && facts.grant.client == facts.client {
        Ok(())
    } else {
        Err(Cause::CodeInvalid)
    }
}

fn valid(facts: &CodeFacts<'_>, now: Timestamp) -> Result<(), Cause> {
    let code = facts.code;
    if now >= code.expires_at {
        return Err(Cause::CodeExpired);
    }
    if facts.redirect_uri != Some(code.redirect_uri.as_str()) {
        return Err(Cause::CodeInvalid);
    }
    if facts.tenant.is_some_and(|tenant| tenant != code.resource_tenant) {
        return Err(Cause::CodeWrongTenant);
    }
    verifier(facts)?;
    let issued_at = code
        .expires_at
        .checked_sub(SignedDuration::from_secs(CODE_SECONDS))
        .unwrap_or(facts.grant.created_at);
    stands(&Standing {
        grant: facts.grant,
        issued_at,
        user: facts.user,
        posture: facts.posture,
        registered: facts.registered,
        resource_name: facts.resource_name,
    })
}

/// A verifier is needed exactly if there was a challenge: one without the other is a downgrade.
fn verifier(facts: &CodeFacts<'_>) -> Result<(), Cause> {
    match (&facts.code.challenge, facts.verifier) {
        (None, None) | (Some(_), Some(true)) => Ok(()),
        (Some(_), None) => Err(Cause::MissingParameter("code_verifier")),
        (Some(_), Some(false)) | (None, Some(_)) => Err(Cause::VerifierMismatch),
    }
}
