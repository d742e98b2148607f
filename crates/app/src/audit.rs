//! Writing the audit log.

use crate::Ctx;
use model::AuditId;
use model::audit::{Actor, AuditEntry, AuditResult, AuditTarget};
use model::user::User;

/// An entry about something that was done; the caller adds its targets.
pub(crate) fn entry(ctx: &Ctx, id: AuditId, actor: Actor, activity: &str, category: &str) -> AuditEntry {
    AuditEntry {
        id,
        at: ctx.now,
        activity: activity.to_owned(),
        category: category.to_owned(),
        actor,
        targets: Vec::new(),
        correlation_id: ctx.correlation_id,
        address: ctx.address(),
        result: AuditResult::Success,
    }
}

/// A user who acts for himself.
pub(crate) fn by_user(user: &User) -> Actor {
    Actor::User { id: user.id.0, name: user.user_principal_name.clone() }
}

/// Adds a user as what it was done to.
pub(crate) fn on_user(mut entry: AuditEntry, user: &User) -> AuditEntry {
    entry.targets.push(AuditTarget {
        kind: "User".to_owned(),
        id: user.id.to_string(),
        name: user.user_principal_name.clone(),
        changes: Vec::new(),
    });
    entry
}
