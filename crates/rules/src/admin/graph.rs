//! Permissions at our own Graph.
//!
//! On behalf of a user the token needs the scope *and* the user the directory role; an application for
//! itself needs the application permission. Sources: the permission tables of Graph `signIn`,
//! `directoryAudit`, `user`, `organization`, `application`, `directoryRole`, `conditionalAccessPolicy`.

use model::role::{self, GLOBAL_ADMINISTRATOR};
use model::verdict::Cause;
use model::{RoleTemplateId, UserId};

/// Whoever holds the access token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GraphActor {
    /// The words of `scp`.
    pub scopes: Vec<String>,
    /// The words of `roles`: application permissions.
    pub roles: Vec<String>,
    /// The user's directory roles, as they are now.
    pub directory_roles: Vec<RoleTemplateId>,
    /// The user; `None` if an application acts for itself.
    pub user: Option<UserId>,
    /// Whether the user is a guest.
    pub guest: bool,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphAction {
    /// `GET /me`.
    ReadMe,
    /// `GET /auditLogs/signIns`, one's own.
    ReadOwnSignIns,
    /// `GET /auditLogs/signIns`.
    ReadSignIns,
    /// `GET /auditLogs/directoryAudits`.
    ReadAudits,
    /// `GET /users`.
    ReadUsers,
    /// `GET /organization`.
    ReadOrganization,
    /// `GET /applications`, `GET /servicePrincipals`.
    ReadApplications,
    /// `GET /directoryRoles`.
    ReadRoles,
    /// `GET /identity/conditionalAccess/policies`.
    ReadPolicies,
    /// `POST /me/revokeSignInSessions`.
    RevokeOwnSessions,
    /// `POST /users/{id}/revokeSignInSessions`; whom, says [`manage`](super::manage).
    RevokeSessions,
    /// Make, change and delete users.
    ManageUsers,
    /// Make, change and delete applications.
    ManageApplications,
    /// Assign directory roles.
    ManageRoles,
    /// Make, change and delete policies.
    ManagePolicies,
}

impl GraphAction {
    /// Every action, for tables and tests.
    pub const ALL: [Self; 15] = [
        Self::ReadMe,
        Self::ReadOwnSignIns,
        Self::ReadSignIns,
        Self::ReadAudits,
        Self::ReadUsers,
        Self::ReadOrganization,
        Self::ReadApplications,
        Self::ReadRoles,
        Self::ReadPolicies,
        Self::RevokeOwnSessions,
        Self::RevokeSessions,
        Self::ManageUsers,
        Self::ManageApplications,
        Self::ManageRoles,
        Self::ManagePolicies,
    ];
}

/// Which users may act, given the scope.
#[derive(Clone, Copy)]
enum Holders {
    /// Every user.
    Anyone,
    /// Members; guests only with one of these roles.
    MembersOr(&'static [&'static str]),
    /// Holders of one of these roles.
    Only(&'static [&'static str]),
}

/// What an action needs. The first word of a list is the least privileged one: refusals name it.
struct Rule {
    scopes: &'static [&'static str],
    app_roles: &'static [&'static str],
    holders: Holders,
}

const AS_USER: &str = "Directory.AccessAsUser.All";
const LOG_READERS: &[&str] =
    &["Reports Reader", "Security Reader", "Security Administrator", "Global Reader"];
const DIRECTORY_READERS: &[&str] =
    &["Directory Readers", "Directory Writers", "Global Reader", "User Administrator"];
const POLICY_READERS: &[&str] =
    &["Security Reader", "Global Reader", "Security Administrator", "Conditional Access Administrator"];
const USER_WRITER: &[&str] = &["User.ReadWrite.All"];
const SESSION_MANAGERS: &[&str] = &[
    "Helpdesk Administrator",
    "Password Administrator",
    "User Administrator",
    "Authentication Administrator",
    "Privileged Authentication Administrator",
];
const APPLICATION_MANAGERS: &[&str] = &["Cloud Application Administrator", "Application Administrator"];

/// Whether `actor` may do `action`. A refusal names the permission or role that would do.
pub fn graph(actor: &GraphActor, action: GraphAction) -> Result<(), Cause> {
    let rule = rule(action);
    if actor.user.is_none() {
        return one_of(&actor.roles, rule.app_roles);
    }
    one_of(&actor.scopes, rule.scopes)?;
    holds(actor, rule.holders)
}

fn one_of(held: &[String], accepted: &[&'static str]) -> Result<(), Cause> {
    if held.iter().any(|word| accepted.contains(&word.as_str())) {
        return Ok(());
    }
    Err(Cause::PermissionMissing(accepted.first().copied().unwrap_or("a signed-in user")))
}

fn holds(actor: &GraphActor, holders: Holders) -> Result<(), Cause> {
    let names = match holders {
        Holders::Anyone => return Ok(()),
        Holders::MembersOr(_) if !actor.guest => return Ok(()),
        Holders::MembersOr(names) | Holders::Only(names) => names,
    };
    let holds = |id: &RoleTemplateId| {
        *id == GLOBAL_ADMINISTRATOR || role::by_template(*id).is_some_and(|role| names.contains(&role.name))
    };
    if actor.directory_roles.iter().any(holds) {
        return Ok(());
    }
    Err(Cause::PermissionMissing(names.first().copied().unwrap_or("Global Administrator")))
}

fn rule(action: GraphAction) -> Rule {
    match action {
        GraphAction::ReadMe => Rule {
            scopes: &["User.Read", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", AS_USER],
            app_roles: &[],
            holders: Holders::Anyone,
        },
        GraphAction::ReadOwnSignIns => {
            Rule { scopes: &["AuditLog.Read.All"], app_roles: &[], holders: Holders::Anyone }
        }
        GraphAction::ReadSignIns | GraphAction::ReadAudits => Rule {
            scopes: &["AuditLog.Read.All"],
            app_roles: &["AuditLog.Read.All"],
            holders: Holders::Only(LOG_READERS),
        },
        GraphAction::ReadUsers => Rule {
            scopes: &["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", AS_USER],
            app_roles: &["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"],
            holders: Holders::MembersOr(DIRECTORY_READERS),
        },
        GraphAction::ReadOrganization => Rule {
            scopes: &["Organization.Read.All", "User.Read", "Directory.Read.All", AS_USER],
            app_roles: &["Organization.Read.All", "Directory.Read.All"],
            holders: Holders::MembersOr(DIRECTORY_READERS),
        },
        GraphAction::ReadApplications | GraphAction::ReadRoles => Rule {
            scopes: &["Directory.Read.All", AS_USER],
            app_roles: &["Directory.Read.All"],
            holders: Holders::MembersOr(DIRECTORY_READERS),
        },
        GraphAction::ReadPolicies => Rule {
            scopes: &["Policy.Read.All"],
            app_roles: &["Policy.Read.All"],
            holders: Holders::Only(POLICY_READERS),
        },
        GraphAction::RevokeOwnSessions => of_user_writers(Holders::Anyone, &[]),
        GraphAction::RevokeSessions => of_user_writers(Holders::Only(SESSION_MANAGERS), USER_WRITER),
        GraphAction::ManageUsers => of_user_writers(Holders::Only(&["User Administrator"]), USER_WRITER),
        GraphAction::ManageApplications => Rule {
            scopes: &["Application.ReadWrite.All", AS_USER],
            app_roles: &["Application.ReadWrite.All"],
            holders: Holders::Only(APPLICATION_MANAGERS),
        },
        GraphAction::ManageRoles => Rule {
            scopes: &["RoleManagement.ReadWrite.Directory", AS_USER],
            app_roles: &["RoleManagement.ReadWrite.Directory"],
            holders: Holders::Only(&["Privileged Role Administrator"]),
        },
        GraphAction::ManagePolicies => Rule {
            scopes: &["Policy.ReadWrite.ConditionalAccess"],
            app_roles: &["Policy.ReadWrite.ConditionalAccess"],
            holders: Holders::Only(&["Conditional Access Administrator", "Security Administrator"]),
        },
    }
}

/// What needs a permission to write users.
fn of_user_writers(holders: Holders, app_roles: &'static [&'static str]) -> Rule {
    Rule { scopes: &["User.ReadWrite.All", AS_USER], app_roles, holders }
}

#[cfg(test)]
mod tests;
