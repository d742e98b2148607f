//! Consents: delegated permissions of clients, and app roles given to service principals, users and groups.
//!
//! Consents for everyone and app roles are part of the compiled configuration: whoever changes one calls
//! [`config::bump`](crate::config::bump) in the same transaction. A user's own consents are not.

use crate::document::{all, json, start};
use crate::{MayAdminister, MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::consent::{AppRoleAssignment, PermissionGrant};
use model::{ConsentId, ServicePrincipalId, UserId, Uuid};

statements! {
    pub(crate) ALL;
    FORGET = "DELETE FROM permission_grants WHERE tenant_id = $1
        AND (id = $2 OR (client_id = $3 AND principal_id = $4 AND resource_id = $5))";
    INSERT = "INSERT INTO permission_grants
        (tenant_id, id, client_id, principal_id, resource_id, scopes, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    OF_CLIENT = "SELECT id, client_id, principal_id, resource_id, scopes, created_at FROM permission_grants
        WHERE tenant_id = $1 AND client_id = $2 AND id > $3 ORDER BY id LIMIT $4";
    OF_PAIR = "SELECT id, client_id, principal_id, resource_id, scopes, created_at FROM permission_grants
        WHERE tenant_id = $1 AND client_id = $2 AND principal_id = $3 ORDER BY id";
    OF_PRINCIPAL = "SELECT id, client_id, principal_id, resource_id, scopes, created_at FROM permission_grants
        WHERE tenant_id = $1 AND principal_id = $2 ORDER BY id";
    LIST = "SELECT id, client_id, principal_id, resource_id, scopes, created_at FROM permission_grants
        WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    DELETE = "DELETE FROM permission_grants WHERE tenant_id = $1 AND id = $2";
    DELETE_OF = "DELETE FROM permission_grants WHERE tenant_id = $1 AND id IN
        (SELECT id FROM permission_grants WHERE tenant_id = $1 AND (client_id = $2 OR resource_id = $2) LIMIT $3)";
    INSERT_ROLE = "INSERT INTO app_role_assignments
        (tenant_id, id, principal_id, resource_id, role_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING";
    ROLES = "SELECT id, principal_id, resource_id, role_id, created_at FROM app_role_assignments
        WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    ROLES_OF = "SELECT id, principal_id, resource_id, role_id, created_at FROM app_role_assignments
        WHERE tenant_id = $1 AND principal_id = $2 ORDER BY id";
    ROLES_AT = "SELECT id, principal_id, resource_id, role_id, created_at FROM app_role_assignments
        WHERE tenant_id = $1 AND resource_id = $2 AND id > $3 ORDER BY id LIMIT $4";
    ROLES_OF_SERVICE_PRINCIPALS = "SELECT a.id, a.principal_id, a.resource_id, a.role_id, a.created_at
        FROM app_role_assignments a
        JOIN service_principals s ON s.tenant_id = a.tenant_id AND s.id = a.principal_id
        WHERE a.tenant_id = $1 ORDER BY a.id";
    DELETE_ROLE = "DELETE FROM app_role_assignments WHERE tenant_id = $1 AND id = $2";
}

/// Writes a consent, for everyone or for a user; it replaces one with the same id, or of the same client,
/// principal and resource.
pub fn insert<S: MayAdminister>(tx: &mut Tx<'_, S>, grant: &PermissionGrant) -> Result<(), StoreError> {
    write(tx, grant, grant.principal)
}

/// Writes what `user` agreed to while signing in; whatever the consent says, it is for him alone.
pub fn insert_for_user<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    user: UserId,
    grant: &PermissionGrant,
) -> Result<(), StoreError> {
    write(tx, grant, Some(user))
}

fn write<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    grant: &PermissionGrant,
    principal: Option<UserId>,
) -> Result<(), StoreError> {
    // Everyone is kept as the all-zero id.
    let principal = start(principal);
    let PermissionGrant { id, client, resource, created_at, .. } = *grant;
    tx.execute(&FORGET, params![tx.tenant(), id, client, principal.clone(), resource])?;
    let scopes = json(&grant.scopes)?;
    tx.execute(&INSERT, params![tx.tenant(), id, client, principal, resource, scopes, created_at])?;
    Ok(())
}

/// Every consent of a client, for everyone and for single users, in the order of their ids.
pub fn list_for_client<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    client: ServicePrincipalId,
    after: Option<ConsentId>,
    limit: u32,
) -> Result<Vec<PermissionGrant>, StoreError> {
    all(&tx.query(&OF_CLIENT, params![tx.tenant(), client, start(after), limit])?, read)
}

/// What one user agreed to for a client; what was agreed for everyone is in the snapshot.
pub fn for_user<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    client: ServicePrincipalId,
    user: UserId,
) -> Result<Vec<PermissionGrant>, StoreError> {
    all(&tx.query(&OF_PAIR, params![tx.tenant(), client, user])?, read)
}

/// Every consent a user gave for himself.
pub fn of_user<S: TenantScope>(tx: &mut Tx<'_, S>, user: UserId) -> Result<Vec<PermissionGrant>, StoreError> {
    all(&tx.query(&OF_PRINCIPAL, params![tx.tenant(), user])?, read)
}

/// Every consent for everyone.
pub fn for_everyone<S: TenantScope>(tx: &mut Tx<'_, S>) -> Result<Vec<PermissionGrant>, StoreError> {
    all(&tx.query(&OF_PRINCIPAL, params![tx.tenant(), Uuid::nil()])?, read)
}

/// Consents in the order of their ids, after one of them.
pub fn list_all<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<ConsentId>,
    limit: u32,
) -> Result<Vec<PermissionGrant>, StoreError> {
    all(&tx.query(&LIST, params![tx.tenant(), start(after), limit])?, read)
}

/// Withdraws a consent; `false` if there is none.
pub fn delete<S: MayAdminister>(tx: &mut Tx<'_, S>, id: ConsentId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE, params![tx.tenant(), id])? == 1)
}

/// Removes up to `limit` consents that name a service principal as client or resource; gives their number.
pub fn delete_of<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    principal: ServicePrincipalId,
    limit: u32,
) -> Result<u64, StoreError> {
    tx.execute(&DELETE_OF, params![tx.tenant(), principal, limit])
}

/// Gives an app role; `false` if the principal has it already.
pub fn insert_app_role<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    assignment: &AppRoleAssignment,
) -> Result<bool, StoreError> {
    let AppRoleAssignment { id, principal, resource, role, created_at } = *assignment;
    Ok(tx.execute(&INSERT_ROLE, params![tx.tenant(), id, principal, resource, role, created_at])? == 1)
}

/// App role assignments in the order of their ids, after one of them.
pub fn list_app_roles<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<ConsentId>,
    limit: u32,
) -> Result<Vec<AppRoleAssignment>, StoreError> {
    all(&tx.query(&ROLES, params![tx.tenant(), start(after), limit])?, read_role)
}

/// The app roles a service principal, user or group was given (`appRoleAssignments`).
pub fn app_roles_of<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    principal: Uuid,
) -> Result<Vec<AppRoleAssignment>, StoreError> {
    all(&tx.query(&ROLES_OF, params![tx.tenant(), principal])?, read_role)
}

/// The app roles of one resource that were given to anybody (`appRoleAssignedTo`).
pub fn app_roles_at<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    resource: ServicePrincipalId,
    after: Option<ConsentId>,
    limit: u32,
) -> Result<Vec<AppRoleAssignment>, StoreError> {
    all(&tx.query(&ROLES_AT, params![tx.tenant(), resource, start(after), limit])?, read_role)
}

pub(crate) fn app_roles_of_service_principals<S: TenantScope>(
    tx: &mut Tx<'_, S>,
) -> Result<Vec<AppRoleAssignment>, StoreError> {
    all(&tx.query(&ROLES_OF_SERVICE_PRINCIPALS, params![tx.tenant()])?, read_role)
}

/// Takes an app role away; `false` if there is no such assignment.
pub fn delete_app_role<S: MayAdminister>(tx: &mut Tx<'_, S>, id: ConsentId) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE_ROLE, params![tx.tenant(), id])? == 1)
}

fn read(row: &Row) -> Result<PermissionGrant, StoreError> {
    let principal = row.uuid(2)?;
    Ok(PermissionGrant {
        id: row.id(0)?,
        client: row.id(1)?,
        principal: (!principal.is_nil()).then_some(UserId(principal)),
        resource: row.id(3)?,
        scopes: row.json(4)?,
        created_at: row.time(5)?,
    })
}

fn read_role(row: &Row) -> Result<AppRoleAssignment, StoreError> {
    Ok(AppRoleAssignment {
        id: row.id(0)?,
        principal: row.uuid(1)?,
        resource: row.id(2)?,
        role: row.id(3)?,
        created_at: row.time(4)?,
    })
}
