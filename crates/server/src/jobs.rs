//! The server's own work: keys, copies of log entries, what has expired.

use crate::nature::pause;
use app::{Ctx, Services, housekeeping, keys};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often log entries are copied to the tenants of their resources.
const COPY: Duration = Duration::from_millis(500);
/// Every how many rounds keys are looked at and expired rows are removed.
const SLOW_ROUNDS: u32 = 120;

/// Works until told to stop. A job that fails is logged and tried again in its next round.
pub async fn run(services: Arc<Services>, mut stopped: watch::Receiver<bool>) {
    let mut round: u32 = 0;
    loop {
        tokio::select! {
            () = pause(COPY) => {}
            _ = stopped.changed() => return,
        }
        let ctx = Ctx::job(&services, "housekeeping");
        if let Err(fault) = housekeeping::copy_entries(&ctx).await {
            tracing::error!(%fault, "log entries could not be copied");
        }
        round = round.wrapping_add(1);
        if !round.is_multiple_of(SLOW_ROUNDS) {
            continue;
        }
        if let Err(fault) = keys::maintain(&ctx).await {
            tracing::error!(%fault, "the signing keys could not be looked at");
        }
        if let Err(fault) = housekeeping::remove_expired(&ctx).await {
            tracing::error!(%fault, "expired rows could not be removed");
        }
    }
}
