//! `/organization`: the caller's tenant.

use super::{Failure, GraphAction, Page, Query, allow};
use crate::bearer::Bearer;
use crate::{Ctx, world};
use model::tenant::{Domain, Tenant};
use protocol::graph_time;
use serde_json::{Value, json};

/// The names of the resource's properties that are served.
const PROPERTIES: [&str; 11] = [
    "id",
    "businessPhones",
    "countryLetterCode",
    "createdDateTime",
    "deletedDateTime",
    "displayName",
    "preferredLanguage",
    "securityComplianceNotificationMails",
    "technicalNotificationMails",
    "tenantType",
    "verifiedDomains",
];

/// The collection, of which there is one.
pub async fn list(ctx: &Ctx, bearer: &Bearer, query: Query) -> Result<Page, Failure> {
    let found = read(ctx, bearer, &query).await?;
    let items = if query.keeps(&found) { vec![query.select(found)] } else { Vec::new() };
    Ok(Page { items, ..Page::default() })
}

/// The caller's tenant by its id; every other one does not exist for him.
pub async fn find(ctx: &Ctx, bearer: &Bearer, id: &str, query: Query) -> Result<Value, Failure> {
    let found = read(ctx, bearer, &query).await?;
    if !id.eq_ignore_ascii_case(&bearer.tenant.to_string()) {
        return Err(Failure::NotFound(super::shown(id)));
    }
    Ok(query.select(found))
}

async fn read(ctx: &Ctx, bearer: &Bearer, query: &Query) -> Result<Value, Failure> {
    allow(bearer, GraphAction::ReadOrganization)?;
    query.check(&PROPERTIES, &[])?;
    let world = world::world(ctx, bearer.tenant, None).await?;
    let world = world.ok_or_else(|| Failure::NotFound(bearer.tenant.to_string()))?;
    Ok(shown(world.tenant()))
}

fn shown(tenant: &Tenant) -> Value {
    let contacts: Vec<&String> = tenant.security_contact.iter().collect();
    json!({
        "id": tenant.id.to_string(),
        "businessPhones": [],
        "countryLetterCode": null,
        "createdDateTime": graph_time::format(tenant.created_at),
        "deletedDateTime": null,
        "displayName": tenant.display_name,
        "preferredLanguage": tenant.locale,
        "securityComplianceNotificationMails": contacts,
        "technicalNotificationMails": [],
        "tenantType": "AAD",
        "verifiedDomains": tenant.domains.iter().filter(|domain| domain.verified).map(domain).collect::<Vec<_>>(),
    })
}

fn domain(domain: &Domain) -> Value {
    json!({
        "name": domain.name,
        "isDefault": domain.is_default,
        "isInitial": false,
        "type": "Managed",
        "capabilities": "Email, OfficeCommunicationsOnline",
    })
}
