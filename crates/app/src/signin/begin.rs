//! The beginning of a flow: an authorization request or a typed device code meets the browser's sessions.

use super::browser::{Browser, SessionHandle, SetCookies};
use super::finish;
use super::name;
use super::sealed;
use super::turn::{self, Env, Turn};
use super::view::{Account, Answered, Outcome, View};
use crate::fault::Abort;
use crate::tokens::clients;
use crate::{Ctx, Fault, devices, directory, resource, scope};
use model::application::Application;
use model::flow::{Authority, Ending, Flow, FlowRequest, Progress, Prompt, RedirectEnding, Step};
use model::session::Session;
use model::user::User;
use model::verdict::{Cause, Refusal};
use model::{AppId, FlowId, SessionId, TenantId};
use protocol::Version;
use protocol::authorize::{AuthorizeRequest, CheckedReturn, ClientError};
use store::Tx;
use store::scope::Authenticating;

/// What came to the authorization endpoint.
pub struct Authorization {
    /// The tenant in the path.
    pub authority: Authority,
    /// The request, or what is wrong with it that the client may be told.
    pub request: Result<AuthorizeRequest, Box<ClientError>>,
}

/// A browser's session that may be continued.
struct Known {
    handle: SessionHandle,
    session: Session,
    user: User,
}

/// Begins a sign-in, or continues a session without showing anything if nothing has to be shown.
pub async fn authorize(ctx: &Ctx, browser: &Browser, call: Authorization) -> Result<Outcome, Fault> {
    let return_to = match &call.request {
        Ok(request) => &request.return_to,
        Err(error) => &error.return_to,
    };
    let client_id = return_to.client_id().as_str().to_owned();
    let application = match clients::find(ctx, call.authority, &client_id).await? {
        Ok(application) => application,
        Err(cause) => return Ok(Outcome::refused_page(ctx, cause)),
    };
    let checked = match return_to.check(&application.redirect_uris()) {
        Ok(checked) => checked,
        Err(error) => return Ok(Outcome::refused_page(ctx, Cause::Request(error.fault))),
    };
    let request = match call.request {
        Ok(request) => request,
        Err(error) => return Ok(tell(ctx, call.authority, checked, Cause::Request(error.fault))),
    };
    if let Err(cause) = acceptable(&application, &request, &checked) {
        return Ok(tell(ctx, call.authority, checked, cause));
    }
    let (binding, cookies) = browser.bind(ctx);
    let flow = flow(ctx, call.authority, application.app_id, request, &checked, binding);
    start(ctx, browser, flow, cookies, checked).await
}

/// Begins the sign-in that approves a waiting device.
pub async fn verify_device(
    ctx: &Ctx,
    browser: &Browser,
    typed: &str,
    ui_locales: Option<String>,
) -> Result<Outcome, Fault> {
    let Some((device, user_hash)) = devices::by_user_code(ctx, typed).await? else {
        return Ok(Outcome::refused_page(ctx, Cause::DeviceCodeUnknown));
    };
    let (binding, cookies) = browser.bind(ctx);
    let flow = Flow {
        id: FlowId(ctx.services.entropy.uuid_v7(ctx.now)),
        request: FlowRequest {
            authority: device.tenant.map_or(Authority::Organizations, Authority::Tenant),
            v1: false,
            client: device.client,
            ending: Ending::Device { user_hash, address: device.address },
            scopes: device.scopes,
            resource: device.resource,
            nonce: None,
            prompt: Prompt::default(),
            login_hint: None,
            max_age: None,
            wants_mfa: false,
            ui_locales,
        },
        step: Step::Username,
        version: 0,
        started_at: ctx.now,
        home: device.tenant,
        name: None,
        session: None,
        binding,
        correlation_id: ctx.correlation_id,
    };
    choose(ctx, browser, flow, cookies).await
}

/// What the client must have sent because of what it is.
fn acceptable(
    application: &Application,
    request: &AuthorizeRequest,
    checked: &CheckedReturn,
) -> Result<(), Cause> {
    use protocol::redirect::Platform;
    if request.response_type.has_id_token() {
        return Err(Cause::ResponseTypeNotAllowed("id_token".to_owned()));
    }
    let confidential = checked.platform() == Platform::Web && !application.public_client;
    if request.code_challenge.is_none() && !confidential {
        return Err(Cause::ChallengeMissing);
    }
    Ok(())
}

fn tell(ctx: &Ctx, authority: Authority, checked: CheckedReturn, cause: Cause) -> Outcome {
    let refusal = Refusal { cause, trace: ctx.services.entropy.uuid_v7(ctx.now) };
    Outcome::Answer(Box::new(Answered {
        return_to: checked,
        answer: Err(refusal),
        issuer: directory::authority_issuer(ctx, authority, Version::V2),
        cookies: SetCookies::default(),
        correlation_id: ctx.correlation_id,
        at: ctx.now,
    }))
}

fn flow(
    ctx: &Ctx,
    authority: Authority,
    client: AppId,
    request: AuthorizeRequest,
    checked: &CheckedReturn,
    binding: [u8; 32],
) -> Flow {
    let wants_mfa = request.wants_mfa();
    let scopes = resource::words(&request.scope);
    let ending = Ending::Redirect(RedirectEnding {
        return_to: request.return_to,
        platform: checked.platform().into(),
        response_type: request.response_type,
        challenge: request.code_challenge.map(|challenge| challenge.as_str().to_owned()),
        client_info: request.client_info,
    });
    let prompt = Prompt {
        none: request.prompt.none,
        login: request.prompt.login,
        consent: request.prompt.consent || request.prompt.admin_consent,
        select_account: request.prompt.select_account,
    };
    Flow {
        id: FlowId(ctx.services.entropy.uuid_v7(ctx.now)),
        request: FlowRequest {
            authority,
            v1: request.version == Version::V1,
            client,
            ending,
            scopes,
            resource: request.resource.map(|resource| resource.to_string()),
            nonce: request.nonce,
            prompt,
            login_hint: request.login_hint.map(|hint| name::fold(&hint)),
            max_age: request.max_age.map(i64::from),
            wants_mfa,
            ui_locales: (!request.ui_locales.is_empty()).then(|| request.ui_locales.join(" ")),
        },
        step: Step::Username,
        version: 0,
        started_at: ctx.now,
        home: authority.tenant(),
        name: None,
        session: None,
        binding,
        correlation_id: ctx.correlation_id,
    }
}

/// Chooses between the browser's sessions, or says that nothing may be shown.
async fn start(
    ctx: &Ctx,
    browser: &Browser,
    flow: Flow,
    cookies: SetCookies,
    checked: CheckedReturn,
) -> Result<Outcome, Fault> {
    if !flow.request.prompt.none {
        return choose(ctx, browser, flow, cookies).await;
    }
    let mut known = fitting(&flow, known(ctx, browser, flow.request.authority).await?);
    let cause = match (known.pop(), known.is_empty()) {
        (Some(only), true) => return proceed(ctx, browser, flow, &only).await,
        (Some(_), false) => Cause::InteractionRequired,
        (None, _) => Cause::LoginRequired,
    };
    Ok(tell(ctx, flow.request.authority, checked, cause))
}

async fn choose(ctx: &Ctx, browser: &Browser, mut flow: Flow, cookies: SetCookies) -> Result<Outcome, Fault> {
    let hint = flow.request.login_hint.clone();
    let known = known(ctx, browser, flow.request.authority).await?;
    let fitting = fitting(&flow, known);
    let prompt = flow.request.prompt;
    match fitting.as_slice() {
        [only] if !prompt.select_account && !prompt.login => {
            // A session may outlive the binding cookie, which ends with the browser.
            Ok(proceed(ctx, browser, flow, only).await?.binding(cookies))
        }
        [] => match hint {
            Some(hint) => name::take_with(ctx, flow, &hint, cookies).await,
            None => name::ask_with(ctx, flow, None, cookies).await,
        },
        _ if prompt.login => match hint {
            Some(hint) => name::take_with(ctx, flow, &hint, cookies).await,
            None => name::ask_with(ctx, flow, None, cookies).await,
        },
        several => {
            flow.step = Step::PickAccount;
            let accounts = several.iter().map(account).collect();
            let frame = name::frame(ctx, &flow).await?;
            sealed::page(ctx, &flow, frame, View::Accounts(accounts), None, cookies)
        }
    }
}

fn account(known: &Known) -> Account {
    Account {
        session: known.session.id,
        name: known.user.user_principal_name.clone(),
        display_name: known.user.display_name.clone(),
    }
}

/// The sessions that fit the name which the client suggests.
fn fitting(flow: &Flow, known: Vec<Known>) -> Vec<Known> {
    match &flow.request.login_hint {
        Some(hint) => known.into_iter().filter(|known| &known.user.user_principal_name == hint).collect(),
        None => known,
    }
}

/// The user chose one of his accounts.
pub(super) async fn pick(
    ctx: &Ctx,
    browser: &Browser,
    flow: Flow,
    session: SessionId,
) -> Result<Outcome, Fault> {
    let known = known(ctx, browser, flow.request.authority).await?;
    match known.iter().find(|known| known.session.id == session) {
        Some(known) => proceed(ctx, browser, flow, known).await,
        None => name::ask(ctx, flow, None).await,
    }
}

/// The browser's sessions at this authority that can be continued.
async fn known(ctx: &Ctx, browser: &Browser, authority: Authority) -> Result<Vec<Known>, Fault> {
    let mut known = Vec::new();
    for handle in browser.handles(ctx) {
        if authority.tenant().is_some_and(|tenant| tenant != handle.tenant) {
            continue;
        }
        if let Some((session, user)) = usable(ctx, &handle).await? {
            known.push(Known { handle, session, user });
        }
    }
    Ok(known)
}

async fn usable(ctx: &Ctx, handle: &SessionHandle) -> Result<Option<(Session, User)>, Fault> {
    let id = handle.session;
    let job = move |tx: &mut Tx<'_, Authenticating>| {
        let Some(session) = store::sessions::find(tx, id)? else { return Ok::<_, Fault>(None) };
        let user = store::users::find(tx, session.user)?;
        Ok(user.map(|user| (session, user)))
    };
    let found = ctx.services.store.read(scope::authenticating(handle.tenant), job).await?;
    let lifetimes = ctx.services.config.sessions;
    Ok(found.filter(|(session, user)| {
        finish::is_authentic(ctx, session, handle)
            && rules::signin::session_usable(session, user, lifetimes, ctx.now)
    }))
}

/// Continues a session: shows what is still needed, or nothing at all.
async fn proceed(ctx: &Ctx, browser: &Browser, mut flow: Flow, known: &Known) -> Result<Outcome, Fault> {
    let home: TenantId = known.handle.tenant;
    flow.home = Some(home);
    flow.session = Some(known.session.id);
    flow.name = Some(known.user.user_principal_name.clone());
    let user = known.user.id;
    turn::run(ctx, browser, flow, home, move |tx, env| continue_session(tx, env, user)).await
}

fn continue_session(tx: &mut Tx<'_, Authenticating>, env: &Env, user: model::UserId) -> Result<Turn, Abort> {
    let session = match (&env.handle, store::users::find(tx, user)?) {
        (Some(handle), Some(user)) => finish::session(tx, env, handle, &user)?,
        _ => None,
    };
    let Some(session) = session else { return Ok(turn::not_acceptable(env, Cause::LoginRequired)) };
    let mut progress = Progress::default();
    rules::signin::continue_session(&mut progress, &session);
    turn::begin(tx, env, user, progress)
}
