//! Permissions that applications offer and ask for.

use super::applications::{edit, find, names_are_free};
use super::check;
use crate::{Ctx, Fault};
use model::application::{AppRole, Application, PermissionScope, RequiredAccess};
use model::{AppId, PermissionId, first_party};
use store::Tx;
use store::scope::Operator;

/// How many permissions an application can offer, and how many it can ask for.
const MOST_PERMISSIONS: usize = 400;

/// A delegated permission to be offered.
#[derive(Clone, Debug)]
pub struct NewScope {
    /// The word in `scp`.
    pub value: String,
    /// What the consent page calls it.
    pub display_name: String,
    /// What the consent page says of it.
    pub description: String,
    /// Whether only an administrator may consent.
    pub admin_only: bool,
}

/// Offers a delegated permission. An application without a name as a resource gets `api://{client id}`.
pub async fn expose_scope(ctx: &Ctx, name: &str, request: NewScope) -> Result<Application, Fault> {
    let scope = PermissionScope {
        id: PermissionId(ctx.services.entropy.uuid_v4()),
        value: check::permission_word(&request.value)?,
        admin_only: request.admin_only,
        display_name: check::display_name(&request.display_name)?,
        description: check::display_name(&request.description)?,
        translations: Vec::new(),
    };
    edit(ctx, name, "Update application", move |tx, application| {
        free(application, &scope.value)?;
        application.scopes.push(scope.clone());
        as_resource(tx, application)
    })
    .await
}

/// Offers an application permission.
pub async fn expose_app_role(
    ctx: &Ctx,
    name: &str,
    value: &str,
    display_name: &str,
) -> Result<Application, Fault> {
    let role = AppRole {
        id: PermissionId(ctx.services.entropy.uuid_v4()),
        value: check::permission_word(value)?,
        display_name: check::display_name(display_name)?,
    };
    edit(ctx, name, "Update application", move |tx, application| {
        free(application, &role.value)?;
        application.app_roles.push(role.clone());
        as_resource(tx, application)
    })
    .await
}

fn free(application: &Application, value: &str) -> Result<(), Fault> {
    let offered = application.scopes.len() + application.app_roles.len();
    let taken = application.scopes.iter().any(|scope| scope.value == value)
        || application.app_roles.iter().any(|role| role.value == value);
    if taken {
        return Err(Fault::Conflict(format!("the application offers {value} already: choose another word")));
    }
    if offered >= MOST_PERMISSIONS {
        return Err(Fault::Invalid(format!("an application offers at most {MOST_PERMISSIONS} permissions")));
    }
    Ok(())
}

fn as_resource(tx: &mut Tx<'_, Operator>, application: &mut Application) -> Result<(), Fault> {
    if application.identifier_uris.is_empty() {
        application.identifier_uris.push(format!("api://{}", application.app_id));
    }
    names_are_free(tx, application)
}

/// Asks for permissions on a resource (client id or identifier URI), beside those asked for already.
pub async fn require(
    ctx: &Ctx,
    name: &str,
    resource: &str,
    scopes: Vec<String>,
    roles: Vec<String>,
) -> Result<Application, Fault> {
    let resource = resource.trim_end_matches('/').to_owned();
    edit(ctx, name, "Update application", move |tx, application| {
        let target = find_resource(tx, &resource)?;
        for word in &scopes {
            if !target.scopes.iter().any(|scope| scope.value == *word) {
                return Err(offers_not(&target, "delegated permission", word));
            }
        }
        for word in &roles {
            if !target.app_roles.iter().any(|role| role.value == *word) {
                return Err(offers_not(&target, "application permission", word));
            }
        }
        merge(application, target.app_id, &scopes, &roles);
        let asked: usize =
            application.required_access.iter().map(|access| access.scopes.len() + access.roles.len()).sum();
        if asked > MOST_PERMISSIONS {
            return Err(Fault::Invalid(format!(
                "an application asks for at most {MOST_PERMISSIONS} permissions"
            )));
        }
        Ok(())
    })
    .await
}

fn offers_not(target: &Application, kind: &str, word: &str) -> Fault {
    Fault::NotFound(format!(
        "{} offers no {kind} '{}': see what it offers",
        target.display_name,
        check::shown(word)
    ))
}

fn merge(application: &mut Application, resource: AppId, scopes: &[String], roles: &[String]) {
    let known = application.required_access.iter().position(|access| access.resource == resource);
    let mut access = match known {
        Some(at) => application.required_access.remove(at),
        None => RequiredAccess { resource, scopes: Vec::new(), roles: Vec::new() },
    };
    for (list, words) in [(&mut access.scopes, scopes), (&mut access.roles, roles)] {
        list.extend(words.iter().cloned());
        list.sort();
        list.dedup();
    }
    application.required_access.push(access);
}

/// A resource by client id or identifier URI: the platform's own, or one registered in the tenant.
pub(super) fn find_resource(tx: &mut Tx<'_, Operator>, name: &str) -> Result<Application, Fault> {
    if let Ok(app_id) = name.parse::<AppId>() {
        return match first_party::application(app_id) {
            Some(application) => Ok(application.as_ref().clone()),
            None => find(tx, name),
        };
    }
    let named = |application: &Application| {
        application.identifier_uris.iter().any(|uri| uri.eq_ignore_ascii_case(name))
    };
    if let Some(application) = first_party::all().iter().find(|application| named(application)) {
        return Ok(application.as_ref().clone());
    }
    let mut after = None;
    loop {
        let page = store::applications::list(tx, after, super::LONGEST_LIST)?;
        let Some(last) = page.last() else {
            return Err(Fault::NotFound(format!(
                "the tenant has no resource '{}': name it by client id",
                check::shown(name)
            )));
        };
        after = Some(last.id);
        if let Some(application) = page.into_iter().find(|application| named(application)) {
            return Ok(application);
        }
    }
}
