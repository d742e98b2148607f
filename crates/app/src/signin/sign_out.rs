//! Signing out: the browser's sessions end, here and in the store (OpenID Connect RP-Initiated Logout 1.0).

use super::browser::{self, Browser, SetCookies};
use super::finish;
use crate::{Ctx, Fault, directory, scope, world};
use model::AppId;
use model::flow::Authority;
use store::Tx;
use store::scope::Authenticating;

/// What came to the sign-out endpoint.
#[derive(Clone, Debug)]
pub struct SignOut {
    /// The tenant in the path.
    pub authority: Authority,
    /// The client, by `client_id` or by the audience of a genuine `id_token_hint`.
    pub client: Option<AppId>,
    /// Where the client wants the browser to go.
    pub return_to: Option<String>,
    /// The client's state, repeated exactly.
    pub state: Option<String>,
    /// Whether the user, or a genuine `id_token_hint`, said so; without, the page asks first.
    pub confirmed: bool,
}

/// What a sign-out led to.
#[derive(Debug)]
pub enum SignedOut {
    /// Ask the user whether he wants to: nobody else proved that he does.
    Ask,
    /// Done; the browser goes to this address if it is one of the client's.
    Done {
        /// The client's address, checked.
        return_to: Option<String>,
        /// Cookies to set.
        cookies: SetCookies,
    },
}

/// Ends the browser's sessions at this authority.
pub async fn sign_out(ctx: &Ctx, browser: &Browser, request: SignOut) -> Result<SignedOut, Fault> {
    let handles = browser.handles(ctx);
    let (ending, staying): (Vec<_>, Vec<_>) = handles
        .into_iter()
        .partition(|handle| request.authority.tenant().is_none_or(|tenant| tenant == handle.tenant));
    if !request.confirmed && !ending.is_empty() {
        return Ok(SignedOut::Ask);
    }
    for handle in ending {
        let (inner, at, tenant) = (ctx.clone(), ctx.now, handle.tenant);
        let job = move |tx: &mut Tx<'_, Authenticating>| {
            if let Some(session) = store::sessions::find(tx, handle.session)?
                && finish::is_authentic(&inner, &session, &handle)
            {
                store::sessions::end(tx, session.id, at)?;
            }
            Ok::<_, Fault>(())
        };
        ctx.services.store.write(scope::authenticating(tenant), job).await?;
    }
    let return_to = match (&request.return_to, request.client) {
        (Some(uri), Some(client)) => registered(ctx, request.authority, client, uri).await?,
        _ => None,
    };
    let return_to = return_to.map(|uri| match &request.state {
        Some(state) => with_state(&uri, state),
        None => uri,
    });
    Ok(SignedOut::Done { return_to, cookies: browser::seal_handles(ctx, staying)? })
}

/// The address, if it is one of the client's redirect URIs.
async fn registered(
    ctx: &Ctx,
    authority: Authority,
    client: AppId,
    uri: &str,
) -> Result<Option<String>, Fault> {
    let application = match authority.tenant() {
        Some(tenant) => world::world(ctx, tenant, Some(client))
            .await?
            .and_then(|world| world.client(client).map(|(app, _)| std::sync::Arc::clone(app))),
        None => directory::application(ctx, client).await?,
    };
    let known = application
        .is_some_and(|application| protocol::redirect::find(&application.redirect_uris(), uri).is_some());
    Ok(known.then(|| uri.to_owned()))
}

fn with_state(uri: &str, state: &str) -> String {
    let separator = if uri.contains('?') { '&' } else { '?' };
    let state: String = url::form_urlencoded::byte_serialize(state.as_bytes()).collect();
    format!("{uri}{separator}state={state}")
}
