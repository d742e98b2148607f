//! Making tokens: the rules say what is in them, and ask the posture a last time; signed outside the transaction.

use crate::keys::{KeyMaterial, PublishedKey};
use crate::person::{self, Person};
use crate::resource::Target;
use crate::world::World;
use crate::{Ctx, Fault, grants};
use crypto::jose::{Header, TokenType};
use model::application::{Application, SigningPreference, TokenVersion};
use model::grant::Grant;
use model::signin::ClientCredential;
use model::verdict::{Cause, Refusal};
use model::{AppId, SignInId, first_party, nature};
use protocol::Version;
use protocol::claims::{AccessToken, AccessTokenClaims, IdTokenClaims};
use protocol::scope::OpenIdScope;
use protocol::token::IssuedTokens;
use rules::claims::{self, Issue, Permissions};
use serde::Serialize;

/// A way by which a user's tokens leave.
///
/// Nothing is signed for a user without naming one, and the model test of enforcement walks each of them: a new
/// one does not compile until that test knows it (DESIGN invariant 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IssuingRoute {
    /// A code from the authorization endpoint is redeemed.
    AuthorizationCode,
    /// A device gets what its user approved at the pages.
    DeviceCode,
    /// A refresh token is exchanged.
    RefreshToken,
    /// A program sent name and password.
    Password,
}

impl IssuingRoute {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::AuthorizationCode, Self::DeviceCode, Self::RefreshToken, Self::Password];
}

/// What a deciding transaction found good: everything a user's tokens are made of.
pub(super) struct Good {
    pub(super) grant: Grant,
    pub(super) person: Person,
    pub(super) target: Target,
    /// The scope words that were agreed to.
    pub(super) granted: Vec<String>,
    pub(super) credential: ClientCredential,
    /// The sign-in whose identifier the tokens carry.
    pub(super) sign_in: SignInId,
    pub(super) nonce: Option<String>,
    /// The generation of the refresh handle to hand out.
    pub(super) generation: i64,
}

/// An application's own access token.
pub(super) fn for_application(
    ctx: &Ctx,
    world: &World,
    target: &Target,
    roles: Vec<String>,
    credential: ClientCredential,
    sign_in: SignInId,
) -> Result<IssuedTokens, Fault> {
    let issuer = crate::issuer(ctx, world.tenant().id, version(&target.resource));
    let issue = Issue { tenant: world.tenant().id, issuer: &issuer, sign_in, now: ctx.now };
    let token = claims::application_access_token(
        &issue,
        &call(ctx, target, credential),
        target.client_principal,
        roles,
    );
    answer(ctx, target, &token)
}

/// A user's tokens: what was asked for of access, id and refresh token.
pub(super) fn for_user(
    ctx: &Ctx,
    route: IssuingRoute,
    world: &World,
    asked: &super::Call,
    good: &Good,
) -> Result<Result<IssuedTokens, Refusal>, Fault> {
    let maker = Maker { ctx, world, asked, good };
    let token = match maker.access_token() {
        Ok(token) => token,
        Err(cause) => return Ok(Err(stopped(route, cause, good.sign_in))),
    };
    let id_token = match maker.id_token()? {
        Ok(id_token) => id_token,
        Err(cause) => return Ok(Err(stopped(route, cause, good.sign_in))),
    };
    let home = world.tenant().id;
    // The v1 endpoint has no scope to ask with and always hands out a refresh token.
    let refresh = maker.is_v1() || good.target.has(OpenIdScope::OfflineAccess);
    let refresh_token =
        refresh.then(|| grants::seal_refresh(ctx, home, good.grant.id, good.generation)).transpose()?;
    let user = good.person.user.id;
    Ok(Ok(IssuedTokens {
        scope: Some(maker.scope()),
        refresh_token,
        id_token,
        client_info: asked.client_info.then(|| protocol::token::client_info(user.0, home.0)),
        ..answer(ctx, &good.target, &token)?
    }))
}

/// The last gate held what the route's own rules should have: a mistake of ours that operators must hear of.
fn stopped(route: IssuingRoute, cause: Cause, sign_in: SignInId) -> Refusal {
    tracing::error!(?route, ?cause, sign_in = %sign_in, "a token that may not leave was stopped at the last gate");
    Refusal::logged(cause, sign_in)
}

struct Maker<'a> {
    ctx: &'a Ctx,
    world: &'a World,
    asked: &'a super::Call,
    good: &'a Good,
}

impl Maker<'_> {
    fn is_v1(&self) -> bool {
        self.asked.version == Version::V1
    }

    fn has(&self, scope: OpenIdScope) -> bool {
        self.good.target.has(scope)
    }

    /// Runs `make` with what the rules need of this user's token for an audience. Tokens for resources are
    /// complete; id tokens show what was asked for.
    fn with<T>(
        &self,
        version: Version,
        audience: AppId,
        complete: bool,
        make: impl FnOnce(&Issue<'_>, &claims::UserFacts<'_>) -> T,
    ) -> T {
        let (ctx, tenant) = (self.ctx, self.world.tenant().id);
        let issuer = crate::issuer(ctx, tenant, version);
        let subject = grants::subject(ctx, tenant, self.good.person.user.id, audience);
        let posture = person::posture(ctx, self.world);
        let issue = Issue { tenant, issuer: &issuer, sign_in: self.good.sign_in, now: ctx.now };
        let facts = claims::UserFacts {
            user: &self.good.person.user,
            grant: &self.good.grant,
            posture: &posture,
            registered: self.good.person.facts().has_second_factor(),
            subject: &subject,
            home_issuer: None,
            profile: complete || self.is_v1() || self.has(OpenIdScope::Profile),
            email: complete || self.has(OpenIdScope::Email),
        };
        make(&issue, &facts)
    }

    fn access_token(&self) -> Result<AccessToken, Cause> {
        let target = &self.good.target;
        let (scopes, address) = (self.scp(), self.ctx.address());
        let permissions =
            Permissions { scopes: &scopes, roles: &[], directory_roles: &[], address: address.as_deref() };
        let call = call(self.ctx, target, self.good.credential);
        self.with(version(&target.resource), target.resource.app_id, true, |issue, facts| {
            claims::user_access_token(issue, &call, facts, &permissions)
        })
    }

    fn id_token(&self) -> Result<Result<Option<String>, Cause>, Fault> {
        if !self.is_v1() && !self.has(OpenIdScope::Openid) {
            return Ok(Ok(None));
        }
        let (version, client) = (self.asked.version, &self.good.target.client);
        let made = self.with(version, client.app_id, false, |issue, facts| {
            claims::id_token(issue, version, client, facts, self.good.nonce.as_deref())
        });
        match made {
            Ok(token) => {
                // The client is whom an id token is for, so it is the one whose wish counts.
                let keys = self.ctx.services.keys.present();
                sign(wished(&keys, client), version, &IdTokenClaims::from(&token))
                    .map(|token| Ok(Some(token)))
            }
            Err(cause) => Ok(Err(cause)),
        }
    }

    /// The `scope` of the answer.
    fn scope(&self) -> String {
        if self.is_v1() { self.good.granted.join(" ") } else { self.good.target.answer(&self.good.granted) }
    }

    /// The words of `scp`: what was granted, and the OpenID Connect scopes that userinfo looks at.
    fn scp(&self) -> Vec<String> {
        let mut words = self.good.granted.clone();
        if self.good.target.resource.app_id == first_party::GRAPH {
            let openid = [OpenIdScope::Openid, OpenIdScope::Profile, OpenIdScope::Email];
            words.extend(
                openid.into_iter().filter(|scope| self.has(*scope)).map(|scope| scope.as_str().to_owned()),
            );
        }
        words
    }
}

fn version(resource: &Application) -> Version {
    match resource.access_token_version {
        TokenVersion::V1 => Version::V1,
        TokenVersion::V2 => Version::V2,
    }
}

fn call<'a>(ctx: &Ctx, target: &'a Target, credential: ClientCredential) -> claims::Call<'a> {
    // Sixty to ninety minutes, so that clients do not all come back at once.
    let random = u64::from_be_bytes(nature::random(ctx.services.entropy.as_ref()));
    claims::Call {
        client: target.client.app_id,
        credential,
        resource: &target.resource,
        resource_called: &target.named,
        seconds: rules::tokens::access_token_seconds(random),
    }
}

/// The answer with a signed access token and nothing else yet.
fn answer(ctx: &Ctx, target: &Target, token: &AccessToken) -> Result<IssuedTokens, Fault> {
    let keys = ctx.services.keys.present();
    Ok(IssuedTokens {
        access_token: sign(wished(&keys, &target.resource), token.version, &AccessTokenClaims::from(token))?,
        expires_in: u32::try_from(token.envelope.exp - token.envelope.iat).unwrap_or(0),
        expires_on: token.envelope.exp,
        not_before: token.envelope.nbf,
        resource: Some(target.named.clone()),
        ..IssuedTokens::default()
    })
}

/// The key that the application a token is for wants it signed with.
fn wished<'a>(keys: &'a KeyMaterial, audience: &Application) -> &'a PublishedKey {
    match audience.signing {
        SigningPreference::Rs256 => &keys.rs256,
        SigningPreference::Es256 => &keys.es256,
    }
}

fn sign<T: Serialize>(key: &PublishedKey, version: Version, claims: &T) -> Result<String, Fault> {
    let json = serde_json::to_vec(claims).map_err(|error| Fault::Corrupt(error.to_string()))?;
    let header = Header { token_type: TokenType::Jwt, x5t: version == Version::V1 };
    key.key.sign(header, &json).map_err(|error| Fault::Corrupt(format!("a token cannot be signed: {error}")))
}
