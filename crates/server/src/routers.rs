//! Which routes each listener serves. Origins are separate, so no resource can accept another's requests.

use app::Services;
use axum::Router;
use std::sync::Arc;
use web::Web;

/// The routes of the three origins.
#[derive(Clone)]
pub struct Routers {
    /// Sign-in pages and token endpoints.
    pub identity: Router,
    /// Graph, and health and figures for operators.
    pub graph: Router,
    /// The resource manager's stand-ins.
    pub arm: Router,
}

/// The product's routes.
pub fn routers(services: &Arc<Services>, demo: bool) -> Routers {
    Routers {
        identity: web::router(Web::new(Arc::clone(services), demo)),
        // Graph answers unknown paths; the health routes beside it have no say in that.
        graph: api::graph_router(Arc::clone(services))
            .merge(api::operations_router(Arc::clone(services)).reset_fallback()),
        arm: api::arm_router(Arc::clone(services)),
    }
}
