//! What counts as proved: by this flow, or by the session it continues.

use super::{Facts, Stop, UserFacts};
use model::flow::Step;
use model::method::{MethodKind, Proof};
use model::session::{Session, SessionLifetimes};
use model::user::{PasswordOrigin, User};
use model::{SignedDuration, Timestamp};

/// The proofs that count, the primary one among them.
pub(super) struct Proved {
    pub(super) proofs: Vec<Proof>,
    pub(super) authenticated_at: Timestamp,
}

/// The proofs whose credential is still the one that was used: it exists, in the same version.
///
/// A recovery code is gone once it is used; its proof lives as long as a method it stood in for, one that
/// was registered when the code was used.
pub fn live_proofs(proofs: &[Proof], user: &UserFacts<'_>) -> Vec<Proof> {
    proofs.iter().filter(|proof| is_live(proof, user)).cloned().collect()
}

fn is_live(proof: &Proof, user: &UserFacts<'_>) -> bool {
    match proof.kind {
        // A new password is a new credential; the version only counts renewals of the same password's hash.
        MethodKind::Password => user.password.is_some_and(|password| password.id == proof.credential),
        MethodKind::SoftwareOath => user.methods.iter().any(|method| {
            method.kind == proof.kind && method.id == proof.credential && method.version == proof.version
        }),
        MethodKind::RecoveryCode => {
            user.methods.iter().any(|method| method.kind.is_second_factor() && method.created_at <= proof.at)
        }
    }
}

/// Whether a session still speaks for its user: it is his, nobody ended it, it was begun after the moment
/// from which the user's sessions count, and it was used lately enough.
pub fn session_usable(session: &Session, user: &User, lifetimes: SessionLifetimes, now: Timestamp) -> bool {
    let idle = if session.persistent {
        SignedDuration::from_hours(lifetimes.persistent_days.saturating_mul(24))
    } else {
        SignedDuration::from_hours(lifetimes.browser_hours)
    };
    session.user == user.id
        && user.may_sign_in()
        && session.ended_at.is_none()
        && session.authenticated_at >= user.sessions_valid_from
        && now.duration_since(session.last_used_at) < idle
}

/// The live proofs, if the primary credential is among them and nothing asks for it to be presented again.
pub(super) fn primary(facts: &Facts<'_>, user: &UserFacts<'_>, now: Timestamp) -> Result<Proved, Stop> {
    let proved = if facts.progress.fresh { of_flow(facts, user) } else { of_session(facts, user, now) };
    proved.ok_or(Stop::Ask(Step::Password))
}

/// What this flow proved. Second factors from before the primary credential was presented belong to an
/// earlier authentication and do not count (DESIGN: each presentation is an authentication of its own).
fn of_flow(facts: &Facts<'_>, user: &UserFacts<'_>) -> Option<Proved> {
    let begun = facts.progress.authenticated_at?;
    let mut proofs = live_proofs(&facts.progress.proofs, user);
    proofs.retain(|proof| proof.at >= begun);
    let authenticated_at = presented(&proofs)?.at;
    (authenticated_at >= user.user.sessions_valid_from).then_some(Proved { proofs, authenticated_at })
}

/// What the session proved, and this flow on top of it. A password that has to be changed is presented
/// first: a session found in a browser must not be enough to choose a new one (ASVS 6.2.3).
fn of_session(facts: &Facts<'_>, user: &UserFacts<'_>, now: Timestamp) -> Option<Proved> {
    let session = facts.session?;
    let own_password = user.password.is_some_and(|password| password.origin != PasswordOrigin::Temporary);
    let usable = session_usable(session, user.user, facts.lifetimes, now);
    if !own_password || !usable || !may_continue(facts, session, now) {
        return None;
    }
    let proofs = live_proofs(&facts.progress.proofs, user);
    let primary = presented(&proofs)?;
    let of_this_session = session.proofs.iter().any(|proof| proof.credential == primary.credential);
    of_this_session.then_some(Proved { proofs, authenticated_at: session.authenticated_at })
}

/// Whether the request and the tenant let a session stand in for presenting the credential.
fn may_continue(facts: &Facts<'_>, session: &Session, now: Timestamp) -> bool {
    let age = now.duration_since(session.authenticated_at);
    let too_old = facts.request.max_age.is_some_and(|most| age > SignedDuration::from_secs(most.max(0)));
    !facts.posture.fresh_every_time && !facts.request.prompt.login && !too_old
}

/// The latest proof of a primary credential.
fn presented(proofs: &[Proof]) -> Option<&Proof> {
    proofs.iter().filter(|proof| !proof.kind.is_second_factor()).max_by_key(|proof| proof.at)
}
