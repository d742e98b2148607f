//! What exists in demonstrations only: a clock that can be moved, the mail that was not sent, faults on demand, and a
//! page that tells everything. Served to this machine alone.

mod clock;
mod guard;
mod outbox;
mod page;

pub use outbox::Outbox;

use crate::nature::MovableClock;
use app::Services;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// What the handlers share.
#[derive(Clone)]
pub struct Dev {
    /// The server's parts.
    pub services: Arc<Services>,
    /// The clock that is moved.
    pub clock: Arc<MovableClock>,
    /// The mail that was not sent.
    pub outbox: Arc<Outbox>,
    /// The world, as the ready file tells it.
    pub world: Arc<serde_json::Value>,
}

/// The routes below `/dev`.
pub fn router(dev: Dev) -> Router {
    Router::new()
        .route("/dev", get(page::page))
        .route("/dev/clock", get(clock::show).post(clock::advance))
        .route("/dev/outbox", get(outbox::list))
        .layer(axum::middleware::from_fn_with_state(dev.clone(), guard::guard))
        .with_state(dev)
}
