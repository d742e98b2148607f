//! Groups and their members.

use crate::document::{all, one, start};
use crate::{MayAdminister, Row, StoreError, TenantScope, Tx, params, statements};
use model::group::Group;
use model::{GroupId, Timestamp, UserId};

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO directory_groups (tenant_id, id, display_name, created_at, deleted_at, version)
        VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT id, display_name, created_at, deleted_at, version FROM directory_groups
        WHERE tenant_id = $1 AND id = $2";
    LIST = "SELECT id, display_name, created_at, deleted_at, version FROM directory_groups
        WHERE tenant_id = $1 AND deleted_at IS NULL AND id > $2 ORDER BY id LIMIT $3";
    RENAME = "UPDATE directory_groups SET display_name = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $4 AND deleted_at IS NULL";
    DELETE = "UPDATE directory_groups SET deleted_at = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL";
    ADD_MEMBER = "INSERT INTO group_members (tenant_id, group_id, user_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    REMOVE_MEMBER = "DELETE FROM group_members WHERE tenant_id = $1 AND group_id = $2 AND user_id = $3";
    MEMBERS = "SELECT user_id FROM group_members WHERE tenant_id = $1 AND group_id = $2 AND user_id > $3
        ORDER BY user_id LIMIT $4";
    OF_USER = "SELECT m.group_id FROM group_members m
        JOIN directory_groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
        WHERE m.tenant_id = $1 AND m.user_id = $2 AND g.deleted_at IS NULL ORDER BY m.group_id";
}

/// Adds a group.
pub fn insert<S: MayAdminister>(tx: &mut Tx<'_, S>, group: &Group) -> Result<(), StoreError> {
    let Group { id, display_name, created_at, deleted_at, version } = group;
    tx.execute(&INSERT, params![tx.tenant(), *id, display_name, *created_at, *deleted_at, *version])?;
    Ok(())
}

/// The group with this id, deleted or not.
pub fn find<S: TenantScope>(tx: &mut Tx<'_, S>, id: GroupId) -> Result<Option<Group>, StoreError> {
    one(tx.query_opt(&FIND, params![tx.tenant(), id])?, read)
}

/// Groups that are not deleted, in the order of their ids, after one of them.
pub fn list<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<GroupId>,
    limit: u32,
) -> Result<Vec<Group>, StoreError> {
    all(&tx.query(&LIST, params![tx.tenant(), start(after), limit])?, read)
}

/// Renames a group and raises its version, if it is still at version `expected`; `false` if somebody was faster.
pub fn rename<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    id: GroupId,
    name: &str,
    expected: i64,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&RENAME, params![tx.tenant(), id, name, expected])? == 1)
}

/// Deletes a group; its members stay on record and count for nothing. `false` if there is none.
pub fn delete<S: MayAdminister>(tx: &mut Tx<'_, S>, id: GroupId, now: Timestamp) -> Result<bool, StoreError> {
    Ok(tx.execute(&DELETE, params![tx.tenant(), id, now])? == 1)
}

/// Adds a member; `false` if the user is one already.
pub fn add_member<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    group: GroupId,
    user: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&ADD_MEMBER, params![tx.tenant(), group, user, now])? == 1)
}

/// Removes a member; `false` if the user is none.
pub fn remove_member<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    group: GroupId,
    user: UserId,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&REMOVE_MEMBER, params![tx.tenant(), group, user])? == 1)
}

/// A group's members in the order of their ids, after one of them.
pub fn members<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    group: GroupId,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<UserId>, StoreError> {
    all(&tx.query(&MEMBERS, params![tx.tenant(), group, start(after), limit])?, |row| row.id(0))
}

/// The groups a user is a member of, deleted ones left out.
pub fn of_user<S: TenantScope>(tx: &mut Tx<'_, S>, user: UserId) -> Result<Vec<GroupId>, StoreError> {
    all(&tx.query(&OF_USER, params![tx.tenant(), user])?, |row| row.id(0))
}

fn read(row: &Row) -> Result<Group, StoreError> {
    Ok(Group {
        id: row.id(0)?,
        display_name: row.text(1)?,
        created_at: row.time(2)?,
        deleted_at: row.opt_time(3)?,
        version: row.int(4)?,
    })
}
