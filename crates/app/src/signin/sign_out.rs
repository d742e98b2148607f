//! Signing out: the browser's sessions end, here and in the store (OpenID Connect RP-Initiated Logout 1.0).

use super::browser::{self, Browser, SessionHandle, SetCookies};
use super::finish;
use crate::tokens::clients;
use crate::{Ctx, Fault, bearer, scope};
use model::AppId;
use model::flow::Authority;
use protocol::authorize::ClientId;
use protocol::logout::LogoutRequest;
use store::Tx;
use store::scope::Authenticating;

/// What came to the sign-out endpoint.
#[derive(Clone, Debug)]
pub struct SignOut {
    /// The tenant in the path.
    pub authority: Authority,
    /// What was asked for.
    pub request: LogoutRequest,
    /// Whether the user himself said so on our page.
    pub confirmed: bool,
}

/// What a sign-out led to.
#[derive(Debug)]
pub enum SignedOut {
    /// Ask the user whether he wants to: nobody else proved that he does.
    Ask {
        /// Where the browser would go afterwards, checked.
        return_to: Option<String>,
    },
    /// Done; the browser goes to this address if it is one of the client's.
    Done {
        /// The client's address, checked.
        return_to: Option<String>,
        /// Cookies to set.
        cookies: SetCookies,
    },
}

/// Ends the browser's sessions at this authority.
///
/// A genuine `id_token_hint` counts as the user's word only if it is of one of these very sessions: any other one
/// may be somebody else's, sent to sign this user out.
pub async fn sign_out(ctx: &Ctx, browser: &Browser, request: SignOut) -> Result<SignedOut, Fault> {
    let handles = browser.handles(ctx);
    let (ending, staying): (Vec<_>, Vec<_>) = handles
        .into_iter()
        .partition(|handle| request.authority.tenant().is_none_or(|tenant| tenant == handle.tenant));
    let hint = request.request.id_token_hint.as_deref().and_then(|hint| bearer::id_token_hint(ctx, hint));
    let named = request.request.client_id.as_ref().and_then(ClientId::app_id).map(AppId);
    let return_to = match hint.as_ref().map(|hint| hint.client).or(named) {
        Some(client) => target(ctx, request.authority, client, &request.request).await?,
        None => None,
    };
    let hinted =
        |handle: &SessionHandle| hint.as_ref().is_some_and(|hint| hint.session == Some(handle.session));
    if !request.confirmed && !ending.is_empty() && !ending.iter().any(hinted) {
        return Ok(SignedOut::Ask { return_to });
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
    Ok(SignedOut::Done { return_to, cookies: browser::seal_handles(ctx, staying)? })
}

/// The address the client wants, if it is one of its redirect URIs.
async fn target(
    ctx: &Ctx,
    authority: Authority,
    client: AppId,
    request: &LogoutRequest,
) -> Result<Option<String>, Fault> {
    let application = clients::find(ctx, authority, &client.to_string()).await?.ok();
    Ok(application.and_then(|application| request.checked_target(&application.redirect_uris())))
}
