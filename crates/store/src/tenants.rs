//! Tenants and their domain names (system scope).
//!
//! [`insert`] and [`update`] raise the tenant's configuration version themselves: its settings are part of the
//! compiled configuration.

use crate::document::{all, json, one, start};
use crate::scope::{Scope, System};
use crate::{MayAdminister, Row, StoreError, Tx, config, params, statements};
use model::TenantId;
use model::tenant::Tenant;

mod purge;

pub(crate) use purge::ALL as PURGE;
pub use purge::purge_step;

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO tenants (id, body) VALUES ($1, $2)";
    UPDATE = "UPDATE tenants SET body = $2 WHERE id = $1";
    FIND = "SELECT body FROM tenants WHERE id = $1";
    LIST = "SELECT body FROM tenants WHERE id > $1 ORDER BY id LIMIT $2";
    DOMAIN_OWNER = "SELECT tenant_id FROM domains WHERE name = $1";
    VERIFIED_DOMAIN_OWNER = "SELECT tenant_id FROM domains WHERE name = $1 AND verified";
    FORGET_DOMAINS = "DELETE FROM domains WHERE tenant_id = $1";
    ADD_DOMAIN = "INSERT INTO domains (name, tenant_id, verified) VALUES ($1, $2, $3)";
}

/// Adds a tenant with its domains. `false`, and nothing written, if another tenant has one of the domain names.
pub fn insert(tx: &mut Tx<'_, System>, tenant: &Tenant) -> Result<bool, StoreError> {
    add(tx, tenant)
}

/// As [`insert`], for the tenant of the scope and no other: together with what else is made and recorded in it.
pub fn insert_own<S: MayAdminister>(tx: &mut Tx<'_, S>, tenant: &Tenant) -> Result<bool, StoreError> {
    Ok(tx.tenant() == tenant.id && add(tx, tenant)?)
}

fn add<S: Scope>(tx: &mut Tx<'_, S>, tenant: &Tenant) -> Result<bool, StoreError> {
    if has_foreign_domain(tx, tenant)? {
        return Ok(false);
    }
    tx.execute(&INSERT, params![tenant.id, json(tenant)?])?;
    write_domains(tx, tenant)?;
    config::raise(tx, tenant.id)?;
    Ok(true)
}

/// Replaces a tenant and its domains. `false`, and nothing written, if there is no such tenant or another one
/// has one of the domain names.
pub fn update(tx: &mut Tx<'_, System>, tenant: &Tenant) -> Result<bool, StoreError> {
    replace(tx, tenant)
}

/// As [`update`], for the tenant of the scope and no other: together with the record of the change.
pub fn update_own<S: MayAdminister>(tx: &mut Tx<'_, S>, tenant: &Tenant) -> Result<bool, StoreError> {
    Ok(tx.tenant() == tenant.id && replace(tx, tenant)?)
}

fn replace<S: Scope>(tx: &mut Tx<'_, S>, tenant: &Tenant) -> Result<bool, StoreError> {
    if has_foreign_domain(tx, tenant)? || tx.execute(&UPDATE, params![tenant.id, json(tenant)?])? == 0 {
        return Ok(false);
    }
    tx.execute(&FORGET_DOMAINS, params![tenant.id])?;
    write_domains(tx, tenant)?;
    config::raise(tx, tenant.id)?;
    Ok(true)
}

/// The tenant with this id.
pub fn find(tx: &mut Tx<'_, System>, id: TenantId) -> Result<Option<Tenant>, StoreError> {
    one(tx.query_opt(&FIND, params![id])?, read)
}

/// The tenant that proved it owns this domain name (lower case).
pub fn by_domain(tx: &mut Tx<'_, System>, name: &str) -> Result<Option<TenantId>, StoreError> {
    one(tx.query_opt(&VERIFIED_DOMAIN_OWNER, params![name])?, |row| row.id(0))
}

/// Tenants in the order of their ids, after one of them.
pub fn list(tx: &mut Tx<'_, System>, after: Option<TenantId>, limit: u32) -> Result<Vec<Tenant>, StoreError> {
    all(&tx.query(&LIST, params![start(after), limit])?, read)
}

fn has_foreign_domain<S: Scope>(tx: &mut Tx<'_, S>, tenant: &Tenant) -> Result<bool, StoreError> {
    for domain in &tenant.domains {
        let owner = one(tx.query_opt(&DOMAIN_OWNER, params![&domain.name])?, |row| row.id(0))?;
        if owner.is_some_and(|owner: TenantId| owner != tenant.id) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn write_domains<S: Scope>(tx: &mut Tx<'_, S>, tenant: &Tenant) -> Result<(), StoreError> {
    for domain in &tenant.domains {
        tx.execute(&ADD_DOMAIN, params![&domain.name, tenant.id, domain.verified])?;
    }
    Ok(())
}

fn read(row: &Row) -> Result<Tenant, StoreError> {
    row.json(0)
}
