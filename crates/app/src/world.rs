//! The configuration a decision stands on: snapshots of the tenants involved, and the check inside the
//! deciding transaction that they are still true.

use crate::fault::Abort;
use crate::{Ctx, Fault, scope};
use model::application::{Application, ServicePrincipal};
use model::snapshot::Snapshot;
use model::tenant::Tenant;
use model::{AppId, TenantId};
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, PoisonError, RwLock};
use store::Tx;
use store::scope::{Scope, TenantScope};

/// How many tenants' configurations are kept in memory.
const CACHED_TENANTS: usize = 4096;
/// How often a decision is tried again when the configuration keeps changing under it.
const ATTEMPTS: usize = 8;

/// Compiled configurations by tenant.
#[derive(Default)]
pub(crate) struct Snapshots {
    cached: RwLock<HashMap<TenantId, Arc<Snapshot>>>,
}

impl Snapshots {
    fn get(&self, tenant: TenantId) -> Option<Arc<Snapshot>> {
        self.cached.read().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned()
    }

    fn put(&self, snapshot: Arc<Snapshot>) {
        let mut cached = self.cached.write().unwrap_or_else(PoisonError::into_inner);
        if cached.len() >= CACHED_TENANTS
            && let Some(victim) = cached.keys().next().copied()
        {
            cached.remove(&victim);
        }
        cached.insert(snapshot.tenant.id, snapshot);
    }

    fn forget(&self, tenants: impl Iterator<Item = TenantId>) {
        let mut cached = self.cached.write().unwrap_or_else(PoisonError::into_inner);
        for tenant in tenants {
            cached.remove(&tenant);
        }
    }
}

/// The tenants a decision involves: the one whose resource is asked for first, then the owners of
/// applications that live elsewhere.
#[derive(Clone)]
pub(crate) struct World {
    snapshots: Vec<Arc<Snapshot>>,
}

impl World {
    /// The tenant whose resource is asked for.
    pub(crate) fn snapshot(&self) -> &Snapshot {
        // A world is only ever made with at least one snapshot.
        #[expect(clippy::indexing_slicing, reason = "never empty by construction")]
        &self.snapshots[0]
    }

    /// The tenant whose resource is asked for.
    pub(crate) fn tenant(&self) -> &Tenant {
        &self.snapshot().tenant
    }

    /// An application and its service principal in the tenant, if it has one that is enabled or not.
    pub(crate) fn client(&self, app_id: AppId) -> Option<(&Arc<Application>, &ServicePrincipal)> {
        let principal = self.snapshot().service_principal(app_id)?;
        let application = self.snapshots.iter().find_map(|snapshot| snapshot.application(app_id))?;
        application.deleted_at.is_none().then_some((application, principal))
    }

    /// The resource that goes by this name in the tenant, whoever owns it.
    pub(crate) fn resource_by_name(&self, name: &str) -> Option<AppId> {
        let here = self.snapshot().resource_by_name(name);
        let elsewhere = || self.snapshots.iter().find_map(|snapshot| snapshot.resource_by_name(name));
        here.or_else(elsewhere).filter(|app_id| self.snapshot().service_principal(*app_id).is_some())
    }

    /// The name of one of the tenants involved.
    pub(crate) fn name_of(&self, tenant: TenantId) -> Option<String> {
        let found = self.snapshots.iter().find(|snapshot| snapshot.tenant.id == tenant);
        found.map(|snapshot| snapshot.tenant.display_name.clone())
    }

    /// Answers [`Abort::Stale`] if any configuration changed since it was compiled: for refusals that no
    /// transaction confirms.
    pub(crate) async fn confirm(&self, ctx: &Ctx) -> Result<(), Abort> {
        let (inner, tenant) = (self.clone(), self.tenant().id);
        ctx.services.store.read(scope::authenticating(tenant), move |tx| inner.check(tx)).await
    }

    /// Ends the transaction if any configuration changed since it was compiled.
    pub(crate) fn check<S: Scope>(&self, tx: &mut Tx<'_, S>) -> Result<(), Abort> {
        for snapshot in &self.snapshots {
            if store::config::version(tx, snapshot.tenant.id)? != snapshot.version {
                return Err(Abort::Stale);
            }
        }
        Ok(())
    }
}

/// The configuration of a tenant as it is now, and of the owner of `client` if that is another tenant.
pub(crate) async fn world(
    ctx: &Ctx,
    tenant: TenantId,
    client: Option<AppId>,
) -> Result<Option<World>, Fault> {
    deciding(ctx, tenant, client, |world| async move {
        world.confirm(ctx).await?;
        Ok(world)
    })
    .await
}

/// The configuration of a tenant as it was when it was compiled, for decisions that a transaction confirms.
pub(crate) async fn compiled(
    ctx: &Ctx,
    tenant: TenantId,
    client: Option<AppId>,
) -> Result<Option<World>, Fault> {
    let Some(snapshot) = snapshot(ctx, tenant).await? else { return Ok(None) };
    let owner = client
        .and_then(|app_id| snapshot.service_principal(app_id))
        .and_then(|principal| principal.owner)
        .filter(|owner| *owner != tenant);
    let mut snapshots = vec![snapshot];
    if let Some(owner) = owner
        && let Some(owner) = self::snapshot(ctx, owner).await?
    {
        snapshots.push(owner);
    }
    Ok(Some(World { snapshots }))
}

/// The compiled configuration of a tenant, from memory if it is there.
async fn snapshot(ctx: &Ctx, tenant: TenantId) -> Result<Option<Arc<Snapshot>>, Fault> {
    let snapshots = &ctx.services.snapshots;
    if let Some(snapshot) = snapshots.get(tenant) {
        return Ok(Some(snapshot));
    }
    let loaded: Option<Snapshot> = ctx.services.store.scan(scope::authenticating(tenant), load).await?;
    Ok(loaded.map(|snapshot| {
        let snapshot = Arc::new(snapshot);
        snapshots.put(Arc::clone(&snapshot));
        snapshot
    }))
}

fn load<S: TenantScope>(tx: &mut Tx<'_, S>) -> Result<Option<Snapshot>, Fault> {
    Ok(store::config::snapshot(tx)?)
}

/// Runs `decide` with a tenant's configuration until it was not stale, and answers `None` if there is no
/// such tenant.
pub(crate) async fn deciding<T, F, Fut>(
    ctx: &Ctx,
    tenant: TenantId,
    client: Option<AppId>,
    decide: F,
) -> Result<Option<T>, Fault>
where
    F: Fn(World) -> Fut,
    Fut: Future<Output = Result<T, Abort>>,
{
    for _ in 0..ATTEMPTS {
        let Some(world) = compiled(ctx, tenant, client).await? else { return Ok(None) };
        let tenants: Vec<TenantId> = world.snapshots.iter().map(|snapshot| snapshot.tenant.id).collect();
        match decide(world).await {
            Ok(value) => return Ok(Some(value)),
            Err(Abort::Stale) => ctx.services.snapshots.forget(tenants.into_iter()),
            Err(Abort::Fault(fault)) => return Err(fault),
        }
    }
    Err(Fault::Conflict("the tenant's configuration keeps changing".to_owned()))
}
