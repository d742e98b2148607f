//! The userinfo endpoint (OpenID Connect Core section 5.3).

use crate::bearer::{self, Bearer};
use crate::{Ctx, Fault};
use model::verdict::{Cause, Verdict};
use model::{AppId, first_party};

/// What a client learns of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserInfo {
    /// The same as in the id token.
    pub sub: String,
    /// The display name, with `profile`.
    pub name: Option<String>,
    /// The given name, with `profile`.
    pub given_name: Option<String>,
    /// The family name, with `profile`.
    pub family_name: Option<String>,
    /// The mail address, with `email`.
    pub email: Option<String>,
}

/// Answers who the bearer of a Graph token with the scope `openid` is.
pub async fn userinfo(ctx: &Ctx, token: &str) -> Result<Verdict<UserInfo>, Fault> {
    let bearer = match bearer::verify(ctx, token, first_party::GRAPH).await? {
        Ok(bearer) => bearer,
        Err(cause) => return Ok(super::unlogged(ctx, cause)),
    };
    let Bearer { tenant, user: Some(user), ref claims, .. } = bearer else {
        return Ok(super::unlogged(ctx, Cause::TokenInvalid));
    };
    let Some(client) = claims.client().map(AppId).filter(|_| claims.has_scope("openid")) else {
        return Ok(super::unlogged(ctx, Cause::PermissionMissing("openid")));
    };
    let profile = claims.has_scope("profile");
    Ok(Verdict::Granted(UserInfo {
        sub: crate::grants::subject(ctx, tenant, user.id, client),
        name: profile.then_some(user.display_name),
        given_name: user.given_name.filter(|_| profile),
        family_name: user.surname.filter(|_| profile),
        email: user.mail.filter(|_| claims.has_scope("email")),
    }))
}
