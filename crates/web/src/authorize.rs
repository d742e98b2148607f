//! The authorization endpoint.

use crate::outcome;
use crate::request::{Incoming, Segment};
use app::directory;
use app::signin::{self, Authorization};
use axum::response::Response;
use model::verdict::Cause;
use protocol::Version;
use protocol::authorize::{AuthorizeError, AuthorizeRequest};

/// `GET|POST /{tenant}/oauth2/authorize`.
pub(crate) async fn authorize_v1(Segment(tenant): Segment, incoming: Incoming) -> Response {
    authorize(&tenant, &incoming, Version::V1).await
}

/// `GET|POST /{tenant}/oauth2/v2.0/authorize`.
pub(crate) async fn authorize_v2(Segment(tenant): Segment, incoming: Incoming) -> Response {
    authorize(&tenant, &incoming, Version::V2).await
}

async fn authorize(tenant: &str, incoming: &Incoming, version: Version) -> Response {
    let authority = match directory::authority(&incoming.ctx, tenant).await {
        Ok(Ok(authority)) => authority,
        Ok(Err(cause)) => return outcome::refused(incoming, cause),
        Err(fault) => return outcome::fault(incoming, &fault),
    };
    let params = match incoming.params() {
        Ok(params) => params,
        Err(cause) => return outcome::refused(incoming, cause),
    };
    let request = match AuthorizeRequest::parse(&params, version) {
        Ok(request) => Ok(request),
        Err(AuthorizeError::Client(error)) => Err(error),
        Err(AuthorizeError::Page(error)) => return outcome::refused(incoming, Cause::Request(error.fault)),
    };
    let browser = incoming.browser();
    match signin::authorize(&incoming.ctx, &browser, Authorization { authority, request }).await {
        Ok(reached) => outcome::respond(incoming, reached),
        Err(fault) => outcome::fault(incoming, &fault),
    }
}
