//! Tenants, their domains, the application directory, and the compiled configuration.

use super::fixture::{
    TENANT_A, TENANT_B, World, app_role, application, at, consent, domain, service_principal, tenant, user,
};
use crate::tests::Site;
use crate::{application_directory, applications, config, consents, service_principals, tenants, users};
use model::application::{Application, Secret};
use model::{AppId, TenantId, Uuid};

crate::tests::on_both_engines! {
    a_tenant_comes_back_as_it_went_in
    a_domain_belongs_to_one_tenant
    domains_follow_the_tenants_document
    tenants_are_listed_page_by_page
    every_change_of_a_tenant_raises_its_version
    the_directory_knows_one_owner_of_an_application
    the_snapshot_is_complete
    an_application_is_changed_deleted_and_restored
    deleted_applications_go_for_good_in_time
    a_service_principal_takes_its_consents_along
    a_consent_replaces_its_predecessor
    consents_are_listed_by_what_they_name
    an_app_role_is_given_once
}

async fn a_tenant_comes_back_as_it_went_in(site: Site) {
    let world = World::open(&site).await;
    let found = world.system(|tx| tenants::find(tx, TENANT_A)).await;
    assert_eq!(found, Some(tenant(TENANT_A, "a.example")));
    let own = world.store.read(world.a, config::tenant).await.unwrap();
    assert_eq!(own, Some(tenant(TENANT_A, "a.example")));
}

async fn a_domain_belongs_to_one_tenant(site: Site) {
    let world = World::open(&site).await;
    let third = TenantId(Uuid::from_u128(0xC));
    let (inserted, changed, found, b) = world
        .system(move |tx| {
            let inserted = tenants::insert(tx, &tenant(third, "a.example"))?;
            let mut b = tenant(TENANT_B, "b.example");
            b.display_name = "Renamed".to_owned();
            b.domains.push(domain("a.example", false));
            let changed = tenants::update(tx, &b)?;
            Ok((inserted, changed, tenants::find(tx, third)?, tenants::find(tx, TENANT_B)?))
        })
        .await;
    assert_eq!((inserted, changed, found), (false, false, None));
    assert_eq!(b, Some(tenant(TENANT_B, "b.example")));
}

async fn domains_follow_the_tenants_document(site: Site) {
    let world = World::open(&site).await;
    let mut changed = tenant(TENANT_A, "new.example");
    changed.domains.push(domain("unproved.example", false));
    let (done, absent, old, new, unproved) = world
        .system(move |tx| {
            Ok((
                tenants::update(tx, &changed)?,
                tenants::update(tx, &tenant(TenantId(Uuid::from_u128(0xC)), "c.example"))?,
                tenants::by_domain(tx, "a.example")?,
                tenants::by_domain(tx, "new.example")?,
                tenants::by_domain(tx, "unproved.example")?,
            ))
        })
        .await;
    assert!(done && !absent);
    assert_eq!((old, new, unproved), (None, Some(TENANT_A), None));
}

async fn tenants_are_listed_page_by_page(site: Site) {
    let world = World::open(&site).await;
    let (first, second, third) = world
        .system(|tx| {
            Ok((
                tenants::list(tx, None, 1)?,
                tenants::list(tx, Some(TENANT_A), 1)?,
                tenants::list(tx, Some(TENANT_B), 1)?,
            ))
        })
        .await;
    assert_eq!(first, [tenant(TENANT_A, "a.example")]);
    assert_eq!(second, [tenant(TENANT_B, "b.example")]);
    assert_eq!(third, []);
}

async fn every_change_of_a_tenant_raises_its_version(site: Site) {
    let world = World::open(&site).await;
    let versions = world
        .system(|tx| {
            let made = config::version(tx, TENANT_A)?;
            tenants::update(tx, &tenant(TENANT_A, "a.example"))?;
            Ok((made, config::version(tx, TENANT_A)?, config::version(tx, TENANT_B)?))
        })
        .await;
    assert_eq!(versions, (1, 2, 1));
    let raised = world.write(world.a, |tx| Ok((config::bump(tx)?, config::version(tx, TENANT_A)?))).await;
    assert_eq!(raised, (3, 3));
}

async fn the_directory_knows_one_owner_of_an_application(site: Site) {
    let world = World::open(&site).await;
    let app: AppId = application(1).app_id;
    let seen = world
        .system(move |tx| {
            let first = application_directory::insert(tx, app, TENANT_A, false)?;
            let again = application_directory::insert(tx, app, TENANT_A, true)?;
            let stolen = application_directory::insert(tx, app, TENANT_B, false)?;
            let found = application_directory::find(tx, app)?;
            let removed = application_directory::remove(tx, app)?;
            Ok((first, again, stolen, found, removed, application_directory::remove(tx, app)?))
        })
        .await;
    let entry = application_directory::Entry { owner: TENANT_A, multi_tenant: true };
    assert_eq!(seen, (true, true, false, Some(entry), true, false));
}

async fn the_snapshot_is_complete(site: Site) {
    let world = World::open(&site).await;
    let snapshot = world
        .write(world.a, |tx| {
            applications::insert(tx, &application(1))?;
            applications::insert(tx, &application(2))?;
            applications::soft_delete(tx, application(2).id, at(1))?;
            service_principals::insert(tx, &service_principal(1))?;
            service_principals::insert(tx, &service_principal(2))?;
            service_principals::set_enabled(tx, service_principal(2).id, false)?;
            consents::insert(tx, &consent(1, 1, None))?;
            consents::insert(tx, &consent(2, 1, Some(1)))?;
            consents::insert_app_role(tx, &app_role(1, service_principal(1).id.0))?;
            consents::insert_app_role(tx, &app_role(2, user(1).id.0))?;
            config::bump(tx)?;
            config::snapshot(tx)
        })
        .await
        .unwrap();
    assert_eq!(snapshot.version, 2);
    assert_eq!(snapshot.tenant, tenant(TENANT_A, "a.example"));
    assert_eq!(snapshot.applications.len(), 1);
    assert_eq!(*snapshot.applications[&application(1).app_id], application(1));
    assert_eq!(snapshot.service_principals[&application(1).app_id], service_principal(1));
    assert!(!snapshot.service_principals[&application(2).app_id].enabled);
    assert_eq!(snapshot.consents[&service_principal(1).id], [consent(1, 1, None)]);
    let roles = [app_role(1, service_principal(1).id.0)];
    assert_eq!(snapshot.app_roles[&service_principal(1).id], roles);
    assert_eq!((snapshot.consents.len(), snapshot.app_roles.len()), (1, 1));

    let nowhere = crate::scope::Actor::new(TenantId(Uuid::from_u128(0xC)));
    assert!(world.store.read(nowhere, config::snapshot).await.unwrap().is_none());
}

async fn an_application_is_changed_deleted_and_restored(site: Site) {
    let world = World::open(&site).await;
    let mut changed = Application { version: 2, ..application(1) };
    changed.secrets.push(Secret {
        id: model::CredentialId(Uuid::from_u128(0x77)),
        display_name: None,
        hint: "abc".to_owned(),
        hash: [7; 32],
        starts_at: at(0),
        ends_at: at(99),
    });
    let expected = changed.clone();
    let (kept, stale) = world
        .write(world.a, move |tx| {
            applications::insert(tx, &application(1))?;
            let kept = applications::update(tx, &changed, 1)?;
            Ok((kept, applications::update(tx, &changed, 1)?))
        })
        .await;
    assert!(kept && !stale);
    let app = expected.app_id;
    let found = world.write(world.a, move |tx| applications::find_by_app_id(tx, app)).await;
    assert_eq!(found, Some(expected.clone()));

    let id = expected.id;
    let (deleted, twice, by_app_id, found, update) = world
        .write(world.a, move |tx| {
            Ok((
                applications::soft_delete(tx, id, at(5))?,
                applications::soft_delete(tx, id, at(6))?,
                applications::find_by_app_id(tx, app)?,
                applications::find(tx, id)?,
                applications::update(tx, &application(1), 3)?,
            ))
        })
        .await;
    assert!(deleted && !twice && !update);
    assert_eq!(by_app_id, None);
    assert_eq!(found, Some(Application { deleted_at: Some(at(5)), version: 3, ..expected.clone() }));
    let (restored, again, listed) = world
        .write(world.a, move |tx| {
            Ok((
                applications::restore(tx, id)?,
                applications::restore(tx, id)?,
                applications::list(tx, None, 9)?,
            ))
        })
        .await;
    assert!(restored && !again);
    assert_eq!(listed, [Application { version: 4, ..expected }]);
}

async fn deleted_applications_go_for_good_in_time(site: Site) {
    let world = World::open(&site).await;
    let left = world
        .write(world.a, |tx| {
            for number in 1..=3 {
                applications::insert(tx, &application(number))?;
            }
            applications::soft_delete(tx, application(1).id, at(1))?;
            applications::soft_delete(tx, application(2).id, at(50))?;
            let early = applications::delete_expired(tx, at(1), 9)?;
            let due = applications::delete_expired(tx, at(2), 9)?;
            let left = applications::list_deleted(tx, None, 9)?.len();
            Ok((early, due, left, applications::list(tx, None, 9)?.len()))
        })
        .await;
    assert_eq!(left, (0, 1, 1, 1));
}

async fn a_service_principal_takes_its_consents_along(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            for number in [1, 2, 9] {
                assert!(service_principals::insert(tx, &service_principal(number))?);
            }
            let again = service_principals::insert(tx, &service_principal(1))?;
            consents::insert(tx, &consent(1, 1, None))?;
            consents::insert(tx, &consent(2, 1, Some(1)))?;
            consents::insert(tx, &consent(3, 2, None))?;
            consents::insert_app_role(tx, &app_role(1, service_principal(1).id.0))?;
            consents::insert_app_role(tx, &app_role(2, service_principal(2).id.0))?;
            let deleted = service_principals::delete(tx, service_principal(1).id)?;
            let twice = service_principals::delete(tx, service_principal(1).id)?;
            let everyone = consents::for_everyone(tx)?;
            let roles = consents::list_app_roles(tx, None, 9)?;
            let rest = consents::delete_of(tx, service_principal(1).id, 9)?;
            Ok((again, deleted, twice, everyone, roles, rest, consents::list_all(tx, None, 9)?))
        })
        .await;
    let others = vec![consent(3, 2, None)];
    let roles = vec![app_role(2, service_principal(2).id.0)];
    assert_eq!(seen, (false, true, false, others.clone(), roles, 1, others));
}

async fn a_consent_replaces_its_predecessor(site: Site) {
    let world = World::open(&site).await;
    let mut wider = consent(2, 1, None);
    wider.scopes.push("Files.Read".to_owned());
    let mut renewed = wider.clone();
    renewed.scopes.truncate(1);
    let (by_pair, by_id) = world
        .write(world.a, {
            let (wider, renewed) = (wider.clone(), renewed.clone());
            move |tx| {
                consents::insert(tx, &consent(1, 1, None))?;
                consents::insert(tx, &wider)?;
                let by_pair = consents::list_all(tx, None, 9)?;
                consents::insert(tx, &renewed)?;
                Ok((by_pair, consents::list_all(tx, None, 9)?))
            }
        })
        .await;
    assert_eq!(by_pair, [wider]);
    assert_eq!(by_id, [renewed]);
}

async fn consents_are_listed_by_what_they_name(site: Site) {
    let world = World::open(&site).await;
    let client = service_principal(1).id;
    let (of_client, page, of_user, mine, everyone) = world
        .write(world.a, move |tx| {
            users::insert(tx, &user(1))?;
            consents::insert(tx, &consent(1, 1, None))?;
            // Whatever it says, a consent given while signing in is the user's own.
            consents::insert_for_user(tx, user(1).id, &consent(2, 1, None))?;
            consents::insert(tx, &consent(3, 1, Some(2)))?;
            consents::insert(tx, &consent(4, 2, Some(1)))?;
            Ok((
                consents::list_for_client(tx, client, None, 9)?,
                consents::list_for_client(tx, client, Some(consent(1, 1, None).id), 1)?,
                consents::for_user(tx, client, user(1).id)?,
                consents::of_user(tx, user(1).id)?,
                consents::for_everyone(tx)?,
            ))
        })
        .await;
    let own = consent(2, 1, Some(1));
    assert_eq!(of_client, [consent(1, 1, None), own.clone(), consent(3, 1, Some(2))]);
    assert_eq!(page, std::slice::from_ref(&own));
    assert_eq!(of_user, std::slice::from_ref(&own));
    assert_eq!(mine, [own, consent(4, 2, Some(1))]);
    assert_eq!(everyone, [consent(1, 1, None)]);
}

async fn an_app_role_is_given_once(site: Site) {
    let world = World::open(&site).await;
    let holder = service_principal(1).id.0;
    let (first, twice, of, at_resource, gone, left) = world
        .write(world.a, move |tx| {
            let first = consents::insert_app_role(tx, &app_role(1, holder))?;
            let twice = consents::insert_app_role(tx, &app_role(2, holder))?;
            let of = consents::app_roles_of(tx, holder)?;
            let at_resource = consents::app_roles_at(tx, service_principal(9).id, None, 9)?;
            let gone = consents::delete_app_role(tx, app_role(1, holder).id)?;
            Ok((first, twice, of, at_resource, gone, consents::list_app_roles(tx, None, 9)?))
        })
        .await;
    assert!(first && !twice && gone);
    assert_eq!(of, [app_role(1, holder)]);
    assert_eq!(at_resource, [app_role(1, holder)]);
    assert_eq!(left, []);
}
