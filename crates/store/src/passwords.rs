//! Passwords, as hashes.

use crate::document::{one, word};
use crate::{MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::user::Password;
use model::{CredentialId, Timestamp, UserId};

statements! {
    pub(crate) ALL;
    GET = "SELECT id, phc, origin, set_at, version FROM passwords WHERE tenant_id = $1 AND user_id = $2";
    SET = "INSERT INTO passwords (tenant_id, user_id, id, phc, origin, set_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (tenant_id, user_id) DO UPDATE SET id = excluded.id, phc = excluded.phc,
        origin = excluded.origin, set_at = excluded.set_at, version = excluded.version";
    REHASH = "UPDATE passwords SET phc = $5, version = version + 1
        WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND version = $4";
    DELETE = "DELETE FROM passwords WHERE tenant_id = $1 AND user_id = $2";
    LAST_CHANGED = "SELECT set_at FROM passwords WHERE tenant_id = $1 AND user_id = $2";
}

/// A user's password.
pub fn get<S: TenantScope>(tx: &mut Tx<'_, S>, user: UserId) -> Result<Option<Password>, StoreError> {
    one(tx.query_opt(&GET, params![tx.tenant(), user])?, read)
}

/// Sets a user's password; a new password is a new credential with an id of its own.
pub fn set<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    password: &Password,
) -> Result<(), StoreError> {
    let Password { id, phc, origin, set_at, version } = password;
    tx.execute(&SET, params![tx.tenant(), user, *id, phc, word(origin)?, *set_at, *version])?;
    Ok(())
}

/// Replaces the hash of the same password by one with other parameters and raises its version; `false` if the
/// password was changed or rehashed meanwhile.
pub fn rehash<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    id: CredentialId,
    version: i64,
    phc: &str,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&REHASH, params![tx.tenant(), user, id, version, phc])? == 1)
}

/// Removes a user's password; `false` if he had none.
pub fn delete<S: MayAuthenticate>(tx: &mut Tx<'_, S>, user: UserId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE, params![tx.tenant(), user])? == 1)
}

/// When the password was set (`lastPasswordChangeDateTime`).
pub fn last_changed<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    user: UserId,
) -> Result<Option<Timestamp>, StoreError> {
    one(tx.query_opt(&LAST_CHANGED, params![tx.tenant(), user])?, |row| row.time(0))
}

fn read(row: &Row) -> Result<Password, StoreError> {
    Ok(Password {
        id: row.id(0)?,
        phc: row.text(1)?,
        origin: row.word(2)?,
        set_at: row.time(3)?,
        version: row.int(4)?,
    })
}
