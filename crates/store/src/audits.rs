//! The audit log: append-only, one row per administrative change, keyed by time-ordered ids.

use crate::document::{all, json, one, start};
use crate::timeline::Window;
use crate::{MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::audit::{Actor, AuditEntry};
use model::{AuditId, Timestamp, Uuid};

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO audits (tenant_id, id, at, activity, category, actor_id, correlation_id, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND = "SELECT body FROM audits WHERE tenant_id = $1 AND id = $2";
    LIST = "SELECT body FROM audits WHERE tenant_id = $1 AND id >= $2 AND id < $3 AND at >= $4 AND at < $5
        AND (CAST($6 AS TEXT) IS NULL OR activity = $6)
        AND (CAST($7 AS TEXT) IS NULL OR category = $7)
        AND (CAST($8 AS UUID) IS NULL OR actor_id = $8)
        AND (CAST($9 AS UUID) IS NULL OR correlation_id = $9)
        ORDER BY id DESC LIMIT $10";
    AFTER = "SELECT body FROM audits WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    DELETE_BEFORE = "DELETE FROM audits WHERE tenant_id = $1 AND id IN (SELECT id FROM audits
        WHERE tenant_id = $1 AND id < $2 AND at < $3 ORDER BY id LIMIT $4)";
}

/// Which entries are meant. Everything that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
    /// With exactly this activity.
    pub activity: Option<String>,
    /// Of this category.
    pub category: Option<String>,
    /// Done by this user or service principal.
    pub actor: Option<Uuid>,
    /// Of this request.
    pub correlation: Option<Uuid>,
}

/// Writes an entry.
pub fn insert<S: MayAuthenticate>(tx: &mut Tx<'_, S>, entry: &AuditEntry) -> Result<(), StoreError> {
    let actor = match &entry.actor {
        Actor::User { id, .. } | Actor::Application { id, .. } => Some(*id),
        Actor::Anonymous | Actor::Operator { .. } | Actor::Job { .. } => None,
    };
    let body = json(entry)?;
    let AuditEntry { id, at, activity, category, correlation_id, .. } = entry;
    tx.execute(&INSERT, params![tx.tenant(), *id, *at, activity, category, actor, *correlation_id, body])?;
    Ok(())
}

/// The entry with this id.
pub fn find<S: TenantScope>(tx: &mut Tx<'_, S>, id: AuditId) -> Result<Option<AuditEntry>, StoreError> {
    one(tx.query_opt(&FIND, params![tx.tenant(), id])?, read)
}

/// Matching entries, newest first, before one of them. It reads every entry of the period, so it belongs into a
/// scan.
pub fn list<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    filter: &Filter,
    before: Option<AuditId>,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    let window = Window::new(filter.from, filter.to, before.map(|id| id.0));
    let rows = tx.query(
        &LIST,
        params![
            tx.tenant(),
            window.from,
            window.below,
            window.at_from,
            window.at_before,
            filter.activity.as_ref(),
            filter.category.as_ref(),
            filter.actor,
            filter.correlation,
            limit
        ],
    )?;
    all(&rows, read)
}

/// Entries after one of them, oldest first. Transactions that run side by side may commit out of order: who
/// follows the log reads its last seconds again.
pub fn after<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<AuditId>,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    all(&tx.query(&AFTER, params![tx.tenant(), start(after), limit])?, read)
}

/// Removes up to `limit` entries older than the time they must be kept; gives their number.
pub fn delete_before<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    let window = Window::new(None, Some(before), None);
    tx.execute(&DELETE_BEFORE, params![tx.tenant(), window.below, before, limit])
}

fn read(row: &Row) -> Result<AuditEntry, StoreError> {
    row.json(0)
}
