//! Sign-ins on their way, after the first factor, in the user's home tenant.

use crate::document::{json, word};
use crate::{MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::flow::StoredFlow;
use model::{FlowId, Timestamp};

/// What sealed secrets are sealed for.
const PURPOSE: &str = "flow";

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO flows (tenant_id, id, user_id, step, progress, sealed_secret, expires_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND = "SELECT id, user_id, step, progress, sealed_secret, expires_at, version FROM flows
        WHERE tenant_id = $1 AND id = $2";
    ADVANCE = "UPDATE flows SET step = $4, progress = $5, sealed_secret = $6, expires_at = $7, version = $8
        WHERE tenant_id = $1 AND id = $2 AND user_id = $3 AND version = $9";
    DELETE = "DELETE FROM flows WHERE tenant_id = $1 AND id = $2";
    DELETE_EXPIRED = "DELETE FROM flows WHERE tenant_id = $1 AND id IN
        (SELECT id FROM flows WHERE tenant_id = $1 AND expires_at <= $2 LIMIT $3)";
}

/// Keeps a flow that passed its first factor.
pub fn insert<S: MayAuthenticate>(tx: &mut Tx<'_, S>, flow: &StoredFlow) -> Result<(), StoreError> {
    let secret = sealed(tx, flow)?;
    tx.execute(
        &INSERT,
        params![
            tx.tenant(),
            flow.id,
            flow.user,
            word(&flow.step)?,
            json(&flow.progress)?,
            secret,
            flow.expires_at,
            flow.version
        ],
    )?;
    Ok(())
}

/// The flow with this id, expired or not.
pub fn find<S: TenantScope>(tx: &mut Tx<'_, S>, id: FlowId) -> Result<Option<StoredFlow>, StoreError> {
    match tx.query_opt(&FIND, params![tx.tenant(), id])? {
        Some(row) => read(tx, &row).map(Some),
        None => Ok(None),
    }
}

/// Moves a flow on to `flow`, whose version is higher, if the row is still at version `expected`. `false` if that
/// step was taken before: every step succeeds once. Its user never changes.
pub fn advance<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    flow: &StoredFlow,
    expected: i64,
) -> Result<bool, StoreError> {
    let secret = sealed(tx, flow)?;
    let moved = tx.execute(
        &ADVANCE,
        params![
            tx.tenant(),
            flow.id,
            flow.user,
            word(&flow.step)?,
            json(&flow.progress)?,
            secret,
            flow.expires_at,
            flow.version,
            expected
        ],
    )?;
    Ok(moved == 1)
}

/// Ends a flow; `false` if there is none, because somebody ended it before.
pub fn delete<S: MayAuthenticate>(tx: &mut Tx<'_, S>, id: FlowId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE, params![tx.tenant(), id])? == 1)
}

/// Removes up to `limit` flows that have expired; gives their number.
pub fn delete_expired<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    now: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED, params![tx.tenant(), now, limit])
}

fn sealed<S: TenantScope>(tx: &mut Tx<'_, S>, flow: &StoredFlow) -> Result<Option<Vec<u8>>, StoreError> {
    flow.pending_secret.as_deref().map(|secret| tx.seal(PURPOSE, flow.id.0, secret)).transpose()
}

fn read<S: TenantScope>(tx: &mut Tx<'_, S>, row: &Row) -> Result<StoredFlow, StoreError> {
    let id: FlowId = row.id(0)?;
    let secret = row.opt_blob(4)?;
    Ok(StoredFlow {
        id,
        user: row.id(1)?,
        step: row.word(2)?,
        progress: row.json(3)?,
        pending_secret: secret.map(|sealed| tx.open(PURPOSE, id.0, sealed)).transpose()?,
        expires_at: row.time(5)?,
        version: row.int(6)?,
    })
}
