//! Discovery: OpenID configuration, keys, instances, user realms.

use crate::json;
use crate::request::{Incoming, Segment};
use app::directory;
use axum::response::Response;
use model::flow::Authority;
use model::verdict::Cause;
use protocol::Version;
use protocol::aadsts::{Args, Fault};
use protocol::discovery::{Deployment, InstanceDiscovery, OpenIdConfiguration, TenantSlot, UserRealm};
use serde::Serialize;

/// `GET /{tenant}/.well-known/openid-configuration`.
pub(crate) async fn configuration_v1(Segment(tenant): Segment, incoming: Incoming) -> Response {
    configuration(&tenant, &incoming, Version::V1).await
}

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`.
pub(crate) async fn configuration_v2(Segment(tenant): Segment, incoming: Incoming) -> Response {
    configuration(&tenant, &incoming, Version::V2).await
}

async fn configuration(tenant: &str, incoming: &Incoming, version: Version) -> Response {
    let slot = match directory::authority(&incoming.ctx, tenant).await {
        Ok(Ok(Authority::Tenant(id))) => TenantSlot::Tenant(id.0),
        Ok(Ok(Authority::Common)) => TenantSlot::Shared("common"),
        Ok(Ok(Authority::Organizations)) => TenantSlot::Shared("organizations"),
        Ok(Err(cause)) => return json::refused(incoming, &json::refusal(incoming, cause), version),
        Err(fault) => return json::fault(incoming, &fault, version),
    };
    let origins = &incoming.ctx.services.config.origins;
    let graph_host = origins.graph.split_once("://").map_or(origins.graph.as_str(), |(_, host)| host);
    let deployment = Deployment { base_url: &origins.identity, graph_host };
    public(incoming, &OpenIdConfiguration::new(&deployment, slot, version))
}

fn public<T: Serialize>(incoming: &Incoming, document: &T) -> Response {
    match serde_json::to_string(document) {
        Ok(body) => json::public(incoming, body),
        Err(error) => json::fault(incoming, &app::Fault::Corrupt(error.to_string()), Version::V2),
    }
}

/// `GET /{tenant}/discovery[/v2.0]/keys`. The keys are the server's, whatever the tenant.
pub(crate) async fn keys(Segment(tenant): Segment, incoming: Incoming) -> Response {
    match directory::authority(&incoming.ctx, &tenant).await {
        Ok(Ok(_)) => json::public(&incoming, incoming.ctx.services.keys.present().jwks.to_string()),
        Ok(Err(cause)) => json::refused(&incoming, &json::refusal(&incoming, cause), Version::V2),
        Err(fault) => json::fault(&incoming, &fault, Version::V2),
    }
}

/// `GET /common/discovery/instance`.
pub(crate) async fn instance(incoming: Incoming) -> Response {
    let refused = |cause| json::refused(&incoming, &json::refusal(&incoming, cause), Version::V2);
    let params = match incoming.params() {
        Ok(params) => params,
        Err(cause) => return refused(cause),
    };
    let endpoint = match params.required("authorization_endpoint", 2048) {
        Ok(endpoint) => endpoint,
        Err(error) => return refused(Cause::Request(error.fault())),
    };
    let version = params.optional("api-version", 16).ok().flatten().unwrap_or("1.1");
    let base_url = &incoming.ctx.services.config.origins.identity;
    match InstanceDiscovery::answer(base_url, endpoint, version) {
        Ok(answer) => public(&incoming, &answer),
        Err(refusal) => refused(Cause::Request(Fault::new(refusal.code(), Args::new()))),
    }
}

/// `GET /common/userrealm/{user}`: depends on the domain alone, so it tells nothing about users.
pub(crate) async fn user_realm(Segment(user): Segment, incoming: Incoming) -> Response {
    let domain = user.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase()).unwrap_or_default();
    match directory::by_domain(&incoming.ctx, &domain).await {
        Ok(found) => {
            let base_url = &incoming.ctx.services.config.origins.identity;
            public(&incoming, &UserRealm::new(base_url, &user, found.is_some()))
        }
        Err(fault) => json::fault(&incoming, &fault, Version::V2),
    }
}
