//! Answers that leave for the client.

use super::ReturnAddress;
use crate::{authorize::ResponseMode, error_body::TokenError, params::encode, redirect::Platform};

/// What a successful authorization hands out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthorizeSuccess {
    /// Who answers (RFC 9207).
    pub issuer: String,
    /// The authorization code.
    pub code: Option<String>,
    /// The id token.
    pub id_token: Option<String>,
    /// See [`crate::token::client_info`].
    pub client_info: Option<String>,
    /// OpenID Connect Session Management §2.
    pub session_state: Option<String>,
}

/// An answer ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Redirect (303) to this address.
    Redirect(String),
    /// A page with a form that posts these fields to `action`. Values are not escaped for HTML yet.
    FormPost {
        /// The redirect URI.
        action: String,
        /// Names and values of the hidden fields.
        fields: Vec<(&'static str, String)>,
    },
}

/// A return address that was compared with the registered redirect URIs. Made by [`ReturnAddress::check`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedReturn {
    address: ReturnAddress,
    platform: Platform,
}

impl CheckedReturn {
    pub(super) const fn new(address: ReturnAddress, platform: Platform) -> Self {
        Self { address, platform }
    }

    /// The platform that the redirect URI is registered for.
    pub const fn platform(&self) -> Platform {
        self.platform
    }

    /// The redirect URI, as presented.
    pub fn redirect_uri(&self) -> &str {
        &self.address.redirect_uri
    }

    /// Scheme, host and port of the redirect URI, or `scheme:` for an application's own scheme: what a content
    /// security policy must allow as a form target.
    pub fn origin(&self) -> String {
        let uri = self.redirect_uri();
        let (scheme, rest) = uri.split_once(':').unwrap_or((uri, ""));
        match (scheme, rest.strip_prefix("//")) {
            ("https" | "http", Some(after)) => {
                let authority = after.split(['/', '?']).next().unwrap_or_default();
                format!("{scheme}://{authority}")
            }
            _ => format!("{scheme}:"),
        }
    }

    /// The answer of a success.
    pub fn success(&self, success: &AuthorizeSuccess) -> Answer {
        let mut fields = Vec::new();
        let optional = [
            ("code", &success.code),
            ("id_token", &success.id_token),
            ("client_info", &success.client_info),
            ("session_state", &success.session_state),
        ];
        fields.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
        fields.push(("iss", success.issuer.clone()));
        self.answer(fields)
    }

    /// The answer of a refusal.
    pub fn failure(&self, error: &TokenError, issuer: &str) -> Answer {
        self.answer(error.redirect_fields(issuer))
    }

    fn answer(&self, mut fields: Vec<(&'static str, String)>) -> Answer {
        fields.extend(self.address.state.clone().map(|state| ("state", state)));
        let uri = self.redirect_uri();
        match self.address.response_mode {
            ResponseMode::FormPost => Answer::FormPost { action: uri.to_owned(), fields },
            ResponseMode::Fragment => Answer::Redirect(format!("{uri}#{}", join(&fields))),
            ResponseMode::Query => {
                // RFC 6749 §3.1.2: a query of the redirect URI is kept
                let separator = match uri.split_once('?') {
                    None => "?",
                    Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
                    Some(_) => "&",
                };
                Answer::Redirect(format!("{uri}{separator}{}", join(&fields)))
            }
        }
    }
}

fn join(fields: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    pairs.join("&")
}
