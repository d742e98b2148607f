//! Authorization codes, in the user's home tenant. A redeemed code stays until it expires: its second use revokes
//! the grant (RFC 6749 section 4.1.2).

use crate::document::one;
use crate::{MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::grant::AuthorizationCode;
use model::{CodeId, Timestamp};

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO codes (tenant_id, id, secret_hash, grant_id, redirect_uri, challenge, nonce,
        resource_tenant_id, resource, sign_in_id, expires_at, redeemed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    FIND = "SELECT id, secret_hash, grant_id, redirect_uri, challenge, nonce, resource_tenant_id, resource,
        sign_in_id, expires_at, redeemed_at FROM codes WHERE tenant_id = $1 AND id = $2";
    REDEEM = "UPDATE codes SET redeemed_at = $3 WHERE tenant_id = $1 AND id = $2 AND redeemed_at IS NULL";
    DELETE_EXPIRED = "DELETE FROM codes WHERE tenant_id = $1 AND id IN
        (SELECT id FROM codes WHERE tenant_id = $1 AND expires_at <= $2 LIMIT $3)";
}

/// Writes a new code.
pub fn insert<S: MayAuthenticate>(tx: &mut Tx<'_, S>, code: &AuthorizationCode) -> Result<(), StoreError> {
    tx.execute(
        &INSERT,
        params![
            tx.tenant(),
            code.id,
            code.secret_hash,
            code.grant,
            &code.redirect_uri,
            code.challenge.as_ref(),
            code.nonce.as_ref(),
            code.resource_tenant,
            code.resource.as_ref(),
            code.sign_in,
            code.expires_at,
            code.redeemed_at
        ],
    )?;
    Ok(())
}

/// The code with this id, redeemed or expired or neither.
pub fn find<S: TenantScope>(tx: &mut Tx<'_, S>, id: CodeId) -> Result<Option<AuthorizationCode>, StoreError> {
    one(tx.query_opt(&FIND, params![tx.tenant(), id])?, read)
}

/// Redeems a code; `false` if it was redeemed before or there is none.
pub fn redeem<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    id: CodeId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&REDEEM, params![tx.tenant(), id, now])? == 1)
}

/// Removes up to `limit` codes that have expired; gives their number.
pub fn delete_expired<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    now: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_EXPIRED, params![tx.tenant(), now, limit])
}

fn read(row: &Row) -> Result<AuthorizationCode, StoreError> {
    Ok(AuthorizationCode {
        id: row.id(0)?,
        secret_hash: row.array(1)?,
        grant: row.id(2)?,
        redirect_uri: row.text(3)?,
        challenge: row.opt_text(4)?,
        nonce: row.opt_text(5)?,
        resource_tenant: row.id(6)?,
        resource: row.opt_text(7)?,
        sign_in: row.id(8)?,
        expires_at: row.time(9)?,
        redeemed_at: row.opt_time(10)?,
    })
}
