//! Errors on the wire: the token endpoint's body, the parameters of an authorization error, and Graph's shape.

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Version,
    aadsts::{Entry, Fault, OAuthError, Suberror},
    claims_request::Challenge,
};

/// What every error tells about the request that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorContext<'a> {
    /// Our id of this request, also in `x-ms-request-id`.
    pub trace_id: Uuid,
    /// The client's id of the whole flow, or one made for it.
    pub correlation_id: Uuid,
    /// When it failed.
    pub at: Timestamp,
    /// The origin of the error look-up page, without a slash at the end.
    pub base_url: &'a str,
}

impl ErrorContext<'_> {
    /// `2026-01-09 02:02:12Z`, the form of the identity endpoints.
    pub fn timestamp(&self) -> String {
        self.at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
    }
}

/// The body of a refusal at the token and device endpoints (RFC 6749 §5.2, with the platform's members).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenError {
    /// The OAuth error.
    pub error: OAuthError,
    /// `AADSTSnnn: … Trace ID: … Correlation ID: … Timestamp: …`, on one line.
    pub error_description: String,
    /// The numbers; the first is the cause.
    pub error_codes: Vec<u32>,
    /// `yyyy-MM-dd HH:mm:ssZ`.
    pub timestamp: String,
    /// Our id of this request.
    pub trace_id: Uuid,
    /// The id of the flow.
    pub correlation_id: Uuid,
    /// Where the number is explained; clients read the number from `code=`.
    pub error_uri: String,
    /// How the client should treat it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suberror: Option<Suberror>,
    /// A claims challenge: JSON in a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
    /// Where a password that expired can be changed (version 1 only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_change_url: Option<String>,
}

impl TokenError {
    /// The body for a fault on an endpoint of this version.
    pub fn new(fault: &Fault, version: Version, context: &ErrorContext<'_>) -> Self {
        let entry = fault.entry();
        let timestamp = context.timestamp();
        let (trace_id, correlation_id) = (context.trace_id, context.correlation_id);
        Self {
            error: entry.oauth_error(version),
            error_description: format!(
                "{}: {} Trace ID: {trace_id} Correlation ID: {correlation_id} Timestamp: {timestamp}",
                entry.code,
                fault.description()
            ),
            error_codes: vec![entry.code.0],
            timestamp,
            trace_id,
            correlation_id,
            error_uri: format!("{}/error?code={}", context.base_url, entry.code.0),
            suberror: entry.suberror,
            claims: None,
            password_change_url: None,
        }
    }

    /// The facts of a redirect from the authorization endpoint, to be rendered by [`TokenError::redirect_fields`].
    pub fn for_authorization(fault: &Fault, context: &ErrorContext<'_>) -> Self {
        Self::new(fault, Version::V2, context).with_error(fault.entry().authorization_error())
    }

    /// Adds a claims challenge.
    #[must_use]
    pub fn with_challenge(mut self, challenge: &Challenge) -> Self {
        self.claims = Some(challenge.to_json());
        self
    }

    /// Replaces the OAuth error, where a standard asks for another one than the catalogue's.
    #[must_use]
    pub fn with_error(mut self, error: OAuthError) -> Self {
        self.error = error;
        self
    }

    /// Adds the page where an expired password can be changed.
    #[must_use]
    pub fn with_password_change_url(mut self, url: impl Into<String>) -> Self {
        self.password_change_url = Some(url.into());
        self
    }

    /// The HTTP status of a fault's answer.
    pub fn status(fault: &Fault) -> u16 {
        let entry: &Entry = fault.entry();
        entry.status
    }

    /// The parameters of a redirect to the client (RFC 6749 §4.1.2.1; RFC 9207 for `iss`), without `state`, which
    /// belongs to the return address.
    pub fn redirect_fields(&self, issuer: &str) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("error", self.error.to_string()),
            ("error_description", self.error_description.clone()),
            ("error_uri", self.error_uri.clone()),
        ];
        fields.extend(self.suberror.map(|suberror| ("suberror", suberror.to_string())));
        fields.push(("timestamp", self.timestamp.clone()));
        fields.push(("trace_id", self.trace_id.to_string()));
        fields.push(("correlation_id", self.correlation_id.to_string()));
        fields.extend(self.claims.clone().map(|claims| ("claims", claims)));
        fields.push(("iss", issuer.to_owned()));
        fields
    }
}

/// Codes in Graph's `error.code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum GraphCode {
    /// 400: a query or body that cannot be read.
    BadRequest,
    /// 400: a query option or combination that this resource does not support.
    #[serde(rename = "Request_UnsupportedQuery")]
    UnsupportedQuery,
    /// 400: a property or relation that is not acceptable.
    #[serde(rename = "Request_BadRequest")]
    RequestBadRequest,
    /// 401: no token, or one that is not for us.
    InvalidAuthenticationToken,
    /// 403: the token lacks a permission or the person a role.
    #[serde(rename = "Authorization_RequestDenied")]
    RequestDenied,
    /// 404: no such object.
    #[serde(rename = "Request_ResourceNotFound")]
    ResourceNotFound,
    /// 405: the method does not exist there.
    MethodNotAllowed,
    /// 409: the state of the object forbids it.
    Conflict,
    /// 412: the object changed in between (`If-Match`).
    PreconditionFailed,
    /// 413: the body is too large.
    RequestEntityTooLarge,
    /// 415: not JSON.
    UnsupportedMediaType,
    /// 429: too many requests.
    TooManyRequests,
    /// 500: our fault.
    InternalServerError,
    /// 501: a feature of Graph that this server does not have.
    NotImplemented,
    /// 503: for a moment.
    ServiceUnavailable,
}

impl GraphCode {
    /// The HTTP status that goes with the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest | Self::UnsupportedQuery | Self::RequestBadRequest => 400,
            Self::InvalidAuthenticationToken => 401,
            Self::RequestDenied => 403,
            Self::ResourceNotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict => 409,
            Self::PreconditionFailed => 412,
            Self::RequestEntityTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::TooManyRequests => 429,
            Self::InternalServerError => 500,
            Self::NotImplemented => 501,
            Self::ServiceUnavailable => 503,
        }
    }
}

/// One entry of `error.details`, for example `ObjectConflict` on `userPrincipalName`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GraphErrorDetail {
    /// A code of its own.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// The property.
    pub target: String,
}

/// The body of a Graph refusal: `{"error":{"code","message","details"?,"innerError":{…}}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GraphError {
    error: GraphErrorInner,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct GraphErrorInner {
    code: GraphCode,
    message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<GraphErrorDetail>,
    inner_error: GraphInnerError,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
struct GraphInnerError {
    date: String,
    request_id: Uuid,
    client_request_id: Uuid,
}

impl GraphError {
    /// The body for a code and a message.
    pub fn new(code: GraphCode, message: impl Into<String>, context: &ErrorContext<'_>) -> Self {
        let inner_error = GraphInnerError {
            date: context.at.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            request_id: context.trace_id,
            client_request_id: context.correlation_id,
        };
        Self { error: GraphErrorInner { code, message: message.into(), details: Vec::new(), inner_error } }
    }

    /// Adds a detail.
    #[must_use]
    pub fn with_detail(mut self, detail: GraphErrorDetail) -> Self {
        self.error.details.push(detail);
        self
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.error.code.status()
    }
}

#[cfg(test)]
mod tests;
