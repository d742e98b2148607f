//! Tenants.

use super::{Absent, ToText, change, changed, check, note, record, target};
use crate::{Ctx, Fault, scope};
use model::application::ServicePrincipal;
use model::audit::AuditTarget;
use model::tenant::{Cloud, Domain, Enforcement, Profile, Tenant, TenantKind};
use model::{ServicePrincipalId, TenantId, first_party};
use store::Tx;
use store::scope::Operator;

const CATEGORY: &str = "DirectoryManagement";

/// A tenant to be made.
#[derive(Clone, Debug)]
pub struct NewTenant {
    /// Its id; a random one if absent.
    pub id: Option<TenantId>,
    /// The name people see.
    pub display_name: String,
    /// Domain names, taken as verified; the first is the default one.
    pub domains: Vec<String>,
    /// Partner or customer.
    pub kind: TenantKind,
    /// Which cloud it belongs to.
    pub cloud: Cloud,
    /// The set of rules it follows.
    pub profile: Profile,
    /// The two dates of partner enforcement.
    pub enforcement: Enforcement,
    /// Whether the OAuth password grant is answered.
    pub password_grant_allowed: bool,
    /// Who is told of security events.
    pub security_contact: Option<String>,
    /// Language of pages when a browser names none.
    pub locale: Option<String>,
}

/// Settings to change; `None` keeps what is.
#[derive(Clone, Debug, Default)]
pub struct TenantChanges {
    /// The name people see.
    pub display_name: Option<String>,
    /// The set of rules it follows.
    pub profile: Option<Profile>,
    /// Whether the OAuth password grant is answered.
    pub password_grant_allowed: Option<bool>,
    /// Who is told of security events; empty for nobody.
    pub security_contact: Option<String>,
    /// Language of pages when a browser names none; empty for none.
    pub locale: Option<String>,
}

/// Makes a tenant, and in it a service principal of each of the platform's own applications.
pub async fn create(ctx: &Ctx, request: NewTenant) -> Result<Tenant, Fault> {
    let tenant = checked(ctx, &request)?;
    let ctx = &ctx.in_tenant(tenant.id);
    let principals: Vec<ServicePrincipal> = first_party::all()
        .iter()
        .map(|application| ServicePrincipal {
            id: ServicePrincipalId(ctx.services.entropy.uuid_v4()),
            app_id: application.app_id,
            owner: None,
            display_name: application.display_name.clone(),
            enabled: true,
            assignment_required: false,
            created_at: ctx.now,
        })
        .collect();
    let entry = note(ctx, "Create company", CATEGORY);
    change(ctx, move |tx| {
        if !store::tenants::insert_own(tx, &tenant)? {
            return Err(Fault::Conflict(format!(
                "one of the domains {} belongs to another tenant: choose others, or remove it there",
                names(&tenant.domains)
            )));
        }
        for principal in &principals {
            store::service_principals::insert(tx, principal)?;
        }
        let changes = [
            changed("DisplayName", Absent, tenant.display_name.as_str()),
            changed("Domains", Absent, names(&tenant.domains).as_str()),
        ];
        record(tx, &entry, on(&tenant), changes.into_iter().flatten().collect())?;
        Ok(tenant.clone())
    })
    .await
}

fn checked(ctx: &Ctx, request: &NewTenant) -> Result<Tenant, Fault> {
    if request.domains.is_empty() {
        return Err(Fault::Invalid("a tenant needs a domain name: name at least one".to_owned()));
    }
    let mut domains: Vec<Domain> = Vec::with_capacity(request.domains.len());
    for name in &request.domains {
        let name = check::domain(name)?;
        if !domains.iter().any(|known| known.name == name) {
            domains.push(Domain { name, verified: true, is_default: domains.is_empty() });
        }
    }
    check_enforcement(request.kind, request.enforcement)?;
    Ok(Tenant {
        id: request.id.unwrap_or_else(|| TenantId(ctx.services.entropy.uuid_v4())),
        display_name: check::display_name(&request.display_name)?,
        kind: request.kind,
        cloud: request.cloud,
        domains,
        enforcement: request.enforcement,
        profile: request.profile,
        password_grant_allowed: request.password_grant_allowed,
        security_contact: check::mail(request.security_contact.as_deref().unwrap_or_default())?,
        locale: check::language(request.locale.as_deref().unwrap_or_default())?,
        created_at: ctx.now,
    })
}

/// Tenants in the order of their ids, after one of them.
pub async fn list(ctx: &Ctx, after: Option<TenantId>, limit: u32) -> Result<Vec<Tenant>, Fault> {
    let limit = limit.min(super::LONGEST_LIST);
    ctx.services.store.scan(scope::system(), move |tx| Ok(store::tenants::list(tx, after, limit)?)).await
}

/// The tenant with this id or verified domain; without a name, the only one there is.
pub async fn resolve(ctx: &Ctx, name: Option<&str>) -> Result<Tenant, Fault> {
    let Some(name) = name else {
        let mut tenants = list(ctx, None, 2).await?;
        return match (tenants.pop(), tenants.is_empty()) {
            (Some(tenant), true) => Ok(tenant),
            (None, _) => Err(Fault::NotFound("there is no tenant yet: make one first".to_owned())),
            _ => Err(Fault::Invalid("there are several tenants: name one by id or domain".to_owned())),
        };
    };
    let typed = name.trim().to_ascii_lowercase();
    let shown = check::shown(name);
    let found = ctx.services.store.read(scope::system(), move |tx| {
        let id = match typed.parse::<TenantId>() {
            Ok(id) => Some(id),
            Err(_) => store::tenants::by_domain(tx, &typed)?,
        };
        match id {
            Some(id) => Ok::<_, Fault>(store::tenants::find(tx, id)?),
            None => Ok(None),
        }
    });
    found.await?.ok_or_else(|| {
        Fault::NotFound(format!("no tenant has the id or verified domain '{shown}': see the list of tenants"))
    })
}

/// Changes settings of the tenant.
pub async fn update(ctx: &Ctx, changes: TenantChanges) -> Result<Tenant, Fault> {
    let display_name = changes.display_name.as_deref().map(check::display_name).transpose()?;
    let security_contact = changes.security_contact.as_deref().map(check::mail).transpose()?;
    let locale = changes.locale.as_deref().map(check::language).transpose()?;
    edit(ctx, "Set Company Information", move |tenant| {
        if let Some(name) = &display_name {
            tenant.display_name.clone_from(name);
        }
        if let Some(profile) = changes.profile {
            tenant.profile = profile;
        }
        if let Some(allowed) = changes.password_grant_allowed {
            tenant.password_grant_allowed = allowed;
        }
        if let Some(contact) = &security_contact {
            tenant.security_contact.clone_from(contact);
        }
        if let Some(locale) = &locale {
            tenant.locale.clone_from(locale);
        }
        Ok(())
    })
    .await
}

/// Sets the two dates of partner enforcement.
pub async fn set_enforcement(ctx: &Ctx, enforcement: Enforcement) -> Result<Tenant, Fault> {
    edit(ctx, "Set partner security requirements", move |tenant| {
        check_enforcement(tenant.kind, enforcement)?;
        tenant.enforcement = enforcement;
        Ok(())
    })
    .await
}

fn check_enforcement(kind: TenantKind, enforcement: Enforcement) -> Result<(), Fault> {
    if kind == TenantKind::Customer && enforcement != Enforcement::default() {
        return Err(Fault::Invalid(
            "customers are not under the partner security requirements: set no dates, or make the tenant a partner".to_owned(),
        ));
    }
    match (enforcement.contract_date, enforcement.technical_date) {
        (Some(contract), Some(technical)) if technical < contract => Err(Fault::Invalid(format!(
            "the technical date {technical} is before the contract date {contract}: the contract comes first"
        ))),
        _ => Ok(()),
    }
}

/// Changes the tenant in one transaction and records what became different.
pub(super) async fn edit<F>(ctx: &Ctx, activity: &str, edit: F) -> Result<Tenant, Fault>
where
    F: Fn(&mut Tenant) -> Result<(), Fault> + Send + 'static,
{
    edit_with(ctx, activity, move |_, tenant| edit(tenant)).await
}

/// As [`edit`], with a look at what else is in the tenant.
pub(super) async fn edit_with<F>(ctx: &Ctx, activity: &str, edit: F) -> Result<Tenant, Fault>
where
    F: Fn(&mut Tx<'_, Operator>, &mut Tenant) -> Result<(), Fault> + Send + 'static,
{
    let entry = note(ctx, activity, CATEGORY);
    change(ctx, move |tx| {
        let old = store::config::tenant(tx)?.ok_or_else(gone)?;
        let mut tenant = old.clone();
        edit(tx, &mut tenant)?;
        if tenant == old {
            return Ok(tenant);
        }
        if !store::tenants::update_own(tx, &tenant)? {
            return Err(Fault::Conflict(format!(
                "one of the domains {} belongs to another tenant: choose another, or remove it there",
                names(&tenant.domains)
            )));
        }
        record(tx, &entry, on(&tenant), differences(&old, &tenant))?;
        Ok(tenant)
    })
    .await
}

fn gone() -> Fault {
    Fault::NotFound("the tenant does not exist any more".to_owned())
}

fn differences(old: &Tenant, new: &Tenant) -> Vec<model::audit::PropertyChange> {
    let [contract, technical] = [
        changed("ContractDate", &old.enforcement.contract_date, &new.enforcement.contract_date),
        changed("TechnicalDate", &old.enforcement.technical_date, &new.enforcement.technical_date),
    ];
    let profile = |tenant: &Tenant| match tenant.profile {
        Profile::Csp2025 => "csp-2025",
        Profile::Strict2019 => "strict-2019",
    };
    [
        changed("DisplayName", old.display_name.as_str(), new.display_name.as_str()),
        changed("Profile", profile(old), profile(new)),
        changed("PasswordGrantAllowed", old.password_grant_allowed, new.password_grant_allowed),
        changed("SecurityContact", &old.security_contact, &new.security_contact),
        changed("Locale", &old.locale, &new.locale),
        changed("Domains", names(&old.domains).as_str(), names(&new.domains).as_str()),
        contract,
        technical,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn names(domains: &[Domain]) -> String {
    let name = |domain: &Domain| match (domain.verified, domain.is_default) {
        (true, true) => format!("{} (default)", domain.name),
        (true, false) => domain.name.clone(),
        (false, _) => format!("{} (unverified)", domain.name),
    };
    let names: Vec<String> = domains.iter().map(name).collect();
    (&names).to_text().unwrap_or_default()
}

fn on(tenant: &Tenant) -> AuditTarget {
    target("Tenant", tenant.id, &tenant.display_name)
}
