//! The clock: everything but TLS and client assertions follows it, and it only goes forward.

use super::Dev;
use app::{Ctx, Fault, maintenance};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

/// The furthest the clock can be moved: ten years.
const FURTHEST: i64 = 10 * 366 * 24 * 60 * 60;

#[derive(Serialize)]
struct Shown {
    now: String,
    offset_seconds: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    advance_seconds: i64,
}

/// `GET /dev/clock`.
pub(super) async fn show(State(dev): State<Dev>) -> Response {
    shown(&dev)
}

fn shown(dev: &Dev) -> Response {
    let now = dev.services.clock.now().to_string();
    Json(Shown { now, offset_seconds: dev.clock.offset_seconds() }).into_response()
}

/// `POST /dev/clock`: moves the clock, remembers it, and answers when all jobs that are due then have run.
pub(super) async fn advance(State(dev): State<Dev>, Json(request): Json<Advance>) -> Response {
    let offset = dev.clock.offset_seconds().saturating_add(request.advance_seconds);
    if request.advance_seconds < 0 || offset > FURTHEST {
        return (StatusCode::BAD_REQUEST, "the clock goes forward only, and at most ten years")
            .into_response();
    }
    match go(&dev, offset).await {
        Ok(()) => shown(&dev),
        Err(fault) => (StatusCode::SERVICE_UNAVAILABLE, fault.to_string()).into_response(),
    }
}

async fn go(dev: &Dev, offset: i64) -> Result<(), Fault> {
    maintenance::set_clock_offset(&Ctx::job(&dev.services, "move clock"), offset).await?;
    dev.clock.move_to(offset);
    dev.jobs.run_due().await;
    Ok(())
}
