//! The userinfo endpoint (OpenID Connect Core section 5.3).

use crate::json;
use crate::request::Incoming;
use app::tokens;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use model::verdict::{Cause, Verdict};
use protocol::Version;

/// `GET|POST /oidc/userinfo`.
pub(crate) async fn userinfo(incoming: Incoming) -> Response {
    let Some(token) = bearer(&incoming) else { return challenge(&incoming, None) };
    match tokens::userinfo(&incoming.ctx, token).await {
        Ok(Verdict::Granted(user)) => match serde_json::to_string(&user) {
            Ok(body) => json::answer(&incoming, StatusCode::OK, body),
            Err(error) => json::fault(&incoming, &app::Fault::Corrupt(error.to_string()), Version::V2),
        },
        Ok(Verdict::Refused(refusal)) => challenge(&incoming, Some(&refusal.cause)),
        Err(fault) => json::fault(&incoming, &fault, Version::V2),
    }
}

/// The token of the `Authorization` header (RFC 6750 section 2.1).
fn bearer(incoming: &Incoming) -> Option<&str> {
    let (scheme, token) = incoming.header("authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// RFC 6750 section 3: no error code when no token came at all.
fn challenge(incoming: &Incoming, cause: Option<&Cause>) -> Response {
    let (status, value) = match cause {
        None => (StatusCode::UNAUTHORIZED, "Bearer realm=\"\""),
        Some(Cause::PermissionMissing(_)) => {
            (StatusCode::FORBIDDEN, "Bearer realm=\"\", error=\"insufficient_scope\", scope=\"openid\"")
        }
        Some(_) => (StatusCode::UNAUTHORIZED, "Bearer realm=\"\", error=\"invalid_token\""),
    };
    let error = match cause {
        Some(Cause::PermissionMissing(_)) => "insufficient_scope",
        _ => "invalid_token",
    };
    let mut response = json::answer(incoming, status, format!(r#"{{"error":"{error}"}}"#));
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(value));
    response
}
