//! Making tokens: claims from facts, signed outside the transaction.

use crate::keys::PublishedKey;
use crate::resource::Target;
use crate::world::World;
use crate::{Ctx, Fault, grants};
use crypto::jose::{Header, TokenType};
use model::application::{Application, SigningPreference, TokenVersion};
use model::grant::Grant;
use model::method::{self, Proof};
use model::signin::{ClientCredential, unique_token_identifier};
use model::user::{User, UserType};
use model::{SignInId, TenantId, nature};
use protocol::Version;
use protocol::claims::{
    AccessToken, AccessTokenClaims, Amr, AmrSet, ClientAcr, Envelope, Groups, IdToken, IdTokenClaims, Person,
    Subject,
};
use protocol::scope::OpenIdScope;
use protocol::token::IssuedTokens;
use rules::tokens::ID_TOKEN_SECONDS;

/// Everything a user's tokens are made of.
pub(super) struct UserFacts<'a> {
    pub(super) world: &'a World,
    pub(super) home: TenantId,
    pub(super) target: &'a Target,
    pub(super) grant: &'a Grant,
    pub(super) user: &'a User,
    /// The scope words that were agreed to.
    pub(super) granted: &'a [String],
    pub(super) credential: ClientCredential,
    pub(super) sign_in: SignInId,
    pub(super) nonce: Option<&'a str>,
    pub(super) version: Version,
    pub(super) client_info: bool,
    /// The generation of the refresh handle to hand out; `None` for no handle.
    pub(super) generation: Option<i64>,
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
    let tenant = world.tenant().id;
    let envelope = envelope(ctx, tenant, target, sign_in, life(ctx));
    let subject = Subject::App { oid: target.client_principal.0, roles, managed_identity: None };
    let tokens = IssuedTokens {
        expires_in: u32::try_from(envelope.exp - envelope.iat).unwrap_or(0),
        expires_on: envelope.exp,
        not_before: envelope.nbf,
        resource: Some(target.named.clone()),
        ..IssuedTokens::default()
    };
    let access_token = access_token(ctx, target, envelope, credential, subject)?;
    Ok(IssuedTokens { access_token, ..tokens })
}

/// A user's tokens: what was asked for of access, id and refresh token.
pub(super) fn for_user(ctx: &Ctx, facts: &UserFacts<'_>) -> Result<IssuedTokens, Fault> {
    let target = facts.target;
    let tenant = facts.world.tenant().id;
    let envelope = envelope(ctx, tenant, target, facts.sign_in, life(ctx));
    let tokens = IssuedTokens {
        expires_in: u32::try_from(envelope.exp - envelope.iat).unwrap_or(0),
        expires_on: envelope.exp,
        not_before: envelope.nbf,
        resource: Some(target.named.clone()),
        scope: Some(scope(facts)),
        client_info: facts.client_info.then(|| protocol::token::client_info(facts.user.id.0, facts.home.0)),
        ..IssuedTokens::default()
    };
    let subject = Subject::User {
        person: Box::new(person(ctx, facts, target.resource.app_id, true)?),
        scp: scp(facts),
        roles: Vec::new(),
        wids: Vec::new(),
        groups: Groups::Omitted,
        acrs: Vec::new(),
        ipaddr: ctx.address(),
    };
    let access_token = access_token(ctx, target, envelope, facts.credential, subject)?;
    // The v1 endpoint has no scope to ask with and always hands out a refresh token.
    let refresh = facts.version == Version::V1 || target.has(OpenIdScope::OfflineAccess);
    let refresh_token = facts
        .generation
        .filter(|_| refresh)
        .map(|generation| grants::seal_refresh(ctx, facts.home, facts.grant.id, generation))
        .transpose()?;
    let openid = facts.version == Version::V1 || target.has(OpenIdScope::Openid);
    let id_token = openid.then(|| id_token(ctx, facts)).transpose()?;
    Ok(IssuedTokens { access_token, refresh_token, id_token, ..tokens })
}

/// The `scope` of the answer.
fn scope(facts: &UserFacts<'_>) -> String {
    match facts.version {
        Version::V1 => facts.granted.join(" "),
        Version::V2 => facts.target.answer(facts.granted),
    }
}

/// The `scp` of the token: what was granted, and the OpenID Connect scopes that Graph's userinfo looks at.
fn scp(facts: &UserFacts<'_>) -> String {
    let mut words: Vec<&str> = facts.granted.iter().map(String::as_str).collect();
    if facts.target.resource.app_id == model::first_party::GRAPH {
        for scope in [OpenIdScope::Openid, OpenIdScope::Profile, OpenIdScope::Email] {
            if facts.target.has(scope) {
                words.push(scope.as_str());
            }
        }
    }
    words.join(" ")
}

fn envelope(ctx: &Ctx, tenant: TenantId, target: &Target, sign_in: SignInId, life: i64) -> Envelope {
    let now = ctx.now.as_second();
    let version = target.resource.access_token_version;
    Envelope {
        // Version 1 tokens name the resource as the request did, version 2 ones by its id.
        aud: match version {
            TokenVersion::V1 => target.named.clone(),
            TokenVersion::V2 => target.resource.app_id.to_string(),
        },
        iss: crate::issuer(ctx, tenant, wire(version)),
        iat: now,
        nbf: now,
        exp: now + life,
        tid: tenant.0,
        uti: unique_token_identifier(sign_in),
    }
}

fn wire(version: TokenVersion) -> Version {
    match version {
        TokenVersion::V1 => Version::V1,
        TokenVersion::V2 => Version::V2,
    }
}

fn access_token(
    ctx: &Ctx,
    target: &Target,
    envelope: Envelope,
    credential: ClientCredential,
    subject: Subject,
) -> Result<String, Fault> {
    let version = wire(target.resource.access_token_version);
    let token = AccessToken {
        version,
        envelope,
        client: target.client.app_id.0,
        client_acr: match credential {
            ClientCredential::None => ClientAcr::Public,
            ClientCredential::ClientSecret(_) => ClientAcr::Secret,
            ClientCredential::Certificate(_) => ClientAcr::Certificate,
        },
        subject,
        handles_challenges: false,
        tenant_region_scope: None,
    };
    let json = serde_json::to_vec(&AccessTokenClaims::from(&token))
        .map_err(|error| Fault::Corrupt(error.to_string()))?;
    sign(key(ctx, &target.resource).as_ref(), version, &json)
}

fn id_token(ctx: &Ctx, facts: &UserFacts<'_>) -> Result<String, Fault> {
    let tenant = facts.world.tenant().id;
    let now = ctx.now.as_second();
    let token = IdToken {
        version: facts.version,
        envelope: Envelope {
            aud: facts.grant.client.to_string(),
            iss: crate::issuer(ctx, tenant, facts.version),
            iat: now,
            nbf: now,
            exp: now + ID_TOKEN_SECONDS,
            tid: tenant.0,
            uti: unique_token_identifier(facts.sign_in),
        },
        person: Box::new(person(ctx, facts, facts.grant.client, false)?),
        nonce: facts.nonce.map(str::to_owned),
        c_hash: None,
        at_hash: None,
        roles: Vec::new(),
        groups: Groups::Omitted,
        acrs: Vec::new(),
    };
    let json = serde_json::to_vec(&IdTokenClaims::from(&token))
        .map_err(|error| Fault::Corrupt(error.to_string()))?;
    sign(&ctx.services.keys.present().rs256, facts.version, &json)
}

/// The user in a token. `complete` tokens are for resources, which need no scope to know who calls.
fn person(ctx: &Ctx, facts: &UserFacts<'_>, audience: model::AppId, complete: bool) -> Result<Person, Fault> {
    let user = facts.user;
    let profile = complete || facts.version == Version::V1 || facts.target.has(OpenIdScope::Profile);
    let email = complete || facts.target.has(OpenIdScope::Email);
    Ok(Person {
        oid: user.id.0,
        sub: grants::subject(ctx, facts.home, user.id, audience),
        amr: amr(&facts.grant.proofs)?,
        upn: user.user_principal_name.clone(),
        name: profile.then(|| user.display_name.clone()),
        given_name: user.given_name.clone().filter(|_| profile),
        family_name: user.surname.clone().filter(|_| profile),
        email: user.mail.clone().filter(|_| email),
        auth_time: Some(facts.grant.authenticated_at.as_second()),
        idp: None,
        sid: facts.grant.session.map(|session| session.to_string()),
        login_hint: None,
        acct: Some(u8::from(user.user_type == UserType::Guest)),
    })
}

/// The authentication methods of a grant. A token without any would be a token nobody was authenticated for.
fn amr(proofs: &[Proof]) -> Result<AmrSet, Fault> {
    let values = method::amr(proofs).into_iter().filter_map(|value| match value.as_str() {
        "pwd" => Some(Amr::Pwd),
        "otp" => Some(Amr::Otp),
        "mfa" => Some(Amr::Mfa),
        _ => None,
    });
    AmrSet::new(values).ok_or_else(|| Fault::Corrupt("a grant holds no proof".to_owned()))
}

/// Sixty to ninety minutes, so that clients do not all come back at once.
fn life(ctx: &Ctx) -> i64 {
    rules::tokens::access_token_seconds(u64::from_be_bytes(nature::random(ctx.services.entropy.as_ref())))
}

fn key(ctx: &Ctx, resource: &Application) -> std::sync::Arc<PublishedKey> {
    let keys = ctx.services.keys.present();
    match resource.signing {
        SigningPreference::Rs256 => std::sync::Arc::clone(&keys.rs256),
        SigningPreference::Es256 => std::sync::Arc::clone(&keys.es256),
    }
}

fn sign(key: &PublishedKey, version: Version, json: &[u8]) -> Result<String, Fault> {
    let header = Header { token_type: TokenType::Jwt, x5t: version == Version::V1 };
    key.key.sign(header, json).map_err(|error| Fault::Corrupt(format!("a token cannot be signed: {error}")))
}
