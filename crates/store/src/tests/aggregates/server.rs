//! Server keys, key rings, jobs and marks.

use super::fixture::{World, at};
use crate::tests::Site;
use crate::{jobs, marks, ring_keys, server_keys};
use model::server_key::{KeyState, RingKey, RingPurpose, ServerKey};

crate::tests::on_both_engines! {
    server_keys_are_listed_in_the_order_they_were_made
    a_ring_keeps_every_key
    a_job_has_one_holder_until_the_lease_ends
    marks_are_kept
}

fn server_key(number: u8) -> ServerKey {
    ServerKey {
        kid: format!("kid{}", 9 - number),
        algorithm: "ES256".to_owned(),
        state: KeyState::Next,
        sealed: vec![number; 200],
        certificate: vec![number; 300],
        created_at: at(number.into()),
        activates_at: at(100),
    }
}

async fn server_keys_are_listed_in_the_order_they_were_made(site: Site) {
    let world = World::open(&site).await;
    let (before, moved, absent, after) = world
        .system(|tx| {
            server_keys::insert(tx, &server_key(2))?;
            server_keys::insert(tx, &server_key(1))?;
            let before = server_keys::list(tx)?;
            let moved = server_keys::set_state(tx, &server_key(1).kid, KeyState::Current)?;
            let absent = server_keys::set_state(tx, "none", KeyState::Current)?;
            Ok((before, moved, absent, server_keys::list(tx)?))
        })
        .await;
    assert_eq!(before, [server_key(1), server_key(2)]);
    assert!(moved && !absent);
    assert_eq!(after, [ServerKey { state: KeyState::Current, ..server_key(1) }, server_key(2)]);
    let again = world.store.write(crate::scope::System::new(), |tx| server_keys::insert(tx, &server_key(1)));
    assert!(again.await.unwrap_err().is_unique_on("kid"));
}

async fn a_ring_keeps_every_key(site: Site) {
    let world = World::open(&site).await;
    let key = |purpose, key_id| RingKey { purpose, key_id, sealed: vec![5; 60], created_at: at(1) };
    let keys = [key(RingPurpose::Mac, 1), key(RingPurpose::Seal, 1), key(RingPurpose::Seal, u32::MAX)];
    let written = keys.clone();
    let listed = world
        .system(move |tx| {
            for key in written.iter().rev() {
                ring_keys::insert(tx, key)?;
            }
            ring_keys::list(tx)
        })
        .await;
    assert_eq!(listed, keys);
    let taken = keys[0].clone();
    let again = world.store.write(crate::scope::System::new(), move |tx| ring_keys::insert(tx, &taken));
    assert!(again.await.unwrap_err().is_unique_on("key_id"));
}

async fn a_job_has_one_holder_until_the_lease_ends(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .system(|tx| {
            let never = jobs::last_run(tx, "copy")?;
            let taken = jobs::lease(tx, "copy", "one", at(0), at(10))?;
            let other = jobs::lease(tx, "copy", "two", at(9), at(20))?;
            let extended = jobs::lease(tx, "copy", "one", at(9), at(15))?;
            let late = jobs::lease(tx, "copy", "two", at(15), at(25))?;
            let lost = jobs::finish(tx, "copy", "one", at(16))?;
            let running = jobs::last_run(tx, "copy")?;
            let finished = jobs::finish(tx, "copy", "two", at(17))?;
            let free = jobs::lease(tx, "copy", "one", at(17), at(30))?;
            Ok((
                never,
                taken,
                other,
                extended,
                late,
                lost,
                running,
                finished,
                free,
                jobs::last_run(tx, "copy")?,
            ))
        })
        .await;
    assert_eq!(seen, (None, true, false, true, true, false, None, true, true, Some(at(17))));
}

async fn marks_are_kept(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .system(|tx| {
            let none = marks::get(tx, "clock")?;
            marks::set(tx, "clock", "60")?;
            marks::set(tx, "clock", "120")?;
            Ok((none, marks::get(tx, "clock")?))
        })
        .await;
    assert_eq!(seen, (None, Some("120".to_owned())));
}
