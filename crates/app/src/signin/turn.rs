//! One step of a flow whose first factor is proved: a single transaction in the user's home tenant.

use super::browser::{Browser, SessionHandle, SetCookies};
use super::sealed;
use super::view::{Outcome, RegisterView, View};
use super::{Answer, consent, entry, factor, finish, name};
use crate::fault::Abort;
use crate::person::{self, Person};
use crate::resource::Target;
use crate::world::{self, World};
use crate::{Ctx, Fault, notice, record, scope};
use model::flow::{Flow, Progress, Step, StoredFlow};
use model::session::Session;
use model::verdict::{Cause, Refusal};
use model::{CodeId, CredentialId, FlowId, GrantId, SessionId, SignInId, SignedDuration, UserId, nature};
use rules::consent::ConsentState;
use rules::posture::{self, Posture};
use rules::signin::{Decision, Facts};
use std::sync::Arc;
use store::Tx;
use store::scope::{Authenticating, TenantScope};
use zeroize::Zeroizing;

/// How long a flow may take after its first factor (DESIGN section 5).
const PATIENCE: SignedDuration = SignedDuration::from_mins(15);

/// Ids and random values for one step, drawn before its transaction.
#[derive(Clone)]
pub(super) struct Draw {
    pub(super) flow: FlowId,
    pub(super) entries: [SignInId; 2],
    pub(super) session: SessionId,
    pub(super) session_secret: [u8; 16],
    pub(super) grant: GrantId,
    pub(super) code: CodeId,
    pub(super) code_secret: [u8; 16],
    pub(super) method: CredentialId,
    pub(super) seed: [u8; 20],
    pub(super) recovery: Vec<(CredentialId, Zeroizing<String>)>,
    pub(super) consent: model::ConsentId,
    pub(super) audit: model::AuditId,
    pub(super) password: CredentialId,
}

impl Draw {
    fn new(ctx: &Ctx, flow: FlowId) -> Self {
        let entropy = ctx.services.entropy.as_ref();
        let ordered = || entropy.uuid_v7(ctx.now);
        Self {
            flow,
            entries: [SignInId(ordered()), SignInId(ordered())],
            session: SessionId(ordered()),
            session_secret: nature::random(entropy),
            grant: GrantId(ordered()),
            code: CodeId(ordered()),
            code_secret: nature::random(entropy),
            method: CredentialId(entropy.uuid_v4()),
            seed: nature::random(entropy),
            recovery: crypto::secrets::recovery_codes(&mut |bytes| entropy.fill(bytes))
                .into_iter()
                .map(|code| (CredentialId(entropy.uuid_v4()), code))
                .collect(),
            consent: model::ConsentId(entropy.uuid_v4()),
            audit: model::AuditId(ordered()),
            password: CredentialId(entropy.uuid_v4()),
        }
    }
}

/// Everything a step's transaction is given.
pub(super) struct Env {
    pub(super) ctx: Ctx,
    pub(super) world: World,
    pub(super) flow: Flow,
    pub(super) draw: Draw,
    pub(super) posture: Posture,
    /// The browser's session that the flow continues.
    pub(super) handle: Option<SessionHandle>,
    /// All of the browser's sessions in the flow's home tenant.
    pub(super) held: Vec<SessionHandle>,
}

impl Env {
    /// What a step of this flow is given in the configuration of its home tenant.
    pub(super) fn new(ctx: &Ctx, browser: &Browser, flow: &Flow, world: World) -> Self {
        let home = world.tenant().id;
        let mut held = browser.handles(ctx);
        held.retain(|handle| handle.tenant == home);
        Self {
            ctx: ctx.clone(),
            flow: flow.clone(),
            draw: Draw::new(ctx, flow.id),
            posture: posture::posture(world.tenant(), flow.request.wants_mfa, ctx.now),
            handle: held.iter().find(|handle| Some(handle.session) == flow.session).cloned(),
            held,
            world,
        }
    }
}

/// Where a step led.
pub(super) enum Turn {
    /// Show a page; version 0 means that the flow is before its first factor again.
    Ask { step: Step, version: i64, view: View, alert: Option<Cause> },
    /// The client or the page is told.
    Refused(Refusal),
    /// The flow is done.
    Done(Box<finish::Finished>),
}

/// The flow inside its transaction.
pub(super) struct State {
    pub(super) user: UserId,
    /// The row's version; 0 if there is no row yet.
    pub(super) version: i64,
    pub(super) expires_at: model::Timestamp,
    pub(super) progress: Progress,
    pub(super) pending_secret: Option<Vec<u8>>,
}

/// Takes an answer to a page after the first factor.
pub(super) async fn take(ctx: &Ctx, browser: &Browser, flow: Flow, answer: Answer) -> Result<Outcome, Fault> {
    let Some(home) = flow.home else { return Ok(Outcome::refused_page(ctx, Cause::FlowReplayed)) };
    consent::for_everyone(ctx, browser, &flow, &answer).await?;
    let prepared = match factor::prepare(ctx, &flow, answer).await? {
        Ok(prepared) => Arc::new(prepared),
        Err(alert) => return factor::ask_again(ctx, browser, flow, alert).await,
    };
    run(ctx, browser, flow, home, move |tx, env| factor::apply(tx, env, &prepared)).await
}

/// Runs a step's transaction with the tenant's configuration and turns its result into an outcome.
pub(super) async fn run<F>(
    ctx: &Ctx,
    browser: &Browser,
    flow: Flow,
    home: model::TenantId,
    step: F,
) -> Result<Outcome, Fault>
where
    F: Fn(&mut Tx<'_, Authenticating>, &Env) -> Result<Turn, Abort> + Clone + Send + Sync + 'static,
{
    let client = flow.request.client;
    let turned = world::deciding(ctx, home, Some(client), |world| {
        let env = Arc::new(Env::new(ctx, browser, &flow, world));
        let step = step.clone();
        async move {
            let inner = Arc::clone(&env);
            let turn = ctx
                .services
                .store
                .write(scope::authenticating(home), move |tx| {
                    inner.world.check(tx)?;
                    step(tx, &inner)
                })
                .await?;
            Ok((turn, env))
        }
    });
    let Some((turn, env)) = turned.await? else {
        return Ok(Outcome::refused_page(ctx, Cause::TenantNotFound(home.to_string())));
    };
    outcome(ctx, browser, &env, turn).await
}

async fn outcome(ctx: &Ctx, browser: &Browser, env: &Env, turn: Turn) -> Result<Outcome, Fault> {
    match turn {
        Turn::Ask { step, version, view, alert } => {
            if let View::RecoveryCodes(_) = &view {
                notice::registered(ctx, &env.world, env.flow.name.as_deref().unwrap_or_default());
            }
            let mut flow = env.flow.clone();
            flow.step = step;
            flow.version = version;
            if let View::Password { name } = &view {
                flow.name = Some(name.clone());
            }
            let frame = name::frame_of(&env.world, flow.request.client);
            let cookies = SetCookies::default();
            sealed::page(ctx, &flow, frame, view, alert, cookies)
        }
        Turn::Refused(refusal) => finish::refused(ctx, env, refusal).await,
        Turn::Done(finished) => finish::outcome(ctx, browser, env, *finished).await,
    }
}

/// Loads the row that the sealed flow may move on.
///
/// Refused as [`Cause::FlowReplayed`] if the step was answered before, [`Cause::FlowExpired`] if it took too long.
pub(super) fn row<S: TenantScope>(tx: &mut Tx<'_, S>, env: &Env) -> Result<Result<State, Cause>, Abort> {
    let Some(row) = store::flows::find(tx, env.flow.id)? else { return Ok(Err(Cause::FlowReplayed)) };
    if row.version != env.flow.version || row.step != env.flow.step {
        return Ok(Err(Cause::FlowReplayed));
    }
    if env.ctx.now >= row.expires_at {
        return Ok(Err(Cause::FlowExpired));
    }
    Ok(Ok(State {
        user: row.user,
        version: row.version,
        expires_at: row.expires_at,
        progress: row.progress,
        pending_secret: row.pending_secret,
    }))
}

/// Goes on with a flow that has just proved its first factor, or continues a session. It does so once.
pub(super) fn begin(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    user: UserId,
    progress: Progress,
) -> Result<Turn, Abort> {
    if store::flows::find(tx, env.flow.id)?.is_some() {
        return Ok(not_acceptable(env, Cause::FlowReplayed));
    }
    let expires_at = env.ctx.now + PATIENCE;
    settle(tx, env, State { user, version: 0, expires_at, progress, pending_secret: None })
}

/// Asks the rules what comes next, and does it.
pub(super) fn settle(tx: &mut Tx<'_, Authenticating>, env: &Env, state: State) -> Result<Turn, Abort> {
    let Some(loaded) = person::load(tx, state.user)? else {
        return refuse(tx, env, &state, None, Cause::UserNotFound);
    };
    let around = match around(tx, env, &loaded)? {
        Ok(around) => around,
        Err(cause) => return refuse(tx, env, &state, Some(&loaded), cause),
    };
    match rules::signin::decide(&facts(env, &state, &loaded, &around), env.ctx.now) {
        Decision::Ask(step) => ask(tx, env, state, &loaded, step, None),
        Decision::Refuse(cause) => refuse(tx, env, &state, Some(&loaded), cause),
        Decision::Finish(finish) => finish::conclude(tx, env, &state, &loaded, around.session, &finish),
    }
}

/// Whether the answer to the page on the screen may still have its effect: since the page was shown the account, its
/// credentials and what the tenant demands may have changed. Asked before every effect that outlives the flow.
pub(super) fn expects<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    env: &Env,
    state: &State,
    loaded: &Person,
) -> Result<bool, Abort> {
    let Ok(around) = around(tx, env, loaded)? else { return Ok(false) };
    let facts = facts(env, state, loaded, &around);
    Ok(rules::signin::expects(&facts, env.flow.step, env.ctx.now).is_ok())
}

/// What a decision needs beside the flow and its user.
struct Around {
    session: Option<Session>,
    target: Target,
    consent: ConsentState,
}

fn around<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    env: &Env,
    loaded: &Person,
) -> Result<Result<Around, Cause>, Abort> {
    let session = match &env.handle {
        Some(handle) => finish::session(tx, env, handle, &loaded.user)?,
        None => None,
    };
    let target = match consent::target(env) {
        Ok(target) => target,
        Err(cause) => return Ok(Err(cause)),
    };
    let consent = consent::state(tx, env, loaded, &target)?;
    Ok(Ok(Around { session, target, consent }))
}

fn facts<'a>(env: &'a Env, state: &'a State, loaded: &'a Person, around: &'a Around) -> Facts<'a> {
    Facts {
        posture: &env.posture,
        request: &env.flow.request,
        user: Some(loaded.facts()),
        session: around.session.as_ref(),
        progress: &state.progress,
        consent: around.consent.clone(),
        lifetimes: env.ctx.services.config.sessions,
        client_name: &around.target.client.display_name,
        resource_name: &around.target.resource.display_name,
    }
}

/// Moves the row to a step and shows its page. Entering a step interrupts the sign-in, which the log says once.
pub(super) fn ask(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    mut state: State,
    loaded: &Person,
    step: Step,
    alert: Option<Cause>,
) -> Result<Turn, Abort> {
    let name = loaded.user.user_principal_name.clone();
    if matches!(step, Step::Username | Step::PickAccount | Step::Password) {
        store::flows::delete(tx, env.draw.flow)?;
        let view = if step == Step::Password {
            View::Password { name }
        } else {
            View::Username { hint: Some(name) }
        };
        let step = if step == Step::Password { step } else { Step::Username };
        return Ok(Turn::Ask { step, version: 0, view, alert });
    }
    // Back from the recovery code to the app: the second factor is asked for still, not again.
    let changed_his_mind = env.flow.step == Step::RecoveryCode && step == Step::OneTimeCode;
    if alert.is_none()
        && !changed_his_mind
        && let Some(code) = interruption(step)
    {
        let mut entry = entry::of_progress(env, env.draw.entries[1], Some(loaded), &state.progress);
        entry.error_code = code;
        store::sign_ins::insert(tx, &entry)?;
    }
    if step == Step::Register && state.pending_secret.is_none() {
        state.pending_secret = Some(env.draw.seed.to_vec());
        state.progress.pending_method = Some(env.draw.method);
    }
    state.progress.interactive = true;
    let view = view(tx, env, &state, loaded, step)?;
    let version = save(tx, env, state, step)?;
    Ok(Turn::Ask { step, version, view, alert })
}

/// The log's code for being interrupted at a step.
fn interruption(step: Step) -> Option<u32> {
    match step {
        Step::OneTimeCode => Some(50_074),
        Step::Register => Some(50_072),
        Step::ChangePassword => Some(50_055),
        Step::StaySignedIn => Some(50_140),
        Step::Consent => Some(65_001),
        Step::ConfirmDevice => Some(50_199),
        Step::PickAccount
        | Step::Username
        | Step::Password
        | Step::RecoveryCode
        | Step::ShowRecoveryCodes => None,
    }
}

fn save(tx: &mut Tx<'_, Authenticating>, env: &Env, state: State, step: Step) -> Result<i64, Abort> {
    let row = StoredFlow {
        id: env.draw.flow,
        user: state.user,
        step,
        version: state.version + 1,
        expires_at: state.expires_at,
        progress: state.progress,
        pending_secret: state.pending_secret,
    };
    if state.version == 0 {
        store::flows::insert(tx, &row)?;
    } else if !store::flows::advance(tx, &row, state.version)? {
        return Err(Abort::Stale);
    }
    Ok(row.version)
}

fn view(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    state: &State,
    loaded: &Person,
    step: Step,
) -> Result<View, Abort> {
    let name = loaded.user.user_principal_name.clone();
    Ok(match step {
        Step::OneTimeCode => View::OneTimeCode { name, recovery: loaded.unused_recovery_codes > 0 },
        Step::RecoveryCode => View::RecoveryCode { name },
        Step::Register => View::Register(register_view(env, state, &name)),
        Step::ShowRecoveryCodes => {
            View::RecoveryCodes(env.draw.recovery.iter().map(|(_, code)| code.to_string()).collect())
        }
        Step::ChangePassword => View::ChangePassword { name },
        Step::StaySignedIn => View::StaySignedIn { name },
        Step::Consent => View::Consent(consent::view(tx, env, loaded)?),
        Step::ConfirmDevice => View::ConfirmDevice(finish::device_view(env)),
        Step::PickAccount | Step::Username | Step::Password => View::Username { hint: Some(name) },
    })
}

fn register_view(env: &Env, state: &State, account: &str) -> RegisterView {
    let secret = state.pending_secret.as_deref().and_then(crypto::totp::Secret::from_bytes);
    let issuer = &env.world.tenant().display_name;
    RegisterView {
        account: account.to_owned(),
        uri: secret
            .as_ref()
            .map(|secret| secret.otpauth_uri(issuer, account).to_string())
            .unwrap_or_default(),
        seed: secret.map(|secret| secret.to_base32().to_string()).unwrap_or_default(),
    }
}

/// Ends the flow with a refusal that the log keeps.
pub(super) fn refuse(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    state: &State,
    loaded: Option<&Person>,
    cause: Cause,
) -> Result<Turn, Abort> {
    let mut entry = entry::of_progress(env, env.draw.entries[0], loaded, &state.progress);
    entry.error_code = cause.code();
    store::sign_ins::insert(tx, &entry)?;
    store::flows::delete(tx, env.draw.flow)?;
    Ok(Turn::Refused(Refusal::logged(cause, entry.id)))
}

/// A refusal without an entry: the flow value itself is not acceptable.
pub(super) fn not_acceptable(env: &Env, cause: Cause) -> Turn {
    Turn::Refused(Refusal { cause, trace: record::id(&env.ctx).0 })
}
