//! Users of a tenant.
//!
//! A user name is unique among the users that are not deleted. Names are kept and compared in lower case.

use crate::document::{all, fold, json, one, start, word};
use crate::{MayAdminister, MayAuthenticate, Row, StoreError, TenantScope, Tx, params, statements};
use model::user::{User, UserType};
use model::{Timestamp, UserId};

/// What a user is read from.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT body, upn, enabled, sessions_valid_from, deleted_at, version FROM users ", $rest)
    };
}

statements! {
    pub(crate) ALL;
    INSERT = "INSERT INTO users (tenant_id, id, upn, folded_name, folded_mail, user_type, enabled, body,
        sessions_valid_from, deleted_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT DO NOTHING";
    UPDATE = "UPDATE users SET upn = $3, folded_name = $4, folded_mail = $5, user_type = $6, enabled = $7,
        body = $8, sessions_valid_from = $9, version = $10
        WHERE tenant_id = $1 AND id = $2 AND version = $11 AND deleted_at IS NULL AND NOT EXISTS
        (SELECT 1 FROM users taken WHERE taken.tenant_id = $1 AND taken.upn = $3 AND taken.id <> $2
            AND taken.deleted_at IS NULL)";
    FIND = select!("WHERE tenant_id = $1 AND id = $2");
    BY_NAME = select!("WHERE tenant_id = $1 AND upn = $2 AND deleted_at IS NULL");
    LIST = select!("WHERE tenant_id = $1 AND deleted_at IS NULL AND upn > $2
        AND (CAST($3 AS TEXT) IS NULL OR substr(upn, 1, length($3)) = $3
            OR substr(folded_name, 1, length($3)) = $3 OR substr(folded_mail, 1, length($3)) = $3)
        AND (CAST($4 AS BOOLEAN) IS NULL OR enabled = $4)
        AND (CAST($5 AS TEXT) IS NULL OR user_type = $5)
        ORDER BY upn LIMIT $6");
    LIST_DELETED = select!("WHERE tenant_id = $1 AND deleted_at IS NOT NULL AND id > $2 ORDER BY id LIMIT $3");
    WITH_SUFFIX = "SELECT upn FROM users WHERE tenant_id = $1 AND deleted_at IS NULL AND length(upn) > length($2)
        AND substr(upn, length(upn) - length($2) + 1) = $2 LIMIT 1";
    COUNT = "SELECT COUNT(*) FROM users WHERE tenant_id = $1 AND deleted_at IS NULL";
    SOFT_DELETE = "UPDATE users SET deleted_at = $3, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL";
    RESTORE = "UPDATE users SET deleted_at = NULL, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM users taken WHERE taken.tenant_id = $1 AND taken.upn = users.upn
            AND taken.deleted_at IS NULL)";
    SET_VALID_FROM = "UPDATE users SET version = version + 1,
        sessions_valid_from = CASE WHEN sessions_valid_from < $3 THEN $3 ELSE sessions_valid_from END
        WHERE tenant_id = $1 AND id = $2";
    EXPIRED = "SELECT id FROM users WHERE tenant_id = $1 AND deleted_at IS NOT NULL AND deleted_at < $2 LIMIT $3";
    DELETE = "DELETE FROM users WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NOT NULL";
    DELETE_PASSWORD = "DELETE FROM passwords WHERE tenant_id = $1 AND user_id = $2";
    DELETE_METHODS = "DELETE FROM methods WHERE tenant_id = $1 AND user_id = $2";
    DELETE_RECOVERY_CODES = "DELETE FROM recovery_codes WHERE tenant_id = $1 AND user_id = $2";
    DELETE_ROLES = "DELETE FROM role_assignments WHERE tenant_id = $1 AND principal_id = $2";
    DELETE_MEMBERSHIPS = "DELETE FROM group_members WHERE tenant_id = $1 AND user_id = $2";
    DELETE_CONSENTS = "DELETE FROM permission_grants WHERE tenant_id = $1 AND principal_id = $2";
    DELETE_APP_ROLES = "DELETE FROM app_role_assignments WHERE tenant_id = $1 AND principal_id = $2";
    DELETE_NETWORKS = "DELETE FROM familiar_networks WHERE tenant_id = $1 AND user_id = $2";
    DELETE_SESSIONS = "DELETE FROM sessions WHERE tenant_id = $1 AND user_id = $2";
    DELETE_GRANTS = "DELETE FROM grants WHERE tenant_id = $1 AND user_id = $2";
}

/// What is a deleted user's own and goes with him.
static BELONGINGS: [&crate::Sql; 10] = [
    &DELETE_PASSWORD,
    &DELETE_METHODS,
    &DELETE_RECOVERY_CODES,
    &DELETE_ROLES,
    &DELETE_MEMBERSHIPS,
    &DELETE_CONSENTS,
    &DELETE_APP_ROLES,
    &DELETE_NETWORKS,
    &DELETE_SESSIONS,
    &DELETE_GRANTS,
];

/// Which users a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The beginning of the user name, display name or mail address, in any letter case.
    pub prefix: Option<String>,
    /// Enabled or disabled accounts only.
    pub enabled: Option<bool>,
    /// Members or guests only.
    pub user_type: Option<UserType>,
}

/// Adds a user; `false`, and nothing written, if the user name is taken.
pub fn insert<S: MayAdminister>(tx: &mut Tx<'_, S>, user: &User) -> Result<bool, StoreError> {
    let added = tx.execute(
        &INSERT,
        params![
            tx.tenant(),
            user.id,
            fold(&user.user_principal_name),
            fold(&user.display_name),
            user.mail.as_deref().map(fold),
            word(&user.user_type)?,
            user.account_enabled,
            json(user)?,
            user.sessions_valid_from,
            user.deleted_at,
            user.version
        ],
    )?;
    Ok(added == 1)
}

/// Replaces a user by one with a higher version, if he is still at version `expected` and not deleted. `false`
/// if somebody was faster, or if the new user name is taken: [`by_name`] tells which.
pub fn update<S: MayAdminister>(tx: &mut Tx<'_, S>, user: &User, expected: i64) -> Result<bool, StoreError> {
    let changed = tx.execute(
        &UPDATE,
        params![
            tx.tenant(),
            user.id,
            fold(&user.user_principal_name),
            fold(&user.display_name),
            user.mail.as_deref().map(fold),
            word(&user.user_type)?,
            user.account_enabled,
            json(user)?,
            user.sessions_valid_from,
            user.version,
            expected
        ],
    )?;
    Ok(changed == 1)
}

/// The user with this id, deleted or not.
pub fn find<S: TenantScope>(tx: &mut Tx<'_, S>, id: UserId) -> Result<Option<User>, StoreError> {
    one(tx.query_opt(&FIND, params![tx.tenant(), id])?, read)
}

/// The user with this name, in any letter case, unless he is deleted.
pub fn by_name<S: TenantScope>(tx: &mut Tx<'_, S>, name: &str) -> Result<Option<User>, StoreError> {
    one(tx.query_opt(&BY_NAME, params![tx.tenant(), fold(name)])?, read)
}

/// Users that are not deleted, in the order of their names, after one of them.
pub fn list<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    filter: &Filter,
    after: Option<&str>,
    limit: u32,
) -> Result<Vec<User>, StoreError> {
    let kind = filter.user_type.as_ref().map(word).transpose()?;
    let prefix = filter.prefix.as_deref().map(fold);
    let after = fold(after.unwrap_or_default());
    all(&tx.query(&LIST, params![tx.tenant(), after, prefix, filter.enabled, kind, limit])?, read)
}

/// Deleted users, in the order of their ids, after one of them.
pub fn list_deleted<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<User>, StoreError> {
    all(&tx.query(&LIST_DELETED, params![tx.tenant(), start(after), limit])?, read)
}

/// The name of some user whose name ends like this (lower case), such as in `@contoso.example`.
pub fn any_with_suffix<S: TenantScope>(
    tx: &mut Tx<'_, S>,
    suffix: &str,
) -> Result<Option<String>, StoreError> {
    one(tx.query_opt(&WITH_SUFFIX, params![tx.tenant(), suffix])?, |row| row.text(0))
}

/// How many users are not deleted.
pub fn count<S: TenantScope>(tx: &mut Tx<'_, S>) -> Result<i64, StoreError> {
    Ok(one(tx.query_opt(&COUNT, params![tx.tenant()])?, |row| row.int(0))?.unwrap_or(0))
}

/// Deletes a user so that he can be restored; `false` if there is none.
pub fn soft_delete<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    id: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&SOFT_DELETE, params![tx.tenant(), id, now])? == 1)
}

/// Restores a deleted user; `false` if there is none, or if somebody has his name by now.
pub fn restore<S: MayAdminister>(tx: &mut Tx<'_, S>, id: UserId) -> Result<bool, StoreError> {
    Ok(tx.execute(&RESTORE, params![tx.tenant(), id])? == 1)
}

/// Makes every session and grant older than `at` void and raises the user's version; the moment never moves back.
/// `false` if there is no such user.
pub fn set_sessions_valid_from<S: MayAuthenticate>(
    tx: &mut Tx<'_, S>,
    id: UserId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    Ok(tx.execute(&SET_VALID_FROM, params![tx.tenant(), id, at])? == 1)
}

/// Removes for good up to `limit` users that were deleted before a moment, with their credentials, roles,
/// memberships, consents, sessions and grants; gives their number. Log entries stay.
pub fn delete_expired<S: MayAdminister>(
    tx: &mut Tx<'_, S>,
    before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    let expired: Vec<UserId> =
        all(&tx.query(&EXPIRED, params![tx.tenant(), before, limit])?, |row| row.id(0))?;
    let mut deleted = 0;
    for user in expired {
        for statement in BELONGINGS {
            tx.execute(statement, params![tx.tenant(), user])?;
        }
        deleted += tx.execute(&DELETE, params![tx.tenant(), user])?;
    }
    Ok(deleted)
}

fn read(row: &Row) -> Result<User, StoreError> {
    let user: User = row.json(0)?;
    Ok(User {
        user_principal_name: row.text(1)?,
        account_enabled: row.bool(2)?,
        sessions_valid_from: row.time(3)?,
        deleted_at: row.opt_time(4)?,
        version: row.int(5)?,
        ..user
    })
}
