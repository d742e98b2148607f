//! Finding tenants: by the first segment of a path, by a user's domain.

use crate::{Ctx, Fault, scope, world};
use model::application::Application;
use model::flow::Authority;
use model::verdict::Cause;
use model::{AppId, TenantId, first_party};
use protocol::Version;
use std::sync::Arc;

/// The longest tenant segment looked at: a domain name (RFC 1035).
const LONGEST_NAME: usize = 253;

/// The tenant that the first path segment names: an id, a domain, `common` or `organizations`.
///
/// Refused as [`Cause::TenantNotFound`] if there is none; `consumers` is none of ours.
pub async fn authority(ctx: &Ctx, segment: &str) -> Result<Result<Authority, Cause>, Fault> {
    let segment = segment.to_ascii_lowercase();
    match segment.as_str() {
        "common" => return Ok(Ok(Authority::Common)),
        "organizations" => return Ok(Ok(Authority::Organizations)),
        _ => {}
    }
    let found = match segment.parse::<TenantId>() {
        // Whether the tenant still exists, the transaction of the request finds out.
        Ok(id) => world::compiled(ctx, id, None).await?.map(|_| id),
        Err(_) => by_domain(ctx, &segment).await?,
    };
    Ok(found.map(Authority::Tenant).ok_or_else(|| Cause::TenantNotFound(shown(&segment))))
}

/// The tenant that proved it owns a domain (lower case).
pub async fn by_domain(ctx: &Ctx, domain: &str) -> Result<Option<TenantId>, Fault> {
    if domain.is_empty() || domain.len() > LONGEST_NAME {
        return Ok(None);
    }
    let domain = domain.to_owned();
    let found = ctx
        .services
        .store
        .read(scope::system(), move |tx| store::tenants::by_domain(tx, &domain).map_err(Fault::from))
        .await?;
    Ok(found)
}

/// An application by its id alone, where no tenant is known: one of the platform's, or the owner's registration.
pub(crate) async fn application(ctx: &Ctx, app_id: AppId) -> Result<Option<Arc<Application>>, Fault> {
    if let Some(application) = first_party::application(app_id) {
        return Ok(Some(Arc::clone(application)));
    }
    let job = move |tx: &mut store::Tx<'_, store::scope::System>| {
        Ok::<_, Fault>(store::application_directory::find(tx, app_id)?)
    };
    let Some(entry) = ctx.services.store.read(scope::system(), job).await? else { return Ok(None) };
    let world = world::world(ctx, entry.owner, Some(app_id)).await?;
    Ok(world.and_then(|world| world.client(app_id).map(|(application, _)| Arc::clone(application))))
}

/// The name of an application where no tenant is known.
pub(crate) async fn client_name(ctx: &Ctx, app_id: AppId) -> Result<String, Fault> {
    let application = application(ctx, app_id).await?;
    Ok(application.map(|application| application.display_name.clone()).unwrap_or_default())
}

/// The issuer of a tenant's tokens (`iss`).
pub fn issuer(ctx: &Ctx, tenant: TenantId, version: Version) -> String {
    protocol::discovery::issuer(&ctx.services.config.origins.identity, tenant.0, version)
}

/// The issuer that answers at an authority; the template of `common` if no tenant is known.
pub(crate) fn authority_issuer(ctx: &Ctx, authority: Authority, version: Version) -> String {
    match authority.tenant() {
        Some(tenant) => issuer(ctx, tenant, version),
        None => format!("{}/{{tenantid}}/v2.0", ctx.services.config.origins.identity),
    }
}

/// A name from a request as it may be repeated in an answer.
fn shown(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).take(64).collect()
}
