//! Sign-in entries on their way from the user's home tenant to the tenant whose resource was asked for.
//!
//! No transaction spans tenants: the home tenant's transaction writes the entry here, and a job copies it with
//! [`sign_ins::copy`](crate::sign_ins::copy), which may happen twice, before it calls [`done`].

use crate::document::{all, json};
use crate::scope::System;
use crate::{MayAuthenticate, StoreError, TenantScope, Tx, params, statements};
use model::signin::SignIn;
use model::{SignInId, TenantId};

statements! {
    pub(crate) ALL;
    PUSH = "INSERT INTO outbox (tenant_id, id, target_tenant_id, body) VALUES ($1, $2, $3, $4)";
    TAKE = "SELECT target_tenant_id, body FROM outbox WHERE tenant_id = $1 ORDER BY id LIMIT $2";
    DONE = "DELETE FROM outbox WHERE tenant_id = $1 AND id = $2";
    WAITING = "SELECT DISTINCT tenant_id FROM outbox ORDER BY tenant_id LIMIT $1";
}

/// Sends an entry on its way to the tenant of its resource.
pub fn push<S: MayAuthenticate>(tx: &mut Tx<'_, S>, entry: &SignIn) -> Result<(), StoreError> {
    tx.execute(&PUSH, params![tx.tenant(), entry.id, entry.resource_tenant, json(entry)?])?;
    Ok(())
}

/// The oldest entries that wait, with their targets.
pub fn take<S: TenantScope>(tx: &mut Tx<'_, S>, limit: u32) -> Result<Vec<(TenantId, SignIn)>, StoreError> {
    all(&tx.query(&TAKE, params![tx.tenant(), limit])?, |row| Ok((row.id(0)?, row.json(1)?)))
}

/// Removes an entry that has arrived; `false` if it was removed before.
pub fn done<S: MayAuthenticate>(tx: &mut Tx<'_, S>, id: SignInId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DONE, params![tx.tenant(), id])? == 1)
}

/// Tenants with entries that wait, so that the job need not ask every tenant. It tells ids only.
pub fn waiting(tx: &mut Tx<'_, System>, limit: u32) -> Result<Vec<TenantId>, StoreError> {
    all(&tx.query(&WAITING, params![limit])?, |row| row.id(0))
}
