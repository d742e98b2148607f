//! Discovery: OpenID configuration, instance discovery, user realm, key sets.

use serde::Serialize;
use uuid::Uuid;

use crate::Version;

/// The addresses of a deployment that discovery tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deployment<'a> {
    /// Origin of the identity endpoints, e.g. `https://login.contoso.com:8443`, without a slash at the end.
    pub base_url: &'a str,
    /// Host (and port) of Graph.
    pub graph_host: &'a str,
}

/// The tenant of a discovery document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenantSlot<'a> {
    /// One tenant: endpoints and issuer hold its id.
    Tenant(Uuid),
    /// `common`, `organizations` or `consumers`: endpoints keep that word, the issuer is a template.
    Shared(&'a str),
}

impl TenantSlot<'_> {
    fn segment(self) -> String {
        match self {
            Self::Tenant(id) => id.to_string(),
            Self::Shared(word) => word.to_owned(),
        }
    }
}

/// The issuer of a tenant's tokens: `{base}/{tid}/` in version 1, `{base}/{tid}/v2.0` in version 2.
pub fn issuer(base_url: &str, tenant: Uuid, version: Version) -> String {
    issuer_of(base_url, &tenant.to_string(), version)
}

fn issuer_of(base_url: &str, segment: &str, version: Version) -> String {
    match version {
        Version::V1 => format!("{base_url}/{segment}/"),
        Version::V2 => format!("{base_url}/{segment}/v2.0"),
    }
}

/// `/.well-known/openid-configuration` (OpenID Connect Discovery §3, RFC 8414 §2).
#[expect(clippy::struct_excessive_bools, reason = "the members of a document that a standard defines")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenIdConfiguration {
    /// Issuer, or its template with the literal `{tenantid}`.
    pub issuer: String,
    /// Authorization endpoint.
    pub authorization_endpoint: String,
    /// Token endpoint. Its first path segment is the tenant, which clients read from it.
    pub token_endpoint: String,
    /// RFC 8628.
    pub device_authorization_endpoint: String,
    /// RFC 7662.
    pub introspection_endpoint: String,
    /// RFC 7009.
    pub revocation_endpoint: String,
    /// OpenID Connect Core §5.3.
    pub userinfo_endpoint: String,
    /// OpenID Connect RP-Initiated Logout.
    pub end_session_endpoint: String,
    /// The keys.
    pub jwks_uri: String,
    /// Client authentication.
    pub token_endpoint_auth_methods_supported: &'static [&'static str],
    /// Algorithms of client assertions.
    pub token_endpoint_auth_signing_alg_values_supported: &'static [&'static str],
    /// Response modes.
    pub response_modes_supported: &'static [&'static str],
    /// Response types.
    pub response_types_supported: &'static [&'static str],
    /// Grants.
    pub grant_types_supported: &'static [&'static str],
    /// Subjects are pairwise.
    pub subject_types_supported: &'static [&'static str],
    /// Algorithms of id tokens.
    pub id_token_signing_alg_values_supported: &'static [&'static str],
    /// PKCE.
    pub code_challenge_methods_supported: &'static [&'static str],
    /// OpenID Connect scopes.
    pub scopes_supported: &'static [&'static str],
    /// Claims of id tokens.
    pub claims_supported: &'static [&'static str],
    /// Languages of the pages.
    pub ui_locales_supported: &'static [&'static str],
    /// The parameter `claims` is understood.
    pub claims_parameter_supported: bool,
    /// Request objects are refused.
    pub request_parameter_supported: bool,
    /// Request objects are refused.
    pub request_uri_parameter_supported: bool,
    /// RFC 9207: authorization answers hold `iss`.
    pub authorization_response_iss_parameter_supported: bool,
    /// Signing out by redirect works.
    pub http_logout_supported: bool,
    /// OpenID Connect Front-Channel Logout.
    pub frontchannel_logout_supported: bool,
    /// Region of the tenant.
    pub tenant_region_scope: Option<String>,
    /// Host of this instance.
    pub cloud_instance_name: String,
    /// Host of Graph.
    pub cloud_graph_host_name: String,
    /// Host of Graph.
    pub msgraph_host: String,
}

impl OpenIdConfiguration {
    /// The document of a tenant or of a shared endpoint.
    pub fn new(deployment: &Deployment<'_>, slot: TenantSlot<'_>, version: Version) -> Self {
        let base = deployment.base_url;
        let tenant = slot.segment();
        let issuer_segment = match slot {
            TenantSlot::Tenant(_) => tenant.as_str(),
            TenantSlot::Shared(_) => "{tenantid}",
        };
        let (oauth, discovery) = match version {
            Version::V1 => ("oauth2", "discovery"),
            Version::V2 => ("oauth2/v2.0", "discovery/v2.0"),
        };
        let endpoint = |name: &str| format!("{base}/{tenant}/{oauth}/{name}");
        Self {
            issuer: issuer_of(base, issuer_segment, version),
            authorization_endpoint: endpoint("authorize"),
            token_endpoint: endpoint("token"),
            device_authorization_endpoint: endpoint("devicecode"),
            introspection_endpoint: endpoint("introspect"),
            revocation_endpoint: endpoint("revoke"),
            userinfo_endpoint: format!("{base}/oidc/userinfo"),
            end_session_endpoint: endpoint("logout"),
            jwks_uri: format!("{base}/{tenant}/{discovery}/keys"),
            token_endpoint_auth_methods_supported: &[
                "client_secret_post",
                "private_key_jwt",
                "client_secret_basic",
            ],
            token_endpoint_auth_signing_alg_values_supported: &["RS256", "PS256", "ES256"],
            response_modes_supported: &["query", "fragment", "form_post"],
            response_types_supported: &["code", "id_token", "code id_token"],
            grant_types_supported: GRANT_TYPES,
            subject_types_supported: &["pairwise"],
            id_token_signing_alg_values_supported: &["RS256", "ES256"],
            code_challenge_methods_supported: &["S256"],
            scopes_supported: &["openid", "profile", "email", "offline_access"],
            claims_supported: CLAIMS,
            ui_locales_supported: &["ko", "en"],
            claims_parameter_supported: true,
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
            authorization_response_iss_parameter_supported: true,
            http_logout_supported: true,
            frontchannel_logout_supported: true,
            tenant_region_scope: None,
            cloud_instance_name: host(base).to_owned(),
            cloud_graph_host_name: deployment.graph_host.to_owned(),
            msgraph_host: deployment.graph_host.to_owned(),
        }
    }
}

const GRANT_TYPES: &[&str] = &[
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "password",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
];

const CLAIMS: &[&str] = &[
    "sub",
    "iss",
    "aud",
    "exp",
    "iat",
    "nbf",
    "auth_time",
    "acct",
    "acrs",
    "amr",
    "nonce",
    "preferred_username",
    "name",
    "tid",
    "ver",
    "at_hash",
    "c_hash",
    "email",
    "oid",
    "sid",
    "login_hint",
    "roles",
    "groups",
];

fn host(base_url: &str) -> &str {
    base_url.split_once("://").map_or(base_url, |(_, host)| host)
}

/// The answer of instance discovery for an instance that is ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstanceDiscovery {
    /// Where the OpenID configuration of the caller's tenant is; used by clients as it is.
    pub tenant_discovery_endpoint: String,
    /// `1.0` or `1.1`.
    #[serde(rename = "api-version")]
    pub api_version: &'static str,
    /// Our only cloud.
    pub metadata: Vec<InstanceMetadata>,
}

/// One cloud of instance discovery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstanceMetadata {
    /// Host and port to talk to.
    pub preferred_network: String,
    /// Host and port to cache under.
    pub preferred_cache: String,
    /// All names of the instance.
    pub aliases: Vec<String>,
}

/// Why instance discovery is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InstanceRefusal {
    /// The authorization endpoint is not on our host: AADSTS50049 (`invalid_instance`).
    #[error("unknown or invalid instance")]
    Unknown,
    /// It is no absolute https address with a tenant as its first segment.
    #[error("the authorization endpoint is malformed")]
    Malformed,
}

impl InstanceRefusal {
    /// The catalogue code.
    pub const fn code(self) -> crate::aadsts::Code {
        match self {
            Self::Unknown => crate::aadsts::Code::INSTANCE_UNKNOWN,
            Self::Malformed => crate::aadsts::Code::DISCOVERY_MALFORMED,
        }
    }
}

impl InstanceDiscovery {
    /// Answers for the `authorization_endpoint` of a request. Clients leave out the port, so only the host name counts.
    pub fn answer(
        base_url: &str,
        authorization_endpoint: &str,
        api_version: &str,
    ) -> Result<Self, InstanceRefusal> {
        if authorization_endpoint.len() > 2048 {
            return Err(InstanceRefusal::Malformed);
        }
        let asked = url::Url::parse(authorization_endpoint).map_err(|_| InstanceRefusal::Malformed)?;
        let own = url::Url::parse(base_url).map_err(|_| InstanceRefusal::Unknown)?;
        let tenant = asked.path_segments().and_then(|mut segments| segments.next()).unwrap_or_default();
        let is_tenant = (1..=256).contains(&tenant.len())
            && tenant.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
        if asked.scheme() != "https" || !is_tenant || !asked.username().is_empty() {
            return Err(InstanceRefusal::Malformed);
        }
        if asked.host_str() != own.host_str() {
            return Err(InstanceRefusal::Unknown);
        }
        let version = if asked.path().contains("/v2.0/") { "/v2.0" } else { "" };
        let name = host(base_url).to_owned();
        let api_version = if api_version == "1.0" { "1.0" } else { "1.1" };
        Ok(Self {
            tenant_discovery_endpoint: format!(
                "{base_url}/{tenant}{version}/.well-known/openid-configuration"
            ),
            api_version,
            metadata: vec![InstanceMetadata {
                preferred_network: name.clone(),
                preferred_cache: name.clone(),
                aliases: vec![name],
            }],
        })
    }
}

/// The answer of user realm discovery: every domain of ours is managed, every other unknown; both mean that the
/// password goes to our token endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserRealm {
    ver: &'static str,
    account_type: &'static str,
    domain_name: String,
    cloud_instance_name: String,
    cloud_audience_urn: &'static str,
}

impl UserRealm {
    /// The answer for a user name. It depends on the domain alone, so that it tells nothing about users.
    pub fn new(base_url: &str, user_name: &str, is_our_domain: bool) -> Self {
        let domain = user_name.rsplit_once('@').map_or("", |(_, domain)| domain);
        Self {
            ver: "1.0",
            account_type: if is_our_domain { "Managed" } else { "Unknown" },
            domain_name: domain.chars().filter(|letter| !letter.is_control()).take(256).collect(),
            cloud_instance_name: host(base_url).to_owned(),
            cloud_audience_urn: "urn:federation:MicrosoftOnline",
        }
    }
}

/// A public key as published (RFC 7517).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Jwk {
    /// `RSA` or `EC`.
    pub kty: &'static str,
    /// `sig`.
    #[serde(rename = "use")]
    pub usage: &'static str,
    /// As in the header of a token.
    pub kid: String,
    /// SHA-1 thumbprint of the certificate, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x5t: Option<String>,
    /// `RS256` or `ES256`.
    pub alg: &'static str,
    /// RSA modulus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// RSA exponent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
    /// EC curve.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crv: Option<&'static str>,
    /// EC point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// EC point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// Certificates in base64, if there are some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub x5c: Vec<String>,
    /// Whose tokens it signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

impl Jwk {
    /// An RS256 key; `modulus` and `exponent` in base64url.
    pub fn rsa(kid: String, modulus: String, exponent: String) -> Self {
        Self { n: Some(modulus), e: Some(exponent), ..Self::empty("RSA", "RS256", kid) }
    }

    /// An ES256 key on P-256; `x` and `y` in base64url.
    pub fn p256(kid: String, x: String, y: String) -> Self {
        Self { crv: Some("P-256"), x: Some(x), y: Some(y), ..Self::empty("EC", "ES256", kid) }
    }

    const fn empty(kty: &'static str, alg: &'static str, kid: String) -> Self {
        Self {
            kty,
            usage: "sig",
            kid,
            x5t: None,
            alg,
            n: None,
            e: None,
            crv: None,
            x: None,
            y: None,
            x5c: Vec::new(),
            issuer: None,
        }
    }
}

/// A key set (RFC 7517 §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Jwks {
    /// The keys; two or more of a kind while they rotate.
    pub keys: Vec<Jwk>,
}

#[cfg(test)]
mod tests;
