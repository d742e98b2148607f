use super::*;
use crate::samples::{assert_golden, id};
use std::fmt::Write as _;

const ACTOR: UserId = UserId(model::Uuid::from_u128(1));
const TARGET: UserId = UserId(model::Uuid::from_u128(2));

fn named(name: &str) -> RoleTemplateId {
    role::by_name(name).unwrap().template
}

fn judge(actor: &[RoleTemplateId], target: &[RoleTemplateId], action: ManagingAction) -> bool {
    manage(&Manager { user: ACTOR, roles: actor }, &Managed { user: TARGET, roles: target }, action).is_ok()
}

/// Actor role × target role × action.
#[test]
fn the_matrix_of_managing_sets() {
    let (mut text, mut size) = (String::new(), 0);
    for action in ManagingAction::ALL {
        writeln!(text, "{action:?}").unwrap();
        for actor in role::all() {
            let mut reached = Vec::new();
            let targets = std::iter::once(("(no role)", Vec::new()))
                .chain(role::all().iter().map(|role| (role.name, vec![role.template])));
            for (name, target) in targets {
                size += 1;
                if judge(&[actor.template], &target, action) {
                    reached.push(name);
                }
            }
            let whom =
                if reached.len() > role::all().len() { "everybody".to_owned() } else { reached.join(", ") };
            if !whom.is_empty() {
                writeln!(text, "  {}: {whom}", actor.name).unwrap();
            }
        }
    }
    println!("{size} cases");
    assert_golden("managing.txt", &text);
}

#[test]
fn an_application_manages_accounts_without_a_role_only() {
    let managed = |roles: &[RoleTemplateId]| manage_as_application(&Managed { user: TARGET, roles });
    assert_eq!(managed(&[]), Ok(()));
    for role in role::all() {
        assert!(managed(&[role.template]).is_err(), "{}", role.name);
    }
}

#[test]
fn the_roles_named_in_the_sets_exist() {
    for name in [OF_PASSWORD, OF_HELPDESK, OF_AUTHENTICATION, OF_USER].concat() {
        assert!(role::by_name(name).is_some(), "{name}");
    }
}

#[test]
fn one_role_outside_the_set_protects_the_whole_account() {
    let helpdesk = named("Helpdesk Administrator");
    let both = [named("Reports Reader"), GLOBAL_ADMINISTRATOR];
    assert!(judge(&[helpdesk], &both[..1], ManagingAction::ResetPassword));
    assert!(!judge(&[helpdesk], &both, ManagingAction::ResetPassword));
}

#[test]
fn two_roles_do_not_add_up_to_a_third() {
    // One covers the helpdesk's, the other the authentication administrators'; neither covers a holder of both.
    let actor = [named("Helpdesk Administrator"), named("Authentication Administrator")];
    let target = [named("Helpdesk Administrator"), named("Authentication Administrator")];
    assert!(!judge(&actor, &target, ManagingAction::ResetPassword));
}

#[test]
fn an_unknown_role_is_for_those_who_manage_everybody() {
    let unknown = [RoleTemplateId(id(99))];
    assert!(!judge(&[named("User Administrator")], &unknown, ManagingAction::ResetPassword));
    assert!(judge(&[GLOBAL_ADMINISTRATOR], &unknown, ManagingAction::ResetPassword));
    assert!(!judge(&unknown, &[], ManagingAction::ResetPassword), "and it manages nobody");
    assert!(!judge(&[], &[], ManagingAction::ResetPassword));
}

#[test]
fn nobody_recovers_himself_as_an_administrator() {
    let own = |action| {
        let roles = &[GLOBAL_ADMINISTRATOR];
        manage(&Manager { user: ACTOR, roles }, &Managed { user: ACTOR, roles }, action).is_ok()
    };
    let allowed: Vec<_> = ManagingAction::ALL.into_iter().filter(|action| own(*action)).collect();
    assert_eq!(
        allowed,
        [ManagingAction::RevokeSessions, ManagingAction::ChangeAccount, ManagingAction::AssignRole]
    );
}

#[test]
fn whoever_adds_a_credential_could_grant_what_the_application_holds() {
    let nothing = HeldPermissions::default();
    let graph = HeldPermissions { graph_roles: true, ..nothing };
    let other = HeldPermissions { other_roles: true, ..nothing };
    let scopes = HeldPermissions { admin_scopes: true, ..nothing };
    let all = [nothing, graph, other, scopes];
    let may =
        |roles: &[RoleTemplateId], owner| all.map(|held| manage_application(roles, owner, held).is_ok());
    assert_eq!(may(&[GLOBAL_ADMINISTRATOR], false), [true; 4]);
    assert_eq!(may(&[named("Application Administrator")], false), [true, false, true, true]);
    assert_eq!(may(&[named("Cloud Application Administrator")], true), [true, false, true, true]);
    assert_eq!(may(&[], true), [true, false, false, false]);
    assert_eq!(may(&[named("User Administrator")], false), [false; 4]);
    let needed = manage_application(&[], true, graph);
    assert_eq!(needed, Err(Cause::PermissionMissing("Global Administrator")));
}
