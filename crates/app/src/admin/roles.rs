//! Directory roles.

use super::{Absent, change, changed, check, look, note, record, target, users};
use crate::{Ctx, Fault};
use model::audit::AuditTarget;
use model::role::{self, GLOBAL_ADMINISTRATOR, Role};
use model::{AppId, RoleTemplateId, UserId, Uuid};
use store::Tx;
use store::scope::Operator;

const CATEGORY: &str = "RoleManagement";

/// Somebody who holds a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The role.
    pub role: RoleTemplateId,
    /// The user or service principal.
    pub principal: Uuid,
    /// His name, unless he is gone.
    pub name: Option<String>,
}

/// The role with this name or template id.
pub fn by_name(name: &str) -> Result<&'static Role, Fault> {
    let name = name.trim();
    let found = match name.parse::<RoleTemplateId>() {
        Ok(id) => role::by_template(id),
        Err(_) => role::by_name(name),
    };
    found.ok_or_else(|| {
        Fault::NotFound(format!("there is no directory role '{}': see the list of roles", check::shown(name)))
    })
}

/// Refuses a template id that names no role.
pub(super) fn known(id: RoleTemplateId) -> Result<&'static Role, Fault> {
    role::by_template(id)
        .ok_or_else(|| Fault::NotFound(format!("there is no directory role {id}: see the list of roles")))
}

/// Names of roles.
pub(super) fn names(roles: &[RoleTemplateId]) -> Vec<String> {
    roles
        .iter()
        .map(|id| role::by_template(*id).map_or_else(|| id.to_string(), |role| role.name.to_owned()))
        .collect()
}

/// Gives a role to a user (by id or name) or to an application (by client id). `false` if he has it already.
pub async fn assign(ctx: &Ctx, role: RoleTemplateId, principal: &str) -> Result<bool, Fault> {
    let role = known(role)?;
    let (principal, now) = (principal.to_owned(), ctx.now);
    let entry = note(ctx, "Add member to role", CATEGORY);
    change(ctx, move |tx| {
        let (id, on) = find(tx, &principal)?;
        if !store::roles::assign(tx, id, role.template, now)? {
            return Ok(false);
        }
        let change = changed("Role.DisplayName", Absent, role.name);
        record(tx, &entry, on, change.into_iter().collect())?;
        Ok(true)
    })
    .await
}

/// Takes a role away. `false` if he does not hold it.
pub async fn revoke(ctx: &Ctx, role: RoleTemplateId, principal: &str) -> Result<bool, Fault> {
    let role = known(role)?;
    let principal = principal.to_owned();
    let entry = note(ctx, "Remove member from role", CATEGORY);
    change(ctx, move |tx| {
        let (id, on) = find(tx, &principal)?;
        if role.template == GLOBAL_ADMINISTRATOR {
            keep_an_administrator(tx, UserId(id))?;
        }
        if !store::roles::revoke(tx, id, role.template)? {
            return Ok(false);
        }
        let change = changed("Role.DisplayName", role.name, Absent);
        record(tx, &entry, on, change.into_iter().collect())?;
        Ok(true)
    })
    .await
}

/// Who holds roles, or one role.
pub async fn holders(ctx: &Ctx, role: Option<RoleTemplateId>) -> Result<Vec<Holder>, Fault> {
    super::scan(ctx, move |tx| {
        let held = match role {
            Some(role) => store::roles::holders(tx, role)?.into_iter().map(|id| (id, role)).collect(),
            None => store::roles::list(tx, None, super::LONGEST_LIST)?,
        };
        let mut holders = Vec::with_capacity(held.len());
        for (principal, role) in held {
            holders.push(Holder { role, principal, name: name_of(tx, principal)? });
        }
        Ok(holders)
    })
    .await
}

/// The roles that a user holds.
pub async fn of(ctx: &Ctx, user: UserId) -> Result<Vec<RoleTemplateId>, Fault> {
    look(ctx, move |tx| Ok(store::roles::of(tx, user.0)?)).await
}

fn name_of(tx: &mut Tx<'_, Operator>, principal: Uuid) -> Result<Option<String>, Fault> {
    if let Some(user) = store::users::find(tx, UserId(principal))? {
        return Ok(Some(user.user_principal_name));
    }
    Ok(store::service_principals::find(tx, principal.into())?.map(|principal| principal.display_name))
}

/// A user by id or name, or a service principal by the client id of its application.
fn find(tx: &mut Tx<'_, Operator>, name: &str) -> Result<(Uuid, AuditTarget), Fault> {
    if let Ok(app_id) = name.trim().parse::<AppId>()
        && let Some(principal) = store::service_principals::find_by_app_id(tx, app_id)?
    {
        return Ok((principal.id.0, target("ServicePrincipal", principal.id, &principal.display_name)));
    }
    let user = users::find(tx, name)?;
    Ok((user.id.0, users::on(&user)))
}

/// Refuses what would leave the tenant without an enabled Global Administrator.
pub(super) fn keep_an_administrator(tx: &mut Tx<'_, Operator>, leaving: UserId) -> Result<(), Fault> {
    let holders = store::roles::holders(tx, GLOBAL_ADMINISTRATOR)?;
    if !holders.contains(&leaving.0) {
        return Ok(());
    }
    for id in holders.into_iter().filter(|id| *id != leaving.0) {
        if store::users::find(tx, UserId(id))?.is_some_and(|user| user.may_sign_in()) {
            return Ok(());
        }
    }
    Err(Fault::Conflict(
        "this is the tenant's last enabled Global Administrator: give the role to somebody else first"
            .to_owned(),
    ))
}
