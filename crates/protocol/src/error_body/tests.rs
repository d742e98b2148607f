use serde_json::json;

use super::*;
use crate::aadsts::{Args, Code};

const TRACE: Uuid = Uuid::from_u128(1);
const CORRELATION: Uuid = Uuid::from_u128(2);

fn context() -> ErrorContext<'static> {
    ErrorContext {
        trace_id: TRACE,
        correlation_id: CORRELATION,
        at: "2026-11-22T20:40:20.987Z".parse().unwrap(),
        base_url: "https://login.test:8443",
    }
}

#[test]
fn the_token_error_has_the_platforms_shape() {
    let fault = Fault::new(Code::SECRET_INVALID, Args::new().with("appId", "a"));
    let body = serde_json::to_value(TokenError::new(&fault, Version::V2, &context())).unwrap();
    let description = body["error_description"].as_str().unwrap();
    assert!(description.starts_with("AADSTS7000215: Invalid client secret provided. "), "{description}");
    assert!(
        description.ends_with(
            " Trace ID: 00000000-0000-0000-0000-000000000001 Correlation ID: 00000000-0000-0000-0000-000000000002 \
             Timestamp: 2026-11-22 20:40:20Z"
        ),
        "{description}"
    );
    assert_eq!(body["error"], "invalid_client");
    assert_eq!(body["error_codes"], json!([7_000_215]));
    assert_eq!(body["timestamp"], "2026-11-22 20:40:20Z");
    assert_eq!(body["error_uri"], "https://login.test:8443/error?code=7000215");
    assert!(body.get("suberror").is_none() && body.get("claims").is_none());
    assert_eq!(TokenError::status(&fault), 401);
}

#[test]
fn a_step_up_carries_suberror_and_claims() {
    let fault = Fault::new(Code::MFA_REQUIRED, Args::new().with("resource", "r"));
    let challenge = Challenge::Policies(vec![Uuid::nil()]);
    let error = TokenError::new(&fault, Version::V2, &context()).with_challenge(&challenge);
    let body = serde_json::to_value(&error).unwrap();
    assert_eq!(body["error"], "invalid_grant");
    assert_eq!(body["suberror"], "basic_action");
    let claims: serde_json::Value = serde_json::from_str(body["claims"].as_str().unwrap()).unwrap();
    assert_eq!(claims["access_token"]["capolids"]["essential"], true);
    assert_eq!(TokenError::new(&fault, Version::V1, &context()).error, OAuthError::InteractionRequired);
}

#[test]
fn an_expired_password_names_its_page_on_version_1() {
    let fault = Fault::from(Code::PASSWORD_EXPIRED);
    let error = TokenError::new(&fault, Version::V1, &context())
        .with_password_change_url("https://login.test/change");
    let body = serde_json::to_value(error).unwrap();
    assert_eq!(body["error"], "user_password_expired");
    assert_eq!(body["suberror"], "user_password_expired");
    assert_eq!(body["password_change_url"], "https://login.test/change");
}

#[test]
fn redirect_fields_hold_iss_and_no_line_breaks() {
    let fault = Fault::new(Code::CONSENT_REQUIRED, Args::new().with("appId", "a\r\nb").with("appName", "n"));
    let error = TokenError::new(&fault, Version::V2, &context()).with_error(OAuthError::ConsentRequired);
    let fields = error.redirect_fields("https://login.test/t/v2.0");
    let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "error",
            "error_description",
            "error_uri",
            "suberror",
            "timestamp",
            "trace_id",
            "correlation_id",
            "iss"
        ]
    );
    assert!(fields.iter().all(|(_, value)| !value.contains(['\r', '\n'])));
    assert_eq!(fields[0].1, "consent_required");
}

#[test]
fn graph_errors_have_graphs_shape() {
    let detail = GraphErrorDetail {
        code: "ObjectConflict".into(),
        message: "Another object with the same value exists.".into(),
        target: "userPrincipalName".into(),
    };
    let error = GraphError::new(GraphCode::RequestBadRequest, "Conflict.", &context()).with_detail(detail);
    assert_eq!(error.status(), 400);
    assert_eq!(
        serde_json::to_value(&error).unwrap(),
        json!({"error": {
            "code": "Request_BadRequest",
            "message": "Conflict.",
            "details": [{
                "code": "ObjectConflict",
                "message": "Another object with the same value exists.",
                "target": "userPrincipalName"
            }],
            "innerError": {
                "date": "2026-11-22T20:40:20",
                "request-id": "00000000-0000-0000-0000-000000000001",
                "client-request-id": "00000000-0000-0000-0000-000000000002"
            }
        }})
    );
    assert_eq!(GraphCode::ResourceNotFound.status(), 404);
}
