use super::*;
use crate::samples::{at, by_password, by_recovery_code, by_totp, enforced, now, tenant};
use model::tenant::{Cloud, Enforcement, TenantKind};

#[test]
fn enforcement_demands_a_second_factor_of_everybody() {
    let posture = posture(&enforced(), false, now());
    assert!(posture.mfa && !posture.fresh_every_time);
    assert_eq!(posture.required_by, [RequirementProvider::EnforcedForCspAdmins]);
}

#[test]
fn a_request_can_demand_one_where_the_tenant_does_not() {
    let posture = posture(&tenant(), true, now());
    assert!(posture.mfa);
    assert_eq!(posture.required_by, [RequirementProvider::Request]);
    assert_eq!(posture.enforcement, EnforcementState::NotEnforced);
}

#[test]
fn every_combination_of_tenant_and_request() {
    let kinds = [tenant().kind, TenantKind::Customer];
    let clouds = [Cloud::Global, Cloud::UsGovernment, Cloud::China, Cloud::Germany];
    let dates = [None, Some(at(-1)), Some(now()), Some(at(1))];
    let mut size = 0;
    for (kind, cloud) in kinds.into_iter().flat_map(|kind| clouds.map(|cloud| (kind, cloud))) {
        for date in dates {
            for profile in [Profile::Csp2025, Profile::Strict2019] {
                for wants_mfa in [false, true] {
                    let enforcement = Enforcement { contract_date: None, technical_date: date };
                    let tenant = Tenant { kind, cloud, enforcement, profile, ..tenant() };
                    let posture = posture(&tenant, wants_mfa, now());
                    let bites = kind != TenantKind::Customer
                        && cloud == Cloud::Global
                        && date.is_some_and(|date| date <= now());
                    assert_eq!(posture.enforcement == EnforcementState::Enforced, bites);
                    assert_eq!(posture.mfa, bites || wants_mfa);
                    assert_eq!(posture.fresh_every_time, bites && profile == Profile::Strict2019);
                    assert_eq!(posture.required_by.len(), usize::from(bites) + usize::from(wants_mfa));
                    size += 1;
                }
            }
        }
    }
    println!("{size} postures");
    assert_eq!(size, 128);
}

#[test]
fn what_is_missing_is_named_by_what_the_user_can_do() {
    let posture = posture(&enforced(), false, now());
    let resource = || "Graph".to_owned();
    let password = [by_password(now())];
    assert_eq!(posture.require(&password, true, "Graph"), Err(Cause::MfaRequired { resource: resource() }));
    let missing = Err(Cause::MfaEnrollmentRequired { resource: resource() });
    assert_eq!(posture.require(&password, false, "Graph"), missing);
    assert_eq!(posture.require(&[by_password(now()), by_totp(now())], true, "Graph"), Ok(()));
    assert_eq!(posture.require(&[by_password(now()), by_recovery_code(now())], true, "Graph"), Ok(()));
    assert!(posture.require(&[by_totp(now())], true, "Graph").is_err());
    assert!(posture.require(&[], true, "Graph").is_err());
}

#[test]
fn a_flag_that_contradicts_enforcement_changes_nothing() {
    let posture = Posture { mfa: false, ..posture(&enforced(), false, now()) };
    assert!(posture.require(&[by_password(now())], true, "Graph").is_err());
}
