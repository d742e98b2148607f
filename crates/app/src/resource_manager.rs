//! What the Azure CLI asks of Resource Manager after a sign-in.

use crate::bearer::Bearer;
use crate::{Ctx, Fault, world};
use serde_json::{Value, json};

/// The tenants that the caller can reach with this token: his own.
pub async fn tenants(ctx: &Ctx, bearer: &Bearer) -> Result<Vec<Value>, Fault> {
    let found = world::world(ctx, bearer.tenant, None).await?;
    let tenants = found.iter().map(|world| {
        let tenant = world.tenant();
        let domains = tenant.domains.iter().filter(|domain| domain.verified).map(|domain| &domain.name);
        json!({
            "id": format!("/tenants/{}", tenant.id),
            "tenantId": tenant.id.to_string(),
            "displayName": tenant.display_name,
            "defaultDomain": tenant.default_domain(),
            "domains": domains.collect::<Vec<_>>(),
            "tenantCategory": "Home",
            "tenantType": "AAD",
        })
    });
    Ok(tenants.collect())
}
