//! The catalogue of AADSTS codes: what each one is called, how it travels, and what it tells people.
//!
//! The rows are data in `table`; this module gives them types, finds them, and renders their templates. Descriptions
//! that go to clients are English and keep to the characters that RFC 6749 §4.1.2.1 allows in `error_description`;
//! page texts are English or Korean and may hold any printable character.

mod codes;
mod render;
mod table;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use render::{Args, Fault};

use crate::Version;

/// An AADSTS number, as in `error_codes` and in `status.errorCode` of a sign-in. 0 never is one: it means success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(pub u32);

impl Code {
    /// The catalogue row of this code, if the catalogue has it.
    pub fn entry(self) -> Option<&'static Entry> {
        table::TABLES.iter().find_map(|rows| {
            rows.binary_search_by_key(&self, |row| row.code).ok().and_then(|found| rows.get(found))
        })
    }

    /// The catalogue row of this code; an unknown code is treated as the internal fault 50000, so that no
    /// answer can fail for want of a text.
    pub fn entry_or_internal(self) -> &'static Entry {
        self.entry().unwrap_or(&table::INTERNAL)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "AADSTS{}", self.0)
    }
}

/// Every row of the catalogue, family by family, each family in ascending order.
pub fn catalogue() -> impl Iterator<Item = &'static Entry> {
    table::TABLES.iter().copied().flatten()
}

/// One row of the catalogue.
#[derive(Debug)]
pub struct Entry {
    /// The number.
    pub code: Code,
    /// The name in the platform's error reference; empty where the platform gives none.
    pub name: &'static str,
    /// `error` on the version 1 endpoints.
    pub v1: OAuthError,
    /// `error` on the version 2 endpoints.
    pub v2: OAuthError,
    /// `suberror`, when the code has one.
    pub suberror: Option<Suberror>,
    /// HTTP status of the token endpoint's answer.
    pub status: u16,
    /// Where the error may be shown.
    pub delivery: Delivery,
    /// English texts.
    pub en: Texts,
    /// Korean texts.
    pub ko: Texts,
}

impl Entry {
    /// The OAuth `error` value for an endpoint of this version.
    pub const fn oauth_error(&self, version: Version) -> OAuthError {
        match version {
            Version::V1 => self.v1,
            Version::V2 => self.v2,
        }
    }

    /// The OAuth `error` value of a redirect from the authorization endpoint. `invalid_grant` and `invalid_client`
    /// do not exist there (RFC 6749 §4.1.2.1); OpenID Connect Core §3.1.2.6 has names for what they mean.
    pub const fn authorization_error(&self) -> OAuthError {
        match (self.v2, self.v1, self.suberror) {
            (OAuthError::InvalidClient, ..) => OAuthError::UnauthorizedClient,
            (OAuthError::UnsupportedGrantType, ..) => OAuthError::InvalidRequest,
            (OAuthError::InvalidGrant, _, Some(Suberror::ConsentRequired)) => OAuthError::ConsentRequired,
            (OAuthError::InvalidGrant, OAuthError::InteractionRequired, _)
            | (OAuthError::InvalidGrant, _, Some(Suberror::BasicAction | Suberror::UserPasswordExpired)) => {
                OAuthError::InteractionRequired
            }
            (OAuthError::InvalidGrant, _, Some(Suberror::MessageOnly | Suberror::AdditionalAction)) => {
                OAuthError::AccessDenied
            }
            (OAuthError::InvalidGrant, ..) => OAuthError::LoginRequired,
            (other, ..) => other,
        }
    }

    /// The texts in a language.
    pub const fn texts(&self, language: Language) -> &Texts {
        match language {
            Language::English => &self.en,
            Language::Korean => &self.ko,
        }
    }
}

/// The texts of one code in one language. `{name}` marks a placeholder, see [`Args`].
#[derive(Debug)]
pub struct Texts {
    /// What happened.
    pub message: &'static str,
    /// What the person at the screen can do.
    pub user: &'static str,
    /// What an administrator or developer can do.
    pub admin: &'static str,
}

/// The languages of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Korean.
    Korean,
}

/// Where an error may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// May be sent to the client: in a token answer, or by redirect to a registered redirect URI.
    Client,
    /// Stays on a page of ours: the client or its redirect URI is in doubt, or only the person can go on.
    Page,
    /// Never ends a request: an interrupt that only the sign-in log shows.
    Log,
}

macro_rules! wire_names {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The value on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.as_str())
            }
        }
    };
}

wire_names! {
    /// Values of `error` in OAuth and OpenID Connect answers.
    OAuthError {
        /// RFC 6749 §4.1.2.1, §5.2.
        InvalidRequest = "invalid_request",
        /// RFC 6749 §5.2: client authentication failed.
        InvalidClient = "invalid_client",
        /// RFC 6749 §5.2.
        InvalidGrant = "invalid_grant",
        /// RFC 6749 §5.2: this client may not use this grant.
        UnauthorizedClient = "unauthorized_client",
        /// RFC 6749 §5.2.
        UnsupportedGrantType = "unsupported_grant_type",
        /// RFC 6749 §4.1.2.1.
        UnsupportedResponseType = "unsupported_response_type",
        /// RFC 6749 §4.1.2.1.
        AccessDenied = "access_denied",
        /// RFC 6749 §5.2.
        InvalidScope = "invalid_scope",
        /// RFC 6749 §4.1.2.1.
        ServerError = "server_error",
        /// RFC 6749 §4.1.2.1.
        TemporarilyUnavailable = "temporarily_unavailable",
        /// The platform's name for an unknown or disabled resource.
        InvalidResource = "invalid_resource",
        /// The platform's name for an unknown tenant on version 1 endpoints.
        InvalidTenant = "invalid_tenant",
        /// The platform's refusal of an unknown host in instance discovery.
        InvalidInstance = "invalid_instance",
        /// OpenID Connect Core §3.1.2.6.
        InteractionRequired = "interaction_required",
        /// OpenID Connect Core §3.1.2.6.
        LoginRequired = "login_required",
        /// OpenID Connect Core §3.1.2.6.
        ConsentRequired = "consent_required",
        /// OpenID Connect Core §3.1.2.6: `request` is not supported.
        RequestNotSupported = "request_not_supported",
        /// OpenID Connect Core §3.1.2.6: `request_uri` is not supported.
        RequestUriNotSupported = "request_uri_not_supported",
        /// RFC 8628 §3.5.
        AuthorizationPending = "authorization_pending",
        /// The platform's name for a declined device code (RFC 8628 calls it `access_denied`).
        AuthorizationDeclined = "authorization_declined",
        /// The platform's name for an unknown device or user code.
        BadVerificationCode = "bad_verification_code",
        /// RFC 8628 §3.5: the device code expired.
        ExpiredToken = "expired_token",
        /// Version 1's name for [`OAuthError::ExpiredToken`].
        CodeExpired = "code_expired",
        /// Version 1's `error` for a password that must be changed.
        UserPasswordExpired = "user_password_expired",
    }
}

wire_names! {
    /// Values of `suberror`: how a client should treat an `invalid_grant` or `interaction_required`.
    Suberror {
        /// The person can fix it by going through an interactive sign-in.
        BasicAction = "basic_action",
        /// The person can fix it outside the sign-in, for example by enrolling the device.
        AdditionalAction = "additional_action",
        /// Nothing to do but to show the message.
        MessageOnly = "message_only",
        /// Consent is missing.
        ConsentRequired = "consent_required",
        /// The password expired or must be changed.
        UserPasswordExpired = "user_password_expired",
        /// The refresh token is dead: a client forgets it.
        BadToken = "bad_token",
        /// A token in the request expired.
        TokenExpired = "token_expired",
        /// An app protection policy is missing on the device.
        ProtectionPolicyRequired = "protection_policy_required",
        /// The refresh token belongs to another client.
        ClientMismatch = "client_mismatch",
        /// The device could not be authenticated.
        DeviceAuthenticationFailed = "device_authentication_failed",
    }
}

#[cfg(test)]
mod tests;
