//! `/auditLogs/signIns`: the sign-in log as Graph shows it.
//!
//! Without a condition on the kind of entries v1.0 shows all kinds, beta the interactive ones
//! (`docs/decisions/0006-v1-lists-every-kind-of-sign-in.md`).

mod device;
mod fold;
mod plan;
mod shape;

use super::{Failure, GraphAction, GraphVersion, Page, Query, acting, allow, cursor, pages};
use crate::bearer::Bearer;
use crate::{Ctx, scope, world};
use model::signin::SignIn;
use model::{SignInId, UserId};
use plan::Plan;
use serde_json::Value;
use shape::Names;
use store::Tx;
use store::scope::Actor;

/// The page size when nobody says otherwise: as many as Graph's own.
const USUAL_PAGE: u32 = 1000;

/// Entries of the caller's tenant, newest first.
///
/// Whoever may not read the log may read his own entries, if he asks for nothing else (`userId eq` his own id).
pub async fn list(ctx: &Ctx, bearer: &Bearer, query: Query) -> Result<Page, Failure> {
    query.check(&shape::properties(), &[])?;
    query.check_order("createdDateTime", true)?;
    let plan = Plan::of(&query);
    allow_entries_of(bearer, plan.user())?;
    let names = names(ctx, bearer).await?;
    let ctx = acting(ctx, bearer);
    let job = move |tx: &mut Tx<'_, Actor>| page(tx, &plan, &query, &names);
    ctx.services.store.scan(scope::actor(&ctx)?, job).await
}

/// One entry of the caller's tenant.
pub async fn find(ctx: &Ctx, bearer: &Bearer, id: &str, query: Query) -> Result<Value, Failure> {
    query.check(&shape::properties(), &[])?;
    let not_found = || Failure::NotFound(super::shown(id));
    let id: SignInId = id.parse().map_err(|_| not_found())?;
    let names = names(ctx, bearer).await?;
    let inner = acting(ctx, bearer);
    let job = move |tx: &mut Tx<'_, Actor>| {
        let Some(entry) = store::sign_ins::find(tx, id)? else { return Ok(None) };
        let related = fold::related(tx, &entry)?;
        Ok::<_, Failure>(Some(fold::whole(entry, &related)))
    };
    let found = inner.services.store.scan(scope::actor(&inner)?, job).await?;
    allow_entries_of(bearer, found.as_ref().and_then(|entry| entry.user.as_ref()).map(|user| user.id))?;
    let entry = found.ok_or_else(not_found)?;
    Ok(query.select(shape::shown(&shape::beta(&entry, &names), query.version)))
}

/// Whether the caller may read entries of everybody, or at least these.
fn allow_entries_of(bearer: &Bearer, user: Option<UserId>) -> Result<(), Failure> {
    let own = bearer.user.as_ref().map(|user| user.id);
    if own.is_some() && own == user {
        allow(bearer, GraphAction::ReadOwnSignIns)
    } else {
        allow(bearer, GraphAction::ReadSignIns)
    }
}

async fn names(ctx: &Ctx, bearer: &Bearer) -> Result<Names, Failure> {
    let world = world::world(ctx, bearer.tenant, None).await?;
    let tenant_name = world.map(|world| world.tenant().display_name.clone());
    Ok(Names { tenant: bearer.tenant, tenant_name })
}

fn page(tx: &mut Tx<'_, Actor>, plan: &Plan, query: &Query, names: &Names) -> Result<Page, Failure> {
    let start = cursor::entry(&query.options)?.map(SignInId);
    let read =
        |tx: &mut Tx<'_, Actor>, before: Option<&SignInId>, limit: u32| plan.read(tx, before.copied(), limit);
    let object = |tx: &mut Tx<'_, Actor>, entry: SignIn| {
        let related = fold::related(tx, &entry)?;
        if fold::is_part_of_a_later_one(&entry, &related) {
            return Ok(None);
        }
        let entry = shape::beta(&fold::whole(entry, &related), names);
        if query.options.filter.is_some() && !query.keeps(&shape::filterable(&entry)) {
            return Ok(None);
        }
        Ok(Some(query.select(shape::shown(&entry, query.version))))
    };
    let size = query.page_size(USUAL_PAGE);
    let (items, next) = pages::fill(tx, size, start, |entry: &SignIn| entry.id, read, object)?;
    Ok(Page { items, next: next.map(|id| cursor::after_entry(id.0)), count: None })
}

/// Whether a version shows only interactive entries unless the request says which it wants.
fn shows_interactive_only(version: GraphVersion) -> bool {
    version == GraphVersion::Beta
}

#[cfg(test)]
mod tests;
