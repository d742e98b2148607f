//! Passwords, methods, recovery codes, lockouts and familiar networks.

use super::fixture::{World, at, id, method, password, user};
use crate::tests::Site;
use crate::{StoreError, familiar, lockouts, methods, passwords, recovery_codes};
use model::lockout::{Guess, Lockout, Place};
use model::method::Method;
use model::user::{Password, PasswordOrigin};
use model::{CredentialId, UserId};

crate::tests::on_both_engines! {
    a_password_is_set_replaced_and_removed
    a_rehash_is_for_the_password_it_was_made_from
    a_method_keeps_its_secret_sealed
    a_step_is_used_once_and_never_an_earlier_one
    a_deleted_method_is_gone_and_remembered
    recovery_codes_work_once
    failures_are_counted_per_guess_and_place
    unknown_names_are_bounded
    old_counters_are_pruned_and_locks_are_not
    the_latest_networks_are_remembered
}

const USER: UserId = UserId(model::Uuid::from_u128(0x6001));

async fn a_password_is_set_replaced_and_removed(site: Site) {
    let world = World::open(&site).await;
    let second = Password { origin: PasswordOrigin::Temporary, set_at: at(9), ..password(2) };
    let written = second.clone();
    let seen = world
        .write(world.a, move |tx| {
            let before = passwords::get(tx, USER)?;
            passwords::set(tx, USER, &password(1))?;
            let first = passwords::get(tx, USER)?;
            passwords::set(tx, USER, &written)?;
            let replaced = passwords::get(tx, USER)?;
            let changed = passwords::last_changed(tx, USER)?;
            let removed = passwords::delete(tx, USER)?;
            Ok((before, first, replaced, changed, removed, passwords::delete(tx, USER)?))
        })
        .await;
    assert_eq!(seen, (None, Some(password(1)), Some(second), Some(at(9)), true, false));
}

async fn a_rehash_is_for_the_password_it_was_made_from(site: Site) {
    let world = World::open(&site).await;
    let (done, stale, other, found) = world
        .write(world.a, |tx| {
            passwords::set(tx, USER, &password(1))?;
            let done = passwords::rehash(tx, USER, password(1).id, 1, "$new")?;
            let stale = passwords::rehash(tx, USER, password(1).id, 1, "$newer")?;
            let other = passwords::rehash(tx, USER, password(2).id, 2, "$newest")?;
            Ok((done, stale, other, passwords::get(tx, USER)?))
        })
        .await;
    assert!(done && !stale && !other);
    assert_eq!(found, Some(Password { phc: "$new".to_owned(), version: 2, ..password(1) }));
}

async fn a_method_keeps_its_secret_sealed(site: Site) {
    let world = World::open(&site).await;
    let (listed, kept) = world
        .write(world.a, |tx| {
            methods::insert(tx, USER, &method(2))?;
            methods::insert(tx, USER, &method(1))?;
            let rows = tx.query_text("SELECT sealed_secret FROM methods", &[])?;
            let kept: Result<Vec<Vec<u8>>, StoreError> = rows.iter().map(|row| row.bytes(0)).collect();
            Ok((methods::list(tx, USER)?, kept?))
        })
        .await;
    assert_eq!(listed, [method(1), method(2)]);
    for sealed in kept {
        assert!(!sealed.windows(4).any(|part| part == b"seed"));
    }
}

async fn a_step_is_used_once_and_never_an_earlier_one(site: Site) {
    let world = World::open(&site).await;
    let steps = [10, 10, 9, 11];
    let (used, other, found) = world
        .write(world.a, move |tx| {
            methods::insert(tx, USER, &method(1))?;
            let mut used = Vec::new();
            for (second, step) in steps.into_iter().enumerate() {
                let now = at(i64::try_from(second).unwrap());
                used.push(methods::use_step(tx, USER, method(1).id, step, now)?);
            }
            let other = methods::use_step(tx, user(2).id, method(1).id, 99, at(9))?;
            Ok((used, other, methods::list(tx, USER)?))
        })
        .await;
    assert_eq!(used, [true, false, false, true]);
    assert!(!other);
    assert_eq!(found, [Method { last_step: Some(11), last_used_at: Some(at(3)), ..method(1) }]);
}

async fn a_deleted_method_is_gone_and_remembered(site: Site) {
    let world = World::open(&site).await;
    let (before, renamed, deleted, twice, after, ever, used, kept) = world
        .write(world.a, |tx| {
            let before = methods::had_any_ever(tx, USER)?;
            methods::insert(tx, USER, &method(1))?;
            let renamed = methods::rename(tx, USER, method(1).id, "Old phone")?;
            let named = methods::list(tx, USER)?;
            assert_eq!(named, [Method { display_name: "Old phone".to_owned(), version: 2, ..method(1) }]);
            let deleted = methods::delete(tx, USER, method(1).id, at(5))?;
            let twice = methods::delete(tx, USER, method(1).id, at(6))?;
            let kept = tx.query_text("SELECT sealed_secret FROM methods", &[])?;
            Ok((
                before,
                renamed,
                deleted,
                twice,
                methods::list(tx, USER)?,
                methods::had_any_ever(tx, USER)?,
                methods::use_step(tx, USER, method(1).id, 9, at(9))?,
                kept.iter().map(|row| row.opt_bytes(0)).collect::<Result<Vec<_>, _>>()?,
            ))
        })
        .await;
    assert!(!before && renamed && deleted && !twice && ever && !used);
    assert_eq!(after, []);
    assert_eq!(kept, [None]);
}

async fn recovery_codes_work_once(site: Site) {
    let world = World::open(&site).await;
    let codes: [(CredentialId, [u8; 32]); 2] = [(id(1), [1; 32]), (id(2), [2; 32])];
    let seen = world
        .write(world.a, move |tx| {
            recovery_codes::replace_all(tx, USER, &codes, at(1))?;
            let found = recovery_codes::find_unused(tx, USER, &[1; 32])?;
            let foreign = recovery_codes::find_unused(tx, user(2).id, &[1; 32])?;
            let used = recovery_codes::consume(tx, USER, id(1), at(2))?;
            let twice = recovery_codes::consume(tx, USER, id(1), at(3))?;
            let again = recovery_codes::find_unused(tx, USER, &[1; 32])?;
            let left = recovery_codes::count_unused(tx, USER)?;
            recovery_codes::replace_all(tx, USER, &[(id(3), [3; 32])], at(4))?;
            let old = recovery_codes::find_unused(tx, USER, &[2; 32])?;
            Ok((found, foreign, used, twice, again, left, old, recovery_codes::count_unused(tx, USER)?))
        })
        .await;
    assert_eq!(seen, (Some(id(1)), None, true, false, None, 1, None, 1));
}

fn key(number: u8, known: bool) -> lockouts::Key {
    lockouts::Key { hash: [number; 32], known }
}

fn failures(failures: u32) -> Lockout {
    Lockout { failures, ..Lockout::default() }
}

async fn failures_are_counted_per_guess_and_place(site: Site) {
    let world = World::open(&site).await;
    let locked = Lockout {
        failures: 10,
        locks: 2,
        locked_until: Some(at(60)),
        recent_wrong: vec![[1; 32], [2; 32], [3; 32]],
    };
    let written = locked.clone();
    let seen = world
        .write(world.a, move |tx| {
            let key = key(1, true);
            let none = lockouts::get(tx, key, Guess::Password, Place::Familiar)?;
            lockouts::put(tx, key, Guess::Password, Place::Familiar, &failures(1), at(1))?;
            lockouts::put(tx, key, Guess::Password, Place::Familiar, &written, at(2))?;
            lockouts::put(tx, key, Guess::Password, Place::Unfamiliar, &failures(3), at(2))?;
            lockouts::put(tx, key, Guess::SecondFactor, Place::Familiar, &failures(4), at(2))?;
            let familiar = lockouts::get(tx, key, Guess::Password, Place::Familiar)?;
            let unfamiliar = lockouts::get(tx, key, Guess::Password, Place::Unfamiliar)?;
            let cleared = lockouts::clear(tx, key, Guess::Password)?;
            let after = lockouts::get(tx, key, Guess::Password, Place::Familiar)?;
            let second = lockouts::get(tx, key, Guess::SecondFactor, Place::Familiar)?;
            Ok((none, familiar, unfamiliar, cleared, after, second))
        })
        .await;
    assert_eq!(seen, (failures(0), locked, failures(3), 2, failures(0), failures(4)));
}

async fn unknown_names_are_bounded(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            for number in 0..6 {
                let key = key(number, number == 0);
                lockouts::put(tx, key, Guess::Password, Place::Unfamiliar, &failures(1), at(number.into()))?;
            }
            let count = lockouts::count_unknown(tx)?;
            let forgotten = lockouts::forget_oldest_unknown(tx, 2)?;
            let mut left = Vec::new();
            for number in 0..6 {
                let lockout = lockouts::get(tx, key(number, false), Guess::Password, Place::Unfamiliar)?;
                left.push(lockout.failures);
            }
            Ok((count, forgotten, left))
        })
        .await;
    // The oldest of all is a user's and stays.
    assert_eq!(seen, (5, 2, vec![1, 0, 0, 1, 1, 1]));
}

async fn old_counters_are_pruned_and_locks_are_not(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            let locked = Lockout { locked_until: Some(at(99)), ..failures(9) };
            let place = Place::Unfamiliar;
            lockouts::put(tx, key(1, true), Guess::Password, place, &failures(1), at(1))?;
            lockouts::put(tx, key(2, true), Guess::Password, place, &locked, at(1))?;
            lockouts::put(tx, key(3, true), Guess::Password, place, &failures(3), at(50))?;
            let pruned = lockouts::prune(tx, at(50), 9)?;
            let mut left = Vec::new();
            for number in 1..=3 {
                left.push(lockouts::get(tx, key(number, true), Guess::Password, place)?.failures);
            }
            Ok((pruned, left, lockouts::prune(tx, at(100), 9)?))
        })
        .await;
    assert_eq!(seen, (1, vec![0, 9, 3], 2));
}

/// Seconds.
const DAY: i64 = 86_400;

async fn the_latest_networks_are_remembered(site: Site) {
    let world = World::open(&site).await;
    let network = |number: u8| [number; 32];
    let (known, refreshed) = world
        .write(world.a, move |tx| {
            for number in 0..50_u8 {
                familiar::remember(tx, USER, &network(number), at(i64::from(number)))?;
            }
            // Used again, so that the second is the oldest by now.
            familiar::remember(tx, USER, &network(0), at(2 * DAY))?;
            familiar::remember(tx, USER, &network(50), at(3 * DAY))?;
            let mut known = Vec::new();
            for number in [0, 1, 2, 50, 51] {
                known.push(familiar::is_known(tx, USER, &network(number))?);
            }
            // Within a day, nothing is written.
            familiar::remember(tx, USER, &network(50), at(3 * DAY + 60))?;
            let newest = tx.query_text("SELECT MAX(last_seen_at) FROM familiar_networks", &[])?;
            Ok((known, newest[0].time(0)?))
        })
        .await;
    assert_eq!(known, [true, false, true, true, false]);
    assert_eq!(refreshed, at(3 * DAY));
}
