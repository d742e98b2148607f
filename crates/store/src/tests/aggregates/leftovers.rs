//! Nothing of a user or a tenant stays where nobody looks for it.

use super::fixture::{TENANT_A, World, app_role, at, consent, grant, group, method, password, session, user};
use crate::tenants::PURGE;
use crate::tests::Site;
use crate::{consents, familiar, grants, groups, methods, passwords, recovery_codes, roles, sessions, users};
use model::role::GLOBAL_READER;
use std::collections::BTreeSet;

crate::tests::on_both_engines! {
    a_user_goes_for_good_with_everything_of_his
}

async fn a_user_goes_for_good_with_everything_of_his(site: Site) {
    let world = World::open(&site).await;
    let (early, due, left) = world
        .write(world.a, |tx| {
            for number in [1, 2] {
                let id = user(number).id;
                users::insert(tx, &user(number))?;
                passwords::set(tx, id, &password(number))?;
                methods::insert(tx, id, &method(number))?;
                recovery_codes::replace_all(tx, id, &[(method(9).id, [9; 32])], at(1))?;
                roles::assign(tx, id.0, GLOBAL_READER, at(1))?;
                groups::add_member(tx, group(1).id, id, at(1))?;
                consents::insert(tx, &consent(number, 1, Some(number)))?;
                consents::insert_app_role(tx, &app_role(number, id.0))?;
                familiar::remember(tx, id, &[1; 32], at(1))?;
                let row = u8::try_from(number).unwrap();
                sessions::insert(tx, &session(row, number))?;
                grants::insert(tx, &grant(row, number))?;
            }
            users::soft_delete(tx, user(1).id, at(5))?;
            let early = users::delete_expired(tx, at(5), 9)?;
            let due = users::delete_expired(tx, at(6), 9)?;
            let mut left = Vec::new();
            for table in OF_USERS {
                let text = format!("SELECT COUNT(*) FROM {table} WHERE tenant_id = $1");
                left.push(tx.query_text(&text, &[TENANT_A.into()])?[0].int(0)?);
            }
            Ok((early, due, left))
        })
        .await;
    assert_eq!((early, due), (0, 1));
    assert_eq!(left, vec![1; OF_USERS.len()], "{OF_USERS:?}");
}

const OF_USERS: &[&str] = &[
    "users",
    "passwords",
    "methods",
    "recovery_codes",
    "role_assignments",
    "group_members",
    "permission_grants",
    "app_role_assignments",
    "familiar_networks",
    "sessions",
    "grants",
];

#[test]
fn every_table_of_a_tenant_is_purged() {
    let mut tables = BTreeSet::new();
    for step in crate::migrate::STEPS {
        for table in step.text.split("CREATE TABLE ").skip(1) {
            let name = table.split_whitespace().next().unwrap();
            let body = table.split_once(';').unwrap().0;
            if body.contains("tenant_id UUID NOT NULL") || name == "tenants" {
                tables.insert(name.to_owned());
            }
        }
    }
    // A waiting device belongs to no tenant yet, and expires within minutes.
    tables.remove("device_codes");
    let purged: BTreeSet<String> = PURGE
        .iter()
        .map(|sql| sql.text().strip_prefix("DELETE FROM ").unwrap().split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(tables, purged);
}
