//! The demo's world, made through the use cases that administrators use.

use super::ready::{Tenant, World};
use super::{applications, people};
use app::admin::tenants::{self, NewTenant};
use app::{Ctx, Fault, Services};
use model::tenant::{Cloud, Enforcement, EnforcementState, PartnerType, Profile, TenantKind};
use model::{SignedDuration, TenantId, Timestamp};
use std::path::Path;
use std::sync::Arc;

/// What the demo is asked to make.
pub(super) struct Plan<'a> {
    /// How many customers.
    pub(super) customers: u32,
    /// How many more users each tenant has.
    pub(super) extras: u32,
    /// How many users for load generators.
    pub(super) bench: u32,
    /// Korean names and pages.
    pub(super) korean: bool,
    /// Where certificate files go.
    pub(super) directory: &'a Path,
    /// The present moment.
    pub(super) present: Timestamp,
    /// When everything was made.
    pub(super) begun: Timestamp,
}

/// A tenant that was made.
pub(super) struct Place {
    pub(super) ctx: Ctx,
    pub(super) id: TenantId,
    pub(super) domain: String,
}

/// The tenants with a part to play.
pub(super) struct Places {
    pub(super) partner: Place,
    pub(super) announced: Place,
    pub(super) customers: Vec<Place>,
}

/// Makes the whole world. The store must be empty.
pub(super) async fn make(services: &Arc<Services>, plan: &Plan<'_>) -> Result<World, Fault> {
    let operator = Ctx { now: plan.begun, ..Ctx::operator(services, "demo") };
    let mut world = World::default();
    let places = places(&operator, plan, &mut world).await?;
    people::make(&places, plan, &mut world).await?;
    applications::make(&places, plan, &mut world).await?;
    Ok(world)
}

async fn places(operator: &Ctx, plan: &Plan<'_>, world: &mut World) -> Result<Places, Fault> {
    let day = SignedDuration::from_hours(24);
    let (long_ago, soon) = (plan.begun - day * 60, plan.present + day * 14);
    let enforced = Enforcement { contract_date: Some(long_ago), technical_date: Some(long_ago) };
    let announced = Enforcement { contract_date: Some(plan.present - day), technical_date: Some(soon) };
    let named = |english: &str, korean: &str| if plan.korean { korean } else { english }.to_owned();
    let partner = NewTenant {
        kind: TenantKind::Partner(PartnerType::DirectBill),
        enforcement: enforced,
        ..new(&named("Contoso Cloud", "콘토소 클라우드"), "contoso.example", plan)
    };
    let reseller = NewTenant {
        kind: TenantKind::Partner(PartnerType::IndirectReseller),
        enforcement: announced,
        ..new(&named("Northwind Reseller", "노스윈드 리셀러"), "northwind.example", plan)
    };
    let partner = place(operator, partner, plan.present, world).await?;
    let announced = place(operator, reseller, plan.present, world).await?;
    let mut customers = Vec::new();
    for number in 1..=plan.customers {
        let name = match number {
            1 => named("Fabrikam", "패브리캠"),
            2 => named("Adatum", "어데이텀"),
            _ => format!("{} {number}", named("Customer", "고객")),
        };
        let domain = match number {
            1 => "fabrikam.example".to_owned(),
            2 => "adatum.example".to_owned(),
            _ => format!("customer{number}.example"),
        };
        let request = NewTenant { password_grant_allowed: number == 1, ..new(&name, &domain, plan) };
        customers.push(place(operator, request, plan.present, world).await?);
    }
    Ok(Places { partner, announced, customers })
}

fn new(name: &str, domain: &str, plan: &Plan<'_>) -> NewTenant {
    NewTenant {
        id: None,
        display_name: name.to_owned(),
        domains: vec![domain.to_owned()],
        kind: TenantKind::Customer,
        cloud: Cloud::Global,
        profile: Profile::default(),
        enforcement: Enforcement::default(),
        password_grant_allowed: false,
        security_contact: Some(format!("security@{domain}")),
        locale: plan.korean.then(|| "ko".to_owned()),
    }
}

async fn place(
    operator: &Ctx,
    request: NewTenant,
    present: Timestamp,
    world: &mut World,
) -> Result<Place, Fault> {
    let tenant = tenants::create(operator, request).await?;
    let domain = tenant.default_domain();
    let (kind, partner_type) = match tenant.kind {
        TenantKind::Partner(kind) => ("partner", Some(partner_type(kind).to_owned())),
        TenantKind::Customer => ("customer", None),
    };
    let enforcement = match tenant.enforcement_at(present) {
        EnforcementState::NotEnforced => "notEnforced",
        EnforcementState::Announced => "announced",
        EnforcementState::Enforced => "enforced",
    };
    world.tenants.push(Tenant {
        name: tenant.display_name.clone(),
        id: tenant.id.to_string(),
        domain: domain.clone(),
        kind: kind.to_owned(),
        partner_type,
        enforcement: enforcement.to_owned(),
        cloud: "global".to_owned(),
    });
    Ok(Place { ctx: operator.in_tenant(tenant.id), id: tenant.id, domain })
}

fn partner_type(kind: PartnerType) -> &'static str {
    match kind {
        PartnerType::DirectBill => "directBill",
        PartnerType::IndirectProvider => "indirectProvider",
        PartnerType::IndirectReseller => "indirectReseller",
        PartnerType::ControlPanelVendor => "controlPanelVendor",
        PartnerType::Advisor => "advisor",
    }
}
