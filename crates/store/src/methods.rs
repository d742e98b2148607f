//! Registered authentication methods; their secrets are sealed under the tenant's data key.
//!
//! A deleted method leaves its row without the secret: an account that ever had a method enrols no other one with
//! the password alone.

use crate::document::word;
use crate::{MayAdminister, MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::method::Method;
use model::{CredentialId, Timestamp, UserId};

/// What sealed secrets are sealed for.
const PURPOSE: &str = "method";

statements! {
    pub(crate) ALL;
    LIST = "SELECT id, kind, display_name, sealed_secret, last_step, created_at, last_used_at, version FROM methods
        WHERE tenant_id = $1 AND user_id = $2 AND deleted_at IS NULL ORDER BY created_at, id";
    INSERT = "INSERT INTO methods (tenant_id, user_id, id, kind, display_name, sealed_secret, last_step, created_at,
        last_used_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    USE_STEP = "UPDATE methods SET last_step = $4, last_used_at = $5
        WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND deleted_at IS NULL
        AND (last_step IS NULL OR last_step < $4)";
    RENAME = "UPDATE methods SET display_name = $4, version = version + 1
        WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND deleted_at IS NULL";
    DELETE = "UPDATE methods SET deleted_at = $4, sealed_secret = NULL, version = version + 1
        WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND deleted_at IS NULL";
    FORGET_ALL = "DELETE FROM methods WHERE tenant_id = $1 AND user_id = $2";
    HAD_ANY_EVER = "SELECT 1 FROM methods WHERE tenant_id = $1 AND user_id = $2 LIMIT 1";
}

/// A user's methods with their secrets, oldest first.
pub fn list<S: TenantScope>(tx: &mut Tx<'_, S>, user: UserId) -> Result<Vec<Method>, StoreError> {
    let rows = tx.query(&LIST, params![tx.tenant(), user])?;
    rows.iter().map(|row| read(tx, row)).collect()
}

/// Registers a method.
pub fn insert<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    method: &Method,
) -> Result<(), StoreError> {
    let sealed = tx.seal(PURPOSE, method.id.0, &method.secret)?;
    tx.execute(
        &INSERT,
        params![
            tx.tenant(),
            user,
            method.id,
            word(&method.kind)?,
            &method.display_name,
            sealed,
            method.last_step,
            method.created_at,
            method.last_used_at,
            method.version
        ],
    )?;
    Ok(())
}

/// Uses up a time step of a one-time code (RFC 6238): `false` if it, or a later one, was used before, or if the
/// method is gone. The proof must not count then.
pub fn use_step<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    id: CredentialId,
    step: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&USE_STEP, params![tx.tenant(), user, id, step, now])? == 1)
}

/// Renames a method; `false` if the user has no such method.
pub fn rename<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    id: CredentialId,
    name: &str,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&RENAME, params![tx.tenant(), user, id, name])? == 1)
}

/// Removes a method and its secret; `false` if the user has no such method.
pub fn delete<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    id: CredentialId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE, params![tx.tenant(), user, id, now])? == 1)
}

/// Removes every method and the memory that there was one: the account enrols like a new one. Only for an operator
/// who answers for the person's identity.
pub fn forget_all<S: MayAdminister>(tx: &mut Tx<'_, S>, user: UserId) -> Result<u64, StoreError> {
    tx.execute(&FORGET_ALL, params![tx.tenant(), user])
}

/// Whether the user has, or ever had, a method.
pub fn had_any_ever<S: TenantScope>(tx: &mut Tx<'_, S>, user: UserId) -> Result<bool, StoreError> {
    Ok(tx.query_opt(&HAD_ANY_EVER, params![tx.tenant(), user])?.is_some())
}

fn read<S: TenantScope>(tx: &mut Tx<'_, S>, row: &Row) -> Result<Method, StoreError> {
    let id: CredentialId = row.id(0)?;
    Ok(Method {
        id,
        kind: row.word(1)?,
        display_name: row.text(2)?,
        secret: tx.open(PURPOSE, id.0, row.blob(3)?)?,
        last_step: row.opt_int(4)?,
        created_at: row.time(5)?,
        last_used_at: row.opt_time(6)?,
        version: row.int(7)?,
    })
}
