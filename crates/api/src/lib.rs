//! The REST faces: Graph, the stand-ins for Resource Manager, health and metrics.
//!
//! Each face is one table of routes ([`GRAPH_ROUTES`], [`ARM_ROUTES`], [`OPERATIONS_ROUTES`]); `serve` carries every
//! request the same way: circumstances, bearer token, handler, answer or refusal in the face's own form. Cookies are
//! never read here, so every origin may ask.

mod arm;
mod call;
mod cors;
mod face;
mod graph;
mod links;
mod operations;
mod refusal;
mod reply;
mod route;
mod serve;

use app::Services;
use axum::Router;
use std::sync::Arc;

pub use arm::ROUTES as ARM_ROUTES;
pub use graph::{ROUTES as GRAPH_ROUTES, VERSIONS as GRAPH_VERSIONS};
pub use operations::ROUTES as OPERATIONS_ROUTES;
pub use route::{Needs, Route, Verb};

/// Graph, at `/v1.0/…` and `/beta/…`.
pub fn graph_router(services: Arc<Services>) -> Router {
    serve::router(services, &graph::FACE)
}

/// What the Azure CLI asks of Resource Manager: `/metadata/endpoints`, `/subscriptions`, `/tenants`.
pub fn arm_router(services: Arc<Services>) -> Router {
    serve::router(services, &arm::FACE)
}

/// `/healthz`, `/readyz` and `/metrics`. They tell nothing of any tenant.
pub fn operations_router(services: Arc<Services>) -> Router {
    serve::router(services, &operations::FACE)
}
