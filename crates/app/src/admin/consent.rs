//! Consent of an administrator for the whole tenant.

use super::applications::{CATEGORY, find_principal, on_principal};
use super::permissions::find_resource;
use super::{Absent, change, changed, note, record};
use crate::{Ctx, Fault};
use model::application::{Application, RequiredAccess, ServicePrincipal};
use model::consent::{AppRoleAssignment, PermissionGrant};
use model::{ConsentId, ServicePrincipalId, TenantId, Timestamp};
use store::Tx;
use store::scope::Operator;

/// How many resources and application permissions one consent can cover.
const MOST_GRANTS: usize = 400;

/// What was consented to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Granted {
    /// Delegated permissions, as `resource/word`.
    pub scopes: Vec<String>,
    /// Application permissions, as `resource/word`.
    pub app_roles: Vec<String>,
}

struct Draw {
    ids: Vec<ConsentId>,
    now: Timestamp,
}

/// Consents for everyone to all that an application asks for, and gives it the application permissions.
pub async fn grant(ctx: &Ctx, name: &str) -> Result<Granted, Fault> {
    let application = asking(ctx, name).await?;
    let client = application.app_id.to_string();
    let wanted: usize = application.required_access.iter().map(|access| 1 + access.roles.len()).sum();
    if wanted == 0 {
        return Err(Fault::Invalid(
            "the application asks for no permission: name what it requires first".to_owned(),
        ));
    }
    if wanted > MOST_GRANTS {
        return Err(Fault::Invalid(format!("the application asks for more than {MOST_GRANTS} permissions")));
    }
    let ids = (0..wanted).map(|_| ConsentId(ctx.services.entropy.uuid_v4())).collect();
    let draw = Draw { ids, now: ctx.now };
    let entry = note(ctx, "Consent to application", CATEGORY);
    change(ctx, move |tx| {
        let principal = find_principal(tx, &client)?;
        let mut ids = draw.ids.iter().copied();
        let mut granted = Granted::default();
        for access in &application.required_access {
            grant_on(tx, &principal, access, &mut ids, draw.now, &mut granted)?;
        }
        store::config::bump(tx)?;
        let changes = [
            changed("ConsentAction.Permissions", Absent, &granted.scopes),
            changed("AppRole.Value", Absent, &granted.app_roles),
        ];
        record(tx, &entry, on_principal(&principal), changes.into_iter().flatten().collect())?;
        Ok(granted)
    })
    .await
}

/// The application that asks, wherever it was registered.
async fn asking(ctx: &Ctx, name: &str) -> Result<Application, Fault> {
    let wanted = name.to_owned();
    let principal = super::look(ctx, move |tx| find_principal(tx, &wanted)).await?;
    let owner: TenantId = principal
        .owner
        .ok_or_else(|| Fault::Invalid("the platform's own applications need no consent".to_owned()))?;
    let registered =
        super::applications::details(&ctx.in_tenant(owner), &principal.app_id.to_string()).await?;
    Ok(registered.application)
}

fn grant_on(
    tx: &mut Tx<'_, Operator>,
    client: &ServicePrincipal,
    access: &RequiredAccess,
    ids: &mut impl Iterator<Item = ConsentId>,
    now: Timestamp,
    granted: &mut Granted,
) -> Result<(), Fault> {
    let resource = find_resource(tx, &access.resource.to_string())?;
    let Some(principal) = store::service_principals::find_by_app_id(tx, resource.app_id)? else {
        return Err(Fault::NotFound(format!(
            "{} is not present in the tenant: add it first",
            resource.display_name
        )));
    };
    let mut next = || {
        ids.next()
            .ok_or_else(|| Fault::Conflict("the application was changed meanwhile: try again".to_owned()))
    };
    if !access.scopes.is_empty() {
        let id = next()?;
        let grant = merged(tx, client, principal.id, &access.scopes, id, now)?;
        store::consents::insert(tx, &grant)?;
        granted.scopes.extend(access.scopes.iter().map(|word| format!("{}/{word}", resource.display_name)));
    }
    for word in &access.roles {
        let Some(role) = resource.app_roles.iter().find(|role| role.value == *word) else { continue };
        let assignment = AppRoleAssignment {
            id: next()?,
            principal: client.id.0,
            resource: principal.id,
            role: role.id,
            created_at: now,
        };
        store::consents::insert_app_role(tx, &assignment)?;
        granted.app_roles.push(format!("{}/{word}", resource.display_name));
    }
    Ok(())
}

/// What was agreed before stays; the new words join it.
fn merged(
    tx: &mut Tx<'_, Operator>,
    client: &ServicePrincipal,
    resource: ServicePrincipalId,
    words: &[String],
    id: ConsentId,
    now: Timestamp,
) -> Result<PermissionGrant, Fault> {
    let known = store::consents::for_everyone(tx)?
        .into_iter()
        .find(|grant| grant.client == client.id && grant.resource == resource);
    let mut grant = known.unwrap_or(PermissionGrant {
        id,
        client: client.id,
        principal: None,
        resource,
        scopes: Vec::new(),
        created_at: now,
    });
    for word in words {
        if !grant.scopes.contains(word) {
            grant.scopes.push(word.clone());
        }
    }
    Ok(grant)
}

/// Takes back what was consented to for everyone, application permissions too, or what one user agreed to for
/// himself; gives the number of consents. It ends with the next request: tokens that are out live their hour.
pub async fn withdraw(ctx: &Ctx, name: &str, user: Option<&str>) -> Result<usize, Fault> {
    let (name, user) = (name.to_owned(), user.map(str::to_owned));
    let entry = note(ctx, "Remove delegated permission grant", CATEGORY);
    change(ctx, move |tx| {
        let client = find_principal(tx, &name)?;
        let withdrawn = match &user {
            Some(user) => of_user(tx, &client, user)?,
            None => for_everyone(tx, &client)?,
        };
        if withdrawn == 0 {
            return Ok(0);
        }
        store::config::bump(tx)?;
        let change = changed("ConsentContext.OnBehalfOfAll", user.is_none(), Absent);
        record(tx, &entry, on_principal(&client), change.into_iter().collect())?;
        Ok(withdrawn)
    })
    .await
}

fn of_user(tx: &mut Tx<'_, Operator>, client: &ServicePrincipal, user: &str) -> Result<usize, Fault> {
    let user = super::users::find(tx, user)?;
    let grants = store::consents::for_user(tx, client.id, user.id)?;
    for grant in &grants {
        store::consents::delete(tx, grant.id)?;
    }
    Ok(grants.len())
}

fn for_everyone(tx: &mut Tx<'_, Operator>, client: &ServicePrincipal) -> Result<usize, Fault> {
    let mut grants = store::consents::for_everyone(tx)?;
    grants.retain(|grant| grant.client == client.id);
    for grant in &grants {
        store::consents::delete(tx, grant.id)?;
    }
    let roles = store::consents::app_roles_of(tx, client.id.0)?;
    for assignment in &roles {
        store::consents::delete_app_role(tx, assignment.id)?;
    }
    Ok(grants.len() + roles.len())
}
