//! Verdicts: what a use case decided, and the causes of refusals.
//!
//! `rules` makes causes, `web` and `api` render them through the one table [`Cause::code`]; the texts are in
//! the AADSTS catalogue of `protocol`.

use crate::{AppId, SignInId, UserId, Uuid};
use jiff::Timestamp;
use protocol::aadsts::{Args, Code, Fault};

/// What a use case decided. A refusal that has effects (counters, log entries) is a verdict, not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<T> {
    /// Done.
    Granted(T),
    /// Refused; what had to be written is written.
    Refused(Refusal),
}

/// A refusal as the client is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub cause: Cause,
    /// The sign-in log entry (the client's trace id), or an id of its own when no entry was written.
    pub trace: Uuid,
}

impl Refusal {
    /// A refusal recorded in the sign-in log.
    pub fn logged(cause: Cause, entry: SignInId) -> Self {
        Self { cause, trace: entry.0 }
    }
}

/// Why something was refused. Named after causes, not after answers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the subjects of their cause's own line")]
pub enum Cause {
    // The request
    /// The request is not one of the protocol; the fault says why.
    Request(Fault),
    /// A parameter is absent or empty.
    MissingParameter(&'static str),
    /// A parameter came twice.
    DuplicateParameter(String),
    /// The request cannot be understood; the text names what.
    Malformed(String),
    /// The path names no tenant that exists.
    TenantNotFound(String),
    /// This grant needs a tenant in the path.
    TenantRequired,
    /// The endpoint does not answer this method.
    WrongMethod,
    // The client
    /// No such application in the tenant.
    ClientNotFound { app_id: String, tenant: String },
    /// The application is disabled in the tenant.
    ClientDisabled(AppId),
    /// A single-tenant application came to `common` or `organizations`, or to another tenant.
    ClientNotMultiTenant(AppId),
    /// The redirect URI is not registered for the client.
    RedirectMismatch { uri: String, app_id: AppId },
    /// A confidential client sent no credential.
    ClientCredentialMissing,
    /// The secret is not one of the client's.
    ClientSecretInvalid(AppId),
    /// The secret was right once.
    ClientSecretExpired(AppId),
    /// A public client sent a credential.
    PublicClientWithCredential,
    /// The client assertion is not acceptable; the text says why.
    AssertionRejected(String),
    /// The client assertion is not signed by a registered key.
    AssertionSignature,
    /// The client assertion is outside its time.
    AssertionExpired,
    /// The grant type is unknown.
    GrantTypeUnknown(String),
    /// The client may not use this grant.
    GrantTypeNotAllowed(&'static str),
    /// The tenant does not answer the password grant.
    PasswordGrantDisabled,
    /// A browser redeems a code or refresh token that was not made for single-page applications.
    CrossOriginNotSpa,
    /// A code made for a single-page application is redeemed outside a browser.
    SpaWithoutOrigin,
    /// The response type is unknown or not enabled for the client.
    ResponseTypeNotAllowed(String),
    /// The response mode is unknown or does not fit the response type.
    ResponseModeNotAllowed(String),
    /// A public or single-page client sent no PKCE challenge.
    ChallengeMissing,
    /// The PKCE challenge or its method is not acceptable.
    ChallengeInvalid,
    // The resource
    /// A scope is not valid; the text is the scope.
    ScopeInvalid(String),
    /// Client credentials ask for `/.default` and nothing else.
    ScopeNotDefault(String),
    /// No such resource in the tenant.
    ResourceNotFound { resource: String, tenant: String },
    // Grants
    /// The code is not one of ours, or not this client's.
    CodeInvalid,
    /// The code was used before; its grant is revoked.
    CodeRedeemed,
    /// The code is too old.
    CodeExpired,
    /// The code belongs to another tenant.
    CodeWrongTenant,
    /// The verifier does not match the challenge.
    VerifierMismatch,
    /// The refresh token is not one of ours, not this client's, or an older one.
    RefreshInvalid,
    /// The refresh token was not used for ninety days.
    RefreshInactive { issued_at: Timestamp, days: i64 },
    /// The refresh token of a single-page application is at its end.
    RefreshSpaExpired { issued_at: Timestamp },
    /// The grant was revoked: by a password change, an administrator, or the user.
    GrantRevoked { issued_at: Timestamp, valid_from: Timestamp },
    // Devices
    /// The user has not answered yet.
    DevicePending,
    /// The user said no.
    DeviceDeclined,
    /// The device code is too old.
    DeviceExpired,
    /// The device or user code is not one of ours.
    DeviceCodeUnknown,
    // The user
    /// Wrong name or wrong password; which of them is nobody's business.
    WrongPassword,
    /// The account has no password.
    NoPassword,
    /// Too many failures.
    Locked,
    /// The account is disabled.
    UserDisabled(UserId),
    /// The account is gone.
    UserNotFound,
    /// The password was set for one use.
    PasswordMustChange,
    /// The new password is not acceptable; the text is a message id.
    PasswordRefused(&'static str),
    /// A second factor is needed and can only be given at a page.
    MfaRequired { resource: String },
    /// A second factor must be registered first.
    MfaEnrollmentRequired { resource: String },
    /// The code of the second factor is wrong.
    SecondFactorWrong,
    /// The code of the second factor was used before.
    SecondFactorReplayed,
    // Sessions and consent
    /// Nobody is signed in and nothing may be shown.
    LoginRequired,
    /// Something must be shown and nothing may be.
    InteractionRequired,
    /// The user has not agreed to what the client asks for.
    ConsentRequired { app_id: AppId, name: String },
    /// Only an administrator can agree to what the client asks for.
    AdminConsentRequired { app_id: AppId, name: String },
    /// The user said no.
    ConsentDeclined,
    /// The flow took too long.
    FlowExpired,
    /// The step was taken before, or another browser began the flow.
    FlowReplayed,
    // Tokens at our own resources
    /// The access token is absent, not ours, expired, or for somebody else.
    TokenInvalid,
    /// The token's holder lacks the permission; the text names what would do.
    PermissionMissing(&'static str),
    // The server
    /// Too many requests from here.
    Throttled { retry_after_seconds: u32 },
    /// More work than the server can queue.
    Overloaded { retry_after_seconds: u32 },
    /// The store does not answer, or not truthfully.
    Unavailable,
}

impl Cause {
    /// The AADSTS number of the cause.
    #[expect(clippy::too_many_lines, reason = "one match of one-line arms")]
    pub fn code(&self) -> u32 {
        match self {
            Self::Request(fault) => fault.code.0,
            Self::MissingParameter(_) => 900_144,
            Self::DuplicateParameter(_) | Self::Malformed(_) | Self::FlowReplayed => 9_002_313,
            Self::TenantNotFound(_) => 90_002,
            Self::TenantRequired => 9_001_023,
            Self::WrongMethod => 900_561,
            Self::ClientNotFound { .. } => 700_016,
            Self::ClientDisabled(_) => 7_000_112,
            Self::ClientNotMultiTenant(_) => 50_194,
            Self::RedirectMismatch { .. } => 50_011,
            Self::ClientCredentialMissing => 7_000_218,
            Self::ClientSecretInvalid(_) => 7_000_215,
            Self::ClientSecretExpired(_) => 7_000_222,
            Self::PublicClientWithCredential => 700_025,
            Self::AssertionRejected(_) => 50_027,
            Self::AssertionSignature => 700_027,
            Self::AssertionExpired => 700_024,
            Self::GrantTypeUnknown(_) => 70_003,
            Self::GrantTypeNotAllowed(_) | Self::PasswordGrantDisabled => 700_056,
            Self::CrossOriginNotSpa => 9_002_326,
            Self::SpaWithoutOrigin => 9_002_327,
            Self::ResponseTypeNotAllowed(_) => 70_005,
            Self::ResponseModeNotAllowed(_) => 70_007,
            Self::ChallengeMissing => 50_147,
            Self::ChallengeInvalid => 501_491,
            Self::ScopeInvalid(_) => 70_011,
            Self::ScopeNotDefault(_) => 1_002_012,
            Self::ResourceNotFound { .. } => 500_011,
            Self::CodeInvalid | Self::RefreshInvalid => 70_000,
            Self::CodeRedeemed => 54_005,
            Self::CodeExpired => 70_008,
            Self::CodeWrongTenant => 700_005,
            Self::VerifierMismatch => 501_481,
            Self::RefreshInactive { .. } => 700_082,
            Self::RefreshSpaExpired { .. } => 700_084,
            Self::GrantRevoked { .. } => 50_173,
            Self::DevicePending => 70_016,
            Self::DeviceDeclined => 70_017,
            Self::DeviceExpired => 70_019,
            Self::DeviceCodeUnknown => 70_018,
            Self::WrongPassword => 50_126,
            Self::NoPassword => 50_056,
            Self::Locked => 50_053,
            Self::UserDisabled(_) => 50_057,
            Self::UserNotFound => 50_034,
            Self::PasswordMustChange => 50_055,
            Self::PasswordRefused(_) => 120_002,
            Self::MfaRequired { .. } => 50_076,
            Self::MfaEnrollmentRequired { .. } => 50_079,
            Self::SecondFactorWrong | Self::SecondFactorReplayed => 500_121,
            Self::LoginRequired => 50_058,
            Self::InteractionRequired => 16_000,
            Self::ConsentRequired { .. } => 65_001,
            Self::AdminConsentRequired { .. } => 90_094,
            Self::ConsentDeclined => 65_004,
            Self::FlowExpired => 50_089,
            Self::TokenInvalid => 500_133,
            Self::PermissionMissing(_) => 500_134,
            Self::Throttled { .. } | Self::Overloaded { .. } => 90_055,
            Self::Unavailable => 90_033,
        }
    }

    /// The cause as the catalogue knows it, with the values for its texts.
    pub fn fault(&self) -> Fault {
        if let Self::Request(fault) = self {
            return fault.clone();
        }
        let args =
            self.arguments().into_iter().fold(Args::new(), |args, (name, value)| args.with(name, value));
        Fault::new(Code(self.code()), args)
    }

    /// The named values of the cause, for the catalogue's message templates.
    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::MissingParameter(name) => vec![("name", (*name).to_owned())],
            Self::DuplicateParameter(name) => vec![("detail", format!("the parameter '{name}' is repeated"))],
            Self::Malformed(detail) | Self::AssertionRejected(detail) => vec![("detail", detail.clone())],
            Self::TenantNotFound(tenant) => vec![("tenant", tenant.clone())],
            Self::ClientNotFound { app_id, tenant } => {
                vec![("appId", app_id.clone()), ("tenant", tenant.clone())]
            }
            Self::ClientDisabled(app_id)
            | Self::ClientNotMultiTenant(app_id)
            | Self::ClientSecretInvalid(app_id)
            | Self::ClientSecretExpired(app_id) => vec![("appId", app_id.to_string())],
            Self::RedirectMismatch { uri, app_id } => {
                vec![("redirectUri", uri.clone()), ("appId", app_id.to_string())]
            }
            Self::GrantTypeUnknown(name) => vec![("grantType", name.clone())],
            Self::GrantTypeNotAllowed(name) => vec![("grantType", (*name).to_owned())],
            Self::PasswordGrantDisabled => vec![("grantType", "password".to_owned())],
            Self::ResponseTypeNotAllowed(value) => vec![("responseType", value.clone())],
            Self::ResponseModeNotAllowed(value) => vec![("responseMode", value.clone())],
            Self::ScopeInvalid(scope) | Self::ScopeNotDefault(scope) => vec![("scope", scope.clone())],
            Self::ResourceNotFound { resource, tenant } => {
                vec![("resource", resource.clone()), ("tenant", tenant.clone())]
            }
            Self::RefreshInactive { issued_at, days } => {
                vec![("issued", date(*issued_at)), ("inactive", format!("{days}.00:00:00"))]
            }
            Self::RefreshSpaExpired { issued_at } => {
                vec![("issued", date(*issued_at)), ("lifetime", "1.00:00:00".to_owned())]
            }
            Self::GrantRevoked { issued_at, valid_from } => {
                vec![("issued", date(*issued_at)), ("validFrom", date(*valid_from))]
            }
            Self::MfaRequired { resource } | Self::MfaEnrollmentRequired { resource } => {
                vec![("resource", resource.clone())]
            }
            Self::ConsentRequired { app_id, name } | Self::AdminConsentRequired { app_id, name } => {
                vec![("appId", app_id.to_string()), ("appName", name.clone())]
            }
            Self::PermissionMissing(what) => vec![("permission", (*what).to_owned())],
            _ => Vec::new(),
        }
    }

    /// Whether a client may be told by a redirect. Everything about the client itself, its redirect URI and
    /// the flow's integrity stays on a page (RFC 9700 section 4.11).
    pub fn may_be_redirected(&self) -> bool {
        !matches!(
            self,
            Self::TenantNotFound(_)
                | Self::ClientNotFound { .. }
                | Self::ClientDisabled(_)
                | Self::ClientNotMultiTenant(_)
                | Self::RedirectMismatch { .. }
                | Self::FlowExpired
                | Self::FlowReplayed
                | Self::Throttled { .. }
                | Self::Overloaded { .. }
                | Self::Unavailable
        )
    }

    /// Seconds after which a retry makes sense, for causes that pass by themselves.
    pub fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::Throttled { retry_after_seconds } | Self::Overloaded { retry_after_seconds } => {
                Some(*retry_after_seconds)
            }
            Self::Unavailable => Some(1),
            _ => None,
        }
    }
}

/// A date as the platform prints it in messages: seven fractional digits.
fn date(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%7fZ").to_string()
}

#[cfg(test)]
mod tests;
