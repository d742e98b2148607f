//! The end of a flow: session, grant, code, log entry, all in the transaction of the last step.

use super::browser::{self, Browser, SessionHandle, SetCookies};
use super::entry;
use super::turn::{self, Env, State, Turn};
use super::view::{Answered, CodeAnswer, DeviceView, Outcome};
use crate::fault::Abort;
use crate::person::Person;
use crate::{Ctx, Fault, grants, record, scope};
use crypto::mac::{ct_eq, keyed_hash};
use model::application::Platform;
use model::flow::{Ending, RedirectEnding};
use model::grant::{AuthorizationCode, DeviceState, Grant};
use model::session::Session;
use model::user::User;
use model::verdict::{Cause, Refusal};
use model::{SessionId, SignInId, SignedDuration, TenantId, Timestamp, UserId};
use protocol::authorize::CheckedReturn;
use rules::signin::Finish;
use store::Tx;
use store::scope::{Authenticating, TenantScope};

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
    /// The sessions it takes the place of.
    replaced: Vec<SessionId>,
    /// The secret of the code, for a redirect ending.
    code: bool,
}

/// Makes everything that the decision to finish allows.
pub(super) fn conclude(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    state: &State,
    loaded: &Person,
    session: Option<Session>,
    finish: &Finish,
) -> Result<Turn, Abort> {
    let (handle, replaced) = keep_session(tx, env, loaded, session, finish)?;
    let grant = grant(env, loaded, finish, handle.session);
    store::grants::insert(tx, &grant)?;
    let mut entry = entry::of_progress(env, env.draw.entries[0], Some(loaded), &state.progress);
    entry.session = Some(handle.session);
    entry.grant = Some(grant.id);
    entry.requirement = finish.requirement;
    if !finish.fresh {
        record::previously_satisfied(&mut entry, &finish.proofs, finish.authenticated_at);
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
        replaced,
        code,
    })))
}

/// Continues the browser's session, or begins one when the user proved himself afresh.
///
/// The new one takes the place of every session of his that the browser holds, also when the flow did not
/// continue any, as after `prompt=login`: a copy of the old cookie must not go on (OWASP ASVS 7.2.4).
fn keep_session(
    tx: &mut Tx<'_, Authenticating>,
    env: &Env,
    loaded: &Person,
    session: Option<Session>,
    finish: &Finish,
) -> Result<(SessionHandle, Vec<SessionId>), Abort> {
    let home = env.world.tenant().id;
    if let (Some(mut session), Some(handle), false) = (session, &env.handle, finish.fresh) {
        session.proofs.clone_from(&finish.proofs);
        session.last_used_at = env.ctx.now;
        let expected = session.version;
        session.version += 1;
        if !store::sessions::update(tx, &session, expected)? {
            return Err(Abort::Stale);
        }
        return Ok((handle.clone(), Vec::new()));
    }
    let mut replaced = Vec::new();
    for held in &env.held {
        if let Some(old) = self::session(tx, env, held, &loaded.user)? {
            store::sessions::end(tx, old.id, env.ctx.now)?;
            replaced.push(old.id);
        }
    }
    let persistent = finish.stay_signed_in;
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
    Ok((SessionHandle { tenant: home, session: session.id, secret, persistent }, replaced))
}

fn session_hash(ctx: &Ctx, secret: &[u8]) -> [u8; 32] {
    keyed_hash(&ctx.services.keys.present().mac, "session", &[secret])
}

/// The browser's session, if its handle is authentic and it belongs to the user; whether it may still be
/// continued is for the rules to say.
pub(super) fn session<S: TenantScope>(
    tx: &mut Tx<'_, S>,
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

fn grant(env: &Env, loaded: &Person, finish: &Finish, session: SessionId) -> Grant {
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
        redirect_uri: ending.return_to.redirect_uri().to_owned(),
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
        handle.session != finished.handle.session && !finished.replaced.contains(&handle.session)
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
    let Some(return_to) = checked(env, ending) else {
        return Ok(Outcome::refused_page(ctx, Cause::FlowReplayed));
    };
    let code = grants::seal_code(ctx, finished.home, env.draw.code, env.draw.code_secret)?;
    let client_info =
        ending.client_info.then(|| protocol::token::client_info(finished.user.0, finished.home.0));
    let session_state = finished.handle.session.to_string();
    Ok(Outcome::Answer(Box::new(Answered {
        return_to,
        answer: Ok(CodeAnswer { code, session_state, client_info }),
        issuer: crate::issuer(ctx, finished.home, env.flow.request.version()),
        cookies,
        correlation_id: ctx.correlation_id,
        at: ctx.now,
    })))
}

/// The return address, compared once more with what is registered now.
fn checked(env: &Env, ending: &RedirectEnding) -> Option<CheckedReturn> {
    let (application, _) = env.world.client(env.flow.request.client)?;
    ending.return_to.check(&application.redirect_uris()).ok()
}

async fn tell_device(ctx: &Ctx, user_hash: [u8; 32], state: DeviceState) -> Result<bool, Fault> {
    let now: Timestamp = ctx.now;
    ctx.services
        .store
        .write(scope::system(), move |tx| {
            Ok::<_, Fault>(store::device_codes::answer(tx, &user_hash, state, now)?)
        })
        .await
}

/// A refusal goes to the client if it may, and stays on a page otherwise.
pub(super) async fn refused(ctx: &Ctx, env: &Env, refusal: Refusal) -> Result<Outcome, Fault> {
    match &env.flow.request.ending {
        Ending::Redirect(ending) if refusal.cause.may_be_redirected() => {
            let Some(return_to) = checked(env, ending) else { return Ok(Outcome::refused(ctx, refusal)) };
            Ok(Outcome::Answer(Box::new(Answered {
                return_to,
                answer: Err(refusal),
                issuer: crate::issuer(ctx, env.world.tenant().id, env.flow.request.version()),
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
