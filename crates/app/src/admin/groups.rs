//! Groups.

use super::{Absent, change, changed, check, note, record, target, users};
use crate::{Ctx, Fault};
use model::GroupId;
use model::audit::AuditTarget;
use model::group::Group;
use model::user::User;
use store::Tx;
use store::scope::Operator;

const CATEGORY: &str = "GroupManagement";

/// Makes a group.
pub async fn create(ctx: &Ctx, display_name: &str) -> Result<Group, Fault> {
    let group = Group {
        id: GroupId(ctx.services.entropy.uuid_v4()),
        display_name: check::display_name(display_name)?,
        created_at: ctx.now,
        deleted_at: None,
        version: 1,
    };
    let entry = note(ctx, "Add group", CATEGORY);
    change(ctx, move |tx| {
        store::groups::insert(tx, &group)?;
        let change = changed("DisplayName", Absent, group.display_name.as_str());
        record(tx, &entry, on(&group), change.into_iter().collect())?;
        Ok(group.clone())
    })
    .await
}

/// Groups in the order of their ids, after one of them.
pub async fn list(ctx: &Ctx, after: Option<GroupId>, limit: u32) -> Result<Vec<Group>, Fault> {
    let limit = limit.min(super::LONGEST_LIST);
    super::scan(ctx, move |tx| Ok(store::groups::list(tx, after, limit)?)).await
}

/// A group, named by id or display name, and its first members.
pub async fn details(ctx: &Ctx, name: &str) -> Result<(Group, Vec<User>), Fault> {
    let name = name.to_owned();
    super::scan(ctx, move |tx| {
        let group = find(tx, &name)?;
        let mut members = Vec::new();
        for id in store::groups::members(tx, group.id, None, super::LONGEST_LIST)? {
            members.extend(store::users::find(tx, id)?);
        }
        Ok((group, members))
    })
    .await
}

/// Deletes a group.
pub async fn delete(ctx: &Ctx, name: &str) -> Result<Group, Fault> {
    let (name, now) = (name.to_owned(), ctx.now);
    let entry = note(ctx, "Delete group", CATEGORY);
    change(ctx, move |tx| {
        let group = find(tx, &name)?;
        store::groups::delete(tx, group.id, now)?;
        record(tx, &entry, on(&group), Vec::new())?;
        Ok(group)
    })
    .await
}

/// Adds a user. `false` if he is a member already.
pub async fn add_member(ctx: &Ctx, group: &str, user: &str) -> Result<bool, Fault> {
    let (group, user, now) = (group.to_owned(), user.to_owned(), ctx.now);
    let entry = note(ctx, "Add member to group", CATEGORY);
    change(ctx, move |tx| {
        let (group, user) = (find(tx, &group)?, users::find(tx, &user)?);
        if !store::groups::add_member(tx, group.id, user.id, now)? {
            return Ok(false);
        }
        let change = changed("Group.DisplayName", Absent, group.display_name.as_str());
        record(tx, &entry, users::on(&user), change.into_iter().collect())?;
        Ok(true)
    })
    .await
}

/// Removes a user. `false` if he is no member.
pub async fn remove_member(ctx: &Ctx, group: &str, user: &str) -> Result<bool, Fault> {
    let (group, user) = (group.to_owned(), user.to_owned());
    let entry = note(ctx, "Remove member from group", CATEGORY);
    change(ctx, move |tx| {
        let (group, user) = (find(tx, &group)?, users::find(tx, &user)?);
        if !store::groups::remove_member(tx, group.id, user.id)? {
            return Ok(false);
        }
        let change = changed("Group.DisplayName", group.display_name.as_str(), Absent);
        record(tx, &entry, users::on(&user), change.into_iter().collect())?;
        Ok(true)
    })
    .await
}

/// The group with this id or, if only one bears it, display name.
fn find(tx: &mut Tx<'_, Operator>, name: &str) -> Result<Group, Fault> {
    let unknown = || {
        Fault::NotFound(format!("the tenant has no group '{}': see its list of groups", check::shown(name)))
    };
    if let Ok(id) = name.trim().parse::<GroupId>() {
        return store::groups::find(tx, id)?.filter(|group| group.deleted_at.is_none()).ok_or_else(unknown);
    }
    let mut after = None;
    let mut found: Option<Group> = None;
    loop {
        let page = store::groups::list(tx, after, super::LONGEST_LIST)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for group in page.into_iter().filter(|group| group.display_name == name) {
            if found.replace(group).is_some() {
                return Err(Fault::Invalid(format!(
                    "several groups are called '{}': name one by id",
                    check::shown(name)
                )));
            }
        }
    }
    found.ok_or_else(unknown)
}

fn on(group: &Group) -> AuditTarget {
    target("Group", group.id, &group.display_name)
}
