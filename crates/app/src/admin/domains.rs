//! Domain names of a tenant.

use super::{check, tenants};
use crate::{Ctx, Fault};
use model::tenant::{Domain, Tenant};

/// How many domain names a tenant can have.
const MOST_DOMAINS: usize = 900;

/// Adds a domain name that the tenant has still to prove.
pub async fn add(ctx: &Ctx, name: &str) -> Result<Tenant, Fault> {
    let name = check::domain(name)?;
    tenants::edit(ctx, "Add unverified domain", move |tenant| {
        if tenant.domains.iter().any(|domain| domain.name == name) {
            return Err(Fault::Conflict(format!("{} has the domain {name} already", tenant.display_name)));
        }
        if tenant.domains.len() >= MOST_DOMAINS {
            return Err(Fault::Invalid(format!(
                "a tenant has at most {MOST_DOMAINS} domains: remove one first"
            )));
        }
        tenant.domains.push(Domain { name: name.clone(), verified: false, is_default: false });
        Ok(())
    })
    .await
}

/// Takes a domain name as proved: users are found by it from now on.
pub async fn verify(ctx: &Ctx, name: &str) -> Result<Tenant, Fault> {
    let name = check::domain(name)?;
    tenants::edit(ctx, "Verify domain", move |tenant| {
        let first = !tenant.domains.iter().any(|domain| domain.is_default);
        let domain = find(tenant, &name)?;
        domain.verified = true;
        domain.is_default |= first;
        Ok(())
    })
    .await
}

/// Gives new users this domain name.
pub async fn make_default(ctx: &Ctx, name: &str) -> Result<Tenant, Fault> {
    let name = check::domain(name)?;
    tenants::edit(ctx, "Set default domain", move |tenant| {
        if !find(tenant, &name)?.verified {
            return Err(Fault::Invalid(format!("the domain {name} is not verified: verify it first")));
        }
        for domain in &mut tenant.domains {
            domain.is_default = domain.name == name;
        }
        Ok(())
    })
    .await
}

/// Removes a domain name that no user has.
pub async fn remove(ctx: &Ctx, name: &str) -> Result<Tenant, Fault> {
    let name = check::domain(name)?;
    let suffix = format!("@{name}");
    tenants::edit_with(ctx, "Remove domain", move |tx, tenant| {
        if find(tenant, &name)?.is_default {
            return Err(Fault::Invalid(format!(
                "the domain {name} is the default: make another one the default first"
            )));
        }
        if let Some(user) = store::users::any_with_suffix(tx, &suffix)? {
            return Err(Fault::Conflict(format!(
                "the user {user} has the domain {name}: give every such user another name first"
            )));
        }
        tenant.domains.retain(|domain| domain.name != name);
        Ok(())
    })
    .await
}

fn find<'a>(tenant: &'a mut Tenant, name: &str) -> Result<&'a mut Domain, Fault> {
    let display_name = tenant.display_name.clone();
    tenant
        .domains
        .iter_mut()
        .find(|domain| domain.name == name)
        .ok_or_else(|| Fault::NotFound(format!("{display_name} has no domain {name}: see its domains")))
}
