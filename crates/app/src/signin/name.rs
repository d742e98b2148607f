//! The user name: whose home realm it belongs to, without telling whether the account exists.

use super::browser::SetCookies;
use super::sealed::{self, Frame};
use super::view::{Outcome, View};
use crate::{Ctx, Fault, directory, world};
use model::flow::{Authority, Flow, Step};
use model::verdict::Cause;
use model::{AppId, TenantId};

/// The longest user name (113 characters, `domain-facts.md` section 13.2), in bytes.
const LONGEST_NAME: usize = 113 * 4;

/// The page that asks for the user name.
pub(super) async fn ask_with(
    ctx: &Ctx,
    mut flow: Flow,
    alert: Option<Cause>,
    cookies: SetCookies,
) -> Result<Outcome, Fault> {
    let hint = flow.name.take().or_else(|| flow.request.login_hint.clone());
    flow.step = Step::Username;
    flow.session = None;
    flow.home = flow.request.authority.tenant();
    let frame = frame(ctx, &flow).await?;
    sealed::page(ctx, &flow, frame, View::Username { hint }, alert, cookies)
}

/// The page that asks for the user name, when no cookie has to be set.
pub(super) async fn ask(ctx: &Ctx, flow: Flow, alert: Option<Cause>) -> Result<Outcome, Fault> {
    ask_with(ctx, flow, alert, SetCookies::default()).await
}

/// Takes a user name and asks for the password, whether or not there is such a user.
pub(super) async fn take(ctx: &Ctx, flow: Flow, typed: &str) -> Result<Outcome, Fault> {
    take_with(ctx, flow, typed, SetCookies::default()).await
}

/// As [`take`], with cookies to set.
pub(super) async fn take_with(
    ctx: &Ctx,
    mut flow: Flow,
    typed: &str,
    cookies: SetCookies,
) -> Result<Outcome, Fault> {
    let name = fold(typed);
    if name.is_empty() || name.len() > LONGEST_NAME {
        return ask_with(ctx, flow, Some(Cause::MissingParameter("loginfmt")), cookies).await;
    }
    flow.home = home(ctx, flow.request.authority, &name).await?;
    flow.step = Step::Password;
    flow.name = Some(name.clone());
    let frame = frame(ctx, &flow).await?;
    sealed::page(ctx, &flow, frame, View::Password { name }, None, cookies)
}

/// A user name as it is compared: without surrounding blanks, in lower case.
pub(crate) fn fold(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// The tenant that would authenticate this name: the one in the path, or the owner of the name's domain.
pub(crate) async fn home(ctx: &Ctx, authority: Authority, name: &str) -> Result<Option<TenantId>, Fault> {
    match (authority.tenant(), name.rsplit_once('@')) {
        (Some(tenant), _) => Ok(Some(tenant)),
        (None, Some((_, domain))) => directory::by_domain(ctx, domain).await,
        (None, None) => Ok(None),
    }
}

/// The names around a page's form.
pub(super) async fn frame(ctx: &Ctx, flow: &Flow) -> Result<Frame, Fault> {
    let client = flow.request.client;
    let Some(tenant) = flow.home.or(flow.request.authority.tenant()) else {
        return Ok(Frame { client_name: directory::client_name(ctx, client).await?, ..Frame::default() });
    };
    let Some(world) = world::world(ctx, tenant, Some(client)).await? else { return Ok(Frame::default()) };
    Ok(frame_of(&world, client))
}

/// The names around a page's form, from a configuration at hand.
pub(super) fn frame_of(world: &world::World, client: AppId) -> Frame {
    Frame {
        client_name: world.client(client).map(|(app, _)| app.display_name.clone()).unwrap_or_default(),
        tenant_name: Some(world.tenant().display_name.clone()),
        tenant_locale: world.tenant().locale.clone(),
    }
}
