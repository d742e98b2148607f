//! The sign-in log, the outbox, the audit log and the counters of refused requests.

use super::fixture::{TENANT_A, TENANT_B, World, application, at, audit, id, sign_in, user};
use crate::sign_ins::{Filter, Name, Outcome};
use crate::tests::Site;
use crate::{audits, outbox, refused, sign_ins};
use model::audit::{Actor, AuditEntry};
use model::signin::{EventType, SignIn};

crate::tests::on_both_engines! {
    an_entry_comes_back_as_it_went_in
    an_entry_never_replaces_another
    a_copy_is_made_once
    entries_are_listed_newest_first_page_by_page
    entries_are_filtered
    the_log_is_followed_in_order
    old_entries_go
    entries_for_other_tenants_wait_until_they_are_copied
    audits_are_listed_and_filtered
    refused_requests_are_added_up
}

async fn an_entry_comes_back_as_it_went_in(site: Site) {
    let world = World::open(&site).await;
    let unknown = SignIn { user: None, identifier: Some("Nobody\0@a.example".to_owned()), ..sign_in(2) };
    let written = unknown.clone();
    let seen = world
        .write(world.a, move |tx| {
            sign_ins::insert(tx, &sign_in(1))?;
            sign_ins::insert(tx, &written)?;
            let found = sign_ins::find(tx, sign_in(1).id)?;
            Ok((found, sign_ins::find(tx, sign_in(2).id)?, sign_ins::find(tx, sign_in(3).id)?))
        })
        .await;
    assert_eq!(seen, (Some(sign_in(1)), Some(unknown), None));
}

async fn an_entry_never_replaces_another(site: Site) {
    let world = World::open(&site).await;
    world.write(world.a, |tx| sign_ins::insert(tx, &sign_in(1))).await;
    let other = SignIn { error_code: 50_126, ..sign_in(1) };
    let end = world.store.write(world.a, move |tx| sign_ins::insert(tx, &other)).await;
    assert!(end.unwrap_err().is_unique_on("id"));
    let found = world.write(world.a, |tx| sign_ins::find(tx, sign_in(1).id)).await;
    assert_eq!(found, Some(sign_in(1)));
}

async fn a_copy_is_made_once(site: Site) {
    let world = World::open(&site).await;
    let made = world
        .write(world.b, |tx| Ok((sign_ins::copy(tx, &sign_in(1))?, sign_ins::copy(tx, &sign_in(1))?)))
        .await;
    assert_eq!(made, (true, false));
}

/// Ten entries, one a minute.
async fn filled(site: &Site) -> World {
    let world = World::open(site).await;
    world.write(world.a, |tx| (1..=10).try_for_each(|number| sign_ins::insert(tx, &varied(number)))).await;
    world
}

fn varied(number: u8) -> SignIn {
    let mut entry = sign_in(number);
    match number {
        2 => entry.error_code = 50_126,
        3 => entry.error_code = 50_074,
        4 => entry.event = EventType::NonInteractiveUser,
        5 => {
            entry.event = EventType::ServicePrincipal;
            entry.user = None;
            entry.client.app_id = application(5).app_id;
        }
        6 => {
            entry.user = None;
            entry.identifier = Some("User1@A.example".to_owned());
        }
        7 => entry.user.clone_from(&sign_in(1).user),
        _ => {}
    }
    entry
}

async fn listed(world: &World, filter: Filter) -> Vec<u8> {
    let of_user = filter.user.is_some();
    let counted = filter.clone();
    let (found, count) = world
        .store
        .read(world.a, move |tx| Ok((sign_ins::list(tx, &filter, None, 99)?, sign_ins::count(tx, &counted)?)))
        .await
        .map_err(|error: crate::StoreError| error)
        .unwrap();
    assert_eq!(i64::try_from(found.len()).unwrap(), count, "of a user: {of_user}");
    found.iter().map(|entry| entry.id.0.as_bytes()[15]).collect()
}

async fn entries_are_listed_newest_first_page_by_page(site: Site) {
    let world = filled(&site).await;
    let (first, second) = world
        .store
        .read(world.a, |tx| {
            let first = sign_ins::list(tx, &Filter::default(), None, 4)?;
            let last = first.last().map(|entry| entry.id);
            Ok::<_, crate::StoreError>((first, sign_ins::list(tx, &Filter::default(), last, 4)?))
        })
        .await
        .unwrap();
    assert_eq!(first, [10, 9, 8, 7].map(varied));
    assert_eq!(second, [6, 5, 4, 3].map(varied));
}

async fn entries_are_filtered(site: Site) {
    let world = filled(&site).await;
    let any = Filter::default;
    let equals = |name: &str| Some(Name::Equals(name.to_owned()));
    let prefix = |name: &str| Some(Name::StartsWith(name.to_owned()));
    let one = user(1).id;
    let cases = [
        (any(), vec![10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        (Filter { from: Some(at(8 * 60)), ..any() }, vec![10, 9, 8]),
        (Filter { to: Some(at(3 * 60)), ..any() }, vec![2, 1]),
        (Filter { from: Some(at(3 * 60)), to: Some(at(5 * 60)), ..any() }, vec![4, 3]),
        (Filter { user: Some(one), ..any() }, vec![7, 1]),
        (Filter { user: Some(one), from: Some(at(120)), ..any() }, vec![7]),
        (Filter { name: equals("USER1@a.example"), ..any() }, vec![7, 6, 1]),
        (Filter { name: equals("user1"), ..any() }, vec![]),
        (Filter { name: prefix("User1"), ..any() }, vec![10, 7, 6, 1]),
        (Filter { name: prefix("%"), ..any() }, vec![]),
        (Filter { app: Some(application(5).app_id), ..any() }, vec![5]),
        (Filter { outcome: Outcome::Failed, ..any() }, vec![3, 2]),
        (Filter { outcome: Outcome::Succeeded, user: Some(user(2).id), ..any() }, vec![]),
        (Filter { outcome: Outcome::Code(50_126), ..any() }, vec![2]),
        (Filter { outcome: Outcome::Code(0), app: Some(application(5).app_id), ..any() }, vec![5]),
        (Filter { events: vec![EventType::NonInteractiveUser], ..any() }, vec![4]),
        (
            Filter { events: vec![EventType::ServicePrincipal, EventType::NonInteractiveUser], ..any() },
            vec![5, 4],
        ),
        (Filter { events: vec![EventType::ManagedIdentity], ..any() }, vec![]),
        (Filter { correlation: Some(id(0xC004)), ..any() }, vec![4]),
    ];
    for (filter, expected) in cases {
        let shown = format!("{filter:?}");
        assert_eq!(listed(&world, filter).await, expected, "{shown}");
    }
}

async fn the_log_is_followed_in_order(site: Site) {
    let world = filled(&site).await;
    let (first, next) = world
        .store
        .read(world.a, |tx| {
            let first = sign_ins::after(tx, None, 2)?;
            Ok::<_, crate::StoreError>((first, sign_ins::after(tx, Some(sign_in(8).id), 9)?))
        })
        .await
        .unwrap();
    assert_eq!(first, [1, 2].map(varied));
    assert_eq!(next, [9, 10].map(varied));
}

async fn old_entries_go(site: Site) {
    let world = filled(&site).await;
    let seen = world
        .write(world.a, |tx| {
            let bounded = sign_ins::delete_before(tx, at(5 * 60), 3)?;
            let rest = sign_ins::delete_before(tx, at(5 * 60), 99)?;
            audits::insert(tx, &audit(1))?;
            audits::insert(tx, &audit(9))?;
            let audits = audits::delete_before(tx, at(9 * 60), 99)?;
            Ok((bounded, rest, sign_ins::count(tx, &Filter::default())?, audits))
        })
        .await;
    assert_eq!(seen, (3, 1, 6, 1));
}

async fn entries_for_other_tenants_wait_until_they_are_copied(site: Site) {
    let world = World::open(&site).await;
    let (taken, first) = world
        .write(world.a, |tx| {
            outbox::push(tx, &sign_in(2))?;
            outbox::push(tx, &sign_in(1))?;
            Ok((outbox::take(tx, 9)?, outbox::take(tx, 1)?))
        })
        .await;
    assert_eq!(taken, [(TENANT_B, sign_in(1)), (TENANT_B, sign_in(2))]);
    assert_eq!(first, [(TENANT_B, sign_in(1))]);
    assert_eq!(world.system(|tx| outbox::waiting(tx, 9)).await, [TENANT_A]);
    let done = world
        .write(world.a, |tx| {
            let done = outbox::done(tx, sign_in(1).id)?;
            let twice = outbox::done(tx, sign_in(1).id)?;
            Ok((done, twice, outbox::done(tx, sign_in(2).id)?))
        })
        .await;
    assert_eq!(done, (true, false, true));
    assert_eq!(world.system(|tx| outbox::waiting(tx, 9)).await, []);
}

async fn audits_are_listed_and_filtered(site: Site) {
    let world = World::open(&site).await;
    world
        .write(world.a, |tx| {
            for number in 1..=4 {
                audits::insert(tx, &audited(number))?;
            }
            Ok(())
        })
        .await;
    let any = audits::Filter::default;
    let cases = [
        (any(), vec![4, 3, 2, 1]),
        (audits::Filter { from: Some(at(2 * 60)), to: Some(at(4 * 60)), ..any() }, vec![3, 2]),
        (audits::Filter { activity: Some("Delete user".to_owned()), ..any() }, vec![2]),
        (audits::Filter { category: Some("Policy".to_owned()), ..any() }, vec![3]),
        (audits::Filter { actor: Some(user(1).id.0), ..any() }, vec![3, 2, 1]),
        (audits::Filter { correlation: Some(id(0xC004)), ..any() }, vec![4]),
    ];
    for (filter, expected) in cases {
        let shown = format!("{filter:?}");
        let found = world.store.read(world.a, move |tx| audits::list(tx, &filter, None, 9)).await.unwrap();
        let expected: Vec<AuditEntry> = expected.into_iter().map(audited).collect();
        assert_eq!(found, expected, "{shown}");
    }
    let (page, after, one) = world
        .write(world.a, move |tx| {
            Ok((
                audits::list(tx, &audits::Filter::default(), Some(audit(3).id), 1)?,
                audits::after(tx, Some(audit(3).id), 9)?,
                audits::find(tx, audit(1).id)?,
            ))
        })
        .await;
    assert_eq!((page, after, one), (vec![audited(2)], vec![audited(4)], Some(audited(1))));
}

fn audited(number: u8) -> AuditEntry {
    let mut entry = audit(number);
    match number {
        2 => entry.activity = "Delete user".to_owned(),
        3 => entry.category = "Policy".to_owned(),
        4 => entry.actor = Actor::Operator { name: "operator@host".to_owned() },
        _ => {}
    }
    entry
}

async fn refused_requests_are_added_up(site: Site) {
    let world = World::open(&site).await;
    let (network, other) = ([1; 32], [2; 32]);
    let seen = world
        .write(world.a, move |tx| {
            refused::add(tx, 10, &network, 3)?;
            refused::add(tx, 10, &network, 4)?;
            refused::add(tx, 10, &other, 1)?;
            refused::add(tx, 11, &network, 9)?;
            let listed = refused::list(tx, 10, 11, 9)?;
            let gone = refused::delete_before(tx, 11, 9)?;
            Ok((listed, gone, refused::list(tx, 0, 99, 9)?.len()))
        })
        .await;
    let entry = |network, requests| refused::Refused { minute: 10, network, requests };
    assert_eq!(seen, (vec![entry(network, 7), entry(other, 1)], 2, 1));
}
