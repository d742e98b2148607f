//! Recovery codes, as keyed hashes. Each works once.

use crate::document::one;
use crate::{MayAuthenticate, StoreError, TenantScope, Tx, params, statements};
use model::{CredentialId, Timestamp, UserId};

statements! {
    pub(crate) ALL;
    FORGET = "DELETE FROM recovery_codes WHERE tenant_id = $1 AND user_id = $2";
    INSERT = "INSERT INTO recovery_codes (tenant_id, user_id, id, hash, created_at) VALUES ($1, $2, $3, $4, $5)";
    FIND_UNUSED = "SELECT id FROM recovery_codes
        WHERE tenant_id = $1 AND user_id = $2 AND hash = $3 AND used_at IS NULL";
    CONSUME = "UPDATE recovery_codes SET used_at = $4
        WHERE tenant_id = $1 AND user_id = $2 AND id = $3 AND used_at IS NULL";
    COUNT_UNUSED = "SELECT COUNT(*) FROM recovery_codes WHERE tenant_id = $1 AND user_id = $2 AND used_at IS NULL";
}

/// Replaces all codes of a user, used or not.
pub fn replace_all<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    codes: &[(CredentialId, [u8; 32])],
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(&FORGET, params![tx.tenant(), user])?;
    for (id, hash) in codes {
        tx.execute(&INSERT, params![tx.tenant(), user, *id, hash, now])?;
    }
    Ok(())
}

/// The user's unused code with this hash. The hash is keyed, so comparing it in the database tells nobody anything.
pub fn find_unused<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    hash: &[u8; 32],
) -> Result<Option<CredentialId>, StoreError> {
    one(tx.query_opt(&FIND_UNUSED, params![tx.tenant(), user, hash])?, |row| row.id(0))
}

/// Uses a code up; `false` if it is used or gone. The proof must not count then.
pub fn consume<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    id: CredentialId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&CONSUME, params![tx.tenant(), user, id, now])? == 1)
}

/// How many codes the user has left.
pub fn count_unused<S: TenantScope>(tx: &mut Tx<'_, S>, user: UserId) -> Result<i64, StoreError> {
    Ok(one(tx.query_opt(&COUNT_UNUSED, params![tx.tenant(), user])?, |row| row.int(0))?.unwrap_or(0))
}
