//! `countersign tenant`

use super::{PAGE, in_tenant, moment, optional_moment};
use crate::answer::{Answer, words, yes_no};
use crate::cli::{
    CloudArg, CreateTenant, DomainCommand, Enforce, KindArg, LocaleArg, PartnerTypeArg, ProfileArg,
    SetTenant, Switch, TenantCommand,
};
use crate::failure::Failure;
use app::Ctx;
use app::admin::domains;
use app::admin::tenants::{self, NewTenant, TenantChanges};
use model::tenant::{Cloud, Enforcement, EnforcementState, PartnerType, Profile, Tenant, TenantKind};
use serde_json::{Value, json};

/// Runs one.
pub async fn run(ctx: &Ctx, command: TenantCommand) -> Result<Answer, Failure> {
    match command {
        TenantCommand::Create(request) => {
            let tenant = tenants::create(ctx, new_tenant(request)).await?;
            Ok(shown(ctx, &tenant))
        }
        TenantCommand::List => list(ctx).await,
        TenantCommand::Show(named) => {
            let (ctx, tenant) = in_tenant(ctx, &named).await?;
            Ok(shown(&ctx, &tenant))
        }
        TenantCommand::Set(set) => {
            let (ctx, _) = in_tenant(ctx, &set.tenant).await?;
            let tenant = tenants::update(&ctx, changes(set)).await?;
            Ok(shown(&ctx, &tenant))
        }
        TenantCommand::Enforce(enforce) => {
            let (ctx, tenant) = in_tenant(ctx, &enforce.tenant).await?;
            let tenant = tenants::set_enforcement(&ctx, dates(&enforce, &tenant)).await?;
            Ok(shown(&ctx, &tenant))
        }
        TenantCommand::Domain(command) => domain(ctx, command).await,
    }
}

async fn domain(ctx: &Ctx, command: DomainCommand) -> Result<Answer, Failure> {
    let (DomainCommand::Add(arg)
    | DomainCommand::Verify(arg)
    | DomainCommand::Default(arg)
    | DomainCommand::Remove(arg)) = &command;
    let (ctx, _) = in_tenant(ctx, &arg.tenant).await?;
    let name = &arg.domain;
    let tenant = match command {
        DomainCommand::Add(_) => domains::add(&ctx, name).await?,
        DomainCommand::Verify(_) => domains::verify(&ctx, name).await?,
        DomainCommand::Default(_) => domains::make_default(&ctx, name).await?,
        DomainCommand::Remove(_) => domains::remove(&ctx, name).await?,
    };
    Ok(shown(&ctx, &tenant))
}

async fn list(ctx: &Ctx) -> Result<Answer, Failure> {
    let mut all = Vec::new();
    loop {
        let page = tenants::list(ctx, all.last().map(|tenant: &Tenant| tenant.id), PAGE).await?;
        if page.is_empty() {
            break;
        }
        all.extend(page);
    }
    let data: Vec<Value> = all.iter().map(|tenant| view(ctx, tenant)).collect();
    let rows = all.iter().map(|tenant| {
        [
            tenant.id.to_string(),
            tenant.display_name.clone(),
            tenant.default_domain(),
            kind(tenant),
            state(tenant.enforcement_at(ctx.now)).to_owned(),
        ]
    });
    Ok(Answer::new(&data).table(["id", "name", "domain", "kind", "enforcement"], rows.collect()))
}

/// A request as the use case wants it.
fn new_tenant(request: CreateTenant) -> NewTenant {
    NewTenant {
        id: None,
        display_name: request.name,
        domains: request.domain,
        kind: kind_of(request.kind, request.partner_type),
        cloud: match request.cloud {
            CloudArg::Global => Cloud::Global,
            CloudArg::UsGovernment => Cloud::UsGovernment,
            CloudArg::China => Cloud::China,
            CloudArg::Germany => Cloud::Germany,
        },
        profile: profile(request.profile),
        enforcement: Enforcement {
            contract_date: request.contract_date,
            technical_date: request.technical_date,
        },
        password_grant_allowed: request.password_grant == Switch::On,
        security_contact: request.security_contact,
        locale: request.locale.map(|locale| locale.tag().to_owned()),
    }
}

/// Partner or customer.
pub fn kind_of(kind: KindArg, partner_type: Option<PartnerTypeArg>) -> TenantKind {
    match kind {
        KindArg::Customer => TenantKind::Customer,
        KindArg::Partner => TenantKind::Partner(partner_type.map_or(PartnerType::DirectBill, Into::into)),
    }
}

fn profile(arg: ProfileArg) -> Profile {
    match arg {
        ProfileArg::Csp2025 => Profile::Csp2025,
        ProfileArg::Strict2019 => Profile::Strict2019,
    }
}

fn changes(set: SetTenant) -> TenantChanges {
    TenantChanges {
        display_name: set.name,
        profile: set.profile.map(profile),
        password_grant_allowed: set.password_grant.map(|grant| grant == Switch::On),
        security_contact: set.security_contact,
        locale: set.locale.map(LocaleArg::tag).map(str::to_owned),
    }
}

/// The dates that were given, beside those there are.
fn dates(enforce: &Enforce, tenant: &Tenant) -> Enforcement {
    if enforce.off {
        return Enforcement::default();
    }
    Enforcement {
        contract_date: enforce.contract_date.or(tenant.enforcement.contract_date),
        technical_date: enforce.technical_date.or(tenant.enforcement.technical_date),
    }
}

fn shown(ctx: &Ctx, tenant: &Tenant) -> Answer {
    let domain = |domain: &model::tenant::Domain| match (domain.verified, domain.is_default) {
        (true, true) => format!("{} (default)", domain.name),
        (true, false) => domain.name.clone(),
        (false, _) => format!("{} (unverified)", domain.name),
    };
    Answer::new(&view(ctx, tenant)).facts([
        ("id", tenant.id.to_string()),
        ("name", tenant.display_name.clone()),
        ("kind", kind(tenant)),
        ("domains", words(&tenant.domains.iter().map(domain).collect::<Vec<_>>())),
        ("enforcement", state(tenant.enforcement_at(ctx.now)).to_owned()),
        ("contract date", optional_moment(tenant.enforcement.contract_date)),
        ("technical date", optional_moment(tenant.enforcement.technical_date)),
        ("password grant", if tenant.password_grant_allowed { "on" } else { "off" }.to_owned()),
        ("strict-2019", yes_no(tenant.profile == Profile::Strict2019)),
        ("security contact", tenant.security_contact.clone().unwrap_or_default()),
        ("locale", tenant.locale.clone().unwrap_or_default()),
        ("made", moment(tenant.created_at)),
    ])
}

fn view(ctx: &Ctx, tenant: &Tenant) -> Value {
    let mut view = json!(tenant);
    if let Some(fields) = view.as_object_mut() {
        fields.insert("enforcementState".to_owned(), json!(tenant.enforcement_at(ctx.now)));
    }
    view
}

fn kind(tenant: &Tenant) -> String {
    match tenant.kind {
        TenantKind::Customer => "customer",
        TenantKind::Partner(PartnerType::DirectBill) => "partner, direct bill",
        TenantKind::Partner(PartnerType::IndirectProvider) => "partner, indirect provider",
        TenantKind::Partner(PartnerType::IndirectReseller) => "partner, indirect reseller",
        TenantKind::Partner(PartnerType::ControlPanelVendor) => "partner, control panel vendor",
        TenantKind::Partner(PartnerType::Advisor) => "partner, advisor",
    }
    .to_owned()
}

fn state(state: EnforcementState) -> &'static str {
    match state {
        EnforcementState::NotEnforced => "not enforced",
        EnforcementState::Announced => "announced",
        EnforcementState::Enforced => "enforced",
    }
}
