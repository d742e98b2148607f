//! The end of a flow: session, grant, code, log entry, all in the transaction of the last step.

use super::browser::{self, Browser, SessionHandle, SetCookies};
use super::turn::{self, Env, Loaded, State, Turn};
use super::view::{Answered, CodeAnswer, DeviceView, Outcome};
use crate::fault::Abort;
use crate::{Ctx, Fault, grants, record, scope};
use crypto::mac::{ct_eq, keyed_hash};
use model::application::Platform;
use model::flow::{Ending, RedirectEnding};
use model::grant::{AuthorizationCode, DeviceState, Grant};
use model::method::{self, Rank};
use model::session::Session;
use model::signin::Requirement;
use model::user::User;
use model::verdict::{Cause, Refusal};
use model::{SignInId, SignedDuration, TenantId, Timestamp, UserId};
use rules::signin::Finish;
use store::Tx;
use store::scope::Authenticating;

/// How long a code can be redeemed (`domain-facts.md` section 8.1).
const CODE_LIFE: SignedDuration = SignedDuration::from_mins(10);

/// What the last step's transaction made.
pub(super) struct Finished {
    home: TenantId,
    user: UserId,
    grant: model::GrantId,
    sign_in: SignInId,
    /// The browser's handle of the session.
    handle: SessionHandle,
    /// The secret of the code, for a redirect ending.
    code: bool,
}

/// Makes everything that the decision to finish allows.
pub(super) fn conclude(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    state: State,
    loaded: &Loaded,
    session: Option<Session>,
    finish: &Finish,
) -> Result<Turn, Abort> {
    // The last line of defence of invariant 7: whatever led here, enforcement lets nobody through without.
    if env.posture.mfa && method::rank(&finish.proofs) < Rank::MultiFactor {
        let resource = record::resource_name(&env.ctx, &env.world, &env.flow.request);
        return turn::refuse(tx, env, &state, Some(loaded), Cause::MfaRequired { resource });
    }
    let handle = keep_session(tx, env, &state, loaded, session, finish)?;
    let grant = grant(env, loaded, finish, handle.session);
    store::grants::insert(tx, &grant)?;
    let mut entry = turn::entry(env, &state, Some(loaded), env.draw.entries[0]);
    entry.session = Some(handle.session);
    entry.grant = Some(grant.id);
    entry.requirement = finish.requirement;
    if !state.progress.fresh {
        entry.steps.insert(0, previously_satisfied(finish));
    }
    store::sign_ins::insert(tx, &entry)?;
    let code = match &env.flow.request.ending {
        Ending::Redirect(ending) => {
            store::codes::insert(tx, &code(env, ending, &grant, entry.id))?;
            true
        }
        Ending::Device { .. } => false,
    };
    store::flows::delete(tx, env.draw.flow)?;
    Ok(Turn::Done(Box::new(Finished {
        home: env.world.tenant().id,
        user: loaded.user.id,
        grant: grant.id,
        sign_in: entry.id,
        handle,
        code,
    })))
}

fn previously_satisfied(finish: &Finish) -> model::signin::AuthenticationStep {
    let second = finish.requirement == Requirement::MultiFactorAuthentication;
    model::signin::AuthenticationStep {
        at: finish.authenticated_at,
        method: "Previously satisfied".to_owned(),
        detail: None,
        succeeded: true,
        result: "First factor requirement satisfied by claim in the token".to_owned(),
        requirement: if second { "Multifactor authentication" } else { "Primary authentication" }.to_owned(),
    }
}

/// Continues the browser's session, or begins one in place of it when the user proved himself afresh.
fn keep_session(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    state: &State,
    loaded: &Loaded,
    session: Option<Session>,
    finish: &Finish,
) -> Result<SessionHandle, Abort> {
    let home = env.world.tenant().id;
    if let (Some(mut session), Some(handle), false) = (session.clone(), &env.handle, state.progress.fresh) {
        session.proofs.clone_from(&finish.proofs);
        session.last_used_at = env.ctx.now;
        let expected = session.version;
        session.version += 1;
        if !store::sessions::update(tx, &session, expected)? {
            return Err(Abort::Stale);
        }
        return Ok(handle.clone());
    }
    if let Some(old) = session {
        store::sessions::end(tx, old.id, env.ctx.now)?;
    }
    let persistent = state.progress.stay_signed_in == Some(true);
    let secret = env.draw.session_secret;
    let session = Session {
        id: env.draw.session,
        secret_hash: session_hash(&env.ctx, &secret),
        user: loaded.user.id,
        proofs: finish.proofs.clone(),
        authenticated_at: finish.authenticated_at,
        persistent,
        last_used_at: env.ctx.now,
        ended_at: None,
        version: 1,
    };
    store::sessions::insert(tx, &session)?;
    Ok(SessionHandle { tenant: home, session: session.id, secret, persistent })
}

fn session_hash(ctx: &Ctx, secret: &[u8]) -> [u8; 32] {
    keyed_hash(&ctx.services.keys.present().mac, "session", &[secret])
}

/// The browser's session, if its handle is authentic and it belongs to the user; whether it may still be
/// continued is for the rules to say.
pub(super) fn session(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    handle: &SessionHandle,
    user: &User,
) -> Result<Option<Session>, Abort> {
    let found = store::sessions::find(tx, handle.session)?;
    Ok(found.filter(|session| session.user == user.id && is_authentic(&env.ctx, session, handle)))
}

/// Whether a handle is the one the session was begun with.
pub(super) fn is_authentic(ctx: &Ctx, session: &Session, handle: &SessionHandle) -> bool {
    ct_eq(&session_hash(ctx, &handle.secret), &session.secret_hash)
}

fn grant(
    env: &Env,
    loaded: &Loaded,
    finish: &Finish,
    session: model::SessionId,
) -> Grant {
    let platform = match &env.flow.request.ending {
        Ending::Redirect(ending) => ending.platform,
        Ending::Device { .. } => Platform::Native,
    };
    let id = env.draw.grant;
    Grant {
        id,
        user: loaded.user.id,
        client: env.flow.request.client,
        platform,
        session: Some(session),
        resource_tenant: env.world.tenant().id,
        scopes: env.flow.request.scopes.clone(),
        proofs: finish.proofs.clone(),
        authenticated_at: finish.authenticated_at,
        created_at: env.ctx.now,
        generation: 0,
        secret_hash: grants::secret_hash(&env.ctx, id, 0),
        rotated_at: env.ctx.now,
        revoked_at: None,
        version: 1,
    }
}

fn code(env: &Env, ending: &RedirectEnding, grant: &Grant, sign_in: SignInId) -> AuthorizationCode {
    AuthorizationCode {
        id: env.draw.code,
        secret_hash: grants::code_hash(&env.ctx, &env.draw.code_secret),
        grant: grant.id,
        redirect_uri: ending.uri.clone(),
        challenge: ending.challenge.clone(),
        nonce: env.flow.request.nonce.clone(),
        resource_tenant: grant.resource_tenant,
        resource: env.flow.request.resource.clone(),
        sign_in,
        expires_at: env.ctx.now + CODE_LIFE,
        redeemed_at: None,
    }
}

/// The last step of a device flow's page: the user knows the device.
pub(super) fn confirm_device(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    mut state: State,
) -> Result<Turn, Abort> {
    state.progress.device_confirmed = true;
    turn::settle(tx, env, state)
}

/// What the page says of the waiting device.
pub(super) fn device_view(env: &Env) -> DeviceView {
    let address = match &env.flow.request.ending {
        Ending::Device { address, .. } => address.clone(),
        Ending::Redirect(_) => None,
    };
    let app_name = env.world.client(env.flow.request.client).map(|(app, _)| app.display_name.clone());
    DeviceView { app_name: app_name.unwrap_or_default(), address }
}

/// Turns what the transaction made into what the browser gets.
pub(super) async fn outcome(
    ctx: &Ctx,
    browser: &Browser,
    env: &Env,
    finished: Finished,
) -> Result<Outcome, Fault> {
    let mut handles = vec![finished.handle.clone()];
    handles.extend(browser.handles(ctx).into_iter().filter(|handle| {
        handle.session != finished.handle.session && Some(handle.session) != env.flow.session
    }));
    let cookies = browser::seal_handles(ctx, handles)?;
    match &env.flow.request.ending {
        Ending::Redirect(ending) if finished.code => Ok(answered(ctx, env, ending, &finished, cookies)?),
        Ending::Redirect(_) => Err(Fault::Corrupt("a redirect ending made no code".to_owned())),
        Ending::Device { user_hash, .. } => {
            let state = DeviceState::Approved {
                home: finished.home,
                grant: finished.grant,
                sign_in: finished.sign_in,
            };
            if tell_device(ctx, *user_hash, state).await? {
                Ok(Outcome::DeviceDone(Box::new(device_view(env)), cookies))
            } else {
                Ok(Outcome::refused_page(ctx, Cause::DeviceExpired))
            }
        }
    }
}

fn answered(
    ctx: &Ctx,
    env: &Env,
    ending: &RedirectEnding,
    finished: &Finished,
    cookies: SetCookies,
) -> Result<Outcome, Fault> {
    let code = grants::seal_code(ctx, finished.home, env.draw.code, env.draw.code_secret)?;
    let client_info = ending.client_info.then(|| grants::client_info(finished.user, finished.home));
    let session_state = finished.handle.session.to_string();
    Ok(Outcome::Answer(Box::new(Answered {
        ending: ending.clone(),
        answer: Ok(CodeAnswer { code, session_state, client_info }),
        issuer: Some(crate::issuer(ctx, finished.home, env.flow.request.v1)),
        cookies,
        correlation_id: ctx.correlation_id,
        at: ctx.now,
    })))
}

async fn tell_device(ctx: &Ctx, user_hash: [u8; 32], state: DeviceState) -> Result<bool, Fault> {
    let now: Timestamp = ctx.now;
    ctx.services
        .store
        .write(scope::system(), move |tx| Ok::<_, Fault>(store::device_codes::answer(tx, &user_hash, &state, now)?))
        .await
}

/// A refusal goes to the client if it may, and stays on a page otherwise.
pub(super) async fn refused(ctx: &Ctx, env: &Env, refusal: Refusal) -> Result<Outcome, Fault> {
    match &env.flow.request.ending {
        Ending::Redirect(ending) if refusal.cause.may_be_redirected() => {
            Ok(Outcome::Answer(Box::new(Answered {
                ending: ending.clone(),
                answer: Err(refusal),
                issuer: Some(crate::issuer(ctx, env.world.tenant().id, env.flow.request.v1)),
                cookies: SetCookies::default(),
                correlation_id: ctx.correlation_id,
                at: ctx.now,
            })))
        }
        Ending::Device { user_hash, .. } if refusal.cause == Cause::DeviceDeclined => {
            tell_device(ctx, *user_hash, DeviceState::Declined).await?;
            Ok(Outcome::refused(ctx, refusal))
        }
        _ => Ok(Outcome::refused(ctx, refusal)),
    }
}
