//! The version of a tenant's configuration, and the snapshot that is compiled from it.
//!
//! Whoever changes applications, service principals, consents for everyone, app role assignments or the tenant
//! itself raises the version in the same transaction with [`bump`]; without it the change is not seen.

use crate::document::one;
use crate::{
    MayAdminister, Scope, StoreError, TenantScope, Tx, applications, consents, params, service_principals,
    statements,
};
use model::TenantId;
use model::snapshot::Snapshot;
use model::tenant::Tenant;
use std::collections::HashMap;
use std::sync::Arc;

statements! {
    pub(crate) ALL;
    VERSION = "SELECT version FROM config_versions WHERE tenant_id = $1";
    RAISE = "INSERT INTO config_versions (tenant_id, version) VALUES ($1, 1)
        ON CONFLICT (tenant_id) DO UPDATE SET version = config_versions.version + 1 RETURNING version";
    TENANT = "SELECT body FROM tenants WHERE id = $1";
}

/// The version of a tenant's configuration, 0 if there is none. One point read, in any scope: a decision in one
/// tenant may stand on an application of another.
pub fn version<S: Scope>(tx: &mut Tx<'_, S>, tenant: TenantId) -> Result<i64, StoreError> {
    Ok(one(tx.query_opt(&VERSION, params![tenant])?, |row| row.int(0))?.unwrap_or(0))
}

/// Raises the configuration's version: every node compiles the configuration again before its next decision.
pub fn bump<S: MayAdminister>(tx: &mut Tx<'_, S>) -> Result<i64, StoreError> {
    let tenant = tx.tenant();
    raise(tx, tenant)
}

pub(crate) fn raise<S: Scope>(tx: &mut Tx<'_, S>, tenant: TenantId) -> Result<i64, StoreError> {
    let raised = one(tx.query_opt(&RAISE, params![tenant])?, |row| row.int(0))?;
    raised.ok_or_else(|| StoreError::Corrupt("a configuration version was not raised".to_owned()))
}

/// The scope's own tenant.
pub fn tenant<S: TenantScope>(tx: &mut Tx<'_, S>) -> Result<Option<Tenant>, StoreError> {
    one(tx.query_opt(&TENANT, params![tx.tenant()])?, |row| row.json(0))
}

/// Everything decisions need of the scope's tenant that is not a user's own state; `None` if there is no such
/// tenant. It reads as many rows as the tenant has applications, so it belongs into a scan.
pub fn snapshot<S: TenantScope>(tx: &mut Tx<'_, S>) -> Result<Option<Snapshot>, StoreError> {
    // The version first: read in one transaction, so nothing compiled can be older than it.
    let id = tx.tenant();
    let version = version(tx, id)?;
    let Some(tenant) = tenant(tx)? else { return Ok(None) };
    let applications = applications::all_live(tx)?;
    let principals = service_principals::everything(tx)?;
    let mut snapshot = Snapshot {
        version,
        tenant,
        applications: applications.into_iter().map(|app| (app.app_id, Arc::new(app))).collect(),
        service_principals: principals.into_iter().map(|principal| (principal.app_id, principal)).collect(),
        consents: HashMap::new(),
        app_roles: HashMap::new(),
    };
    for consent in consents::for_everyone(tx)? {
        snapshot.consents.entry(consent.client).or_default().push(consent);
    }
    for assignment in consents::app_roles_of_service_principals(tx)? {
        snapshot.app_roles.entry(assignment.principal.into()).or_default().push(assignment);
    }
    Ok(Some(snapshot))
}
