//! RP-initiated logout (OpenID Connect RP-Initiated Logout §2, §3).

use crate::{
    authorize::ClientId,
    params::{InvalidCause, ParamError, Params, encode},
    redirect,
};

const MAX_ID_TOKEN: usize = 8192;
const MAX_STATE: usize = 4096;
const MAX_HINT: usize = 512;

/// A parsed logout request. Every part is optional and unverified: without a hint that proves the session, the person
/// is asked before anything ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogoutRequest {
    /// An id token of ours, expired or not; unverified.
    pub id_token_hint: Option<String>,
    /// The session's `login_hint` claim.
    pub logout_hint: Option<String>,
    /// The client, needed to check the address when there is no id token.
    pub client_id: Option<ClientId>,
    /// Where to go afterwards; unchecked.
    pub post_logout_redirect_uri: Option<String>,
    /// To be repeated there.
    pub state: Option<String>,
    /// Preferred languages of the page.
    pub ui_locales: Vec<String>,
}

impl LogoutRequest {
    /// Parses the parameters of a query or a form.
    pub fn parse(params: &Params) -> Result<Self, ParamError> {
        let owned = |name, limit| params.optional(name, limit).map(|value| value.map(ToOwned::to_owned));
        let post_logout_redirect_uri = owned("post_logout_redirect_uri", redirect::MAX_BYTES)?;
        if post_logout_redirect_uri
            .as_ref()
            .is_some_and(|uri| !uri.bytes().all(|byte| byte.is_ascii_graphic()))
        {
            return Err(ParamError::invalid("post_logout_redirect_uri", InvalidCause::BadCharacter));
        }
        let locales = params.optional("ui_locales", MAX_HINT)?.unwrap_or_default();
        Ok(Self {
            id_token_hint: owned("id_token_hint", MAX_ID_TOKEN)?,
            logout_hint: owned("logout_hint", MAX_HINT)?,
            client_id: params.optional("client_id", ClientId::MAX_BYTES)?.map(ClientId::parse).transpose()?,
            post_logout_redirect_uri,
            state: owned("state", MAX_STATE)?,
            ui_locales: locales.split_whitespace().take(32).map(ToOwned::to_owned).collect(),
        })
    }

    /// The address to go to, with the state, if it is one of those registered for the client.
    pub fn checked_target(&self, registered: &[redirect::RedirectUri]) -> Option<String> {
        let uri = self.post_logout_redirect_uri.as_deref()?;
        redirect::find(registered, uri)?;
        let Some(state) = &self.state else { return Some(uri.to_owned()) };
        let separator = if uri.contains('?') { '&' } else { '?' };
        Some(format!("{uri}{separator}state={}", encode(state)))
    }
}

#[cfg(test)]
mod tests;
