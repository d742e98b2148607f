//! What the Azure CLI asks of Resource Manager: where everything is, and what a sign-in can reach.

mod metadata;

use crate::call::Call;
use crate::face::{Dialect, Face};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::route::{Needs, Route, Verb};
use app::resource_manager;
use model::first_party;
use protocol::params::Params;
use serde_json::json;
use std::future::ready;

/// Every route.
pub const ROUTES: &[Route] = &[
    Route {
        verb: Verb::Get,
        path: "/metadata/endpoints",
        name: "arm::endpoints",
        needs: Needs::Nothing,
        handler: |call| Box::pin(ready(endpoints(&call))),
    },
    Route {
        verb: Verb::Get,
        path: "/subscriptions",
        name: "arm::subscriptions",
        needs: Needs::Token,
        handler: |call| Box::pin(ready(subscriptions(&call))),
    },
    Route {
        verb: Verb::Get,
        path: "/tenants",
        name: "arm::tenants",
        needs: Needs::Token,
        handler: |call| Box::pin(tenants(call)),
    },
];

/// Resource Manager as a face.
pub(crate) const FACE: Face = Face {
    routes: ROUTES,
    prefixes: &[""],
    resource: Some(first_party::RESOURCE_MANAGER),
    dialect: Dialect::ResourceManager,
    cross_origin: true,
};

/// The addresses of a cloud, by which `az cloud register` knows it.
fn endpoints(call: &Call) -> Result<Reply, Refusal> {
    let version = api_version(call)?;
    Ok(Reply::Json(metadata::endpoints(&call.ctx.services.config.origins, &version)))
}

/// Countersign sells no cloud resources, so nobody has a subscription.
fn subscriptions(call: &Call) -> Result<Reply, Refusal> {
    api_version(call)?;
    call.bearer()?;
    Ok(Reply::Json(json!({"value": [], "count": {"type": "Total", "value": 0}})))
}

async fn tenants(call: Call) -> Result<Reply, Refusal> {
    api_version(&call)?;
    let tenants = resource_manager::tenants(&call.ctx, call.bearer()?).await?;
    Ok(Reply::Json(json!({"value": tenants})))
}

/// The `api-version` of a request: a date, perhaps with a suffix such as `-preview`.
fn api_version(call: &Call) -> Result<String, Refusal> {
    let missing = || {
        Refusal::BadRequest(
            "The api-version query parameter (?api-version=) is required for all requests.".to_owned(),
        )
    };
    let params = Params::parse(call.query_string().as_bytes())
        .map_err(|error| Refusal::BadRequest(format!("The query string is malformed: {error}")))?;
    let mut found = params.pairs().filter(|(name, _)| name.eq_ignore_ascii_case("api-version"));
    let (_, version) = found.next().ok_or_else(missing)?;
    if !metadata::is_version(version) || found.next().is_some() {
        return Err(Refusal::BadRequest(
            "The api-version query parameter must be one date such as 2022-09-01.".to_owned(),
        ));
    }
    Ok(version.to_owned())
}
