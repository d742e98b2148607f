//! Access tokens presented to our own resources.
//!
//! Beyond the token itself, its user, application and grant are looked at again at every request, so that a
//! disabled account, a revoked session or a revoked grant is refused at once.

use crate::fault::Abort;
use crate::person::{self, Person};
use crate::world::{self, World};
use crate::{Ctx, Fault, scope};
use crypto::jose::{self, Limits};
use model::application::TokenVersion;
use model::grant::Grant;
use model::signin::sign_in_of;
use model::user::User;
use model::verdict::Cause;
use model::{AppId, RoleTemplateId, ServicePrincipalId, SessionId, TenantId, Timestamp, UserId, first_party};
use protocol::Version;
use protocol::claims::AccessTokenClaims;
use store::scope::{Authenticating, TenantScope};
use store::{StoreError, Tx};

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
/// may not sign in any more, a session or a grant that was revoked.
pub async fn verify(ctx: &Ctx, token: &str, resource: AppId) -> Result<Result<Bearer, Cause>, Fault> {
    let Some(claims) = genuine(ctx, token).filter(|claims| audience_is(ctx, &claims.aud, resource)) else {
        return Ok(Err(Cause::TokenInvalid));
    };
    let tenant = TenantId(claims.tid);
    let client = claims.client().map(AppId);
    let decided = world::deciding(ctx, tenant, client, |world| {
        let claims = claims.clone();
        async move {
            let (inner, asked) = (world.clone(), claims.clone());
            let job = move |tx: &mut Tx<'_, Authenticating>| {
                inner.check(tx)?;
                let Some(principal) = principal(&inner, &asked) else { return Ok::<_, Abort>(None) };
                Ok(holder(tx, &asked)?.map(|holder| (principal, holder)))
            };
            let found = ctx.services.store.read(scope::authenticating(tenant), job).await?;
            let (Some((principal, holder)), Some(client)) = (found, client) else {
                return Ok(Err(Cause::TokenInvalid));
            };
            let person = match holder {
                Holder::Application => None,
                Holder::User(person) => Some(*person),
            };
            let (user, roles) = person.map(|person| (person.user, person.roles)).unzip();
            let roles = roles.unwrap_or_default();
            Ok(Ok(Bearer { tenant, user, roles, client, principal, claims }))
        }
    });
    Ok(decided.await?.unwrap_or(Err(Cause::TokenInvalid)))
}

/// Who holds a token that is still good.
pub(crate) enum Holder {
    /// The client itself.
    Application,
    /// A user.
    User(Box<Person>),
}

/// The service principal of a genuine token's client, if the client may still be used. `world` must be that client's.
pub(crate) fn principal(world: &World, claims: &AccessTokenClaims) -> Option<ServicePrincipalId> {
    let (_, principal) = world.client(AppId(claims.client()?))?;
    principal.enabled.then_some(principal.id)
}

/// The holder of a genuine token, if user and grant still allow what they did when it was issued.
pub(crate) fn holder<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    claims: &AccessTokenClaims,
) -> Result<Option<Holder>, Abort> {
    if claims.is_app_only() {
        return Ok(Some(Holder::Application));
    }
    let person = person::load(tx, UserId(claims.oid))?;
    let Some(person) = person.filter(|person| still_stands(claims, &person.user)) else { return Ok(None) };
    let revoked = grant(tx, claims)?.is_some_and(|grant| grant.revoked_at.is_some());
    Ok((!revoked).then(|| Holder::User(Box::new(person))))
}

/// The grant behind a user's token, by the sign-in that issued it; `None` once their records are gone.
pub(crate) fn grant<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    claims: &AccessTokenClaims,
) -> Result<Option<Grant>, StoreError> {
    let Some(sign_in) = sign_in_of(&claims.uti) else { return Ok(None) };
    let entry = store::sign_ins::find(tx, sign_in)?;
    match entry.and_then(|entry| entry.grant) {
        Some(id) => store::grants::find(tx, id),
        None => Ok(None),
    }
}

/// What an id token of ours says of the sign-in it came from.
#[derive(serde::Deserialize)]
pub(crate) struct Hint {
    /// The client it was issued to.
    #[serde(rename = "aud")]
    pub(crate) client: AppId,
    /// The browser's session.
    #[serde(rename = "sid")]
    pub(crate) session: Option<SessionId>,
}

/// Reads an id token of ours, expired or not (`id_token_hint`); `None` if it is not genuine.
pub(crate) fn id_token_hint(ctx: &Ctx, token: &str) -> Option<Hint> {
    serde_json::from_slice(&payload(ctx, token)?).ok()
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

/// The claims of an access token that we issued and that has not ended, whoever it is for. An id token is none:
/// it names no client.
pub(crate) fn genuine(ctx: &Ctx, token: &str) -> Option<AccessTokenClaims> {
    let claims: AccessTokenClaims = serde_json::from_slice(&payload(ctx, token)?).ok()?;
    let now = ctx.now.as_second();
    let in_time = claims.nbf <= now && now < claims.exp;
    (in_time && is_ours(ctx, &claims) && claims.client().is_some()).then_some(claims)
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
