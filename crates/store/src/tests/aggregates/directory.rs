//! Users, roles and groups.

use super::fixture::{World, at, group, user};
use crate::tests::Site;
use crate::{groups, roles, users};
use model::group::Group;
use model::role::{GLOBAL_ADMINISTRATOR, GLOBAL_READER};
use model::user::{User, UserType};

crate::tests::on_both_engines! {
    a_user_comes_back_as_he_went_in
    names_are_unique_among_users_that_are_not_deleted
    a_user_is_not_renamed_to_a_taken_name
    a_deleted_user_keeps_his_name_only_while_it_is_free
    a_change_needs_the_present_version
    a_name_with_a_nul_is_nobodys
    sessions_are_valid_from_a_moment_that_never_moves_back
    users_are_listed_by_name_page_by_page
    users_are_listed_by_what_is_asked
    roles_are_assigned_once_and_listed_both_ways
    a_group_is_renamed_and_deleted
    members_of_deleted_groups_count_for_nothing
}

async fn a_user_comes_back_as_he_went_in(site: Site) {
    let world = World::open(&site).await;
    let (found, by_name, none) = world
        .write(world.a, |tx| {
            users::insert(tx, &user(1))?;
            Ok((
                users::find(tx, user(1).id)?,
                users::by_name(tx, "USER1@A.example")?,
                users::by_name(tx, "user1@a.example ")?,
            ))
        })
        .await;
    assert_eq!(found, Some(user(1)));
    assert_eq!(by_name, Some(user(1)));
    assert_eq!(none, None);
}

async fn names_are_unique_among_users_that_are_not_deleted(site: Site) {
    let world = World::open(&site).await;
    let same_name = User { user_principal_name: "USER1@a.example".to_owned(), ..user(2) };
    let (first, second, after, by_name) = world
        .write(world.a, move |tx| {
            let first = users::insert(tx, &user(1))?;
            let second = users::insert(tx, &same_name)?;
            users::soft_delete(tx, user(1).id, at(1))?;
            let after = users::insert(tx, &same_name)?;
            Ok((first, second, after, users::by_name(tx, "user1@a.example")?))
        })
        .await;
    assert!(first && !second && after);
    assert_eq!(by_name.map(|user| user.id), Some(user(2).id));
}

async fn a_user_is_not_renamed_to_a_taken_name(site: Site) {
    let world = World::open(&site).await;
    let (taken, free, kept) = world
        .write(world.a, |tx| {
            users::insert(tx, &user(1))?;
            users::insert(tx, &user(2))?;
            let renamed = |name: &str| User { user_principal_name: name.to_owned(), version: 2, ..user(1) };
            let taken = users::update(tx, &renamed("User2@a.example"), 1)?;
            let free = users::update(tx, &renamed("user3@a.example"), 1)?;
            Ok((taken, free, users::by_name(tx, "user2@a.example")?))
        })
        .await;
    assert!(!taken && free);
    assert_eq!(kept, Some(user(2)));
}

async fn a_deleted_user_keeps_his_name_only_while_it_is_free(site: Site) {
    let world = World::open(&site).await;
    let same_name = User { user_principal_name: user(1).user_principal_name, ..user(2) };
    let (taken, free, found, twice) = world
        .write(world.a, move |tx| {
            users::insert(tx, &user(1))?;
            users::soft_delete(tx, user(1).id, at(5))?;
            users::insert(tx, &same_name)?;
            let taken = users::restore(tx, user(1).id)?;
            users::soft_delete(tx, user(2).id, at(6))?;
            let free = users::restore(tx, user(1).id)?;
            Ok((taken, free, users::find(tx, user(1).id)?, users::restore(tx, user(1).id)?))
        })
        .await;
    assert!(!taken && free && !twice);
    assert_eq!(found, Some(User { version: 3, ..user(1) }));
}

async fn a_change_needs_the_present_version(site: Site) {
    let world = World::open(&site).await;
    let changed = User {
        display_name: "Someone else".to_owned(),
        account_enabled: false,
        user_type: UserType::Guest,
        sessions_valid_from: at(7),
        version: 2,
        ..user(1)
    };
    let written = changed.clone();
    let (absent, done, stale, found, deleted) = world
        .write(world.a, move |tx| {
            let absent = users::update(tx, &written, 1)?;
            users::insert(tx, &user(1))?;
            let done = users::update(tx, &written, 1)?;
            let stale = users::update(tx, &User { version: 2, ..user(1) }, 1)?;
            let found = users::find(tx, user(1).id)?;
            users::soft_delete(tx, user(1).id, at(9))?;
            Ok((absent, done, stale, found, users::update(tx, &written, 3)?))
        })
        .await;
    assert!(!absent && done && !stale && !deleted);
    assert_eq!(found, Some(changed));
}

async fn a_name_with_a_nul_is_nobodys(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            users::insert(tx, &user(1))?;
            let found = users::by_name(tx, "user1@a.example\0")?;
            let filter = users::Filter { prefix: Some("user1\0".to_owned()), ..users::Filter::default() };
            Ok((found, users::list(tx, &filter, None, 9)?))
        })
        .await;
    assert_eq!(seen, (None, vec![]));
}

async fn sessions_are_valid_from_a_moment_that_never_moves_back(site: Site) {
    let world = World::open(&site).await;
    let found = world
        .write(world.a, |tx| {
            users::insert(tx, &user(1))?;
            users::set_sessions_valid_from(tx, user(1).id, at(9))?;
            users::set_sessions_valid_from(tx, user(1).id, at(3))?;
            users::find(tx, user(1).id)
        })
        .await;
    assert_eq!(found, Some(User { sessions_valid_from: at(9), version: 3, ..user(1) }));
}

async fn users_are_listed_by_name_page_by_page(site: Site) {
    let world = World::open(&site).await;
    let pages = world
        .write(world.a, |tx| {
            for number in [3, 1, 2, 4] {
                users::insert(tx, &user(number))?;
            }
            users::soft_delete(tx, user(2).id, at(1))?;
            let filter = users::Filter::default();
            let first = users::list(tx, &filter, None, 2)?;
            let last = first.last().map(|user| user.user_principal_name.clone());
            let second = users::list(tx, &filter, last.as_deref(), 2)?;
            Ok((first, second, users::count(tx)?, users::list_deleted(tx, None, 9)?.len()))
        })
        .await;
    assert_eq!(pages, (vec![user(1), user(3)], vec![user(4)], 3, 1));
}

async fn users_are_listed_by_what_is_asked(site: Site) {
    let world = World::open(&site).await;
    let guest = User { user_type: UserType::Guest, display_name: "50% off_".to_owned(), ..user(2) };
    let disabled = User { account_enabled: false, mail: None, ..user(3) };
    world
        .write(world.a, move |tx| {
            Ok(users::insert(tx, &user(1))? && users::insert(tx, &guest)? && users::insert(tx, &disabled)?)
        })
        .await;
    let prefix = |text: &str| users::Filter { prefix: Some(text.to_owned()), ..users::Filter::default() };
    let cases = [
        (users::Filter::default(), vec![1, 2, 3]),
        (prefix("USER2"), vec![2]),
        (prefix("ÄRZTE"), vec![1, 3]),
        (prefix("mail1@else"), vec![1]),
        (prefix("ser1"), vec![]),
        (prefix("50%"), vec![2]),
        (prefix("%"), vec![]),
        (prefix("_"), vec![]),
        (users::Filter { enabled: Some(true), ..users::Filter::default() }, vec![1, 2]),
        (users::Filter { enabled: Some(false), ..users::Filter::default() }, vec![3]),
        (users::Filter { user_type: Some(UserType::Guest), ..users::Filter::default() }, vec![2]),
        (users::Filter { enabled: Some(false), ..prefix("user") }, vec![3]),
    ];
    for (filter, expected) in cases {
        let shown = format!("{filter:?}");
        let found = world.store.read(world.a, move |tx| users::list(tx, &filter, None, 9)).await.unwrap();
        let expected: Vec<_> = expected.into_iter().map(|number| user(number).id).collect();
        assert_eq!(found.into_iter().map(|user| user.id).collect::<Vec<_>>(), expected, "{shown}");
    }
}

async fn roles_are_assigned_once_and_listed_both_ways(site: Site) {
    let world = World::open(&site).await;
    let (one, two) = (user(1).id.0, user(2).id.0);
    let seen = world
        .write(world.a, move |tx| {
            assert!(roles::assign(tx, one, GLOBAL_ADMINISTRATOR, at(1))?);
            assert!(roles::assign(tx, one, GLOBAL_READER, at(1))?);
            assert!(roles::assign(tx, two, GLOBAL_READER, at(1))?);
            let again = roles::assign(tx, two, GLOBAL_READER, at(2))?;
            let of = roles::of(tx, one)?;
            let holders = roles::holders(tx, GLOBAL_READER)?;
            let page = roles::list(tx, Some((one, GLOBAL_ADMINISTRATOR)), 9)?;
            let taken = roles::revoke(tx, one, GLOBAL_READER)?;
            Ok((again, of, holders, page, taken, roles::revoke(tx, one, GLOBAL_READER)?))
        })
        .await;
    let rest = vec![(one, GLOBAL_READER), (two, GLOBAL_READER)];
    let of = vec![GLOBAL_ADMINISTRATOR, GLOBAL_READER];
    assert_eq!(seen, (false, of, vec![one, two], rest, true, false));
}

async fn a_group_is_renamed_and_deleted(site: Site) {
    let world = World::open(&site).await;
    let (renamed, stale, found, deleted, twice, kept, listed) = world
        .write(world.a, |tx| {
            groups::insert(tx, &group(1))?;
            groups::insert(tx, &group(2))?;
            let renamed = groups::rename(tx, group(1).id, "New", 1)?;
            let stale = groups::rename(tx, group(1).id, "Other", 1)?;
            let found = groups::find(tx, group(1).id)?;
            let deleted = groups::delete(tx, group(1).id, at(5))?;
            let twice = groups::delete(tx, group(1).id, at(6))?;
            let kept = groups::find(tx, group(1).id)?;
            Ok((renamed, stale, found, deleted, twice, kept, groups::list(tx, None, 9)?))
        })
        .await;
    assert!(renamed && !stale && deleted && !twice);
    let new = Group { display_name: "New".to_owned(), version: 2, ..group(1) };
    assert_eq!(found, Some(new.clone()));
    assert_eq!(kept, Some(Group { deleted_at: Some(at(5)), version: 3, ..new }));
    assert_eq!(listed, [group(2)]);
}

async fn members_of_deleted_groups_count_for_nothing(site: Site) {
    let world = World::open(&site).await;
    let seen = world
        .write(world.a, |tx| {
            groups::insert(tx, &group(1))?;
            groups::insert(tx, &group(2))?;
            for (group_number, user_number) in [(1, 1), (1, 2), (2, 1)] {
                assert!(groups::add_member(tx, group(group_number).id, user(user_number).id, at(1))?);
            }
            let again = groups::add_member(tx, group(1).id, user(1).id, at(2))?;
            let members = groups::members(tx, group(1).id, None, 9)?;
            let page = groups::members(tx, group(1).id, Some(user(1).id), 9)?;
            let of = groups::of_user(tx, user(1).id)?;
            groups::delete(tx, group(2).id, at(3))?;
            let after = groups::of_user(tx, user(1).id)?;
            let removed = groups::remove_member(tx, group(1).id, user(1).id)?;
            Ok((again, members, page, of, after, removed, groups::of_user(tx, user(1).id)?))
        })
        .await;
    let (one, two) = (user(1).id, user(2).id);
    let both = vec![group(1).id, group(2).id];
    assert_eq!(seen, (false, vec![one, two], vec![two], both, vec![group(1).id], true, vec![]));
}
