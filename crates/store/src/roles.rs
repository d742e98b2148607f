//! Directory roles and who holds them.

use crate::document::all;
use crate::{MayAdminister, StoreError, TenantScope, Tx, params, statements};
use model::{RoleTemplateId, Timestamp, Uuid};

statements! {
    pub(crate) ALL;
    ASSIGN = "INSERT INTO role_assignments (tenant_id, principal_id, role_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    REVOKE = "DELETE FROM role_assignments WHERE tenant_id = $1 AND principal_id = $2 AND role_id = $3";
    OF = "SELECT role_id FROM role_assignments WHERE tenant_id = $1 AND principal_id = $2 ORDER BY role_id";
    HOLDERS = "SELECT principal_id FROM role_assignments WHERE tenant_id = $1 AND role_id = $2
        ORDER BY principal_id";
    LIST = "SELECT principal_id, role_id FROM role_assignments WHERE tenant_id = $1
        AND (principal_id, role_id) > ($2, $3) ORDER BY principal_id, role_id LIMIT $4";
}

/// Gives a role to a user, service principal or group; `false` if he has it already.
pub fn assign<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    principal: Uuid,
    role: RoleTemplateId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&ASSIGN, params![tx.tenant(), principal, role, now])? == 1)
}

/// Takes a role away; `false` if he does not hold it.
pub fn revoke<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    principal: Uuid,
    role: RoleTemplateId,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&REVOKE, params![tx.tenant(), principal, role])? == 1)
}

/// The roles a principal holds directly.
pub fn of<S: TenantScope>(tx: &mut Tx<'_, S>, principal: Uuid) -> Result<Vec<RoleTemplateId>, StoreError> {
    all(&tx.query(&OF, params![tx.tenant(), principal])?, |row| row.id(0))
}

/// Who holds a role directly.
pub fn holders<S: TenantScope>(tx: &mut Tx<'_, S>, role: RoleTemplateId) -> Result<Vec<Uuid>, StoreError> {
    all(&tx.query(&HOLDERS, params![tx.tenant(), role])?, |row| row.uuid(0))
}

/// Assignments in the order of principals, after one of them.
pub fn list<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<(Uuid, RoleTemplateId)>,
    limit: u32,
) -> Result<Vec<(Uuid, RoleTemplateId)>, StoreError> {
    let (principal, role) = after.unwrap_or((Uuid::nil(), RoleTemplateId(Uuid::nil())));
    all(&tx.query(&LIST, params![tx.tenant(), principal, role, limit])?, |row| Ok((row.uuid(0)?, row.id(1)?)))
}
