//! Access tokens presented to our own resources.
//!
//! Beyond the token itself, its user and application are looked at again at every request, so that a disabled
//! account or a revoked session is refused at once.

use crate::fault::Abort;
use crate::{Ctx, Fault, person, scope, world};
use crypto::jose::{self, Limits};
use model::application::TokenVersion;
use model::user::User;
use model::verdict::Cause;
use model::{AppId, RoleTemplateId, ServicePrincipalId, TenantId, Timestamp, UserId, first_party};
use protocol::Version;
use protocol::claims::AccessTokenClaims;

/// Who calls.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The tenant the token is valid in.
    pub tenant: TenantId,
    /// The user, unless an application calls as itself.
    pub user: Option<User>,
    /// The user's directory roles.
    pub roles: Vec<RoleTemplateId>,
    /// The calling application.
    pub client: AppId,
    /// Its service principal in the tenant.
    pub principal: ServicePrincipalId,
    /// The token's claims.
    pub claims: AccessTokenClaims,
}

/// Verifies a token for one of our own resources.
///
/// Refused as [`Cause::TokenInvalid`] whatever is wrong with it: signature, issuer, audience, time, a user who
/// may not sign in any more, a session that was revoked.
pub async fn verify(ctx: &Ctx, token: &str, resource: AppId) -> Result<Result<Bearer, Cause>, Fault> {
    let Some(claims) = claims(ctx, token, resource) else { return Ok(Err(Cause::TokenInvalid)) };
    let tenant = TenantId(claims.tid);
    let Some(client) = claims.client().map(AppId) else { return Ok(Err(Cause::TokenInvalid)) };
    let decided = world::deciding(ctx, tenant, Some(client), |world| {
        let claims = claims.clone();
        async move {
            let principal = match world.client(client) {
                Some((_, principal)) if principal.enabled => principal.id,
                _ => {
                    world.confirm(ctx).await?;
                    return Ok(Err(Cause::TokenInvalid));
                }
            };
            let user = (!claims.is_app_only()).then_some(UserId(claims.oid));
            let inner = world.clone();
            let person = ctx
                .services
                .store
                .read(scope::authenticating(tenant), move |tx| {
                    inner.check(tx)?;
                    match user {
                        Some(user) => person::load(tx, user),
                        None => Ok::<_, Abort>(None),
                    }
                })
                .await?;
            if user.is_some() && !person.as_ref().is_some_and(|person| still_stands(&claims, &person.user)) {
                return Ok(Err(Cause::TokenInvalid));
            }
            let (user, roles) = person.map(|person| (person.user, person.roles)).unzip();
            let roles = roles.unwrap_or_default();
            Ok(Ok(Bearer { tenant, user, roles, client, principal, claims }))
        }
    });
    Ok(decided.await?.unwrap_or(Err(Cause::TokenInvalid)))
}

/// The client and tenant of an id token of ours, expired or not (`id_token_hint`); `None` if it is not genuine.
pub(crate) fn id_token_hint(ctx: &Ctx, token: &str) -> Option<(AppId, TenantId)> {
    #[derive(serde::Deserialize)]
    struct Hint {
        aud: AppId,
        tid: TenantId,
    }
    let payload = payload(ctx, token)?;
    let hint: Hint = serde_json::from_slice(&payload).ok()?;
    Some((hint.aud, hint.tid))
}

/// The payload of a token that one of our published keys signed.
fn payload(ctx: &Ctx, token: &str) -> Option<Vec<u8>> {
    let parsed = jose::parse_compact(token, Limits::default()).ok()?;
    let kid = parsed.header().key_id.clone()?;
    let keys = ctx.services.keys.present();
    let published = keys.published.iter().find(|key| key.key.key_id() == kid)?;
    let verified = jose::verify(&parsed, &published.verifying, &[published.key.algorithm()]).ok()?;
    Some(verified.payload().to_vec())
}

/// Whether the user may still act with a token of that time.
fn still_stands(claims: &AccessTokenClaims, user: &User) -> bool {
    let issued_at = Timestamp::from_second(claims.iat).unwrap_or(Timestamp::UNIX_EPOCH);
    // Tokens have whole seconds: one of the very second of a revocation is older than it.
    user.may_sign_in() && issued_at.as_second() >= user.sessions_valid_from.as_second()
}

fn claims(ctx: &Ctx, token: &str, resource: AppId) -> Option<AccessTokenClaims> {
    let claims: AccessTokenClaims = serde_json::from_slice(&payload(ctx, token)?).ok()?;
    let now = ctx.now.as_second();
    let in_time = claims.nbf <= now && now < claims.exp;
    (in_time && is_ours(ctx, &claims) && audience_is(ctx, &claims.aud, resource)).then_some(claims)
}

fn is_ours(ctx: &Ctx, claims: &AccessTokenClaims) -> bool {
    let tenant = TenantId(claims.tid);
    [Version::V1, Version::V2].into_iter().any(|version| claims.iss == crate::issuer(ctx, tenant, version))
}

/// Whether the audience is one of the resource's names: its id, its URIs, or the origin it is served at.
fn audience_is(ctx: &Ctx, audience: &str, resource: AppId) -> bool {
    let Some(application) = first_party::application(resource) else { return false };
    let version_2 = application.access_token_version == TokenVersion::V2;
    let id = audience.parse::<AppId>().is_ok_and(|id| id == resource);
    let uri = !version_2 && application.identifier_uris.iter().any(|uri| uri.eq_ignore_ascii_case(audience));
    let origins = &ctx.services.config.origins;
    let origin = match resource {
        first_party::GRAPH => audience == origins.graph,
        first_party::RESOURCE_MANAGER => audience == origins.arm,
        _ => false,
    };
    id || uri || origin
}
