//! The token and device code endpoints.

use crate::json;
use crate::request::{Incoming, Segment};
use app::devices::{self, DeviceRequest};
use app::{directory, tokens};
use axum::http::StatusCode;
use axum::response::Response;
use model::flow::Authority;
use model::verdict::{Cause, Verdict};
use protocol::Version;
use protocol::params::Params;
use protocol::token::{DeviceRequest as WireDeviceRequest, TokenRequest, TokenRequestError};

/// `POST /{tenant}/oauth2/token`.
pub(crate) async fn token_v1(Segment(tenant): Segment, incoming: Incoming) -> Response {
    token(&tenant, &incoming, Version::V1).await
}

/// `POST /{tenant}/oauth2/v2.0/token`.
pub(crate) async fn token_v2(Segment(tenant): Segment, incoming: Incoming) -> Response {
    token(&tenant, &incoming, Version::V2).await
}

async fn token(tenant: &str, incoming: &Incoming, version: Version) -> Response {
    let parse = |params: &Params, header: Option<&str>| TokenRequest::parse(params, header, version);
    let (request, authority) = match received(incoming, tenant, version, parse).await {
        Ok(received) => received,
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

/// What a client posted, read by `parse`, and the tenant it posted it to; or the answer that refuses it.
pub(crate) async fn received<T>(
    incoming: &Incoming,
    tenant: &str,
    version: Version,
    parse: impl FnOnce(&Params, Option<&str>) -> Result<T, TokenRequestError>,
) -> Result<(T, Authority), Box<Response>> {
    let refused = |cause| Box::new(json::refused(incoming, &json::refusal(incoming, cause), version));
    let params = incoming.params().map_err(refused)?;
    let request = parse(&params, incoming.header("authorization"))
        .map_err(|error| refused(Cause::Request(error.fault())))?;
    match directory::authority(&incoming.ctx, tenant).await {
        Ok(Ok(authority)) => Ok((request, authority)),
        Ok(Err(cause)) => Err(refused(cause)),
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
    let parse = |params: &Params, header: Option<&str>| WireDeviceRequest::parse(params, header, version);
    let (request, authority) = match received(incoming, tenant, version, parse).await {
        Ok(received) => received,
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
