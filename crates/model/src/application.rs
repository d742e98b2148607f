//! Applications, their credentials, and their presence in tenants (Graph `application`, `servicePrincipal`).

use crate::{AppId, ApplicationId, CredentialId, PermissionId, ServicePrincipalId, TenantId};
use jiff::Timestamp;
use protocol::redirect::{self, RedirectUri};
use serde::{Deserialize, Serialize};

/// An application in its owner's directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// The object's id.
    pub id: ApplicationId,
    /// The public identifier (`client_id`).
    pub app_id: AppId,
    /// The name people see when they consent.
    pub display_name: String,
    /// Who may use it.
    pub audience: Audience,
    /// Names of the application as a resource, without trailing slash.
    pub identifier_uris: Vec<String>,
    /// Where answers may be sent.
    pub redirects: Redirects,
    /// A public client: it holds no secret and may use the device code and password grants.
    pub public_client: bool,
    /// Whether the authorization endpoint may hand out id tokens directly.
    pub implicit_id_token: bool,
    /// The token version this application wants as a resource (`requestedAccessTokenVersion`).
    pub access_token_version: TokenVersion,
    /// The signature algorithm this application wants as a resource.
    pub signing: SigningPreference,
    /// Delegated permissions it offers.
    pub scopes: Vec<PermissionScope>,
    /// Application permissions and user roles it offers.
    pub app_roles: Vec<AppRole>,
    /// What it asks for when a client says `.default`.
    pub required_access: Vec<RequiredAccess>,
    /// Client secrets, hashed.
    pub secrets: Vec<Secret>,
    /// Certificates whose keys sign client assertions.
    pub certificates: Vec<ClientCertificate>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was deleted; kept for thirty days.
    pub deleted_at: Option<Timestamp>,
    /// Grows with every change.
    pub version: i64,
}

impl Application {
    /// Its redirect URIs with their platforms.
    pub fn redirect_uris(&self) -> Vec<RedirectUri> {
        let platforms = [
            (&self.redirects.web, redirect::Platform::Web),
            (&self.redirects.spa, redirect::Platform::Spa),
            (&self.redirects.public_client, redirect::Platform::PublicClient),
        ];
        let uris =
            platforms.into_iter().flat_map(|(uris, platform)| uris.iter().map(move |uri| (uri, platform)));
        uris.filter_map(|(uri, platform)| RedirectUri::register(uri, platform).ok()).collect()
    }
}

/// Who may use an application (`signInAudience`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Audience {
    /// Its own tenant only.
    #[serde(rename = "AzureADMyOrg")]
    MyOrganization,
    /// Every tenant that has a service principal of it.
    #[serde(rename = "AzureADMultipleOrgs")]
    AnyOrganization,
}

/// Redirect URIs by platform; the platform decides how codes and refresh tokens behave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Redirects {
    /// Server-side web applications.
    pub web: Vec<String>,
    /// Single-page applications.
    pub spa: Vec<String>,
    /// Native applications; loopback addresses match with any port.
    pub public_client: Vec<String>,
}

/// The kind of client a redirect URI belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Platform {
    /// A server-side web application: confidential.
    Web,
    /// A single-page application: public, short-lived refresh tokens.
    Spa,
    /// A native application or command line: public.
    Native,
}

impl From<redirect::Platform> for Platform {
    fn from(platform: redirect::Platform) -> Self {
        match platform {
            redirect::Platform::Web => Self::Web,
            redirect::Platform::Spa => Self::Spa,
            redirect::Platform::PublicClient => Self::Native,
        }
    }
}

/// Version 1 or 2 of the access token's claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenVersion {
    /// `ver: "1.0"`.
    #[default]
    #[serde(rename = "1")]
    V1,
    /// `ver: "2.0"`.
    #[serde(rename = "2")]
    V2,
}

/// The signature algorithm of a resource's access tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SigningPreference {
    /// RSA with SHA-256: what every client of the platform understands.
    #[default]
    #[serde(rename = "RS256")]
    Rs256,
    /// ECDSA on P-256: seventeen times cheaper to sign.
    #[serde(rename = "ES256")]
    Es256,
}

/// A delegated permission (`oauth2PermissionScope`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionScope {
    /// Its id.
    pub id: PermissionId,
    /// The word in `scp`.
    pub value: String,
    /// Whether only an administrator may consent.
    pub admin_only: bool,
    /// What the consent page calls it.
    pub display_name: String,
    /// What the consent page says of it.
    pub description: String,
    /// The two texts in other languages.
    #[serde(default)]
    pub translations: Vec<PermissionText>,
}

/// What the consent page says of a permission in one more language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionText {
    /// BCP 47 tag.
    pub language: String,
    /// What the consent page calls it.
    pub display_name: String,
    /// What the consent page says of it.
    pub description: String,
}

/// An application permission or a role for users (`appRole`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRole {
    /// Its id.
    pub id: PermissionId,
    /// The word in `roles`.
    pub value: String,
    /// What administrators read.
    pub display_name: String,
}

/// Permissions on one resource that an application asks for (`requiredResourceAccess`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequiredAccess {
    /// The resource.
    pub resource: AppId,
    /// Delegated permissions by their words.
    pub scopes: Vec<String>,
    /// Application permissions by their words.
    pub roles: Vec<String>,
}

/// A client secret as it is kept (`passwordCredential`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Secret {
    /// The credential's id (`keyId`).
    pub id: CredentialId,
    /// A name the administrator gave.
    pub display_name: Option<String>,
    /// The first characters, to tell secrets apart.
    pub hint: String,
    /// HMAC-SHA-256 of the secret under the server's key.
    pub hash: [u8; 32],
    /// From when it is accepted.
    pub starts_at: Timestamp,
    /// Until when it is accepted.
    pub ends_at: Timestamp,
}

/// A certificate whose key signs client assertions (`keyCredential`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientCertificate {
    /// The credential's id (`keyId`).
    pub id: CredentialId,
    /// A name the administrator gave.
    pub display_name: Option<String>,
    /// The certificate in DER, base64.
    pub der_base64: String,
    /// SHA-1 thumbprint, base64url without padding (`x5t`).
    pub thumbprint_sha1: String,
    /// SHA-256 thumbprint, base64url without padding (`x5t#S256`).
    pub thumbprint_sha256: String,
    /// From when it is accepted.
    pub starts_at: Timestamp,
    /// Until when it is accepted.
    pub ends_at: Timestamp,
}

/// An application's presence in one tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// The object's id in this tenant.
    pub id: ServicePrincipalId,
    /// The application it stands for.
    pub app_id: AppId,
    /// The tenant that owns the application; `None` for the platform's own ones.
    pub owner: Option<TenantId>,
    /// The name people see.
    pub display_name: String,
    /// A disabled one gets no tokens and is no resource.
    pub enabled: bool,
    /// Whether users need an assignment.
    pub assignment_required: bool,
    /// When it appeared.
    pub created_at: Timestamp,
}
