//! What must succeed once succeeds once, however many try at the same moment.

use super::fixture::{World, application, at, code, device_code, flow, grant, group, method, session, user};
use crate::scope::{Actor, System};
use crate::tests::Site;
use crate::{
    Scope, StoreError, Tx, applications, codes, config, device_codes, flows, grants, groups, jobs, methods,
    passwords, recovery_codes, sessions, users,
};
use model::grant::DeviceState;
use model::role::GLOBAL_ADMINISTRATOR;

crate::tests::on_both_engines! {
    one_of_many_wins_in_a_tenant
    one_of_many_wins_in_the_server
    configuration_versions_never_repeat
    a_name_is_given_to_one_user
}

const RUNNERS: usize = 8;

/// How many of many runners were told `true`; each is given its number.
async fn winners<S: Scope>(
    world: &World,
    scope: S,
    attempt: fn(&mut Tx<'_, S>, usize) -> Result<bool, StoreError>,
) -> usize {
    let mut runners = Vec::new();
    for number in 0..RUNNERS {
        let (store, scope) = (world.store.clone(), scope.clone());
        runners.push(tokio::spawn(async move { store.write(scope, move |tx| attempt(tx, number)).await }));
    }
    let mut won = 0;
    for runner in runners {
        won += usize::from(runner.await.unwrap().unwrap());
    }
    won
}

type Attempt<S> = (&'static str, fn(&mut Tx<'_, S>, usize) -> Result<bool, StoreError>);

const IN_A_TENANT: &[Attempt<Actor>] = &[
    ("codes::redeem", |tx, _| codes::redeem(tx, code(1).id, at(9))),
    ("flows::advance", |tx, _| flows::advance(tx, &model::flow::StoredFlow { version: 2, ..flow(1) }, 1)),
    ("flows::delete", |tx, _| flows::delete(tx, flow(2).id)),
    ("grants::rotate", |tx, n| grants::rotate(tx, grant(1, 1).id, 1, 2, &hash(n), at(9))),
    ("grants::revoke", |tx, _| grants::revoke(tx, grant(2, 1).id, at(9))),
    ("methods::use_step", |tx, _| methods::use_step(tx, user(1).id, method(1).id, 77, at(9))),
    ("recovery_codes::consume", |tx, _| recovery_codes::consume(tx, user(1).id, method(9).id, at(9))),
    ("sessions::update", |tx, _| {
        sessions::update(tx, &model::session::Session { version: 2, ..session(1, 1) }, 1)
    }),
    ("sessions::end", |tx, _| sessions::end(tx, session(2, 1).id, at(9))),
    ("users::update", |tx, _| users::update(tx, &model::user::User { version: 2, ..user(1) }, 1)),
    ("applications::update", |tx, _| {
        applications::update(tx, &model::application::Application { version: 2, ..application(1) }, 1)
    }),
    ("groups::rename", |tx, _| groups::rename(tx, group(1).id, "New name", 1)),
    ("passwords::rehash", |tx, _| {
        passwords::rehash(tx, user(1).id, super::fixture::password(1).id, 1, "$argon2id$new")
    }),
    ("roles::assign", |tx, _| crate::roles::assign(tx, user(1).id.0, GLOBAL_ADMINISTRATOR, at(9))),
];

async fn one_of_many_wins_in_a_tenant(site: Site) {
    let world = World::open(&site).await;
    world
        .write(world.a, |tx| {
            users::insert(tx, &user(1))?;
            applications::insert(tx, &application(1))?;
            groups::insert(tx, &group(1))?;
            passwords::set(tx, user(1).id, &super::fixture::password(1))?;
            methods::insert(tx, user(1).id, &method(1))?;
            recovery_codes::replace_all(tx, user(1).id, &[(method(9).id, [9; 32])], at(1))?;
            codes::insert(tx, &code(1))?;
            for number in [1, 2] {
                flows::insert(tx, &flow(number))?;
                grants::insert(tx, &grant(number, 1))?;
                sessions::insert(tx, &session(number, 1))?;
            }
            Ok(())
        })
        .await;
    for &(name, attempt) in IN_A_TENANT {
        assert_eq!(winners(&world, world.a, attempt).await, 1, "{name}");
    }
}

async fn one_of_many_wins_in_the_server(site: Site) {
    let world = World::open(&site).await;
    let approved = DeviceState::Approved {
        home: super::fixture::TENANT_A,
        grant: grant(1, 1).id,
        sign_in: super::fixture::sign_in(1).id,
    };
    world
        .system(move |tx| {
            device_codes::insert(tx, &device_code(1))?;
            device_codes::insert(tx, &device_code(2))?;
            device_codes::answer(tx, &device_code(2).user_hash, approved, at(1))
        })
        .await;
    let attempts: [Attempt<System>; 3] = [
        ("device_codes::answer", |tx, _| {
            device_codes::answer(tx, &device_code(1).user_hash, DeviceState::Declined, at(9))
        }),
        ("device_codes::redeem", |tx, _| device_codes::redeem(tx, &device_code(2).device_hash)),
        ("jobs::lease", |tx, n| jobs::lease(tx, "copy", &format!("node {n}"), at(9), at(19))),
    ];
    for (name, attempt) in attempts {
        assert_eq!(winners(&world, System::new(), attempt).await, 1, "{name}");
    }
}

async fn configuration_versions_never_repeat(site: Site) {
    let world = World::open(&site).await;
    let mut runners = Vec::new();
    for _ in 0..RUNNERS {
        let (store, scope) = (world.store.clone(), world.a);
        runners.push(tokio::spawn(async move { store.write(scope, config::bump).await }));
    }
    let mut versions = Vec::new();
    for runner in runners {
        versions.push(runner.await.unwrap().unwrap());
    }
    versions.sort_unstable();
    // The tenant's own insertion was the first.
    assert_eq!(versions, (2..=9).collect::<Vec<i64>>());
}

async fn a_name_is_given_to_one_user(site: Site) {
    let world = World::open(&site).await;
    let won = winners(&world, world.a, |tx, number| {
        let mut user = user(number as u128);
        user.user_principal_name = "same@a.example".to_owned();
        users::insert(tx, &user)
    });
    assert_eq!(won.await, 1);
    assert_eq!(world.write(world.a, users::count).await, 1);
}

fn hash(number: usize) -> [u8; 32] {
    [u8::try_from(number).unwrap(); 32]
}
