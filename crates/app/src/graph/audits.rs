//! `/auditLogs/directoryAudits`: the audit log as Graph shows it.

mod shape;

use super::query::{self, Query, comparison};
use super::{Failure, GraphAction, Page, acting, allow, cursor, pages};
use crate::bearer::Bearer;
use crate::{Ctx, scope};
use model::AuditId;
use model::audit::AuditEntry;
use protocol::odata::CompareOp;
use serde_json::Value;
use store::Tx;
use store::audits::Filter;
use store::scope::Actor;

/// The page size when nobody says otherwise: as many as Graph's own.
const USUAL_PAGE: u32 = 1000;

/// Entries of the caller's tenant, newest first.
pub async fn list(ctx: &Ctx, bearer: &Bearer, query: Query) -> Result<Page, Failure> {
    allow(bearer, GraphAction::ReadAudits)?;
    query.check(&shape::PROPERTIES, &[])?;
    query.check_order("activityDateTime", true)?;
    let ctx = acting(ctx, bearer);
    let job = move |tx: &mut Tx<'_, Actor>| page(tx, &query);
    ctx.services.store.scan(scope::actor(&ctx)?, job).await
}

/// One entry of the caller's tenant.
pub async fn find(ctx: &Ctx, bearer: &Bearer, id: &str, query: Query) -> Result<Value, Failure> {
    allow(bearer, GraphAction::ReadAudits)?;
    query.check(&shape::PROPERTIES, &[])?;
    let not_found = || Failure::NotFound(super::shown(id));
    let id: AuditId = id.parse().map_err(|_| not_found())?;
    let ctx = acting(ctx, bearer);
    let job = move |tx: &mut Tx<'_, Actor>| Ok::<_, Failure>(store::audits::find(tx, id)?);
    let entry = ctx.services.store.read(scope::actor(&ctx)?, job).await?.ok_or_else(not_found)?;
    Ok(query.select(shape::shown(&entry)))
}

fn page(tx: &mut Tx<'_, Actor>, query: &Query) -> Result<Page, Failure> {
    let filter = pushed_down(query);
    let start = cursor::entry(&query.options)?.map(AuditId);
    let read = |tx: &mut Tx<'_, Actor>, before: Option<&AuditId>, limit: u32| {
        Ok(store::audits::list(tx, &filter, before.copied(), limit)?)
    };
    let object = |_: &mut Tx<'_, Actor>, entry: AuditEntry| {
        let shown = shape::shown(&entry);
        Ok(query.keeps(&shown).then(|| query.select(shown)))
    };
    let size = query.page_size(USUAL_PAGE);
    let (items, next) = pages::fill(tx, size, start, |entry: &AuditEntry| entry.id, read, object)?;
    Ok(Page { items, next: next.map(|id| cursor::after_entry(id.0)), count: None })
}

/// What of the filter the store answers. Names are compared there letter by letter, in Graph's filters in any letter
/// case, so they stay for the filter.
fn pushed_down(query: &Query) -> Filter {
    let mut filter = Filter::default();
    let mut period = (None, None);
    for (property, op, literal) in query.conditions().into_iter().filter_map(comparison) {
        match (property.as_str(), op) {
            ("activitydatetime", op) => {
                if let Some(at) = query::moment(literal) {
                    query::narrow(&mut period, op, at);
                }
            }
            ("correlationid", CompareOp::Eq) => {
                filter.correlation = query::id(literal).or(filter.correlation);
            }
            ("initiatedby/user/id" | "initiatedby/app/serviceprincipalid", CompareOp::Eq) => {
                filter.actor = query::id(literal).or(filter.actor);
            }
            _ => {}
        }
    }
    (filter.from, filter.to) = period;
    filter
}

#[cfg(test)]
mod tests;
