//! Which tenant owns an application, and whether others may use it (system scope).
//!
//! It finds the client of a request at `common` or `organizations`, and the owner of an application that is used
//! in another tenant.

use crate::document::one;
use crate::scope::System;
use crate::{MayAdminister, StoreError, Tx, params, statements};
use model::{AppId, TenantId};

statements! {
    pub(crate) ALL;
    PUT = "INSERT INTO application_directory (app_id, owner_tenant_id, multi_tenant) VALUES ($1, $2, $3)
        ON CONFLICT (app_id) DO UPDATE SET multi_tenant = excluded.multi_tenant
        WHERE application_directory.owner_tenant_id = excluded.owner_tenant_id";
    FIND = "SELECT owner_tenant_id, multi_tenant FROM application_directory WHERE app_id = $1";
    REMOVE = "DELETE FROM application_directory WHERE app_id = $1";
}

/// An application's owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The tenant that registered it.
    pub owner: TenantId,
    /// Whether other tenants may use it.
    pub multi_tenant: bool,
}

/// Writes or renews an entry. `false`, and nothing written, if another tenant owns the application id.
pub fn insert(
    tx: &mut Tx<'_, System>,
    app_id: AppId,
    owner: TenantId,
    multi_tenant: bool,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&PUT, params![app_id, owner, multi_tenant])? == 1)
}

/// As [`insert`], for an application of the scope's tenant: together with the application itself.
pub fn insert_own<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    app_id: AppId,
    multi_tenant: bool,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&PUT, params![app_id, tx.tenant(), multi_tenant])? == 1)
}

/// The owner of an application.
pub fn find(tx: &mut Tx<'_, System>, app_id: AppId) -> Result<Option<Entry>, StoreError> {
    one(tx.query_opt(&FIND, params![app_id])?, |row| {
        Ok(Entry { owner: row.id(0)?, multi_tenant: row.bool(1)? })
    })
}

/// Removes an entry; `false` if there was none.
pub fn remove(tx: &mut Tx<'_, System>, app_id: AppId) -> Result<bool, StoreError> {
    Ok(tx.execute(&REMOVE, params![app_id])? == 1)
}
