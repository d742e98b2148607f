use super::*;
use crate::samples::{assert_golden, id};
use std::fmt::Write as _;

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|&word| word.to_owned()).collect()
}

fn person(scopes: &[&str], roles: &[RoleTemplateId]) -> GraphActor {
    GraphActor {
        scopes: words(scopes),
        directory_roles: roles.to_vec(),
        user: Some(UserId(id(2))),
        ..GraphActor::default()
    }
}

fn all_words() -> Vec<&'static str> {
    let mut words: Vec<&str> = Vec::new();
    for action in GraphAction::ALL {
        let rule = rule(action);
        words.extend(rule.scopes);
        words.extend(rule.app_roles);
    }
    words.sort_unstable();
    words.dedup();
    words
}

#[test]
fn the_five_roles_that_read_sign_ins() {
    let may: Vec<&str> = role::all()
        .iter()
        .filter(|role| {
            graph(&person(&["AuditLog.Read.All"], &[role.template]), GraphAction::ReadSignIns).is_ok()
        })
        .map(|role| role.name)
        .collect();
    let expected = [
        "Global Administrator",
        "Security Administrator",
        "Security Reader",
        "Reports Reader",
        "Global Reader",
    ];
    assert_eq!(may, expected);
}

#[test]
fn scope_and_role_are_both_needed() {
    let judge =
        |scopes: &[&str], roles: &[RoleTemplateId]| graph(&person(scopes, roles), GraphAction::ReadSignIns);
    let missing = |what| Err(Cause::PermissionMissing(what));
    assert_eq!(judge(&["AuditLog.Read.All"], &[]), missing("Reports Reader"));
    assert_eq!(judge(&["User.Read"], &[GLOBAL_ADMINISTRATOR]), missing("AuditLog.Read.All"));
    assert_eq!(judge(&["AuditLog.Read.All"], &[GLOBAL_ADMINISTRATOR]), Ok(()));
    assert_eq!(judge(&["AuditLog.Read.All"], &[RoleTemplateId(id(77))]), missing("Reports Reader"));
}

#[test]
fn a_users_token_gains_nothing_by_application_permissions_and_the_reverse() {
    let mut actor = person(&[], &[GLOBAL_ADMINISTRATOR]);
    actor.roles = words(&["AuditLog.Read.All"]);
    assert!(graph(&actor, GraphAction::ReadSignIns).is_err());
    let application = GraphActor {
        scopes: words(&["AuditLog.Read.All"]),
        directory_roles: vec![GLOBAL_ADMINISTRATOR],
        ..GraphActor::default()
    };
    assert!(graph(&application, GraphAction::ReadSignIns).is_err());
}

#[test]
fn guests_reach_themselves_only() {
    let guest = GraphActor { guest: true, ..person(&all_words(), &[]) };
    let may: Vec<_> = GraphAction::ALL.into_iter().filter(|action| graph(&guest, *action).is_ok()).collect();
    assert_eq!(may, [GraphAction::ReadMe, GraphAction::ReadOwnSignIns, GraphAction::RevokeOwnSessions]);
}

#[test]
fn nobody_does_anything_without_a_permission() {
    for action in GraphAction::ALL {
        assert!(graph(&GraphActor::default(), action).is_err());
        assert!(graph(&person(&[], &[GLOBAL_ADMINISTRATOR]), action).is_err());
    }
}

/// Every action with every permission alone, held by a member, by each role, and by an application.
#[test]
fn the_matrix_of_permissions_and_roles() {
    let (mut text, mut size) = (String::new(), 0);
    for action in GraphAction::ALL {
        writeln!(text, "{action:?}").unwrap();
        for word in all_words() {
            let mut holders = Vec::new();
            for role in role::all() {
                size += 1;
                if graph(&person(&[word], &[role.template]), action).is_ok() {
                    holders.push(role.name);
                }
            }
            let member = graph(&person(&[word], &[]), action).is_ok();
            let app = GraphActor { roles: words(&[word]), ..GraphActor::default() };
            let application = graph(&app, action).is_ok();
            size += 2;
            let people = match (member, holders.len()) {
                (true, _) => "every member".to_owned(),
                (false, 0) => "nobody".to_owned(),
                (false, _) => holders.join(", "),
            };
            if application || !holders.is_empty() {
                let alone = if application { "; the application alone" } else { "" };
                writeln!(text, "  {word}: {people}{alone}").unwrap();
            }
        }
    }
    println!("{size} cases");
    assert_golden("graph.txt", &text);
}
