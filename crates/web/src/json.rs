//! JSON answers of the protocol endpoints, errors among them.

use crate::request::Incoming;
use app::{Ctx, Fault};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::verdict::{Cause, Refusal};
use protocol::Version;
use protocol::claims_request::Challenge;
use protocol::error_body::{ErrorContext, TokenError};
use uuid::{Uuid, uuid};

/// What a client sends back as `claims` to satisfy partner enforcement: the id stands where a policy's would.
const PARTNER_ENFORCEMENT: Uuid = uuid!("5a0b1f0e-7c1d-4a57-9a3e-2f6d1c0e2019");

/// A JSON answer that nobody may keep.
pub(crate) fn answer(incoming: &Incoming, status: StatusCode, body: String) -> Response {
    let mut headers = base(incoming);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    (status, headers, body).into_response()
}

/// A JSON answer that tells nothing secret and changes rarely.
pub(crate) fn public(incoming: &Incoming, body: impl Into<Body>) -> Response {
    let mut headers = base(incoming);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    (headers, body.into()).into_response()
}

fn base(incoming: &Incoming) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(12);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    if incoming.header("return-client-request-id").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        insert(&mut headers, "client-request-id", &incoming.ctx.correlation_id.to_string());
    }
    headers
}

fn insert(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The error body of a refusal (`wire-contract` section 2.6).
pub(crate) fn refused(incoming: &Incoming, refusal: &Refusal, version: Version) -> Response {
    let fault = refusal.cause.fault();
    let mut error = TokenError::new(&fault, version, &context(&incoming.ctx, refusal.trace));
    if needs_challenge(&refusal.cause) {
        error = error.with_challenge(&Challenge::Policies(vec![PARTNER_ENFORCEMENT]));
    }
    let status = StatusCode::from_u16(TokenError::status(&fault)).unwrap_or(StatusCode::BAD_REQUEST);
    let body = serde_json::to_string(&error).unwrap_or_else(|_| r#"{"error":"server_error"}"#.to_owned());
    let mut response = answer(incoming, status, body);
    insert(response.headers_mut(), "x-ms-request-id", &refusal.trace.to_string());
    if let Some(seconds) = refusal.cause.retry_after_seconds() {
        insert(response.headers_mut(), "retry-after", &seconds.to_string());
    }
    // RFC 6749 section 5.2. Clients that authenticate otherwise take the header for a failure of another kind.
    if status == StatusCode::UNAUTHORIZED && incoming.header("authorization").is_some() {
        insert(response.headers_mut(), "www-authenticate", "Basic realm=\"\", charset=\"UTF-8\"");
    }
    response
}

/// A refusal of something that is no request at all. Programs get JSON: some clients read nothing else.
pub(crate) fn unreadable(status: StatusCode, description: &'static str) -> Response {
    let body = format!(r#"{{"error":"invalid_request","error_description":"{description}"}}"#);
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"))];
    (status, kind, body).into_response()
}

/// The circumstances of an error, for its texts.
pub(crate) fn context(ctx: &Ctx, trace: Uuid) -> ErrorContext<'_> {
    ErrorContext {
        trace_id: trace,
        correlation_id: ctx.correlation_id,
        at: ctx.now,
        base_url: &ctx.services.config.origins.identity,
    }
}

fn needs_challenge(cause: &Cause) -> bool {
    matches!(cause, Cause::MfaRequired { .. } | Cause::MfaEnrollmentRequired { .. })
}

/// The answer when a use case could not be carried out.
pub(crate) fn fault(incoming: &Incoming, fault: &Fault, version: Version) -> Response {
    tracing::error!(correlation_id = %incoming.ctx.correlation_id, %fault, "a request could not be carried out");
    refused(incoming, &refusal(incoming, fault.cause()), version)
}

/// A refusal that no log keeps.
pub(crate) fn refusal(incoming: &Incoming, cause: Cause) -> Refusal {
    Refusal { cause, trace: incoming.ctx.services.entropy.uuid_v7(incoming.ctx.now) }
}
