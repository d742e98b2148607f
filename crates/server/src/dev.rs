//! What exists in demonstrations only: a clock that can be moved, the mail that was not sent, faults on demand, and a
//! page that tells everything. Served to this machine alone.

mod clock;
mod faults;
mod guard;
mod outbox;
mod page;
mod trial;

pub use outbox::Outbox;

use crate::jobs::Jobs;
use crate::nature::MovableClock;
use app::admin::applications;
use app::{Ctx, Fault, Services};
use axum::Router;
use axum::routing::{get, post};
use model::application::Platform;
use std::sync::Arc;

/// What the handlers share.
#[derive(Clone)]
pub struct Dev {
    /// The server's parts.
    pub services: Arc<Services>,
    /// The clock that is moved.
    pub clock: Arc<MovableClock>,
    /// What is due when the clock was moved.
    pub jobs: Arc<Jobs>,
    /// The mail that was not sent.
    pub outbox: Arc<Outbox>,
    /// The world, as the ready file tells it.
    pub world: Arc<serde_json::Value>,
    /// The PKCE verifier of the client to try a sign-in with.
    pub verifier: Arc<str>,
}

/// Registers this run's address of the client to try a sign-in with.
pub async fn prepare(dev: &Dev, operator: &Ctx) -> Result<(), Fault> {
    let Some((tenant, client)) = trial::tools(&dev.world) else { return Ok(()) };
    let Ok(tenant) = tenant.parse() else { return Ok(()) };
    let ctx = operator.in_tenant(tenant);
    let known = applications::details(&ctx, client).await?.application.redirects.public_client;
    let callback = trial::callback(dev);
    if !known.contains(&callback) {
        applications::add_redirect(&ctx, client, Platform::Native, &callback).await?;
    }
    Ok(())
}

/// The routes below `/dev`.
pub fn router(dev: Dev) -> Router {
    Router::new()
        .route("/dev", get(page::page))
        .route("/dev/clock", get(clock::show).post(clock::advance))
        .route("/dev/outbox", get(outbox::list))
        .route("/dev/faults", post(faults::set))
        .route("/dev/sign-in", get(trial::begin))
        .route("/dev/callback", get(trial::end))
        .layer(axum::middleware::from_fn_with_state(dev.clone(), guard::guard))
        .with_state(dev)
}
