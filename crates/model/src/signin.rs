//! The sign-in log: one entry per attempt, with the facts its decision used.

use crate::tenant::EnforcementState;
use crate::user::UserType;
use crate::{
    AppId, CredentialId, GrantId, RoleTemplateId, ServicePrincipalId, SessionId, SignInId, TenantId, UserId,
    Uuid,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One attempt to authenticate (Graph `signIn`). Its id is the trace id the client was told, and the
/// `uti` of the tokens it led to.
///
/// What is absent or empty takes no room when it is kept: there is an entry for every token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// Its id, ordered by time.
    pub id: SignInId,
    /// When.
    pub at: Timestamp,
    /// Ties all entries of one sign-in together.
    pub correlation_id: Uuid,
    /// Who signed in, and how.
    pub event: EventType,
    /// Whether the user saw a page.
    pub interactive: bool,
    /// The user, if the name belongs to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<SignInUser>,
    /// What was typed as user name, if no user was found by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The client.
    pub client: SignInApp,
    /// What the client wants to use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<SignInApp>,
    /// The tenant that authenticated.
    pub home_tenant: TenantId,
    /// The tenant whose resource was asked for.
    pub resource_tenant: TenantId,
    /// Where the request came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The `User-Agent` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The kind of client software.
    pub client_app: ClientApp,
    /// 0, or the AADSTS number of what ended or interrupted the attempt.
    pub error_code: u32,
    /// More about the failure, for administrators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
    /// Which protocol was spoken.
    pub protocol: Protocol,
    /// What the client presented instead of a primary credential.
    pub incoming_token: IncomingToken,
    /// How the client authenticated itself.
    pub client_credential: ClientCredential,
    /// What was needed over all steps.
    pub requirement: Requirement,
    /// What demanded it (Graph `requirementProvider`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_by: Vec<RequirementProvider>,
    /// The authentication steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<AuthenticationStep>,
    /// The browser session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// The grant the tokens belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<GrantId>,
    /// Facts of the decision.
    pub facts: DecisionFacts,
}

impl SignIn {
    /// The identifier that the tokens of this sign-in carry (`uti`, `uniqueTokenIdentifier`):
    /// the entry's id in base64url, as the platform does it.
    pub fn unique_token_identifier(&self) -> String {
        unique_token_identifier(self.id)
    }
}

/// The `uti` of the tokens of a sign-in.
pub fn unique_token_identifier(id: SignInId) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, id.0.as_bytes())
}

/// The sign-in whose tokens carry this `uti`; `None` if it is none that we make.
pub fn sign_in_of(uti: &str) -> Option<SignInId> {
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, uti).ok()?;
    Uuid::from_slice(&bytes).ok().map(SignInId)
}

/// What the decision knew beside Graph's fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionFacts {
    /// The version of the tenant's configuration.
    pub config_version: i64,
    /// Where the tenant stood with partner enforcement.
    pub enforcement: EnforcementState,
    /// The user's directory roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleTemplateId>,
    /// Whether the account is a service account.
    pub service_account: bool,
    /// Whether the account came from a network it had used before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub familiar_place: Option<bool>,
}

/// The user of a sign-in, as he was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInUser {
    /// His id.
    pub id: UserId,
    /// His user name, lower case.
    pub user_principal_name: String,
    /// His display name.
    pub display_name: String,
    /// Member or guest.
    pub user_type: UserType,
}

/// The client or the resource of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInApp {
    /// The application.
    pub app_id: AppId,
    /// Its name.
    pub display_name: String,
    /// Its service principal in the resource tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_principal: Option<ServicePrincipalId>,
}

/// Who signed in, and how (Graph `signInEventTypes`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EventType {
    /// A person at a page.
    InteractiveUser,
    /// A client on a person's behalf.
    NonInteractiveUser,
    /// An application with its own credential.
    ServicePrincipal,
    /// An application with a credential the platform keeps for it.
    ManagedIdentity,
}

/// The kind of client software (Graph `clientAppUsed`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientApp {
    /// A browser.
    #[serde(rename = "Browser")]
    Browser,
    /// A program that speaks OAuth.
    #[serde(rename = "Mobile Apps and Desktop clients")]
    MobileAndDesktop,
    /// A program that sends the password itself.
    #[serde(rename = "Other clients")]
    Other,
}

/// Which protocol was spoken (Graph `authenticationProtocol`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Protocol {
    /// Authorization code, with or without PKCE.
    OAuth2,
    /// The password grant.
    Ropc,
    /// The device code grant.
    DeviceCode,
    /// The refresh token grant.
    RefreshTokenGrant,
    /// The client credentials grant.
    ClientCredentials,
}

/// What the client presented instead of a primary credential (Graph `incomingTokenType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum IncomingToken {
    /// Nothing.
    None,
    /// A refresh token.
    RefreshToken,
}

/// How the client authenticated itself (Graph `clientCredentialType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "type", content = "key")]
pub enum ClientCredential {
    /// Not at all: a public client.
    None,
    /// With a secret.
    ClientSecret(CredentialId),
    /// With an assertion signed by a registered certificate's key.
    Certificate(CredentialId),
}

/// What was needed (Graph `authenticationRequirement`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Requirement {
    /// One factor.
    SingleFactorAuthentication,
    /// Two factors.
    MultiFactorAuthentication,
}

/// What demanded a second factor (Graph `requirementProvider`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RequirementProvider {
    /// The request itself.
    Request,
    /// Partner enforcement.
    EnforcedForCspAdmins,
}

/// One authentication step (Graph `authenticationDetail`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticationStep {
    /// When.
    pub at: Timestamp,
    /// The method's name, or `Previously satisfied`.
    pub method: String,
    /// More about the method, such as its display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Whether it succeeded.
    pub succeeded: bool,
    /// What came of it, in words.
    pub result: String,
    /// `Primary authentication` or `Multifactor authentication`.
    pub requirement: String,
}
