//! Service principals: applications present in the tenant.
//!
//! They are part of the compiled configuration: whoever changes one calls [`config::bump`](crate::config::bump) in
//! the same transaction.

use crate::document::{all, json, one, start};
use crate::{MayAdminister, Row, StoreError, TenantScope, Tx, params, statements};
use model::application::ServicePrincipal;
use model::{AppId, ServicePrincipalId, Uuid};

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO service_principals (tenant_id, id, app_id, body, enabled) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING";
    UPDATE = "UPDATE service_principals SET body = $3, enabled = $4 WHERE tenant_id = $1 AND id = $2";
    FIND = "SELECT body, enabled FROM service_principals WHERE tenant_id = $1 AND id = $2";
    FIND_BY_APP_ID = "SELECT body, enabled FROM service_principals WHERE tenant_id = $1 AND app_id = $2";
    LIST = "SELECT body, enabled FROM service_principals WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    EVERY = "SELECT body, enabled FROM service_principals WHERE tenant_id = $1";
    SET_ENABLED = "UPDATE service_principals SET enabled = $3 WHERE tenant_id = $1 AND id = $2";
    DELETE = "DELETE FROM service_principals WHERE tenant_id = $1 AND id = $2";
    DELETE_APP_ROLES = "DELETE FROM app_role_assignments
        WHERE tenant_id = $1 AND (principal_id = $2 OR resource_id = $2)";
    DELETE_CONSENTS = "DELETE FROM permission_grants
        WHERE tenant_id = $1 AND principal_id = $3 AND (client_id = $2 OR resource_id = $2)";
}

/// Adds a service principal; `false` if the application is present already.
pub fn insert<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    principal: &ServicePrincipal,
) -> Result<bool, StoreError> {
    let body = json(principal)?;
    let added =
        tx.execute(&INSERT, params![tx.tenant(), principal.id, principal.app_id, body, principal.enabled])?;
    Ok(added == 1)
}

/// Replaces a service principal; `false` if there is none. Its id and application never change.
pub fn update<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    principal: &ServicePrincipal,
) -> Result<bool, StoreError> {
    let body = json(principal)?;
    Ok(tx.execute(&UPDATE, params![tx.tenant(), principal.id, body, principal.enabled])? == 1)
}

/// The service principal with this id.
pub fn find<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    id: ServicePrincipalId,
) -> Result<Option<ServicePrincipal>, StoreError> {
    one(tx.query_opt(&FIND, params![tx.tenant(), id])?, read)
}

/// The service principal of an application.
pub fn find_by_app_id<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    app_id: AppId,
) -> Result<Option<ServicePrincipal>, StoreError> {
    one(tx.query_opt(&FIND_BY_APP_ID, params![tx.tenant(), app_id])?, read)
}

/// Service principals in the order of their ids, after one of them.
pub fn list<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<ServicePrincipalId>,
    limit: u32,
) -> Result<Vec<ServicePrincipal>, StoreError> {
    all(&tx.query(&LIST, params![tx.tenant(), start(after), limit])?, read)
}

pub(crate) fn everything<S: TenantScope>(tx: &mut Tx<'_, S>) -> Result<Vec<ServicePrincipal>, StoreError> {
    all(&tx.query(&EVERY, params![tx.tenant()])?, read)
}

/// Enables or disables a service principal; `false` if there is none.
pub fn set_enabled<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    id: ServicePrincipalId,
    enabled: bool,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&SET_ENABLED, params![tx.tenant(), id, enabled])? == 1)
}

/// Removes a service principal with its app role assignments and the consents for everyone that name it; `false`
/// if there is none. Consents of single users may be many: remove them with
/// [`consents::delete_of`](crate::consents::delete_of) in transactions of their own; they mean nothing without it.
pub fn delete<S: MayAdminister>(tx: &mut Tx<'_, S>, id: ServicePrincipalId) -> Result<bool, StoreError> {
    tx.execute(&DELETE_APP_ROLES, params![tx.tenant(), id])?;
    tx.execute(&DELETE_CONSENTS, params![tx.tenant(), id, Uuid::nil()])?;
    Ok(tx.execute(&DELETE, params![tx.tenant(), id])? == 1)
}

fn read(row: &Row) -> Result<ServicePrincipal, StoreError> {
    let principal: ServicePrincipal = row.json(0)?;
    Ok(ServicePrincipal { enabled: row.bool(1)?, ..principal })
}
