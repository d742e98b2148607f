use crate::{conflict, invalid, missing, the_record};
use app::admin::tenants::{self, NewTenant, TenantChanges};
use app::admin::{applications, domains};
use model::audit::Actor;
use model::tenant::{Enforcement, EnforcementState, PartnerType, Profile, TenantKind};
use model::{SignedDuration, first_party};
use testkit::{TestApp, new_tenant};

#[tokio::test]
async fn a_new_tenant_has_the_platforms_applications_and_a_record_of_its_making() {
    let app = TestApp::start().await;
    let tenant = app.partner("Contoso").await;
    let ctx = app.operator_in(&tenant);
    let present = applications::list_principals(&ctx, None, 1000).await.unwrap();
    let mut ids: Vec<_> = present.iter().map(|principal| principal.app_id).collect();
    let mut expected: Vec<_> = first_party::all().iter().map(|application| application.app_id).collect();
    ids.sort();
    expected.sort();
    assert_eq!(ids, expected);
    let entry = the_record(&ctx, "Create company").await;
    assert_eq!(entry.actor, Actor::Operator { name: "operator@test".to_owned() });
    assert_eq!(entry.targets[0].id, tenant.id.to_string());
    let made = tenants::resolve(&app.operator(), Some("CONTOSO.example")).await.unwrap();
    assert_eq!(made.enforcement_at(ctx.now), EnforcementState::Enforced);
}

#[tokio::test]
async fn a_domain_belongs_to_one_tenant() {
    let app = TestApp::start().await;
    app.customer("Fabrikam").await;
    let again = tenants::create(&app.operator(), new_tenant("Other", "fabrikam.example")).await;
    assert!(conflict(again).contains("fabrikam.example"));
    assert_eq!(tenants::list(&app.operator(), None, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_only_tenant_needs_no_name() {
    let app = TestApp::start().await;
    assert!(missing(tenants::resolve(&app.operator(), None).await).contains("no tenant yet"));
    let first = app.customer("Fabrikam").await;
    assert_eq!(tenants::resolve(&app.operator(), None).await.unwrap().id, first.id);
    app.customer("Northwind").await;
    assert!(invalid(tenants::resolve(&app.operator(), None).await).contains("several tenants"));
    assert!(
        missing(tenants::resolve(&app.operator(), Some("nowhere.example")).await).contains("nowhere.example")
    );
}

#[tokio::test]
async fn enforcement_has_two_dates_in_order_and_only_for_partners() {
    let app = TestApp::start().await;
    let partner = app.announced_partner("Contoso").await;
    let ctx = app.operator_in(&partner);
    let dates = |contract: i64, technical: i64| Enforcement {
        contract_date: Some(ctx.now + SignedDuration::from_hours(contract)),
        technical_date: Some(ctx.now + SignedDuration::from_hours(technical)),
    };
    assert!(invalid(tenants::set_enforcement(&ctx, dates(2, 1)).await).contains("the contract comes first"));
    let tenant = tenants::set_enforcement(&ctx, dates(-2, 1)).await.unwrap();
    assert_eq!(tenant.enforcement_at(ctx.now), EnforcementState::Announced);
    let entry = the_record(&ctx, "Set partner security requirements").await;
    assert!(
        entry.targets[0]
            .changes
            .iter()
            .any(|change| change.name == "TechnicalDate" && change.old != change.new)
    );
    let customer = app.customer("Fabrikam").await;
    let refused = tenants::set_enforcement(&app.operator_in(&customer), dates(1, 2)).await;
    assert!(invalid(refused).contains("customers"));
    let kind = TenantKind::Customer;
    let request = NewTenant { kind, enforcement: dates(1, 2), ..new_tenant("N", "n.example") };
    assert!(invalid(tenants::create(&app.operator(), request).await).contains("customers"));
}

#[tokio::test]
async fn settings_change_one_by_one_and_only_differences_are_recorded() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    let request = TenantChanges {
        profile: Some(Profile::Strict2019),
        security_contact: Some("soc@fabrikam.example".to_owned()),
        ..TenantChanges::default()
    };
    let changed = tenants::update(&ctx, request.clone()).await.unwrap();
    assert_eq!(changed.display_name, "Fabrikam");
    assert_eq!(changed.profile, Profile::Strict2019);
    let entry = the_record(&ctx, "Set Company Information").await;
    let names: Vec<_> = entry.targets[0].changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(names, ["Profile", "SecurityContact"]);
    tenants::update(&ctx, request).await.unwrap();
    assert_eq!(
        the_record(&ctx, "Set Company Information").await,
        entry,
        "nothing changed, nothing is recorded"
    );
    let wrong = TenantChanges { security_contact: Some("soc".to_owned()), ..TenantChanges::default() };
    assert!(invalid(tenants::update(&ctx, wrong).await).contains("mail address"));
}

#[tokio::test]
async fn domains_are_added_verified_made_default_and_removed() {
    let app = TestApp::start().await;
    let tenant = app.customer("Fabrikam").await;
    let ctx = app.operator_in(&tenant);
    domains::add(&ctx, "Fabrikam-Korea.example").await.unwrap();
    assert!(missing(tenants::resolve(&ctx, Some("fabrikam-korea.example")).await).contains("no tenant"));
    assert!(invalid(domains::make_default(&ctx, "fabrikam-korea.example").await).contains("verify it first"));
    domains::verify(&ctx, "fabrikam-korea.example").await.unwrap();
    assert_eq!(tenants::resolve(&ctx, Some("fabrikam-korea.example")).await.unwrap().id, tenant.id);
    let changed = domains::make_default(&ctx, "fabrikam-korea.example").await.unwrap();
    assert_eq!(changed.default_domain(), "fabrikam-korea.example");
    assert!(invalid(domains::remove(&ctx, "fabrikam-korea.example").await).contains("default"));
    let user = app.user(&tenant, "kim").create().await;
    assert!(conflict(domains::remove(&ctx, "fabrikam.example").await).contains(&user.name));
    app::admin::users::delete(&ctx, &user.name).await.unwrap();
    domains::remove(&ctx, "fabrikam.example").await.unwrap();
    assert!(missing(domains::remove(&ctx, "fabrikam.example").await).contains("no domain"));
    let other = app.customer("Northwind").await;
    assert!(
        conflict(domains::add(&app.operator_in(&other), "fabrikam-korea.example").await)
            .contains("another tenant")
    );
}

#[tokio::test]
async fn partners_keep_their_type() {
    let app = TestApp::start().await;
    let kind = TenantKind::Partner(PartnerType::ControlPanelVendor);
    let tenant = app.tenant("Panel", kind, Enforcement::default()).await;
    assert_eq!(tenants::resolve(&app.operator(), Some(&tenant.domain)).await.unwrap().kind, kind);
}
