//! The only place where scopes are made: a transaction exists only for one of them.

use crate::{Ctx, Fault};
use model::TenantId;
use store::scope::{Actor, Authenticating, Job, Operator, System};

/// A sign-in or token request at a tenant that was resolved from the request.
pub(crate) fn authenticating(tenant: TenantId) -> Authenticating {
    Authenticating::new(tenant)
}

/// A caller acting in his own tenant.
pub(crate) fn actor(ctx: &Ctx) -> Result<Actor, Fault> {
    ctx.tenant.map(Actor::new).ok_or_else(|| Fault::Invalid("this request needs a tenant".to_owned()))
}

/// The server's own work in a tenant.
pub(crate) fn job(tenant: TenantId, name: &'static str) -> Job {
    Job::new(tenant, name)
}

/// The local command line.
pub(crate) fn operator(tenant: TenantId) -> Operator {
    Operator::new(tenant)
}

/// The tables without a tenant: tenants, domains, application directory, server keys, device codes, jobs.
pub(crate) fn system() -> System {
    System::new()
}
