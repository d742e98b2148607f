//! Applications and their service principals.

use super::{Absent, change, changed, check, note, record, target, tenant};
use crate::{Ctx, Fault, scope};
use model::application::{
    Application, Audience, Platform, Redirects, ServicePrincipal, SigningPreference, TokenVersion,
};
use model::audit::{AuditTarget, PropertyChange};
use model::{AppId, ApplicationId, ServicePrincipalId, first_party};
use store::Tx;
use store::scope::Operator;

pub(super) const CATEGORY: &str = "ApplicationManagement";
/// How many redirect URIs one application can have.
const MOST_REDIRECTS: usize = 256;

/// An application to be registered.
#[derive(Clone, Debug)]
pub struct NewApplication {
    /// Its client id; a random one if absent.
    pub app_id: Option<AppId>,
    /// The name people see when they consent.
    pub display_name: String,
    /// Who may use it.
    pub audience: Audience,
    /// Names of the application as a resource.
    pub identifier_uris: Vec<String>,
    /// Where answers may be sent.
    pub redirects: Redirects,
    /// A public client.
    pub public_client: bool,
    /// The version of access tokens for it.
    pub access_token_version: TokenVersion,
    /// The signature of access tokens for it.
    pub signing: SigningPreference,
}

/// An application and its presence in the tenant.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The application.
    pub application: Application,
    /// Its service principal.
    pub principal: Option<ServicePrincipal>,
}

/// Registers an application and makes its service principal in the tenant.
pub async fn create(ctx: &Ctx, request: NewApplication) -> Result<Registered, Fault> {
    let owner = tenant(ctx)?;
    let application = checked(ctx, &request)?;
    let principal = ServicePrincipal {
        id: ServicePrincipalId(ctx.services.entropy.uuid_v4()),
        app_id: application.app_id,
        owner: Some(owner),
        display_name: application.display_name.clone(),
        enabled: true,
        assignment_required: false,
        created_at: ctx.now,
    };
    let entry = note(ctx, "Add application", CATEGORY);
    change(ctx, move |tx| {
        names_are_free(tx, &application)?;
        let multi_tenant = application.audience == Audience::AnyOrganization;
        if !store::application_directory::insert_own(tx, application.app_id, multi_tenant)? {
            return Err(Fault::Conflict(format!(
                "another tenant has the application {}",
                application.app_id
            )));
        }
        store::applications::insert(tx, &application)?;
        store::service_principals::insert(tx, &principal)?;
        store::config::bump(tx)?;
        let changes = [
            changed("DisplayName", Absent, application.display_name.as_str()),
            changed("AppAddress", Absent, &addresses(&application.redirects)),
        ];
        record(tx, &entry, on(&application), changes.into_iter().flatten().collect())?;
        Ok(Registered { application: application.clone(), principal: Some(principal.clone()) })
    })
    .await
}

fn checked(ctx: &Ctx, request: &NewApplication) -> Result<Application, Fault> {
    let uris = |uris: &[String], native| {
        uris.iter().map(|uri| check::redirect(uri, native)).collect::<Result<Vec<_>, _>>()
    };
    let redirects = Redirects {
        web: uris(&request.redirects.web, false)?,
        spa: uris(&request.redirects.spa, false)?,
        public_client: uris(&request.redirects.public_client, true)?,
    };
    let identifier_uris = request
        .identifier_uris
        .iter()
        .map(|uri| check::identifier_uri(uri))
        .collect::<Result<Vec<_>, _>>()?;
    let application = Application {
        id: ApplicationId(ctx.services.entropy.uuid_v4()),
        app_id: request.app_id.unwrap_or_else(|| AppId(ctx.services.entropy.uuid_v4())),
        display_name: check::display_name(&request.display_name)?,
        audience: request.audience,
        identifier_uris,
        redirects,
        public_client: request.public_client,
        implicit_id_token: false,
        access_token_version: request.access_token_version,
        signing: request.signing,
        scopes: Vec::new(),
        app_roles: Vec::new(),
        required_access: Vec::new(),
        secrets: Vec::new(),
        certificates: Vec::new(),
        created_at: ctx.now,
        deleted_at: None,
        version: 1,
    };
    check_redirects(&application)?;
    if first_party::application(application.app_id).is_some() {
        return Err(Fault::Conflict(format!(
            "{} is one of the platform's own applications",
            application.app_id
        )));
    }
    Ok(application)
}

/// One URI belongs to one platform: it decides how codes and refresh tokens behave.
fn check_redirects(application: &Application) -> Result<(), Fault> {
    let all = addresses(&application.redirects);
    if all.len() > MOST_REDIRECTS {
        return Err(Fault::Invalid(format!(
            "an application has at most {MOST_REDIRECTS} redirect URIs: remove some first"
        )));
    }
    let twice = all.iter().enumerate().find(|(at, uri)| all.iter().take(*at).any(|other| other == *uri));
    match twice {
        Some((_, uri)) => {
            Err(Fault::Conflict(format!("the redirect URI {uri} is registered already: once is enough")))
        }
        None => Ok(()),
    }
}

pub(super) fn addresses(redirects: &Redirects) -> Vec<String> {
    redirects.web.iter().chain(&redirects.spa).chain(&redirects.public_client).cloned().collect()
}

/// No two resources of a tenant go by one name.
pub(super) fn names_are_free(tx: &mut Tx<'_, Operator>, application: &Application) -> Result<(), Fault> {
    let taken = |other: &Application| {
        let same = |uri: &String| other.identifier_uris.iter().any(|known| known.eq_ignore_ascii_case(uri));
        other.app_id != application.app_id && application.identifier_uris.iter().any(same)
    };
    let mut after = None;
    let mut clash = first_party::all().iter().any(|other| taken(other));
    while !clash && !application.identifier_uris.is_empty() {
        let page = store::applications::list(tx, after, super::LONGEST_LIST)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        clash = page.iter().any(taken);
    }
    if clash {
        return Err(Fault::Conflict(
            "another application of the tenant has that identifier URI: choose another".to_owned(),
        ));
    }
    Ok(())
}

/// Applications of the tenant in the order of their object ids, after one of them.
pub async fn list(ctx: &Ctx, after: Option<ApplicationId>, limit: u32) -> Result<Vec<Application>, Fault> {
    let limit = limit.min(super::LONGEST_LIST);
    super::scan(ctx, move |tx| Ok(store::applications::list(tx, after, limit)?)).await
}

/// Applications that are present in the tenant, in the order of their service principals, after one of them.
pub async fn list_principals(
    ctx: &Ctx,
    after: Option<ServicePrincipalId>,
    limit: u32,
) -> Result<Vec<ServicePrincipal>, Fault> {
    let limit = limit.min(super::LONGEST_LIST);
    super::scan(ctx, move |tx| Ok(store::service_principals::list(tx, after, limit)?)).await
}

/// An application, named by client id or object id.
pub async fn details(ctx: &Ctx, name: &str) -> Result<Registered, Fault> {
    let name = name.to_owned();
    super::look(ctx, move |tx| {
        let application = find(tx, &name)?;
        Ok(Registered {
            principal: store::service_principals::find_by_app_id(tx, application.app_id)?,
            application,
        })
    })
    .await
}

/// Adds a redirect URI.
pub async fn add_redirect(
    ctx: &Ctx,
    name: &str,
    platform: Platform,
    uri: &str,
) -> Result<Application, Fault> {
    let uri = check::redirect(uri, platform == Platform::Native)?;
    edit(ctx, name, "Update application", move |_, application| {
        addresses_of(&mut application.redirects, platform).push(uri.clone());
        check_redirects(application)
    })
    .await
}

/// Removes a redirect URI.
pub async fn remove_redirect(
    ctx: &Ctx,
    name: &str,
    platform: Platform,
    uri: &str,
) -> Result<Application, Fault> {
    let uri = uri.to_owned();
    edit(ctx, name, "Update application", move |_, application| {
        let list = addresses_of(&mut application.redirects, platform);
        let before = list.len();
        list.retain(|known| *known != uri);
        if list.len() == before {
            return Err(Fault::NotFound(format!(
                "the application has no such redirect URI '{}' on that platform: see the application",
                check::shown(&uri)
            )));
        }
        Ok(())
    })
    .await
}

fn addresses_of(redirects: &mut Redirects, platform: Platform) -> &mut Vec<String> {
    match platform {
        Platform::Web => &mut redirects.web,
        Platform::Spa => &mut redirects.spa,
        Platform::Native => &mut redirects.public_client,
    }
}

/// Lets an application get tokens in the tenant, or neither get any nor be a resource. Works for the platform's own
/// applications, too.
pub async fn set_enabled(ctx: &Ctx, name: &str, enabled: bool) -> Result<ServicePrincipal, Fault> {
    let name = name.to_owned();
    let entry =
        note(ctx, if enabled { "Enable service principal" } else { "Disable service principal" }, CATEGORY);
    change(ctx, move |tx| {
        let principal = find_principal(tx, &name)?;
        if principal.enabled != enabled {
            store::service_principals::set_enabled(tx, principal.id, enabled)?;
            store::config::bump(tx)?;
            let change = changed("AccountEnabled", principal.enabled, enabled);
            record(tx, &entry, on_principal(&principal), change.into_iter().collect())?;
        }
        Ok(ServicePrincipal { enabled, ..principal })
    })
    .await
}

/// Deletes an application; it can be restored for thirty days. No tenant gives tokens to it any more.
pub async fn delete(ctx: &Ctx, name: &str) -> Result<Application, Fault> {
    let (name, now) = (name.to_owned(), ctx.now);
    let entry = note(ctx, "Delete application", CATEGORY);
    change(ctx, move |tx| {
        let application = find(tx, &name)?;
        store::applications::soft_delete(tx, application.id, now)?;
        store::config::bump(tx)?;
        record(tx, &entry, on(&application), Vec::new())?;
        Ok(application)
    })
    .await
}

/// Makes an application of another tenant present in this one. `false` if it is already.
pub async fn add_foreign(ctx: &Ctx, app_id: AppId) -> Result<bool, Fault> {
    let found = ctx
        .services
        .store
        .read(scope::system(), move |tx| Ok::<_, Fault>(store::application_directory::find(tx, app_id)?));
    let Some(directory) = found.await?.filter(|entry| entry.multi_tenant) else {
        return Err(Fault::NotFound(format!("there is no application {app_id} that other tenants may use")));
    };
    let owner = ctx.in_tenant(directory.owner);
    let application = details(&owner, &app_id.to_string()).await?.application;
    let principal = ServicePrincipal {
        id: ServicePrincipalId(ctx.services.entropy.uuid_v4()),
        app_id,
        owner: Some(directory.owner),
        display_name: application.display_name,
        enabled: true,
        assignment_required: false,
        created_at: ctx.now,
    };
    let entry = note(ctx, "Add service principal", CATEGORY);
    change(ctx, move |tx| {
        if !store::service_principals::insert(tx, &principal)? {
            return Ok(false);
        }
        store::config::bump(tx)?;
        record(tx, &entry, on_principal(&principal), Vec::new())?;
        Ok(true)
    })
    .await
}

/// Changes an application in one transaction and records what became different.
pub(super) async fn edit<F>(ctx: &Ctx, name: &str, activity: &str, edit: F) -> Result<Application, Fault>
where
    F: Fn(&mut Tx<'_, Operator>, &mut Application) -> Result<(), Fault> + Send + 'static,
{
    let (name, entry) = (name.to_owned(), note(ctx, activity, CATEGORY));
    change(ctx, move |tx| {
        let old = find(tx, &name)?;
        let mut application = old.clone();
        edit(tx, &mut application)?;
        application.version = old.version + 1;
        if !store::applications::update(tx, &application, old.version)? {
            return Err(Fault::Conflict("the application was changed meanwhile: try again".to_owned()));
        }
        store::config::bump(tx)?;
        record(tx, &entry, on(&application), differences(&old, &application))?;
        Ok(application)
    })
    .await
}

fn differences(old: &Application, new: &Application) -> Vec<PropertyChange> {
    let keys = |application: &Application| -> Vec<String> {
        let secrets = application.secrets.iter().map(|secret| format!("secret {}", secret.id));
        secrets.chain(application.certificates.iter().map(|key| format!("certificate {}", key.id))).collect()
    };
    let offers = |application: &Application| -> Vec<String> {
        let scopes = application.scopes.iter().map(|scope| scope.value.clone());
        scopes.chain(application.app_roles.iter().map(|role| role.value.clone())).collect()
    };
    let asks = |application: &Application| -> Vec<String> {
        let words = |access: &model::application::RequiredAccess| {
            access
                .scopes
                .iter()
                .chain(&access.roles)
                .map(|word| format!("{}/{word}", access.resource))
                .collect::<Vec<_>>()
        };
        application.required_access.iter().flat_map(words).collect()
    };
    [
        changed("AppAddress", &addresses(&old.redirects), &addresses(&new.redirects)),
        changed("AppIdentifierUri", &old.identifier_uris, &new.identifier_uris),
        changed("KeyDescription", &keys(old), &keys(new)),
        changed("Entitlement", &offers(old), &offers(new)),
        changed("RequiredResourceAccess", &asks(old), &asks(new)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The application with this client id or object id.
pub(super) fn find(tx: &mut Tx<'_, Operator>, name: &str) -> Result<Application, Fault> {
    let unknown = || {
        Fault::NotFound(format!(
            "the tenant has no application '{}': see its list of applications",
            check::shown(name)
        ))
    };
    let id: AppId = name.trim().parse().map_err(|_| unknown())?;
    if let Some(application) = store::applications::find_by_app_id(tx, id)? {
        return Ok(application);
    }
    store::applications::find(tx, ApplicationId(id.0))?
        .filter(|application| application.deleted_at.is_none())
        .ok_or_else(unknown)
}

/// The service principal of the application with this client id, wherever that was registered.
pub(super) fn find_principal(tx: &mut Tx<'_, Operator>, name: &str) -> Result<ServicePrincipal, Fault> {
    let unknown = || {
        Fault::NotFound(format!(
            "no application '{}' is present in the tenant: see its list of applications",
            check::shown(name)
        ))
    };
    let id: AppId = name.trim().parse().map_err(|_| unknown())?;
    if let Some(principal) = store::service_principals::find_by_app_id(tx, id)? {
        return Ok(principal);
    }
    let application = find(tx, name)?;
    store::service_principals::find_by_app_id(tx, application.app_id)?.ok_or_else(unknown)
}

/// An application as a target in the audit log.
pub(super) fn on(application: &Application) -> AuditTarget {
    target("Application", application.app_id, &application.display_name)
}

/// A service principal as a target in the audit log.
pub(super) fn on_principal(principal: &ServicePrincipal) -> AuditTarget {
    target("ServicePrincipal", principal.id, &principal.display_name)
}
