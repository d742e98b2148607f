//! Whether a client is who it says it is, and what it may ask for.
//!
//! Sources: RFC 6749 sections 2.3 and 4, RFC 7523 section 3 (client assertions), RFC 9700 section 2;
//! `wire-contract.md` section 1 for what client libraries really send.

use model::application::{Application, Platform, Secret, ServicePrincipal};
use model::flow::Authority;
use model::signin::ClientCredential;
use model::verdict::Cause;
use model::{AppId, CredentialId, TenantId, Timestamp};

/// How far a client's clock may be off, in seconds.
pub const SKEW_SECONDS: i64 = 5 * 60;
/// How long a client assertion may be valid, in seconds.
pub const LONGEST_ASSERTION_SECONDS: i64 = 60 * 60;

/// A secret of the client whose hash equals that of the presented one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretMatch {
    /// Which one.
    pub id: CredentialId,
    /// Whether its end has passed.
    pub expired: bool,
}

/// What a matching secret is worth at `now`: nothing before its start.
pub fn secret_match(secret: &Secret, now: Timestamp) -> Option<SecretMatch> {
    (now >= secret.starts_at).then_some(SecretMatch { id: secret.id, expired: now >= secret.ends_at })
}

/// The claims of a client assertion whose signature a registered certificate's key verifies. Times are in
/// seconds since the epoch, fractions cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssertionVerified {
    /// Whose key signed it.
    pub certificate: CredentialId,
    /// `iss`.
    pub iss: Option<String>,
    /// `sub`.
    pub sub: Option<String>,
    /// `aud`: one or several.
    pub aud: Vec<String>,
    /// `exp`.
    pub exp: Option<i64>,
    /// `nbf`.
    pub nbf: Option<i64>,
    /// `iat`.
    pub iat: Option<i64>,
    /// `jti`. Client libraries use one assertion several times within its life, so it is not kept.
    pub jti: Option<String>,
}

/// What the client presented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presented {
    /// Nothing.
    Nothing,
    /// A secret; `None` if it is none of the client's.
    Secret(Option<SecretMatch>),
    /// A client assertion; `Err` if it cannot be read or no registered key verifies it.
    Assertion(Result<AssertionVerified, Cause>),
}

/// The grants of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrantKind {
    /// `authorization_code`.
    AuthorizationCode,
    /// `refresh_token`.
    RefreshToken,
    /// `client_credentials`.
    ClientCredentials,
    /// `urn:ietf:params:oauth:grant-type:device_code`.
    DeviceCode,
    /// `password`.
    Password,
}

/// Whether the client may use a grant at all: device code and password are for public clients marked so,
/// client credentials for the others.
pub fn may_use(client: &Application, grant: GrantKind) -> Result<(), Cause> {
    let (for_public, name) = match grant {
        GrantKind::AuthorizationCode | GrantKind::RefreshToken => return Ok(()),
        GrantKind::DeviceCode => (true, "device_code"),
        GrantKind::Password => (true, "password"),
        GrantKind::ClientCredentials => (false, "client_credentials"),
    };
    if client.public_client == for_public { Ok(()) } else { Err(Cause::GrantTypeNotAllowed(name)) }
}

/// Whether the client can be used through `authority` in the tenant it is looked for.
pub fn available(
    client: &Application,
    principal: Option<&ServicePrincipal>,
    authority: Authority,
    tenant: TenantId,
) -> Result<(), Cause> {
    let not_found =
        || Cause::ClientNotFound { app_id: client.app_id.to_string(), tenant: tenant.to_string() };
    let principal = principal.filter(|_| client.deleted_at.is_none()).ok_or_else(not_found)?;
    let foreign = principal.owner.is_some_and(|owner| owner != tenant);
    let single = client.audience == model::application::Audience::MyOrganization;
    if principal.app_id != client.app_id {
        Err(not_found())
    } else if !principal.enabled {
        Err(Cause::ClientDisabled(client.app_id))
    } else if single && (foreign || authority.tenant().is_none()) {
        Err(Cause::ClientNotMultiTenant(client.app_id))
    } else {
        Ok(())
    }
}

/// Whether the client authenticated itself as it must, and by which credential.
///
/// `platform` is that of the code or refresh token to redeem; without one the application's own mark
/// decides. `audiences` are the names of this token endpoint that an assertion may be for. `now` is real
/// time: clients stamp assertions with their own clocks (DESIGN section 7).
pub fn authenticate(
    client: &Application,
    platform: Option<Platform>,
    presented: &Presented,
    audiences: &[String],
    now: Timestamp,
) -> Result<ClientCredential, Cause> {
    let public = match platform {
        Some(Platform::Web) => false,
        Some(Platform::Spa | Platform::Native) => true,
        None => client.public_client,
    };
    match (public, presented) {
        (true, Presented::Nothing) => Ok(ClientCredential::None),
        (true, _) => Err(Cause::PublicClientWithCredential),
        (false, Presented::Nothing) => Err(Cause::ClientCredentialMissing),
        (false, Presented::Secret(matched)) => secret(client, *matched),
        (false, Presented::Assertion(Err(cause))) => Err(cause.clone()),
        (false, Presented::Assertion(Ok(assertion))) => self::assertion(client, assertion, audiences, now),
    }
}

fn secret(client: &Application, matched: Option<SecretMatch>) -> Result<ClientCredential, Cause> {
    let registered = |found: &SecretMatch| client.secrets.iter().any(|secret| secret.id == found.id);
    match matched.filter(registered) {
        None => Err(Cause::ClientSecretInvalid(client.app_id)),
        Some(SecretMatch { expired: true, .. }) => Err(Cause::ClientSecretExpired(client.app_id)),
        Some(SecretMatch { id, expired: false }) => Ok(ClientCredential::ClientSecret(id)),
    }
}

fn assertion(
    client: &Application,
    assertion: &AssertionVerified,
    audiences: &[String],
    now: Timestamp,
) -> Result<ClientCredential, Cause> {
    let certificate = client.certificates.iter().find(|known| known.id == assertion.certificate);
    let in_time = certificate.is_some_and(|known| known.starts_at <= now && now < known.ends_at);
    if !in_time {
        return Err(Cause::AssertionSignature);
    }
    let own_name = |name: Option<&str>| name.is_some_and(|name| names(name, client.app_id));
    if !own_name(assertion.iss.as_deref()) || !own_name(assertion.sub.as_deref()) {
        return Err(rejected("the issuer and the subject must be the client's id"));
    }
    if !assertion.aud.iter().any(|audience| audiences.contains(audience)) {
        return Err(rejected("the audience is not this token endpoint"));
    }
    assertion_time(assertion, now.as_second())?;
    Ok(ClientCredential::Certificate(assertion.certificate))
}

fn names(name: &str, app_id: AppId) -> bool {
    name.parse::<AppId>().is_ok_and(|parsed| parsed == app_id)
}

fn rejected(why: &str) -> Cause {
    Cause::AssertionRejected(why.to_owned())
}

/// RFC 7523 section 3: `exp` is required, and an unreasonably distant one is refused.
fn assertion_time(assertion: &AssertionVerified, now: i64) -> Result<(), Cause> {
    let exp = assertion.exp.ok_or_else(|| rejected("the expiry is missing"))?;
    let starts = [assertion.nbf, assertion.iat];
    let latest_start = now.saturating_add(SKEW_SECONDS);
    if exp.saturating_add(SKEW_SECONDS) <= now || starts.iter().flatten().any(|start| *start > latest_start) {
        return Err(Cause::AssertionExpired);
    }
    let longest = LONGEST_ASSERTION_SECONDS + SKEW_SECONDS;
    let begins = starts.into_iter().flatten().min();
    let too_long = |from: i64| exp.saturating_sub(from) > longest;
    if too_long(now) || begins.is_some_and(too_long) {
        return Err(rejected("the lifetime exceeds one hour"));
    }
    Ok(())
}

/// Whether a request with this `Origin` header may redeem for this platform.
///
/// A code of a single-page application is redeemed by a page of that application, which always says where
/// it comes from; everything else is redeemed outside browsers. The origin must be that of a registered
/// single-page redirect URI.
pub fn origin(client: &Application, platform: Platform, origin: Option<&str>) -> Result<(), Cause> {
    match (platform, origin) {
        (Platform::Spa, None) => Err(Cause::SpaWithoutOrigin),
        (Platform::Spa, Some(origin)) => {
            let own = client.redirects.spa.iter().filter_map(|uri| origin_of(uri));
            let mut own = own.filter(|known| known.eq_ignore_ascii_case(origin));
            own.next().map(|_| ()).ok_or(Cause::CrossOriginNotSpa)
        }
        (Platform::Web | Platform::Native, None) => Ok(()),
        (Platform::Web | Platform::Native, Some(_)) => Err(Cause::CrossOriginNotSpa),
    }
}

/// Scheme and authority of an address, without the ports that browsers leave out.
fn origin_of(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().filter(|authority| !authority.is_empty())?;
    let default_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let authority = authority.strip_suffix(default_port).unwrap_or(authority);
    uri.get(..scheme.len() + "://".len() + authority.len())
}

#[cfg(test)]
mod tests;
