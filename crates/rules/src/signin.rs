//! The interactive sign-in as a state machine: facts in, the next step out.
//!
//! Nothing is remembered between two questions but the facts, so a step can be repeated, a user be disabled
//! or a policy be switched on in the middle of a flow, and the next decision sees it. The order of the
//! checks is the order of the functions in [`decide`].
//!
//! Sources: DESIGN section 5 and invariants 6 and 7; OpenID Connect Core section 3.1.2.1 (`prompt`, `max_age`).

mod enrolment;
mod progress;
mod proved;

pub use enrolment::may_enrol_first;
pub use progress::{
    continue_session, method_registered, password_changed, primary_proved, recovery_codes_seen,
    second_factor_proved,
};
pub use proved::{live_proofs, session_usable};

use crate::consent::ConsentState;
use crate::password::is_overdue;
use crate::posture::Posture;
use model::Timestamp;
use model::flow::{Ending, Flow, FlowRequest, Progress, Step, StoredFlow};
use model::method::{Method, Proof, Rank, amr, rank};
use model::session::{Session, SessionLifetimes};
use model::signin::{Requirement, RequirementProvider};
use model::user::{Password, PasswordOrigin, User, UserType};
use model::verdict::Cause;
use proved::Proved;

/// What is known of a flow when the next step is asked for.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// What the user's home tenant demands.
    pub posture: &'a Posture,
    /// What the client asked for.
    pub request: &'a FlowRequest,
    /// The user as he is now; `None` before a name was given, or if the account is gone.
    pub user: Option<UserFacts<'a>>,
    /// The browser's session that the flow continues, as it is now.
    pub session: Option<&'a Session>,
    /// What happened so far.
    pub progress: &'a Progress,
    /// Whether the client may have what it asks for.
    pub consent: ConsentState,
    /// How long sessions last.
    pub lifetimes: SessionLifetimes,
    /// The client's name, for the causes of refusals.
    pub client_name: &'a str,
    /// The resource's name, for the causes of refusals.
    pub resource_name: &'a str,
}

/// What is known of a user.
#[derive(Clone, Copy, Debug)]
pub struct UserFacts<'a> {
    /// The account.
    pub user: &'a User,
    /// Its password, if it has one.
    pub password: Option<&'a Password>,
    /// Its registered methods.
    pub methods: &'a [Method],
    /// How many recovery codes are left.
    pub unused_recovery_codes: usize,
    /// Whether the account ever had a method, removed ones included.
    pub had_method_ever: bool,
    /// Whether the user holds an administrator's role.
    pub is_administrator: bool,
}

impl UserFacts<'_> {
    /// Whether there is a second factor to ask for.
    pub fn has_second_factor(&self) -> bool {
        self.methods.iter().any(|method| method.kind.is_second_factor())
    }
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Show this step's page.
    Ask(Step),
    /// End the flow.
    Refuse(Cause),
    /// Nothing is missing.
    Finish(Finish),
}

/// A sign-in that lacks nothing. Only [`decide`] makes one, and under enforcement only of proofs that
/// together are multi-factor.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finish {
    /// What was proved; tokens never claim more.
    pub proofs: Vec<Proof>,
    /// The `amr` values of the proofs.
    pub amr: Vec<String>,
    /// When the primary credential was presented (`auth_time`).
    pub authenticated_at: Timestamp,
    /// Whether it was presented in this flow: then a new session begins.
    pub fresh: bool,
    /// What was needed.
    pub requirement: Requirement,
    /// What demanded it.
    pub required_by: Vec<RequirementProvider>,
    /// Whether the session outlives the browser.
    pub stay_signed_in: bool,
    /// The scope words the client may have.
    pub granted: Vec<String>,
}

/// Why the chain of checks stopped.
enum Stop {
    Ask(Step),
    Refuse(Cause),
}

/// The next step of a flow at `now`.
pub fn decide(facts: &Facts<'_>, now: Timestamp) -> Decision {
    match check(facts, now) {
        Ok(finish) => Decision::Finish(finish),
        Err(Stop::Refuse(cause)) => Decision::Refuse(cause),
        Err(Stop::Ask(step)) if facts.request.prompt.none => Decision::Refuse(silent(facts, step)),
        Err(Stop::Ask(step)) => Decision::Ask(step),
    }
}

/// Whether an answer to `step` may still have its effect: the flow would ask for it at this moment.
///
/// Asked inside the transaction that writes the effect. Without it two flows of one user, both standing at
/// the registration of the first method, could both register one with the password alone.
pub fn expects(facts: &Facts<'_>, step: Step, now: Timestamp) -> Result<(), Cause> {
    let recovery = |user: UserFacts<'_>| user.unused_recovery_codes > 0;
    match decide(facts, now) {
        Decision::Ask(Step::OneTimeCode)
            if step == Step::RecoveryCode && facts.user.is_some_and(recovery) =>
        {
            Ok(())
        }
        Decision::Ask(asked) if accepts(asked, step) => Ok(()),
        Decision::Refuse(cause) => Err(cause),
        Decision::Ask(_) | Decision::Finish(_) => Err(Cause::FlowReplayed),
    }
}

/// Whether a flow that stands at one step takes the answer to another: only to the very same.
pub fn accepts(step_in_flow: Step, step_answered: Step) -> bool {
    step_in_flow == step_answered
}

/// Whether the sealed flow a browser sent may move the stored one on: each step succeeds once, and Back
/// yields [`Cause::FlowReplayed`].
pub fn may_advance(stored: &StoredFlow, sealed: &Flow, now: Timestamp) -> Result<(), Cause> {
    let same = stored.id == sealed.id && stored.version == sealed.version;
    if !same || !accepts(stored.step, sealed.step) {
        return Err(Cause::FlowReplayed);
    }
    if now >= stored.expires_at { Err(Cause::FlowExpired) } else { Ok(()) }
}

fn check(facts: &Facts<'_>, now: Timestamp) -> Result<Finish, Stop> {
    scopes_exist(facts)?;
    let user = account(facts)?;
    let proved = proved::primary(facts, &user, now)?;
    second_factor(facts, &user, &proved, now)?;
    recovery_codes_shown(facts, &user)?;
    password_is_own(&user)?;
    stay_signed_in(facts, &user)?;
    let granted = consent(facts)?;
    device(facts)?;
    finish(facts, &user, proved, granted)
}

/// A client that asks for what does not exist is told at once; nobody types a password for it.
fn scopes_exist(facts: &Facts<'_>) -> Result<(), Stop> {
    match &facts.consent {
        ConsentState::Invalid(scope) => Err(Stop::Refuse(Cause::ScopeInvalid(scope.clone()))),
        _ => Ok(()),
    }
}

/// The user, if the account may be used. What state an account is in is told only to somebody who has
/// presented its credential or continues its session.
fn account<'a>(facts: &Facts<'a>) -> Result<UserFacts<'a>, Stop> {
    let begun = facts.session.is_some()
        || facts.progress.authenticated_at.is_some()
        || !facts.progress.proofs.is_empty();
    let Some(facts_of_user) = facts.user else {
        let choose = if facts.request.prompt.select_account { Step::PickAccount } else { Step::Username };
        return Err(if begun { Stop::Refuse(Cause::UserNotFound) } else { Stop::Ask(choose) });
    };
    let user = facts_of_user.user;
    if !begun {
        Err(Stop::Ask(Step::Password))
    } else if user.deleted_at.is_some() {
        Err(Stop::Refuse(Cause::UserNotFound))
    } else if !user.may_sign_in() {
        Err(Stop::Refuse(Cause::UserDisabled(user.id)))
    } else {
        Ok(facts_of_user)
    }
}

/// The second factor: asked for, registered, or refused because the password alone may not register one.
fn second_factor(
    facts: &Facts<'_>,
    user: &UserFacts<'_>,
    proved: &Proved,
    now: Timestamp,
) -> Result<(), Stop> {
    if rank(&proved.proofs) >= Rank::MultiFactor {
        return Ok(());
    }
    let overdue = user.password.is_none_or(|password| is_overdue(password, now));
    if overdue && !user.has_second_factor() {
        return Err(Stop::Refuse(Cause::PasswordMustChange));
    }
    if !overdue && !facts.posture.needs_second_factor() && !facts.request.wants_mfa {
        return Ok(());
    }
    if user.has_second_factor() {
        return Err(Stop::Ask(Step::OneTimeCode));
    }
    if !may_enrol_first(user, now) {
        let resource = facts.resource_name.to_owned();
        return Err(Stop::Refuse(Cause::MfaEnrollmentRequired { resource }));
    }
    // A session found in a browser must not be enough to give its account a second factor.
    Err(Stop::Ask(if facts.progress.fresh { Step::Register } else { Step::Password }))
}

/// After a registration the recovery codes are shown until the user says that he saw them.
fn recovery_codes_shown(facts: &Facts<'_>, user: &UserFacts<'_>) -> Result<(), Stop> {
    let pending = facts.progress.pending_method;
    let registered = pending.is_some_and(|id| user.methods.iter().any(|method| method.id == id));
    if registered { Err(Stop::Ask(Step::ShowRecoveryCodes)) } else { Ok(()) }
}

/// A password somebody else chose for one use has to be replaced.
fn password_is_own(user: &UserFacts<'_>) -> Result<(), Stop> {
    match user.password {
        Some(password) if password.origin != PasswordOrigin::Temporary => Ok(()),
        _ => Err(Stop::Ask(Step::ChangePassword)),
    }
}

/// Whether to stay signed in is asked once per new session, and only where the answer means something
/// (`domain-facts.md` section 13.9).
fn stay_signed_in(facts: &Facts<'_>, user: &UserFacts<'_>) -> Result<(), Stop> {
    let answered = facts.progress.stay_signed_in.is_some() || !facts.progress.fresh;
    let meaningless = matches!(facts.request.ending, Ending::Device { .. })
        || facts.request.prompt.none
        || facts.posture.fresh_every_time
        || user.user.user_type == UserType::Guest;
    if answered || meaningless { Ok(()) } else { Err(Stop::Ask(Step::StaySignedIn)) }
}

/// The granted scope words. What only an administrator can grant ends at the same page, which says so.
fn consent(facts: &Facts<'_>) -> Result<Vec<String>, Stop> {
    match &facts.consent {
        ConsentState::Given(_) if facts.request.prompt.consent && !facts.progress.consented => {
            Err(Stop::Ask(Step::Consent))
        }
        ConsentState::Given(granted) => Ok(granted.clone()),
        ConsentState::NeedsUser(_) | ConsentState::NeedsAdmin(_) => Err(Stop::Ask(Step::Consent)),
        ConsentState::Invalid(scope) => Err(Stop::Refuse(Cause::ScopeInvalid(scope.clone()))),
    }
}

/// Somebody may have sent the user a code of his own device (RFC 8628 section 5.4): he is asked.
fn device(facts: &Facts<'_>) -> Result<(), Stop> {
    let device = matches!(facts.request.ending, Ending::Device { .. });
    if device && !facts.progress.device_confirmed { Err(Stop::Ask(Step::ConfirmDevice)) } else { Ok(()) }
}

/// The only place that makes a [`Finish`]; it asks the posture once more, so that no slip in the checks
/// above lets a single factor through.
fn finish(
    facts: &Facts<'_>,
    user: &UserFacts<'_>,
    proved: Proved,
    granted: Vec<String>,
) -> Result<Finish, Stop> {
    let registered = user.has_second_factor();
    facts.posture.require(&proved.proofs, registered, facts.resource_name).map_err(Stop::Refuse)?;
    if rank(&proved.proofs) == Rank::Nothing {
        return Err(Stop::Refuse(Cause::LoginRequired));
    }
    let needed = facts.posture.needs_second_factor() || facts.request.wants_mfa;
    let persistent = facts.session.is_some_and(|session| session.persistent);
    Ok(Finish {
        amr: amr(&proved.proofs),
        proofs: proved.proofs,
        authenticated_at: proved.authenticated_at,
        fresh: facts.progress.fresh,
        requirement: if needed {
            Requirement::MultiFactorAuthentication
        } else {
            Requirement::SingleFactorAuthentication
        },
        required_by: facts.posture.required_by.clone(),
        stay_signed_in: facts.progress.stay_signed_in.unwrap_or(!facts.progress.fresh && persistent),
        granted,
    })
}

/// What `prompt=none` answers instead of a page (OpenID Connect Core section 3.1.2.6).
fn silent(facts: &Facts<'_>, step: Step) -> Cause {
    let resource = || facts.resource_name.to_owned();
    let (app_id, name) = (facts.request.client, facts.client_name.to_owned());
    match step {
        Step::PickAccount | Step::Username | Step::Password => Cause::LoginRequired,
        Step::OneTimeCode | Step::RecoveryCode => Cause::MfaRequired { resource: resource() },
        Step::Register | Step::ShowRecoveryCodes => Cause::MfaEnrollmentRequired { resource: resource() },
        Step::ChangePassword | Step::StaySignedIn | Step::ConfirmDevice => Cause::InteractionRequired,
        Step::Consent if matches!(facts.consent, ConsentState::NeedsAdmin(_)) => {
            Cause::AdminConsentRequired { app_id, name }
        }
        Step::Consent => Cause::ConsentRequired { app_id, name },
    }
}

#[cfg(test)]
mod tests;
