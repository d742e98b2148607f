//! Nothing of one tenant is seen or changed from another: every function with a tenant's scope is asked.

use super::fixture::{
    TENANT_A, TENANT_B, World, app_role, application, at, audit, code, consent, flow, grant, group, method,
    password, service_principal, session, sign_in, tenant, user,
};
use crate::scope::Actor;
use crate::tests::Site;
use crate::{
    StoreError, Tx, application_directory, applications, audits, codes, config, consents, familiar, flows,
    grants, groups, lockouts, methods, outbox, passwords, recovery_codes, refused, roles, service_principals,
    sessions, sign_ins, tenants, users,
};
use model::lockout::{Guess, Lockout, Place};
use model::role::GLOBAL_ADMINISTRATOR as ROLE;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

crate::tests::on_both_engines! {
    another_tenant_sees_and_changes_nothing
    the_same_ids_in_another_tenant_are_other_rows
    a_tenant_is_deleted_as_a_whole_and_alone
    a_tenants_scope_writes_its_own_tenant_and_no_other
}

type Transaction<'a, 'b> = &'a mut Tx<'b, Actor>;
/// Whether a function found, or changed, what [`fill`] wrote.
type Case = (&'static str, fn(Transaction<'_, '_>) -> Result<bool, StoreError>);

const KEY: lockouts::Key = lockouts::Key { hash: [1; 32], known: false };
const GUESS: Guess = Guess::Password;
const PLACE: Place = Place::Familiar;
const NETWORK: [u8; 32] = [2; 32];
const CODE: [u8; 32] = [3; 32];

/// One row of everything.
fn fill(tx: Transaction<'_, '_>) -> Result<(), StoreError> {
    applications::insert(tx, &application(1))?;
    applications::insert(tx, &application(2))?;
    applications::soft_delete(tx, application(2).id, at(1))?;
    application_directory::insert_own(tx, application(1).app_id, true)?;
    service_principals::insert(tx, &service_principal(1))?;
    service_principals::insert(tx, &service_principal(9))?;
    consents::insert(tx, &consent(1, 1, None))?;
    consents::insert_for_user(tx, user(1).id, &consent(2, 1, None))?;
    consents::insert_app_role(tx, &app_role(1, service_principal(1).id.0))?;
    config::bump(tx)?;
    users::insert(tx, &user(1))?;
    users::insert(tx, &user(2))?;
    users::soft_delete(tx, user(2).id, at(1))?;
    roles::assign(tx, user(1).id.0, ROLE, at(1))?;
    groups::insert(tx, &group(1))?;
    groups::add_member(tx, group(1).id, user(1).id, at(1))?;
    passwords::set(tx, user(1).id, &password(1))?;
    methods::insert(tx, user(1).id, &method(1))?;
    recovery_codes::replace_all(tx, user(1).id, &[(method(2).id, CODE)], at(1))?;
    lockouts::put(tx, KEY, GUESS, PLACE, &Lockout { failures: 3, ..Lockout::default() }, at(1))?;
    familiar::remember(tx, user(1).id, &NETWORK, at(1))?;
    sessions::insert(tx, &session(1, 1))?;
    flows::insert(tx, &flow(1))?;
    grants::insert(tx, &grant(1, 1))?;
    codes::insert(tx, &code(1))?;
    sign_ins::insert(tx, &sign_in(1))?;
    sign_ins::copy(tx, &sign_in(2))?;
    outbox::push(tx, &sign_in(1))?;
    audits::insert(tx, &audit(1))?;
    refused::add(tx, 5, &NETWORK, 4)
}

/// What [`fill`] uses. It writes only; that it writes into its own tenant is what the other cases show.
const WRITERS: &[&str] = &[
    "applications::insert",
    "application_directory::insert_own",
    "service_principals::insert",
    "consents::insert",
    "consents::insert_for_user",
    "consents::insert_app_role",
    "config::bump",
    "users::insert",
    "roles::assign",
    "groups::insert",
    "groups::add_member",
    "passwords::set",
    "methods::insert",
    "recovery_codes::replace_all",
    "lockouts::put",
    "familiar::remember",
    "sessions::insert",
    "flows::insert",
    "grants::insert",
    "codes::insert",
    "sign_ins::insert",
    "sign_ins::copy",
    "outbox::push",
    "audits::insert",
    "refused::add",
    // Asked by a test of their own.
    "tenants::insert_own",
    "tenants::update_own",
    // There is a tenant's own row in either tenant.
    "config::tenant",
    "config::snapshot",
];

const CASES: &[Case] = &[
    ("applications::update", |tx| applications::update(tx, &application(1), 1)),
    ("applications::find", |tx| Ok(applications::find(tx, application(1).id)?.is_some())),
    ("applications::find_by_app_id", |tx| {
        Ok(applications::find_by_app_id(tx, application(1).app_id)?.is_some())
    }),
    ("applications::list", |tx| Ok(!applications::list(tx, None, 9)?.is_empty())),
    ("applications::list_deleted", |tx| Ok(!applications::list_deleted(tx, None, 9)?.is_empty())),
    ("applications::soft_delete", |tx| applications::soft_delete(tx, application(1).id, at(9))),
    ("applications::restore", |tx| applications::restore(tx, application(2).id)),
    ("applications::delete_expired", |tx| Ok(applications::delete_expired(tx, at(9), 9)? > 0)),
    ("service_principals::update", |tx| service_principals::update(tx, &service_principal(1))),
    ("service_principals::find", |tx| Ok(service_principals::find(tx, service_principal(1).id)?.is_some())),
    ("service_principals::find_by_app_id", |tx| {
        Ok(service_principals::find_by_app_id(tx, service_principal(1).app_id)?.is_some())
    }),
    ("service_principals::list", |tx| Ok(!service_principals::list(tx, None, 9)?.is_empty())),
    ("service_principals::set_enabled", |tx| {
        service_principals::set_enabled(tx, service_principal(1).id, false)
    }),
    ("service_principals::delete", |tx| service_principals::delete(tx, service_principal(1).id)),
    ("consents::list_for_client", |tx| {
        Ok(!consents::list_for_client(tx, service_principal(1).id, None, 9)?.is_empty())
    }),
    ("consents::for_user", |tx| Ok(!consents::for_user(tx, service_principal(1).id, user(1).id)?.is_empty())),
    ("consents::of_user", |tx| Ok(!consents::of_user(tx, user(1).id)?.is_empty())),
    ("consents::for_everyone", |tx| Ok(!consents::for_everyone(tx)?.is_empty())),
    ("consents::list_all", |tx| Ok(!consents::list_all(tx, None, 9)?.is_empty())),
    ("consents::delete", |tx| consents::delete(tx, consent(1, 1, None).id)),
    ("consents::delete_of", |tx| Ok(consents::delete_of(tx, service_principal(1).id, 9)? > 0)),
    ("consents::list_app_roles", |tx| Ok(!consents::list_app_roles(tx, None, 9)?.is_empty())),
    ("consents::app_roles_of", |tx| Ok(!consents::app_roles_of(tx, service_principal(1).id.0)?.is_empty())),
    ("consents::app_roles_at", |tx| {
        Ok(!consents::app_roles_at(tx, service_principal(9).id, None, 9)?.is_empty())
    }),
    ("consents::delete_app_role", |tx| {
        consents::delete_app_role(tx, app_role(1, service_principal(1).id.0).id)
    }),
    ("users::update", |tx| users::update(tx, &user(1), 1)),
    ("users::find", |tx| Ok(users::find(tx, user(1).id)?.is_some())),
    ("users::by_name", |tx| Ok(users::by_name(tx, "user1@a.example")?.is_some())),
    ("users::list", |tx| Ok(!users::list(tx, &users::Filter::default(), None, 9)?.is_empty())),
    ("users::list_deleted", |tx| Ok(!users::list_deleted(tx, None, 9)?.is_empty())),
    ("users::any_with_suffix", |tx| Ok(users::any_with_suffix(tx, "example")?.is_some())),
    ("users::count", |tx| Ok(users::count(tx)? > 0)),
    ("users::soft_delete", |tx| users::soft_delete(tx, user(1).id, at(9))),
    ("users::restore", |tx| users::restore(tx, user(2).id)),
    ("users::set_sessions_valid_from", |tx| users::set_sessions_valid_from(tx, user(1).id, at(9))),
    ("users::delete_expired", |tx| Ok(users::delete_expired(tx, at(9), 9)? > 0)),
    ("roles::revoke", |tx| roles::revoke(tx, user(1).id.0, ROLE)),
    ("roles::of", |tx| Ok(!roles::of(tx, user(1).id.0)?.is_empty())),
    ("roles::holders", |tx| Ok(!roles::holders(tx, ROLE)?.is_empty())),
    ("roles::list", |tx| Ok(!roles::list(tx, None, 9)?.is_empty())),
    ("groups::find", |tx| Ok(groups::find(tx, group(1).id)?.is_some())),
    ("groups::list", |tx| Ok(!groups::list(tx, None, 9)?.is_empty())),
    ("groups::rename", |tx| groups::rename(tx, group(1).id, "Other", 1)),
    ("groups::delete", |tx| groups::delete(tx, group(1).id, at(9))),
    ("groups::remove_member", |tx| groups::remove_member(tx, group(1).id, user(1).id)),
    ("groups::members", |tx| Ok(!groups::members(tx, group(1).id, None, 9)?.is_empty())),
    ("groups::of_user", |tx| Ok(!groups::of_user(tx, user(1).id)?.is_empty())),
    ("passwords::get", |tx| Ok(passwords::get(tx, user(1).id)?.is_some())),
    ("passwords::rehash", |tx| passwords::rehash(tx, user(1).id, password(1).id, 1, "$new")),
    ("passwords::delete", |tx| passwords::delete(tx, user(1).id)),
    ("passwords::last_changed", |tx| Ok(passwords::last_changed(tx, user(1).id)?.is_some())),
    ("methods::list", |tx| Ok(!methods::list(tx, user(1).id)?.is_empty())),
    ("methods::use_step", |tx| methods::use_step(tx, user(1).id, method(1).id, 7, at(9))),
    ("methods::rename", |tx| methods::rename(tx, user(1).id, method(1).id, "Other")),
    ("methods::forget_all", |tx| Ok(methods::forget_all(tx, user(1).id)? > 0)),
    ("methods::delete", |tx| methods::delete(tx, user(1).id, method(1).id, at(9))),
    ("methods::had_any_ever", |tx| methods::had_any_ever(tx, user(1).id)),
    ("recovery_codes::find_unused", |tx| Ok(recovery_codes::find_unused(tx, user(1).id, &CODE)?.is_some())),
    ("recovery_codes::consume", |tx| recovery_codes::consume(tx, user(1).id, method(2).id, at(9))),
    ("recovery_codes::count_unused", |tx| Ok(recovery_codes::count_unused(tx, user(1).id)? > 0)),
    ("lockouts::get", |tx| Ok(lockouts::get(tx, KEY, GUESS, PLACE)? != Lockout::default())),
    ("lockouts::clear", |tx| Ok(lockouts::clear(tx, KEY, GUESS)? > 0)),
    ("lockouts::prune", |tx| Ok(lockouts::prune(tx, at(9), 9)? > 0)),
    ("lockouts::count_unknown", |tx| Ok(lockouts::count_unknown(tx)? > 0)),
    ("lockouts::forget_oldest_unknown", |tx| Ok(lockouts::forget_oldest_unknown(tx, 9)? > 0)),
    ("familiar::is_known", |tx| familiar::is_known(tx, user(1).id, &NETWORK)),
    ("sessions::find", |tx| Ok(sessions::find(tx, session(1, 1).id)?.is_some())),
    ("sessions::update", |tx| sessions::update(tx, &session(1, 1), 1)),
    ("sessions::end", |tx| sessions::end(tx, session(1, 1).id, at(9))),
    ("sessions::end_all", |tx| Ok(sessions::end_all(tx, user(1).id, at(9))? > 0)),
    ("sessions::list", |tx| Ok(!sessions::list(tx, user(1).id)?.is_empty())),
    ("sessions::delete_expired", |tx| Ok(sessions::delete_expired(tx, at(9), 9)? > 0)),
    ("flows::find", |tx| Ok(flows::find(tx, flow(1).id)?.is_some())),
    ("flows::advance", |tx| flows::advance(tx, &flow(1), 1)),
    ("flows::delete", |tx| flows::delete(tx, flow(1).id)),
    ("flows::delete_expired", |tx| Ok(flows::delete_expired(tx, at(9999), 9)? > 0)),
    ("grants::find", |tx| Ok(grants::find(tx, grant(1, 1).id)?.is_some())),
    ("grants::rotate", |tx| grants::rotate(tx, grant(1, 1).id, 1, 2, &CODE, at(9))),
    ("grants::revoke", |tx| grants::revoke(tx, grant(1, 1).id, at(9))),
    ("grants::revoke_all", |tx| Ok(grants::revoke_all(tx, user(1).id, at(9))? > 0)),
    ("grants::revoke_session", |tx| Ok(grants::revoke_session(tx, user(1).id, session(1, 1).id, at(9))? > 0)),
    ("grants::list", |tx| Ok(!grants::list(tx, user(1).id)?.is_empty())),
    ("grants::delete_expired", |tx| Ok(grants::delete_expired(tx, at(9), 9)? > 0)),
    ("codes::find", |tx| Ok(codes::find(tx, code(1).id)?.is_some())),
    ("codes::redeem", |tx| codes::redeem(tx, code(1).id, at(9))),
    ("codes::delete_expired", |tx| Ok(codes::delete_expired(tx, at(9999), 9)? > 0)),
    ("sign_ins::find", |tx| Ok(sign_ins::find(tx, sign_in(1).id)?.is_some())),
    ("sign_ins::list", |tx| Ok(!sign_ins::list(tx, &sign_ins::Filter::default(), None, 9)?.is_empty())),
    ("sign_ins::list of a user", |tx| {
        let filter = sign_ins::Filter { user: Some(user(1).id), ..sign_ins::Filter::default() };
        Ok(!sign_ins::list(tx, &filter, None, 9)?.is_empty())
    }),
    ("sign_ins::count", |tx| Ok(sign_ins::count(tx, &sign_ins::Filter::default())? > 0)),
    ("sign_ins::count of a user", |tx| {
        let filter = sign_ins::Filter { user: Some(user(1).id), ..sign_ins::Filter::default() };
        Ok(sign_ins::count(tx, &filter)? > 0)
    }),
    ("sign_ins::after", |tx| Ok(!sign_ins::after(tx, None, 9)?.is_empty())),
    ("sign_ins::delete_before", |tx| Ok(sign_ins::delete_before(tx, at(9999), 9)? > 0)),
    ("outbox::take", |tx| Ok(!outbox::take(tx, 9)?.is_empty())),
    ("outbox::done", |tx| outbox::done(tx, sign_in(1).id)),
    ("audits::find", |tx| Ok(audits::find(tx, audit(1).id)?.is_some())),
    ("audits::list", |tx| Ok(!audits::list(tx, &audits::Filter::default(), None, 9)?.is_empty())),
    ("audits::after", |tx| Ok(!audits::after(tx, None, 9)?.is_empty())),
    ("audits::delete_before", |tx| Ok(audits::delete_before(tx, at(9999), 9)? > 0)),
    ("refused::list", |tx| Ok(!refused::list(tx, 0, 9, 9)?.is_empty())),
    ("refused::delete_before", |tx| Ok(refused::delete_before(tx, 9, 9)? > 0)),
];

/// What a case answered; as an error, so that nothing it did stays.
enum End {
    Answer(bool),
    Fault(StoreError),
}

impl From<StoreError> for End {
    fn from(error: StoreError) -> Self {
        Self::Fault(error)
    }
}

/// The names of the cases that answer `true` in a tenant.
async fn answering(world: &World, scope: Actor) -> Vec<&'static str> {
    let mut names = Vec::new();
    for &(name, case) in CASES {
        let end = world.store.write(scope, move |tx| Err::<(), _>(End::Answer(case(tx)?))).await;
        match end {
            Err(End::Answer(true)) => names.push(name),
            Err(End::Answer(false)) => {}
            Err(End::Fault(error)) => panic!("{name}: {error}"),
            Ok(()) => panic!("{name}: committed"),
        }
    }
    names
}

fn every_case() -> Vec<&'static str> {
    CASES.iter().map(|(name, _)| *name).collect()
}

async fn another_tenant_sees_and_changes_nothing(site: Site) {
    let world = World::open(&site).await;
    world.write(world.a, fill).await;
    assert_eq!(answering(&world, world.a).await, every_case());
    assert_eq!(answering(&world, world.b).await, Vec::<&str>::new());
    let snapshot = world.store.read(world.b, config::snapshot).await.unwrap().unwrap();
    assert_eq!(snapshot.tenant.id, TENANT_B);
    assert!(snapshot.applications.is_empty() && snapshot.service_principals.is_empty());
    assert!(snapshot.consents.is_empty() && snapshot.app_roles.is_empty());
}

async fn the_same_ids_in_another_tenant_are_other_rows(site: Site) {
    let world = World::open(&site).await;
    world.write(world.a, fill).await;
    world.write(world.b, fill).await;
    let ended = world.write(world.b, |tx| {
        users::soft_delete(tx, user(1).id, at(9))?;
        passwords::set(tx, user(1).id, &password(2))?;
        lockouts::put(tx, KEY, GUESS, PLACE, &Lockout::default(), at(9))?;
        refused::add(tx, 5, &NETWORK, 4)?;
        consents::insert(tx, &consent(1, 1, None))?;
        users::delete_expired(tx, at(99), 9)
    });
    assert_eq!(ended.await, 2);
    assert_eq!(answering(&world, world.a).await, every_case());
    let (password_kept, refused) =
        world.write(world.a, |tx| Ok((passwords::get(tx, user(1).id)?, refused::list(tx, 0, 9, 9)?))).await;
    assert_eq!(password_kept, Some(password(1)));
    assert_eq!(refused.iter().map(|entry| entry.requests).collect::<Vec<_>>(), [4]);
}

async fn a_tenant_is_deleted_as_a_whole_and_alone(site: Site) {
    let world = World::open(&site).await;
    world.write(world.a, fill).await;
    world.write(world.b, fill).await;
    world
        .write(world.a, |tx| (0..600_u32).try_for_each(|minute| refused::add(tx, minute.into(), &NETWORK, 1)))
        .await;

    let mut steps = Vec::new();
    while steps.last() != Some(&0) {
        steps.push(world.system(|tx| tenants::purge_step(tx, TENANT_A)).await);
    }
    assert_eq!(steps.len(), 3, "{steps:?}");
    assert!(steps.iter().all(|deleted| *deleted <= 500), "{steps:?}");

    assert_eq!(answering(&world, world.a).await, Vec::<&str>::new());
    assert_eq!(answering(&world, world.b).await, every_case());
    let (gone, by_domain, version, other) = world
        .system(|tx| {
            Ok((
                tenants::find(tx, TENANT_A)?,
                tenants::by_domain(tx, "a.example")?,
                config::version(tx, TENANT_A)?,
                tenants::find(tx, TENANT_B)?,
            ))
        })
        .await;
    assert_eq!((gone, by_domain, version), (None, None, 0));
    assert_eq!(other, Some(tenant(TENANT_B, "b.example")));
}

async fn a_tenants_scope_writes_its_own_tenant_and_no_other(site: Site) {
    let world = World::open(&site).await;
    let renamed =
        model::tenant::Tenant { display_name: "Renamed".to_owned(), ..tenant(TENANT_A, "a.example") };
    let (foreign, made) = (renamed.clone(), renamed.clone());
    let refused = world.write(world.b, move |tx| {
        Ok((tenants::update_own(tx, &foreign)?, tenants::insert_own(tx, &foreign)?))
    });
    assert_eq!(refused.await, (false, false));
    let before = world.system(|tx| config::version(tx, TENANT_A)).await;
    assert!(world.write(world.a, move |tx| tenants::update_own(tx, &made)).await);
    let found = world.system(|tx| Ok((tenants::find(tx, TENANT_A)?, config::version(tx, TENANT_A)?))).await;
    assert_eq!(found, (Some(renamed), before + 1));
}

#[test]
fn every_function_with_a_tenants_scope_is_asked() {
    let mut declared = BTreeSet::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for line in fs::read_to_string(&path).unwrap().lines() {
            let Some((name, bounds)) = line.strip_prefix("pub fn ").and_then(|rest| rest.split_once("<S: "))
            else {
                continue;
            };
            if ["TenantScope", "MayAuthenticate", "MayAdminister"].iter().any(|b| bounds.starts_with(b)) {
                declared.insert(format!("{module}::{name}"));
            }
        }
    }
    let asked: BTreeSet<String> = CASES
        .iter()
        .map(|(name, _)| name.split(' ').next().unwrap())
        .chain(WRITERS.iter().copied())
        .map(str::to_owned)
        .collect();
    assert_eq!(declared, asked);
}
