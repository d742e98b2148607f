//! Browser sessions, in the user's home tenant.

use crate::document::{all, json, one};
use crate::{MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::session::Session;
use model::{SessionId, Timestamp, UserId};

/// The most sessions of a user that are listed: the newest.
const LISTED: u32 = 500;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, secret_hash, user_id, proofs, authenticated_at, persistent, last_used_at, ended_at, version ",
            "FROM sessions ",
            $rest
        )
    };
}

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO sessions (tenant_id, id, secret_hash, user_id, proofs, authenticated_at, persistent,
        last_used_at, ended_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    FIND = select!("WHERE tenant_id = $1 AND id = $2");
    UPDATE = "UPDATE sessions SET secret_hash = $3, proofs = $4, authenticated_at = $5, persistent = $6,
        last_used_at = $7, version = $8 WHERE tenant_id = $1 AND id = $2 AND version = $9 AND ended_at IS NULL";
    END = "UPDATE sessions SET ended_at = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL";
    END_ALL = "UPDATE sessions SET ended_at = $3, version = version + 1
        WHERE tenant_id = $1 AND user_id = $2 AND ended_at IS NULL";
    LIST = select!("WHERE tenant_id = $1 AND user_id = $2 AND ended_at IS NULL ORDER BY id DESC LIMIT $3");
    DELETE_EXPIRED = "DELETE FROM sessions WHERE tenant_id = $1 AND id IN (SELECT id FROM sessions
        WHERE tenant_id = $1 AND (last_used_at < $2 OR ended_at < $2) LIMIT $3)";
}

/// Begins a session.
pub fn insert<S: MayAuthenticate>(tx: &mut Tx<'_, S>, session: &Session) -> Result<(), StoreError> {
    tx.execute(
        &INSERT,
        params![
            tx.tenant(),
            session.id,
            session.secret_hash,
            session.user,
            json(&session.proofs)?,
            session.authenticated_at,
            session.persistent,
            session.last_used_at,
            session.ended_at,
            session.version
        ],
    )?;
    Ok(())
}

/// The session with this id, ended or not.
pub fn find<S: TenantScope>(tx: &mut Tx<'_, S>, id: SessionId) -> Result<Option<Session>, StoreError> {
    one(tx.query_opt(&FIND, params![tx.tenant(), id])?, read)
}

/// Replaces a session by one with a higher version, if it is still at version `expected` and not ended; `false`
/// if somebody was faster. Its user never changes.
pub fn update<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    session: &Session,
    expected: i64,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        &UPDATE,
        params![
            tx.tenant(),
            session.id,
            session.secret_hash,
            json(&session.proofs)?,
            session.authenticated_at,
            session.persistent,
            session.last_used_at,
            session.version,
            expected
        ],
    )?;
    Ok(changed == 1)
}

/// Ends a session; `false` if it has ended or there is none.
pub fn end<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    id: SessionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&END, params![tx.tenant(), id, now])? == 1)
}

/// Ends every session of a user; gives their number.
pub fn end_all<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(&END_ALL, params![tx.tenant(), user, now])
}

/// A user's sessions that were not ended, newest first, at most 500.
pub fn list<S: TenantScope>(tx: &mut Tx<'_, S>, user: UserId) -> Result<Vec<Session>, StoreError> {
    all(&tx.query(&LIST, params![tx.tenant(), user, LISTED])?, read)
}

/// Removes up to `limit` sessions that were ended or last used before a moment; gives their number.
pub fn delete_expired<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED, params![tx.tenant(), before, limit])
}

fn read(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.id(0)?,
        secret_hash: row.array(1)?,
        user: row.id(2)?,
        proofs: row.json(3)?,
        authenticated_at: row.time(4)?,
        persistent: row.bool(5)?,
        last_used_at: row.time(6)?,
        ended_at: row.opt_time(7)?,
        version: row.int(8)?,
    })
}
