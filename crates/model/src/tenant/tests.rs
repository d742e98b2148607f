use super::*;
use crate::Uuid;

fn tenant(kind: TenantKind, cloud: Cloud, technical: Option<&str>, contract: Option<&str>) -> Tenant {
    let date = |text: &str| text.parse().unwrap();
    Tenant {
        id: TenantId(Uuid::nil()),
        display_name: "Contoso".into(),
        kind,
        cloud,
        domains: Vec::new(),
        enforcement: Enforcement { contract_date: contract.map(date), technical_date: technical.map(date) },
        profile: Profile::default(),
        password_grant_allowed: true,
        security_contact: None,
        locale: None,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn the_technical_date_switches_enforcement_on() {
    let partner = tenant(
        TenantKind::Partner(PartnerType::DirectBill),
        Cloud::Global,
        Some("2019-11-18T00:00:00Z"),
        None,
    );
    let at = |text: &str| partner.enforcement_at(text.parse().unwrap());
    assert_eq!(at("2019-11-17T23:59:59Z"), EnforcementState::Announced);
    assert_eq!(at("2019-11-18T00:00:00Z"), EnforcementState::Enforced);
}

#[test]
fn customers_and_sovereign_clouds_are_not_enforced() {
    let past = Some("2019-11-18T00:00:00Z");
    let now = "2026-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(
        tenant(TenantKind::Customer, Cloud::Global, past, past).enforcement_at(now),
        EnforcementState::NotEnforced
    );
    assert_eq!(
        tenant(TenantKind::Partner(PartnerType::Advisor), Cloud::China, past, past).enforcement_at(now),
        EnforcementState::NotEnforced
    );
}

#[test]
fn a_contract_date_alone_announces_and_never_enforces() {
    let partner =
        tenant(TenantKind::Partner(PartnerType::Advisor), Cloud::Global, None, Some("2019-08-01T00:00:00Z"));
    assert_eq!(partner.enforcement_at("2030-01-01T00:00:00Z".parse().unwrap()), EnforcementState::Announced);
}
