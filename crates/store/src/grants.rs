//! Grants, in the user's home tenant. One row serves all refresh handles of a grant.

use crate::document::{all, json, one, word};
use crate::{MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::application::Platform;
use model::grant::Grant;
use model::{GrantId, SessionId, Timestamp, UserId};

/// The most grants of a user that are listed: the newest.
const LISTED: u32 = 500;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, user_id, client_id, platform, session_id, resource_tenant_id, scopes, proofs, ",
            "authenticated_at, created_at, generation, secret_hash, rotated_at, revoked_at, version FROM grants ",
            $rest
        )
    };
}

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO grants (tenant_id, id, user_id, client_id, platform, session_id, resource_tenant_id,
        scopes, proofs, authenticated_at, created_at, generation, secret_hash, rotated_at, revoked_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    FIND = select!("WHERE tenant_id = $1 AND id = $2");
    ROTATE = "UPDATE grants SET generation = $4, secret_hash = $5, rotated_at = $6, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3 AND revoked_at IS NULL";
    REVOKE = "UPDATE grants SET revoked_at = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND revoked_at IS NULL";
    REVOKE_ALL = "UPDATE grants SET revoked_at = $3, version = version + 1
        WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL";
    REVOKE_SESSION = "UPDATE grants SET revoked_at = $4, version = version + 1
        WHERE tenant_id = $1 AND user_id = $2 AND session_id = $3 AND revoked_at IS NULL";
    LIST = select!("WHERE tenant_id = $1 AND user_id = $2 AND revoked_at IS NULL ORDER BY id DESC LIMIT $3");
    DELETE_EXPIRED = "DELETE FROM grants WHERE tenant_id = $1 AND id IN (SELECT id FROM grants
        WHERE tenant_id = $1 AND (revoked_at < $2 OR (rotated_at < $2 AND platform <> $3)) LIMIT $4)";
}

/// Writes a new grant.
pub fn insert<S: MayAuthenticate>(tx: &mut Tx<'_, S>, grant: &Grant) -> Result<(), StoreError> {
    tx.execute(
        &INSERT,
        params![
            tx.tenant(),
            grant.id,
            grant.user,
            grant.client,
            word(&grant.platform)?,
            grant.session,
            grant.resource_tenant,
            json(&grant.scopes)?,
            json(&grant.proofs)?,
            grant.authenticated_at,
            grant.created_at,
            grant.generation,
            grant.secret_hash,
            grant.rotated_at,
            grant.revoked_at,
            grant.version
        ],
    )?;
    Ok(())
}

/// The grant with this id, revoked or not.
pub fn find<S: TenantScope>(tx: &mut Tx<'_, S>, id: GrantId) -> Result<Option<Grant>, StoreError> {
    one(tx.query_opt(&FIND, params![tx.tenant(), id])?, read)
}

/// Makes a new refresh handle the present one and raises the grant's version, if it is still at version `expected`
/// and not revoked; `false` if somebody was faster.
pub fn rotate<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    id: GrantId,
    expected: i64,
    generation: i64,
    secret_hash: &[u8; 32],
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&ROTATE, params![tx.tenant(), id, expected, generation, secret_hash, now])? == 1)
}

/// Revokes a grant; `false` if it is revoked or there is none.
pub fn revoke<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    id: GrantId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&REVOKE, params![tx.tenant(), id, now])? == 1)
}

/// Revokes every grant of a user; gives their number.
pub fn revoke_all<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(&REVOKE_ALL, params![tx.tenant(), user, now])
}

/// Revokes every grant made in one session of a user; gives their number.
pub fn revoke_session<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    session: SessionId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.execute(&REVOKE_SESSION, params![tx.tenant(), user, session, now])
}

/// A user's grants that are not revoked, newest first, at most 500.
pub fn list<S: TenantScope>(tx: &mut Tx<'_, S>, user: UserId) -> Result<Vec<Grant>, StoreError> {
    all(&tx.query(&LIST, params![tx.tenant(), user, LISTED])?, read)
}

/// Removes up to `limit` grants that were revoked before a moment, or whose present handle is older than it; gives
/// their number. Grants of confidential clients stay: each of their handles lives on its own, unrecorded.
pub fn delete_expired<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED, params![tx.tenant(), before, word(&Platform::Web)?, limit])
}

fn read(row: &Row) -> Result<Grant, StoreError> {
    Ok(Grant {
        id: row.id(0)?,
        user: row.id(1)?,
        client: row.id(2)?,
        platform: row.word(3)?,
        session: row.opt_id(4)?,
        resource_tenant: row.id(5)?,
        scopes: row.json(6)?,
        proofs: row.json(7)?,
        authenticated_at: row.time(8)?,
        created_at: row.time(9)?,
        generation: row.int(10)?,
        secret_hash: row.array(11)?,
        rotated_at: row.time(12)?,
        revoked_at: row.opt_time(13)?,
        version: row.int(14)?,
    })
}
