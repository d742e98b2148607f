//! Finding tenants: by the first segment of a path, by a user's domain.

use crate::{Ctx, Fault, scope};
use model::TenantId;
use model::flow::Authority;
use model::verdict::Cause;

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
        Ok(id) => crate::world::world(ctx, id, None).await?.map(|_| id),
        Err(_) => by_domain(ctx, &segment).await?,
    };
    Ok(found.map(Authority::Tenant).ok_or(Cause::TenantNotFound(shown(&segment))))
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

/// A name from a request as it may be repeated in an answer.
fn shown(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).take(64).collect()
}
