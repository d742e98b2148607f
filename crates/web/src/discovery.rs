//! Discovery: OpenID configuration, keys, instances, user realms.

use crate::json;
use crate::request::{Incoming, Segment};
use app::directory;
use axum::response::Response;
use bytes::Bytes;
use model::flow::Authority;
use model::verdict::Cause;
use protocol::Version;
use protocol::aadsts::{Args, Fault};
use protocol::discovery::{Deployment, InstanceDiscovery, OpenIdConfiguration, TenantSlot, UserRealm};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// `GET /{tenant}/.well-known/openid-configuration`.
pub(crate) async fn configuration_v1(Segment(tenant): Segment, incoming: Incoming) -> Response {
    configuration(&tenant, &incoming, Version::V1).await
}

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`.
pub(crate) async fn configuration_v2(Segment(tenant): Segment, incoming: Incoming) -> Response {
    configuration(&tenant, &incoming, Version::V2).await
}

/// How many documents are kept.
const KEPT: usize = 4096;

/// OpenID configurations as they were answered before: nothing in them changes while the server runs.
#[derive(Default)]
pub(crate) struct Documents(RwLock<HashMap<(Authority, Version), Bytes>>);

impl Documents {
    fn get(&self, key: (Authority, Version)) -> Option<Bytes> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned()
    }

    fn keep(&self, key: (Authority, Version), document: &Bytes) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, document.clone());
    }
}

async fn configuration(tenant: &str, incoming: &Incoming, version: Version) -> Response {
    let authority = match directory::authority(&incoming.ctx, tenant).await {
        Ok(Ok(authority)) => authority,
        Ok(Err(cause)) => return json::refused(incoming, &json::refusal(incoming, cause), version),
        Err(fault) => return json::fault(incoming, &fault, version),
    };
    let key = (authority, version);
    if let Some(document) = incoming.documents.get(key) {
        return json::public(incoming, document);
    }
    let slot = match authority {
        Authority::Tenant(id) => TenantSlot::Tenant(id.0),
        Authority::Common => TenantSlot::Shared("common"),
        Authority::Organizations => TenantSlot::Shared("organizations"),
    };
    let origins = &incoming.ctx.services.config.origins;
    let graph_host = origins.graph.split_once("://").map_or(origins.graph.as_str(), |(_, host)| host);
    let deployment = Deployment { base_url: &origins.identity, graph_host };
    match serde_json::to_vec(&OpenIdConfiguration::new(&deployment, slot, version)) {
        Ok(document) => {
            let document = Bytes::from(document);
            incoming.documents.keep(key, &document);
            json::public(incoming, document)
        }
        Err(error) => json::fault(incoming, &app::Fault::Corrupt(error.to_string()), version),
    }
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
