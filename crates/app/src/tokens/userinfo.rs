//! The userinfo endpoint (OpenID Connect Core section 5.3).

use crate::bearer;
use crate::{Ctx, Fault, grants};
use model::verdict::{Cause, Verdict};
use model::{AppId, first_party};
use protocol::userinfo::{Profile, UserInfo};

/// Answers who the bearer of a Graph token with the scope `openid` is.
pub async fn userinfo(ctx: &Ctx, token: &str) -> Result<Verdict<UserInfo>, Fault> {
    let bearer = match bearer::verify(ctx, token, first_party::GRAPH).await? {
        Ok(bearer) => bearer,
        Err(cause) => return Ok(super::unlogged(ctx, cause)),
    };
    let (Some(user), Some(client)) = (bearer.user, bearer.claims.client().map(AppId)) else {
        return Ok(super::unlogged(ctx, Cause::TokenInvalid));
    };
    if !bearer.claims.has_scope("openid") {
        return Ok(super::unlogged(ctx, Cause::PermissionMissing("openid")));
    }
    let sub = grants::subject(ctx, bearer.tenant, user.id, client);
    let profile = Profile {
        name: Some(user.display_name),
        given_name: user.given_name,
        family_name: user.surname,
        email: user.mail,
    };
    Ok(Verdict::Granted(UserInfo::new(sub, &bearer.claims, profile)))
}
