//! Answers after the first factor: codes, registration, a new password, and the questions at the end.

use super::browser::Browser;
use super::turn::{self, Env, State, Turn};
use super::view::Outcome;
use super::{Answer, consent, entry, finish};
use crate::fault::Abort;
use crate::person::{self, Person};
use crate::{Ctx, Fault, audit, primary, record, scope};
use crypto::mac::keyed_hash;
use crypto::totp::{Secret, matching_step};
use model::flow::{Flow, Step};
use model::lockout::{Guess, Place};
use model::method::{Method, MethodKind, Proof};
use model::user::{Password, PasswordOrigin};
use model::verdict::Cause;
use rules::lockout::Settings;
use rules::password::Circumstances;
use store::Tx;
use store::lockouts::Key;
use store::scope::Authenticating;

/// How many time steps a code may be early or late (RFC 6238 section 5.2).
const DRIFT_STEPS: u8 = 1;
/// The name of a newly registered authenticator app.
const AUTHENTICATOR_APP: &str = "Authenticator app";

/// An answer whose slow part is done.
pub(super) enum Prepared {
    /// An answer that needed nothing.
    Plain(Answer),
    /// The hash of an acceptable new password.
    NewPassword(String),
}

/// Does the slow part of an answer: hashing a new password. `Err` is why the page is shown again.
pub(super) async fn prepare(
    ctx: &Ctx,
    flow: &Flow,
    answer: Answer,
) -> Result<Result<Prepared, Cause>, Fault> {
    let Answer::NewPassword(typed, again) = answer else { return Ok(Ok(Prepared::Plain(answer))) };
    if typed.expose() != again.expose() {
        return Ok(Err(Cause::PasswordRefused("change-problem-mismatch")));
    }
    let Some(home) = flow.home else { return Ok(Err(Cause::FlowReplayed)) };
    let (sealed, now) = (flow.clone(), ctx.now);
    let found = ctx.services.store.read(scope::authenticating(home), move |tx| {
        let row = store::flows::find(tx, sealed.id)?;
        let row = row.filter(|row| rules::signin::may_advance(row, &sealed, now).is_ok());
        let Some(row) = row else { return Ok::<_, Fault>(None) };
        let user = store::users::find(tx, row.user)?;
        let password = store::passwords::get(tx, row.user)?;
        Ok(user.zip(password))
    });
    let Some((user, current)) = found.await? else { return Ok(Err(Cause::FlowReplayed)) };
    let Some(world) = crate::world::world(ctx, home, None).await? else {
        return Ok(Err(Cause::FlowReplayed));
    };
    let equals_current = primary::equals(ctx, &typed, current.phc).await?;
    let circumstances = Circumstances { user: &user, tenant: world.tenant(), equals_current };
    if let Err(cause) = rules::password::acceptable(typed.expose(), &circumstances) {
        return Ok(Err(cause));
    }
    Ok(Ok(Prepared::NewPassword(primary::hash(ctx, typed).await?)))
}

/// Shows the present page again because of an answer that never reached its transaction.
pub(super) async fn ask_again(
    ctx: &Ctx,
    browser: &Browser,
    flow: Flow,
    alert: Cause,
) -> Result<Outcome, Fault> {
    let Some(home) = flow.home else { return Ok(Outcome::refused_page(ctx, alert)) };
    turn::run(ctx, browser, flow, home, move |tx, env| {
        with_row(tx, env, |tx, state, loaded| {
            turn::ask(tx, env, state, loaded, env.flow.step, Some(alert.clone()))
        })
    })
    .await
}

/// Applies an answer inside the flow's transaction.
pub(super) fn apply(tx: &mut Tx<'_, Authenticating>, env: &Env, prepared: &Prepared) -> Result<Turn, Abort> {
    with_row(tx, env, |tx, state, loaded| {
        if outlives_the_flow(prepared) && !turn::expects(tx, env, &state, loaded)? {
            return turn::settle(tx, env, state);
        }
        match prepared {
            Prepared::NewPassword(phc) => new_password(tx, env, state, loaded, phc),
            Prepared::Plain(answer) => plain(tx, env, state, loaded, answer),
        }
    })
}

/// Whether the answer changes more than the flow: uses up a code, registers a method, sets a password, consents.
fn outlives_the_flow(prepared: &Prepared) -> bool {
    match prepared {
        Prepared::NewPassword(_) => true,
        Prepared::Plain(answer) => matches!(answer, Answer::Code(_) | Answer::Consent { accept: true, .. }),
    }
}

fn with_row(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    step: impl FnOnce(&mut Tx<'_, Authenticating>, State, &Person) -> Result<Turn, Abort>,
) -> Result<Turn, Abort> {
    let state = match turn::row(tx, env)? {
        Ok(state) => state,
        Err(cause) => return Ok(turn::not_acceptable(env, cause)),
    };
    let Some(loaded) = person::load(tx, state.user)? else {
        return turn::refuse(tx, env, &state, None, Cause::UserNotFound);
    };
    step(tx, state, &loaded)
}

fn plain(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    mut state: State,
    loaded: &Person,
    answer: &Answer,
) -> Result<Turn, Abort> {
    match answer {
        Answer::Code(code) => self::code(tx, env, state, loaded, code),
        Answer::UseRecoveryCode => turn::ask(tx, env, state, loaded, Step::RecoveryCode, None),
        Answer::UseAuthenticator => turn::ask(tx, env, state, loaded, Step::OneTimeCode, None),
        Answer::StaySignedIn(stay) => {
            state.progress.stay_signed_in = Some(*stay);
            turn::settle(tx, env, state)
        }
        Answer::Consent { accept: false, .. } => {
            turn::refuse(tx, env, &state, Some(loaded), Cause::ConsentDeclined)
        }
        Answer::Consent { accept: true, .. } => {
            if let Err(cause) = consent::accept(tx, env, loaded)? {
                return turn::refuse(tx, env, &state, Some(loaded), cause);
            }
            state.progress.consented = true;
            turn::settle(tx, env, state)
        }
        Answer::ConfirmDevice(true) => finish::confirm_device(tx, env, state),
        Answer::ConfirmDevice(false) => turn::refuse(tx, env, &state, Some(loaded), Cause::DeviceDeclined),
        Answer::Continue => {
            rules::signin::recovery_codes_seen(&mut state.progress);
            turn::settle(tx, env, state)
        }
        _ => Ok(turn::not_acceptable(env, Cause::FlowReplayed)),
    }
}

/// A code: of the authenticator app, of the recovery sheet, or the first one of an app being set up.
fn code(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    mut state: State,
    loaded: &Person,
    typed: &str,
) -> Result<Turn, Abort> {
    let key = second_factor_key(env, loaded);
    let lockout = store::lockouts::get(tx, key, Guess::SecondFactor, Place::Unfamiliar)?;
    if lockout.is_locked(env.ctx.now) {
        return wrong(tx, env, state, loaded, Cause::Locked);
    }
    let proved = match env.flow.step {
        Step::RecoveryCode => recovery_code(tx, env, loaded, typed)?,
        Step::Register => register(tx, env, &state, loaded, typed)?,
        _ => one_time_code(tx, env, loaded, typed)?,
    };
    let (proof, name) = match proved {
        Ok(proved) => proved,
        Err(cause) => {
            let failed = rules::lockout::failed(&lockout, None, &Settings::default(), env.ctx.now);
            store::lockouts::put(tx, key, Guess::SecondFactor, Place::Unfamiliar, &failed, env.ctx.now)?;
            return wrong(tx, env, state, loaded, cause);
        }
    };
    store::lockouts::clear(tx, key, Guess::SecondFactor)?;
    state.progress.steps.push(record::step(&env.ctx, proof.kind, name, Ok(())));
    rules::signin::second_factor_proved(&mut state.progress, proof);
    if env.flow.step == Step::Register {
        state.pending_secret = None;
    }
    turn::settle(tx, env, state)
}

/// Shows the page again and leaves an entry for the failed attempt.
fn wrong(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    state: State,
    loaded: &Person,
    cause: Cause,
) -> Result<Turn, Abort> {
    let kind =
        if env.flow.step == Step::RecoveryCode { MethodKind::RecoveryCode } else { MethodKind::SoftwareOath };
    let mut entry = entry::of_progress(env, env.draw.entries[0], Some(loaded), &state.progress);
    entry.error_code = cause.code();
    entry.steps.push(record::step(&env.ctx, kind, None, Err(&cause)));
    store::sign_ins::insert(tx, &entry)?;
    turn::ask(tx, env, state, loaded, env.flow.step, Some(cause))
}

type Proved = Result<(Proof, Option<String>), Cause>;

fn one_time_code(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    loaded: &Person,
    typed: &str,
) -> Result<Proved, Abort> {
    let mut cause = Cause::SecondFactorWrong;
    for method in loaded.methods.iter().filter(|method| method.kind == MethodKind::SoftwareOath) {
        let secret = Secret::from_bytes(&method.secret);
        let matched = secret.and_then(|secret| matching_step(&secret, typed, env.ctx.now, DRIFT_STEPS));
        match rules::factor::accept_step(matched, method.last_step) {
            Ok(step) if store::methods::use_step(tx, loaded.user.id, method.id, step, env.ctx.now)? => {
                return Ok(Ok((proof(env, method), Some(method.display_name.clone()))));
            }
            Ok(_) | Err(Cause::SecondFactorReplayed) => cause = Cause::SecondFactorReplayed,
            Err(_) => {}
        }
    }
    Ok(Err(cause))
}

fn proof(env: &Env, method: &Method) -> Proof {
    Proof { kind: method.kind, credential: method.id, version: method.version, at: env.ctx.now }
}

fn recovery_code(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    loaded: &Person,
    typed: &str,
) -> Result<Proved, Abort> {
    let hash = recovery_hash(env, loaded, typed);
    let Some(id) = store::recovery_codes::find_unused(tx, loaded.user.id, &hash)? else {
        return Ok(Err(Cause::SecondFactorWrong));
    };
    if !store::recovery_codes::consume(tx, loaded.user.id, id, env.ctx.now)? {
        return Ok(Err(Cause::SecondFactorReplayed));
    }
    let proof = Proof { kind: MethodKind::RecoveryCode, credential: id, version: 1, at: env.ctx.now };
    Ok(Ok((proof, None)))
}

/// Registers the app whose first code was typed, with new recovery codes. Every one of them is new, since a
/// first method has no older ones.
fn register(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    state: &State,
    loaded: &Person,
    typed: &str,
) -> Result<Proved, Abort> {
    let (Some(seed), Some(id)) = (&state.pending_secret, state.progress.pending_method) else {
        return Ok(Err(Cause::FlowReplayed));
    };
    if !rules::signin::may_enrol_first(&loaded.facts(), env.ctx.now) {
        return Ok(Err(Cause::FlowReplayed));
    }
    let matched =
        Secret::from_bytes(seed).and_then(|secret| matching_step(&secret, typed, env.ctx.now, DRIFT_STEPS));
    let Ok(step) = rules::factor::accept_step(matched, None) else {
        return Ok(Err(Cause::SecondFactorWrong));
    };
    let method = Method {
        id,
        kind: MethodKind::SoftwareOath,
        display_name: AUTHENTICATOR_APP.to_owned(),
        secret: seed.clone(),
        last_step: Some(step),
        created_at: env.ctx.now,
        last_used_at: Some(env.ctx.now),
        version: 1,
    };
    store::methods::insert(tx, loaded.user.id, &method)?;
    let hashes: Vec<_> =
        env.draw.recovery.iter().map(|(id, code)| (*id, recovery_hash(env, loaded, code))).collect();
    store::recovery_codes::replace_all(tx, loaded.user.id, &hashes, env.ctx.now)?;
    let who = audit::by_user(&loaded.user);
    let entry =
        audit::entry(&env.ctx, env.draw.audit, who, "User registered security info", "UserManagement");
    store::audits::insert(tx, &audit::on_user(entry, &loaded.user))?;
    Ok(Ok((proof(env, &method), Some(method.display_name.clone()))))
}

fn recovery_hash(env: &Env, loaded: &Person, typed: &str) -> [u8; 32] {
    let keys = env.ctx.services.keys.present();
    let code = crypto::secrets::normalised_recovery_code(typed).unwrap_or_default();
    keyed_hash(&keys.mac, "recovery code", &[loaded.user.id.0.as_bytes(), code.as_bytes()])
}

fn second_factor_key(env: &Env, loaded: &Person) -> Key {
    Key { hash: primary::second_factor_key(&env.ctx, loaded.user.id), known: true }
}

/// Replaces a temporary password. Sessions and grants that the old one opened end with it.
fn new_password(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    mut state: State,
    loaded: &Person,
    phc: &str,
) -> Result<Turn, Abort> {
    let password = Password {
        id: env.draw.password,
        phc: phc.to_owned(),
        origin: PasswordOrigin::Owner,
        set_at: env.ctx.now,
        version: 1,
    };
    store::passwords::set(tx, loaded.user.id, &password)?;
    rules::signin::password_changed(&mut state.progress, &password, env.ctx.now);
    store::users::set_sessions_valid_from(tx, loaded.user.id, env.ctx.now)?;
    let who = audit::by_user(&loaded.user);
    let entry = audit::entry(&env.ctx, env.draw.audit, who, "Change user password", "UserManagement");
    store::audits::insert(tx, &audit::on_user(entry, &loaded.user))?;
    turn::settle(tx, env, state)
}
