//! Which client asks, and whether it is the one it says it is.

use super::Call;
use crate::world::{self, World};
use crate::{Ctx, Fault, directory};
use crypto::certificate::Certificate;
use crypto::jose::{self, Algorithm, Limits, ParsedJws, VerifyingKey};
use crypto::mac::{ct_eq, keyed_hash};
use model::AppId;
use model::application::{Application, Audience, ClientCertificate, Platform, ServicePrincipal};
use model::flow::Authority;
use model::signin::ClientCredential;
use model::tenant::Tenant;
use model::verdict::Cause;
use protocol::token::{ClientAuthentication, ClientCredentialsPresented};
use rules::client::{AssertionVerified, Presented, SecretMatch};
use serde::Deserialize;
use std::sync::Arc;

/// The client's id as it claims it: the parameter, or the subject of its assertion, which is verified later.
pub(super) fn claimed_id(client: &ClientAuthentication) -> Option<AppId> {
    if let Some(id) = &client.client_id {
        return id.app_id().map(AppId);
    }
    let ClientCredentialsPresented::Assertion(assertion) = &client.presented else { return None };
    let parsed = jose::parse_compact(assertion.expose(), Limits::default()).ok()?;
    let claims: AssertionClaims = serde_json::from_slice(parsed.unverified_payload()).ok()?;
    claims.sub?.parse().ok()
}

/// The application behind a client id at an authority, without authenticating it.
pub(crate) async fn find(
    ctx: &Ctx,
    authority: Authority,
    client_id: &str,
) -> Result<Result<Arc<Application>, Cause>, Fault> {
    let not_found = |tenant: String| Cause::ClientNotFound { app_id: shown(client_id), tenant };
    let Ok(app_id) = client_id.parse::<AppId>() else { return Ok(Err(not_found("-".to_owned()))) };
    let Some(tenant) = authority.tenant() else {
        return Ok(match directory::application(ctx, app_id).await? {
            Some(app) if app.audience == Audience::AnyOrganization => Ok(app),
            Some(_) => Err(Cause::ClientNotMultiTenant(app_id)),
            None => Err(not_found("organizations".to_owned())),
        });
    };
    let Some(world) = world::world(ctx, tenant, Some(app_id)).await? else {
        return Ok(Err(Cause::TenantNotFound(tenant.to_string())));
    };
    Ok(in_world(&world, authority, Some(app_id), client_id).map(|(application, _)| Arc::clone(application)))
}

/// A client id as it may be repeated in an answer.
fn shown(client_id: &str) -> String {
    client_id.chars().filter(char::is_ascii_graphic).take(64).collect()
}

/// The client in the tenant of a configuration, if it may be used there.
pub(crate) fn in_world<'a>(
    world: &'a World,
    authority: Authority,
    app_id: Option<AppId>,
    client_id: &str,
) -> Result<(&'a Arc<Application>, &'a ServicePrincipal), Cause> {
    let tenant = world.tenant();
    let not_found =
        || Cause::ClientNotFound { app_id: shown(client_id), tenant: tenant.display_name.clone() };
    let (application, principal) = app_id.and_then(|id| world.client(id)).ok_or_else(not_found)?;
    rules::client::available(application, Some(principal), authority, tenant.id)?;
    Ok((application, principal))
}

/// Authenticates a client. The facts come from the configuration, which the deciding transaction confirms.
///
/// `platform` is the one of the grant being redeemed, if there is one.
pub(crate) fn authenticate(
    ctx: &Ctx,
    tenant: &Tenant,
    application: &Application,
    platform: Option<Platform>,
    call: &Call,
) -> Result<ClientCredential, Cause> {
    let presented = match &call.client.presented {
        ClientCredentialsPresented::None => Presented::Nothing,
        ClientCredentialsPresented::SecretPost(secret) => {
            Presented::Secret(matching_secret(ctx, application, &[secret.expose()]))
        }
        ClientCredentialsPresented::Basic { raw, decoded } => {
            let decoded = decoded.as_ref().unwrap_or(raw);
            let readings = [raw.secret.expose(), decoded.secret.expose()];
            Presented::Secret(matching_secret(ctx, application, &readings))
        }
        ClientCredentialsPresented::Assertion(token) => {
            Presented::Assertion(verify_assertion(application, token.expose()))
        }
    };
    // Clients stamp assertions with real time, whatever the demo's clock says.
    let (now, audiences) = match presented {
        Presented::Assertion(_) => (ctx.services.real_clock.now(), audiences(ctx, tenant)),
        Presented::Nothing | Presented::Secret(_) => (ctx.now, Vec::new()),
    };
    rules::client::authenticate(application, platform, &presented, &audiences, now)
}

/// The secret that was presented, if it is one of the application's. Every secret is compared with every
/// reading, so that time does not tell which one it was.
fn matching_secret(ctx: &Ctx, application: &Application, readings: &[&str]) -> Option<SecretMatch> {
    let keys = ctx.services.keys.present();
    let mut found = None;
    for reading in readings {
        let hash = secret_hash(&keys.mac, reading);
        for secret in &application.secrets {
            if ct_eq(&hash, &secret.hash) {
                found = rules::client::secret_match(secret, ctx.now);
            }
        }
    }
    found
}

/// The kept form of a client secret.
pub(crate) fn secret_hash(key: &crypto::mac::MacKey, secret: &str) -> [u8; 32] {
    keyed_hash(key, "client secret", &[secret.as_bytes()])
}

/// What an assertion says (RFC 7523 section 3). Times may be fractions: MSAL Python sends floats.
#[derive(Deserialize)]
struct AssertionClaims {
    iss: Option<String>,
    sub: Option<String>,
    aud: Option<Audiences>,
    exp: Option<f64>,
    nbf: Option<f64>,
    iat: Option<f64>,
    jti: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audiences {
    One(String),
    Several(Vec<String>),
}

fn verify_assertion(application: &Application, token: &str) -> Result<AssertionVerified, Cause> {
    let parsed = jose::parse_compact(token, Limits::default())
        .map_err(|error| Cause::AssertionRejected(format!("the assertion is not a signed JWT: {error}")))?;
    let certificate = named(application, &parsed).ok_or(Cause::AssertionSignature)?;
    let key = verifying_key(certificate).ok_or(Cause::AssertionSignature)?;
    let allowed = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256];
    let verified = jose::verify(&parsed, &key, &allowed).map_err(|_| Cause::AssertionSignature)?;
    let claims: AssertionClaims = serde_json::from_slice(verified.payload())
        .map_err(|_| Cause::AssertionRejected("a claim is of the wrong type".to_owned()))?;
    Ok(AssertionVerified {
        certificate: certificate.id,
        iss: claims.iss,
        sub: claims.sub,
        aud: match claims.aud {
            None => Vec::new(),
            Some(Audiences::One(audience)) => vec![audience],
            Some(Audiences::Several(audiences)) => audiences,
        },
        exp: claims.exp.map(seconds),
        nbf: claims.nbf.map(seconds),
        iat: claims.iat.map(seconds),
        jti: claims.jti,
    })
}

/// Whole seconds; a float cast saturates, and what is absurd is refused by the rules.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which the rules refuse")]
fn seconds(time: f64) -> i64 {
    time.floor() as i64
}

/// The registered certificate that the header names by one of its thumbprints.
fn named<'a>(application: &'a Application, parsed: &ParsedJws<'_>) -> Option<&'a ClientCertificate> {
    let header = parsed.header();
    application.certificates.iter().find(|certificate| {
        let sha256 = thumbprint(&certificate.thumbprint_sha256);
        let sha1 = thumbprint(&certificate.thumbprint_sha1);
        let hex = data_encoding::HEXLOWER.encode(&sha1);
        let key_ids = [&certificate.thumbprint_sha256, &certificate.thumbprint_sha1, &hex];
        header.x5t_s256.is_some_and(|named| named.as_slice() == sha256)
            || header.x5t.is_some_and(|named| named.as_slice() == sha1)
            || header
                .key_id
                .as_ref()
                .is_some_and(|named| key_ids.iter().any(|known| known.eq_ignore_ascii_case(named)))
    })
}

fn thumbprint(base64url: &str) -> Vec<u8> {
    base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, base64url).unwrap_or_default()
}

fn verifying_key(certificate: &ClientCertificate) -> Option<VerifyingKey> {
    let der =
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &certificate.der_base64).ok()?;
    let certificate = Certificate::from_der(&der).ok()?;
    VerifyingKey::from_certificate(&certificate).ok()
}

/// The audiences an assertion may have: the token endpoints and the issuers, by id and by domain.
fn audiences(ctx: &Ctx, tenant: &Tenant) -> Vec<String> {
    let origin = &ctx.services.config.origins.identity;
    let names = tenant.domains.iter().filter(|domain| domain.verified).map(|domain| domain.name.clone());
    let names = std::iter::once(tenant.id.to_string()).chain(names);
    let shared = ["common", "organizations"].map(str::to_owned);
    names
        .chain(shared)
        .flat_map(|name| {
            [
                format!("{origin}/{name}/oauth2/v2.0/token"),
                format!("{origin}/{name}/oauth2/token"),
                format!("{origin}/{name}/v2.0"),
                format!("{origin}/{name}/"),
            ]
        })
        .collect()
}
