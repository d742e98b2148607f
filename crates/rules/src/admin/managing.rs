//! Whom an administrator may manage (DESIGN invariant 9).
//!
//! Nobody can reset, re-register, elevate or unblock a holder of a role outside the set that his own role
//! may manage. The sets are the platform's ("Who can reset passwords", "Who can perform sensitive actions"
//! in its reference of privileged roles); its deprecated Partner Tier roles manage nobody here.

use model::role::{self, GLOBAL_ADMINISTRATOR};
use model::verdict::Cause;
use model::{RoleTemplateId, UserId};

/// An administrator.
#[derive(Clone, Copy, Debug)]
pub struct Manager<'a> {
    /// Who acts.
    pub user: UserId,
    /// His roles, as they are now.
    pub roles: &'a [RoleTemplateId],
}

/// Somebody to be managed.
#[derive(Clone, Copy, Debug)]
pub struct Managed<'a> {
    /// Who.
    pub user: UserId,
    /// His roles; for [`ManagingAction::AssignRole`] the role to be given or taken.
    pub roles: &'a [RoleTemplateId],
}

/// What is done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManagingAction {
    /// Set a temporary password.
    ResetPassword,
    /// End all sessions and grants.
    RevokeSessions,
    /// Lift a lock before its time.
    Unblock,
    /// Remove methods, or demand that they be registered again.
    ManageMethods,
    /// Issue a temporary access pass.
    IssuePass,
    /// Enable, disable, delete, restore, rename; change phones and other addresses.
    ChangeAccount,
    /// Give or take a directory role.
    AssignRole,
}

impl ManagingAction {
    /// Every action, for tables and tests.
    pub const ALL: [Self; 7] = [
        Self::ResetPassword,
        Self::RevokeSessions,
        Self::Unblock,
        Self::ManageMethods,
        Self::IssuePass,
        Self::ChangeAccount,
        Self::AssignRole,
    ];

    /// Whether one may do it to oneself as an administrator. What recovers an account is not among it: it
    /// would yield more than the session proved (DESIGN invariant 6).
    fn on_oneself(self) -> bool {
        matches!(self, Self::RevokeSessions | Self::ChangeAccount | Self::AssignRole)
    }
}

/// Whom a role reaches.
#[derive(Clone, Copy)]
enum Reach {
    /// Nobody.
    Nobody,
    /// Users whose roles are all among these; users without a role too.
    Holders(&'static [&'static str]),
    /// Everybody.
    Everybody,
}

const OF_PASSWORD: &[&str] = &["Directory Readers", "Guest Inviter", "Password Administrator"];
const OF_HELPDESK: &[&str] = &[
    "Directory Readers",
    "Guest Inviter",
    "Helpdesk Administrator",
    "Password Administrator",
    "Reports Reader",
];
const OF_AUTHENTICATION: &[&str] = &[
    "Authentication Administrator",
    "Directory Readers",
    "Guest Inviter",
    "Password Administrator",
    "Reports Reader",
];
const OF_USER: &[&str] = &[
    "Directory Readers",
    "Groups Administrator",
    "Guest Inviter",
    "Helpdesk Administrator",
    "Password Administrator",
    "Reports Reader",
    "User Administrator",
];

/// Whether `manager` may do `action` to `target`.
pub fn manage(manager: &Manager<'_>, target: &Managed<'_>, action: ManagingAction) -> Result<(), Cause> {
    if manager.user == target.user && !action.on_oneself() {
        return Err(Cause::PermissionMissing("another administrator"));
    }
    let names = manager.roles.iter().filter_map(|role| role::by_template(*role)).map(|role| role.name);
    if names.into_iter().any(|name| covers(reach(name, action), target.roles)) {
        return Ok(());
    }
    Err(Cause::PermissionMissing(match action {
        ManagingAction::AssignRole => "Privileged Role Administrator",
        ManagingAction::ChangeAccount => "User Administrator",
        ManagingAction::ManageMethods | ManagingAction::IssuePass => {
            "Privileged Authentication Administrator"
        }
        ManagingAction::ResetPassword | ManagingAction::RevokeSessions | ManagingAction::Unblock => {
            "an administrator who manages the account's roles"
        }
    }))
}

/// Whether an application may manage an account for itself, with a permission that covers the action. It holds no
/// directory role, so it manages accounts without one only.
pub fn manage_as_application(target: &Managed<'_>) -> Result<(), Cause> {
    if target.roles.is_empty() {
        return Ok(());
    }
    Err(Cause::PermissionMissing("an administrator who manages the account's roles"))
}

/// A role we do not know is covered only by those who manage everybody.
fn covers(reach: Reach, roles: &[RoleTemplateId]) -> bool {
    let among = |names: &[&str], id: &RoleTemplateId| {
        role::by_template(*id).is_some_and(|role| names.contains(&role.name))
    };
    match reach {
        Reach::Nobody => false,
        Reach::Holders(names) => roles.iter().all(|id| among(names, id)),
        Reach::Everybody => true,
    }
}

fn reach(role: &str, action: ManagingAction) -> Reach {
    use ManagingAction as Action;
    match (role, action) {
        ("Global Administrator", _) | ("Privileged Role Administrator", Action::AssignRole) => {
            Reach::Everybody
        }
        (_, Action::AssignRole) => Reach::Nobody,
        ("Privileged Authentication Administrator", _) => Reach::Everybody,
        ("Authentication Administrator", Action::IssuePass) => Reach::Holders(&[]),
        ("Authentication Administrator", _) => Reach::Holders(OF_AUTHENTICATION),
        (_, Action::IssuePass | Action::ManageMethods) => Reach::Nobody,
        ("User Administrator", _) => Reach::Holders(OF_USER),
        (_, Action::ChangeAccount) => Reach::Nobody,
        ("Helpdesk Administrator", _) => Reach::Holders(OF_HELPDESK),
        ("Password Administrator", _) => Reach::Holders(OF_PASSWORD),
        _ => Reach::Nobody,
    }
}

/// What an application may do by itself or for others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeldPermissions {
    /// It holds application permissions of Graph.
    pub graph_roles: bool,
    /// It holds application permissions of other resources.
    pub other_roles: bool,
    /// It holds delegated permissions that only an administrator can grant.
    pub admin_scopes: bool,
}

/// Whether somebody may add credentials, owners or redirect URIs to an application.
///
/// Whoever may can act as the application, so it must not hold a permission that he could not grant.
pub fn manage_application(
    roles: &[RoleTemplateId],
    is_owner: bool,
    held: HeldPermissions,
) -> Result<(), Cause> {
    let administrator = roles
        .iter()
        .any(|role| [role::APPLICATION_ADMINISTRATOR, role::CLOUD_APPLICATION_ADMINISTRATOR].contains(role));
    if roles.contains(&GLOBAL_ADMINISTRATOR)
        || (administrator && !held.graph_roles)
        || (is_owner && held == HeldPermissions::default())
    {
        return Ok(());
    }
    let needed = if held.graph_roles { "Global Administrator" } else { "Application Administrator" };
    Err(Cause::PermissionMissing(needed))
}

#[cfg(test)]
mod tests;
