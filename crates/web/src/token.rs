//! The token and device code endpoints.

use crate::json;
use crate::request::{Incoming, Segment};
use app::devices::{self, DeviceRequest};
use app::{directory, tokens};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::flow::Authority;
use model::verdict::{Cause, Verdict};
use protocol::Version;
use protocol::params::Params;
use protocol::token::{DeviceRequest as WireDeviceRequest, TokenRequest};

/// `POST /{tenant}/oauth2/token`.
pub(crate) async fn token_v1(Segment(tenant): Segment, incoming: Incoming) -> Response {
    token(&tenant, &incoming, Version::V1).await
}

/// `POST /{tenant}/oauth2/v2.0/token`.
pub(crate) async fn token_v2(Segment(tenant): Segment, incoming: Incoming) -> Response {
    token(&tenant, &incoming, Version::V2).await
}

async fn token(tenant: &str, incoming: &Incoming, version: Version) -> Response {
    let request = parse(incoming).and_then(|params| {
        TokenRequest::parse(&params, incoming.header("authorization"), version)
            .map_err(|error| Cause::Request(error.fault()))
    });
    let request = match request {
        Ok(request) => request,
        Err(cause) => return json::refused(incoming, &json::refusal(incoming, cause), version),
    };
    let authority = match authority(incoming, tenant, version).await {
        Ok(authority) => authority,
        Err(response) => return *response,
    };
    let origin = incoming.header("origin").map(str::to_owned);
    match tokens::token(&incoming.ctx, authority, origin, request).await {
        Ok(Verdict::Granted(tokens)) => match tokens.body(version) {
            Ok(body) => json::answer(incoming, StatusCode::OK, body),
            Err(error) => json::fault(incoming, &app::Fault::Corrupt(error.to_string()), version),
        },
        Ok(Verdict::Refused(refusal)) => json::refused(incoming, &refusal, version),
        Err(fault) => json::fault(incoming, &fault, version),
    }
}

/// The parameters of a posted form.
fn parse(incoming: &Incoming) -> Result<Params, Cause> {
    let form = "application/x-www-form-urlencoded";
    let kind = incoming.header("content-type").unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(form) {
        return Err(Cause::Malformed(format!("the body must be {form}")));
    }
    Params::parse(&incoming.body).map_err(|error| Cause::Request(error.fault()))
}

async fn authority(incoming: &Incoming, tenant: &str, version: Version) -> Result<Authority, Box<Response>> {
    match directory::authority(&incoming.ctx, tenant).await {
        Ok(Ok(authority)) => Ok(authority),
        Ok(Err(cause)) => Err(Box::new(json::refused(incoming, &json::refusal(incoming, cause), version))),
        Err(fault) => Err(Box::new(json::fault(incoming, &fault, version))),
    }
}

/// `POST /{tenant}/oauth2/devicecode`.
pub(crate) async fn device_v1(Segment(tenant): Segment, incoming: Incoming) -> Response {
    device(&tenant, &incoming, Version::V1).await
}

/// `POST /{tenant}/oauth2/v2.0/devicecode`.
pub(crate) async fn device_v2(Segment(tenant): Segment, incoming: Incoming) -> Response {
    device(&tenant, &incoming, Version::V2).await
}

async fn device(tenant: &str, incoming: &Incoming, version: Version) -> Response {
    let request = parse(incoming).and_then(|params| {
        WireDeviceRequest::parse(&params, incoming.header("authorization"), version)
            .map_err(|error| Cause::Request(error.fault()))
    });
    let request = match request {
        Ok(request) => request,
        Err(cause) => return json::refused(incoming, &json::refusal(incoming, cause), version),
    };
    let authority = match authority(incoming, tenant, version).await {
        Ok(authority) => authority,
        Err(response) => return *response,
    };
    let request = DeviceRequest {
        authority,
        client_id: request.client.client_id.map(|id| id.as_str().to_owned()).unwrap_or_default(),
        scope: request.wanted.scope.unwrap_or_default(),
        resource: request.wanted.resource_asked,
    };
    match devices::authorize(&incoming.ctx, request).await {
        Ok(Verdict::Granted(authorization)) => {
            json::answer(incoming, StatusCode::OK, authorization.body(version).to_string())
        }
        Ok(Verdict::Refused(refusal)) => json::refused(incoming, &refusal, version),
        Err(fault) => json::fault(incoming, &fault, version),
    }
}

/// `OPTIONS` of what scripts of other origins may call.
pub(crate) async fn preflight(method: Method) -> Response {
    debug_assert_eq!(method, Method::OPTIONS);
    let mut headers = HeaderMap::with_capacity(4);
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, OPTIONS"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static(
            "authorization, content-type, client-request-id, x-client-sku, x-client-ver",
        ),
    );
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    (StatusCode::NO_CONTENT, headers).into_response()
}
