//! Administration on a real store: what is written, what is recorded, what is refused.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails panics; clippy takes its helpers for production code"
)]

mod applications;
mod housekeeping;
mod tenants;
mod users;

use app::admin::records::{self, AuditFilter};
use app::{Ctx, Fault};
use model::audit::AuditEntry;

/// Audit entries of the tenant with this activity.
async fn recorded(ctx: &Ctx, activity: &str) -> Vec<AuditEntry> {
    let filter = AuditFilter { activity: Some(activity.to_owned()), ..AuditFilter::default() };
    records::audits(ctx, filter, None, 100).await.unwrap()
}

/// The only audit entry of the tenant with this activity.
async fn the_record(ctx: &Ctx, activity: &str) -> AuditEntry {
    let mut entries = recorded(ctx, activity).await;
    assert_eq!(entries.len(), 1, "{activity}");
    entries.remove(0)
}

/// The text of a request that was refused as it stands.
fn invalid<T: std::fmt::Debug>(result: Result<T, Fault>) -> String {
    match result.unwrap_err() {
        Fault::Invalid(text) => text,
        other => panic!("{other:?}"),
    }
}

/// The text of a request that collides with what is there.
fn conflict<T: std::fmt::Debug>(result: Result<T, Fault>) -> String {
    match result.unwrap_err() {
        Fault::Conflict(text) => text,
        other => panic!("{other:?}"),
    }
}

/// The text of a request that names what is not there.
fn missing<T: std::fmt::Debug>(result: Result<T, Fault>) -> String {
    match result.unwrap_err() {
        Fault::NotFound(text) => text,
        other => panic!("{other:?}"),
    }
}
