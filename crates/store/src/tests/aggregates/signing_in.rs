//! Sessions, flows, grants, codes and device codes.

use super::fixture::{TENANT_A, World, at, code, device_code, flow, grant, proofs, session, sign_in, user};
use crate::tests::Site;
use crate::{codes, device_codes, flows, grants, sessions};
use model::application::Platform;
use model::flow::{Step, StoredFlow};
use model::grant::{AuthorizationCode, DeviceCode, DeviceState, Grant};
use model::session::Session;

crate::tests::on_both_engines! {
    a_session_is_continued_and_ended
    ended_sessions_are_not_continued
    sessions_go_when_they_are_old
    a_flow_moves_one_step_at_a_time
    flows_go_when_they_expire
    a_grant_rotates_and_is_revoked
    grants_are_revoked_by_session_and_by_user
    grants_go_when_nobody_can_use_them
    a_code_is_redeemed_once
    codes_go_when_they_expire
    a_device_code_is_answered_and_redeemed_once
    a_declined_device_code_is_never_redeemed
    user_codes_of_waiting_devices_differ
    device_codes_go_when_they_expire
}

async fn a_session_is_continued_and_ended(site: Site) {
    let world = World::open(&site).await;
    let continued = Session {
        proofs: proofs().split_off(1),
        secret_hash: [9; 32],
        authenticated_at: at(8),
        persistent: false,
        last_used_at: at(9),
        version: 2,
        ..session(1, 1)
    };
    let written = continued.clone();
    let (first, done, stale, second, ended, third) = world
        .write(world.a, move |tx| {
            let id = session(1, 1).id;
            sessions::insert(tx, &session(1, 1))?;
            let first = sessions::find(tx, id)?;
            let done = sessions::update(tx, &written, 1)?;
            let stale = sessions::update(tx, &written, 1)?;
            let second = sessions::find(tx, id)?;
            let ended = sessions::end(tx, id, at(10))?;
            Ok((first, done, stale, second, ended, sessions::find(tx, id)?))
        })
        .await;
    assert!(done && !stale && ended);
    assert_eq!(first, Some(session(1, 1)));
    assert_eq!(second, Some(continued.clone()));
    assert_eq!(third, Some(Session { ended_at: Some(at(10)), version: 3, ..continued }));
}

async fn ended_sessions_are_not_continued(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            for number in 1..=3 {
                sessions::insert(tx, &session(number, 1))?;
            }
            sessions::insert(tx, &session(4, 2))?;
            sessions::end(tx, session(1, 1).id, at(6))?;
            let listed: Vec<_> = sessions::list(tx, user(1).id)?.into_iter().map(|s| s.id).collect();
            let ended = sessions::end_all(tx, user(1).id, at(7))?;
            let continued = sessions::update(tx, &Session { version: 9, ..session(2, 1) }, 2)?;
            let again = sessions::end(tx, session(2, 1).id, at(8))?;
            let left = (sessions::list(tx, user(1).id)?.len(), sessions::list(tx, user(2).id)?.len());
            Ok((listed, ended, continued, again, left))
        })
        .await;
    let newest_first = vec![session(3, 1).id, session(2, 1).id];
    assert_eq!(seen, (newest_first, 2, false, false, (0, 1)));
}

async fn sessions_go_when_they_are_old(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            sessions::insert(tx, &session(1, 1))?;
            sessions::insert(tx, &Session { last_used_at: at(50), ..session(2, 1) })?;
            sessions::insert(tx, &Session { last_used_at: at(50), ended_at: Some(at(6)), ..session(3, 1) })?;
            let none = sessions::delete_expired(tx, at(5), 9)?;
            let bounded = sessions::delete_expired(tx, at(20), 1)?;
            let rest = sessions::delete_expired(tx, at(20), 9)?;
            Ok((none, bounded, rest, sessions::find(tx, session(2, 1).id)?.is_some()))
        })
        .await;
    assert_eq!(seen, (0, 1, 1, true));
}

async fn a_flow_moves_one_step_at_a_time(site: Site) {
    let world = World::open(&site).await;
    let next = StoredFlow { step: Step::Consent, version: 2, pending_secret: None, ..flow(1) };
    let written = next.clone();
    let seen = world
        .write(world.a, move |tx| {
            flows::insert(tx, &flow(1))?;
            let first = flows::find(tx, flow(1).id)?;
            let moved = flows::advance(tx, &written, 1)?;
            let again = flows::advance(tx, &written, 1)?;
            let stolen = flows::advance(tx, &StoredFlow { user: user(2).id, version: 3, ..flow(1) }, 2)?;
            let second = flows::find(tx, flow(1).id)?;
            let ended = flows::delete(tx, flow(1).id)?;
            Ok((first, moved, again, stolen, second, ended, flows::delete(tx, flow(1).id)?))
        })
        .await;
    assert_eq!(seen, (Some(flow(1)), true, false, false, Some(next), true, false));
}

async fn flows_go_when_they_expire(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            flows::insert(tx, &flow(1))?;
            flows::insert(tx, &StoredFlow { expires_at: at(2000), ..flow(2) })?;
            let early = flows::delete_expired(tx, at(899), 9)?;
            let due = flows::delete_expired(tx, at(900), 9)?;
            Ok((early, due, flows::find(tx, flow(2).id)?.is_some()))
        })
        .await;
    assert_eq!(seen, (0, 1, true));
}

async fn a_grant_rotates_and_is_revoked(site: Site) {
    let world = World::open(&site).await;
    let (first, moved, stale, second, revoked, twice, dead, third) = world
        .write(world.a, |tx| {
            let id = grant(1, 1).id;
            grants::insert(tx, &grant(1, 1))?;
            let first = grants::find(tx, id)?;
            let moved = grants::rotate(tx, id, 1, 2, &[8; 32], at(9))?;
            let stale = grants::rotate(tx, id, 1, 2, &[7; 32], at(9))?;
            let second = grants::find(tx, id)?;
            let revoked = grants::revoke(tx, id, at(10))?;
            let twice = grants::revoke(tx, id, at(11))?;
            let dead = grants::rotate(tx, id, 3, 3, &[6; 32], at(12))?;
            Ok((first, moved, stale, second, revoked, twice, dead, grants::find(tx, id)?))
        })
        .await;
    assert!(moved && !stale && revoked && !twice && !dead);
    assert_eq!(first, Some(grant(1, 1)));
    let rotated = Grant { generation: 2, secret_hash: [8; 32], rotated_at: at(9), version: 2, ..grant(1, 1) };
    assert_eq!(second, Some(rotated.clone()));
    assert_eq!(third, Some(Grant { revoked_at: Some(at(10)), version: 3, ..rotated }));
}

async fn grants_are_revoked_by_session_and_by_user(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            grants::insert(tx, &grant(1, 1))?;
            grants::insert(tx, &Grant { session: None, ..grant(2, 1) })?;
            grants::insert(tx, &Grant { session: Some(session(9, 1).id), ..grant(3, 1) })?;
            grants::insert(tx, &grant(4, 2))?;
            let listed: Vec<_> = grants::list(tx, user(1).id)?.into_iter().map(|g| g.id).collect();
            let of_session = grants::revoke_session(tx, user(1).id, session(1, 1).id, at(9))?;
            let of_user = grants::revoke_all(tx, user(1).id, at(9))?;
            let left = (grants::list(tx, user(1).id)?.len(), grants::list(tx, user(2).id)?.len());
            Ok((listed, of_session, of_user, left))
        })
        .await;
    let newest_first = vec![grant(3, 1).id, grant(2, 1).id, grant(1, 1).id];
    assert_eq!(seen, (newest_first, 1, 2, (0, 1)));
}

async fn grants_go_when_nobody_can_use_them(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            let confidential = Grant { platform: Platform::Web, ..grant(2, 1) };
            grants::insert(tx, &grant(1, 1))?;
            grants::insert(tx, &confidential)?;
            grants::insert(tx, &Grant { rotated_at: at(50), ..grant(3, 1) })?;
            grants::insert(
                tx,
                &Grant { revoked_at: Some(at(6)), ..Grant { id: grant(4, 1).id, ..confidential } },
            )?;
            let early = grants::delete_expired(tx, at(5), 9)?;
            let due = grants::delete_expired(tx, at(20), 9)?;
            let left: Vec<_> = grants::list(tx, user(1).id)?.into_iter().map(|g| g.id).collect();
            Ok((early, due, left))
        })
        .await;
    assert_eq!(seen, (0, 2, vec![grant(3, 1).id, grant(2, 1).id]));
}

async fn a_code_is_redeemed_once(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            codes::insert(tx, &code(1))?;
            let fresh = codes::find(tx, code(1).id)?;
            let first = codes::redeem(tx, code(1).id, at(9))?;
            let second = codes::redeem(tx, code(1).id, at(10))?;
            Ok((fresh, first, second, codes::find(tx, code(1).id)?, codes::find(tx, code(2).id)?))
        })
        .await;
    let redeemed = AuthorizationCode { redeemed_at: Some(at(9)), ..code(1) };
    assert_eq!(seen, (Some(code(1)), true, false, Some(redeemed), None));
}

async fn codes_go_when_they_expire(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            codes::insert(tx, &code(1))?;
            codes::insert(tx, &AuthorizationCode { expires_at: at(2000), ..code(2) })?;
            let early = codes::delete_expired(tx, at(599), 9)?;
            let due = codes::delete_expired(tx, at(600), 9)?;
            Ok((early, due, codes::find(tx, code(2).id)?.is_some()))
        })
        .await;
    assert_eq!(seen, (0, 1, true));
}

fn approved() -> DeviceState {
    DeviceState::Approved { home: TENANT_A, grant: grant(1, 1).id, sign_in: sign_in(1).id }
}

async fn a_device_code_is_answered_and_redeemed_once(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .system(|tx| {
            let DeviceCode { device_hash, user_hash, .. } = device_code(1);
            device_codes::insert(tx, &device_code(1))?;
            let waiting = device_codes::by_user(tx, &user_hash)?;
            let early = device_codes::redeem(tx, &device_hash)?;
            let answered = device_codes::answer(tx, &user_hash, approved(), at(899))?;
            let changed = device_codes::answer(tx, &user_hash, DeviceState::Declined, at(899))?;
            let found = device_codes::by_device(tx, &device_hash)?;
            let redeemed = device_codes::redeem(tx, &device_hash)?;
            let twice = device_codes::redeem(tx, &device_hash)?;
            let last = device_codes::by_device(tx, &device_hash)?.map(|code| code.state);
            Ok((waiting, early, answered, changed, found, redeemed, twice, last))
        })
        .await;
    let found = DeviceCode { state: approved(), ..device_code(1) };
    let last = Some(DeviceState::Redeemed);
    assert_eq!(seen, (Some(device_code(1)), false, true, false, Some(found), true, false, last));
}

async fn a_declined_device_code_is_never_redeemed(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .system(|tx| {
            device_codes::insert(tx, &device_code(1))?;
            device_codes::insert(tx, &device_code(2))?;
            let declined = device_codes::answer(tx, &device_code(1).user_hash, DeviceState::Declined, at(1))?;
            let redeemed = device_codes::redeem(tx, &device_code(1).device_hash)?;
            let late = device_codes::answer(tx, &device_code(2).user_hash, approved(), at(900))?;
            Ok((declined, redeemed, late))
        })
        .await;
    assert_eq!(seen, (true, false, false));
}

async fn user_codes_of_waiting_devices_differ(site: Site) {
    let world = World::open(&site).await;
    let same = DeviceCode { device_hash: [77; 32], ..device_code(1) };
    let seen = world
        .system(move |tx| {
            let first = device_codes::insert(tx, &device_code(1))?;
            let second = device_codes::insert(tx, &same)?;
            Ok((first, second, device_codes::by_user(tx, &same.user_hash)?.map(|code| code.device_hash)))
        })
        .await;
    assert_eq!(seen, (true, false, Some([1; 32])));
}

async fn device_codes_go_when_they_expire(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .system(|tx| {
            device_codes::insert(tx, &device_code(1))?;
            device_codes::insert(tx, &DeviceCode { expires_at: at(2000), ..device_code(2) })?;
            let early = device_codes::delete_expired(tx, at(899), 9)?;
            let due = device_codes::delete_expired(tx, at(900), 9)?;
            Ok((early, due, device_codes::by_device(tx, &device_code(2).device_hash)?.is_some()))
        })
        .await;
    assert_eq!(seen, (0, 1, true));
}
