//! Refusals, each rendered in one place for every face.

use crate::face::Dialect;
use crate::reply;
use app::{Ctx, Fault, graph};
use axum::http::HeaderValue;
use axum::response::Response;
use model::verdict::Cause;
use model::{AppId, Uuid};
use protocol::error_body::{ErrorContext, GraphCode, GraphError};
use protocol::odata::ODataError;
use serde_json::json;

/// Why a request is not answered.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// There is no bearer token.
    NoToken,
    /// The caller may not.
    Denied(Cause),
    /// The query options cannot be understood, or not be served.
    Query(ODataError),
    /// No such object.
    NotFound(String),
    /// No such path.
    UnknownPath(String),
    /// Another method belongs to this path.
    WrongMethod,
    /// The body has more than so many bytes.
    TooLarge(usize),
    /// The body is not JSON.
    NotJson,
    /// The request cannot be understood; the text says why.
    BadRequest(String),
    /// The request could not be carried out.
    Fault(Fault),
}

impl From<graph::Failure> for Refusal {
    fn from(failure: graph::Failure) -> Self {
        match failure {
            graph::Failure::Denied(cause) => Self::Denied(cause),
            graph::Failure::Query(error) => Self::Query(error),
            missing @ graph::Failure::NotFound(_) => Self::NotFound(missing.to_string()),
            graph::Failure::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<ODataError> for Refusal {
    fn from(error: ODataError) -> Self {
        Self::Query(error)
    }
}

/// What a refusal tells of its request.
pub(crate) struct Circumstances<'a> {
    pub(crate) ctx: &'a Ctx,
    pub(crate) request_id: Uuid,
    pub(crate) dialect: Dialect,
    pub(crate) resource: Option<AppId>,
}

/// A refusal on its way to the wire.
struct Told {
    code: GraphCode,
    message: String,
    retry_after: Option<u32>,
    /// What `WWW-Authenticate` says beside where to get a token.
    challenge: Option<&'static str>,
}

impl Refusal {
    pub(crate) fn render(self, circumstances: &Circumstances<'_>) -> Response {
        let told = self.told();
        let ctx = circumstances.ctx;
        let context = ErrorContext {
            trace_id: circumstances.request_id,
            correlation_id: ctx.correlation_id,
            at: ctx.now,
            base_url: &ctx.services.config.origins.identity,
        };
        let body = match circumstances.dialect {
            Dialect::Graph => serde_json::to_string(&GraphError::new(told.code, told.message, &context)),
            Dialect::ResourceManager => {
                Ok(json!({"error": {"code": arm_code(told.code), "message": told.message}}).to_string())
            }
        };
        let mut response = reply::refused(told.code.status(), body.unwrap_or_default());
        let headers = response.headers_mut();
        headers.extend(
            told.retry_after.map(|seconds| (axum::http::header::RETRY_AFTER, HeaderValue::from(seconds))),
        );
        let challenge = told.challenge.map(|error| challenge(circumstances, error));
        if let Some(Ok(challenge)) = challenge.map(|text| HeaderValue::from_str(&text)) {
            headers.insert("www-authenticate", challenge);
        }
        response
    }

    fn told(self) -> Told {
        let plain = |code, message: String| Told { code, message, retry_after: None, challenge: None };
        match self {
            Self::NoToken => Told {
                challenge: Some(""),
                ..plain(GraphCode::InvalidAuthenticationToken, "Access token is empty.".to_owned())
            },
            Self::Denied(cause) => denied(&cause),
            Self::Query(error) => plain(error.graph_code(), error.to_string()),
            Self::NotFound(message) => plain(GraphCode::ResourceNotFound, message),
            Self::UnknownPath(path) => {
                let segment = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                let segment: String = segment.chars().filter(char::is_ascii_graphic).take(64).collect();
                plain(GraphCode::ResourceNotFound, format!("Resource not found for the segment '{segment}'."))
            }
            Self::WrongMethod => plain(
                GraphCode::MethodNotAllowed,
                "This path does not answer this method; the Allow header names those it does.".to_owned(),
            ),
            Self::TooLarge(limit) => {
                plain(GraphCode::RequestEntityTooLarge, format!("The body is larger than {limit} bytes."))
            }
            Self::NotJson => {
                plain(GraphCode::UnsupportedMediaType, "The body must be application/json.".to_owned())
            }
            Self::BadRequest(message) => plain(GraphCode::BadRequest, message),
            Self::Fault(fault) => failed(&fault),
        }
    }
}

fn denied(cause: &Cause) -> Told {
    let told =
        |code, message| Told { code, message, retry_after: cause.retry_after_seconds(), challenge: None };
    match cause {
        Cause::TokenInvalid => Told {
            challenge: Some(", error=\"invalid_token\", error_description=\"The access token is not valid\""),
            ..told(GraphCode::InvalidAuthenticationToken, "Access token validation failure.".to_owned())
        },
        Cause::PermissionMissing(what) => told(
            GraphCode::RequestDenied,
            format!("Insufficient privileges to complete the operation. It needs {what}."),
        ),
        Cause::Malformed(text) => told(GraphCode::BadRequest, text.clone()),
        Cause::Throttled { .. } | Cause::Overloaded { .. } => {
            told(GraphCode::TooManyRequests, "Too many requests.".to_owned())
        }
        Cause::Unavailable => unavailable(),
        other => told(GraphCode::RequestDenied, other.fault().description()),
    }
}

fn failed(fault: &Fault) -> Told {
    let told =
        |code, message: &str| Told { code, message: message.to_owned(), retry_after: None, challenge: None };
    match fault {
        Fault::Store(error) => {
            tracing::warn!(%error, "a request found the store unavailable");
            unavailable()
        }
        Fault::Overloaded { .. } => denied(&fault.cause()),
        Fault::Corrupt(error) => {
            tracing::error!(%error, "a request found what must not be");
            told(GraphCode::InternalServerError, "The server could not complete the request.")
        }
        Fault::Invalid(text) => told(GraphCode::RequestBadRequest, text),
        Fault::NotFound(text) => told(GraphCode::ResourceNotFound, text),
        Fault::Conflict(text) => told(GraphCode::Conflict, text),
    }
}

fn unavailable() -> Told {
    Told {
        code: GraphCode::ServiceUnavailable,
        message: "The service is unavailable for a moment; try again.".to_owned(),
        retry_after: Some(1),
        challenge: None,
    }
}

/// Where to get a token (RFC 6750 section 3), as clients of the platform read it.
fn challenge(circumstances: &Circumstances<'_>, error: &str) -> String {
    let identity = &circumstances.ctx.services.config.origins.identity;
    let resource =
        circumstances.resource.map(|resource| format!(", client_id=\"{resource}\"")).unwrap_or_default();
    format!(
        "Bearer realm=\"\", authorization_uri=\"{identity}/common/oauth2/v2.0/authorize\"{resource}{error}"
    )
}

/// The code as Resource Manager calls it.
fn arm_code(code: GraphCode) -> &'static str {
    match code {
        GraphCode::InvalidAuthenticationToken => "InvalidAuthenticationToken",
        GraphCode::RequestDenied => "AuthorizationFailed",
        GraphCode::ResourceNotFound => "NotFound",
        GraphCode::MethodNotAllowed => "MethodNotAllowed",
        GraphCode::Conflict => "Conflict",
        GraphCode::PreconditionFailed => "PreconditionFailed",
        GraphCode::RequestEntityTooLarge => "RequestEntityTooLarge",
        GraphCode::UnsupportedMediaType => "UnsupportedMediaType",
        GraphCode::TooManyRequests => "TooManyRequests",
        GraphCode::InternalServerError => "InternalServerError",
        GraphCode::NotImplemented => "NotImplemented",
        GraphCode::ServiceUnavailable => "ServerBusy",
        GraphCode::BadRequest | GraphCode::UnsupportedQuery | GraphCode::RequestBadRequest => "BadRequest",
    }
}
