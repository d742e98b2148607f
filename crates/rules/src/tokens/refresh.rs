//! Refreshing: which handle of a grant still counts (DESIGN section 5, RFC 9700 section 4.14).
//!
//! | client | the present handle | an older one |
//! | --- | --- | --- |
//! | single-page | rotates | revokes the grant |
//! | native | rotates; within the grace period after a rotation it does not | within that period the one before answers like the present one; otherwise refused, nothing revoked |
//! | confidential | a fresh handle of the same generation, nothing written | works until its own end |

use super::{Standing, proofs_suffice, user_stands};
use crate::posture::Posture;
use model::application::Platform;
use model::grant::{Grant, RefreshHandle};
use model::user::User;
use model::verdict::Cause;
use model::{AppId, SignedDuration, Timestamp};

/// How far a handle's own time may lie in the future: nodes of one server need not agree to the second.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Lifetimes of refresh handles (`domain-facts.md` section 8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Days after which a handle that was not used is worthless.
    pub inactive_days: i64,
    /// Hours from the first handle of a single-page application to the end of all of them.
    pub spa_hours: i64,
    /// Seconds after a rotation in which a native client that lost the answer, or raced itself, is served.
    pub grace_seconds: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { inactive_days: 90, spa_hours: 24, grace_seconds: 30 }
    }
}

/// What is known when a handle is presented. Its seal was opened with the server's key.
#[derive(Clone, Copy, Debug)]
pub struct RefreshFacts<'a> {
    /// The handle.
    pub handle: &'a RefreshHandle,
    /// Whether its secret is the one whose hash the grant keeps, which is that of the present handle.
    pub secret_matches: bool,
    /// The grant it names.
    pub grant: &'a Grant,
    /// The authenticated or public client that presents it.
    pub client: AppId,
    /// The user as he is now.
    pub user: Option<&'a User>,
    /// What the user's home tenant demands now.
    pub posture: &'a Posture,
    /// Whether the user has a second factor registered.
    pub registered: bool,
    /// The resource's name, for the cause of a refusal.
    pub resource_name: &'a str,
    /// Lifetimes.
    pub limits: Limits,
}

/// What becomes of a refresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefreshDecision {
    /// Issue tokens and a handle.
    Issue {
        /// The generation to write into the grant's row with a new secret; `None` leaves the row as it is.
        rotate_to: Option<i64>,
        /// The generation of the handle to hand out.
        generation: i64,
    },
    /// Refuse.
    Refuse {
        /// Why.
        cause: Cause,
        /// Whether the grant is revoked.
        revoke: bool,
        /// Whether the log calls the token anomalous.
        anomalous: bool,
    },
}

impl RefreshDecision {
    fn refuse(cause: Cause) -> Self {
        Self::Refuse { cause, revoke: false, anomalous: false }
    }
}

/// Decides about a refresh at `now`.
pub fn refresh(facts: &RefreshFacts<'_>, now: Timestamp) -> RefreshDecision {
    let issued_at = match authentic(facts, now) {
        Ok(issued_at) => issued_at,
        Err(cause) => return RefreshDecision::refuse(cause),
    };
    // A replay is acted upon before anything else can refuse for a milder reason; a revoked grant is at its end.
    let rotation = table(facts, now);
    if facts.grant.revoked_at.is_none() && matches!(rotation, RefreshDecision::Refuse { .. }) {
        return rotation;
    }
    lives(facts, issued_at, now).map_or_else(RefreshDecision::refuse, |()| rotation)
}

/// Whether the handle is one of this grant's, and this client's. Gives the moment it was handed out.
fn authentic(facts: &RefreshFacts<'_>, now: Timestamp) -> Result<Timestamp, Cause> {
    let (handle, grant) = (facts.handle, facts.grant);
    let issued_at = Timestamp::from_microsecond(handle.issued_at).map_err(|_| Cause::RefreshInvalid)?;
    let invented = handle.generation == grant.generation && !facts.secret_matches;
    let foreign = handle.grant != grant.id || grant.client != facts.client;
    let future = issued_at.duration_since(now) > SKEW;
    // A generation that is still to come: the store was restored to an earlier state.
    if invented || foreign || future || handle.generation > grant.generation {
        return Err(Cause::RefreshInvalid);
    }
    Ok(issued_at)
}

/// The table of the module's documentation.
fn table(facts: &RefreshFacts<'_>, now: Timestamp) -> RefreshDecision {
    let (presented, present) = (facts.handle.generation, facts.grant.generation);
    let same = RefreshDecision::Issue { rotate_to: None, generation: present };
    let next = present.saturating_add(1);
    let rotated = RefreshDecision::Issue { rotate_to: Some(next), generation: next };
    let replayed = |revoke| RefreshDecision::Refuse { cause: Cause::RefreshInvalid, revoke, anomalous: true };
    let age = now.duration_since(facts.grant.rotated_at);
    let grace = age < SignedDuration::from_secs(facts.limits.grace_seconds);
    match facts.grant.platform {
        Platform::Web => same,
        Platform::Spa if presented == present => rotated,
        Platform::Spa => replayed(true),
        Platform::Native if grace && present.saturating_sub(presented) <= 1 => same,
        Platform::Native if presented == present => rotated,
        Platform::Native => replayed(false),
    }
}

/// Whether user, times and proofs allow another round.
fn lives(facts: &RefreshFacts<'_>, issued_at: Timestamp, now: Timestamp) -> Result<(), Cause> {
    let standing = Standing {
        grant: facts.grant,
        issued_at,
        user: facts.user,
        posture: facts.posture,
        registered: facts.registered,
        resource_name: facts.resource_name,
    };
    user_stands(&standing)?;
    let days = facts.limits.inactive_days;
    if now.duration_since(issued_at) >= SignedDuration::from_hours(days.saturating_mul(24)) {
        return Err(Cause::RefreshInactive { issued_at, days });
    }
    let first = facts.grant.created_at;
    let spa_life = SignedDuration::from_hours(facts.limits.spa_hours);
    if facts.grant.platform == Platform::Spa && now.duration_since(first) >= spa_life {
        return Err(Cause::RefreshSpaExpired { issued_at: first });
    }
    proofs_suffice(&standing)
}
