//! The endpoints about tokens: introspection (RFC 7662) and revocation (RFC 7009).

use crate::request::{Incoming, Segment};
use crate::{json, token};
use app::tokens::{self, Revocation};
use axum::http::StatusCode;
use axum::response::Response;
use model::verdict::Verdict;
use protocol::Version;
use protocol::introspection::TokenQuery;

/// What RFC 7009 section 2.2.1 answers about a token that no grant stands behind.
const UNSUPPORTED: &str = r#"{"error":"unsupported_token_type","error_description":"An application's own access token cannot be revoked; it ends by itself. Remove the credential it was got with instead."}"#;

/// `POST /{tenant}/oauth2/v2.0/introspect`.
pub(crate) async fn introspect(Segment(tenant): Segment, incoming: Incoming) -> Response {
    let (query, authority) = match token::received(&incoming, &tenant, Version::V2, TokenQuery::parse).await {
        Ok(received) => received,
        Err(response) => return *response,
    };
    match tokens::introspect(&incoming.ctx, authority, query).await {
        Ok(Verdict::Granted(told)) => match serde_json::to_string(&told) {
            Ok(body) => json::answer(&incoming, StatusCode::OK, body),
            Err(error) => json::fault(&incoming, &app::Fault::Corrupt(error.to_string()), Version::V2),
        },
        Ok(Verdict::Refused(refusal)) => json::refused(&incoming, &refusal, Version::V2),
        Err(fault) => json::fault(&incoming, &fault, Version::V2),
    }
}

/// `POST /{tenant}/oauth2/v2.0/revoke`.
pub(crate) async fn revoke(Segment(tenant): Segment, incoming: Incoming) -> Response {
    let (query, authority) = match token::received(&incoming, &tenant, Version::V2, TokenQuery::parse).await {
        Ok(received) => received,
        Err(response) => return *response,
    };
    match tokens::revoke(&incoming.ctx, authority, query).await {
        Ok(Verdict::Granted(Revocation::Done)) => json::answer(&incoming, StatusCode::OK, "{}".to_owned()),
        Ok(Verdict::Granted(Revocation::Unsupported)) => {
            json::answer(&incoming, StatusCode::BAD_REQUEST, UNSUPPORTED.to_owned())
        }
        Ok(Verdict::Refused(refusal)) => json::refused(&incoming, &refusal, Version::V2),
        Err(fault) => json::fault(&incoming, &fault, Version::V2),
    }
}
